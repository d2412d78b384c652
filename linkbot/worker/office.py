"""Everything the worker works with, put together once by `wiring.py`. The worker itself never sees a setting."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from linkbot.engine.casework.work import Moment
from linkbot.engine.read import Reader
from linkbot.engine.wording.sheet_rows import SheetPrivacy
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.due import Times
from linkbot.model.mode import Mode
from linkbot.model.outbox import Intent, OutboxEntry
from linkbot.model.templates import Templates
from linkbot.ports import (
    ActionsSource,
    Backups,
    Calendar,
    CaseSystem,
    Clock,
    Drafts,
    Mailbox,
    Outgoing,
    Past,
    Scanner,
    Sheet,
    Store,
    StoredMessage,
    Submissions,
    TextExtractor,
)
from linkbot.worker.directory.keeper import Keeper
from linkbot.worker.lull import Lull

LONDON = ZoneInfo("Europe/London")


class Observer(Protocol):
    """Hears what happens, as it happens: the log, `simulate`'s lines, the demo's progress."""

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None: ...

    def fault(self, action: str, id: str, error: str) -> None: ...


class Silent:
    """An observer that keeps its peace."""

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None: ...

    def fault(self, action: str, id: str, error: str) -> None: ...


def never() -> bool:
    """Nobody has asked the worker to stop."""
    return False


@dataclass(frozen=True)
class Vigil:
    """Who is told when linkbot itself falls silent, after how long, and by which way that does not hang on the first.

    `second_route` None: alarms take the ordinary way. `sender` None: they come from linkbot's own address.
    """

    it: tuple[str, ...] = ()
    no_poll_minutes: int = 30
    second_route: Outgoing | None = None
    sender: str | None = None


def random_secret() -> str:
    """For marks nobody else can make; kept in the store from its first use on."""
    return secrets.token_hex(32)


@dataclass(frozen=True)
class Nightly:
    """The backup of each night, from this hour on."""

    at: time
    backups: Backups


@dataclass(frozen=True)
class Office:
    store: Store
    mailboxes: tuple[Mailbox, ...]
    extractor: TextExtractor
    outgoing: Outgoing
    drafts: Drafts
    sheet: Sheet
    case_system: CaseSystem
    submissions: Submissions
    clock: Clock
    reader: Reader
    desk: Desk
    templates: Templates
    times: Times
    mode: Mode
    sender: str
    observer: Observer = field(default_factory=Silent)
    messages_per_hour: int = 300
    logged: set[str] = field(default_factory=set)  # keys of the newest rows in the log of actions
    privacy: SheetPrivacy = field(default_factory=SheetPrivacy)  # columns of the workbook that are off by default
    new_secret: Callable[[], str] = random_secret
    stopping: Callable[[], bool] = never  # asked between two messages and two deeds
    vigil: Vigil | None = None  # None: nobody listens whether linkbot falls silent (simulate)
    nightly: Nightly | None = None  # None: linkbot makes no backups itself
    lull: Lull = field(default_factory=Lull)  # while nothing changes and nothing can fall due
    past: tuple[Past, ...] = ()  # where to look, after a restore, for what was sent meanwhile
    scanner: Scanner | None = None  # None: evidence is not looked at for viruses here
    calendar: Calendar | None = None  # None: invitations go by mail
    tidy: Callable[[], None] | None = None  # files laid out for the case system, once it has had them
    actions_every: timedelta = timedelta(minutes=15)
    directory: Keeper | None = None  # None: the list of complaints is brought in by hand alone
    actions: ActionsSource | None = None  # where what was done in the case system is read back
    lines: tuple[Callable[[], None], ...] = ()  # to be hung up when this office is left: connections to mail systems

    def moment(self) -> Moment:
        return moment_of(self.clock.now())

    def hang_up(self) -> None:
        """Close the connections to mail systems; the store and the extractor are closed by whoever opened them."""
        for close in self.lines:
            close()


def moment_of(at: datetime) -> Moment:
    """The instant as London's wall clock shows it, with its day."""
    local = at.astimezone(LONDON)
    return Moment(at=local, today=local.date())
