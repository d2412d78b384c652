"""An IMAP account as a mailbox: every watched folder in one stream, oldest first, nothing marked.

What waits is listed once with its dates and sizes and then worked off page by page; only the page at hand is in memory.
A look at an unchanged account is one STATUS a folder. Plain polling: the worker's own pace is quick enough, and one
connection cannot both wait (IDLE) and work.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from linkbot.mailsystems.imap_backlog import Backlog, Got
from linkbot.mailsystems.imap_cursor import Covered, account_mark
from linkbot.mailsystems.imap_faults import Refused
from linkbot.mailsystems.imap_fetching import Fetcher, Fetching
from linkbot.mailsystems.imap_folders import folders_of
from linkbot.mailsystems.imap_handle import whereabouts
from linkbot.mailsystems.imap_line import Line
from linkbot.mailsystems.imap_listing import Lister, Waiting
from linkbot.mailsystems.imap_looks import Looks, Round
from linkbot.mailsystems.imap_moving import move
from linkbot.mailsystems.imap_session import ImapSession
from linkbot.mailsystems.not_fetched import LARGEST
from linkbot.ports import Fetched, Permanent, Receipt, Transient


class ImapMailbox:
    """Implements `ports.Mailbox`. `watch`, `leave`: folders as people see them, "/" between levels."""

    def __init__(
        self,
        session: ImapSession,
        name: str,
        *,
        watch: Sequence[str] = (),
        leave: Sequence[str] = (),
        largest: int = LARGEST,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._name = session, name
        self._watch, self._leave = tuple(watch), tuple(leave)
        self._lister, self._fetcher = Lister(), Fetcher(name, largest)
        self._account = account_mark(session.server.host, session.username)
        self._looks = Looks(ticks)
        self._backlog: Backlog | None = None
        self._missed: set[Waiting] = set()

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        """Raises Transient when only messages or folders are left that cannot be read: somebody must hear of them."""
        return self._session.run(
            lambda line: self._page(line, cursor, max(limit, 1)), f"Reading the mailbox {self._name}"
        )

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        place = whereabouts(handle)
        if place is not None:
            what = f"Filing a message of {self._name} in {folder!r}"
            self._session.run(lambda line: move(line, place, folder), what)
            self._looks.forget(place.folder)
            self._backlog = None
        return Receipt(f"{folder}/{handle}")

    def _page(self, line: Line, cursor: str | None, limit: int) -> Fetched:
        backlog, self._backlog = self._backlog, None  # put back only when the page is whole
        known = backlog if backlog is not None and backlog.cursor == cursor else None
        if known and not known.is_worked_off:
            page = self._worked_off(line, known, limit)
            if page.messages:
                return page
        seen = self._round(line)
        if known and known.whole and not known.stale and seen.same_as(known.round):
            self._backlog = known
            return Fetched((), cursor or "", more=False)
        return self._worked_off(line, self._listed(line, cursor, seen), limit, fresh=True)

    def _worked_off(self, line: Line, backlog: Backlog, limit: int, *, fresh: bool = False) -> Fetched:
        """One page. `fresh`: of a backlog listed just now, so what it cannot give is not there to be had."""
        tried = Fetching()
        page: list[Got] = []
        backlog.fill(page, limit)
        while backlog.waiting and not backlog.ready and len(page) < limit:
            tried.add(self._fetcher.fetch(line, backlog.portion(limit - len(page))))
            backlog.ready.extend(tried.taken())
            backlog.fill(page, limit)
        if fresh and not page and tried.put_off:
            tried.add(self._fetcher.fetch(line, tried.put_off[:limit], last=True))
            page += tried.taken()
        for folder in tried.gone | {one.folder for one in tried.missed}:
            self._looks.forget(folder.name)
        unreadable = [
            *(f"{folder.shown} ({said})" for folder, said in backlog.round.closed.items()),
            *tried.unreadable,
            *(one.told for one in tried.missed & self._missed),  # listed again, and again not given
        ]
        self._missed = tried.missed if fresh else self._missed | tried.missed
        backlog.stale = backlog.stale or bool(tried.gone or tried.missed or tried.put_off)
        backlog.whole = backlog.whole and not unreadable
        cursor = backlog.cover(page)
        if fresh and unreadable and not page:
            raise Transient(_told(self._name, unreadable))
        more = not backlog.is_worked_off
        if page and not more:
            more = backlog.stale or (not fresh and not self._round(line).same_as(backlog.round))
        self._backlog = backlog
        messages = sorted((message for _, message in page), key=lambda message: message.received_at)
        return Fetched(tuple(messages), cursor, more)

    def _listed(self, line: Line, cursor: str | None, seen: Round) -> Backlog:
        covered = Covered.read(cursor, self._account)
        waiting: list[Waiting] = []
        stale = False
        for folder, uids in seen.waiting(covered).items():
            try:
                waiting += self._lister.listed(line, folder, seen.looks[folder].status.uidvalidity, sorted(uids))
            except Refused:
                self._looks.forget(folder.name)
                stale = True
        oldest_first = deque(sorted(waiting, key=lambda one: (one.at, one.uid)))
        return Backlog(cursor, covered, seen, oldest_first, stale=stale)

    def _round(self, line: Line) -> Round:
        watched = folders_of(line).watched(watch=self._watch, leave=self._leave)
        if not watched:
            only = f" of mailbox.imap.watch ({', '.join(self._watch)})" if self._watch else ""
            raise Permanent(f"The mailbox {self._name} shows none of the folders{only} that linkbot should read.")
        return self._looks.round(line, watched)


def _told(mailbox: str, unreadable: Sequence[str]) -> str:
    names = ", ".join(unreadable[:3]) + (" …" if len(unreadable) > 3 else "")
    return (
        f"Of the mailbox {mailbox} cannot be read: {names}. It is tried again. A folder that linkbot need not read can "
        "be named in mailbox.imap.leave."
    )
