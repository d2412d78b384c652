"""Finds our own complaint references: behind "Your ref:" and its like always, and by the council's own patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from linkbot.engine.facts.spans import Spans

_CUE = re.compile(
    r"(?:\byours?\s+(?:own\s+)?(?:complaint\s+|case\s+)?ref(?:erence)?(?:\s*(?:number|no))?"
    r"|\b(?:the\s+)?(?:council|authority|landlord|borough|association|organisation|body)(?:'s|’s|s')?\s+(?:own\s+)?"
    r"(?:complaint\s+|case\s+)?ref(?:erence)?(?:\s*(?:number|no))?)"
    r"\b\.?\s*(?:is|was|:|=|-|–|\(|#)?[ \t]*(?:\n[ \t]*)?",
    re.IGNORECASE,
)
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9]*(?:[/_.:-][A-Za-z0-9]+|[ ](?=\d)[0-9]+(?![\w/]))*")
_NOTHING = re.compile(r"^(?:n/?a|none|not|tbc|unknown|to|is|was|for|and|in|on|our|dear|the)$", re.IGNORECASE)


def own_sightings(text: str, patterns: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """(reference as written, start, end), in order of the text. A pattern that does not compile finds nothing."""
    found: dict[int, tuple[str, int, int]] = {}
    for pattern in patterns:
        try:
            compiled = re.compile(rf"(?<![\w/-])(?:{pattern})(?![\w]|[/-]\w)")
        except re.error:
            continue
        for match in compiled.finditer(text):
            found[match.start()] = (" ".join(match[0].split()), match.start(), match.end())
    taken = Spans.covering((start, end) for _, start, end in found.values())
    for cue in _CUE.finditer(text):
        value = _VALUE.match(text, cue.end())
        if value is None or not re.search(r"\d", value[0]) or _NOTHING.match(value[0]):
            continue
        if not taken.add(value.start(), value.end()):
            continue
        found[value.start()] = (value[0].rstrip(".:-"), value.start(), value.end())
    return iter(sorted(found.values(), key=lambda one: one[1]))
