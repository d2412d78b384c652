"""The demo's council on each mail system: post comes in, people answer, and what left can be looked at from outside.

The adapters are those of the product, built by its wiring where that can be; the server behind them is Dovecot, an SMTP
server, the fake Graph, the fake Exchange, memory or a folder on the disk.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from ews_server import EwsServer
from ews_store import Exchange as EwsExchange
from ews_store import Item
from ews_worlds import a_line as an_ews_line
from graph_server import GraphServer
from graph_store import Exchange
from graph_worlds import a_line
from imap_worlds import ImapWorld
from smtp_relay import Relay, running

from linkbot.cli.demo import config_in, deliver
from linkbot.mailsystems.ews.diary import EwsDiary
from linkbot.mailsystems.ews.drafts import EwsDrafts
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.past import EwsPast
from linkbot.mailsystems.ews.sending import EwsOutgoing
from linkbot.mailsystems.exchange.waiting import Pace
from linkbot.mailsystems.graph.diary import GraphDiary
from linkbot.mailsystems.graph.drafts import GraphDrafts
from linkbot.mailsystems.graph.mailbox import GraphMailbox
from linkbot.mailsystems.graph.past import GraphPast
from linkbot.mailsystems.graph.sending import GraphOutgoing
from linkbot.mailsystems.memory import MemoryMailbox
from linkbot.mailsystems.memory_diary import MemoryDiary
from linkbot.mailsystems.memory_sending import MemoryDrafts, MemoryOutgoing
from linkbot.model.place import Place
from linkbot.worker.office import Office
from linkbot.worker.simulation import Arrival, WalkingClock

OURS = "ombudsman@anytown.gov.uk"
Sent = tuple[bytes, tuple[str, ...]]
"""The octets of a mail that left, and all it went to."""
Entry = tuple[str, str, str]
"""What an officer's diary was told: "put" or "cancelled", their address, when it starts (UTC)."""


class DemoWorld(Protocol):
    """`lines` are of linkbot.toml, where the wiring builds the adapters; `on` puts them into the office else."""

    lines: str

    def __init__(self, folder: Path, clock: WalkingClock, held: ExitStack) -> None: ...

    def on(self, office: Office) -> Office: ...
    def arrive(self, arrival: Arrival) -> None: ...
    def team_sends(self, arrival: Arrival) -> None:
        """A member of the team writes from this mailbox: into Sent where there is one, else a copy comes in."""
        ...

    def left(self) -> list[Sent]: ...
    def drafts(self) -> list[bytes]: ...
    def entries(self) -> list[Entry]: ...


def read(octets: bytes) -> EmailMessage:
    mail = message_from_bytes(octets, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def calendar_of(mail: EmailMessage) -> str | None:
    """The text of its calendar part, unfolded."""
    part = next((part for part in mail.walk() if part.get_content_type() == "text/calendar"), None)
    if part is None:
        return None
    octets = part.get_payload(decode=True)
    assert isinstance(octets, bytes)
    return re.sub(r"\r?\n[ \t]", "", octets.decode())


def entries_by_mail(sent: list[Sent]) -> list[Entry]:
    """Invitations that went as mails (iMIP)."""
    found = []
    for octets, (to, *others) in sent:
        text = calendar_of(read(octets))
        if text is not None:
            assert not others
            start = re.search(r"^DTSTART:(\S+)", text, re.MULTILINE)
            what = {"REQUEST": "put", "CANCEL": "cancelled"}[re.search(r"METHOD:(\w+)", text)[1]]  # type: ignore[index]
            found.append((what, to, f"{datetime.strptime(start[1], '%Y%m%dT%H%M%S%z'):%Y-%m-%dT%H:%M:%S}"))  # type: ignore[index]
    return found


class _Files:
    """Mail lies in a folder on the disk, and leaves into another."""

    def __init__(self, folder: Path, clock: WalkingClock, held: ExitStack) -> None:
        self.folder = folder

    def on(self, office: Office) -> Office:
        return office

    def team_sends(self, arrival: Arrival) -> None:
        self.arrive(arrival)

    def arrive(self, arrival: Arrival) -> None:
        raise NotImplementedError

    def left(self) -> list[Sent]:
        mails = [path.read_bytes() for path in sorted((self.folder / "sent").rglob("*.eml"))]
        return [(octets, recipients(octets)) for octets in mails]

    def entries(self) -> list[Entry]:
        return entries_by_mail(self.left())


def recipients(octets: bytes) -> tuple[str, ...]:
    mail = read(octets)
    found = [one.addr_spec for name in ("To", "Cc") for field in mail.get_all(name, ()) for one in field.addresses]
    return tuple(found)


class MaildirDemo(_Files):
    lines = '[mailbox]\nkind = "maildir"\npath = "mail"\ndrafts = "mail/.Drafts"\n[smtp]\noutbox_folder = "sent"\n'

    def __init__(self, folder: Path, clock: WalkingClock, held: ExitStack) -> None:
        super().__init__(folder, clock, held)
        for part in ("tmp", "new", "cur"):
            (folder / "mail" / part).mkdir(parents=True)

    def arrive(self, arrival: Arrival) -> None:
        deliver(self.folder / "mail", arrival)

    def drafts(self) -> list[bytes]:
        lying = sorted(path for part in ("new", "cur") for path in (self.folder / "mail/.Drafts" / part).glob("*"))
        return [path.read_bytes() for path in lying]


class FolderDemo(_Files):
    lines = '[mailbox]\nkind = "folder"\npath = "mail"\n[smtp]\noutbox_folder = "sent"\n'

    def __init__(self, folder: Path, clock: WalkingClock, held: ExitStack) -> None:
        super().__init__(folder, clock, held)
        (folder / "mail").mkdir()

    def arrive(self, arrival: Arrival) -> None:
        path = self.folder / "mail" / arrival.name
        path.write_bytes(arrival.octets)
        os.utime(path, (arrival.at.timestamp(), arrival.at.timestamp()))

    def drafts(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / "mail/Drafts").glob("*.eml"))]


