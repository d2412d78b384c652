"""`linkbot cases export`: the whole case in one archive, the same octets each time, on record, and safe to open."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from .conftest import HO, Council


def export(council: Council, name: str) -> Path:
    said = council.linkbot(
        "cases", "export", HO, "--out", str(council.folder / name), "--by", "Ines", "--reason", "legal"
    )
    assert said.code == 0, said.err
    return council.folder / name


def test_the_case_file_holds_letters_reasons_deeds_and_what_people_did(at_work: Council) -> None:
    assert at_work.linkbot("tasks", "done", f"{HO}/1", "--by", "Ines Castell", "--reason", "all is in").code == 0
    made = export(at_work, "case.zip")
    with zipfile.ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    whole = json.loads(files["case.json"])
    assert whole["case"]["id"] == HO and whole["tasks"] and whole["effects"] and whole["audit"]
    assert [act["by"] for act in whole["acts"]] == ["Ines Castell"]
    (letter,) = whole["letters"]
    eml = letter["page"].replace(".html", ".eml")
    (original,) = [
        path
        for path in (at_work.folder / "store" / "octets").rglob("*")
        if path.is_file() and path.read_bytes() == files[eml]
    ]
    assert original.name == letter["message"]["octets_digest"]
    assert letter["explanation"]["kind"] == letter["message"]["kind"] and letter["explanation"]["evidence"]
    index = files["index.html"].decode()
    for link in re.findall(r'href="([^"]+)"', index):
        assert link in files
    assert "all is in" in index and "Ines Castell" in index and letter["page"] in index
    page = files[letter["page"]].decode()
    for link in re.findall(r'href="([^"]+)"', page):
        assert f"letters/{link}" in files
    assert all(re.fullmatch(r"[\x21-\x7e]+", name) and len(name) < 160 for name in files)
    assert made.stat().st_mode & 0o077 == 0


def test_it_is_the_same_each_time_and_every_export_is_on_record(at_work: Council) -> None:
    assert export(at_work, "one.zip").read_bytes() == export(at_work, "two.zip").read_bytes()
    on_record = [row for row in at_work.rows("audit", "--case", HO) if row["what"] == "exported"]
    assert len(on_record) == 2 and at_work.rows("audit", "--verify")[0]["whole"]


def test_it_goes_nowhere_it_should_not(at_work: Council) -> None:
    there = at_work.folder / "there.zip"
    there.write_bytes(b"mine")
    for words, code in (
        (("cases", "export", HO), 2),
        (("cases", "export", HO, "--out", str(there)), 2),
        (("cases", "export", HO, "--out", str(at_work.folder / "no" / "x.zip")), 2),
        (("cases", "export", "HO 299912345", "--out", str(at_work.folder / "x.zip")), 1),
    ):
        assert at_work.linkbot(*words).code == code
    assert there.read_bytes() == b"mine" and not (at_work.folder / "x.zip").exists()
    assert not [row for row in at_work.rows("audit") if row["what"] == "exported"]
