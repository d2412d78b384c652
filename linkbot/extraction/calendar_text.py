"""A calendar part to the words a person sees of it: what, when, where, and the text below. No date in it is a deadline.

Answers to invitations and address cards say nothing of a case; what cannot be read is told, for a caseworker's
invitation may be all the mail there is.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from linkbot.engine.mail.charsets import decode
from linkbot.extraction.limits import Unreadable
from linkbot.model.mail import TextStatus

_SAYS_NOTHING = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER", "ADD"})
_ZONE = ZoneInfo("Europe/London")
MOST_ENTRIES = 20
_DAMAGED = "The calendar entry is damaged. Please open it and say what it is."
_NOTHING = "A calendar part: no letter stands in it."


def read_calendar(content: bytes) -> str:
    """Entries one below the other. Raises Unreadable: IGNORED when there is none to read."""
    text = decode(content, None)[0]
    if "BEGIN:VEVENT" not in text.upper() and "BEGIN:VTODO" not in text.upper():
        raise Unreadable(TextStatus.IGNORED, _NOTHING)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        entries = [
            _entry(entry, str(calendar.get("method", "")).upper())
            for calendar in calendars
            for entry in calendar.walk()
            if entry.name in ("VEVENT", "VTODO") and str(calendar.get("method", "")).upper() not in _SAYS_NOTHING
        ]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable(TextStatus.FAILED, _DAMAGED) from error
    if not entries:
        raise Unreadable(TextStatus.IGNORED, _NOTHING)
    return "\n\n".join(dict.fromkeys(entries[:MOST_ENTRIES]))


def _entry(entry: Component, method: str) -> str:
    cancelled = method == "CANCEL" or _value(entry, "status").upper() == "CANCELLED"
    heading = "Cancelled invitation" if cancelled else "Invitation"
    lines = [f"{heading}: {_value(entry, 'summary') or '(without a subject)'}"]
    when = " to ".join(filter(None, (_moment(entry, "dtstart"), _moment(entry, "dtend"))))
    if when:
        lines.append(f"When: {when}")
    where = _value(entry, "location")
    if where:
        lines.append(f"Where: {where}")
    return "\n".join((*lines, "", _value(entry, "description"))).strip()


def _value(entry: Component, name: str) -> str:
    found = entry.get(name)
    first = found[0] if isinstance(found, list) and found else found
    return str(first or "").strip()


def _moment(entry: Component, name: str) -> str:
    held = getattr(entry.get(name), "dt", None)
    if isinstance(held, datetime):
        local = held.astimezone(_ZONE) if held.tzinfo else held
        return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M}"
    return f"{held:%A} {held.day} {held:%B %Y} (all day)" if isinstance(held, date) else ""
