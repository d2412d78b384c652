"""What can be wrong with a store as a whole, in sentences for the person who must put it right.

Faults of a single call are the ports' own errors (`Transient`, `Stale`); these here stop a command before it begins.
"""

from __future__ import annotations


class StoreFault(Exception):
    """The store cannot be used as it is. The message says what happened, why, and what to do next."""


class SchemaTooNew(StoreFault):
    """A later linkbot has written this database."""

    def __init__(self, where: str, found: str, head: str) -> None:
        super().__init__(
            f"The database {where} was written by a newer linkbot (its tables are at {found}, this linkbot knows "
            f"{head}). Nothing was changed. Install the newer linkbot again, or restore the backup made before it."
        )


class SchemaTooOld(StoreFault):
    """The tables are older than the code, and this opener may not migrate."""

    def __init__(self, where: str, found: str, head: str) -> None:
        super().__init__(
            f"The database {where} is from an older linkbot (its tables are at {found}, this linkbot needs {head}). "
            "Reading alone does not change it: run `linkbot poll` or `linkbot run` once, which brings it up to date."
        )


class DatabaseDamaged(StoreFault):
    """The file is not a database, or not a whole one."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(
            f"The database {where} cannot be read: {reason}. Nothing was changed. Keep a copy of the file, then "
            "restore the latest backup; the messages themselves are kept as files beside it."
        )


class NotOurs(StoreFault):
    """A database, but of some other program."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"The database {where} holds tables that linkbot did not make. Nothing was changed. Point the store's "
            "folder at a place of its own."
        )
