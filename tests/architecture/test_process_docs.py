"""`docs/process.md` promises a test for each step of the process: they exist, and no step is left out."""

from __future__ import annotations

import re

from .house import ROOT, document

PAGE = "docs/process.md"
STEPS = (
    *(f"I{n}" for n in range(1, 11)),
    *(f"D{n}" for n in range(1, 12)),
    *(f"E{n}" for n in range(1, 7)),
    *("F1", "F2", "F3", "M1", "M2", "M3"),
)


def test_every_test_the_page_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", document(PAGE))
    assert len(named) > len(STEPS)
    for file, test in named:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in text, f"{file}::{test}"


def test_every_step_of_the_process_stands_on_the_page() -> None:
    rows = re.findall(r"^\| ([IDEFM]\d+) \|", document(PAGE), re.MULTILINE)
    assert rows == list(STEPS)


def test_every_setting_the_page_names_exists() -> None:
    settings = set(re.findall(r"^\| `([^`]+)` \|", document("docs/configuration.md"), re.MULTILINE))
    named = set(re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", document(PAGE)))
    named = {name for name in named if not name.endswith((".toml", ".py"))}
    assert named and not named - settings
