"""A council on a disk: Maildir, store, drafts, workbook and sent mail are real files; only the clock is ours.

An office can die and be opened anew on the same folder, as a process can. What reached the far side is counted where
it arrives, so that a thing done twice is seen even when the second deed leaves no trace.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from linkbot.model.outbox import OutboxState
from linkbot.ports import MessageStatus
from linkbot.store.opening import open_store
from linkbot.wiring import office_of
from linkbot.worker.office import LONDON, Observer, Office, Silent
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.tick import tick
from tests.journeys.conversation import setup_for
from tests.journeys.letters import FINAL, REQUEST, Mail

START = datetime(2026, 11, 2, 9, 35, tzinfo=LONDON)
STEP = timedelta(minutes=11)  # longer than the lease of a claim
FILES = """
[worker]
mode = "act"
[mailbox]
path = "mail"
[smtp]
{smtp}
"""
SENT = 'outbox_folder = "sent"'
Wrap = Callable[[Office], Office]


_EMPTY: list[Path] = []


def an_empty_store(folder: Path) -> None:
    """Migrated once, then copied."""
    if not _EMPTY:
        _EMPTY.append(Path(tempfile.mkdtemp(prefix="linkbot-empty-")) / "store")
        open_store(_EMPTY[0], durable=False).close()
    shutil.copytree(_EMPTY[0], folder)


@dataclass(frozen=True)
class Outcome:
    """What a world has come to; two worlds in which the same happened are equal."""

    messages: tuple[tuple[str, str], ...]
    effects: tuple[tuple[str, str], ...]
    tasks: tuple[tuple[str, str, str], ...]
    questions: tuple[str, ...]
    reached: tuple[tuple[str, int], ...]
    files: tuple[str, ...]


@dataclass
class World:
    folder: Path
    smtp: str = SENT
    start: datetime = START
    reached: Counter[str] = field(default_factory=Counter)  # message id or key → how often it was done
    letters: int = 0

    def __post_init__(self) -> None:
        self.clock = WalkingClock(self.start)
        self.setup = setup_for(self.folder, FILES.format(smtp=self.smtp))
        for part in ("tmp", "new", "cur"):
            (self.folder / "mail" / part).mkdir(parents=True, exist_ok=True)

    def post(self, mail: Mail | bytes) -> bytes:
        """Into the Maildir, as a mail server does."""
        self.letters += 1
        octets = mail if isinstance(mail, bytes) else mail.octets(self.clock.now(), self.letters)
        name = f"{self.letters:03d}.story"
        (self.folder / "mail" / "tmp" / name).write_bytes(octets)
        (self.folder / "mail" / "tmp" / name).rename(self.folder / "mail" / "new" / name)
        return octets

    @contextmanager
    def office(self, wrap: Wrap | None = None, observer: Observer | None = None) -> Iterator[Office]:
        office = replace(office_of(self.setup, observer or Silent()), clock=self.clock)
        try:
            yield wrap(office) if wrap else office
        finally:
            office.extractor.close()
            office.store.close()

    def run(self, steps: int = 3, wrap: Wrap | None = None, observer: Observer | None = None) -> None:
        """Turns of the worker, eleven minutes apart."""
        with self.office(wrap, observer) as office:
            self.turns(office, steps)

    def turns(self, office: Office, steps: int) -> None:
        for _ in range(steps):
            tick(office)
            self.clock.walk_to(self.clock.now() + STEP)

    def outcome(self) -> Outcome:
        with self.office() as office, office.store.begin() as tx:
            return Outcome(
                messages=tuple((m.file_name or "", m.status.value) for m in tx.messages()),
                effects=tuple(sorted((e.key, e.state.value) for e in tx.outbox())),
                tasks=tuple((t.id, t.owner, t.state.value) for f in tx.cases() for t in f.tasks),
                questions=tuple(sorted(q.id for q in tx.questions())),
                reached=tuple(sorted(self.reached.items())),
                files=tuple(
                    sorted(
                        str(path.relative_to(self.folder)).split(":")[0]
                        for top in ("sent", "mail/.Drafts/cur", "store/case-system")
                        for path in (self.folder / top).rglob("*")
                        if path.is_file() and not path.name.startswith(".")
                    )
                ),
            )

    def all_is_accounted_for(self) -> None:
        """Every message decided or parked with a reason, nothing waits for ever, nothing went twice."""
        with self.office() as office, office.store.begin() as tx:
            for message in tx.messages():
                assert message.status in (MessageStatus.DECIDED, MessageStatus.PARKED), message
                assert message.status is MessageStatus.DECIDED or message.fault
            waiting = {e.state for e in tx.outbox()} & {OutboxState.PENDING, OutboxState.CLAIMED}
        assert not waiting
        assert not {what: times for what, times in self.reached.items() if times > 1}


def post_a_morning_s_mail(world: World) -> None:
    """A request, the same again, and a chaser that nobody can verify."""
    octets = world.post(REQUEST)
    world.post(octets)
    world.post(FINAL.but(passes=False))
