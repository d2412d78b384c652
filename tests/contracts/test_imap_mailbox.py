"""What an IMAP server may do to a reader beyond the contract: count anew, show a message late, lose it, refuse it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bad_line import BadLine, Break
from imap_worlds import IMAP_WORLDS, ImapWorld, PoorImapWorld
from mailbox_worlds import MONDAY, a_message
from test_mailbox_contract import everything

from linkbot.engine.mail.parse import parse
from linkbot.mailsystems import imap_backlog, imap_fetching
from linkbot.mailsystems.imap import ImapMailbox
from linkbot.mailsystems.imap_cursor import Covered, Taken
from linkbot.mailsystems.imap_folders import shown_name
from linkbot.mailsystems.imap_line import Line
from linkbot.model.mail import NOT_FETCHED
from linkbot.ports import Permanent, Transient

SLOW = pytest.mark.slow


@pytest.fixture
def world() -> Iterator[ImapWorld]:
    with ImapWorld(Path()) as made:
        yield made


@pytest.fixture(params=IMAP_WORLDS, ids=lambda world: world.__name__)
def any_world(request: pytest.FixtureRequest) -> Iterator[ImapWorld]:
    with request.param(Path()) as made:
        yield made


def handles(world: ImapWorld, cursor: str | None = None) -> list[str]:
    return [message.handle for message in everything(world.mailbox, cursor)[0]]


def test_letters_are_found_wherever_they_lie_and_each_place_has_one_name(any_world: ImapWorld) -> None:
    """Filters and staff put letters everywhere; drafts are nobody's letters yet."""
    poor = isinstance(any_world, PoorImapWorld)
    names = ("Sent", "Spam", "Trash", "Drafts") if poor else ("Sent Items", "Junk", "Deleted Items", "Entw&APw-rfe")
    level = "." if poor else "/"
    folders = ["INBOX", "Cases", f"Cases{level}2026", *names, f"{names[2]}{level}Old"]
    for number, folder in enumerate(folders):
        any_world.has_folder(folder)
        at = MONDAY + timedelta(hours=number)
        any_world.arrive(a_message(number, at), at, folder)
    messages, _ = everything(any_world.mailbox)
    assert [m.folder for m in messages] == ["INBOX", "Cases", "Cases/2026", "Sent", "Junk", "Deleted", "Deleted/Old"]


@pytest.mark.parametrize(
    "folder", ["it's", 'so-called "cases"', "back\\slash", "f&APw-r alle", "100% (old)", "5", "NIL", "{3}"]
)
def test_folder_names_with_odd_signs_lead_there_and_back(any_world: ImapWorld, folder: str) -> None:
    any_world.has_folder(folder)
    handle = any_world.arrive(a_message(1, MONDAY), MONDAY, folder)
    assert handles(any_world) == [handle]
    any_world.mailbox.file(handle, "Processed", "key")
    assert len(any_world.filed("Processed")) == 1


def test_a_name_that_is_no_modified_utf_7_is_shown_as_it_is() -> None:
    """Old programs made folders whose names no standard spells; they must be read all the same."""
    assert shown_name("Bread & butter", "/") == "Bread & butter"
    assert shown_name("Caf\xe9", "/") == "Caf\xe9"


def test_filing_makes_a_folder_in_a_folder_whatever_its_letters(any_world: ImapWorld) -> None:
    handle = any_world.arrive(a_message(1, MONDAY), MONDAY)
    any_world.mailbox.file(handle, "Processed/Für alle", "key")
    level = "." if isinstance(any_world, PoorImapWorld) else "/"
    assert len(any_world.filed(f"Processed{level}F&APw-r alle")) == 1


def test_when_the_server_counts_anew_everything_is_offered_again(world: ImapWorld) -> None:
    """A restored server: the same UIDs may be other messages. Trusting them, mail would be skipped."""
    world.has_folder("Cases")
    before = world.arrive(a_message(1, MONDAY), MONDAY, "Cases")
    _, cursor = everything(world.mailbox)
    world.staff.delete(world.name("Cases"))
    world.has_folder("Cases")
    after = world.arrive(a_message(2, MONDAY), MONDAY, "Cases")
    assert before != after and before.rpartition("UID=")[2] == after.rpartition("UID=")[2]
    assert handles(world, cursor) == [after]


def test_a_message_with_a_lower_number_that_is_shown_late_is_taken() -> None:
    """Servers of several machines do it: UID 7 is seen before UID 6."""
    covered = Covered.read(Covered("a").write(), "a")
    assert covered.of("INBOX", 1) == frozenset()
    text = replace(covered, folders={"INBOX": Taken(1, frozenset({1, 2, 3, 5, 7}))}).write()
    assert {4, 6, 8} == set(range(1, 9)) - Covered.read(text, "a").of("INBOX", 1)
    assert Covered.read(text, "a").of("INBOX", 2) == frozenset()
    assert Covered.read(text, "b") == Covered("b")


