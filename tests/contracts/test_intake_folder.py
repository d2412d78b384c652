"""What only a watched folder can suffer: half-copied files, links, odd names, huge files, people who tidy up."""

from __future__ import annotations

import contextlib
import os
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from linkbot.engine.mail.parse import parse
from linkbot.mailsystems.intake_files import README
from linkbot.mailsystems.intake_folder import IntakeMailbox, prepare
from linkbot.model.mail import RawMessage
from linkbot.ports import Permanent, Transient

LONG_AFTER = 4e9


def watched(tmp_path: Path, *, settle: float = 30, now: float = LONG_AFTER, most: int = 1000) -> IntakeMailbox:
    prepare(tmp_path / "intake", ("ho", "lgsco"))
    return IntakeMailbox(tmp_path / "intake", "ho", settle_seconds=settle, most_octets=most, now=lambda: now)


def put(tmp_path: Path, name: str, octets: bytes = b"Dear landlord") -> Path:
    path = tmp_path / "intake" / "ho" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(octets)
    return path


def offered(mailbox: IntakeMailbox) -> list[RawMessage]:
    return list(mailbox.fetch(None, 50).messages)


def files_of(message: RawMessage) -> list[tuple[str | None, bytes]]:
    parts = message_from_bytes(message.octets, policy=default).iter_attachments()
    return [(part.get_filename(), part.get_payload(decode=True)) for part in parts]


def test_each_ombudsman_has_a_folder_and_the_note_says_how(tmp_path: Path) -> None:
    watched(tmp_path)
    assert {path.name for path in (tmp_path / "intake").iterdir()} == {"ho", "lgsco", README}
    (tmp_path / "intake" / README).write_text("ours", encoding="utf-8")
    prepare(tmp_path / "intake", ("ho",))
    assert (tmp_path / "intake" / README).read_text(encoding="utf-8") == "ours"


def test_a_share_that_is_not_mounted_is_not_made_on_the_local_disk(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        prepare(tmp_path / "share" / "intake", ("ho",))
    assert not (tmp_path / "share").exists()
    with pytest.raises(Transient, match="share"):
        IntakeMailbox(tmp_path / "share" / "intake", "ho", settle_seconds=0).fetch(None, 5)


@pytest.mark.parametrize(
    "name",
    [
        ".letter.pdf",
        "~$letter.docx",
        "letter.pdf.part",
        "letter.crdownload",
        "Thumbs.db",
        "desktop.ini",
        "x.TMP",
        README,
    ],
)
def test_what_is_no_letter_is_left_alone(name: str, tmp_path: Path) -> None:
    mailbox = watched(tmp_path)
    put(tmp_path, name)
    put(tmp_path, f"only that/{name}")
    put(tmp_path, "empty.pdf", b"")
    (tmp_path / "intake" / "ho" / "empty folder").mkdir()
    assert offered(mailbox) == []


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    mailbox = watched(tmp_path)
    (tmp_path / "secret.txt").write_bytes(b"of somebody else")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "other.txt").write_bytes(b"of somebody else")
    place = tmp_path / "intake" / "ho"
    (place / "letter.txt").symlink_to(tmp_path / "secret.txt")
    (place / "letters").symlink_to(tmp_path / "secrets")
    put(tmp_path, "several/1.txt")
    (place / "several" / "2.txt").symlink_to(tmp_path / "secret.txt")
    (message,) = offered(mailbox)
    assert files_of(message) == [("1.txt", b"Dear landlord")]


def test_a_file_waits_until_it_has_not_changed_for_a_while(tmp_path: Path) -> None:
    path = put(tmp_path, "letter.txt")
    changed = path.stat().st_ctime  # an old time that came along with the copy says nothing
    os.utime(path, (1e9, 1e9))
    assert offered(watched(tmp_path, now=changed + 5)) == []
    assert len(offered(watched(tmp_path, now=changed + 60))) == 1
    assert len(offered(watched(tmp_path, now=changed - 3600))) == 1  # a clock that went back delays nothing for ever


def test_a_folder_is_one_letter_and_waits_for_its_last_file(tmp_path: Path) -> None:
    put(tmp_path, "by post/2 list.txt", b"the list")
    put(tmp_path, "by post/1 letter.txt", b"the letter")
    last = put(tmp_path, "by post/more/form.txt", b"the form").stat().st_ctime
    assert offered(watched(tmp_path, now=last + 5)) == []
    (message,) = offered(watched(tmp_path))
    assert files_of(message) == [
        ("1 letter.txt", b"the letter"),
        ("2 list.txt", b"the list"),
        ("more - form.txt", b"the form"),
    ]
    watched(tmp_path).file(message.handle, "read", "key")
    assert (tmp_path / "intake" / "ho" / "read" / "by post" / "more" / "form.txt").read_bytes() == b"the form"


