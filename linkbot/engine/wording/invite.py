"""Invitations and their cancellation as iMIP mails (RFC 5545, 5546, 6047), in the form Outlook takes into the diary.

The entry is a short, free half hour on the morning of `entry_on`, with one reminder: all-day entries are reminded the
evening before, and only clock times are kept by every client. The words come from `compose`; nothing here names anyone.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from linkbot.engine.wording.mime import Sender, automatic_mail
from linkbot.engine.wording.mime_parts import bundle, calendar_part, text_part
from linkbot.model.compose_context import Composed
from linkbot.model.diary import DiaryEvent
from linkbot.model.effect import CancelInvite, SendInvite
from linkbot.model.organisation import Organisation
from linkbot.model.outgoing import OutgoingMail

STARTS, LASTS, REMINDS = time(9, 0), timedelta(minutes=30), timedelta(hours=1)
PRODUCT = "-//linkbot//Ombudsman diary//EN"
_LONDON = ZoneInfo("Europe/London")


def diary_event(effect: SendInvite | CancelInvite, composed: Composed, *, key: str) -> DiaryEvent:
    """The entry as a value, for a diary that invites people itself.

    Nine o'clock London time, as UTC: a single event needs no zone, and none can be misread.
    """
    starts_at = datetime.combine(effect.entry_on, STARTS, tzinfo=_LONDON).astimezone(UTC)
    return DiaryEvent(
        key=key,
        uid=effect.uid,
        sequence=effect.sequence,
        subject=composed.subject,
        text=composed.text.strip(),
        starts_at=starts_at,
        ends_at=starts_at + LASTS,
        attendees=effect.to,
        remind_before=None if isinstance(effect, CancelInvite) else REMINDS,
        over=isinstance(effect, CancelInvite),
    )


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
    event = diary_event(effect, composed, key=key)
    octets = calendar_octets(event, method=method, sender=sender, stamp=date)
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


def calendar_octets(entry: DiaryEvent, *, method: str, sender: Sender, stamp: datetime) -> bytes:
    """The iCalendar object, CRLF, folded. The organiser is the sending mailbox, so that answers come back to it."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.subject)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add("x-microsoft-disallow-counter", "TRUE")  # the Ombudsman's date is no matter of agreement
    event.add("organizer", _address(sender.address, CN=sender.name), encode=False)
    for attendee in entry.attendees:
        who = _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="TRUE")
        event.add("attendee", who, encode=False)
    if entry.remind_before is not None:
        event.add_component(_reminder(entry.subject, entry.remind_before))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _address(address: str, **parameters: str) -> vCalAddress:
    value = vCalAddress(f"mailto:{address}")
    for name, text in parameters.items():
        value.params[name] = vText(text)
    return value


def _reminder(subject: str, before: timedelta) -> Alarm:
    """One alarm with a duration before the start: the only form Outlook reads."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", subject)
    alarm.add("trigger", -before)
    return alarm