def test_fifty_thousand_messages_read_make_a_short_cursor() -> None:
    full = Covered("a", {"INBOX": Taken(1, frozenset(range(1, 50_001)))})
    assert len(full.write()) < 200
    holes = Covered("a", {"INBOX": Taken(1, frozenset(range(1, 50_001)) - set(range(7, 50_001, 9)))})
    assert len(holes.write()) < 40_000
    assert Covered.read(holes.write(), "a") == holes


def test_a_folder_renamed_between_two_pages_is_read_on_under_its_new_name(any_world: ImapWorld) -> None:
    any_world.has_folder("Cases")
    for number in range(4):
        any_world.arrive(a_message(number, MONDAY), MONDAY, "Cases")
    first = any_world.mailbox.fetch(None, 2)
    now = any_world.renamed("Cases", "Closed")
    rest = everything(any_world.mailbox, first.cursor)[0]
    assert {now[m.handle] for m in first.messages} | {m.handle for m in rest} == set(now.values())


def test_a_message_that_vanishes_between_listing_and_fetching_is_no_fault(any_world: ImapWorld) -> None:
    made = [any_world.arrive(a_message(number, MONDAY), MONDAY) for number in range(4)]
    first = any_world.mailbox.fetch(None, 2)
    any_world.moved_by_staff(made[2])
    assert handles(any_world, first.cursor) == [made[3]]


def test_a_message_over_the_limit_is_told_by_its_header_and_the_rest_goes_on(world: ImapWorld) -> None:
    """Its octets never reach this process: not the whole size that the server tells, and not what it tells wrongly."""
    huge = a_message(1, MONDAY) + b"x" * 50_000 + b"\r\n"
    handle = world.arrive(huge, MONDAY)
    world.arrive(a_message(2, MONDAY), MONDAY)
    mailbox = ImapMailbox(world.session, "imap", leave=("Elsewhere", "Processed"), largest=10_000)
    large, small = everything(mailbox)[0]
    assert large.handle == handle and len(large.octets) < 1_000
    assert large.octets.startswith(f"{NOT_FETCHED}: {len(huge)} octets\r\n".encode())
    message = parse(large.octets)
    assert (message.subject, message.message_id) == ("Letter 1", "m1@example.org")
    assert any("over the limit" in defect for defect in message.defects)
    assert small.octets == a_message(2, MONDAY)


