"""An IMAP account as a mailbox: every watched folder in one stream, oldest first, nothing marked.

What waits is listed once with its dates and sizes and then worked off page by page; only the page at hand is in memory.
A look at an unchanged account is one STATUS a folder. Plain polling: the worker's own pace is quick enough, and one
connection cannot both wait (IDLE) and work.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from linkbot.mailsystems.imap_cursor import Covered, Taken, account_mark
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

PAGE_OCTETS = 32 * 1024 * 1024
"""Octets of a page with more than one message."""


@dataclass
class _Plan:
    """What waits, oldest first, for whoever comes with this cursor. `stale`: something was not as it was listed;
    `whole`: nothing was left behind.
    """

    cursor: str | None
    covered: Covered
    round: Round
    waiting: deque[Waiting]
    stale: bool = False
    whole: bool = True


class ImapMailbox:
    """Implements `ports.Mailbox`. `watch`, `leave`: folders as people see them, "/" between levels."""

    def __init__(
        self,
        session: ImapSession,
        name: str,
        *,
        watch: Sequence[str] = (),
        leave: Sequence[str] = (),
        tag: str | None = None,
        largest: int = LARGEST,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._name = session, name
        self._watch, self._leave, self._tag = tuple(watch), tuple(leave), tag
        self._lister, self._fetcher = Lister(), Fetcher(name, largest)
        self._account = account_mark(session.server.host, session.username)
        self._looks = Looks(ticks)
        self._plan: _Plan | None = None
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
            self._session.run(lambda line: move(line, place, folder, tag=self._tag), what)
            self._looks.forget(place.folder)
            self._plan = None
        return Receipt(f"{folder}/{handle}")

    def _page(self, line: Line, cursor: str | None, limit: int) -> Fetched:
        plan, self._plan = self._plan, None  # put back only when the page is whole
        if plan is not None and plan.cursor == cursor and plan.waiting:
            page = self._worked_off(line, plan, limit)
            if page.messages:
                return page
        seen = self._round(line)
        if plan is not None and plan.cursor == cursor and plan.whole and not plan.stale and seen.same_as(plan.round):
            self._plan = plan
            return Fetched((), cursor or "", more=False)
        return self._worked_off(line, self._planned(line, cursor, seen), limit, fresh=True)

    def _worked_off(self, line: Line, plan: _Plan, limit: int, *, fresh: bool = False) -> Fetched:
        page = Fetching()
        room = PAGE_OCTETS
        while plan.waiting and len(page.got) < limit and (not page.got or plan.waiting[0].size <= room):
            result = self._fetcher.fetch(line, _portion(plan.waiting, limit - len(page.got), room))
            room -= sum(len(message.octets) for _, message in result.got)
            page.add(result)
        if fresh and not page.got and page.put_off:
            page.add(self._fetcher.fetch(line, page.put_off[:limit], last=True))
        for folder in page.gone | {one.folder for one in page.missed}:
            self._looks.forget(folder.name)
        plan.stale = plan.stale or bool(page.gone or page.missed or page.put_off)
        unreadable = [
            *(f"{folder.shown} ({said})" for folder, said in plan.round.closed.items()),
            *page.unreadable,
            *(one.told for one in page.missed & self._missed),  # listed again, and again not given
        ]
        self._missed = page.missed if fresh else self._missed | page.missed
        plan.whole = plan.whole and not unreadable
        plan.covered = _after(plan, [one for one, _ in page.got])
        plan.cursor = plan.covered.write()
        if fresh and unreadable and not page.got:
            raise Transient(_told(self._name, unreadable))
        more = bool(plan.waiting)
        if page.got and not more:
            more = plan.stale or (not fresh and not self._round(line).same_as(plan.round))
        self._plan = plan
        messages = sorted((message for _, message in page.got), key=lambda message: message.received_at)
        return Fetched(tuple(messages), plan.cursor, more)

    def _planned(self, line: Line, cursor: str | None, seen: Round) -> _Plan:
        covered = Covered.read(cursor, self._account)
        waiting: list[Waiting] = []
        stale = False
        for folder, uids in seen.waiting(covered).items():
            try:
                waiting += self._lister.listed(line, folder, seen.looks[folder].status.uidvalidity, sorted(uids))
            except Refused:
                self._looks.forget(folder.name)
                stale = True
        return _Plan(cursor, covered, seen, deque(sorted(waiting, key=lambda one: (one.at, one.uid))), stale)

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


def _portion(waiting: deque[Waiting], count: int, room: int) -> list[Waiting]:
    """Taken off the front: at least one, and no more than fit."""
    portion = [waiting.popleft()]
    octets = portion[0].size
    while waiting and len(portion) < count and octets + waiting[0].size <= room:
        octets += waiting[0].size
        portion.append(waiting.popleft())
    return portion


def _after(plan: _Plan, handed_over: Iterable[Waiting]) -> Covered:
    """What was covered and is still there, and what has been handed over now. Folders that are gone leave it."""
    new: dict[str, set[int]] = {}
    for one in handed_over:
        new.setdefault(one.folder.name, set()).add(one.uid)
    covered = plan.covered
    kept = {one.name: covered.folders[one.name] for one in plan.round.closed if one.name in covered.folders}
    for folder, look in plan.round.looks.items():
        known = covered.of(folder.name, look.status.uidvalidity) & look.uids
        if taken := known | new.get(folder.name, set()):
            kept[folder.name] = Taken(look.status.uidvalidity, taken)
    return Covered(covered.account, kept)
