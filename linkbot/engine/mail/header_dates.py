"""The date in a quoted header block, in the shapes mail programs print it: `Wednesday, 2 December 2026 15:20` and kin.

Aware always: without a zone it is UK time, because the programs print the reader's own. Not for dates in letters.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from linkbot.engine.mail.parse_headers import read_date

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"\b{_DAY}[ -]+{_MONTH},?[ -]+(?P<year>\d{{4}}|\d{{2}})\b",
        rf"\b{_MONTH} +{_DAY},? +(?P<year>\d{{4}})\b",
        r"\b(?P<year>\d{4})-(?P<m>\d{2})-(?P<day>\d{2})(?=\b|T)",
        r"\b(?P<day>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<year>\d{4}|\d{2})\b",
    )
)
_TIME = re.compile(r"\b(\d{1,2})[:.](\d{2})(?:[:.]\d{2})? ?(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_ZONE = re.compile(r"\b(GMT|BST|UTC|Z)\b|([+-])(\d{2}):?(\d{2})\b")


def header_date(value: str) -> datetime | None:
    """The instant a header block names, or None. Numeric dates are day first."""
    found = _find(value)
    return found[0] if found else None


def date_end(value: str) -> int | None:
    """Where date and time end in `On … wrote:`, or None when there is no date."""
    found = _find(value)
    return found[1] if found else None


def _find(value: str) -> tuple[datetime, int] | None:
    value = value[:300]
    match = next((m for m in (shape.search(value) for shape in _SHAPES) if m), None)
    if match is None:
        exact = read_date(value)
        return (exact, len(value)) if exact else None
    parts = match.groupdict()
    month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["month"].lower()]
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    time = _TIME.search(value, match.end()) or _TIME.search(value, 0, match.start())
    hour, minute, end = 0, 0, match.end()
    if time:
        hour, minute, end = int(time[1]), int(time[2]), max(end, time.end())
        half = (time[3] or "").lower()[:1]
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    try:
        wall = datetime(year, month, int(parts["day"]), hour, minute, tzinfo=UTC)  # its own zone follows
    except ValueError:
        return None
    if not 1980 <= year <= 2100:
        return None
    zone = _ZONE.search(value, end) if time else None
    return wall.replace(tzinfo=_offset(zone) if zone else uk_zone(wall)), zone.end() if zone else end


def _offset(zone: re.Match[str]) -> timezone:
    if zone[1]:
        return timezone(timedelta(hours=1)) if zone[1].upper() == "BST" else UTC
    minutes = min(int(zone[3]), 14) * 60 + int(zone[4])
    return timezone(timedelta(minutes=minutes if zone[2] == "+" else -minutes))


def uk_zone(wall: datetime) -> timezone:
    """GMT or BST of a wall time, by the rule since 1996: no zone file is read here. The zone given is ignored."""
    wall = wall.replace(tzinfo=UTC)
    begins = _last_sunday(wall.year, 3) + timedelta(hours=1)
    ends = _last_sunday(wall.year, 10) + timedelta(hours=2)
    return timezone(timedelta(hours=1)) if begins <= wall < ends else UTC


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
