"""The sum an order or recommendation tells us to pay: a stated total, else the sum of its own parts.

What was offered before, what may be deducted, vouchers, hourly or monthly rates and ranges are not sums to pay; where
the total depends on something else the answer is None, and a person reads the text.
"""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = r"\d{1,3}(?:\s?,\s?\d\s?\d\s?\d)+(?!\d)|\d+(?:\s\d{1,2})*(?=\s*(?:[.,;:)]|$|[a-z]))|\d+"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"  # "£375. 16 July" has no pence
_POUNDS = re.compile(
    rf"£\s*(?P<whole>{_NUMBER})(?P<pence>\s?\.\s?\d\s?\d(?![\d/]|\s*(?:[/.-]\s*\d|(?:st|nd|rd|th)\b|(?:{_MONTHS}))))?",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\b(?:p\s?ay|pays|paid|paying|payment|payments|compensat\w*|refund\w*|reimburs\w*|credit\w*|award\w*|ex\s*gratia|redress)\b"
    r"|\b(?:send|give|offer|re-?offer|honour|transfer|hand|make)(?:s|ing)?\b[^.;£]{0,60}£",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"(?:inclusive\s+of|including|includes|of\s+which|less|minus|deduct\w*|already\s+(?:paid|offered|credited)|previously\s+paid"
    r"|in\s+addition\s+to|on\s+top\s+of|instead\s+of|rather\s+than|up\s+to|offer\s+of|owed|owes|arrears\s+of|increase\s+(?:its|the)\s+offer\s+from)"
    r"\s+(?:the\s+|its\s+|any\s+|a\s+|sum\s+of\s+|to\s+(?:her|him|them)\s+|original\s+|earlier\s+|previous\s+|offer\s+of\s+|compensation\s+of\s+)*$",
    re.IGNORECASE,
)
_AFTERWARDS_NOT_OURS = re.compile(
    r"\s*(?:\w+\s+){0,1}(?:voucher|gift\s+card|of\s+arrears|arrears|limit|threshold)\b", re.IGNORECASE
)
_RATE = re.compile(
    r"\s*(?:(?:a|an|per|each|every|for\s+(?:each|every))\s+(?:\w+\s+)?(?:day|week|month|year|quarter|term|night|hour|visit|appointment|household|family|person|child)\w*"
    r"|weekly|monthly|yearly|each\b|p\.?[wm]\b|to\s+each\b)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"^[^.;]{0,40}\bbetween\s*$|\bto\s*$|[-–]\s*$", re.IGNORECASE)
_PARTS = re.compile(
    r"made\s+up|comprising|comprised|broken\s+down|breakdown|consisting|consists|of\s+which|as\s+follows|calculated|split\s+(?:as|into)|being\b|namely",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:total(?:ling|s)?|sum|altogether|in\s+all)\b(?:\s+(?:of|payment|compensation|award|sum|amount|to))*\s*$",
    re.IGNORECASE,
)


def amount_in(text: str) -> Decimal | None:
    """The pounds this text orders or recommends to pay, or None when it names no plain sum."""
    if not (_PAYS.search(text) or text.lstrip().startswith("£")):
        return None
    found = [(match, _value(match)) for match in _POUNDS.finditer(text)]
    sums: list[tuple[re.Match[str], Decimal]] = []
    for match, value in found:
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 40]
        if _NOT_OURS.search(before) or _AFTERWARDS_NOT_OURS.match(after):
            continue
        if _RATE.match(after):
            total = any(_TOTAL.search(text[max(0, m.start() - 40) : m.start()]) for m, _ in found)
            if not total and not (sums and _PARTS.search(text, sums[-1][0].end(), match.start())):
                return None
            continue
        sums.append((match, value))
    if not sums:
        return None
    for match, value in sums:
        if _TOTAL.search(text[max(0, match.start() - 40) : match.start()]):
            return value
    if any(
        re.search(r"\bto\s*$|[-–]\s*$", text[max(0, m.start() - 4) : m.start()]) and i for i, (m, _) in enumerate(sums)
    ):
        first, second = sums[0][0], sums[1][0]
        if second.start() - first.end() <= 5:
            return None  # "£100 to £200"
    parts = _PARTS.search(text, sums[0][0].end())
    if (
        parts is not None
        and parts.start() - sums[0][0].end() < 120
        and not any(sums[0][0].end() < m.start() < parts.start() for m, _ in sums[1:])
    ):
        return sums[0][1]
    if len(sums) > 1 and sums[0][1] == sum(value for _, value in sums[1:]):
        return sums[0][1]  # a total, then its parts without a word between
    return sum((value for _, value in sums), Decimal(0))


def _value(match: re.Match[str]) -> Decimal:
    whole = re.sub(r"[\s,]", "", match["whole"])
    pieces = match["whole"].split()
    if "," not in match["whole"] and len(pieces) > 1 and len(pieces[0]) > 2:
        whole = pieces[0]  # "£500 2 weeks": another number begins
    return Decimal(whole + re.sub(r"\s", "", match["pence"] or ""))
