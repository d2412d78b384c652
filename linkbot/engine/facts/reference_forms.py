"""Finds case references in a text in every written form, and gives them their canonical one.

Spaces, no-break spaces, hyphens and dots between the groups, line breaks inside, no spaces at all; but not telephone
numbers, amounts, dates or other numbers that happen to be as long. What a reference is for is `references`' question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from linkbot.engine.facts.spans import Spans
from linkbot.model.ombudsman import Ombudsmen, ReferenceForm

CUE = re.compile(
    r"\b(?:ref(?:erence)?s?|case|complaints?|number|no|nr|file|id|investigation|enquiry|matter)\b"
    r"[\s.:#()\-–—/]*(?:is|are|no|number|ref(?:erence)?|id)?[\s.:#()\-–—/]*$",
    re.IGNORECASE,
)
_NOT_A_CASE = re.compile(
    r"(?:\b(?:tel(?:ephone)?|phone|fax|mob(?:ile)?|call|ring|helpline|switchboard|extn?|account|sort code|invoice|uprn|"
    r"vat|charity|company|nhs|dx|isbn|stock|tenancy|rent)\b[^\n\d]{0,25}|[£$€]\s?|\+\d{0,3}\s?)$",
    re.IGNORECASE,
)
_GAP = r"(?:[^\S\n]{1,3}|[^\S\n]?[-‐‑–./][^\S\n]?|[^\S\n]*\n[ \t>]*)"

_TELLING = 5  # digits before the first break: more than a year that happens to precede another number


@dataclass(frozen=True)
class Sighting:
    """One reference at one place. `sure` False: bare digits without a cue, worth something only beside a sure one."""

    ombudsman: str
    reference: str  # canonical
    start: int
    end: int
    sure: bool = True
    cued: bool = False  # a word such as "reference" stands before it


def sightings(text: str, ombudsmen: Ombudsmen) -> tuple[Sighting, ...]:
    """Every reference of every ombudsman in the text, in order. Offsets are those of the text given."""
    found: list[Sighting] = []
    taken = Spans()
    for one in ombudsmen.all:
        for sighting in _of_form(text, one.reference, one.id):
            if taken.add(sighting.start, sighting.end):
                found.append(sighting)
    return tuple(sorted(found, key=lambda one: one.start))


def _of_form(text: str, form: ReferenceForm, ombudsman: str) -> Iterator[Sighting]:
    grouped, bare, broken = _compiled(form)
    taken = Spans()
    for pattern, kind in ((grouped, "grouped"), (bare, "bare"), (broken, "broken")):
        for match in pattern.finditer(text) if pattern else ():
            digits = re.sub(r"\D", "", match[0])
            start, end = match.span()
            if not re.fullmatch(form.digits, digits) or taken.overlaps(start, end):
                continue
            before = text[max(0, start - 60) : start]
            cued = CUE.search(before) is not None
            if _NOT_A_CASE.search(before) or (
                kind == "grouped" and len(form.groups) > 1 and _in_a_row(text, start, end, taken)
            ):
                continue
            if kind == "broken" and not cued and len(re.split(r"\D", match[0])[0]) < _TELLING:
                continue
            taken.add(start, end)
            sure = cued or kind == "grouped" or (kind == "bare" and not form.bare_needs_cue)
            yield Sighting(ombudsman, form.canonical(digits), start, end, sure, cued)


def _in_a_row(text: str, start: int, end: int, taken: Spans) -> bool:
    """More digit groups right beside it: a telephone or account number, unless the neighbour is a reference itself."""
    left = re.search(r"\d[ \-.]$", text[max(0, start - 2) : start])
    right = re.match(r"[ \-.]\d{1,4}(?!\d)(?![ \-]\d{3}[ \-]\d{3}\b)", text[end : end + 16])
    beside = taken.ends_at(start - 1)
    return bool(
        (left and not beside) or (right and not re.match(r"[ \-.]\d{1,2}[ /](?:[A-Z]|\d)", text[end : end + 8]))
    )


@lru_cache(maxsize=32)
def _compiled(form: ReferenceForm) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str] | None]:
    """Grouped as printed, bare digits, and (for ungrouped forms) broken once or twice by extraction or a line end."""
    # a first digit, then what may not stand before it: the other way round every letter of a text is looked at
    first, stop = r"\d(?<![\w£@=]\d)(?<!\d[-.,:]\d)", r"(?![\w@]|[.,:-]\d)"
    size, *others = form.groups
    grouped = _GAP.join([rf"{first}\d{{{size - 1}}}", *(rf"\d{{{other}}}" for other in others)]) + stop
    bare = rf"{first}\d{{{form.length - 1}}}{stop}"
    broken = None
    if len(form.groups) == 1:
        soft = r"(?:[ \t]|-?[ \t]*\n[ \t>]*)?"
        broken = re.compile(first + r"\d{3}" + "".join(rf"{soft}\d" for _ in range(form.length - 4)) + stop)
    return re.compile(grouped), re.compile(bare), broken
