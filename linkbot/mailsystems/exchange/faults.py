"""What can come of a request to Exchange, as errors that say what may be done next. The words are the adapters' own."""

from __future__ import annotations

from linkbot.ports import Permanent, Transient


class Unsure(Transient):
    """It may have been done: the connection was cut, or an error came in between. Whoever hears of it asks first."""


class Troubled(Transient):
    """It failed time and again, and it may be this one item alone that fails."""


class Gone(Permanent):
    """The item is not there (any more)."""


class Changed(Transient):
    """Somebody changed the item since it was read."""


class StateLost(Exception):
    """The far side no longer knows how far a folder was read: it is read anew."""


class Refused(Permanent):
    """Any other no. `status` of HTTP and `code` as the far side gave them, the code in lower case."""

    def __init__(self, message: str, *, status: int, code: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code

    @property
    def is_whole(self) -> bool:
        """It is no word about this one folder or item: everything would be refused."""
        return self.status in (401, 403)
