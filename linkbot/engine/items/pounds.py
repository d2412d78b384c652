"""Sums in pounds as letters print them: "£1,250.75", "£ 10 0", "£1, 5 00". Which is to be paid is told elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"\d{1,3}(?:\s?,\s?\d\s?\d\s?\d)+(?!\d)|\d+(?:\s\d{1,2})*(?=\s*(?:[.,;:)]|$|[a-z]))|\d+"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"  # "£375. 16 July" has no pence
_POUNDS = re.compile(
    rf"£\s*(?P<whole>{_NUMBER})(?P<pence>\s?\.\s?\d\s?\d(?![\d/]|\s*(?:[/.-]\s*\d|(?:st|nd|rd|th)\b|(?:{_MONTHS}))))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pounds:
    """A printed sum and its place in the text."""

    start: int
    end: int
    value: Decimal


def pounds_in(text: str) -> tuple[Pounds, ...]:
    """Every sum in the order of the text."""
    return tuple(Pounds(match.start(), match.end(), _value(match)) for match in _POUNDS.finditer(text))


def _value(match: re.Match[str]) -> Decimal:
    whole = re.sub(r"[\s,]", "", match["whole"])
    pieces = match["whole"].split()
    if "," not in match["whole"] and len(pieces) > 1 and len(pieces[0]) > 2:
        whole = pieces[0]  # "£500 2 weeks": another number begins
    return Decimal(whole + re.sub(r"\s", "", match["pence"] or ""))
