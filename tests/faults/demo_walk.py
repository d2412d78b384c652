"""Five invented months of the demo, walked by a worker in a process of its own that may be killed at any moment.

Here are the people around it: who delivers the mail, who acts and answers, the mail server and its log, and the link
officer who settles what became doubtful from that log. Its end is a `Standing`, to be compared with another.
"""

from __future__ import annotations

import heapq
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from openpyxl import load_workbook

from linkbot.cli.demo import SAMPLES, START, acts_in, config_in, deliver
from linkbot.cli.demo_intake import drops_in
from linkbot.cli.demo_replies import replies_in, written
from linkbot.cli.demo_targets import resolve
from linkbot.engine.casework.deeds import Refused
from linkbot.engine.wording.tokens import message_id
from linkbot.model.effect import SendEmail, Template
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import Act, Verb
from linkbot.ports import MessageStatus
from linkbot.wiring import Setup, worker_lock_of
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.directory.reading import read_complaints
from linkbot.worker.office import LONDON
from linkbot.worker.simulation import WalkingClock, arrivals_in, moments, wakes
from tests.contracts.smtp_relay import Relay

from .demo_worker import DONE, LOOK, WANTED, council, write

ROOT = Path(__file__).parents[2]
OFFICER = "marian.osei@anytown.gov.uk"
PATIENCE = 300.0
"""Seconds until a turn that does not end is a fault: far more than any machine needs."""


