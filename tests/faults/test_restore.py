"""A week's work, a backup in the seventh night, three more days, then the disk is gone: what is put back sends nothing
twice and loses nothing. What reached people is counted where it arrived: at the mail server."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.smtp import Envelope

from linkbot.engine.wording.tokens import message_id
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import Verb
from linkbot.ports import MessageStatus, Transient
from linkbot.store.backup.former import acts_since
from linkbot.store.backup.restoring import Restored, restore
from linkbot.store.backup.shelf import Shelf
from linkbot.wiring import BESIDE
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.office import LONDON, Office
from linkbot.worker.restored import RestoredTo, last_restored, leave_word, restored_to
from linkbot.worker.tick import Turn, tick
from tests.contracts.smtp_relay import Relay, running
from tests.journeys.letters import DECISION, FINAL, HO_REQUEST, NOTICE, REQUEST, Mail

from .world import World

MONDAY = date(2026, 11, 2)
HOURS = (time(3), time(8, 35), time(9, 5), time(12))
SENDS = """host = "127.0.0.1"
port = {port}
[backup]
folder = "backup"
"""
Wrap = Callable[[Office], Office]


def day(number: int) -> date:
    """The first is a Monday."""
    return MONDAY + timedelta(days=number - 1)


@dataclass
class Council:
    """A world that sends by a real mail server, and backs up each night at two."""

    folder: Path
    relay: Relay
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(
            self.folder,
            smtp=SENDS.format(port=self.relay.port),
            start=datetime.combine(MONDAY, time(1), tzinfo=LONDON),
        )
        (self.folder / "backup").mkdir(exist_ok=True)

    def live(self, first: int, last: int, letters: dict[int, tuple[Mail, ...]], wrap: Wrap | None = None) -> list[Turn]:
        """Whole days, letters coming in at ten."""
        turns = []
        with self.world.office(wrap) as office:
            for number in range(first, last + 1):
                for hour in HOURS:
                    self.world.clock.walk_to(datetime.combine(day(number), hour, tzinfo=LONDON))
                    if hour == time(12):
                        for mail in letters.get(number, ()):
                            self.world.post(mail)
                    turns.append(tick(office))
        return turns

    def sent(self) -> list[str]:
        """Message-IDs, in the order the server took them."""
        mails = [message_from_bytes(taken.original_content or b"") for taken in self.relay.taken]
        return [str(mail["Message-ID"]).strip("<>") for mail in mails]

    def lose_the_disk(self) -> None:
        shutil.rmtree(self.folder / "store")

    def restore(self, *, until: datetime | None = None, replace_it: bool = False) -> Restored:
        shelf, now = Shelf(self.folder / "backup"), self.world.clock.now()
        latest = shelf.backups()[-1]

        def prepare(tx, former) -> None:  # type: ignore[no-untyped-def]
            acts = acts_since(former, tx.acts()) if former else ()
            word = RestoredTo(
                state_of=latest.taken,
                at=now,
                until=until or now,
                by="Ines",
                reason="the disk failed",
                done=former.done if former else (),
                acts=tuple(f"{act.verb.value} {act.target}" for act in acts),
            )
            leave_word(tx, word)

        return restore(
            shelf.folder / latest.name,
            self.folder / "store",
            replace=replace_it,
            now=now,
            beside=BESIDE,
            prepare=prepare,
        )

    def entries(self, *states: OutboxState) -> tuple[OutboxEntry, ...]:
        with self.world.office() as office, office.store.begin() as tx:
            return tx.outbox(*states)

    def ids(self, *states: OutboxState) -> set[str]:
        return {message_id(entry.key, "anytown.gov.uk") for entry in self.entries(*states)}


LETTERS: dict[int, tuple[Mail, ...]] = {
    1: (NOTICE, REQUEST),
    4: (FINAL.but(passes=False),),
    8: (HO_REQUEST,),
    9: (DECISION,),
    10: (DECISION.but(subject="Final decision: 26 104 388", body=DECISION.body.replace("26 104 377", "26 104 388")),),
    12: (NOTICE.but(subject="New complaint 26 104 399", body=NOTICE.body.replace("26 104 377", "26 104 399")),),
}


@contextmanager
def council(folder: Path) -> Iterator[Council]:
    with running(Relay()) as relay:
        yield Council(folder, relay)


@dataclass(frozen=True)
class TenDays:
    """Lived once for all tests. `meanwhile` was sent after the backup of the seventh night, and is unknown to it."""

    folder: Path
    taken: list[Envelope]
    meanwhile: set[str]
    over: datetime


@pytest.fixture(scope="session")
def ten_days(tmp_path_factory: pytest.TempPathFactory) -> TenDays:
    folder = tmp_path_factory.mktemp("ten-days")
    with council(folder) as one:
        one.live(1, 7, LETTERS)
        shutil.copytree(folder / "backup", folder / "kept")
        before = len(one.sent())
        one.live(8, 10, LETTERS)
        shutil.rmtree(folder / "backup")  # the later ones went with the disk
        (folder / "kept").rename(folder / "backup")
        return TenDays(folder, one.relay.taken, set(one.sent()[before:]), one.world.clock.now())


@pytest.fixture
def one(ten_days: TenDays, tmp_path: Path) -> Iterator[Council]:
    """A council at the end of its tenth day."""
    shutil.copytree(ten_days.folder, tmp_path, dirs_exist_ok=True)
    with running(Relay(taken=list(ten_days.taken))) as relay:
        one = Council(tmp_path, relay)
        one.world.letters = sum(len(mails) for number, mails in LETTERS.items() if number <= 10)
        one.world.clock.walk_to(ten_days.over)
        yield one


def an_hour_later(one: Council) -> None:
    one.world.clock.walk_to(one.world.clock.now() + timedelta(hours=1))


def everything_is_accounted_for(one: Council) -> None:
    with one.world.office() as office, office.store.begin() as tx:
        assert {m.status for m in tx.messages()} == {MessageStatus.DECIDED}
        assert len(tx.messages()) == one.world.letters
    assert not one.ids(OutboxState.PENDING, OutboxState.CLAIMED, OutboxState.FAILED)
    twice = [id for id, times in Counter(one.sent()).items() if times > 1]
    assert not twice


def test_each_night_there_is_one_backup_and_the_rule_keeps_them(tmp_path: Path) -> None:
    with council(tmp_path) as one:
        turns = one.live(1, 3, {1: (NOTICE,)})
        assert sum(turn.backups for turn in turns) == 3
        names = [shelved.day for shelved in Shelf(tmp_path / "backup").backups()]
        assert names == [day(1), day(2), day(3)]


def test_after_the_disk_is_gone_nothing_is_sent_twice_and_nothing_is_lost(
    one: Council, ten_days: TenDays, tmp_path: Path
) -> None:
    meanwhile = ten_days.meanwhile
    before = one.sent()
    one.lose_the_disk()
    an_hour_later(one)
    done = one.restore()
    assert done.aside is None
    with one.world.office() as office:
        tick(office)
    doubtful = one.ids(OutboxState.DOUBTFUL)
    assert doubtful and doubtful <= meanwhile  # not one that was never sent, nor one that is known
    after_first_turn = one.sent()[len(before) :]
    assert len(after_first_turn) == 1  # the word to the link officer, and nothing else
    told = message_from_bytes(one.relay.taken[-1].original_content or b"").as_string().replace("=\n", "")
    assert "restored to the state of 8 November 2026" in told and f"{len(doubtful)} may have been done" in told
    one.live(11, 14, LETTERS)
    everything_is_accounted_for(one)
    assert one.ids(OutboxState.DOUBTFUL) == doubtful
    with one.world.office() as office, office.store.begin() as tx:
        assert restored_to(tx) is None
        last = last_restored(tx)
        assert last is not None and last.by == "Ines"
        references = {file.case.reference for file in tx.cases()}
    assert "26 104 399" in references and len(references) == 4


def test_what_the_sent_folder_or_an_answer_shows_needs_nobody(one: Council, ten_days: TenDays, tmp_path: Path) -> None:
    """A copy of half of the mails lies in Sent, the others have been answered by their readers."""
    meanwhile = ten_days.meanwhile
    for folder in (".Sent", ".Done"):
        (tmp_path / "mail" / folder / "cur").mkdir(parents=True)
    for number, taken in enumerate(one.relay.taken):
        octets = taken.original_content or b""
        id = str(message_from_bytes(octets)["Message-ID"])
        if number % 2:
            (tmp_path / "mail" / ".Sent" / "cur" / f"{number}:2,S").write_bytes(octets)
        else:
            reply = f"Message-ID: <r{number}@anytown.gov.uk>\r\nIn-Reply-To: {id}\r\n\r\nThanks.\r\n"
            (tmp_path / "mail" / ".Done" / "cur" / f"{number}:2,S").write_bytes(reply.encode())
    one.lose_the_disk()
    an_hour_later(one)
    one.restore()
    with one.world.office() as office:
        tick(office)
    assert not one.ids(OutboxState.DOUBTFUL)
    assert one.ids(OutboxState.DONE) >= {id for id in meanwhile if id in one.ids()}
    one.live(11, 12, LETTERS)
    everything_is_accounted_for(one)


def test_the_register_that_is_set_aside_is_a_witness_of_all_it_did(one: Council, tmp_path: Path) -> None:
    """Staff have moved a letter out of the inbox meanwhile; somebody closed a case by mistake: hence the restore."""
    with one.world.office() as office:
        act = make_act(
            at=one.world.clock.now(), by="Ines", verb=Verb.CLOSE, target="LGSCO 26 104 377", value=None, reason="oh"
        )
        perform_act(office, act)
        tick(office)
    (letter,) = [path for path in (tmp_path / "mail" / "new").iterdir() if path.name.startswith("005")]
    (tmp_path / "mail" / ".Archive" / "cur").mkdir(parents=True)
    letter.rename(tmp_path / "mail" / ".Archive" / "cur" / "005.story:2,S")
    an_hour_later(one)
    done = one.restore(replace_it=True)
    assert done.brought == 3 and [found.verb for found in done.acts] == [Verb.CLOSE]
    with one.world.office() as office:
        tick(office)
        with office.store.begin() as tx:
            assert all(file.case.status.value == "open" for file in tx.cases())
    assert not one.ids(OutboxState.DOUBTFUL)
    told = message_from_bytes(one.relay.taken[-1].original_content or b"").as_string().replace("=\n", "")
    assert "close LGSCO 26 104 377" in told
    one.live(11, 14, LETTERS)
    everything_is_accounted_for(one)


def test_a_letter_moved_out_of_the_inbox_meanwhile_is_told_of(one: Council, tmp_path: Path) -> None:
    (letter,) = [path for path in (tmp_path / "mail" / "new").iterdir() if path.name.startswith("005")]
    (tmp_path / "mail" / ".Archive" / "cur").mkdir(parents=True)
    letter.rename(tmp_path / "mail" / ".Archive" / "cur" / "005.story:2,S")
    one.lose_the_disk()
    an_hour_later(one)
    one.restore()
    with one.world.office() as office:
        tick(office)
    told = message_from_bytes(one.relay.taken[-1].original_content or b"").as_string().replace("=\n", "")
    assert "Archive (1)" in told and "back into the inbox" in told


def test_what_came_after_linkbot_had_stopped_is_no_doubt(one: Council, tmp_path: Path) -> None:
    """It stood still from the tenth day on; a chaser of the eleventh cannot have been acted on."""
    stopped = one.world.clock.now()
    one.lose_the_disk()
    one.world.clock.walk_to(datetime.combine(day(11), time(10), tzinfo=LONDON))
    one.world.post(LETTERS[12][0])
    one.world.clock.walk_to(datetime.combine(day(11), time(11), tzinfo=LONDON))
    one.restore(until=stopped + timedelta(minutes=1))
    with one.world.office() as office:
        tick(office)
        with office.store.begin() as tx:
            (case,) = [file.case.id for file in tx.cases() if file.case.reference == "26 104 399"]
    mine = [e for e in one.entries() if e.effect.case == case and e.effect.effect != "update_sheet"]
    assert mine and {entry.state for entry in mine} <= {OutboxState.DONE}


def test_until_the_mailbox_can_be_read_nothing_leaves(tmp_path: Path) -> None:
    class Away:
        name = "ombudsman@anytown.gov.uk"

        def fetch(self, cursor, limit):  # type: ignore[no-untyped-def]
            raise Transient("the share is not mounted")

    with council(tmp_path) as one:
        one.live(1, 1, {1: (NOTICE, REQUEST)}, wrap=lambda office: replace(office, mode=office.mode))
        an_hour_later(one)
        one.lose_the_disk()
        one.restore()
        before = one.sent()
        one.live(2, 3, {}, wrap=lambda office: replace(office, mailboxes=(Away(),), vigil=None))  # type: ignore[arg-type]
        assert one.sent() == before
        one.live(4, 4, {})
        assert len(one.sent()) > len(before)
        everything_is_accounted_for(one)


def test_a_backup_that_fails_is_told_once_a_day_and_never_stops_the_mail(tmp_path: Path) -> None:
    with council(tmp_path) as one:
        (tmp_path / "backup").rmdir()
        one.live(1, 2, {1: (NOTICE, REQUEST)})
        told = [message_from_bytes(t.original_content or b"").as_string() for t in one.relay.taken]
        assert sum("could not make its nightly backup" in text.replace("=\n", "") for text in told) == 2
        assert len(told) > 4
        (tmp_path / "backup").mkdir()
        turns = one.live(3, 3, {})
        assert sum(turn.backups for turn in turns) == 1
