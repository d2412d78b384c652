"""linkbot falls silent: a dead mailbox, a dead server, no letters. Told once by a second way, and once when over."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from linkbot.engine.dates.working_days import is_working_day
from linkbot.mailsystems.memory_sending import MemoryOutgoing
from linkbot.model.alarm import AlarmKind
from linkbot.model.effect import SendEmail
from linkbot.model.mode import Mode
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Doubtful, Permanent, Receipt, Transient
from linkbot.toml_document import Faulty
from linkbot.worker.intake import poll
from linkbot.worker.office import LONDON, Office
from linkbot.worker.silence import keep_vigil
from linkbot.worker.tick import tick
from tests.contracts.smtp_relay import Relay, running
from tests.journeys.letters import NOTICE, REF, REQUEST

from .test_outbox_promises import an_alert, intend
from .world import SENT, World

OFFICER, IT, NIGHT = "officer@anytown.gov.uk", "it@anytown.gov.uk", "night@anytown.gov.uk"
READERS = {OFFICER: 1, IT: 1, NIGHT: 1}
FRIDAY = datetime(2026, 11, 6, 16, 45, tzinfo=LONDON)
MONDAY = datetime(2026, 11, 9, 9, 0, tzinfo=LONDON)
CANNOT_READ, READS_AGAIN = "linkbot cannot read its mailbox", "over: linkbot reads its mailbox again"
CANNOT_SEND, SENDS_AGAIN = "linkbot cannot send mail", "over: linkbot can send mail again"
Change = Callable[[Office], Office]


def ways(second: str = 'outbox_folder = "alarms"', first: str = SENT) -> str:
    return f'{first}\n[alarm]\nit = ["{IT}", "{NIGHT}", "{IT.upper()}"]\n[alarm.smtp]\n{second}'


def server(port: int) -> str:
    return f'host = "127.0.0.1"\nport = {port}\ntimeout_seconds = 2'


def a_world(folder: Path, smtp: str | None = None, *, start: datetime = FRIDAY) -> World:
    world = World(folder, smtp=smtp or ways(), start=start)
    with world.office() as office:
        tick(office)  # a first look, and all is well
    return world


def dead(world: World) -> None:
    (world.folder / "mail").rename(world.folder / "gone")


def alive(world: World) -> None:
    (world.folder / "gone").rename(world.folder / "mail")


def through(world: World, until: datetime, office: Office, *, step: int = 15) -> None:
    while world.clock.now() + timedelta(minutes=step) <= until:
        world.clock.walk_to(world.clock.now() + timedelta(minutes=step))
        tick(office)


def read(octets: bytes) -> EmailMessage:
    return message_from_bytes(octets, policy=default)


def alarms_in(folder: Path) -> list[EmailMessage]:
    return [read(path.read_bytes()) for path in sorted((folder / "alarms").glob("*.eml"))]


def told(mails: list[EmailMessage]) -> dict[str, dict[str, int]]:
    """What was said of linkbot itself, to whom and how often."""
    found: dict[str, Counter[str]] = {}
    for mail in mails:
        about, _, subject = str(mail["Subject"]).strip().partition(": ")
        if about != "For your attention":
            continue  # a list, a task: not our story
        found.setdefault(subject, Counter())[str(mail["To"])] += 1
    return {subject: dict(readers) for subject, readers in found.items()}


def test_a_mailbox_dead_on_friday_evening_is_told_of_on_monday_once_in_three_days_and_once_when_it_is_back(
    tmp_path: Path,
) -> None:
    world = a_world(tmp_path)
    dead(world)
    with world.office() as office:
        through(world, MONDAY, office, step=5 * 60)
        assert alarms_in(tmp_path) == []  # nobody is there at the weekend
        world.clock.walk_to(MONDAY + timedelta(minutes=14))
        tick(office)
        assert alarms_in(tmp_path) == []
        world.clock.walk_to(MONDAY + timedelta(minutes=15))
        tick(office)
        assert told(alarms_in(tmp_path)) == {CANNOT_READ: READERS}
    for day in range(3):  # the worker is restarted each night
        with world.office() as office:
            through(world, MONDAY + timedelta(days=day, hours=14), office, step=120)
    assert told(alarms_in(tmp_path)) == {CANNOT_READ: READERS}
    alive(world)
    world.run(6)
    mails = alarms_in(tmp_path)
    assert told(mails) == {CANNOT_READ: READERS, READS_AGAIN: READERS}
    (alarm,) = [mail for mail in mails if CANNOT_READ in mail["Subject"] and mail["To"] == IT and "over" not in mail]
    words = " ".join(alarm.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert "since Friday 6 November 2026, 16:45" in words and "is not a Maildir now" in words
    assert "linkbot doctor" in words and "No mail is lost" in words and OFFICER in words
    assert alarm["Auto-Submitted"] == "auto-generated" and alarm["Importance"] == "high"
    assert told([read(path.read_bytes()) for path in (tmp_path / "sent").glob("*.eml")]) == {}
    world.all_is_accounted_for()


def test_a_mailbox_that_never_could_be_read_counts_from_the_first_look(tmp_path: Path) -> None:
    world = World(tmp_path, smtp=ways(), start=MONDAY)
    dead(world)
    with world.office() as office:
        tick(office)
        through(world, MONDAY + timedelta(minutes=29), office, step=10)
        assert alarms_in(tmp_path) == []
        through(world, MONDAY + timedelta(minutes=30), office, step=10)
        assert told(alarms_in(tmp_path)) == {CANNOT_READ: READERS}
        alive(world)
        through(world, MONDAY + timedelta(minutes=40), office, step=10)
    assert told(alarms_in(tmp_path)) == {CANNOT_READ: READERS, READS_AGAIN: READERS}


@pytest.mark.parametrize("mode", list(Mode))
def test_in_every_mode_and_over_the_rate_cap_because_it_is_about_linkbot_itself(tmp_path: Path, mode: Mode) -> None:
    change: Change = lambda office: replace(office, mode=mode, messages_per_hour=1)  # noqa: E731
    world = a_world(tmp_path)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(minutes=20))
    world.run(1, change)
    alive(world)
    world.run(1, change)
    assert told(alarms_in(tmp_path)) == {CANNOT_READ: READERS, READS_AGAIN: READERS}
    with world.office() as office, office.store.begin() as tx:
        alarms = [e for e in tx.outbox() if isinstance(e.effect, SendEmail) and e.effect.route == "second"]
        assert {entry.state for entry in alarms} == {OutboxState.DONE} and len(alarms) == 6
        assert mode is not Mode.WATCH or len(tx.outbox()) == 6


def test_a_restart_between_raising_and_sending_repeats_nothing_and_loses_nothing(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(hours=1))
    with world.office() as office:
        with pytest.raises(Transient):
            poll(office)
        assert keep_vigil(office) == 1  # and there the process ends
    assert alarms_in(tmp_path) == []
    world.run(3)
    assert told(alarms_in(tmp_path)) == {CANNOT_READ: READERS}


def test_two_processes_tell_of_it_once(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(hours=1))
    reached = MemoryOutgoing()
    start = threading.Barrier(2)

    def work(office: Office) -> None:
        start.wait()
        tick(office)

    def second(office: Office) -> Office:
        assert office.vigil is not None
        return replace(office, vigil=replace(office.vigil, second_route=reached))

    with world.office(second) as one, world.office(second) as other:
        threads = [threading.Thread(target=work, args=(office,)) for office in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    world.run(2, second)
    assert Counter(mail.recipients[0] for mail in reached.sent) == READERS
    with world.office() as office, office.store.begin() as tx:
        assert len(tx.alarms()) == 1


@contextmanager
def a_port_nobody_listens_on() -> Iterator[int]:
    relay = Relay()
    with running(relay):
        pass
    yield relay.port


def test_the_first_server_is_dead_the_alarm_takes_the_second_and_the_mail_goes_afterwards(tmp_path: Path) -> None:
    with a_port_nobody_listens_on() as port, running(Relay()) as second:
        smtp = ways(server(second.port) + '\nsender = "linkbot-alarm@anytown.gov.uk"', server(port))
        world = World(tmp_path, smtp=smtp, start=MONDAY)
        world.post(REQUEST)
        with world.office() as office:
            tick(office)
            through(world, MONDAY + timedelta(minutes=29), office, step=5)
            assert second.taken == []
            through(world, MONDAY + timedelta(hours=5), office, step=20)
            assert told(_taken(second)) == {CANNOT_SEND: READERS}
            assert {envelope.mail_from for envelope in second.taken} == {"linkbot-alarm@anytown.gov.uk"}
            with office.store.begin() as tx:
                waiting = [e for e in tx.outbox(OutboxState.PENDING) if isinstance(e.effect, SendEmail)]
        assert waiting
        with running(Relay()) as first:
            world.smtp = smtp.replace(f"port = {port}", f"port = {first.port}")
            world.__post_init__()
            world.clock.walk_to(MONDAY + timedelta(hours=6))
            world.run(8)
            assert {e.key for e in waiting} <= {_key(world, e) for e in waiting if _done(world, e)}
            assert len(first.taken) >= len(waiting) and not [m for m in _taken(first) if "linkbot can" in m["Subject"]]
        assert told(_taken(second)) == {CANNOT_SEND: READERS, SENDS_AGAIN: READERS}
    world.all_is_accounted_for()


def _taken(relay: Relay) -> list[EmailMessage]:
    return [read(bytes(envelope.original_content or b"")) for envelope in relay.taken]


def _key(world: World, entry: OutboxEntry) -> str:
    return entry.key


def _done(world: World, entry: OutboxEntry) -> bool:
    with world.office() as office, office.store.begin() as tx:
        found = tx.entry(entry.key)
    return found is not None and found.state is OutboxState.DONE


class Scripted(MemoryOutgoing):
    """Every sending fails alike while `fault` is set."""

    def __init__(self, fault: Exception | None = None) -> None:
        super().__init__()
        self.fault = fault

    def send(self, mail: OutgoingMail) -> Receipt:
        if self.fault is not None:
            raise self.fault
        return super().send(mail)


def with_ways(first: MemoryOutgoing, second: MemoryOutgoing | None) -> Change:
    def change(office: Office) -> Office:
        assert office.vigil is not None
        return replace(office, outgoing=first, vigil=replace(office.vigil, second_route=second))

    return change


def subjects(way: MemoryOutgoing) -> dict[str, dict[str, int]]:
    return told([read(mail.octets) for mail in way.sent])


@pytest.mark.parametrize("fault", [Transient("no answer"), Permanent("535 log-in refused")])
def test_where_the_second_way_fails_too_the_ordinary_one_is_taken_after_all(tmp_path: Path, fault: Exception) -> None:
    first, second = MemoryOutgoing(), Scripted(fault)
    world = a_world(tmp_path)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(hours=1))
    world.run(3, with_ways(first, second))
    assert subjects(first) == {CANNOT_READ: READERS} and second.sent == []


def test_a_doubt_of_the_second_way_is_no_reason_to_say_it_twice(tmp_path: Path) -> None:
    first, second = MemoryOutgoing(), MemoryOutgoing()
    second.fail_after_next(Doubtful("the line broke"))
    world = a_world(tmp_path)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(hours=1))
    world.run(3, with_ways(first, second))
    assert subjects(second) == {CANNOT_READ: READERS} and subjects(first) == {}


def test_with_both_ways_dead_the_alarm_waits_and_what_is_over_meanwhile_is_told_as_over(tmp_path: Path) -> None:
    """An alarm that leaves hours after its cause would be a false one."""
    first, second = Scripted(Transient("down")), Scripted(Transient("down"))
    change: Change = lambda office: replace(with_ways(first, second)(office), mode=Mode.WATCH)  # noqa: E731
    world = a_world(tmp_path)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(hours=1))
    world.run(12, change)
    alive(world)
    world.run(2, change)
    first.fault = second.fault = None
    world.run(12, change)
    assert subjects(second) == {READS_AGAIN: READERS} and first.sent == []
    with world.office() as office, office.store.begin() as tx:
        assert Counter(entry.state for entry in tx.outbox()) == {OutboxState.WITHDRAWN: 3, OutboxState.DONE: 3}


def test_with_both_ways_dead_the_alarm_goes_once_when_one_is_back(tmp_path: Path) -> None:
    first, second = Scripted(Transient("down")), Scripted(Transient("down"))
    change: Change = lambda office: replace(with_ways(first, second)(office), mode=Mode.WATCH)  # noqa: E731
    world = a_world(tmp_path)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(hours=1))
    world.run(12, change)
    second.fault = None
    world.run(12, change)
    assert subjects(second) == {CANNOT_READ: READERS} and first.sent == []


def test_a_password_that_was_changed_is_told_of_although_nothing_is_left_waiting(tmp_path: Path) -> None:
    """Seen: each mail is refused for good, and so is the word of it; nobody would hear until somebody looks."""
    first, second = Scripted(Permanent("535 log-in refused")), MemoryOutgoing()
    change = with_ways(first, second)
    world = a_world(tmp_path, start=MONDAY)
    world.post(REQUEST)
    world.run(2, change)
    assert subjects(second) == {CANNOT_SEND: READERS}
    body = read(second.sent[0].octets).get_body(("plain",))
    assert body is not None and "535 log-in refused" in body.get_content() and "outbox retry" in body.get_content()


def test_one_mail_that_does_not_get_out_is_told_of_while_others_do(tmp_path: Path) -> None:
    class FullMailbox(MemoryOutgoing):
        def send(self, mail: OutgoingMail) -> Receipt:
            if "owner@anytown.gov.uk" in mail.recipients and b"calendar" not in mail.octets:
                raise Transient("452 owner@anytown.gov.uk: mailbox full")
            return super().send(mail)

    first, second = FullMailbox(), MemoryOutgoing()
    world = a_world(tmp_path, start=MONDAY)
    world.post(REQUEST)
    with world.office(with_ways(first, second)) as office:
        for number in range(24):
            intend(office, an_alert(number))  # other mail, which gets out
            tick(office)
            world.clock.walk_to(world.clock.now() + timedelta(minutes=10))
            assert number >= 12 or not second.sent  # two hours
    assert subjects(second) == {"something of linkbot's does not get out": READERS}
    assert b"Other mail gets out" in b" ".join(second.sent[0].octets.split())


def test_a_workbook_somebody_has_open_is_no_silence(tmp_path: Path) -> None:
    world = a_world(tmp_path, start=MONDAY)
    world.post(REQUEST)
    (tmp_path / ".~lock.ombudsman-register.xlsx#").write_text(",pat,desk-7,,", encoding="utf-8")
    with world.office() as office:
        through(world, MONDAY + timedelta(hours=6), office, step=30)
        with office.store.begin() as tx:
            assert tx.outbox(OutboxState.PENDING)
    assert alarms_in(tmp_path) == []


def working_days(start: datetime, count: int) -> Iterator[datetime]:
    day = start
    for _ in range(count):
        yield day
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)


def test_no_letter_for_twice_the_usual_gap_is_told_of_and_the_next_letter_ends_it(tmp_path: Path) -> None:
    world = World(tmp_path, smtp=ways(), start=datetime(2026, 9, 7, 10, tzinfo=LONDON))
    with world.office(lambda office: replace(office, mode=Mode.WATCH)) as office:
        assert is_working_day(world.clock.now().date(), office.desk.calendar)
        for number, day in enumerate(working_days(world.clock.now(), 12)):
            world.clock.walk_to(day)
            world.post(NOTICE.but(subject=f"New complaint 26 2{number:02d} 111", body=_of(number)))
            tick(office)
        with office.store.begin() as tx:
            assert len(tx.letters_at(world.start)) == 12
        last = world.clock.now()  # Tuesday 22 September
        through(world, last + timedelta(days=6, hours=23), office, step=24 * 60)
        assert alarms_in(tmp_path) == []
        through(world, last + timedelta(days=30), office, step=24 * 60)
        assert told(alarms_in(tmp_path)) == {"no Ombudsman letter for a long time": READERS}
        world.post(NOTICE)
        for _ in range(2):  # read, then known
            world.clock.walk_to(world.clock.now() + timedelta(minutes=1))
            tick(office)
    assert told(alarms_in(tmp_path)).keys() == {
        "no Ombudsman letter for a long time",
        "over: an Ombudsman has written again",
    }


def _of(number: int) -> str:
    return NOTICE.body.replace(REF, f"26 2{number:02d} 111").replace("Zofia Quill", f"Zofia Quill-{number}")


def test_what_came_while_linkbot_was_off_is_read_before_anybody_is_told_of_silence(tmp_path: Path) -> None:
    world = World(tmp_path, smtp=ways(), start=datetime(2026, 9, 7, 10, tzinfo=LONDON))
    with world.office(lambda office: replace(office, mode=Mode.WATCH)) as office:
        for number, day in enumerate(working_days(world.clock.now(), 12)):
            world.clock.walk_to(day)
            world.post(NOTICE.but(subject=f"New complaint 26 2{number:02d} 111", body=_of(number)))
            tick(office)
    world.clock.walk_to(world.clock.now() + timedelta(days=21))
    world.post(NOTICE)
    world.run(3, lambda office: replace(office, mode=Mode.WATCH))
    assert alarms_in(tmp_path) == []


def test_a_monitor_hears_no_heartbeat_while_linkbot_cannot_send(tmp_path: Path) -> None:
    first = Scripted(Transient("down"))
    change = with_ways(first, None)
    world = World(tmp_path, start=MONDAY)
    world.post(REQUEST)
    with world.office(change) as office:
        assert tick(office).alarms == 0
        world.clock.walk_to(MONDAY + timedelta(minutes=20))
        assert tick(office).alarms == 0
        for minutes in (30, 40, 50):
            world.clock.walk_to(MONDAY + timedelta(minutes=minutes))
            turn = tick(office)
        assert (turn.alarms, turn.fault) == (1, None)
        with office.store.begin() as tx:
            assert [alarm.kind for alarm in tx.alarms()] == [AlarmKind.OUTBOX]
        first.fault = None
        world.clock.walk_to(MONDAY + timedelta(hours=3))
        tick(office)
        assert tick(office).alarms == 0


def test_an_office_without_a_vigil_raises_nothing(tmp_path: Path) -> None:
    """As in `simulate`: there is no server that could fall silent."""
    world = a_world(tmp_path)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(days=1))
    with world.office(lambda office: replace(office, vigil=None)) as office:
        assert keep_vigil(office) == 0
        with office.store.begin() as tx:
            assert not tx.alarms(open_only=False) and not tx.outbox()


def test_mails_intended_before_there_was_a_second_way_take_the_first(tmp_path: Path) -> None:
    world = a_world(tmp_path, start=MONDAY)
    world.post(REQUEST)
    down = Scripted(Transient("down"))
    world.run(1, with_ways(down, None))
    with closing(sqlite3.connect(tmp_path / "store" / "linkbot.db")) as database, database:
        database.execute("UPDATE outbox SET effect = json_remove(effect, '$.route')")
    with world.office() as office, office.store.begin() as tx:
        mails = [entry.effect for entry in tx.outbox() if isinstance(entry.effect, SendEmail)]
    assert mails and {mail.route for mail in mails} == {"first"}
    world.run(6)
    world.all_is_accounted_for()


def test_an_address_outside_the_organisation_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match=r"help@provider\.example lies in none of organisation\.domains"):
        World(tmp_path, smtp=f'{SENT}\n[alarm]\nit = ["help@provider.example"]')


def test_a_second_server_without_its_password_does_not_keep_linkbot_from_starting(tmp_path: Path) -> None:
    secret = 'host = "127.0.0.1"\nport = 9\nusername = "alarm"\npassword_file = "nowhere.txt"'
    world = a_world(tmp_path, ways(secret))
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(hours=1))
    world.run(1)
    sent = [read(path.read_bytes()) for path in (tmp_path / "sent").glob("*.eml")]
    assert told(sent) == {CANNOT_READ: READERS}


class Hangs(MemoryOutgoing):
    """Takes the connection and says nothing, until our patience of a minute is at its end."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.tries = world, 0

    def send(self, mail: OutgoingMail) -> Receipt:
        self.tries += 1
        self.world.clock.walk_to(self.world.clock.now() + timedelta(minutes=1))
        raise Transient("timed out")


