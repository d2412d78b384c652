"""`rules/services.toml` into service areas, every fault noted."""

from __future__ import annotations

from pathlib import Path

from linkbot.model.services import ServiceRules, ServiceWords
from linkbot.rulebook.phrase_check import phrases
from linkbot.toml_document import Fault, Table, read_toml


def read_services(path: Path, faults: list[Fault]) -> ServiceRules:
    """All services; an id or alias used twice is a fault."""
    root = read_toml(path, faults)
    services = tuple(_service(id, table) for id, table in root.named_tables("services"))
    names = [name for service in services for name in (service.id, *service.aliases)]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        root.fault(f"{name!r} names two services", "services")
    rules = ServiceRules(
        services=services,
        ignore=phrases(root, "ignore"),
        about=phrases(root, "about"),
        certain_score=root.number("certain_score", required=True),
        certain_margin=root.number("certain_margin", required=True),
    )
    root.finish()
    return rules


def _service(id: str, table: Table) -> ServiceWords:
    service = ServiceWords(
        id=id,
        title=table.text("title", required=True),
        words=phrases(table, "words", required=True),
        weak=phrases(table, "weak"),
        aliases=table.texts("aliases"),
        sensitive=table.boolean("sensitive"),
        ombudsmen=table.texts("ombudsmen"),
        fallback=table.boolean("fallback"),
        landlord=table.boolean("landlord"),
    )
    table.finish()
    return service
