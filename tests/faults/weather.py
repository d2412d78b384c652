"""What breaks in the course of a year: the mailbox, the mail server, the disk, the workbook, the process itself.

Ports that fail while the weather of the moment says so. The mail server never says what it has sent, as plain SMTP does
not; it keeps a log of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Clock, Doubtful, Fetched, Found, Mailbox, Permanent, Receipt, SheetRow, Transient
from linkbot.worker.office import Office

from .a_year_of_mail import chance_of

KINDS = ("mailbox", "server", "unclear", "refuses", "disk", "workbook", "crash")
WRITES = ("add_", "save_", "set_", "commit_", "settle", "claim", "note_", "remember", "use_")


@dataclass(frozen=True)
class Outage:
    kind: str
    since: datetime
    until: datetime


def outages(seed: int, *, start: datetime, days: int) -> tuple[Outage, ...]:
    """Two or three a week, from an hour to four days; the last fortnight is fine."""
    chance, found = chance_of(seed, "outages"), list[Outage]()
    for _ in range(max(days // 3, 6)):
        since = start + timedelta(minutes=chance.randrange(max(days - 14, 7) * 24 * 60))
        longest = 20 if chance.random() < 0.7 else 96
        found.append(Outage(chance.choice(KINDS), since, since + timedelta(hours=chance.uniform(1, longest))))
    return tuple(sorted(found, key=lambda one: one.since))


class Weather:
    """What is broken now."""

    def __init__(self, clock: Clock, expected: Sequence[Outage] = ()) -> None:
        self._clock, self._expected = clock, tuple(expected)

    def broken(self, kind: str) -> bool:
        now = self._clock.now()
        return any(one.kind == kind and one.since <= now < one.until for one in self._expected)

    def fine_since(self, at: datetime) -> bool:
        """Whether nothing has been broken from then on."""
        now = self._clock.now()
        return not any(one.since <= now and one.until > at for one in self._expected)

    def over(self, office: Office, server: Server) -> Office:
        """That office in this weather."""
        return replace(
            office,
            store=_Store(office.store, self),
            mailboxes=tuple(_Mailbox(one, self) for one in office.mailboxes),
            outgoing=server,
            sheet=_Sheet(office.sheet, self),
        )


@dataclass(frozen=True)
class Taken:
    on: date
    mail: OutgoingMail


class Server:
    """Its log is `taken`."""

    def __init__(self, weather: Weather, clock: Clock) -> None:
        self._weather, self._clock = weather, clock
        self.taken: list[Taken] = []

    def send(self, mail: OutgoingMail) -> Receipt:
        if self._weather.broken("server"):
            raise Transient("The server does not answer.")
        if self._weather.broken("refuses"):
            raise Permanent("550 5.7.1 not you")
        unclear = self._weather.broken("unclear")
        if unclear and int(mail.key[:4], 16) % 2:
            raise Doubtful("The line broke after the data; nothing had arrived.")
        self.taken.append(Taken(self._clock.now().date(), mail))
        if unclear:
            raise Doubtful("The line broke after the data; it had arrived.")
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        return Answer.CANNOT_TELL


class _Mailbox:
    def __init__(self, mailbox: Mailbox, weather: Weather) -> None:
        self._mailbox, self._weather, self.name = mailbox, weather, mailbox.name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        self._reached()
        return self._mailbox.fetch(cursor, limit)

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        self._reached()
        return self._mailbox.file(handle, folder, key)

    def _reached(self) -> None:
        if self._weather.broken("mailbox"):
            raise Transient("The mailbox does not answer.")


class _Sheet:
    def __init__(self, sheet: Any, weather: Weather) -> None:
        self._sheet, self._weather = sheet, weather

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sheet, name)

    def write(self, rows: Sequence[SheetRow]) -> None:
        if self._weather.broken("workbook") or self._weather.broken("disk"):
            raise Transient("Somebody has the workbook open, or the disk is full.")
        self._sheet.write(rows)


class _Store:
    """A full disk: what only reads goes on, what would write is rolled back."""

    def __init__(self, store: Any, weather: Weather) -> None:
        self._store, self._weather = store, weather

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def begin(self) -> Iterator[Any]:
        with self._store.begin() as tx:
            watched = _Transaction(tx)
            yield watched
            if watched.written and self._weather.broken("disk"):
                raise Transient("The disk is full: the database could not be written.")

    def keep_octets(self, octets: bytes) -> str:
        if self._weather.broken("disk"):
            raise Transient("The disk is full: a message could not be kept.")
        return str(self._store.keep_octets(octets))


class _Transaction:
    def __init__(self, tx: Any) -> None:
        self._tx, self.written = tx, False

    def __getattr__(self, name: str) -> Any:
        self.written = self.written or name.startswith(WRITES)
        return getattr(self._tx, name)
