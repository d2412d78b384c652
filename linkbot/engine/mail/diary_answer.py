"""The answer to an invitation that stands in a mail's calendar part (RFC 5546: REPLY, COUNTER); None in all other mail.

Only single lines are looked at, and few of them: no time zone is built and nothing recurs, whatever a part asks for.
Neither subject nor text counts, which are in the language of whoever answers; nor does a part of a forwarded mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar.parser import Contentline, Contentlines
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from linkbot.engine.mail.addresses import parse_address
from linkbot.engine.mail.charsets import decode
from linkbot.model.casework import Attendance
from linkbot.model.diary import DiaryAnswer
from linkbot.model.mail import Attachment, Message

MOST_OCTETS, MOST_LINES, LONGEST_LINE, LONGEST_UID = 100_000, 2_000, 4_000, 1_000
_LONDON = ZoneInfo("Europe/London")
_ZONES = frozenset(WINDOWS_TO_OLSON.values())
"""Names a zone is looked up by; any other could name any file."""
_PARTSTAT = {
    "ACCEPTED": Attendance.ACCEPTED,
    "TENTATIVE": Attendance.TENTATIVE,
    "DECLINED": Attendance.DECLINED,
    "DELEGATED": Attendance.DELEGATED,
}
_WANTED = frozenset({"METHOD", "UID", "ATTENDEE", "SEQUENCE", "DTSTART", "X-MS-OLK-ORIGINALSTART"})
Line = tuple[str, dict[str, str], str]
"""Name, parameters, value; names in capitals."""


def diary_answer(message: Message) -> DiaryAnswer | None:
    """None also when two parts of one mail say different things. Never raises."""
    sender = message.from_.address if message.from_ else ""
    found = {
        answer
        for part in message.attachments
        if is_calendar(part) and (answer := _read(part.content, sender)) is not None
    }
    return found.pop() if len(found) == 1 else None


def is_calendar(part: Attachment) -> bool:
    named = (part.filename or "").casefold().endswith(".ics")
    return named or part.media_type in ("text/calendar", "application/ics")


def _read(octets: bytes, sender: str) -> DiaryAnswer | None:
    if len(octets) > MOST_OCTETS:
        return None
    method, entries = "", list[list[Line]]()
    for place, line in _lines(decode(octets, None)[0]):
        name, _, value = line
        if place == ("VCALENDAR",) and name == "METHOD":
            method = value.strip().upper()
        elif place == ("VCALENDAR", "VEVENT"):
            if name == "BEGIN":
                entries.append([])
            elif entries:
                entries[-1].append(line)
    if method not in ("REPLY", "COUNTER"):
        return None
    answers = {answer for entry in entries if (answer := _answer(entry, sender, proposes=method == "COUNTER"))}
    return answers.pop() if len(answers) == 1 else None


def _lines(text: str) -> Iterator[tuple[tuple[str, ...], Line]]:
    """The lines that count, each with the components it stands in; those that are no content lines are passed over."""
    place: list[str] = []
    try:
        lines: list[Contentline] = Contentlines.from_ical(text)[:MOST_LINES]  # type: ignore[no-untyped-call]
    except ValueError:
        return
    for raw in lines:
        if not raw or len(raw) > LONGEST_LINE:
            continue
        name = raw.partition(":")[0].partition(";")[0].strip().upper()
        if name == "END" and place:
            place.pop()
        elif name == "BEGIN":
            place.append(raw.partition(":")[2].strip().upper())
            yield tuple(place), (name, {}, place[-1])
        elif name in _WANTED and (parts := _parts(raw)) is not None:
            yield tuple(place), (name, *parts)


def _parts(raw: Contentline) -> tuple[dict[str, str], str] | None:
    try:
        _, parameters, value = raw.parts()
    except ValueError:
        return None
    return {str(key).upper(): str(one) for key, one in parameters.items()}, str(value)


def _answer(entry: list[Line], sender: str, *, proposes: bool) -> DiaryAnswer | None:
    uid = _value(entry, "UID")
    people = [(_address(parameters, value), parameters) for name, parameters, value in entry if name == "ATTENDEE"]
    if len(people) > 1:  # whoever delegates names the other one as well
        people = [person for person in people if person[0] == sender]
    if not uid or len(uid) > LONGEST_UID or len(people) != 1:
        return None
    attendee, said = people[0]
    attendance = Attendance.PROPOSED if proposes else _PARTSTAT.get(said.get("PARTSTAT", "").upper())
    sequence = _value(entry, "SEQUENCE")
    return DiaryAnswer(
        uid=uid,
        attendance=attendance,
        attendee=attendee,
        sequence=int(sequence) if sequence.isascii() and sequence.isdecimal() and len(sequence) < 9 else None,
        day=_day(entry, "X-MS-OLK-ORIGINALSTART" if proposes else "DTSTART"),
        delegate=_address({}, said.get("DELEGATED-TO", "")) if attendance is Attendance.DELEGATED else None,
    )


def _value(entry: list[Line], wanted: str) -> str:
    return next((value.strip() for name, _, value in entry if name == wanted), "")


def _address(parameters: dict[str, str], value: str) -> str | None:
    scheme, _, rest = value.strip().partition(":")
    found = parse_address(rest if scheme.casefold() == "mailto" else parameters.get("EMAIL", ""))
    return found.address if found else None


def _day(entry: list[Line], wanted: str) -> date | None:
    """The day in London; None where the line says none, or in a zone that cannot be told."""
    line = next((line for line in entry if line[0] == wanted), None)
    if line is None:
        return None
    zone, value = line[1].get("TZID"), line[2].strip()
    try:
        if len(value) == len("20261119"):
            return date.fromisoformat(value)
        name = "UTC" if value.endswith("Z") else WINDOWS_TO_OLSON.get(zone or "", zone or str(_LONDON))
        if name != "UTC" and name not in _ZONES:
            return None
        at = datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=ZoneInfo(name))
        return at.astimezone(_LONDON).date()
    except (ValueError, OverflowError):
        return None
