"""A shared mailbox of Microsoft 365 as a mailbox: every watched folder by its delta."""

from __future__ import annotations

from collections.abc import Sequence

from linkbot.mailsystems.exchange.cursor import Spot
from linkbot.mailsystems.exchange.folder import Folder, watched
from linkbot.mailsystems.exchange.listed import Page
from linkbot.mailsystems.exchange.reading import Reader
from linkbot.mailsystems.graph import delta
from linkbot.mailsystems.graph.folders import Folders
from linkbot.mailsystems.graph.line import Line
from linkbot.mailsystems.graph.moving import file
from linkbot.mailsystems.graph.octets import octets_of
from linkbot.mailsystems.not_fetched import LARGEST
from linkbot.ports import Fetched, Permanent, Receipt


class GraphMailbox:
    """Implements `ports.Mailbox` and `exchange.reading.Source`. The handle is the immutable id. `watch`, `leave`:
    folders as people see them, "/" between levels; `category` is put on what is filed.
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

    @property
    def name(self) -> str:
        return self._name

    @property
    def account(self) -> str:
        return f"graph1:{self._line.mailbox.casefold()}"

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """As `Reader.fetch`."""
        return self._reader.fetch(cursor, limit)

    def page(self, folder: str, spot: Spot) -> Page:
        return delta.page(self._line, folder, spot)

    def octets(self, item: str) -> bytes:
        return octets_of(self._line, item, largest=self._largest)

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        """Out of the folders that linkbot reads; what staff put elsewhere stays there."""
        read = frozenset(one.id for one in self.folders())
        return file(self._line, self._folders, handle, folder, out_of=read, category=self._category)

    def folders(self) -> tuple[Folder, ...]:
        found = watched(self._folders.all(), watch=self._watch, leave=self._leave)
        if not found:
            only = f" of mailbox.graph.watch ({', '.join(self._watch)})" if self._watch else ""
            raise Permanent(f"The mailbox {self._name} shows none of the folders{only} that linkbot should read.")
        return found
