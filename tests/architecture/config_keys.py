"""Which keys the settings really ask for: the loader is run over a dictionary that writes down every question."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import linkbot.settings.load as loading
from linkbot.toml_document import Fault, Table

REFUSED = {
    "smtp.password",
    "smtp.secret",
    "alarm.smtp.password",
    "alarm.smtp.secret",
    "mailbox.imap.password",
    "mailbox.imap.secret",
    "mailbox.graph.secret",
    "mailbox.ews.password",
    "mailbox.ews.secret",
    "case_system.icasework.secret",
}
"""Asked for only to say that it must not be there."""


class Asked(dict[str, object]):
    """A table that notes each key it is asked for; never empty in the eyes of the loader."""

    def __init__(self, data: dict[str, object], place: str, notes: set[str]) -> None:
        super().__init__(
            {
                key: Asked(value, f"{place}{key}.", notes) if isinstance(value, dict) else value
                for key, value in data.items()
            }
        )
        self.place, self.notes = place, notes

    def __bool__(self) -> bool:
        return True

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        self.notes.add(self.place + key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.notes.add(f"{self.place}{key}")
        return super().__contains__(key)


def accepted_keys(example: Path, patch: pytest.MonkeyPatch) -> frozenset[str]:
    """`section.key`, with ID for a person's or service's own name. Sections themselves are left out."""
    notes: set[str] = set()

    def read(path: Path, faults: list[Fault]) -> Table:
        return Table(Asked(tomllib.loads(path.read_text(encoding="utf-8")), "", notes), (), str(path), {}, faults)

    patch.setattr(loading, "read_toml", read)
    loading.load_settings(example)
    keys = {named(key) for key in notes} - REFUSED
    sections = {key.rpartition(".")[0] for key in keys}
    return frozenset(
        key for key in keys - sections if key.count(".") >= (2 if key.startswith(("people.", "services.")) else 1)
    )


def named(key: str) -> str:
    """`people.link_officer.email` → `people.ID.email`."""
    parts = key.split(".")
    return ".".join((parts[0], "ID", *parts[2:])) if parts[0] in ("people", "services") and len(parts) > 1 else key
