"""Invitations, read back by a second iCalendar implementation and held against the tables of RFC 5546."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.wording.compose import compose
from linkbot.engine.wording.invite import diary_event, invitation_mail
from linkbot.engine.wording.mime import NotOurReader
from linkbot.engine.wording.plain import clean_lines, one_line
from linkbot.model.compose_context import Composed
from linkbot.model.effect import CancelInvite, SendInvite
from linkbot.model.outgoing import OutgoingMail
from tests.engine.mail_scenes import AT, SCENES
from tests.engine.test_compose import TEMPLATES, assert_discreet
from tests.engine.test_mime import ANYTOWN, DESK, KEY, is_wire_form, read

# RFC 5546 3.2.2 and 3.2.5: how often a property of the VEVENT stands in our requests and cancellations.
ONCE = {"DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SEQUENCE", "SUMMARY", "UID", "STATUS", "DESCRIPTION", "TRANSP"}
ONCE_OR_MORE = {"ATTENDEE"}
OURS = {"X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-DISALLOW-COUNTER"}


def invitation(scene: str, **changes: object) -> OutgoingMail:
    effect, context = SCENES[scene]
    assert isinstance(effect, SendInvite | CancelInvite)
    composed = compose(effect, context=context, templates=TEMPLATES)
    return sent(replace(effect, **changes), composed)  # type: ignore[arg-type]


def sent(effect: SendInvite | CancelInvite, composed: Composed) -> OutgoingMail:
    return invitation_mail(effect, composed, key=KEY, sender=DESK, organisation=ANYTOWN, date=AT)


def calendar_text(mail: OutgoingMail) -> str:
    part = list(read(mail).iter_parts())[-1]
    return cast(bytes, part.get_payload(decode=True)).decode("utf-8")


def calendar(mail: OutgoingMail) -> Any:
    return vobject.readOne(calendar_text(mail))


def assert_allowed(calendar: Any, method: str) -> None:
    """The restriction table: every property there as often as it must be, and no other."""
    assert calendar.method.value == method and calendar.version.value == "2.0" and calendar.prodid.value
    assert {child.name for child in calendar.getChildren()} == {"VERSION", "PRODID", "METHOD", "VEVENT"}
    (event,) = calendar.vevent_list
    names = [child.name for child in event.getChildren() if child.name != "VALARM"]
    assert {name for name in names if names.count(name) == 1} >= ONCE
    assert set(names) == ONCE | ONCE_OR_MORE | OURS
    alarms = event.contents.get("valarm", [])
    assert len(alarms) == (1 if method == "REQUEST" else 0)


@pytest.mark.parametrize(
    ("scene", "method", "status", "sequence"),
    [
        ("invitation", "REQUEST", "CONFIRMED", "0"),
        ("invitation_update", "REQUEST", "CONFIRMED", "1"),
        ("invitation_cancel", "CANCEL", "CANCELLED", "2"),
    ],
)
def test_an_invitation_its_move_and_its_end_keep_to_the_standard(
    scene: str, method: str, status: str, sequence: str
) -> None:
    mail = invitation(scene)
    assert is_wire_form(mail.octets)
    parsed = calendar(mail)
    assert_allowed(parsed, method)
    event = parsed.vevent
    assert (event.status.value, event.sequence.value, event.uid.value) == (status, sequence, "5f0c" * 8)
    assert event.organizer.value == "mailto:omb@anytown.gov.uk"
    assert [attendee.value for attendee in event.attendee_list] == ["mailto:repairs@anytown.gov.uk"]
    assert event.dtstart.value == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    assert event.dtstamp.value == AT
    assert (event.transp.value, event.x_microsoft_cdo_busystatus.value) == ("TRANSPARENT", "FREE")
    if method == "REQUEST":
        assert event.valarm.trigger.value == timedelta(hours=-1) and event.valarm.action.value == "DISPLAY"


@pytest.mark.parametrize(("scene", "method"), [("invitation", "REQUEST"), ("invitation_cancel", "CANCEL")])
def test_outlook_finds_the_calendar_part_last_with_the_method_in_its_type(scene: str, method: str) -> None:
    message = cast(EmailMessage, message_from_bytes(invitation(scene).octets, policy=policy.default))
    assert message.get_content_type() == "multipart/alternative"
    plain, entry = message.iter_parts()
    assert plain.get_content_type() == "text/plain" and entry.get_content_type() == "text/calendar"
    assert entry.get_param("method") == method and entry.get_content_charset() == "utf-8"
    assert "Content-Disposition" not in entry and message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("scene", ["invitation", "invitation_update", "invitation_cancel"])
def test_an_invitation_names_nobody_and_tells_no_fact(scene: str) -> None:
    text = calendar_text(invitation(scene)).replace("\r\n ", "")
    assert_discreet(text)
    assert "HO 202612345" in text and "Housing repairs" in text


def test_the_diary_text_gives_tasks_and_both_dates() -> None:
    words = calendar(invitation("invitation")).vevent.description.value
    assert "- Order 1 (Compensation)" in words and "Friday 4 December 2026" in words
    assert words.index("27 November") < words.index("4 December")


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)))
def test_the_entry_stands_at_nine_in_london_summer_and_winter(day: date) -> None:
    effect = CancelInvite(
        template="invitation_cancel",
        role="owner",
        uid="u",
        sequence=1,
        to=("o@anytown.gov.uk",),
        entry_on=day,
        due_on=day,
        case=None,
    )
    entry = diary_event(effect, Composed("Due soon", "Words", None), key="k")
    local = entry.starts_at.astimezone(ZoneInfo("Europe/London"))
    assert (local.date(), local.hour, local.minute) == (day, 9, 0)
    assert entry.ends_at - entry.starts_at == timedelta(minutes=30)


def test_the_same_inputs_give_the_same_octets() -> None:
    assert invitation("invitation") == invitation("invitation")


def test_an_invitation_never_leaves_the_organisation() -> None:
    with pytest.raises(NotOurReader):
        invitation("invitation", to=("j@lgo.org.uk",))


@given(subject=st.text(max_size=120), body=st.text(max_size=300))
def test_no_words_can_add_a_property_to_the_entry(subject: str, body: str) -> None:
    """Titles come out of letters: `Order 1\\nATTENDEE:mailto:x@y` must stay words."""
    effect, _ = SCENES["invitation"]
    assert isinstance(effect, SendInvite)
    mail = sent(effect, Composed(one_line(subject), clean_lines(body), None))
    parsed = calendar(mail)
    assert_allowed(parsed, "REQUEST")
    assert parsed.vevent.summary.value == one_line(subject)
    assert parsed.vevent.description.value == clean_lines(body).strip()
