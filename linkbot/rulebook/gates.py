"""Reads `rules/gates.toml` into `GateRules`: the order of the gates and their words. Faults are told all at once."""

from __future__ import annotations

import re
from pathlib import Path

from linkbot.model.gates import Check, Gate, GateRules, HeaderPattern
from linkbot.toml_document import Fault, Table, read_toml


def load_gates(path: Path, faults: list[Fault]) -> GateRules:
    """The table in the order of the file. A pattern that does not compile is a fault and left out."""
    table = read_toml(path, faults)
    gates = tuple(_gate(row) for row in table.tables("gate"))
    if not gates:
        table.fault("no [[gate]] at all: nothing would stop a forged mail")
    seen = [gate.id for gate in gates]
    for id in sorted({id for id in seen if seen.count(id) > 1}):
        table.fault(f"gate {id!r} stands twice: the second could never close")
    missing = {Check.FORGED, Check.UNVERIFIED} - {gate.check for gate in gates}
    if gates and missing:
        table.fault(f"a gate with check {', '.join(sorted(missing))} is missing: such mail must never act")
    rules = GateRules(
        gates=gates,
        max_octets=table.integer("max_megabytes", 100, minimum=1) * 1024 * 1024,
        casework=_patterns(table, "casework"),
    )
    table.finish()
    return rules


def _gate(row: Table) -> Gate:
    gate = Gate(
        id=row.text("id", "?", required=True),
        check=row.choice("check", Check, Check.WORDS, required=True),
        kind=row.optional_text("kind"),
        headers=_headers(row),
        senders=tuple(sender.casefold() for sender in row.texts("senders")),
        subjects=_patterns(row, "subjects"),
        texts=_patterns(row, "texts"),
        everyone=row.boolean("everyone"),
        unless=_patterns(row, "unless"),
    )
    row.finish()
    return gate


def _headers(row: Table) -> tuple[HeaderPattern, ...]:
    found = []
    for text in row.texts("headers"):
        name, colon, pattern = text.partition(":")
        if not colon or not name.strip():
            row.fault(f"headers holds {text!r}: write 'name: pattern'", "headers")
            continue
        compiled = _compiled(row, "headers", pattern.strip())
        if compiled:
            found.append(HeaderPattern(name.strip().casefold(), compiled))
    return tuple(found)


def _patterns(row: Table, key: str) -> tuple[re.Pattern[str], ...]:
    compiled = (_compiled(row, key, text) for text in row.texts(key))
    return tuple(pattern for pattern in compiled if pattern)


def _compiled(row: Table, key: str, text: str) -> re.Pattern[str] | None:
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        row.fault(f"{key} holds {text!r}, which is not a regular expression: {error}", key)
        return None