def test_a_size_that_the_server_tells_wrongly_does_not_fill_the_memory(
    world: ImapWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.arrive(a_message(1, MONDAY) + b"x" * 50_000, MONDAY)
    true = Line.facts
    monkeypatch.setattr(Line, "facts", lambda *given: {k: replace(v, size=90) for k, v in true(*given).items()})
    mailbox = ImapMailbox(world.session, "imap", leave=("Elsewhere", "Processed"), largest=10_000)
    (large,) = everything(mailbox)[0]
    assert NOT_FETCHED.encode() in large.octets and len(large.octets) < 1_000


def test_a_page_is_bounded_in_octets_too(world: ImapWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_backlog, "PAGE_OCTETS", 2_500)
    monkeypatch.setattr(imap_fetching, "TOGETHER", 1_200)
    for number in range(7):
        world.arrive(a_message(number, MONDAY) + b"y" * 800, MONDAY)
    assert len(world.mailbox.fetch(None, 50).messages) == 2
    assert len(handles(world)) == 7


def test_of_a_long_backlog_some_is_fetched_ahead_and_nothing_skipped_or_doubled(
    any_world: ImapWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_backlog, "AHEAD", 5)
    any_world.has_folder("Cases")
    made = []
    for number in range(17):
        at = MONDAY + timedelta(hours=number)
        made.append(any_world.arrive(a_message(number, at), at, "Cases" if number % 3 else "INBOX"))
    with BadLine(any_world.server.port) as line:
        any_world.reached_by(line.port)
        first = any_world.mailbox.fetch(None, 2)
        line.commands.clear()
        second = any_world.mailbox.fetch(first.cursor, 2)
        assert line.commands == []
        again = any_world.mailbox.fetch(first.cursor, 2)  # killed before it was stored
        assert again.messages == second.messages
        rest = everything(any_world.mailbox, second.cursor, limit=2)[0]
        assert [m.handle for m in (*first.messages, *second.messages, *rest)] == made
        any_world.session.close()


def spoilt(world: ImapWorld, subject: bytes) -> None:
    """The server's own note of a size (in the file's name) is made wrong: it hangs up when asked for that message."""
    files = [path for path in world.server.maildir(world.user).glob("[cn]*/*") if path.is_file()]
    (one,) = (path for path in files if subject in path.read_bytes())
    assert ",S=" in one.name
    one.rename(one.with_name(re.sub(r",S=\d+(,W=\d+)?", ",S=9", one.name)))


def test_a_message_at_which_the_server_hangs_up_keeps_no_other_and_is_told_at_last(any_world: ImapWorld) -> None:
    """Seen on Dovecot: one damaged message, and every page it was on was lost, so that nothing was read any more."""
    made = [any_world.arrive(a_message(number, MONDAY), MONDAY) for number in range(5)]
    spoilt(any_world, b"Letter 1")
    offered: dict[str, None] = {}
    cursor, told = None, ""
    for _ in range(8):
        try:
            page = any_world.mailbox.fetch(cursor, 50)
        except Transient as error:
            told = str(error)
            continue
        offered |= dict.fromkeys(message.handle for message in page.messages)
        cursor = page.cursor
    assert list(offered) == [made[0], *made[2:]]
    assert re.search(r"whenever UID \d in INBOX was asked for", told)
    new = any_world.arrive(a_message(9, MONDAY), MONDAY)
    assert [m.handle for m in any_world.mailbox.fetch(cursor, 50).messages] == [new]


def test_a_folder_that_may_not_be_read_is_told_once_nothing_else_waits(world: ImapWorld) -> None:
    world.has_folder("Locked")
    world.arrive(a_message(1, MONDAY), MONDAY, "Locked")
    world.staff.setacl(world.name("Locked"), "owner", "l")
    letter = world.arrive(a_message(2, MONDAY), MONDAY)
    messages, cursor = everything(world.mailbox)
    assert [m.handle for m in messages] == [letter]
    with pytest.raises(Transient, match=r"Locked.*mailbox\.imap\.leave"):
        world.mailbox.fetch(cursor, 50)
    left = ImapMailbox(world.session, "imap", leave=("locked", "Elsewhere", "Processed"))
    assert left.fetch(cursor, 50).messages == ()


def test_only_watched_folders_are_read_and_none_is_a_fault(world: ImapWorld) -> None:
    for folder in ("Ombudsman", "Ombudsman/2026", "Ombudsmanlike"):
        world.has_folder(folder)
        world.arrive(a_message(len(folder), MONDAY), MONDAY, folder)
    mailbox = ImapMailbox(world.session, "imap", watch=("ombudsman",))
    assert {m.folder for m in everything(mailbox)[0]} == {"Ombudsman", "Ombudsman/2026"}
    with pytest.raises(Permanent, match="nowhere"):
        ImapMailbox(world.session, "imap", watch=("nowhere",)).fetch(None, 1)


def test_a_look_at_an_unchanged_account_opens_no_folder(any_world: ImapWorld) -> None:
    with BadLine(any_world.server.port) as line:
        any_world.reached_by(line.port)
        any_world.arrive(a_message(1, MONDAY), MONDAY)
        _, cursor = everything(any_world.mailbox)
        any_world.mailbox.fetch(cursor, 50)
        line.commands.clear()
        assert any_world.mailbox.fetch(cursor, 50).messages == ()
        assert set(line.commands) <= {"NAMESPACE", "LIST", "STATUS"}
        any_world.session.close()


def test_a_connection_that_died_while_idle_is_made_anew(any_world: ImapWorld) -> None:
    with BadLine(any_world.server.port) as line:
        any_world.reached_by(line.port)
        _, cursor = everything(any_world.mailbox)
        line.breaks(Break.BEFORE)
        handle = any_world.arrive(a_message(1, MONDAY), MONDAY)
        assert handles(any_world, cursor) == [handle]
        assert line.broken == 1
        any_world.session.close()


def test_a_server_that_falls_silent_costs_one_time_out_and_no_message(any_world: ImapWorld) -> None:
    with BadLine(any_world.server.port) as line:
        any_world.reached_by(line.port, timeout=0.3)
        handle = any_world.arrive(a_message(1, MONDAY), MONDAY)
        line.breaks(Break.SILENT, at="UID FETCH")
        with pytest.raises(Transient, match="does not answer"):
            any_world.mailbox.fetch(None, 10)
        assert handles(any_world) == [handle]
        any_world.session.close()


@pytest.mark.parametrize("how", [Break.AFTER, *(pytest.param(one, marks=SLOW) for one in (Break.BEFORE, Break.HALF))])
@pytest.mark.parametrize("at", range(12))
def test_filing_is_done_once_wherever_the_line_breaks(how: Break, at: int) -> None:
    """Without MOVE it takes a copy and a mark; cut between the two, the copy must not be made again."""
    with PoorImapWorld(Path()) as world, BadLine(world.server.port) as line:
        octets = a_message(1, MONDAY)
        handle = world.arrive(octets, MONDAY)
        world.reached_by(line.port)
        line.breaks(how, at, times=2)
        for _ in range(3):
            try:
                world.mailbox.file(handle, "Processed", "key")
                break
            except Transient:
                continue
        assert world.filed("Processed") == [octets]
        assert world.octets("INBOX") == []
        world.session.close()
