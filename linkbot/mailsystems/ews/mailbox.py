"""A shared mailbox on an Exchange server as a mailbox: every watched folder by its sync state."""

from __future__ import annotations

from collections.abc import Sequence

from linkbot.mailsystems.ews import sync
from linkbot.mailsystems.ews.folders import Folders
from linkbot.mailsystems.ews.line import Line
from linkbot.mailsystems.ews.moving import file
from linkbot.mailsystems.ews.octets import LARGEST, octets_of
from linkbot.mailsystems.exchange.cursor import Spot
from linkbot.mailsystems.exchange.folder import Folder, watched
from linkbot.mailsystems.exchange.listed import Page
from linkbot.mailsystems.exchange.reading import Reader
from linkbot.ports import Fetched, Permanent, Receipt

_MOST_GUESSES = 2_000


class EwsMailbox:
    """Implements `ports.Mailbox` and `exchange.reading.Source`. The handle is the search key. `watch`, `leave`: folders
    as people see them, "/" between levels; `category` is put on what is filed.
    """

    def __init__(
        self,
        line: Line,
        name: str,
        *,
        watch: Sequence[str] = (),
        leave: Sequence[str] = (),
        category: str | None = None,
        largest: int = LARGEST,
    ) -> None:
        self._line, self._name, self._category, self._largest = line, name, category, largest
        self._watch, self._leave = tuple(watch), tuple(leave)
        self._folders = Folders(line)
        self._reader = Reader(self, name)
        self._guesses: dict[str, str] = {}  # by handle, the item it was when it was last seen

    @property
    def name(self) -> str:
        return self._name

    @property
    def account(self) -> str:
        return f"ews1:{self._line.access.mailbox.casefold()}"

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """As `Reader.fetch`."""
        return self._reader.fetch(cursor, limit)

    def page(self, folder: str, spot: Spot) -> Page:
        found = sync.page(self._line, folder, spot)
        for one in found.listed:
            self._guesses.pop(one.id, None)
            self._guesses[one.id] = one.item.partition(":")[2]
        while len(self._guesses) > _MOST_GUESSES:
            self._guesses.pop(next(iter(self._guesses)))
        return found

    def octets(self, item: str) -> bytes:
        size, _, id = item.partition(":")
        return octets_of(self._line, id, size=int(size) if size.isdecimal() else 0, largest=self._largest)

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        """Out of the folders that linkbot reads; what staff put elsewhere stays there."""
        read = tuple(one.id for one in self.folders())
        guess = self._guesses.get(handle, "")
        return file(self._line, self._folders, handle, folder, out_of=read, guess=guess, category=self._category)

    def folders(self) -> tuple[Folder, ...]:
        found = watched(self._folders.all(), watch=self._watch, leave=self._leave)
        if not found:
            only = f" of mailbox.ews.watch ({', '.join(self._watch)})" if self._watch else ""
            raise Permanent(f"The mailbox {self._name} shows none of the folders{only} that linkbot should read.")
        return found
