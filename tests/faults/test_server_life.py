"""What happens to a server in a year: the disk, the clock, the lid, the mail server, the files; and how it ends."""

from __future__ import annotations

import email
import email.policy
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from linkbot.model.decision import Decision
from linkbot.model.effect import SendEmail
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.model.question import Verb
from linkbot.ports import MessageStatus, StoredMessage, Transient, Unusable
from linkbot.store import SqlStore, WorkerLock, open_store
from linkbot.wiring import SystemClock
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.log import Action, Log
from linkbot.worker.office import LONDON
from linkbot.worker.service import serve
from linkbot.worker.shift import Shift, Steady
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.stopping import StopRequest
from linkbot.worker.tenure import Tenure
from linkbot.worker.tick import tick
from linkbot.worker.turns import About
from tests.contracts.smtp_relay import Relay, running
from tests.journeys.letters import FINAL, NOTICE, REQUEST

from .test_bad_days import Complaints, counts, smtp_on
from .world import START, World

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows freezes no process by a signal")


@contextmanager
def a_full_database() -> Iterator[Callable[[bool], None]]:
    """SQLite's own word for a full disk, as soon as the file would have to grow; switched on and off."""
    full = [False]

    def limit(raw: Any, _record: Any, _proxy: Any) -> None:
        raw.execute(f"PRAGMA max_page_count = {1 if full[0] else 1073741823}")  # never below what there is

    event.listen(Pool, "checkout", limit)
    try:
        yield lambda on: full.__setitem__(0, on)
    finally:
        event.remove(Pool, "checkout", limit)


def test_a_register_without_room_to_grow_says_so_keeps_all_and_goes_on(tmp_path: Path) -> None:
    world, complaints = World(tmp_path), Complaints()
    with a_full_database() as fill:
        world.run(1)
        for number in range(4):
            world.post(REQUEST.but(body=f"{REQUEST.body}\n{number}\n"))
        fill(True)
        world.run(3, observer=complaints)
        fill(False)
        assert any("The disk is full" in one and "Free some space" in one for one in complaints.heard), complaints.heard
        with world.office() as office, office.store.begin() as tx:
            assert not tx.messages(MessageStatus.PARKED)
            assert not tx.count_effects().get(OutboxState.FAILED)
        world.run(12)
    world.all_is_accounted_for()
    assert len(world.outcome().messages) == 4


class TurnedClock(WalkingClock):
    """A clock that somebody sets, backwards too."""

    def set(self, at: datetime) -> None:
        self._at = at


@dataclass
class Diary:
    """An observer: what fell due, and when by London's clocks."""

    clock: WalkingClock
    due: list[tuple[str, str]] = field(default_factory=list)

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None:
        at = self.clock.now().astimezone(LONDON)
        self.due += [
            (intent.effect.template, f"{at:%a %H:%M}") for intent in new if isinstance(intent.effect, SendEmail)
        ]

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None: ...

    def fault(self, action: str, id: str, error: str) -> None: ...


def mails(folder: Path) -> Counter[tuple[str, str]]:
    """Recipient and subject of what has been sent, and how often."""
    read = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.glob("*.eml")]
    return Counter((str(mail["To"]), str(mail["Subject"])) for mail in read)


