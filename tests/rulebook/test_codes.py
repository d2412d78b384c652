"""A Code is a file; everything wrong with it is told at once, with its line."""

from __future__ import annotations

from pathlib import Path

from linkbot.model.code import Codes
from linkbot.rulebook.codes import load_codes
from linkbot.toml_document import Fault

CODE = """
id = "goods_2026"
name = "Home Goods Code"
short_name = "HG Code"
ombudsman = "goods"
weight = "must"
applies_from = 2026-01-01
third_stage = "allowed"
[[limits]]
stage = 1
act = "answered"
section = "4"
days = 8
from = "received"
"""


def load(folder: Path, **texts: str) -> tuple[Codes, str]:
    paths = {}
    for stem, text in texts.items():
        paths[stem] = folder / f"{stem}.toml"
        paths[stem].write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    codes = load_codes(paths, faults, ombudsmen=["goods"], services=["sofas"])
    return codes, "\n".join(str(fault) for fault in faults)


def test_a_new_code_is_one_file(tmp_path: Path) -> None:
    codes, told = load(tmp_path, goods_2026=CODE)
    assert told == "" and [code.limits[0].days for code in codes.of("goods")] == [8]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = CODE.replace("stage = 1", "stage = 4").replace("received", "requested").replace('"goods"', '"gods"')
    wrong = wrong.replace("days = 8", "days = 0").replace("short_name", "shortname")
    wrong += '[[excluded]]\nservice = "chairs"\nprocedure = "the Chairs Act"\n'
    told = load(tmp_path, goods_2026=wrong)[1]
    for word in (
        "stage is 4",
        "stage 1 is received",
        "'gods'",
        "of 1 or more",
        "did you mean 'short_name'",
        "'chairs'",
    ):
        assert word in told, word
    assert "goods_2026.toml:9" in told or "goods_2026.toml:10" in told


def test_two_codes_of_one_ombudsman_on_one_day_are_a_fault(tmp_path: Path) -> None:
    later = CODE.replace("goods_2026", "goods_2027").replace("2026-01-01", "2027-01-01")
    assert "is in force on days on which goods_2026 is" in load(tmp_path, goods_2026=CODE, goods_2027=later)[1]
    ended = CODE.replace("applies_from", "applies_to = 2026-12-31\napplies_from")
    assert load(tmp_path, goods_2026=ended, goods_2027=later)[1] == ""


def test_a_draft_has_no_days_and_clocks_need_their_start(tmp_path: Path) -> None:
    told = load(tmp_path, goods_2026=CODE.replace("weight", "draft = true\nweight"))[1]
    assert "never in force" in told
    circular = CODE.replace('"answered"', '"acknowledged"').replace('"received"', '"acknowledged"')
    assert "cannot count from itself" in load(tmp_path, goods_2026=circular)[1]
    third = CODE.replace('"allowed"', '"none"').replace("stage = 1", "stage = 3").replace("received", "requested")
    told = load(tmp_path, goods_2026=third)[1]
    assert "third_stage is not allowed" in told and "third_stage_section is missing" in told
