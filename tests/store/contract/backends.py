"""The databases the contract is held against. A backend is a way to open one and the same store again and again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from linkbot.store import SqlStore, open_store
from linkbot.store.opening import DATABASE


@dataclass
class Backend:
    """`opener(durable)` opens the store, made on first use; everything opened is closed at the end."""

    name: str
    opener: Callable[[bool], SqlStore]
    opened: list[SqlStore] = field(default_factory=list)

    def open(self, *, durable: bool = True) -> SqlStore:
        self.opened.append(self.opener(durable))
        return self.opened[-1]

    def close(self) -> None:
        for store in self.opened:
            store.close()


@cache
def _empty_database() -> bytes:
    """A migrated database without rows: every test starts from a copy, migrating takes its time."""
    with tempfile.TemporaryDirectory() as folder:
        open_store(Path(folder)).close()
        return (Path(folder) / DATABASE).read_bytes()


def sqlite_backend(folder: Path) -> Backend:
    (folder / DATABASE).write_bytes(_empty_database())
    return Backend("sqlite", lambda durable: open_store(folder, durable=durable))


BACKENDS = {"sqlite": sqlite_backend}