class ImapDemo:
    """A real Dovecot, and a real SMTP server that keeps what it is given."""

    def __init__(self, folder: Path, clock: WalkingClock, held: ExitStack) -> None:
        self.world = held.enter_context(ImapWorld(folder))
        self.relay = held.enter_context(running(Relay(), size=50_000_000))
        (folder / "password").write_text("right", encoding="utf-8")
        (folder / "password").chmod(0o600)
        self.lines = (
            f'[mailbox]\nkind = "imap"\n[mailbox.imap]\nhost = "127.0.0.1"\nport = {self.world.server.port}\n'
            f'security = "none"\nusername = "{self.world.user}"\npassword_file = "password"\n'
            f'[smtp]\nhost = "127.0.0.1"\nport = {self.relay.port}\nsecurity = "none"\n'
        )

    def on(self, office: Office) -> Office:
        return office

    def arrive(self, arrival: Arrival) -> None:
        """As a delivery agent does it, into the account's folder on the disk: APPEND takes no day to come."""
        box = self.world.server.maildir(self.world.user)
        deliver(box, arrival)
        lying = box / "new" / arrival.name.removesuffix(".eml")
        shutil.chown(lying, box.stat().st_uid, box.stat().st_gid)

    def team_sends(self, arrival: Arrival) -> None:
        self.world.arrive(arrival.octets, arrival.at, "Sent Items")

    def left(self) -> list[Sent]:
        return [(bytes(one.original_content or b""), tuple(one.rcpt_tos)) for one in self.relay.taken]

    def drafts(self) -> list[bytes]:
        return self.world.octets("Entw&APw-rfe")

    def entries(self) -> list[Entry]:
        return entries_by_mail(self.left())


class GraphDemo:
    """Everything is Exchange's: the mailbox, its drafts, sending, the diary."""

    lines = '[smtp]\noutbox_folder = "nothing-leaves-here"\n'

    def __init__(self, folder: Path, clock: WalkingClock, held: ExitStack) -> None:
        self.exchange, self._clock = Exchange(clock.now()), clock
        self.server = GraphServer(self.exchange)
        self.line = a_line(self.server)
        held.callback(self.line.close)

    def on(self, office: Office) -> Office:
        return replace(
            office,
            mailboxes=(GraphMailbox(self.line, OURS), *office.mailboxes[1:]),
            drafts=GraphDrafts(self.line),
            outgoing=GraphOutgoing(self.line, pace=Pace(sleep=lambda seconds: None)),  # minutes pass in the story
            calendar=GraphDiary(self.line),
            past=(GraphPast(self.line),),
        )

    def arrive(self, arrival: Arrival) -> None:
        self.exchange.now = self._clock.now()
        self.exchange.arrive(arrival.octets, arrival.at)

    def team_sends(self, arrival: Arrival) -> None:
        self.exchange.now = self._clock.now()
        self.exchange.arrive(arrival.octets, arrival.at, "sentitems")

    def left(self) -> list[Sent]:
        return self.exchange.left

    def drafts(self) -> list[bytes]:
        return [one.octets() for one in self.exchange.within("drafts")]

    def entries(self) -> list[Entry]:
        return [
            (
                "cancelled" if what == "cancelled" else "put",
                body["attendees"][0]["emailAddress"]["address"],  # type: ignore[index]
                str(body["start"]["dateTime"]),  # type: ignore[index]
            )
            for what, body in self.exchange.told
        ]


