"""The date of a letter: as printed in its head, else the day the mail was written.

Counted deadlines start at this day, so a date that cannot be the letter's (after it came, over a year before) is not
taken. Dates in the running text are left to `deadlines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from linkbot.model.acting import Acting
from linkbot.model.mail import Letter, LetterRole

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _MONTHS)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATE = (
    rf"{_WEEKDAY}(?:(?P<d>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?:\s+of)?[\s-]+(?P<m>{_MONTH})\.?,?[\s-]+(?P<y>20\d\d)"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>20\d\d)"
    r"|(?P<d3>\d{1,2})[./](?P<n3>\d{1,2})[./](?P<y3>20\d\d)|(?P<y4>20\d\d)-(?P<n4>\d\d)-(?P<d4>\d\d))"
)
_LABEL = (
    r"(?:(?:letter\s+|report\s+|decision\s+|determination\s+|final decision\s+)?date(?:d)?(?:\s+of\s+(?:this\s+)?"
    r"(?:letter|report|decision|determination|final decision))?|sent(?:\s+on)?|issued(?:\s+on)?)"
)
_ALONE = re.compile(rf"^\W*(?:{_LABEL}\s*[:–-]?\s*)?{_DATE}\W*$", re.IGNORECASE)
_LABELLED = re.compile(rf"\b{_LABEL}\s*[:–-]\s*{_DATE}", re.IGNORECASE)
_BARE_LABEL = re.compile(rf"^\W*{_LABEL}\s*[:–-]?\s*$", re.IGNORECASE)
_BESIDE = re.compile(rf"(?:^|\s{{2,}}|[|\t]\s*){_DATE}\s*$", re.IGNORECASE)
_END_OF_HEAD = re.compile(r"^\s*(?:dear|hello|hi)\b", re.IGNORECASE)
_FORM = re.compile(r"\bcomplaint form\b|\bform\b.{0,20}\bcomplaint\b|\btenancy\b|\binvoice\b", re.IGNORECASE)
_LETTERLIKE = re.compile(r"\bOmbudsman\b|\bour ref|\bcomplaint reference\b|^\s*Dear\b", re.IGNORECASE | re.MULTILINE)
_HEAD_LINES = 30
_AFTER_RECEIPT = timedelta(days=3)
_BEFORE_RECEIPT = timedelta(days=400)


def letter_date(acting: Acting, received_on: date) -> tuple[date | None, str | None]:
    """The day and its source (`attachment:…`, `body`, `header:Date`), or (None, None) when nothing is plausible."""
    for letter in sorted(acting.letters, key=_rank):
        if _rank(letter) > 1:
            continue
        for found in _head_dates(letter.text):
            if _plausible(found, received_on):
                return found, letter.source
    if acting.date is not None and _plausible(acting.date.date(), received_on):
        return acting.date.date(), "header:Date"
    return (None, None)


def _rank(letter: Letter) -> int:
    """Attached letters first, then the covering text; a resident's form or another paper never."""
    if letter.role is not LetterRole.ATTACHED:
        return 1
    head = letter.text[:1500]
    is_letter = _LETTERLIKE.search(head) and not _FORM.search(letter.filename or "")
    return 0 if is_letter else 2


def _head_dates(text: str) -> Iterator[date]:
    """Dates that stand alone, or behind "Date:", above the salutation or in the first lines."""
    label_above = False
    for line in text.splitlines()[:_HEAD_LINES]:
        if _END_OF_HEAD.match(line):
            return
        match = _ALONE.match(line) or _LABELLED.search(line) or (_BESIDE.search(line) if len(line) < 90 else None)
        if match is None and label_above:
            match = _ALONE.match(line)
        label_above = _BARE_LABEL.match(line) is not None
        found = _day(match) if match else None
        if found:
            yield found


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = next(int(parts[key]) for key in ("y", "y2", "y3", "y4") if parts[key])
    day = next(int(parts[key]) for key in ("d", "d2", "d3", "d4") if parts[key])
    name = parts["m"] or parts["m2"]
    month = _month(name) if name else int(parts["n3"] or parts["n4"])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(at for at, full in enumerate(_MONTHS, 1) if full.startswith(name.casefold()[:3]))


def _plausible(found: date, received_on: date) -> bool:
    return received_on - _BEFORE_RECEIPT <= found <= received_on + _AFTER_RECEIPT
