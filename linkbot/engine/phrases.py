"""Plain phrases of the rule files as one compiled pattern: words with flexible blanks, `…` for a short gap.

Knows nothing of what the phrases mean. Apostrophes may be straight or curly, hyphens and line breaks as they come.
"""

from __future__ import annotations

import re
from functools import lru_cache

_GAP = r"(?:[ \t\n]+[^\s.;:]+){0,6}?"


def source(phrase: str) -> str:
    """The regular expression of one phrase, without borders."""
    pieces = []
    for word in phrase.split():
        if word == "…":
            pieces.append(_GAP)
            continue
        escaped = re.escape(word).replace("'", "['’]").replace("\\-", "[-‑–]")
        pieces.append((r"\s+" if pieces else "") + escaped)
    return "".join(pieces)


@lru_cache(maxsize=256)
def compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases as whole words; nothing at all when there are none."""
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![\w'’])(?:{'|'.join(source(p) for p in phrases)})(?![\w'’]|-\w)", re.IGNORECASE)


@lru_cache(maxsize=64)
def ending(phrases: tuple[str, ...], filler: str) -> re.Pattern[str]:
    """Any of the phrases (group `cue`), then `filler`, at the very end of the text."""
    return re.compile(rf"(?<![\w'’])(?P<cue>{'|'.join(source(p) for p in phrases)})(?:{filler})\s*$", re.IGNORECASE)
