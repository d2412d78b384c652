"""Which of the dates around an item is its own: in its words, in its table column, in the lead-in of its list.

Dates come counted out from `due_dates`. An item that names no date gets none, unless it points to the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from linkbot.engine.dates.due_dates import Due, LetterDay, find_due
from linkbot.engine.mail.raw_items import RawItem, Span
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.deadlines_found import DeadlinesFound
from linkbot.model.item import Item, ItemKind

_THE_SAME = re.compile(
    r"\b(?:by|within|in|on|over|to)\s+(?:that|the|this|those|these)\s+same\s+(?:date|day|time|timescale"
    r"|timeframe|period|deadline|\w+\s+(?:working\s+)?"
    r"(?:days|weeks|months)|(?:week|fortnight|month))\b",
    re.IGNORECASE,
)
_PROOF = re.compile(  # "… and to send us proof by 14 May": the proof's date is not the deed's
    r"(?:,|;|\band\b|\bthen\b)\s+(?:to\s+|must\s+|should\s+|shall\s+|will\s+|then\s+|also\s+"
    r"|it\s+\w+\s+)*(?:send|provide|give|supply|show|let|upload|submit|furnish|forward)\s+"
    r"(?:(?:us|me|the\s+ombudsman)\b[^.;]{0,60}?\b(?:proof|evidence|confirmation|copy|copies|receipts?)\b|(?:us"
    r"|me)\s+with\s+(?:proof|evidence)|(?:proof|evidence)\b)"
    r"|\bwith\s+(?:the\s+)?(?:results?|proof|evidence)\s+to\s+(?:us|me)\b",
    re.IGNORECASE,
)

_SETS = re.compile(r"(?:by|no\s+later|not\s+later|due|deadline|on\s+or\s+before|\d|\w+day)\b", re.IGNORECASE)


def due_of(found: RawItem, dues: Sequence[Due], day: LetterDay, text: str) -> Due | None:
    """The item's own date, else its lead-in's. In a table the date at the end of the row."""
    for start, end in found.spans:
        here = [due for due in dues if start <= due.date_start < end and (due.cued or found.bare_date)]
        here = [due for due in here if not _names_the_past(due, day)]
        if found.kind is ItemKind.REQUEST:
            own = found.listed and (start, end) == found.spans[0]
            here = [due for due in here if own and due.stated and due.on is not None and due.on >= day.reference]
        if found.bare_date:
            stated = [due for due in here if due.stated]
            here = stated[-1:] or here
        elif not any(due.on for due in here) and (start, end) == found.spans[0]:
            here += [due for due in _at_the_end(dues, start, end, text) if due.on and due.on >= day.reference]
        known = [due for due in here if due.on is not None]
        if known:
            return next((due for due in known if due.stated), known[0])
        if here and found.kind is not ItemKind.REQUEST:
            return here[0]
    return None


def _names_the_past(due: Due, day: LetterDay) -> bool:
    """ "Decisions made before 1 May 2025" says which decisions; "by 1 May 2025" is a date gone by, to ask about."""
    past = due.on is not None and due.stated and due.on < day.reference
    return past and not _SETS.match(due.phrase)


def _at_the_end(dues: Sequence[Due], start: int, end: int, text: str) -> list[Due]:
    """A bare date that closes the item: "Apologise to Ms Adeyemi (12 March 2027)"."""
    return [
        due
        for due in dues
        if start < due.date_start < end
        and due.cue == "none"
        and due.stated
        and not text[due.end : end].strip(" \t\n.;,)|")
        and text[start : due.date_start].rstrip(" \n")[-1:] in ("(", "-", "–", "—", ":", "|", "\t", ",")
    ]


def due_in(found: RawItem, day: LetterDay, rules: DeadlineRules) -> Due | None:
    """The date of a row whose date column was set apart; its place is the row's."""
    here = find_due(found.due_text or "", day, rules)
    return replace(here[-1], start=found.start, end=found.end, date_start=found.start) if here else None


def as_before(found: RawItem, before: Due | None) -> Due | None:
    """The date of the item before, where the words say "by the same date" or "in the same four weeks"."""
    return before if before is not None and _THE_SAME.search(found.text) else None


def covered(found: RawItem, due: Due | None, text: str) -> tuple[Span, ...]:
    """The text whose dates are the item's; not that of the proof it asks for when the deed has a date of its own."""
    spans = ((found.start, found.end), *found.spans)
    if due is None:
        return spans
    cuts: list[Span] = []
    for start, end in spans:
        proof = _PROOF.search(text, max(start, due.end), end) if start <= due.date_start < end else None
        cuts.append((start, proof.start() if proof else end))
    return tuple(cuts) if cuts[0] != spans[0] else spans


def with_reply_date(items: Sequence[Item], found: DeadlinesFound) -> list[Item]:
    """Requests get the letter's reply date: the one for information or evidence, else the first there is."""
    dated = [each for each in found.deadlines if each.on is not None]
    wanted = [each for each in dated if each.purpose in ("information", "evidence")] or dated
    if not wanted:
        return list(items)
    shared = min(wanted, key=lambda each: each.on or date.max)
    return [
        replace(item, deadline=shared) if item.kind is ItemKind.REQUEST and item.deadline is None else item
        for item in items
    ]
