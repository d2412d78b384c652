"""`linkbot backup` and `linkbot restore`, as the person at the server types them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linkbot.cli.main import main

from .conftest import Council


@pytest.fixture
def kept(at_work: Council) -> Council:
    """A council with a folder for backups."""
    text = at_work.config.read_text(encoding="utf-8")
    at_work.config.write_text(text + '[backup]\nfolder = "backup"\n', encoding="utf-8")
    (at_work.folder / "backup").mkdir()
    return at_work


def names(council: Council) -> list[str]:
    return sorted(path.name for path in (council.folder / "backup").iterdir() if path.name != "octets")


def test_a_backup_by_hand_says_where_it_lies_and_status_and_doctor_know_of_it(kept: Council) -> None:
    assert "none yet" in kept.linkbot("status").out
    (row,) = kept.rows("backup")
    assert row["messages"] == 2 and row["missing"] == [] and Path(str(row["backup"])).is_dir()
    assert "0 hours ago" in kept.linkbot("status").out
    findings = [row for row in kept.rows("doctor") if row["check"] == "backup.recent"]
    assert findings[0]["state"] == "ok" and findings[-1]["state"] == "note"  # on the same disk


def test_another_folder_is_for_once_and_none_at_all_is_said(at_work: Council) -> None:
    said = at_work.linkbot("backup")
    assert said.code == 2 and "backup.folder" in said.err
    assert [row["state"] for row in at_work.rows("doctor") if row["check"] == "backup.recent"] == ["note"]
    assert "linkbot makes none" in at_work.linkbot("status").out
    (at_work.folder / "stick").mkdir()
    assert at_work.linkbot("backup", "--to", str(at_work.folder / "stick")).code == 0
    assert at_work.linkbot("backup", "--to", str(at_work.folder / "unmounted")).code == 1
    assert not (at_work.folder / "unmounted").exists()


def test_the_folder_that_vanished_is_wrong_to_doctor(kept: Council) -> None:
    (kept.folder / "backup").rmdir()
    (finding,) = [row for row in kept.rows("doctor") if row["check"] == "backup.recent"]
    assert finding["state"] == "wrong"


def test_the_backups_there_are(kept: Council) -> None:
    assert "no backup" in kept.linkbot("restore", "--list").out
    kept.linkbot("backup")
    kept.linkbot("backup")
    rows = kept.rows("restore", "--list")
    assert [row["messages"] for row in rows] == [2, 2]
    (kept.folder / "backup" / names(kept)[0] / "manifest.json").write_text("{")
    said = kept.linkbot("restore", "--list")
    assert said.code == 1 and "cannot be read" in said.out


def test_put_back_over_a_register_only_when_asked_and_then_nothing_is_sent_again(kept: Council) -> None:
    kept.linkbot("backup")
    sent = {path.name for path in (kept.folder / "sent").iterdir()}
    task = str(kept.rows("tasks")[0]["id"])
    assert kept.linkbot("tasks", "done", task, "--by", "Ines").code == 0
    refused = kept.linkbot("restore", "latest")
    assert refused.code == 1 and "--replace" in refused.err
    (row,) = kept.rows("restore", "latest", "--replace", "--by", "Ines", "--reason", "a trial")
    assert row["set_aside"] and "done" in str(row["acts_to_give_again"])
    assert "nothing leaves" in kept.linkbot("status").out
    assert kept.linkbot("poll").code == 0
    new = {path.name for path in (kept.folder / "sent").iterdir()} - sent
    texts = [(kept.folder / "sent" / name).read_text() for name in new if name.endswith(".eml")]
    assert sum("restored to the state of" in text.replace("=\n", "") for text in texts) == 1
    assert "nothing leaves" not in kept.linkbot("status").out


def test_into_an_empty_place_after_the_disk_is_gone(kept: Council) -> None:
    before = kept.rows("tasks")
    kept.linkbot("backup")
    shutil.rmtree(kept.folder / "store")
    said = kept.linkbot("restore", names(kept)[0])
    assert said.code == 0 and "must be given again" in said.out
    assert kept.rows("tasks") == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("restore",), 2, "which backup"),
        (("restore", "latest"), 2, "No backup is in"),
        (("restore", "2026-01-01T000000Z"), 2, "There is no backup"),
        (("restore", "mail"), 1, "is no backup"),
    ],
)
def test_what_cannot_be_restored_is_said_and_nothing_changes(
    kept: Council, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, told: str
) -> None:
    monkeypatch.chdir(kept.folder)
    before = (kept.folder / "store" / "linkbot.db").read_bytes()
    said = kept.linkbot(*words)
    assert said.code == code and told in said.err
    assert (kept.folder / "store" / "linkbot.db").read_bytes() == before


def test_a_time_that_is_none_is_refused(kept: Council) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["restore", "latest", "--worked-until", "yesterday", "--config", str(kept.config)])
    assert stopped.value.code == 2
