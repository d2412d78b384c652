"""Retention: nothing goes by itself, a hold holds, and what a person erases is gone from every file of the store."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from linkbot.cli.main import main
from linkbot.ports import Transient
from linkbot.store import SqlStore
from linkbot.worker.records import erasing

from .conftest import HO, LGSCO, Council

PERSONS = ("Pemberton", "Leroy", "Teasel")
ERASE = ("--by", "Ines Castell", "--reason", "six years are over")


@pytest.fixture(scope="session")
def with_a_closed_case(polled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both cases have letters, tasks, mails and questions; the first is closed and everything of it is done."""
    folder = tmp_path_factory.mktemp("closed") / "council"
    shutil.copytree(polled, folder)
    said = ("--by", "Ines", "--config", str(folder / "linkbot.toml"), "--reason")
    assert main(["tasks", "done", f"{HO}/1", *said, "Mr Pemberton has it all"]) == 0
    assert main(["cases", "close", HO, *said, "Leroy Pemberton is content"]) == 0
    assert main(["poll", "--config", str(folder / "linkbot.toml")]) == 0
    return folder


@pytest.fixture
def closed(with_a_closed_case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Council:
    """The first case is closed."""
    shutil.copytree(with_a_closed_case, tmp_path / "council")
    council = Council(tmp_path / "council", capsys)
    assert [name for name in PERSONS if left(council, name)] == list(PERSONS)
    return council


def left(council: Council, words: str) -> list[str]:
    """Files of the store in which these words stand, in whatever of the usual ways."""
    forms = {words.encode(), words.encode("utf-16-le"), words.upper().encode(), words.lower().encode()}
    store = council.folder / "store"
    return [str(path) for path in store.rglob("*") if path.is_file() and any(f in path.read_bytes() for f in forms)]


def erase(council: Council, *more: str) -> int:
    return council.linkbot("retention", "erase", HO, *ERASE, *more).code


def certificates(council: Council) -> list[Path]:
    return sorted((council.folder / "certificates").glob("*.txt")) if (council.folder / "certificates").is_dir() else []


def test_after_an_erasure_no_file_of_the_store_holds_a_word_of_the_person(closed: Council) -> None:
    before = {path: path.read_bytes() for path in (closed.folder / "store" / "octets").rglob("*") if path.is_file()}
    assert erase(closed, "--early") == 0
    for name in PERSONS:
        assert left(closed, name) == []
    gone = [path for path in before if not path.exists()]
    assert gone and all(path.read_bytes() == octets for path, octets in before.items() if path.exists())
    assert [row["id"] for row in closed.rows("cases")] == [LGSCO]
    assert closed.rows("audit", "--verify")[0]["whole"]
    (erased,) = [row for row in closed.rows("audit", "--case", HO) if row["what"] == "erased"]
    (paper,) = certificates(closed)
    text = paper.read_text("utf-8-sig")
    told = json.loads(paper.with_suffix(".json").read_text("utf-8"))
    assert (told["case"], told["by"], told["reason"], told["id"]) == (HO, ERASE[1], ERASE[3], erased["subject"])
    assert sorted(path.name for path in gone) == told["files_sha256"] and all(path.name in text for path in gone)
    assert not any(name in text for name in PERSONS) and "mailbox" in text
    assert closed.linkbot("audit", "--expect", told["audit_head"]).code == 0


def test_the_mail_is_not_taken_for_a_new_letter_afterwards_and_the_other_case_lives_on(closed: Council) -> None:
    other = closed.linkbot("cases", "show", LGSCO, "--json").out
    assert erase(closed, "--early") == 0
    with closing(sqlite3.connect(closed.folder / "store" / "linkbot.db")) as db, db:
        db.execute("DELETE FROM mailbox_cursors")  # the mailbox offers all of it once more
    assert closed.linkbot("poll").code == 0
    assert [row["id"] for row in closed.rows("cases")] == [LGSCO]
    assert closed.linkbot("cases", "show", LGSCO, "--json").out == other
    assert all(left(closed, name) == [] for name in PERSONS)
    from openpyxl import load_workbook

    book = load_workbook(closed.folder / "ombudsman-register.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(HO.split()[1] in cell for cell in cells) and any(LGSCO.split(" ", 1)[1] in cell for cell in cells)


def test_nothing_goes_before_its_day_on_hold_open_or_without_a_name_and_a_reason(at_work: Council) -> None:
    assert erase(at_work, "--early") == 1  # open
    at_work.linkbot("cases", "close", HO, "--by", "Ines", "--reason", "done")
    at_work.linkbot("poll")
    assert erase(at_work) == 1  # six years are not over
    assert at_work.linkbot("cases", "hold", HO, "on", "--by", "Legal").code == 1  # no reason
    assert at_work.linkbot("cases", "hold", HO, "on", "--by", "Legal", "--reason", "judicial review").code == 0
    assert at_work.linkbot("cases", "hold", HO, "on", "--by", "Legal", "--reason", "again").code == 1
    assert erase(at_work, "--early") == 1  # held
    (row,) = at_work.rows("retention", "list", "--all")
    assert row["hold"]["reason"] == "judicial review" and not row["due"]
    assert at_work.linkbot("cases", "hold", HO, "off", "--by", "Legal", "--reason", "withdrawn").code == 0
    for words in (("--by", "Ines"), ("--reason", "over"), ("--by", "Ines", "--reason", "Mr Pemberton asked")):
        assert at_work.linkbot("retention", "erase", HO, "--early", *words).code != 0
    assert at_work.linkbot("retention", "erase").code == 2 and at_work.rows("retention") == []
    assert HO in [row["id"] for row in at_work.rows("cases")] and certificates(at_work) == []


def test_what_is_past_its_day_is_listed_by_the_years_of_its_ombudsman(closed: Council) -> None:
    with closing(sqlite3.connect(closed.folder / "store" / "linkbot.db")) as db, db:
        db.execute("UPDATE cases SET closed_at = '2020-02-29 10:00:00.000000' WHERE status = 'closed'")
    (row,) = closed.rows("retention")
    assert (row["case"], row["due_on"], row["due"]) == (HO, "2026-03-01", True)
    config = closed.config.read_text(encoding="utf-8")
    closed.config.write_text(config + "[retention.by_ombudsman]\nho = 60\n", encoding="utf-8")
    assert closed.rows("retention") == [] and closed.rows("retention", "--all")[0]["due_on"] == "2080-02-29"
    assert erase(closed) == 1
    closed.config.write_text(config, encoding="utf-8")
    assert erase(closed) == 0


@pytest.mark.parametrize(
    "seam", ["erase", "erase_octets", "half the octets", "leave_no_trace", "certificate", "the end"]
)
def test_cut_off_anywhere_it_goes_on_and_ends_the_same(
    closed: Council, seam: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cut(BaseException):
        """The process is gone."""

    def cut(*_: object, **__: object) -> object:
        raise Cut

    with monkeypatch.context() as patch:
        if seam == "erase":
            patch.setattr(erasing, "write_anew", cut)  # the last word of the transaction
        elif seam == "half the octets":
            whole = SqlStore.erase_octets
            patch.setattr(SqlStore, "erase_octets", lambda s, d: (whole(s, d[: len(d) // 2 + 1]), cut())[0])
        elif seam == "certificate":
            patch.setattr(erasing, "certificate", cut)
        elif seam == "the end":
            write = erasing.certificate
            patch.setattr(erasing, "certificate", lambda plan, folder: (write(plan, folder), cut())[0])
        else:
            patch.setattr(SqlStore, seam, cut)
        with pytest.raises(Cut):
            closed.linkbot("retention", "erase", HO, "--early", *ERASE)
    if seam == "erase":
        assert HO in [row["id"] for row in closed.rows("cases")]  # nothing had happened yet
        assert erase(closed, "--early") == 0
    else:
        assert closed.linkbot("poll").code == 0  # a worker's turn in between does no harm
        assert closed.linkbot("retention", "erase", "--by", "Ines").code == 0
    assert all(left(closed, name) == [] for name in PERSONS)
    assert len(certificates(closed)) == 1 and closed.rows("audit", "--verify")[0]["whole"]
    assert len([row for row in closed.rows("audit") if row["what"] == "erased"]) == 1
    assert closed.linkbot("retention", "erase", "--by", "Ines").code == 2  # nothing is left to be finished


def test_a_register_in_use_is_told_and_finished_later(closed: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(self: SqlStore) -> None:
        raise Transient("The register is in use just now.")

    with monkeypatch.context() as patch:
        patch.setattr(SqlStore, "leave_no_trace", busy)
        assert erase(closed, "--early") != 0 and certificates(closed) == []
    (finding,) = [row for row in closed.rows("doctor") if row["check"] == "erasure.finished"]
    assert finding["state"] == "wrong" and "linkbot retention erase" in str(finding["todo"])
    assert closed.linkbot("retention", "erase", "--by", "Ines").code == 0 and len(certificates(closed)) == 1


def test_a_case_that_a_backup_brought_back_is_told(closed: Council) -> None:
    store = (closed.folder / "store" / "linkbot.db").read_bytes()
    assert erase(closed, "--early") == 0
    (closed.folder / "store" / "linkbot.db").write_bytes(store)
    (finding,) = [row for row in closed.rows("doctor") if row["check"] == "erasure.finished"]
    assert finding["state"] == "wrong" and re.search(rf"{HO} was erased on", str(finding["seen"]))