def test_a_server_that_hangs_keeps_the_worker_neither_from_its_mailbox_nor_from_telling(tmp_path: Path) -> None:
    """Seen in thought: 40 mails at a minute each, tried again before the last was tried, and no turn ever ended."""
    world = a_world(tmp_path, start=MONDAY)
    first, second = Hangs(world), MemoryOutgoing()
    with world.office(with_ways(first, second)) as office:
        intend(office, *(_mail(number) for number in range(40)))
        for turn in range(1, 13):
            begun = world.clock.now()
            tick(office)
            assert world.clock.now() - begun <= timedelta(minutes=3) and first.tries <= 3 * turn
            world.clock.walk_to(world.clock.now() + timedelta(minutes=1))
    assert subjects(second) == {CANNOT_SEND: READERS}
    assert told_at(second) - MONDAY <= timedelta(minutes=36)
    with world.office(with_ways(MemoryOutgoing(), second)) as office:
        through(world, world.clock.now() + timedelta(hours=2), office, step=30)
        with office.store.begin() as tx:
            assert not tx.outbox(OutboxState.PENDING, OutboxState.CLAIMED)
    assert subjects(second) == {CANNOT_SEND: READERS, SENDS_AGAIN: READERS}


def _mail(number: int) -> Intent:
    alert = an_alert(number)
    assert isinstance(alert.effect, SendEmail)
    return replace(alert, effect=replace(alert.effect, to=(f"reader-{number}@anytown.gov.uk",)))


def told_at(way: MemoryOutgoing) -> datetime:
    return parsedate_to_datetime(str(read(way.sent[0].octets)["Date"]))


def test_both_servers_hanging_cost_a_turn_no_more_than_a_few_minutes(tmp_path: Path) -> None:
    world = a_world(tmp_path, start=MONDAY)
    hangs = Hangs(world)
    dead(world)
    world.clock.walk_to(MONDAY + timedelta(hours=1))
    with world.office(with_ways(hangs, hangs)) as office:
        for _ in range(4):
            begun = world.clock.now()
            tick(office)
            assert world.clock.now() - begun <= timedelta(minutes=6)
        with office.store.begin() as tx:
            alarms = [e for e in tx.outbox() if isinstance(e.effect, SendEmail) and e.effect.route == "second"]
        assert len(alarms) >= 3 and all(entry.attempts for entry in alarms[:3])  # each had its turn
