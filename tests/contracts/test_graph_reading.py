"""Reading a shared mailbox of Microsoft 365: folders of every kind, changes in every order, forgotten links."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from graph_letters import RESULTS, a_letter
from graph_server import MAILBOX
from graph_worlds import GraphWorld, a_line, a_server
from mailbox_worlds import MONDAY, a_message
from test_mailbox_contract import everything

from linkbot.engine.mail.parse import parse
from linkbot.engine.sender.believed import believed
from linkbot.mailsystems.exchange.cursor import MOST_HANDED, Cursor, fingerprint
from linkbot.mailsystems.graph.mailbox import GraphMailbox
from linkbot.mailsystems.graph.octets import octets_of
from linkbot.model.mail import NOT_FETCHED
from linkbot.model.organisation import AuthenticationPolicy, Organisation
from linkbot.model.place import Place, place_of
from linkbot.ports import Permanent, Transient

COUNCIL = Organisation("Anytown Council", ("anytown.gov.uk",), (MAILBOX,))
MICROSOFT = AuthenticationPolicy(microsoft=True)

WHOSE = f"graph1:{MAILBOX}"


@pytest.fixture
def world(tmp_path: Path) -> GraphWorld:
    return GraphWorld(tmp_path)


def test_folders_are_what_graph_says_whatever_they_are_called(world: GraphWorld) -> None:
    """The mailbox is a German one; its folders are called Posteingang, Junk-E-Mail and so on."""
    own = world.exchange.folder("Housing / repairs")
    fake = world.exchange.folder("Junk")  # a folder of the staff's own: no junk
    deeper = world.exchange.folder("2026", world.exchange.known["deleteditems"])
    inside = world.exchange.folder("Done", world.exchange.known["inbox"])
    for folder in ("inbox", "junkemail", "deleteditems", "sentitems", own.id, fake.id, deeper.id, inside.id):
        world.arrive(a_message(len(world.exchange.messages), MONDAY), MONDAY, folder)
    for folder in ("drafts", "outbox"):
        world.arrive(a_message(90, MONDAY), MONDAY, folder)
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
def test_folders_are_chosen_by_the_names_people_see_or_graphs_own(
    world: GraphWorld, watch: tuple[str, ...], leave: tuple[str, ...], offered: int
) -> None:
    done = world.exchange.folder("Done", world.exchange.known["inbox"])
    for folder in ("inbox", done.id, "junkemail", world.exchange.folder("Housing").id):
        world.arrive(a_message(len(world.exchange.messages), MONDAY), MONDAY, folder)
    mailbox = GraphMailbox(world.line, MAILBOX, watch=watch, leave=leave)
    assert len(everything(mailbox)[0]) == offered


def test_a_watched_folder_that_is_not_there_is_told(world: GraphWorld) -> None:
    with pytest.raises(Permanent, match="Nowhere"):
        GraphMailbox(world.line, MAILBOX, watch=("Nowhere",)).fetch(None, 5)


def test_junk_that_staff_take_out_is_offered_from_where_it_lies_now(world: GraphWorld) -> None:
    handle = world.arrive(a_message(1, MONDAY), MONDAY, "junkemail")
    _, cursor = everything(world.mailbox)
    world.exchange.move(world.exchange.messages[handle], "inbox")
    ((again,), _) = everything(world.mailbox, cursor)
    assert (again.handle, again.folder) == (handle, Place.INBOX)


def test_mail_that_staff_sort_and_flag_is_fetched_once(world: GraphWorld) -> None:
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    _, cursor = everything(world.mailbox)
    world.read_by_staff(handle)
    world.exchange.move(world.exchange.messages[handle], world.exchange.folder("Housing").id)
    world.server.again.add(handle)
    messages, _ = everything(world.mailbox, cursor)
    assert messages == []
    assert sum(path.endswith("$value") for _, path in world.server.asked) == 1


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_in_any_order_with_repeats_and_removals_skip_nothing(world: GraphWorld, size: int) -> None:
    world.server.page_size = size
    world.server.shuffled = lambda ids: list(reversed(ids))
    handles = [world.arrive(a_message(n, MONDAY), MONDAY + timedelta(hours=n)) for n in range(7)]
    first = world.mailbox.fetch(None, 2)
    world.exchange.purge(world.exchange.messages[handles[3]])
    world.moved_by_staff(handles[2])
    world.server.again |= {handles[0], handles[6]}
    rest, _ = everything(world.mailbox, first.cursor, limit=2)
    offered = [one.handle for one in (*first.messages, *rest)]
    assert set(handles) - {handles[2], handles[3]} <= set(offered)
    assert len(offered) == len(set(offered))


def test_a_link_that_was_forgotten_reads_anew_only_what_may_be_new(world: GraphWorld) -> None:
    """Old mail that nobody has touched is not fetched again; what came meanwhile is, however old it says it is."""
    old = [world.arrive(a_message(n, MONDAY), MONDAY - timedelta(days=200 + n)) for n in range(5)]
    world.exchange.now += timedelta(days=10)
    _, cursor = everything(world.mailbox)
    assert cursor is not None
    world.exchange.now += timedelta(days=5)
    imported = world.arrive(a_message(8, MONDAY), MONDAY - timedelta(days=900))
    fresh = world.arrive(a_message(9, MONDAY), world.exchange.now)
    world.exchange.epoch += 1
    forgetful = Cursor.read(cursor, WHOSE)
    forgetful = Cursor(WHOSE, forgetful.spots)  # nor does it know any more what it handed over
    world.server.asked.clear()
    messages, cursor = everything(world.mailbox, forgetful.write())
    assert {one.handle for one in messages} == {imported, fresh}
    assert not {one.handle for one in messages} & set(old)
    assert sum(path.endswith("$value") for _, path in world.server.asked) == 2
    assert everything(world.mailbox, cursor)[0] == []


def test_a_link_forgotten_in_the_middle_of_the_first_reading_begins_it_again(world: GraphWorld) -> None:
    world.server.page_size = 2
    handles = [world.arrive(a_message(n, MONDAY), MONDAY - timedelta(days=400 + n)) for n in range(9)]
    first = world.mailbox.fetch(None, 3)
    world.exchange.epoch += 1
    rest, _ = everything(world.mailbox, first.cursor)
    assert {one.handle for one in (*first.messages, *rest)} == set(handles)


def test_a_page_that_breaks_off_hands_over_what_it_has(world: GraphWorld) -> None:
    world.server.page_size = 3
    for n in range(6):
        world.arrive(a_message(n, MONDAY), MONDAY + timedelta(hours=n))
    world.mailbox.fetch(None, 1)
    world.server.fault_of = lambda method, path: "503" if len(world.server.asked) > 20 and "$value" in path else None
    first = world.mailbox.fetch(None, 50)
    assert 0 < len(first.messages) < 6 and first.more
    with pytest.raises(Transient):
        world.mailbox.fetch(first.cursor, 50)
    world.server.fault_of = lambda method, path: None
    rest, _ = everything(world.mailbox, first.cursor)
    assert len(first.messages) + len(rest) == 6


@pytest.mark.parametrize("fault", ["503", "500", "504"])
@pytest.mark.parametrize("known", ["inbox", "junkemail", "sentitems"])
def test_a_folder_that_always_fails_keeps_no_other_from_being_read(world: GraphWorld, fault: str, known: str) -> None:
    bad = world.exchange.known[known]
    _, cursor = everything(world.mailbox)
    world.server.fault_of = lambda method, path: fault if bad in path and path.endswith("/delta") else None
    offered: list[str] = []
    for n in range(3):
        new = {world.arrive(a_message(n, MONDAY), MONDAY, where) for where in ("inbox", "junkemail", "sentitems")}
        page = world.mailbox.fetch(cursor, 1)
        cursor = page.cursor
        offered += [one.handle for one in page.messages]
        with pytest.raises(Transient):
            while True:  # whoever asks on hears of it, when all else has been handed over
                page = world.mailbox.fetch(cursor, 1)
                cursor = page.cursor
                offered += [one.handle for one in page.messages]
        assert len(new & set(offered)) == 2
    world.server.fault_of = lambda method, path: None
    offered += [one.handle for one in everything(world.mailbox, cursor)[0]]
    assert len(offered) == len(set(offered)) == 9


def test_a_message_that_is_owed_and_taken_out_of_junk_is_offered_from_the_inbox(world: GraphWorld) -> None:
    broken = world.arrive(a_message(1, MONDAY), MONDAY, "junkemail")
    other = world.arrive(a_message(2, MONDAY), MONDAY)
    world.server.fault_of = lambda method, path: "504" if broken in path and "$value" in path else None
    first = world.mailbox.fetch(None, 50)
    assert [one.handle for one in first.messages] == [other]
    world.exchange.move(world.exchange.messages[broken], "inbox")
    world.server.fault_of = lambda method, path: None
    ((late,), _) = everything(world.mailbox, first.cursor)
    assert (late.handle, late.folder) == (broken, Place.INBOX)


def test_one_message_that_exchange_cannot_give_keeps_no_other_waiting(world: GraphWorld) -> None:
    broken = world.arrive(a_message(1, MONDAY), MONDAY)
    others = [world.arrive(a_message(n, MONDAY), MONDAY + timedelta(hours=n)) for n in (2, 3)]
    world.server.fault_of = lambda method, path: "500" if broken in path and "$value" in path else None
    first = world.mailbox.fetch(None, 50)
    assert [one.handle for one in first.messages] == others
    with pytest.raises(Transient, match="cannot be had"):
        world.mailbox.fetch(first.cursor, 50)
    later = world.arrive(a_message(4, MONDAY), MONDAY)
    got = world.mailbox.fetch(first.cursor, 50)
    assert [one.handle for one in got.messages] == [later]
    world.server.fault_of = lambda method, path: None
    assert [one.handle for one in everything(world.mailbox, got.cursor)[0]] == [broken]


def test_a_message_that_cannot_be_written_out_is_shown_by_its_header(world: GraphWorld) -> None:
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    world.server.denied[r"GET \$value"] = (500, "ErrorMimeContentConversionFailed")
    ((message,), _) = everything(world.mailbox)
    assert message.handle == handle
    assert NOT_FETCHED.encode() in message.octets and b"Subject: Letter 1" in message.octets
    assert any("header" in defect for defect in parse(message.octets).defects)


def test_a_message_too_large_to_fetch_is_shown_by_its_header(world: GraphWorld) -> None:
    world.arrive(a_message(1, MONDAY) + b"x" * 200_000, MONDAY)
    mailbox = GraphMailbox(world.line, MAILBOX, largest=100_000)
    ((message,), _) = everything(mailbox)
    assert NOT_FETCHED.encode() in message.octets and len(message.octets) < 2_000
    assert parse(message.octets).subject == "Letter 1"


def test_a_message_deleted_between_the_list_and_its_fetching_is_left_out(world: GraphWorld) -> None:
    gone, kept = (world.arrive(a_message(n, MONDAY), MONDAY) for n in (1, 2))

    def fault(method: str, path: str) -> None:
        if "$value" in path and gone in world.exchange.messages:
            world.exchange.purge(world.exchange.messages[gone])

    world.server.fault_of = fault  # type: ignore[assignment]
    messages, cursor = everything(world.mailbox)
    assert [one.handle for one in messages if one.handle != gone] == [kept]
    assert everything(world.mailbox, cursor)[0] == []


def test_a_folder_taken_away_while_it_is_read_stops_nobody(world: GraphWorld) -> None:
    folder = world.exchange.folder("Housing")
    kept = world.arrive(a_message(1, MONDAY), MONDAY)
    _, cursor = everything(world.mailbox)
    later = world.arrive(a_message(2, MONDAY), MONDAY)

    def fault(method: str, path: str) -> None:
        if path.endswith("/delta"):
            world.exchange.folders.pop(folder.id, None)

    world.server.fault_of = fault  # type: ignore[assignment]
    assert [one.handle for one in everything(world.mailbox, cursor)[0]] == [later]
    assert kept != later


def test_the_cursor_stays_small_and_is_nobody_elses() -> None:
    handed = tuple(fingerprint(str(n), "INBOX") for n in range(9 * MOST_HANDED))
    text = Cursor(WHOSE, {}, handed).write()
    assert len(text) < 40_000
    assert Cursor.read(text, WHOSE).handed == handed[-MOST_HANDED:]
    assert Cursor.read(text, "graph1:another@anytown.gov.uk") == Cursor("graph1:another@anytown.gov.uk")
    assert Cursor.read(text, f"ews1:{MAILBOX}") == Cursor(f"ews1:{MAILBOX}")


def test_an_unchanged_mailbox_leaves_the_cursor_as_it_was(world: GraphWorld) -> None:
    world.arrive(a_message(1, MONDAY), MONDAY)
    _, cursor = everything(world.mailbox)
    world.exchange.now += timedelta(hours=3)
    assert world.mailbox.fetch(cursor, 50).cursor == cursor


# the receiver's own words


def _octets(mime: bytes, headers: bytes) -> bytes:
    """Of a message whose MIME lacks what its list of headers holds."""
    server = a_server()
    made = server.exchange.arrive(headers, MONDAY)
    made.octets = lambda: mime if server.asked[-1][1].endswith("$value") else headers  # type: ignore[method-assign]
    return octets_of(a_line(server), made.id)


def test_results_missing_from_the_mime_are_put_back_with_what_stands_above_them() -> None:
    octets = _octets(a_letter(results=None), a_letter())
    found = believed(parse(octets), MICROSOFT, COUNCIL)
    assert found.results is not None and found.results.authserv_id is None
    assert octets.endswith(a_letter(results=None))


def test_results_that_came_with_the_letter_are_put_back_where_they_stood_and_not_believed() -> None:
    brought = f"Received: from pc by mx.lgo.example; x\r\nAuthentication-Results: {RESULTS}\r\nMessage-ID".encode()
    forged = a_letter(results=None).replace(b"Message-ID", brought)
    octets = _octets(a_letter(results=None), forged)
    assert RESULTS.encode() in octets
    assert believed(parse(octets), MICROSOFT, COUNCIL).results is None


def test_results_in_the_mime_are_left_alone() -> None:
    assert _octets(a_letter(), a_letter(results="dmarc=fail")) == a_letter()


def test_a_header_value_cannot_become_two_headers() -> None:
    headers = a_letter().replace(b"spf=pass", b"spf=pass\r\n X-Evil: yes;")
    octets = _octets(a_letter(results=None), headers)
    assert parse(octets).header("X-Evil") is None
