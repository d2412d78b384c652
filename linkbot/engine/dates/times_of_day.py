"""Times of day beside a date: "5pm", "17:00", "noon", "close of business". Which words mean which hour is data."""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache

from linkbot.engine.dates.phrases import source
from linkbot.model.deadline_rules import DeadlineRules

_DIGITS = (
    r"(?:(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<m>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b\.?|(?P<h24>[01]?\d|2[0-3])[:.](?P<m24>[0-5]\d)(?:\s?(?:hours|hrs|h)\b)?"
    r"|12\s+noon)"
)


@lru_cache(maxsize=8)
def pattern_of(rules: DeadlineRules) -> str:
    """A time of day as the source of a regular expression without named groups, to be put into others."""
    words = "|".join(sorted((source(word) for word, _, _ in rules.times), key=len, reverse=True))
    return rf"(?:{re.sub(r'[?]P<[a-z0-9]+>', '?:', _DIGITS)}|(?:the\s+)?(?:{words})\b)"


@lru_cache(maxsize=8)
def _reader(rules: DeadlineRules) -> re.Pattern[str]:
    words = "|".join(sorted((source(word) for word, _, _ in rules.times), key=len, reverse=True))
    return re.compile(rf"(?<![\d£.:/]){_DIGITS}|\b(?P<word>{words})\b", re.IGNORECASE)


def time_in(text: str, rules: DeadlineRules) -> time | None:
    """The first time of day in a short piece of text."""
    found = _reader(rules).search(text)
    if found is None:
        return None
    if found["word"]:
        said = " ".join(found["word"].lower().split())
        return next(time(hour, minute) for word, hour, minute in rules.times if word == said)
    if found["h24"]:
        return time(int(found["h24"]), int(found["m24"]))
    if found["h"]:
        return time(int(found["h"]) % 12 + (12 if found["half"].lower() == "p" else 0), int(found["m"] or 0))
    return time(12)
