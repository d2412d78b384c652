"""No regular expression of linkbot tries without end: every one, of code and rules, against texts made to hurt it.

Steps are counted, no clock is read. That a pattern needs some power of the length is harmless, because `plain` cuts
what would repeat without end and sentences are bounded; what doubles with every word is not, at any length.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from linkbot.engine.mail.normalise import plain

from .counted_match import CountedMatch, TooMany
from .hostile_text import attacks

FEW, MANY = 7, 14
STEEPEST = 2**5  # twice the length, at most the fifth power in steps; what explodes makes it 2**7 and more
MOST = 150_000


@dataclass(frozen=True)
class Recorded:
    pattern: str
    flags: int
    where: str


@pytest.fixture(autouse=True)
def _deep() -> Iterator[None]:
    """The counting matcher goes a few calls deeper for each sign."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(usual)


@pytest.fixture(scope="module")
def recorded() -> list[Recorded]:
    program = Path(__file__).with_name("record_patterns.py")
    root = Path(__file__).resolve().parents[2]
    told = subprocess.run(
        [sys.executable, str(program)], cwd=root, capture_output=True, text=True, check=True, env=_environment(root)
    )
    return [Recorded(row["pattern"], row["flags"] & ~re.UNICODE, row["where"]) for row in json.loads(told.stdout)]


def _environment(root: Path) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(root)}


def test_the_patterns_of_code_and_rules_are_all_there(recorded: list[Recorded]) -> None:
    rooms = {one.where.split("/")[0] for one in recorded}
    assert len(recorded) > 250
    assert {"engine", "rulebook", "mailsystems"} <= rooms


def test_no_pattern_explodes(recorded: list[Recorded]) -> None:
    assert [told for one in recorded for told in explosions(one, most_texts=12)] == []


@pytest.mark.slow
def test_no_pattern_explodes_on_any_text_we_can_think_of(recorded: list[Recorded]) -> None:
    assert [told for one in recorded for told in explosions(one)] == []


def explosions(one: Recorded, most_texts: int = 1_000) -> Iterator[str]:
    texts = attacks(one.pattern, one.flags)
    for beginning, pump, end in texts[:: -(-len(texts) // most_texts) or 1]:
        matcher = CountedMatch(one.pattern, one.flags, most=MOST)
        few = _steps(matcher, beginning + pump * FEW + end)
        many = _steps(matcher, beginning + pump * MANY + end)
        if many > STEEPEST * max(few, 30) or few == MOST:
            yield f"{one.where}: {one.pattern[:80]!r} on {beginning!r} + {pump!r} * {MANY} + {end!r}: {few} → {many}"
            return


def _steps(matcher: CountedMatch, text: str) -> int:
    try:
        return matcher.match(text)
    except TooMany:
        return MOST


@pytest.mark.parametrize("bad", [r"(?:a+)+$", r"(?:a|a)*$", r"(?:\w-?\w*)*!", r"Mr (?:-[A-Z]?\w+)*;"])
def test_the_count_finds_what_explodes(bad: str) -> None:
    """The last one stood in the names of complainants: a name of twenty-five hyphens took longer than a day."""
    assert list(explosions(Recorded(bad, 0, "here"))) != []


@pytest.mark.parametrize("pattern", [r"\s+$", r"a+b+c+$", r"(?:and\s+)*\w+\s*:", r"(?i:yes|no)+(?<=s)\b", r"(?m)^x*?$"])
def test_the_count_agrees_with_re_and_lets_harmless_patterns_be(pattern: str) -> None:
    assert list(explosions(Recorded(pattern, re.compile(pattern).flags & ~re.UNICODE, "here"))) == []


@pytest.mark.parametrize("endless", [" ", "\t", "-", "=_", ", ", "a", "é", "\n> ", ".", "(", "\u200b ", "\r\n"])
def test_what_repeats_without_end_is_cut(endless: str) -> None:
    text = plain("Dear Link Officer\n" + endless * 100_000 + "x\nYours sincerely")
    assert text.startswith("Dear Link Officer") and text.endswith("Yours sincerely")
    assert max(map(len, re.findall(r"\S+", text))) <= 1_000 + len("x")
    assert max(map(len, re.findall(r"\W+", text)), default=0) <= 125
    assert plain(text) == text


def test_what_people_write_is_not_cut() -> None:
    link = "https://safelinks.example/?url=" + "a" * 700
    form = "Name: ______________________________    Signed: ..............................\n\n| a |  |  |  |\n" + link
    assert plain(form) == form