def test_a_clock_that_jumps_two_days_ahead_and_two_hours_back_does_nothing_twice(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.clock = clock = TurnedClock(START)
    world.post(REQUEST)
    world.post(FINAL.but(passes=False))
    world.run(3)
    clock.set(START + timedelta(days=2))
    world.run(3)
    twice = mails(tmp_path / "sent")
    clock.set(clock.now() - timedelta(hours=2))
    world.post(NOTICE)
    world.run(15)  # until after the hour it was set back from
    after = mails(tmp_path / "sent")
    assert {key: count for key, count in after.items() if key in twice} == twice
    world.all_is_accounted_for()
    with world.office() as office, office.store.begin() as tx:
        assert {message.status for message in tx.messages()} == {MessageStatus.DECIDED}


def test_a_worker_that_died_before_the_clock_was_put_back_is_replaced_after_a_lease_all_the_same(
    tmp_path: Path,
) -> None:
    """Its lease ends two hours from now by the clock: by our own watch nobody has kept it up."""
    store = open_store(tmp_path)
    lock, lease = WorkerLock(store), timedelta(seconds=1)
    assert lock.acquire("the server before", START + timedelta(hours=2), lease)
    tenure = Tenure(lock, WalkingClock(START), lease=lease)
    assert not tenure.take()
    until = time.monotonic() + PATIENCE
    while not tenure.take():
        assert time.monotonic() < until
        time.sleep(0.05)
    store.close()


def test_one_who_keeps_a_lease_up_is_never_thought_dead(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    lock, lease = WorkerLock(store), timedelta(seconds=1)
    alive = Tenure(lock, clock := WalkingClock(START), owner="elsewhere", lease=lease)
    tenure = Tenure(lock, clock, lease=lease)
    for second in range(25):
        clock.walk_to(START + timedelta(seconds=second))
        assert alive.take()
        assert not tenure.take()
        time.sleep(0.06)
    store.close()


@pytest.mark.parametrize(
    ("friday", "offset"),
    [(datetime(2026, 3, 27, 9, 35, tzinfo=LONDON), 1), (datetime(2026, 10, 23, 9, 35, tzinfo=LONDON), 0)],
    ids=["clocks go forward", "clocks go back"],
)
def test_over_a_change_of_the_clocks_the_morning_s_mails_come_at_their_hour_and_once(
    tmp_path: Path, friday: datetime, offset: int
) -> None:
    world = World(tmp_path, start=friday)
    world.post(REQUEST.but(body=REQUEST.body.replace("27 November 2026", f"{friday:%d %B} {friday.year + 1}")))
    world.post(FINAL.but(passes=False))
    world.run(1)
    world.clock.walk_to(datetime.combine(friday + timedelta(days=2), datetime.min.time(), tzinfo=LONDON))
    diary = Diary(world.clock)
    with world.office(observer=diary) as office:
        while (now := world.clock.now().astimezone(LONDON)) < friday + timedelta(days=3, hours=1):
            tick(office)
            step = timedelta(minutes=10) if now.weekday() == 0 and now.hour in (8, 9) else timedelta(hours=2)
            world.clock.walk_to(world.clock.now() + step)
    assert world.clock.now().astimezone(LONDON).utcoffset() == timedelta(hours=offset)
    daily = [one for one in diary.due if one[0] in ("desk_mail", "reminder")]
    assert daily.count(("desk_mail", "Mon 08:30")) == 1, diary.due
    assert [one for one in daily if one[0] == "desk_mail"] == [("desk_mail", "Mon 08:30")]
    assert {at for what, at in daily if what == "reminder"} <= {"Mon 09:00"}


SERVE = """
import sys
from datetime import timedelta
from pathlib import Path
from linkbot.rewiring import shift_of
from linkbot.wiring import SystemClock, office_of, set_up, worker_lock_of
from linkbot.worker.log import Log, LogObserver
from linkbot.worker.service import serve
from linkbot.worker.shift import Steady
from linkbot.worker.stopping import StopRequest, heeding_signals
from linkbot.worker.tenure import Tenure
from linkbot.worker.turns import About
setup, stop, log = set_up(Path(sys.argv[1])), StopRequest(), Log(SystemClock())
office = office_of(setup, LogObserver(log))
tenure = Tenure(worker_lock_of(office), office.clock, lease=timedelta(seconds=8))
with heeding_signals(stop):
    serve(Steady(shift_of(setup, office)), tenure=tenure, stop=stop, log=log, about=About("1", "1"))
office.extractor.close()
office.store.close()
"""


def wait_for(log: Path, pattern: str) -> None:
    until = time.monotonic() + PATIENCE
    while not re.search(pattern, log.read_text(encoding="utf-8"), re.DOTALL):
        assert time.monotonic() < until, f"no {pattern} in: {log.read_text(encoding='utf-8')}"
        time.sleep(0.05)


@POSIX
def test_a_laptop_whose_lid_was_shut_stands_by_for_the_worker_that_took_over(tmp_path: Path) -> None:
    world, log = World(tmp_path), tmp_path / "run.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(tmp_path / "linkbot.toml")], stderr=errors, cwd=ROOT
        )
    try:
        wait_for(log, " working ")
        store = open_store(tmp_path / "store")
        other = Tenure(WorkerLock(store), SystemClock(), owner="another server", lease=timedelta(seconds=8))
        _shut_the_lid(process, store)
        until = time.monotonic() + PATIENCE
        while not other.take():
            assert time.monotonic() < until
            time.sleep(0.1)
        with other.kept():
            world.post(REQUEST)
            process.send_signal(signal.SIGCONT)
            wait_for(log, r" lease_lost\n.* standing_by worker=\"another server\"")
            assert not other.is_lost()
        wait_for(log, r"standing_by.* working .* decided ")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert log.read_text(encoding="utf-8").count(" decided ") == 1
        store.close()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _shut_the_lid(process: subprocess.Popen[bytes], store: SqlStore) -> None:
    """Between two transactions: one that is frozen inside one keeps the database to itself until it wakes."""
    for _ in range(20):
        process.send_signal(signal.SIGSTOP)
        try:
            with store.begin():
                return
        except Transient:
            process.send_signal(signal.SIGCONT)
            time.sleep(0.1)
    raise AssertionError("the worker was always inside a transaction")


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return START.replace(day=day, hour=int(hour), minute=int(minute))


def test_three_days_without_a_mail_server_end_in_no_storm(tmp_path: Path) -> None:
    """Monday to Thursday nothing leaves; then urgent mail goes first, and nobody gets the same thing three times."""
    relay = Relay()
    with running(relay):
        pass  # a port on which nobody listens any more
    world = World(tmp_path, smtp=smtp_on(relay.port))
    world.post(REQUEST)
    world.post(FINAL.but(passes=False))
    for day in (2, 3, 4, 5, 6):
        for clock in ("08:35", "09:05", "13:00"):
            if at(day, clock) <= world.clock.now():
                continue
            world.clock.walk_to(at(day, clock))
            if (day, clock) == (5, "13:00"):
                world.post(FINAL)
            world.run(1)
    assert counts(world)[OutboxState.PENDING] > 5
    with running(Relay()) as alive:
        world.setup = World(tmp_path, smtp=smtp_on(alive.port)).setup
        world.clock.walk_to(at(9, "10:30"))
        world.run(12)
        got = [
            email.message_from_bytes(bytes(e.original_content or b""), policy=email.policy.default) for e in alive.taken
        ]
    world.all_is_accounted_for()
    subjects = [str(mail["Subject"]) for mail in got]
    with world.office() as office, office.store.begin() as tx:
        entries = tx.outbox()
        done = [e for e in entries if e.state is OutboxState.DONE and isinstance(e.effect, SendEmail)]
        withdrawn = Counter(getattr(e.effect, "template", "") for e in entries if e.state is OutboxState.WITHDRAWN)
    for template in ("reminder", "desk_mail", "weekly_list"):
        people = Counter(to for entry in done for to in entry.effect.to if entry.effect.template == template)
        assert all(count == 1 for count in people.values()), (template, people)
    assert withdrawn["desk_mail"] >= 3
    urgent = [number for number, subject in enumerate(subjects) if subject.startswith("URGENT")]
    quiet = [
        number for number, subject in enumerate(subjects) if re.match("Reminder|Desk mail|Ombudsman task", subject)
    ]
    assert urgent and quiet and max(urgent) < min(quiet), subjects


def damage(path: Path) -> None:
    """A disk that lost half its blocks: the header stands, what is behind it does not."""
    octets = path.read_bytes()
    path.write_bytes(octets[:4096] + b"\xa5" * (len(octets) - 4096))


def test_a_register_that_rots_ends_the_worker_with_what_to_do_and_a_restored_one_goes_on(tmp_path: Path) -> None:
    world, lines = World(tmp_path), list[str]()
    world.post(REQUEST)
    world.run()
    database = tmp_path / "store" / "linkbot.db"
    shutil.copy(database, tmp_path / "backup.db")
    world.post(NOTICE)
    with world.office() as office:
        damage(database)
        tenure = Tenure(WorkerLock(office.store), office.clock)  # type: ignore[arg-type]
        with pytest.raises(Unusable, match="restore the latest backup"):
            serve(
                Steady(Shift(office, 3600)),
                tenure=tenure,
                stop=StopRequest(),
                log=Log(world.clock, write=lines.append),
                about=About("1", "1"),
            )
    assert Action.STOPPED.value not in {line.split()[1] for line in lines}
    for side in database.parent.glob("linkbot.db*"):
        side.unlink()
    shutil.copy(tmp_path / "backup.db", database)
    world.run(12)
    world.all_is_accounted_for()
    assert len(world.outcome().messages) == 2


def test_a_lost_file_of_a_message_is_named_with_what_to_do_and_read_once_it_is_back(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.post(REQUEST)
    with world.office() as office:
        from linkbot.worker.intake import poll

        poll(office)
        with office.store.begin() as tx:
            (lost,) = tx.messages()
        path = next((tmp_path / "store" / "octets").rglob(lost.octets_digest))
        octets = path.read_bytes()
        path.unlink()
        for _ in range(4):
            tick(office)
        with office.store.begin() as tx:
            (parked,) = tx.messages()
        assert parked.status is MessageStatus.PARKED
        assert parked.fault
        assert "is missing or damaged" in parked.fault and "Bring the file back from a backup" in parked.fault
        path.write_bytes(octets)
        act = make_act(at=office.clock.now(), by="Pat", verb=Verb.RETRY, target=lost.id, value=None, reason="restored")
        perform_act(office, act)
        tick(office)
    world.run()
    world.all_is_accounted_for()
    assert [status for _, status in world.outcome().messages] == ["decided"]
    assert world.outcome().tasks


def test_a_damaged_cursor_reads_the_mailbox_anew_and_does_nothing_twice(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.post(REQUEST)
    world.run(12)
    before, sent = world.outcome(), mails(tmp_path / "sent")
    for cursor in ("files1:garbage", "\x00", "files1:" + "A" * 11):
        with world.office() as office, office.store.begin() as tx:
            (polled,) = tx.polls()
            tx.set_cursor(polled.mailbox, cursor)
        world.run(2)
    after = world.outcome()
    assert (after.messages, after.tasks, after.files) == (before.messages, before.tasks, before.files)
    assert mails(tmp_path / "sent") == sent
