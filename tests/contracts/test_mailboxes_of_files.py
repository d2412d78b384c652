"""What only a Maildir or a folder of .eml can suffer: renames under our hands, half-written files, shares that go."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from mailbox_worlds import MONDAY, FolderWorld, MaildirWorld, a_message

from linkbot.engine.mail.parse import parse
from linkbot.mailsystems import file_octets
from linkbot.mailsystems.covered import fingerprint
from linkbot.mailsystems.file_pages import Candidate, Listing, page
from linkbot.mailsystems.folder import FolderMailbox
from linkbot.mailsystems.maildir import MaildirMailbox
from linkbot.mailsystems.maildir_names import modified_utf7
from linkbot.model.mail import NOT_FETCHED
from linkbot.ports import Permanent, Transient

no_colon_on_windows = pytest.mark.skipif(os.name == "nt", reason="a Maildir needs ':' in file names")


@no_colon_on_windows
def test_messages_that_mail_programs_rename_while_we_read_are_all_offered(tmp_path: Path) -> None:
    """Another program moves 150 messages from new to cur and changes flags, without pause, while linkbot fetches."""
    world = MaildirWorld(tmp_path)
    handles = [world.arrive(a_message(n, MONDAY), MONDAY + timedelta(minutes=n)) for n in range(150)]
    stop = threading.Event()

    def another_program() -> None:
        while not stop.is_set():
            for handle in handles[::3]:
                world.read_by_staff(handle)

    program = threading.Thread(target=another_program)
    program.start()
    offered: set[str] = set()
    cursor, fetches = None, 0
    try:
        while offered != set(handles) and fetches < 200:
            fetched = world.mailbox.fetch(cursor, 40)
            cursor, fetches = fetched.cursor, fetches + 1
            offered |= {message.handle for message in fetched.messages}
            assert all(b"Body of letter" in message.octets for message in fetched.messages)
    finally:
        stop.set()
        program.join()
    assert offered == set(handles)


@no_colon_on_windows
def test_filing_in_a_maildir_keeps_the_flags_and_never_marks_as_seen(tmp_path: Path) -> None:
    world = MaildirWorld(tmp_path)
    unread = world.arrive(a_message(1, MONDAY), MONDAY)
    flagged = world.arrive(a_message(2, MONDAY), MONDAY)
    (world.root / "new" / flagged).rename(world.root / "cur" / f"{flagged}:2,FRS")
    world.mailbox.fetch(None, 10)
    assert (world.root / "new" / unread).exists()
    for handle in (unread, flagged):
        world.mailbox.file(handle, "Ombudsman/R&D café", handle)
    there = sorted(path.name for path in (world.root / ".Ombudsman.R&-D caf&AOk-" / "cur").iterdir())
    assert there == sorted([f"{unread}:2,", f"{flagged}:2,FRS"])
    assert (world.root / ".Ombudsman.R&-D caf&AOk-" / "maildirfolder").exists()


def test_names_beyond_ascii_are_written_as_imap_servers_do() -> None:
    """The first two are the examples of RFC 3501 5.1.3."""
    assert modified_utf7("~peter/mail/台北/日本語") == "~peter/mail/&U,BTFw-/&ZeVnLIqe-"
    assert modified_utf7("☺!") == "&Jjo-!"
    assert modified_utf7("Tom & Jerry's") == "Tom &- Jerry's"


@no_colon_on_windows
@pytest.mark.parametrize("folder", ["", "a//b", "../up", "/etc", "v1.2", "a\nb", " "])
def test_a_folder_that_a_maildir_cannot_hold_is_for_a_person(tmp_path: Path, folder: str) -> None:
    world = MaildirWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    with pytest.raises(Permanent, match="cannot be a folder"):
        world.mailbox.file(handle, folder, "key")
    assert len(world.mailbox.fetch(None, 10).messages) == 1


@pytest.mark.parametrize("folder", ["", "a//b", "..", "../up", "/etc", 'say "no"', "C:\\mail", "nul", "end."])
def test_a_folder_that_windows_cannot_hold_is_for_a_person(tmp_path: Path, folder: str) -> None:
    world = FolderWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    with pytest.raises(Permanent, match="cannot be a folder"):
        world.mailbox.file(handle, folder, "key")
    assert len(world.mailbox.fetch(None, 10).messages) == 1


@no_colon_on_windows
def test_a_share_that_is_gone_is_no_empty_mailbox(tmp_path: Path) -> None:
    world = MaildirWorld(tmp_path)
    world.arrive(a_message(1, MONDAY), MONDAY)
    cursor = world.mailbox.fetch(None, 10).cursor
    world.root.rename(tmp_path / "unmounted")
    with pytest.raises(Transient, match="share"):
        world.mailbox.fetch(cursor, 10)
    with pytest.raises(Transient, match="share"):
        FolderMailbox(tmp_path / "nowhere", "folder").fetch(None, 10)
    (tmp_path / "unmounted").rename(world.root)
    assert world.mailbox.fetch(cursor, 10).messages == ()


def test_one_forbidden_message_does_not_stop_the_others_and_is_told() -> None:
    listed = [Candidate(name, name, fingerprint(name), 0.0) for name in ("a.eml", "b.eml", "c.eml")]
    forbidden = {"a.eml"}

    def read(candidate: Candidate) -> bytes | None:
        if candidate.handle in forbidden:
            raise PermissionError(13, "Permission denied")
        return a_message(1, MONDAY)

    fetched = page(mailbox="drop", listed=Listing(listed), cursor=None, limit=2, read=read)
    assert [message.handle for message in fetched.messages] == ["b.eml", "c.eml"]
    with pytest.raises(Transient, match=r"a\.eml \(Permission denied\)"):
        page(mailbox="drop", listed=Listing(listed), cursor=fetched.cursor, limit=2, read=read)
    forbidden.clear()
    last = page(mailbox="drop", listed=Listing(listed), cursor=fetched.cursor, limit=2, read=read)
    assert [message.handle for message in last.messages] == ["a.eml"]


def test_a_folder_ignores_what_is_not_a_finished_letter(tmp_path: Path) -> None:
    world = FolderWorld(tmp_path)
    for name in ("letter.eml.part", "letter.tmp", "~$letter.eml", ".hidden.eml", "notes.txt", "Thumbs.db"):
        (world.root / name).write_bytes(b"Subject: x\r\n\r\ny")
    (world.root / "empty.eml").touch()
    (world.root / "folder.eml").mkdir()
    (world.root / "Shouting.EML").write_bytes(a_message(1, MONDAY))
    cursor = None
    fetched = world.mailbox.fetch(cursor, 10)
    assert [m.handle for m in fetched.messages] == ["Shouting.EML"]
    (world.root / "empty.eml").write_bytes(a_message(2, MONDAY))
    assert [m.handle for m in world.mailbox.fetch(fetched.cursor, 10).messages] == ["empty.eml"]


def test_a_file_that_is_still_growing_waits_for_the_next_fetch(tmp_path: Path) -> None:
    """A copy over a slow line: the file is there from the first octet on."""
    path = tmp_path / "slow.eml"
    whole = a_message(1, MONDAY)
    path.write_bytes(whole[:40])
    paused: list[float] = []

    def meanwhile(seconds: float) -> None:
        if not paused:
            path.write_bytes(whole)
        paused.append(seconds)

    mailbox = FolderMailbox(tmp_path, "drop", pause=meanwhile)
    fetched = mailbox.fetch(None, 10)
    assert (fetched.messages, len(paused)) == ((), 1)
    (message,) = mailbox.fetch(fetched.cursor, 10).messages
    assert message.octets == whole


def test_a_file_overwritten_by_another_letter_is_offered_as_that(tmp_path: Path) -> None:
    """People save each mail as message.eml over the last one."""
    world = FolderWorld(tmp_path)
    path = world.root / "message.eml"
    path.write_bytes(a_message(1, MONDAY))
    fetched = world.mailbox.fetch(None, 10)
    path.write_bytes(a_message(22, MONDAY))
    (message,) = world.mailbox.fetch(fetched.cursor, 10).messages
    assert b"letter 22" in message.octets


def test_filing_never_overwrites_another_letter_of_that_name(tmp_path: Path) -> None:
    world = FolderWorld(tmp_path)
    for number in (1, 2):
        (world.root / "message.eml").write_bytes(a_message(number, MONDAY))
        world.mailbox.file("message.eml", "Done/2026", f"key{number}")
    assert sorted(world.filed("Done/2026")) == [a_message(1, MONDAY), a_message(2, MONDAY)]


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"Received: by mx; yesterday\r\n",
        b"Received: no semicolon\r\n",
        b"Received: x; Mon, 99 Foo 99999 99:99\r\n",
    ],
)
def test_without_a_readable_received_header_the_file_time_dates_a_letter(tmp_path: Path, header: bytes) -> None:
    world = FolderWorld(tmp_path)
    world.arrive(header + b"Subject: x\r\n\r\ny\r\n", MONDAY)
    (message,) = world.mailbox.fetch(None, 10).messages
    assert message.received_at == MONDAY


def test_the_topmost_received_header_counts(tmp_path: Path) -> None:
    world = FolderWorld(tmp_path)
    topmost = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    octets = (
        f"Received: from a by b (x; y)\r\n\tid 7;\r\n\t{format_datetime(topmost)} (UTC)\r\n".encode()
        + b"Received: from c by a; Tue, 1 Dec 2020 10:00:00 +0000\r\nSubject: x\r\n\r\nReceived: body; Tue\r\n"
    )
    world.arrive(octets, MONDAY)
    (message,) = world.mailbox.fetch(None, 10).messages
    assert message.received_at == topmost


@no_colon_on_windows
def test_the_cursor_forgets_what_has_left_the_mailbox(tmp_path: Path) -> None:
    """Else it would grow for ever in a mailbox that is emptied each day."""
    world = MaildirWorld(tmp_path)
    cursor = None
    for number in range(60):
        handle = world.arrive(a_message(number, MONDAY), MONDAY)
        cursor = world.mailbox.fetch(cursor, 10).cursor
        world.mailbox.file(handle, "Processed", handle)
    assert len(cursor or "") < 40


@no_colon_on_windows
def test_a_maildir_is_listed_without_its_sub_folders_and_hidden_files(tmp_path: Path) -> None:
    world = MaildirWorld(tmp_path)
    (world.root / "cur" / ".nfs0001").write_bytes(b"x")
    (world.root / "dovecot-uidlist").write_bytes(b"x")
    assert MaildirMailbox(world.root, "maildir").fetch(None, 10).messages == ()


@pytest.mark.parametrize("kind", [FolderWorld] if os.name == "nt" else [MaildirWorld, FolderWorld])
def test_of_a_file_beyond_all_measure_the_header_alone_is_read(
    kind: type[MaildirWorld] | type[FolderWorld], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a server: a person is shown what it is, and the letters beside it are read."""
    monkeypatch.setattr(file_octets, "LARGEST", 5_000)
    world = kind(tmp_path)
    world.arrive(a_message(1, MONDAY) + b"x" * 5_000, MONDAY)
    world.arrive(a_message(2, MONDAY), MONDAY + timedelta(minutes=1))
    large, plain = world.mailbox.fetch(None, 10).messages
    assert large.octets.startswith(NOT_FETCHED.encode() + b": 5") and b"Subject: Letter 1\r\n" in large.octets
    assert len(large.octets) < 500 and plain.octets == a_message(2, MONDAY)
    assert large.received_at == MONDAY and parse(large.octets).defects
