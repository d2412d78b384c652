"""The folders of a mailbox made of files: each message with its place, and moved by people it is what it was."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mailbox_worlds import MONDAY, a_message

from linkbot.mailsystems.folder import FolderMailbox
from linkbot.mailsystems.maildir import MaildirMailbox
from linkbot.mailsystems.maildir_names import modified_utf7, shown_name
from linkbot.ports import Mailbox, Transient


class Maildir:
    """Maildir++, as Dovecot and Courier write it."""

    def __init__(self, root: Path, **more: object) -> None:
        self.root = root
        self.made("")
        self.mailbox: Mailbox = MaildirMailbox(root, "mail", **more)  # type: ignore[arg-type]

    def folder(self, shown: str) -> Path:
        return self.root / ("." + ".".join(modified_utf7(level) for level in shown.split("/"))) if shown else self.root

    def made(self, shown: str) -> Path:
        for part in ("tmp", "new", "cur"):
            (self.folder(shown) / part).mkdir(parents=True, exist_ok=True)
        return self.folder(shown)

    def put(self, shown: str, number: int) -> Path:
        path = self.made(shown) / "cur" / f"{number}.M1P1.mx:2,S"
        path.write_bytes(a_message(number, MONDAY))
        os.utime(path, (MONDAY.timestamp(),) * 2)
        return path

    def move(self, path: Path, shown: str) -> Path:
        return path.rename(self.made(shown) / "cur" / path.name)


class PlainMaildir(Maildir):
    """Folders as folders (Dovecot's LAYOUT=fs)."""

    def folder(self, shown: str) -> Path:
        return self.root / shown


class Eml(Maildir):
    """A folder of .eml files, as an export on Windows."""

    def __init__(self, root: Path, **more: object) -> None:
        self.root = root
        root.mkdir(exist_ok=True)
        self.mailbox = FolderMailbox(root, "mail", now=lambda: 0.0, pause=lambda _: None, **more)  # type: ignore[arg-type]

    def folder(self, shown: str) -> Path:
        return self.root / shown

    def made(self, shown: str) -> Path:
        self.folder(shown).mkdir(parents=True, exist_ok=True)
        return self.folder(shown)

    def put(self, shown: str, number: int) -> Path:
        path = self.made(shown) / f"letter {number}.eml"
        path.write_bytes(a_message(number, MONDAY))
        os.utime(path, (MONDAY.timestamp(),) * 2)
        return path

    def move(self, path: Path, shown: str) -> Path:
        return path.rename(self.made(shown) / path.name)


KINDS = [Eml] if sys.platform == "win32" else [Maildir, PlainMaildir, Eml]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maildir]:
    yield request.param(tmp_path / "mail")


def offered(world: Maildir, cursor: str | None = None) -> tuple[list[tuple[str, int]], str]:
    """Place and number of each message, and the cursor after them."""
    found = []
    while True:
        fetched = world.mailbox.fetch(cursor, 3)
        for message in fetched.messages:
            found.append((message.folder, int(message.octets.split(b"<m")[1].split(b"@")[0])))
        cursor = fetched.cursor
        if not fetched.more:
            return sorted(found), cursor


def test_every_folder_is_read_and_called_by_what_it_is(made: Maildir) -> None:
    folders = (
        "",
        "Junk",
        "Trash",
        "Sent Items",
        "Repairs",
        "INBOX/Planning",
        "Spam/2026",
        "Bücher & Pläne",
        "Sentences",
    )
    for number, shown in enumerate(folders):
        made.put(shown, number)
    assert offered(made)[0] == sorted(
        [
            ("INBOX", 0),
            ("Junk", 1),
            ("Deleted", 2),
            ("Sent", 3),
            ("Repairs", 4),
            ("INBOX/Planning", 5),
            ("Junk/2026", 6),
            ("Bücher & Pläne", 7),
            ("Sentences", 8),
        ]
    )


def test_drafts_the_outbox_and_what_is_left_are_not_read(tmp_path: Path) -> None:
    for kind in KINDS:
        root = tmp_path / kind.__name__
        world = kind(root, leave=("calendar", "Archive/2019"), own=(kind.folder(kind(root), "Entwürfe"),))
        for number, shown in enumerate(
            ("Drafts", "Outbox", "Calendar/Old", "Archive/2019", "Archive/2020", "Entwürfe")
        ):
            world.put(shown, number)
        assert offered(world)[0] == [("Archive/2020", 4)], kind


def test_what_people_sort_within_the_inbox_is_not_offered_again(made: Maildir) -> None:
    path = made.put("", 1)
    _, cursor = offered(made)
    for shown in ("Repairs", "INBOX/Planning", "Repairs/2026", ""):
        path = made.move(path, shown)
        again, cursor = offered(made, cursor)
        assert again == [], shown


