"""Where a text may speak of somebody else: names with a title, addresses, telephone numbers, other residents' names.

It flags for whoever redacts; it misses what has no such sign, and says so. It decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from linkbot.engine.persons.mentions import POSTCODE, TITLES, Person, Taken, folded, mentions

_TITLED = re.compile(
    rf"\b(?i:{TITLES})\.?[ \u00a0](?:[A-Z]\.?[ \u00a0])?[A-Z][\w'-]{{1,30}}(?:[ \u00a0][A-Z][\w'-]{{1,30}})?"
)
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?<![\w/-])(?:\+44[ \u00a0]?\(?0?\)?|0)[1-9](?:[ \u00a0-]?\d){8,9}(?!\d)")
_BORN = re.compile(r"\b(?:date of birth|d\.?o\.?b\.?|born(?: on)?)\b[: ]*[\w /.-]{4,24}", re.IGNORECASE)
_NUMBERED = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[A-D]\b")
_SORTS = (
    ("name", _TITLED),
    ("e-mail", _EMAIL),
    ("postcode", POSTCODE),
    ("telephone", _PHONE),
    ("date of birth", _BORN),
    ("National Insurance number", _NUMBERED),
)


@dataclass(frozen=True)
class Other:
    start: int
    end: int
    sort: str


def others(text: str, person: Person, *, known: Collection[str] = ()) -> tuple[Other, ...]:
    """In order. `known`: names of other residents in the register."""
    mine, kept, found = Taken(), Taken(), [*_by_sign(text), *_by_known(text, known)]
    for mention in mentions(text, person):
        mine.add(mention.start, mention.end)
    in_order = sorted(found, key=lambda o: (o.start, -o.end))
    return tuple(one for one in in_order if not mine.meets(one.start, one.end) and kept.add(one.start, one.end))


def _by_sign(text: str) -> Iterator[Other]:
    for sort, pattern in _SORTS:
        for match in pattern.finditer(text):
            yield Other(match.start(), match.end(), sort)


def _by_known(text: str, known: Collection[str]) -> Iterator[Other]:
    flat = folded(text).casefold()
    if len(flat) != len(text):
        return
    for name in known:
        plain = folded(" ".join(name.split())).casefold()
        start = flat.find(plain) if len(plain) > 4 else -1
        while start >= 0:
            yield Other(start, start + len(plain), "another resident's name")
            start = flat.find(plain, start + 1)