class WarmParent:
    """Starts workers. One is enough for all walks."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.demo_worker"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._said() == "ready"

    def worker(self, folder: Path) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()
        return int(self._said())

    def _said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(timeout=PATIENCE)


@dataclass
class MailServer(Relay):
    """Its log is `taken`; each mail lies in its reader's folder too, so that they can answer it."""

    sent: Path = Path()
    open: int = 0  # connections

    @contextmanager
    def running(self) -> Iterator[MailServer]:
        server = self

        class Counted(SMTP):
            def connection_made(self, transport: object) -> None:
                server.open += 1
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                super().connection_lost(error)
                server.open -= 1

        class Counting(Controller):
            def factory(self) -> SMTP:
                return Counted(self.handler, hostname="relay.anytown.gov.uk", enable_SMTPUTF8=True)

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        controller = Counting(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        octets = bytes(self.taken[-1].original_content or b"")
        (self.sent / f"{len(self.taken):05d}.eml").write_bytes(octets)
        return answer

    def log(self) -> Counter[str]:
        """How often each mail was taken, by Message-ID. Waits until nobody is in the middle of something."""
        until = time.monotonic() + PATIENCE
        while self.open:
            assert time.monotonic() < until, "a connection is never closed"
            time.sleep(LOOK)
        return Counter(message_id_of(bytes(envelope.original_content or b"")) for envelope in self.taken)


def message_id_of(octets: bytes) -> str:
    return str(message_from_bytes(octets)["Message-ID"]).strip().strip("<>")


@dataclass(frozen=True)
class Standing:
    """What five months have come to. Alerts about doubts, and their settling, are told apart: only kills bring them."""

    messages: tuple[object, ...]
    cases: tuple[object, ...]
    questions: tuple[object, ...]
    acts: tuple[object, ...]
    effects: dict[str, object]
    drafts: dict[str, bytes]
    case_system: dict[str, bytes]
    workbook: frozenset[tuple[object, ...]]
    mails: tuple[tuple[tuple[str, ...], bytes], ...]


@dataclass
class Tally:
    """What the kills did."""

    kills: int = 0
    at_work: int = 0  # in the middle of a turn; the others hit a worker at rest
    cut_off: int = 0  # deeds whose claim the dead worker held
    doubts: int = 0
    went: int = 0  # of the doubts, those in the server's log
    unread: int = 0  # messages it had fetched and not decided
    refused: list[str] = field(default_factory=list)


class Walk:
    """One council in one folder. `standby`: a second worker waits from the start, and after every kill."""

    def __init__(self, folder: Path, setup: Setup, parent: WarmParent, server: MailServer, *, standby: bool) -> None:
        self.folder, self.parent, self.server, self.tally = folder, parent, server, Tally()
        folder.mkdir()
        (folder / "sent").mkdir()
        server.sent = folder / "sent"
        server.taken.clear()
        config = config_in(folder)
        text = config.read_text(encoding="utf-8")
        smtp = f'host = "127.0.0.1"\nport = {server.port}\ntimeout_seconds = 60'
        config.write_text(text.replace('outbox_folder = "sent"', smtp), encoding="utf-8")
        for part in ("new", "cur", "tmp"):
            (folder / "mail" / part).mkdir(parents=True)
        self.clock = WalkingClock(datetime.combine(START, datetime.min.time(), tzinfo=LONDON))
        self.office = replace(council(folder, setup), clock=self.clock)
        with self.office.store.begin() as tx:
            tx.save_complaints(read_complaints(SAMPLES / "complaints.csv").complaints)
        self.arrivals = sorted(arrivals_in(SAMPLES / "mailbox"), key=lambda one: (one.at, one.name))
        self.drops = sorted(((drop, id) for id, found in drops_in(SAMPLES).items() for drop in found), key=_when)
        self.replies = sorted(replies_in(SAMPLES), key=lambda reply: reply.at)
        self.number = 0
        self.durations: list[float] = []  # of the first turn of each time that turns were wanted
        write(folder / WANTED, f"0 {self.clock.now().isoformat()}")
        write(folder / DONE, "0")
        self.workers = [parent.worker(folder) for _ in range(2 if standby else 1)]

    def close(self) -> None:
        for process in self.workers:
            os.kill(process, signal.SIGKILL)
        for process in self.workers:
            _wait_for_the_end_of(process)
        self.office.extractor.close()
        self.office.store.close()

    # time

    def walk(self, until: date, kills: Kills | None = None) -> Standing:
        acts = sorted(acts_in(SAMPLES), key=lambda act: act.at)
        known = (*(a.at for a in self.arrivals), *(r.at for r in self.replies), *(d.at for d, _ in self.drops))
        ahead = moments(
            START, until, arrivals=known, acts=[act.at for act in acts],
            times=self.office.times, days=self.office.desk.calendar,
        )  # fmt: skip
        last = datetime.combine(until + timedelta(days=1), datetime.min.time(), tzinfo=LONDON)
        heapq.heapify(ahead)
        while ahead:
            at = heapq.heappop(ahead)
            if at < self.clock.now() or (at == self.clock.now() and self.number):
                continue
            self.clock.walk_to(at)
            self._deliver()
            self._turn(kills)
            while acts and acts[0].at <= at:
                self._act(acts.pop(0))
                self._turn(kills)
            for later in wakes(self.office, at):
                if later < last and later not in ahead:
                    heapq.heappush(ahead, later)
        self._night_after(last)
        return self._standing()

    def _night_after(self, midnight: datetime) -> None:
        """One turn that nobody kills. The workbook's log of actions goes along with the next row, at the latest with
        the next day: what a kill made doubtful may have gone, on the link officer's word, after the last row of the
        last day. That row may come later for it; it may not be missing.
        """
        self.clock.walk_to(midnight)
        self._one_turn(None)

    def _deliver(self) -> None:
        """While every worker waits for its next turn."""
        now, mail = self.clock.now(), self.folder / "mail"
        while self.arrivals and self.arrivals[0].at <= now:
            deliver(mail, self.arrivals.pop(0))
        while self.replies and self.replies[0].at <= now:
            deliver(mail, written(self.replies.pop(0), self.office.store, sent=self.folder / "sent"))
        while self.drops and self.drops[0][0].at <= now:
            drop, ombudsman = self.drops.pop(0)
            (self.folder / "intake" / ombudsman).mkdir(parents=True, exist_ok=True)
            (self.folder / "intake" / ombudsman / drop.name).write_bytes(drop.octets)

    def _act(self, act: Act) -> None:
        try:
            perform_act(self.office, act if act.verb is Verb.SETTLE else resolve(self.office, act))
        except Refused as error:
            self.tally.refused.append(str(error))

    # turns

    def _turn(self, kills: Kills | None) -> None:
        """Turns until nothing of this moment is left: what was cut off is asked about, what is doubtful is settled."""
        time_of, again = len(self.durations), 0
        while True:
            took = self._one_turn(kills.moment(time_of, again) if kills else None)
            if not again:
                self.durations.append(took)
            again += 1
            if not self._lapsed() and not self._settled():
                return

    def _one_turn(self, kill_after: float | None) -> float:
        self.number += 1
        began = time.monotonic()
        write(self.folder / WANTED, f"{self.number} {self.clock.now().isoformat()}")
        if kill_after is not None:
            while time.monotonic() - began < kill_after:
                time.sleep(LOOK / 2)
            self._kill()
        while self._done() != self.number:
            assert time.monotonic() - began < PATIENCE, self._what_the_worker_said()
            assert all(_lives(process) for process in self.workers), self._what_the_worker_said()
            time.sleep(LOOK)
        return time.monotonic() - began

    def _kill(self) -> None:
        """The one at work: no handler, no farewell. What it held is as it was at that instant."""
        at_work = self._done() != self.number
        process = self._at_work()
        self.workers.remove(process)
        os.kill(process, signal.SIGKILL)
        _wait_for_the_end_of(process)
        with self.office.store.begin() as tx:
            self.tally.cut_off += len(tx.outbox(OutboxState.CLAIMED))
            self.tally.unread += len(tx.messages(MessageStatus.RECEIVED))
        self.tally.kills += 1
        self.tally.at_work += at_work
        self.workers.append(self.parent.worker(self.folder))

    def _at_work(self) -> int:
        holder = worker_lock_of(self.office).holder(datetime.now(LONDON)) or ""
        return next((one for one in self.workers if f"process {one}," in holder), self.workers[0])

    def _done(self) -> int:
        return int((self.folder / DONE).read_text(encoding="utf-8"))

    def _what_the_worker_said(self) -> str:
        log = self.folder / "worker.log"
        return log.read_text(encoding="utf-8")[-3000:] if log.exists() else "nothing"

    def _lapsed(self) -> bool:
        """What a dead worker claimed may be taken over now, as after ten minutes in which nothing else happens."""
        with self.office.store.begin() as tx:
            claimed = tx.outbox(OutboxState.CLAIMED)
        if claimed:
            with sqlite3.connect(self.folder / "store" / "linkbot.db", timeout=60) as database:
                past = database.execute("select min(created_at) from outbox").fetchone()[0]
                database.execute("update outbox set lease_until = ? where state = 'claimed'", (past,))
            database.close()
        return bool(claimed)

    def _settled(self) -> bool:
        """The link officer looks into the server's log: each doubtful mail is there once, or not at all."""
        with self.office.store.begin() as tx:
            doubtful = tx.outbox(OutboxState.DOUBTFUL)
        if not doubtful:
            return False
        log = self.server.log()
        for entry in doubtful:
            times = log[self.id_of(entry)]
            assert times <= 1, entry
            self.tally.doubts += 1
            self.tally.went += times
            self._act(
                make_act(
                    at=self.clock.now() + timedelta(microseconds=self.tally.doubts),
                    by=OFFICER,
                    verb=Verb.SETTLE,
                    target=entry.key,
                    value="done" if times else "again",
                    reason="the server's log",
                )
            )
        return True

    def id_of(self, entry: OutboxEntry) -> str:
        return message_id(entry.key, self.office.sender.rpartition("@")[2])

    # the end

    def _standing(self) -> Standing:
        with self.office.store.begin() as tx:
            entries, messages, cases = tx.outbox(), tx.messages(), tx.cases()
            acts, questions = tx.acts(), tx.questions(open_only=False)
        extra = {entry.key for entry in entries if _is_alert(entry)}
        settled = {act.id for act in acts if act.verb is Verb.SETTLE}
        unseen = {self.id_of(entry) for entry in entries if entry.key in extra}
        self._agrees_with_the_log(entries)
        return Standing(
            messages=tuple((m.id, m.status, m.kind, m.disposition, m.cases, m.fault) for m in messages),
            cases=cases,
            questions=questions,
            acts=tuple(act for act in acts if act.id not in settled),
            effects={e.key: (e.effect, e.state, e.created_at, e.done_at) for e in entries if e.key not in extra},
            drafts=_files(self.folder / "mail" / ".Drafts" / "cur"),
            case_system=_files(self.folder / "store" / "case-system") | _files(self.folder / "submissions"),
            workbook=_rows(self.folder / "ombudsman-register.xlsx", without={*(k[:16] for k in extra), *settled}),
            mails=tuple(sorted((to, octets) for to, octets in self._mails() if message_id_of(octets) not in unseen)),
        )

    def _mails(self) -> Iterator[tuple[tuple[str, ...], bytes]]:
        for envelope in self.server.taken:
            yield tuple(envelope.rcpt_tos), bytes(envelope.original_content or b"")

    def _agrees_with_the_log(self, entries: tuple[OutboxEntry, ...]) -> None:
        """Each mail that is called done stands in the server's log once; and nothing else stands there."""
        log = self.server.log()
        assert {entry.state for entry in entries} <= {OutboxState.DONE, OutboxState.HELD, OutboxState.WITHDRAWN}
        ours = {self.id_of(entry): entry for entry in entries}
        assert set(log) <= set(ours) and set(log.values()) <= {1}
        assert all(ours[id].state is OutboxState.DONE for id in log)
        assert {id for id, entry in ours.items() if _goes_by_mail(entry)} == set(log)


def _when(drop: tuple[object, str]) -> datetime:
    at = getattr(drop[0], "at")  # noqa: B009
    assert isinstance(at, datetime)
    return at


def _is_alert(entry: OutboxEntry) -> bool:
    return isinstance(entry.effect, SendEmail) and entry.effect.template == Template.ALERT.value


def _goes_by_mail(entry: OutboxEntry) -> bool:
    effect = entry.effect
    mails = effect.effect in ("send_email", "send_invite", "cancel_invite", "send_report")
    return entry.state is OutboxState.DONE and (mails or bool(getattr(effect, "urgent", False)))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _rows(book: Path, *, without: set[str]) -> frozenset[tuple[object, ...]]:
    loaded = load_workbook(book)
    rows = [(sheet.title, *(cell.value for cell in row)) for sheet in loaded.worksheets for row in sheet.iter_rows()]
    loaded.close()
    return frozenset(row for row in rows if not any(one in str(cell) for cell in row for one in without))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_for_the_end_of(process: int) -> None:
    until = time.monotonic() + PATIENCE
    while _lives(process):
        assert time.monotonic() < until
        time.sleep(LOOK / 4)


class Kills:
    """So many, each at a random moment of a turn; long turns are likelier, as they are for a power cut.

    Some come while the successor is still putting right what the last one left.
    """

    def __init__(self, count: int, chance: random.Random, durations: list[float]) -> None:
        self._chance, self._durations = chance, durations
        turns = range(len(durations) - count // 10 - 3)  # the last are left to make up what is owed
        self._planned = sorted(chance.choices(turns, durations[: len(turns)], k=count))

    def moment(self, turn: int, again: int) -> float | None:
        """Seconds after which to kill, at the given time of turns; None to leave the worker alone.

        Three times running at most: a message that kills its reader five times would rightly be set aside.
        """
        if again > 2 or not self._planned or self._planned[0] > turn:
            return None
        self._planned.pop(0)
        return self._chance.uniform(0, self._durations[turn])
