"""Each setting with its value and where it came from: a line of the file, or linkbot's default. Holds no secret.

Passwords never stand in the configuration; what names their place (a file, a variable) is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path

from linkbot.model.people import SERVICE_ROLES, Absence
from linkbot.settings.case_system import ForwardSettings
from linkbot.settings.ews import EwsSettings
from linkbot.settings.graph import GraphSettings
from linkbot.settings.icasework import IcaseworkSettings
from linkbot.settings.imap import ImapSettings
from linkbot.settings.load import load_settings
from linkbot.settings.values import Settings, SmtpSettings
from linkbot.toml_document import Fault, Table, read_toml

DEFAULT = "default"
_WITHIN = SmtpSettings | ImapSettings | GraphSettings | EwsSettings | ForwardSettings | IcaseworkSettings
_SECTIONS = (
    *("organisation", "authentication", "worker", "mailbox", "smtp", "workbook", "reports"),
    *("reading", "intake", "alarm", "backup", "automation", "case_system", "complaints"),
)


@dataclass(frozen=True)
class Setting:
    """`value` as TOML would write it, None when it is not set; `line` None for a default."""

    key: str
    value: str | int | bool | list[str] | None
    file: str | None = None
    line: int | None = None

    @property
    def origin(self) -> str:
        return DEFAULT if self.file is None else f"{self.file}:{self.line}"


def provenance(path: Path) -> tuple[Setting, ...]:
    """In the order of docs/configuration.md. Raises `Faulty` as `load_settings` does."""
    settings = load_settings(path)
    faults: list[Fault] = []
    root = read_toml(path, faults)
    return tuple(_placed(root, *pair) for pair in _pairs(settings, root))


def _pairs(settings: Settings, root: Table) -> Iterator[tuple[tuple[str, ...], object]]:
    for section in _SECTIONS:
        values = getattr(settings, section)
        for field in fields(values):
            value = getattr(values, field.name)
            if isinstance(value, _WITHIN):
                yield from (((section, field.name, inner.name), getattr(value, inner.name)) for inner in fields(value))
            else:
                yield (section, field.name), value
    yield ("escalation", "senior_notices"), settings.senior_notices
    yield ("store", "folder"), settings.store
    yield ("submissions", "folder"), settings.submissions
    yield ("rules", "overlay"), settings.overlay
    people = root.table("people")
    for person in settings.directory.people:
        yield ("people", person.id, "email"), person.email
        yield ("people", person.id, "name"), people.table(person.id).optional_text("name")
        yield ("people", person.id, "deputy"), person.deputy
        yield ("people", person.id, "absences"), person.absences
    for service in (*settings.directory.services, settings.directory.default):
        for role in SERVICE_ROLES:
            yield ("services", service.id, role), getattr(service, role)
        yield ("services", service.id, "daily_list"), service.daily_list
        yield ("services", service.id, "directorate"), service.directorate


def _placed(root: Table, place: tuple[str, ...], value: object) -> Setting:
    table = root
    for name in place[:-1]:
        table = table.table(name)
    key, said = ".".join(place), place[-1] in table
    return Setting(key, _plain(value), table.file if said else None, table.line(place[-1]) if said else None)


def _plain(value: object) -> str | int | bool | list[str] | None:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping):
        return [f"{name}: {title}" for name, title in value.items()]
    if isinstance(value, tuple):
        return [_absence(item) if isinstance(item, Absence) else str(item) for item in value]
    if hasattr(value, "strftime") and hasattr(value, "hour"):
        return str(value)[:5]
    return str(value)


def _absence(absence: Absence) -> str:
    return f"{absence.from_on}..{absence.to_on}"
