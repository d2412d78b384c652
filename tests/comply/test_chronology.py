"""What an Ombudsman is given: days and facts, in order, on London's days, without a word of judgement."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from linkbot.engine.comply.chronology import chronology
from linkbot.model.casework import Event, Task, TaskKind
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile
from tests.casework.builders import HO_CASE, LONDON, a_case

TITLES = {"information_request": "Information request"}


def an_event(kind: str, letter_on: date | None, received: datetime) -> Event:
    return Event(kind, HO_CASE, kind, letter_on, received, "message")


def test_days_are_londons_and_in_order() -> None:
    """Half past eleven at night in UTC is the next day while summer time lasts."""
    summer = an_event("information_request", None, datetime(2026, 10, 24, 23, 30, tzinfo=UTC))
    winter = an_event("final_chaser", date(2026, 11, 20), datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    task = Task(
        f"{HO_CASE}/1", HO_CASE, TaskKind.REQUEST, "Information request of 24 October 2026", "", "owner@anytown.gov.uk",
        datetime(2026, 10, 25, tzinfo=UTC), "cause", submitted_at=datetime(2026, 11, 3, 9, tzinfo=UTC),
    )  # fmt: skip
    file = CaseFile(a_case(HO_CASE), tasks=(task,), events=(winter, summer))
    complaint = Complaint(
        "CRM-1", name="Ms Quill", handler="Repairs team", outcome="upheld", stage1_received_on=date(2026, 8, 3),
        stage1_extended_to=date(2026, 9, 4),
    )  # fmt: skip
    told = chronology(file, complaint, titles=TITLES, zone=LONDON)
    assert [(one.on, one.what) for one in told] == [
        (date(2026, 8, 3), "Complaint received"),
        (date(2026, 10, 25), "Ombudsman: Information request"),
        (date(2026, 11, 3), "Sent to the Ombudsman: Information request of 24 October 2026"),
        (date(2026, 11, 20), "Ombudsman: Final chaser, received 22 November 2026"),
        (None, "Time for the stage 1 response extended to 4 September 2026"),
    ]
    words = " ".join(one.what for one in told).casefold()
    assert not any(word in words for word in ("late", "overdue", "in time", "quill", "owner", "upheld"))


def test_a_case_without_a_complaint_still_has_its_letters() -> None:
    event = an_event("information_request", date(2026, 11, 2), datetime(2026, 11, 2, 9, tzinfo=UTC))
    file = CaseFile(a_case(HO_CASE), events=(event, replace(event, id="copy")))
    assert len(chronology(file, None, titles=TITLES, zone=LONDON)) == 1
