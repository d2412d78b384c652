"""The points of matching as a file: a weight turned round, forgotten or misspelt is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkbot.rulebook.matching import load_matching
from linkbot.toml_document import Fault

RULES = Path(__file__).parents[2] / "rules" / "matching.toml"


def faults_of(folder: Path, old: str, new: str) -> list[str]:
    text = RULES.read_text(encoding="utf-8")
    assert old in text
    (folder / "matching.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    faults: list[Fault] = []
    load_matching(folder / "matching.toml", faults)
    return [fault.message for fault in faults if fault.line]


def test_the_shipped_points_are_sound() -> None:
    faults: list[Fault] = []
    rules = load_matching(RULES, faults)
    assert faults == []
    assert (rules.link, rules.margin, rules.confirmations, rules.at_least) == (20, 4, 300, 0.99)
    assert rules.nicknames["bill"] == rules.nicknames["william"] != rules.nicknames["bob"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("postcode_same = 13", "postcode_same = -13", "speaks for a complaint: it must be 0 or more"),
        ("surname_differs = -6", "surname_differs = 6", "speaks against a complaint: it must be 0 or less"),
        ("margin = 4", "margni = 4", "unknown key thresholds.margni (did you mean 'margin'?)"),
        ("margin = 4", "", "thresholds.margin is missing"),
        ("propose = 9", "propose = 21", "propose is above thresholds.link"),
        ("at_least = 0.99", "at_least = 99", "must be a share such as 0.99"),
        ("confirmations = 300", "confirmations = 0", "must be a whole number of 1 or more"),
        ('["christopher", "chris"]', '["Christopher", "chris"]', "one name in lower case is wanted"),
        ("street_named = 7", 'street_named = "much"', "must be a number"),
    ],
)
def test_a_wrong_weight_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert any(told in message for message in faults_of(tmp_path, old, new))
