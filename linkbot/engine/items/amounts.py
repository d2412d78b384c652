"""The sum an order or recommendation tells us to pay: a stated total, else the sum of its own parts.

What was offered before, what may be deducted, vouchers, hourly or monthly rates and ranges are not sums to pay; where
the total depends on something else the answer is None, and a person reads the text.
"""

from __future__ import annotations

import re
from decimal import Decimal

from linkbot.engine.items.pounds import Pounds, pounds_in

_PAYS = re.compile(
    r"\b(?:p\s?ay|pays|paid|paying|payment|payments|compensat\w*|refund\w*|reimburs\w*|credit\w*|award\w*|ex\s*gratia|redress)\b"
    r"|\b(?:send|give|offer|re-?offer|honour|transfer|hand|make)(?:s|ing)?\b[^.;£]{0,60}£",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"(?:inclusive\s+of|including|includes|of\s+which|less|minus|deduct\w*|(?<!not\s)already\s+(?:paid|offered|credited)|(?<!not\s)previously\s+paid"
    r"|in\s+addition\s+to|on\s+top\s+of|instead\s+of|rather\s+than|up\s+to|offer\s+of|owed|owes|arrears\s+of|increase\s+(?:its|the)\s+offer\s+from)"
    r"\s+(?:the\s+|its\s+|any\s+|a\s+|(?:any|some|all|part|parts|so\s+much)\s+of\s+|sum\s+of\s+|to\s+(?:her|him|them)\s+|original\s+|earlier\s+|previous\s+|offer\s+of\s+|compensation\s+of\s+)*$",
    re.IGNORECASE,
)
_AFTERWARDS_NOT_OURS = re.compile(
    r"[^.;£]{0,60}\b(?:may|can|should|will|must|is\s+to)\s+be\s+(?:deducted|taken\s+off|set\s+off|off-?set)\b"
    r"|\s*(?:\w+\s+){0,1}(?:voucher|gift\s+card|of\s+arrears|arrears|limit|threshold)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\s*(?:(?:a|an|per|each|every|for\s+(?:each|every))\s+(?:\w+\s+)?(?:day|week|month|year|quarter|term|night|hour|visit|appointment|household|family|person|child)\w*"
    r"|weekly|monthly|yearly|each\b|p\.?[wm]\b|to\s+each\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:\bto|[-–])\s*")
PARTS = re.compile(
    r"made\s+up|comprising|comprised|broken\s+down|breakdown|consisting|consists|of\s+which|as\s+follows|calculated|split\s+(?:as|into)|being\b|namely",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:total(?:ling|s)?|sum|altogether|in\s+all)\b(?:\s+(?:of|payment|compensation|award|sum|amount|to))*\s*$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(r"\s*(?:in\s+total|in\s+all|altogether)\b", re.IGNORECASE)


def amount_in(text: str) -> Decimal | None:
    """The pounds this text orders or recommends to pay, or None when it names no plain sum."""
    if not (_PAYS.search(text) or text.lstrip().startswith("£")):
        return None
    found = pounds_in(text)
    sums: list[Pounds] = []
    for one in found:
        if not to_be_paid(text, one):
            continue
        if is_rate(text, one):
            total = any(_TOTAL.search(text[max(0, m.start - 40) : m.start]) for m in found)
            if not total and not (sums and _explains(text, sums, one)):
                return None
            continue
        sums.append(one)
    if not sums:
        return None
    if (total_of := next((one for one in sums if is_total(text, one)), None)) is not None:
        return total_of.value
    if len(sums) > 1 and _BETWEEN.fullmatch(text[sums[0].end : sums[1].start]):
        return None  # "£100 to £200"
    parts = PARTS.search(text, sums[0].end)
    if (
        parts is not None
        and parts.start() - sums[0].end < 120
        and not any(sums[0].end < one.start < parts.start() for one in sums[1:])
    ):
        return sums[0].value
    for last in range(3, len(sums) + 1):
        if sums[0].value == sum(one.value for one in sums[1:last]):  # a total, then its parts without a word between
            return sums[0].value if last == len(sums) else None  # and what comes then may be anything
    if len(sums) == 2 and sums[0].value == sums[1].value:
        return sums[0].value
    return sum((one.value for one in sums), Decimal(0))


def to_be_paid(text: str, one: Pounds) -> bool:
    """Whether the sum is one to pay, and no earlier offer, deduction, voucher or debt."""
    before, after = text[max(0, one.start - 60) : one.start], text[one.end : one.end + 40]
    return not (_NOT_OURS.search(before) or _AFTERWARDS_NOT_OURS.match(after))


def is_rate(text: str, one: Pounds) -> bool:
    return _RATE.match(text[one.end : one.end + 40]) is not None


def is_total(text: str, one: Pounds) -> bool:
    """ "a total of £170", "(£550 in total)"."""
    return (
        _TOTAL.search(text[max(0, one.start - 40) : one.start]) is not None
        or _TOTAL_AFTER.match(text, one.end) is not None
    )


def _explains(text: str, sums: list[Pounds], rate: Pounds) -> bool:
    """Whether a rate only says how a sum before it comes about: a part of it, or in brackets: "(at £1,800 a term)"."""
    return PARTS.search(text, sums[0].end, rate.start) is not None or (
        text.rfind("(", sums[-1].end, rate.start) > text.rfind(")", sums[-1].end, rate.start)
    )
