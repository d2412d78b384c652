"""Slips and submission folders: done once however often asked, found again by the key, nothing else touched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from casework import CASE, TASK, to_write

from linkbot.casesystems.local import LocalCaseSystem
from linkbot.effectors.recording import Recording, RecordingSubmissions
from linkbot.effectors.submissions import FolderSubmissions
from linkbot.ports import Answer, Permanent, Submissions

KEYS = ["f" * 64, "job@2026-11-02", "../../outside", "nul", "UPPER and space"]


@pytest.fixture(params=["folder", "recording"])
def submissions(request: pytest.FixtureRequest, tmp_path: Path) -> Submissions:
    return FolderSubmissions(tmp_path / "packs") if request.param == "folder" else RecordingSubmissions(Recording())


@pytest.mark.parametrize("key", KEYS)
def test_a_submission_is_absent_then_found_and_twice_is_once(submissions: Submissions, key: str) -> None:
    assert submissions.find(key) is Answer.ABSENT
    receipt = submissions.prepare(key, TASK, CASE)
    assert submissions.prepare(key, TASK, CASE) == receipt
    assert submissions.find(key) == receipt
    assert submissions.find(key + "x") is Answer.ABSENT


def test_a_slip_says_what_was_registered_and_names_nobody(tmp_path: Path) -> None:
    system = LocalCaseSystem(tmp_path)
    system.write("k1", to_write())
    system.write("k1", to_write(case=replace(CASE, reference="202399999"), complaint=None))
    (path,) = tmp_path.iterdir()
    slip = json.loads(path.read_text("utf-8"))
    assert (slip["reference"], slip["original_complaint"], slip["kind"]) == (
        "202312345",
        "CRM-100200",
        "final_determination",
    )
    assert "Castell" not in path.read_text("utf-8")


def test_a_letter_of_another_case_is_not_registered(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="cannot be registered"):
        LocalCaseSystem(tmp_path).write("k", to_write(case=replace(CASE, id="HO 202300001")))
    assert list(tmp_path.iterdir()) == []


def test_a_pack_lists_what_was_asked_and_how_it_goes(tmp_path: Path) -> None:
    submissions = FolderSubmissions(tmp_path, advice=(("ho", "By the Portal, each file 20 MB at most."),))
    submissions.prepare("k", TASK, CASE)
    text = (tmp_path / "HO 202312345-2" / "index.txt").read_text("utf-8-sig")
    for expected in ("Friday 27 November 2026", "1. Proof of payment", "2. Letter to the resident", "By the Portal"):
        assert expected in text
    assert 'linkbot tasks submitted "HO 202312345/2"' in text


def test_preparing_again_leaves_the_files_people_put_there(tmp_path: Path) -> None:
    submissions = FolderSubmissions(tmp_path)
    submissions.prepare("k", TASK, CASE)
    evidence = tmp_path / "HO 202312345-2" / "1 proof.pdf"
    evidence.write_bytes(b"%PDF")
    submissions.prepare("k2", replace(TASK, title="Order 2 (moved)"), CASE)
    assert evidence.read_bytes() == b"%PDF"
    assert "moved" in (evidence.parent / "index.txt").read_text("utf-8-sig")


def test_a_pack_that_a_person_has_taken_away_stays_prepared(tmp_path: Path) -> None:
    submissions = FolderSubmissions(tmp_path)
    receipt = submissions.prepare("k", TASK, CASE)
    (tmp_path / "HO 202312345-2").rename(tmp_path / "sent in November")
    assert submissions.find("k") == receipt
