"""What every mailbox promises: all is offered, nothing is marked, a repeat is possible and a skip is not."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from ews_worlds import EWS_WORLDS, EwsWorld
from graph_worlds import GRAPH_WORLDS
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from imap_worlds import IMAP_WORLDS
from mailbox_worlds import MONDAY, QUICK_WORLDS, IntakeWorld, World, a_message, holds

from linkbot.model.mail import RawMessage
from linkbot.ports import Mailbox, Receipt

WORLDS = (*QUICK_WORLDS, *GRAPH_WORLDS, *EWS_WORLDS, *IMAP_WORLDS)
MAIL_WORLDS = tuple(world for world in WORLDS if world is not IntakeWorld)

EACH_SYSTEM = tuple(world for world in MAIL_WORLDS if not world.__name__.startswith(("Loopback", "Poor")))


@pytest.fixture(params=WORLDS, ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made: World = request.param(tmp_path)
    yield made
    made.close()


@pytest.fixture(params=MAIL_WORLDS, ids=lambda world: world.__name__)
def mail_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    made: World = request.param(tmp_path)
    yield made
    made.close()


def everything(mailbox: Mailbox, cursor: str | None = None, limit: int = 3) -> tuple[list[RawMessage], str | None]:
    """All pages from a cursor on, and the last cursor."""
    messages: list[RawMessage] = []
    more = True
    while more:
        fetched = mailbox.fetch(cursor, limit)
        messages += fetched.messages
        cursor, more = fetched.cursor, fetched.more
    return messages, cursor


def test_an_empty_mailbox_gives_an_empty_page_and_a_cursor_that_holds(world: World) -> None:
    fetched = world.mailbox.fetch(None, 10)
    assert (fetched.messages, fetched.more) == ((), False)
    assert world.mailbox.fetch(fetched.cursor, 10).messages == ()


def test_octets_come_unchanged_and_dated_by_the_receiver(mail_world: World) -> None:
    world = mail_world
    octets = b"X-Odd: caf\xe9\n" + a_message(1, MONDAY) + b"\x00\xff no line end"
    handle = world.arrive(octets, MONDAY)
    (message,) = world.mailbox.fetch(None, 10).messages
    assert message.octets == world.kept(octets)
    assert message.received_at == MONDAY
    assert message.received_at.tzinfo is not None
    assert (message.handle, message.mailbox) == (handle, world.mailbox.name)


@pytest.mark.parametrize("kind", EACH_SYSTEM, ids=lambda kind: kind.__name__)
def test_a_mail_of_over_25_megabytes_comes_whole(kind: type[World], tmp_path: Path) -> None:
    """Outlook's usual limit is 25 MB and more; a pack of evidence comes near it, and base64 adds a third."""
    octets = a_message(1, MONDAY) + b"JVBERi0xLjcK" * 6 + b"\r\n"
    octets += (b"Q" * 76 + b"\r\n") * (27 * 1024 * 1024 // 78)
    world = kind(tmp_path)  # type: ignore[call-arg]
    world.arrive(octets, MONDAY)
    ((message,), cursor) = everything(world.mailbox)
    assert len(octets) > 25 * 1024 * 1024 and message.octets == world.kept(octets)
    assert everything(world.mailbox, cursor)[0] == []
    world.close()


def test_pages_are_no_longer_than_asked_and_say_whether_more_waits(world: World) -> None:
    for number in range(7):
        world.arrive(a_message(number, MONDAY + timedelta(hours=number)), MONDAY + timedelta(hours=number))
    cursor, sizes, mores = None, [], []
    for _ in range(3):
        fetched = world.mailbox.fetch(cursor, 3)
        cursor = fetched.cursor
        sizes.append(len(fetched.messages))
        mores.append(fetched.more)
    assert (sizes, mores) == ([3, 3, 1], [True, True, False])


def test_a_backlog_is_offered_oldest_first(world: World) -> None:
    hours = [MONDAY + timedelta(hours=number) for number in range(6)]
    handles = [world.arrive(a_message(number, at), at) for number, at in enumerate(hours)]
    messages, _ = everything(world.mailbox, limit=2)
    assert [m.handle for m in messages] == handles


def test_mail_of_a_backlog_keeps_its_times(mail_world: World) -> None:
    world = mail_world
    hours = [MONDAY + timedelta(hours=number) for number in range(6)]
    for number, at in enumerate(hours):
        world.arrive(a_message(number, at), at)
    assert [m.received_at for m in everything(world.mailbox, limit=2)[0]] == hours


def test_a_letter_that_comes_later_with_an_older_time_is_not_skipped(world: World) -> None:
    world.arrive(a_message(1, MONDAY), MONDAY)
    _, cursor = everything(world.mailbox)
    late = world.arrive(a_message(2, MONDAY - timedelta(days=400)), MONDAY - timedelta(days=400))
    messages, cursor = everything(world.mailbox, cursor)
    assert late in [m.handle for m in messages]
    assert everything(world.mailbox, cursor)[0] == []


def test_a_message_that_staff_read_first_is_offered_all_the_same(world: World) -> None:
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    world.read_by_staff(handle)
    assert [m.handle for m in everything(world.mailbox)[0]] == [handle]


def test_reading_or_flagging_does_not_offer_a_message_again(world: World) -> None:
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    _, cursor = everything(world.mailbox)
    world.read_by_staff(handle)
    assert everything(world.mailbox, cursor)[0] == []


def test_a_cursor_that_was_not_stored_costs_nothing_but_a_repeat(world: World) -> None:
    world.arrive(a_message(1, MONDAY), MONDAY)
    first = world.mailbox.fetch(None, 10)
    again = world.mailbox.fetch(None, 10)
    assert first.messages == again.messages


@pytest.mark.parametrize("cursor", ["", "nonsense", "files1:!!", "files1:AAA=", "9:9", "1:x", "\u2028é"])
def test_a_cursor_that_nobody_knows_offers_everything_again(world: World, cursor: str) -> None:
    world.arrive(a_message(1, MONDAY), MONDAY)
    world.arrive(a_message(2, MONDAY), MONDAY)
    assert len(everything(world.mailbox, cursor)[0]) == 2


def test_a_message_taken_away_and_brought_back_is_offered(world: World) -> None:
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    world.moved_by_staff(handle)
    messages, cursor = everything(world.mailbox)
    assert messages == []
    handle = world.brought_back(handle)
    assert [m.handle for m in everything(world.mailbox, cursor)[0]] == [handle]


def test_filing_moves_the_message_and_twice_is_once(world: World) -> None:
    octets = a_message(1, MONDAY)
    handle = world.arrive(octets, MONDAY)
    _, cursor = everything(world.mailbox)
    first = world.mailbox.file(handle, "Processed", "key-1")
    second = world.mailbox.file(handle, "Processed", "key-1")
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert world.filed("Processed") == [octets]
    assert everything(world.mailbox, cursor)[0] == []
    assert everything(world.mailbox)[0] == []


def test_filing_what_staff_moved_is_a_receipt(world: World) -> None:
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    world.moved_by_staff(handle)
    assert isinstance(world.mailbox.file(handle, "Processed", "key-1"), Receipt)
    assert world.filed("Processed") == []


class MailboxMachine(RuleBasedStateMachine):
    """Post comes with any time, staff read and move it, linkbot dies between fetches: nothing is skipped.

    What was there the whole time from a fetch cycle's start to its end has been offered when the cycle is over.
    """

    def __init__(self) -> None:
        super().__init__()
        self._place = tempfile.TemporaryDirectory()
        self.count = 0
        self.here: dict[str, bytes] = {}  # handle → octets
        self.away: dict[str, bytes] = {}
        self.owed: set[str] = set()  # came (or came back) and not offered since
        self.cursor: str | None = None  # as the store has it

    @initialize(made=st.sampled_from((*QUICK_WORLDS, *GRAPH_WORLDS, EwsWorld)))
    def a_mailbox(self, made: type[World]) -> None:
        self.world: World = made(Path(self._place.name))

    @rule(days=st.integers(-700, 30))
    def post_comes(self, days: int) -> None:
        self.count += 1
        at: datetime = MONDAY + timedelta(days=days)
        octets = a_message(self.count, at)
        handle = self.world.arrive(octets, at)
        self.here[handle] = octets
        self.owed.add(handle)

    @precondition(lambda self: self.here)
    @rule(data=st.data())
    def staff_read(self, data: st.DataObject) -> None:
        self.world.read_by_staff(data.draw(st.sampled_from(sorted(self.here))))

    @precondition(lambda self: self.here)
    @rule(data=st.data())
    def staff_move_away(self, data: st.DataObject) -> None:
        handle = data.draw(st.sampled_from(sorted(self.here)))
        self.world.moved_by_staff(handle)
        self.away[handle] = self.here.pop(handle)
        self.owed.discard(handle)

    @precondition(lambda self: self.away)
    @rule(data=st.data())
    def staff_bring_back(self, data: st.DataObject) -> None:
        handle = data.draw(st.sampled_from(sorted(self.away)))
        octets, handle = self.away.pop(handle), self.world.brought_back(handle)
        self.here[handle] = octets

    @rule(limit=st.integers(1, 5), stored=st.booleans())
    def a_fetch(self, limit: int, stored: bool) -> None:
        """`stored` False: linkbot is killed before the page and its cursor are on disk, so nothing was gained."""
        fetched = self.world.mailbox.fetch(self.cursor, limit)
        for message in fetched.messages:
            assert holds(message, self.world.kept(self.here[message.handle]))
        assert fetched.more or len(fetched.messages) <= limit
        if stored:
            self.owed -= {message.handle for message in fetched.messages}
            self.cursor = fetched.cursor

    @precondition(lambda self: self.here)
    @rule(data=st.data())
    def linkbot_files_one(self, data: st.DataObject) -> None:
        handle = data.draw(st.sampled_from(sorted(set(self.here) - self.owed) or [""]))
        if handle:
            self.world.mailbox.file(handle, "Processed", handle)
            del self.here[handle]

    def teardown(self) -> None:
        if self.count:
            offered, cursor = everything(self.world.mailbox, self.cursor)
            assert self.owed <= {message.handle for message in offered}
            assert everything(self.world.mailbox, cursor)[0] == []
            self.world.close()
        self._place.cleanup()


MailboxMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
test_no_order_of_post_staff_and_kills_loses_a_message = MailboxMachine.TestCase
