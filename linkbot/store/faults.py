"""What can be wrong with a store as a whole, in sentences for the person who must put it right.

Faults of a single call are the ports' own errors (`Transient`, `Stale`); these here stop a command, or the worker.
"""

from __future__ import annotations

from linkbot.ports import Unusable


class StoreFault(Unusable):
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


class OctetsLost(KeyError):
    """A message whose file is gone or is not what it was; everything else of the store is sound."""

    def __init__(self, digest: str, folder: str) -> None:
        super().__init__(digest)
        self._words = (
            f"The file of this message, {digest[:12]}, is missing or damaged under {folder}. What was made of it stays "
            "as it is. Bring the file back from a backup and try again; if the mail is still in the mailbox, a copy of "
            "it put there anew is read as well."
        )

    def __str__(self) -> str:
        return self._words


class NoRoomToUpgrade(StoreFault):
    """The disk cannot hold the copy that is brought up to date first."""

    def __init__(self, where: str, needed: int, free: int) -> None:
        super().__init__(
            f"The database {where} is from an older linkbot, and the disk has no room to bring it up to date: "
            f"{needed // 1_000_000} MB are needed beside it, {free // 1_000_000} MB are free. Nothing was changed. "
            "Make room, then start again."
        )


class RestoreCutOff(StoreFault):
    """A restore began to change the store and did not end."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"A restore of the store {where} was cut off half-way, so it is not opened: working on it would begin the "
            "register anew. Give `linkbot restore` again, with --replace; what was set aside is still there."
        )