def test_out_of_junk_into_the_inbox_it_is_offered_with_its_new_place(made: Maildir) -> None:
    path = made.put("Junk", 1)
    found, cursor = offered(made)
    assert found == [("Junk", 1)]
    for shown, place in (("", "INBOX"), ("Trash", "Deleted"), ("Repairs", "Repairs"), ("Sent", "Sent")):
        path = made.move(path, shown)
        found, cursor = offered(made, cursor)
        assert found == [(place, 1)]


def test_what_linkbot_files_is_not_taken_for_new(made: Maildir) -> None:
    first = made.put("", 1)
    there = made.put("Done", 2)
    if isinstance(made, Eml):
        there.rename(there.with_name(first.name)).write_bytes(a_message(22, MONDAY))  # the name is taken
    _, cursor = offered(made)
    made.mailbox.file(first.name.partition(":")[0], "Done", "key")
    assert not first.exists()
    assert offered(made, cursor)[0] == []


def test_a_folder_that_gets_another_name_loses_and_repeats_nothing(made: Maildir) -> None:
    for number in range(5):
        made.put("Repairs", number)
    _, cursor = offered(made)
    made.folder("Repairs").rename(made.folder("Repairs 2026"))
    made.put("Repairs 2026", 7)
    found, cursor = offered(made, cursor)
    assert found == [("Repairs 2026", 7)]
    made.folder("Repairs 2026").rename(made.folder("Junk"))  # that means something
    assert [place for place, _ in offered(made, cursor)[0]] == ["Junk"] * 6


def test_a_folder_renamed_under_our_hands_is_looked_for_again(made: Maildir, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        made.put("Repairs", number)
    _, cursor = offered(made)
    scandir, repairs, looks = os.scandir, made.folder("Repairs"), list[Path]()
    listed = repairs if isinstance(made, Eml) else repairs / "new"

    def between(path: object) -> object:
        looks.extend([listed] if Path(str(path)) == listed else [])
        if len(looks) == (2 if isinstance(made, Eml) else 1) and repairs.exists():  # known already, not listed yet
            repairs.rename(made.folder("Zoo"))
        return scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", between)
    made.put("Repairs", 3)
    found, cursor = offered(made, cursor)
    monkeypatch.undo()
    again, cursor = offered(made, cursor)
    assert sorted(found + again) == [("Zoo", 3)]  # the one new letter, and none of the old ones once more
    assert offered(made, cursor)[0] == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may look into everything")
def test_a_folder_that_may_not_be_looked_into_is_told_and_keeps_nothing_from_being_read(made: Maildir) -> None:
    _told_when_closed(made, lambda folder: folder.chmod(0), lambda folder: folder.chmod(0o700))


def test_a_closed_folder_is_told_once_nothing_else_came(made: Maildir, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir
    closed: set[Path] = set()

    def guarded(path: object) -> object:
        if any(Path(str(path)).is_relative_to(one) for one in closed):
            raise PermissionError(13, "Permission denied")
        return scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", guarded)
    _told_when_closed(made, closed.add, closed.discard)


def _told_when_closed(made: Maildir, close: object, open_again: object) -> None:
    made.put("Repairs", 1)
    _, cursor = offered(made)
    close(made.folder("Repairs"))  # type: ignore[operator]
    made.put("", 2)
    fetched = made.mailbox.fetch(cursor, 10)
    assert [message.folder for message in fetched.messages] == ["INBOX"]
    with pytest.raises(Transient, match=r"Repairs .Permission denied"):
        made.mailbox.fetch(fetched.cursor, 10)
    open_again(made.folder("Repairs"))  # type: ignore[operator]
    assert offered(made, fetched.cursor)[0] == []  # what was covered stayed so


def test_two_files_of_an_export_that_agree_in_name_size_and_time_are_two(tmp_path: Path) -> None:
    world = Eml(tmp_path / "mail")
    one, two = world.put("A", 1), world.put("B", 1)
    two.write_bytes(one.read_bytes().replace(b"letter 1", b"letter 9"))
    os.utime(two, (MONDAY.timestamp(),) * 2)
    messages = world.mailbox.fetch(None, 10).messages
    assert [message.handle for message in messages] == ["A/letter 1.eml", "B/letter 1.eml"]


@pytest.mark.parametrize("name", ["Entwürfe", "R&D", "日本語", "Junk", "a&b-c"])
def test_a_name_is_read_as_it_was_written(name: str) -> None:
    assert shown_name("." + modified_utf7(name)) == name


@pytest.mark.parametrize("broken", [".&", ".&!!-", ".&AAA-", ".&2D8-"])
def test_a_name_that_is_no_modified_utf7_is_shown_as_it_stands(broken: str) -> None:
    assert shown_name(broken) == broken[1:]
