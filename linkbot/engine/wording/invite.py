"""Invitations and their cancellation as iMIP mails (RFC 5545, 5546, 6047), in the form Outlook takes into the diary.

The entry is a short, free half hour on the morning of `entry_on`, with one reminder: all-day entries are reminded the
evening before, and only clock times are kept by every client. The words come from `compose`; nothing here names anyone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from linkbot.engine.wording.mime import Sender, automatic_mail
from linkbot.engine.wording.mime_parts import bundle, calendar_part, text_part
from linkbot.model.compose_context import Composed
from linkbot.model.effect import CancelInvite, SendInvite
from linkbot.model.organisation import Organisation
from linkbot.model.outgoing import OutgoingMail

STARTS, LASTS, REMINDS = time(9, 0), timedelta(minutes=30), timedelta(hours=-1)
PRODUCT = "-//linkbot//Ombudsman diary//EN"
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class DiaryEntry:
    """When the entry stands in the diary, as instants: for calendars that are written to directly, too."""

    starts_at: datetime
    ends_at: datetime


def diary_entry(entry_on: date) -> DiaryEntry:
    """Nine o'clock London time, as UTC: a single event needs no zone, and none can be misread."""
    starts_at = datetime.combine(entry_on, STARTS, tzinfo=_LONDON).astimezone(UTC)
    return DiaryEntry(starts_at, starts_at + LASTS)


def invitation_mail(
    effect: SendInvite | CancelInvite,
    composed: Composed,
    *,
    key: str,
    sender: Sender,
    organisation: Organisation,
    date: datetime,
) -> OutgoingMail:
    """The mail that puts, moves or takes away the entry. `date` is the mail's Date and the entry's DTSTAMP.

    Raises `NotOurReader` for an address outside the organisation's domains.
    """
    method = "CANCEL" if isinstance(effect, CancelInvite) else "REQUEST"
    octets = calendar_octets(effect, composed, sender=sender, stamp=date)
    parts = (text_part(composed.text, "plain"), calendar_part(octets, method=method))
    return automatic_mail(
        composed.subject,
        bundle("alternative", parts, key=key),
        key=key,
        sender=sender,
        organisation=organisation,
        to=effect.to,
        date=date,
        headers=(("Content-Class", "urn:content-classes:calendarmessage"),),
    )


def calendar_octets(effect: SendInvite | CancelInvite, composed: Composed, *, sender: Sender, stamp: datetime) -> bytes:
    """The iCalendar object, CRLF, folded. The organiser is the sending mailbox, so that answers come back to it."""
    cancel = isinstance(effect, CancelInvite)
    entry = diary_entry(effect.entry_on)
    event = Event()
    event.add("uid", effect.uid)
    event.add("sequence", effect.sequence)
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", composed.subject)
    event.add("description", composed.text.strip())
    event.add("status", "CANCELLED" if cancel else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add("organizer", _address(sender.address, CN=sender.name), encode=False)
    for attendee in effect.to:
        who = _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE")
        event.add("attendee", who, encode=False)
    if not cancel:
        event.add_component(_reminder(composed.subject))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancel else "REQUEST")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _address(address: str, **parameters: str) -> vCalAddress:
    value = vCalAddress(f"mailto:{address}")
    for name, text in parameters.items():
        value.params[name] = vText(text)
    return value


def _reminder(subject: str) -> Alarm:
    """One alarm with a duration before the start: the only form Outlook reads."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", subject)
    alarm.add("trigger", REMINDS)
    return alarm
