"""What every diary promises: one entry a uid, each change told to its attendees once, an honest answer afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ews_worlds import a_line as an_ews_line
from ews_worlds import a_server as an_ews_server
from graph_worlds import a_line, a_server

from linkbot.engine.wording.invite import diary_event
from linkbot.mailsystems.ews.diary import EwsDiary
from linkbot.mailsystems.graph.diary import GraphDiary
from linkbot.mailsystems.memory_diary import MemoryDiary
from linkbot.model.compose_context import Composed
from linkbot.model.diary import DiaryEvent
from linkbot.model.effect import SendInvite
from linkbot.ports import Answer, Calendar, Receipt

Told = Callable[[], list[str]]
Place = tuple[Calendar, Told]
AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
EVENT = DiaryEvent(
    key="k1",
    uid="case-1-owner@linkbot.anytown.gov.uk",
    sequence=0,
    subject="Ombudsman: task due soon, Housing repairs [HO 202612345]",
    text="Order 1 (Compensation)\nDue Friday 4 December 2026 – the internal date is a week before.",
    starts_at=AT,
    ends_at=AT + timedelta(minutes=30),
    attendees=("nadia.whitlock@anytown.gov.uk",),
)
MOVED = replace(
    EVENT, key="k2", sequence=1, starts_at=AT + timedelta(days=7), ends_at=AT + timedelta(days=7, minutes=30)
)
GONE = replace(MOVED, key="k3", sequence=2, text="Nothing more is wanted.", remind_before=None, over=True)


def shown(at: datetime) -> str:
    """As the officer's diary shows it in London."""
    return f"{at.astimezone(ZoneInfo('Europe/London')):%d %b %H:%M}"


def _memory() -> Place:
    diary = MemoryDiary()
    return diary, lambda: [f"{what} {shown(event.starts_at)}" for what, event in diary.told]


def _graph() -> Place:
    server = a_server()

    def told() -> list[str]:
        return [f"{what} {shown(utc(body['start']))}" for what, body in server.exchange.told]

    def utc(start: object) -> datetime:
        assert isinstance(start, dict) and start["timeZone"] == "UTC"
        return datetime.fromisoformat(start["dateTime"]).replace(tzinfo=UTC)

    return GraphDiary(a_line(server)), told


def _ews() -> Place:
    server = an_ews_server()

    def told() -> list[str]:
        return [f"{what} {shown(datetime.fromisoformat(values['Start']))}" for what, values in server.exchange.told]

    return EwsDiary(an_ews_line(server)), told


@pytest.fixture(params=[_memory, _graph, _ews])
def place(request: pytest.FixtureRequest) -> Place:
    made: Place = request.param()
    return made


def test_an_entry_is_made_once_and_its_attendees_are_invited_once(place: Place) -> None:
    diary, told = place
    assert diary.find(EVENT) is Answer.ABSENT
    receipt = diary.put(EVENT)
    assert diary.put(EVENT) == receipt == diary.find(EVENT)
    assert told() == ["invited 01 Dec 09:00"]


def test_an_entry_is_moved_not_made_anew(place: Place) -> None:
    diary, told = place
    first = diary.put(EVENT)
    assert diary.find(MOVED) is Answer.ABSENT
    assert diary.put(MOVED) == first
    assert diary.find(MOVED) == first
    assert told() == ["invited 01 Dec 09:00", "moved 08 Dec 09:00"]


def test_a_cancelled_entry_is_gone_and_twice_is_once(place: Place) -> None:
    diary, told = place
    diary.put(MOVED)
    assert isinstance(diary.cancel(GONE), Receipt)
    assert isinstance(diary.cancel(GONE), Receipt)
    assert isinstance(diary.find(GONE), Receipt)
    assert told() == ["invited 08 Dec 09:00", "cancelled 08 Dec 09:00"]


def test_cancelling_what_never_was_or_staff_took_away_is_no_error(place: Place) -> None:
    diary, told = place
    assert isinstance(diary.cancel(GONE), Receipt)
    assert told() == []


def test_two_entries_are_two(place: Place) -> None:
    diary, told = place
    other = replace(EVENT, key="k9", uid="case-2-owner@linkbot.anytown.gov.uk")
    assert diary.put(EVENT) != diary.put(other)
    assert told() == ["invited 01 Dec 09:00", "invited 01 Dec 09:00"]


@pytest.mark.parametrize(
    ("before", "after"), [(date(2027, 3, 26), date(2027, 3, 31)), (date(2026, 10, 22), date(2026, 10, 27))]
)
def test_an_entry_put_across_the_change_of_the_clocks_keeps_its_hour(place: Place, before: date, after: date) -> None:
    diary, told = place
    for sequence, day in enumerate((before, after)):
        effect = SendInvite(
            template="invitation", role="owner", uid=EVENT.uid, sequence=sequence, to=EVENT.attendees,
            entry_on=day, due_on=day, case=None,
        )  # fmt: skip
        diary.put(diary_event(effect, Composed(EVENT.subject, EVENT.text, None), key=f"k{sequence}"))
    assert told() == [f"invited {before:%d %b} 09:00", f"moved {after:%d %b} 09:00"]
