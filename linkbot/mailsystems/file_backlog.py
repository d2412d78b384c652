"""One listing for the many pages of a backlog: to list fifty thousand files anew for each two hundred costs far more
than to read them.

Kept only from one page to the next, and only while no name in any folder has changed. The last page ends it, so what a
folder's time did not tell is found by the listing after it.
"""

from __future__ import annotations

from linkbot.mailsystems.file_pages import Listing
from linkbot.ports import Fetched

Stamp = tuple[int, ...]


class FileBacklog:
    def __init__(self) -> None:
        self._kept: tuple[str, Stamp, Listing] | None = None

    def listed(self, cursor: str | None, stamp: Stamp) -> Listing | None:
        """What was listed for the page before, if this is the one that follows."""
        kept, self._kept = self._kept, None
        return kept[2] if kept is not None and stamp and kept[:2] == (cursor, stamp) else None

    def after(self, fetched: Fetched, listed: Listing, stamp: Stamp) -> None:
        """Once a page has been read. A listing that was not whole is not kept."""
        if fetched.more and fetched.messages and listed.whole and stamp:
            self._kept = (fetched.cursor, stamp, listed)