class _Told(EwsExchange):
    """The fake server, with to whom each notice of the diary went."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self.noticed: list[Entry] = []

    def notify(self, what: str, item: Item, **more: str) -> None:
        super().notify(what, item, **more)
        kind = "cancelled" if what == "cancelled" else "put"
        self.noticed += [(kind, reader, item.values["Start"].removesuffix("Z")) for reader in item.readers()]


class EwsDemo:
    """Everything is an Exchange server's own, by EWS."""

    lines = '[smtp]\noutbox_folder = "nothing-leaves-here"\n'

    def __init__(self, folder: Path, clock: WalkingClock, held: ExitStack) -> None:
        self.exchange, self._clock = _Told(clock.now()), clock
        self.server = EwsServer(self.exchange)
        self.line = an_ews_line(self.server)
        held.callback(self.line.close)

    def on(self, office: Office) -> Office:
        return replace(
            office,
            mailboxes=(EwsMailbox(self.line, OURS), *office.mailboxes[1:]),
            drafts=EwsDrafts(self.line),
            outgoing=EwsOutgoing(self.line, pace=Pace(sleep=lambda seconds: None)),
            calendar=EwsDiary(self.line),
            past=(EwsPast(self.line),),
        )

    def arrive(self, arrival: Arrival) -> None:
        self.exchange.now = self._clock.now()
        self.exchange.arrive(arrival.octets, arrival.at)

    def team_sends(self, arrival: Arrival) -> None:
        self.exchange.now = self._clock.now()
        self.exchange.arrive(arrival.octets, arrival.at, "sentitems")

    def left(self) -> list[Sent]:
        return self.exchange.left

    def drafts(self) -> list[bytes]:
        return [one.octets() for one in self.exchange.within("drafts")]

    def entries(self) -> list[Entry]:
        return self.exchange.noticed


class MemoryDemo:
    lines = '[smtp]\noutbox_folder = "nothing-leaves-here"\n'

    def __init__(self, folder: Path, clock: WalkingClock, held: ExitStack) -> None:
        self.mailbox, self.outgoing = MemoryMailbox(OURS), MemoryOutgoing()
        self.saved, self.diary = MemoryDrafts(), MemoryDiary()

    def on(self, office: Office) -> Office:
        mailboxes = (self.mailbox, *office.mailboxes[1:])
        return replace(
            office, mailboxes=mailboxes, drafts=self.saved, outgoing=self.outgoing, calendar=self.diary, past=()
        )

    def arrive(self, arrival: Arrival) -> None:
        self.mailbox.arrive(arrival.octets, arrival.at)

    def team_sends(self, arrival: Arrival) -> None:
        self.mailbox.arrive(arrival.octets, arrival.at, folder=Place.SENT.value)

    def left(self) -> list[Sent]:
        return [(mail.octets, mail.recipients) for mail in self.outgoing.sent]

    def drafts(self) -> list[bytes]:
        return list(self.saved.saved.values())

    def entries(self) -> list[Entry]:
        return [
            (
                "cancelled" if what == "cancelled" else "put",
                event.attendees[0],
                f"{event.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
            )
            for what, event in self.diary.told
        ]


DEMO_WORLDS: dict[str, Callable[[Path, WalkingClock, ExitStack], DemoWorld]] = {
    "maildir": MaildirDemo,
    "folder": FolderDemo,
    "imap": ImapDemo,
    "graph": GraphDemo,
    "ews": EwsDemo,
    "memory": MemoryDemo,
}


@contextmanager
def opened(kind: str, folder: Path, clock: WalkingClock) -> Iterator[tuple[DemoWorld, Path]]:
    """The world, and the configuration it is to be worked with."""
    with ExitStack() as held:
        folder.mkdir(parents=True)
        world = DEMO_WORLDS[kind](folder, clock, held)
        config = config_in(folder)
        kept, _, _ = config.read_text(encoding="utf-8").partition("[mailbox]")
        rest = config.read_text(encoding="utf-8").partition("[workbook]")
        config.write_text(f"{kept}{world.lines}{rest[1]}{rest[2]}", encoding="utf-8")
        yield world, config
