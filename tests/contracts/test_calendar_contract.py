"""What every diary promises: one entry a uid, each change told to its attendees once, an honest answer afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from ews_worlds import a_line as an_ews_line
from ews_worlds import a_server as an_ews_server
from graph_worlds import a_line, a_server

from linkbot.mailsystems.ews.diary import EwsDiary
from linkbot.mailsystems.graph.diary import GraphDiary
from linkbot.mailsystems.memory_diary import MemoryDiary
from linkbot.model.diary import DiaryEvent
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


def _memory() -> Place:
    diary = MemoryDiary()
    return diary, lambda: [f"{what} {event.starts_at:%d %b}" for what, event in diary.told]


def _graph() -> Place:
    server = a_server()

    def told() -> list[str]:
        return [
            f"{what} {datetime.fromisoformat(body['start']['dateTime']):%d %b}" for what, body in server.exchange.told
        ]

    return GraphDiary(a_line(server)), told


def _ews() -> Place:
    server = an_ews_server()

    def told() -> list[str]:
        return [f"{what} {datetime.fromisoformat(values['Start']):%d %b}" for what, values in server.exchange.told]

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
    assert told() == ["invited 01 Dec"]


def test_an_entry_is_moved_not_made_anew(place: Place) -> None:
    diary, told = place
    first = diary.put(EVENT)
    assert diary.find(MOVED) is Answer.ABSENT
    assert diary.put(MOVED) == first
    assert diary.find(MOVED) == first
    assert told() == ["invited 01 Dec", "moved 08 Dec"]


def test_a_cancelled_entry_is_gone_and_twice_is_once(place: Place) -> None:
    diary, told = place
    diary.put(MOVED)
    assert isinstance(diary.cancel(GONE), Receipt)
    assert isinstance(diary.cancel(GONE), Receipt)
    assert isinstance(diary.find(GONE), Receipt)
    assert told() == ["invited 08 Dec", "cancelled 08 Dec"]


def test_cancelling_what_never_was_or_staff_took_away_is_no_error(place: Place) -> None:
    diary, told = place
    assert isinstance(diary.cancel(GONE), Receipt)
    assert told() == []


def test_two_entries_are_two(place: Place) -> None:
    diary, told = place
    other = replace(EVENT, key="k9", uid="case-2-owner@linkbot.anytown.gov.uk")
    assert diary.put(EVENT) != diary.put(other)
    assert told() == ["invited 01 Dec", "invited 01 Dec"]
