"""When the disk is full nothing is half there, the worker may try again, and the second try is the first deed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from casework import CASE, TASK, to_write
from disk_faults import fill
from outgoing_mails import a_mail

from linkbot.casesystems.local import LocalCaseSystem
from linkbot.effectors.submissions import FolderSubmissions
from linkbot.mailsystems.eml_folder import EmlFolderOutgoing
from linkbot.mailsystems.folder_drafts import FolderDrafts
from linkbot.mailsystems.maildir_drafts import MaildirDrafts
from linkbot.ports import Answer, Found, Transient
from linkbot.whole_file import write_whole

Deed = Callable[[], object]
Question = Callable[[], Found]


def _eml(path: Path) -> tuple[Deed, Question]:
    outgoing = EmlFolderOutgoing(path)
    return lambda: outgoing.send(a_mail(invite=True)), lambda: outgoing.find(a_mail(invite=True))


def _folder_drafts(path: Path) -> tuple[Deed, Question]:
    drafts = FolderDrafts(path)
    return lambda: drafts.save(a_mail(), None), lambda: drafts.find(a_mail())


def _maildir_drafts(path: Path) -> tuple[Deed, Question]:
    drafts = MaildirDrafts(path / ".Drafts")
    return lambda: drafts.save(a_mail(), None), lambda: drafts.find(a_mail())


def _local(path: Path) -> tuple[Deed, Question]:
    system = LocalCaseSystem(path)
    return lambda: system.write("k", to_write()), lambda: system.find("k", to_write())


def _submission(path: Path) -> tuple[Deed, Question]:
    submissions = FolderSubmissions(path)
    return lambda: submissions.prepare("k", TASK, CASE), lambda: submissions.find("k")


@pytest.mark.parametrize("make", [_eml, _folder_drafts, _maildir_drafts, _local, _submission])
def test_a_full_disk_is_for_later_and_leaves_nothing_half_done(
    make: Callable[[Path], tuple[Deed, Question]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deed, question = make(tmp_path)
    with monkeypatch.context() as patch:
        fill(patch)
        with pytest.raises(Transient, match="disk is full"):
            deed()
    assert question() is Answer.ABSENT
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "maildirfolder"] == []
    receipt = deed()
    assert question() == receipt


def test_a_file_being_replaced_is_the_old_one_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "register"
    path.write_bytes(b"old")
    if os.name != "nt":
        path.chmod(0o664)
    with monkeypatch.context() as patch:
        fill(patch)
        with pytest.raises(OSError, match="No space"):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o664


def test_the_half_of_a_killed_process_goes_when_the_file_is_written_and_no_other_file_does(tmp_path: Path) -> None:
    half, of_another = tmp_path / ".linkbot-slip.json-1.tmp", tmp_path / ".linkbot-slip.json-old.txt-1.tmp"
    for path in (half, of_another, tmp_path / "slip.json-1.tmp"):
        path.write_bytes(b"ha")
    write_whole(tmp_path / "slip.json", b"whole")
    assert not half.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"slip.json", of_another.name, "slip.json-1.tmp"}