def test_the_same_file_is_the_same_message_and_a_changed_one_another(tmp_path: Path) -> None:
    mailbox = watched(tmp_path)
    put(tmp_path, "letter.txt", b"one")
    (first,) = offered(mailbox)
    (again,) = offered(mailbox)
    assert (first.handle, first.octets) == (again.handle, again.octets)
    put(tmp_path, "letter.txt", b"two")
    (other,) = offered(mailbox)
    assert other.handle != first.handle and other.octets != first.octets


def test_the_same_file_in_another_ombudsman_s_folder_is_another_message(tmp_path: Path) -> None:
    mailbox = watched(tmp_path)
    put(tmp_path, "letter.txt")
    (tmp_path / "intake" / "lgsco" / "letter.txt").write_bytes(b"Dear landlord")
    (here,) = offered(mailbox)
    (there,) = offered(IntakeMailbox(tmp_path / "intake", "lgsco", settle_seconds=0, now=lambda: LONG_AFTER))
    assert here.handle != there.handle and here.mailbox != there.mailbox
    assert parse(here.octets).message_id != parse(there.octets).message_id


ODD = [
    "Ombudsman’s letter – 26 104 377 (final).txt",
    "a#b#0123456789abcdef.txt",
    "two\nlines\t.txt",
    " x.txt",
    "ß" * 120,
]


@pytest.mark.skipif(os.name == "nt", reason="names that NTFS refuses")
@pytest.mark.parametrize("name", [*map(os.fsencode, ODD), b"latin-1 \xe9t\xe9 \xff.txt"])
def test_odd_names_are_read_stored_and_moved(name: bytes, tmp_path: Path) -> None:
    mailbox = watched(tmp_path)
    place = tmp_path / "intake" / "ho"
    (place / os.fsdecode(name)).write_bytes(b"Dear landlord")
    (message,) = offered(mailbox)
    assert message.handle.encode("utf-8").decode().isprintable()
    assert parse(message.octets).attachments[0].content == b"Dear landlord"
    mailbox.file(f"{message.handle}#2", "read", "key")
    assert [os.fsencode(path.name) for path in (place / "read").iterdir()] == [name]


def test_a_file_over_the_limit_is_named_and_not_read(tmp_path: Path) -> None:
    mailbox = watched(tmp_path, most=1000)
    put(tmp_path, "big/letter.txt", b"Dear landlord")
    put(tmp_path, "big/video.mp4", b"x" * 5000)
    (message,) = offered(mailbox)
    letter, video = files_of(message)
    assert letter == ("letter.txt", b"Dear landlord")
    assert "too large" in (video[0] or "") and video[1] == b"" and len(message.octets) < 3000
    mailbox.file(message.handle, "read", "key")
    assert (tmp_path / "intake" / "ho" / "read" / "big" / "video.mp4").is_file()


def test_what_was_taken_before_keeps_its_place(tmp_path: Path) -> None:
    mailbox = watched(tmp_path)
    for octets in (b"one", b"two", b"one"):
        put(tmp_path, "letter.txt", octets)
        (message,) = offered(mailbox)
        mailbox.file(message.handle, "read", "key")
    kept = sorted(path.read_bytes() for path in (tmp_path / "intake" / "ho" / "read").iterdir())
    assert kept == [b"one", b"one", b"two"]


def test_a_letter_put_in_its_place_meanwhile_is_not_moved(tmp_path: Path) -> None:
    mailbox = watched(tmp_path)
    put(tmp_path, "letter.txt", b"one")
    (message,) = offered(mailbox)
    path = put(tmp_path, "letter.txt", b"two")
    assert mailbox.file(message.handle, "read", "key").reference.startswith("gone:")
    assert path.read_bytes() == b"two"


@pytest.mark.parametrize(("handle", "folder"), [("../x#0123456789abcdef", "read"), ("nothing", "read"), ("", "read")])
def test_a_handle_leads_nowhere_else(handle: str, folder: str, tmp_path: Path) -> None:
    mailbox = watched(tmp_path)
    outside = tmp_path / "intake" / "x"
    outside.write_bytes(b"Dear landlord")
    with contextlib.suppress(Permanent):
        assert mailbox.file(handle, folder, "key").reference.startswith("gone:")
    assert outside.read_bytes() == b"Dear landlord"
    with pytest.raises(Permanent):
        mailbox.file("letter.txt#0123456789abcdef", "../../elsewhere", "key")


def test_a_file_that_grows_while_it_is_read_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = watched(tmp_path)
    path = put(tmp_path, "letter.txt", b"half")
    real = os.open

    def meanwhile(*args: object, **more: object) -> int:
        if args and args[0] == path:
            monkeypatch.setattr(os, "open", real)
            path.write_bytes(b"half and the rest")
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", meanwhile)
    page = mailbox.fetch(None, 5)
    assert page.messages == ()
    (message,) = mailbox.fetch(page.cursor, 5).messages
    assert files_of(message) == [("letter.txt", b"half and the rest")]
