"""Reading a shared mailbox on an Exchange server: folders of every kind, changes in every order, forgotten states."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from ews_server import MAILBOX
from ews_worlds import EwsWorld
from graph_letters import RESULTS, a_letter
from mailbox_worlds import MONDAY, a_message
from test_mailbox_contract import everything

from linkbot.engine.mail.parse import parse
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.past import EwsPast
from linkbot.mailsystems.exchange.cursor import Cursor
from linkbot.mailsystems.exchange.faults import Refused
from linkbot.model.mail import NOT_FETCHED
from linkbot.model.place import Place, place_of
from linkbot.ports import Permanent, Transient

WHOSE = f"ews1:{MAILBOX}"


@pytest.fixture
def world(tmp_path: Path) -> EwsWorld:
    return EwsWorld(tmp_path)


def fetched(world: EwsWorld) -> int:
    return world.server.asked.count("GetItem")


def test_folders_are_what_exchange_says_whatever_they_are_called(world: EwsWorld) -> None:
    """The mailbox is a German one; its folders are called Posteingang, Junk-E-Mail and so on. Contacts hold no mail."""
    own = world.exchange.folder("Housing / repairs")
    fake = world.exchange.folder("Junk")  # a folder of the staff's own: no junk
    deeper = world.exchange.folder("2026", world.exchange.known["deleteditems"])
    inside = world.exchange.folder("Done", world.exchange.known["inbox"])
    contacts = next(one.id for one in world.exchange.folders.values() if one.name == "Kontakte")
    for folder in ("inbox", "junkemail", "deleteditems", "sentitems", own.id, fake.id, deeper.id, inside.id, contacts):
        world.arrive(a_message(len(world.exchange.items), MONDAY), MONDAY, folder)
    for folder in ("drafts", "outbox"):
        world.arrive(a_message(90, MONDAY), MONDAY, folder)
    world.server.page_size = 3  # of the folders too
    found = {message.folder: place_of(message.folder) for message in everything(world.mailbox)[0]}
    assert found == {
        "INBOX": Place.INBOX,
        "INBOX/Done": Place.INBOX,
        "Housing - repairs": Place.INBOX,
        "INBOX/Junk": Place.INBOX,
        "Junk": Place.JUNK,
        "Deleted": Place.DELETED,
        "Deleted/2026": Place.DELETED,
        "Sent": Place.SENT,
    }


@pytest.mark.parametrize(
    ("watch", "leave", "offered"),
    [
        (("inbox",), (), 2),
        (("Posteingang/Done",), (), 1),
        ((), ("INBOX/Done",), 3),
        ((), ("junkemail", "housing"), 2),
        (("Housing", "junkemail"), ("Housing",), 1),
    ],
)
def test_folders_are_chosen_by_the_names_people_see_or_exchanges_own(
    world: EwsWorld, watch: tuple[str, ...], leave: tuple[str, ...], offered: int
) -> None:
    done = world.exchange.folder("Done", world.exchange.known["inbox"])
    for folder in ("inbox", done.id, "junkemail", world.exchange.folder("Housing").id):
        world.arrive(a_message(len(world.exchange.items), MONDAY), MONDAY, folder)
    mailbox = EwsMailbox(world.line, MAILBOX, watch=watch, leave=leave)
    assert len(everything(mailbox)[0]) == offered


def test_a_watched_folder_that_is_not_there_is_told(world: EwsWorld) -> None:
    with pytest.raises(Permanent, match="Nowhere"):
        EwsMailbox(world.line, MAILBOX, watch=("Nowhere",)).fetch(None, 5)


def test_junk_that_staff_take_out_is_offered_from_where_it_lies_now(world: EwsWorld) -> None:
    handle = world.arrive(a_message(1, MONDAY), MONDAY, "junkemail")
    _, cursor = everything(world.mailbox)
    world.exchange.move(world.item(handle), "inbox")
    ((again,), _) = everything(world.mailbox, cursor)
    assert (again.handle, again.folder) == (handle, Place.INBOX)


def test_mail_that_staff_sort_and_flag_is_fetched_once(world: EwsWorld) -> None:
    """The move gives it another id; it is known all the same."""
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    _, cursor = everything(world.mailbox)
    world.read_by_staff(handle)
    world.exchange.move(world.item(handle), world.exchange.folder("Housing").id)
    world.exchange.touch(world.item(handle))
    world.server.again.add(handle)
    assert everything(world.mailbox, cursor)[0] == []
    assert fetched(world) == 1


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_in_any_order_with_repeats_and_removals_skip_nothing(world: EwsWorld, size: int) -> None:
    world.server.page_size = size
    world.server.shuffled = lambda ids: list(reversed(ids))
    handles = [world.arrive(a_message(n, MONDAY), MONDAY + timedelta(hours=n)) for n in range(7)]
    first = world.mailbox.fetch(None, 2)
    world.exchange.purge(world.item(handles[3]))
    world.moved_by_staff(handles[2])
    world.server.again |= {handles[0], handles[6]}
    rest, _ = everything(world.mailbox, first.cursor, limit=2)
    offered = [one.handle for one in (*first.messages, *rest)]
    assert set(handles) - {handles[2], handles[3]} <= set(offered)
    assert len(offered) == len(set(offered))


def test_a_state_that_was_forgotten_reads_anew_only_what_may_be_new(world: EwsWorld) -> None:
    """Old mail that nobody has touched is not fetched again; what came meanwhile is, however old it says it is."""
    for n in range(5):
        world.arrive(a_message(n, MONDAY), MONDAY - timedelta(days=200 + n))
    world.exchange.now += timedelta(days=10)
    _, cursor = everything(world.mailbox)
    assert cursor is not None
    world.exchange.now += timedelta(days=5)
    imported = world.arrive(a_message(8, MONDAY), MONDAY - timedelta(days=900))
    fresh = world.arrive(a_message(9, MONDAY), world.exchange.now)
    world.exchange.epoch += 1
    forgetful = Cursor(WHOSE, Cursor.read(cursor, WHOSE).spots)  # nor does it know any more what it handed over
    world.server.asked.clear()
    messages, cursor = everything(world.mailbox, forgetful.write())
    assert {one.handle for one in messages} == {imported, fresh}
    assert fetched(world) == 2
    assert everything(world.mailbox, cursor)[0] == []


def test_a_state_forgotten_in_the_middle_of_the_first_reading_begins_it_again(world: EwsWorld) -> None:
    world.server.page_size = 2
    handles = [world.arrive(a_message(n, MONDAY), MONDAY - timedelta(days=400 + n)) for n in range(9)]
    first = world.mailbox.fetch(None, 3)
    world.exchange.epoch += 1
    rest, _ = everything(world.mailbox, first.cursor)
    assert {one.handle for one in (*first.messages, *rest)} == set(handles)


@pytest.mark.parametrize("code", ["ErrorAccessDenied", "ErrorInternalServerError"])
def test_a_folder_that_always_fails_keeps_no_other_from_being_read(world: EwsWorld, code: str) -> None:
    kept = [world.arrive(a_message(n, MONDAY), MONDAY, where) for n, where in enumerate(("inbox", "sentitems"))]
    world.arrive(a_message(9, MONDAY), MONDAY, "junkemail")
    everything(EwsMailbox(world.line, MAILBOX, watch=("Nothing", "inbox")))  # the well-known folders are known by now
    world.server.denied["folder junkemail"] = code
    first = world.mailbox.fetch(None, 50)
    assert {one.handle for one in first.messages} == set(kept) and first.more
    with pytest.raises((Transient, Refused)):
        world.mailbox.fetch(first.cursor, 50)
    world.server.denied.clear()
    assert len(everything(world.mailbox, first.cursor)[0]) == 1


def test_one_message_that_exchange_cannot_give_keeps_no_other_waiting(world: EwsWorld) -> None:
    broken = world.arrive(a_message(1, MONDAY), MONDAY)
    others = [world.arrive(a_message(n, MONDAY), MONDAY + timedelta(hours=n)) for n in (2, 3)]
    world.server.denied[broken] = "ErrorInternalServerError"
    first = world.mailbox.fetch(None, 50)
    assert [one.handle for one in first.messages] == others
    with pytest.raises(Transient, match="cannot be had"):
        world.mailbox.fetch(first.cursor, 50)
    later = world.arrive(a_message(4, MONDAY), MONDAY)
    got = world.mailbox.fetch(first.cursor, 50)
    assert [one.handle for one in got.messages] == [later]
    world.server.denied.clear()
    assert [one.handle for one in everything(world.mailbox, got.cursor)[0]] == [broken]


def test_a_message_that_cannot_be_written_out_is_shown_by_its_header(world: EwsWorld) -> None:
    world.arrive(a_message(1, MONDAY), MONDAY)
    world.server.denied["mime"] = "ErrorMimeContentConversionFailed"
    ((message,), _) = everything(world.mailbox)
    assert NOT_FETCHED.encode() in message.octets and b"Subject: Letter 1" in message.octets
    assert any("header" in defect for defect in parse(message.octets).defects)


def test_a_message_too_large_to_fetch_is_shown_by_its_header_and_never_fetched(world: EwsWorld) -> None:
    world.arrive(a_message(1, MONDAY) + b"x" * 200_000, MONDAY)
    world.server.denied["mime"] = "ErrorInternalServerError"  # whoever asks for it all the same
    ((message,), _) = everything(EwsMailbox(world.line, MAILBOX, largest=100_000))
    assert NOT_FETCHED.encode() in message.octets and len(message.octets) < 2_000
    assert parse(message.octets).subject == "Letter 1"


@pytest.mark.parametrize("act", ["deleted", "sorted"])
def test_a_message_taken_away_between_the_list_and_its_fetching(world: EwsWorld, act: str) -> None:
    """Deleted it is left out; sorted elsewhere it is offered from there."""
    first, second = (world.arrive(a_message(n, MONDAY), MONDAY) for n in (1, 2))
    housing = world.exchange.folder("Housing").id

    def fault(operation: str) -> None:
        if operation == "GetItem":
            world.server.fault_of = lambda _: None
            item = world.item(first)
            if act == "deleted":
                world.exchange.purge(item)
            else:
                world.exchange.move(item, housing)

    world.server.fault_of = fault  # type: ignore[assignment]
    messages, cursor = everything(world.mailbox)
    assert {one.handle for one in messages} == ({second} if act == "deleted" else {first, second})
    assert everything(world.mailbox, cursor)[0] == []


def test_a_draft_in_a_folder_that_is_read_is_offered_once_it_is_mail(world: EwsWorld) -> None:
    draft = world.exchange.arrive(a_message(1, MONDAY), MONDAY, draft=True)
    messages, cursor = everything(world.mailbox)
    assert messages == []
    draft.draft = False
    world.exchange.touch(draft)
    assert [one.handle for one in everything(world.mailbox, cursor)[0]] == [draft.key]


def test_what_is_no_mail_is_not_offered(world: EwsWorld) -> None:
    """A cancelled entry of the diary lies in Deleted Items like any other thing."""
    entry = world.exchange.entry({"Subject": "Meeting"}, {}, ())
    world.exchange.move(entry, "deleteditems")
    assert everything(world.mailbox)[0] == []


def test_a_copy_that_staff_made_is_the_same_letter(world: EwsWorld) -> None:
    """A copy bears the search key of its original: it is offered once from a place, and filed as the first."""
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    copy = world.exchange.arrive(a_message(1, MONDAY), MONDAY)
    copy.key = handle
    assert [one.handle for one in everything(world.mailbox)[0]] == [handle]


def test_a_message_without_a_search_key_is_known_by_its_id(world: EwsWorld) -> None:
    item = world.exchange.arrive(a_message(1, MONDAY), MONDAY)
    item.key = ""
    ((message,), _) = everything(world.mailbox)
    assert message.handle == f"id:{item.id}"
    world.mailbox.file(message.handle, "Processed", "key")
    assert world.filed("Processed") == [a_message(1, MONDAY)]


def test_an_unchanged_mailbox_leaves_the_cursor_as_it_was(world: EwsWorld) -> None:
    world.arrive(a_message(1, MONDAY), MONDAY)
    _, cursor = everything(world.mailbox)
    again = world.mailbox.fetch(cursor, 10)
    assert (again.cursor, again.messages) == (cursor, ())


def test_exchanges_own_verdict_comes_with_the_letter(world: EwsWorld) -> None:
    world.arrive(a_letter(), MONDAY)
    ((message,), _) = everything(world.mailbox)
    assert RESULTS in " ".join(parse(message.octets).all_headers("authentication-results"))


def test_a_look_at_a_quiet_mailbox_costs_few_requests(world: EwsWorld) -> None:
    _, cursor = everything(world.mailbox)
    world.server.asked.clear()
    world.mailbox.fetch(cursor, 50)
    watched = 4  # inbox, junk, deleted, sent
    assert len(world.server.asked) == 1 + watched


def test_looking_back_sees_every_message_however_few_a_page_holds(world: EwsWorld) -> None:
    """Folders of one request go on together: some are told again, none is left out, none counts twice."""
    ours = [f"{letter * 32}@linkbot.anytown.gov.uk" for letter in "abcdef"]
    housing, archive = world.exchange.folder("Housing").id, world.exchange.folder("Archive").id
    for number, id in enumerate(ours):
        where = (housing, archive, "inbox")[number % 3]
        for n in range(number):
            world.arrive(a_message(100 * number + n, MONDAY), MONDAY, where)
        world.arrive(f"Message-ID: <{id}>\r\nFrom: x@anytown.gov.uk\r\n\r\nHello.\r\n".encode(), MONDAY, where)
    world.server.page_size = 2
    traces = EwsPast(world.line).traces(frozenset(ours), MONDAY)
    assert traces.ours == set(ours)
    assert len(traces.moved) == len(set(traces.moved)) == 0 + 1 + 3 + 4
