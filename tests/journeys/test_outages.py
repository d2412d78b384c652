"""After an outage, a crash or a release each officer gets what is still true, in one reminder a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from linkbot.model.effect import SendEmail
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Found, Outgoing, Receipt, Transient
from linkbot.worker.office import LONDON
from linkbot.worker.tick import tick

from . import letters
from .conftest import Begin
from .conversation import Conversation

START = date(2026, 11, 2)
"""A Monday. What comes that day is reminded of on the Thursday, what comes on the Tuesday on the Friday."""
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 6), date(2026, 11, 7), date(2026, 11, 9)


def down(story: Conversation, until: date) -> None:
    """The mail server refuses everything to the end of that day, then is back."""

    class Refusing:
        def send(self, mail: object) -> object:
            raise Transient("The mail server does not answer.")

        def find(self, mail: object) -> object:
            raise Transient("The mail server does not answer.")

    well = story.office
    story.office = replace(well, outgoing=Refusing())  # type: ignore[arg-type]
    story.until(until)
    story.office = well


def two_requests(story: Conversation) -> None:
    story.they_write(letters.REQUEST)
    story.they_write(letters.HO_REQUEST, at=START + timedelta(days=1))
    story.what_happened()


def another_request() -> letters.Mail:
    other = "26 104 388"
    return letters.REQUEST.but(
        subject=letters.REQUEST.subject.replace(letters.REF, other),
        body=letters.REQUEST.body.replace(letters.REF, other).replace("Ms Zofia Quill", "Mr Ignace Thorne"),
    )


def reminders(story: Conversation, *states: OutboxState) -> list[OutboxEntry]:
    return [entry for entry in story.outbox(*states) if getattr(entry.effect, "template", None) == "reminder"]


def cases_in(entry: OutboxEntry) -> set[str]:
    assert isinstance(entry.effect, SendEmail)
    return {task.split("/")[0] for task in entry.effect.tasks}


def test_after_days_without_a_mail_server_each_officer_gets_what_is_still_true_once(begin: Begin) -> None:
    story = begin(start=START)
    story.they_write(letters.REQUEST)
    story.what_happened()
    down(story, START + timedelta(days=8))
    assert all(one.startswith("fault deliver") for one in story.what_happened())
    story.days_pass(1)
    seen = story.what_happened()
    assert seen.count("reminder → owner") == 1 and seen.count("weekly_list → officer") == 1
    story.everything_is_accounted_for()


def test_yesterday_s_reminder_waits_for_nine_and_goes_along_with_today_s(begin: Begin) -> None:
    """Seen: the mail server came back in the night, yesterday's went at eight and today's at nine."""
    story = begin(start=START)
    two_requests(story)
    down(story, START + timedelta(days=3))
    story.until(FRIDAY, hour=8)
    assert "reminder → owner" not in story.what_happened()
    story.until(FRIDAY)
    assert story.what_happened().count("reminder → owner") == 1
    replaced, sent = reminders(story)
    assert (replaced.state, sent.state) == (OutboxState.WITHDRAWN, OutboxState.DONE)
    assert cases_in(sent) == {file.case.id for file in story.cases} and cases_in(replaced) < cases_in(sent)
    story.until(MONDAY)
    assert story.days_of("reminder → owner") == [MONDAY]


def test_reminders_that_could_not_go_by_friday_go_on_monday_in_one(begin: Begin) -> None:
    story = begin(start=START)
    two_requests(story)
    down(story, FRIDAY)
    story.until(MONDAY + timedelta(days=1))
    assert story.days_of("reminder → owner") == [MONDAY]
    (sent,) = reminders(story, OutboxState.DONE)
    assert cases_in(sent) == {file.case.id for file in story.cases}
    story.everything_is_accounted_for()


def test_of_two_reminders_released_on_one_day_the_second_goes_the_day_after(begin: Begin) -> None:
    """And neither what is held nor what is released is replaced by what falls due meanwhile."""
    story = begin(start=START, mode=Mode.DRAFT)
    story.they_write(letters.REQUEST)
    story.they_write(letters.HO_REQUEST, at=SATURDAY)
    story.they_write(another_request(), at=SATURDAY + timedelta(days=1))
    tuesday, wednesday, thursday = (MONDAY + timedelta(days=days) for days in (1, 2, 3))
    story.until(tuesday)
    *_, first, second = reminders(story)
    assert (first.state, second.state) == (OutboxState.HELD, OutboxState.HELD)
    assert not cases_in(first) & cases_in(second)
    story.until(wednesday, hour=8)
    story.what_happened()
    story.the_officer("approve", second.key)
    story.the_officer("approve", first.key)
    story.until(wednesday)
    third = reminders(story)[-1]
    assert story.days_of("reminder → owner") == [wednesday] and third.state is OutboxState.HELD
    story.until(thursday)
    assert story.days_of("reminder → owner") == [thursday]
    assert {first.key, second.key} == {entry.key for entry in reminders(story, OutboxState.DONE)}


class PowerCut(BaseException):
    """No `except Exception` sees it."""


class CutOff:
    """The power fails over the first reminder, before or after it has gone."""

    def __init__(self, outgoing: Outgoing, *, after: bool) -> None:
        self._outgoing, self._after = outgoing, after

    def send(self, mail: OutgoingMail) -> Receipt:
        if b"reminder" not in mail.octets.lower():
            return self._outgoing.send(mail)
        if self._after:
            self._outgoing.send(mail)
        raise PowerCut

    def find(self, mail: OutgoingMail) -> Found:
        return self._outgoing.find(mail)


@pytest.mark.parametrize("had_gone", [False, True])
def test_a_reminder_cut_off_on_friday_is_asked_about_on_saturday_and_sent_only_on_monday(
    begin: Begin, had_gone: bool
) -> None:
    story = begin(start=START)
    story.they_write(letters.REQUEST, at=START + timedelta(days=1))
    story.until(FRIDAY, hour=8)
    well = story.office
    story.office = replace(well, outgoing=CutOff(well.outgoing, after=had_gone))
    with pytest.raises(PowerCut):
        story.until(FRIDAY, hour=9)
    story.office = well
    (cut_off,) = reminders(story)
    assert cut_off.state is OutboxState.CLAIMED
    story.clock.walk_to(datetime(2026, 11, 7, 10, tzinfo=LONDON))
    tick(story.office)
    (asked,) = reminders(story)
    assert asked.state is (OutboxState.DONE if had_gone else OutboxState.PENDING)
    story.until(MONDAY)
    assert [entry.state for entry in reminders(story)] == [
        OutboxState.DONE if had_gone else OutboxState.WITHDRAWN,
        OutboxState.DONE,
    ]
    story.everything_is_accounted_for()
