"""One invented case with its letter and task, for the contracts that need one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from linkbot.model.case_system import CaseEntry, Deed, attributes_of
from linkbot.model.casework import Case, Event, Task, TaskKind

CASE = Case(
    id="HO 202312345",
    ombudsman="ho",
    reference="202312345",
    opened_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
    stage="final_determination",
    our_references=("CRM-100200",),
    complainant="Ines Castell-Moreau",
    postcode="ZZ1 1ZZ",
    service="housing_repairs",
    service_certain=True,
    version=3,
)
EVENT = Event(
    id="e" * 64,
    case=CASE.id,
    kind="final_determination",
    letter_on=date(2026, 10, 30),
    received_at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
    message="m1",
)
TASK = Task(
    id="HO 202312345/2",
    case=CASE.id,
    kind=TaskKind.ORDER,
    title="Order 2 (compensation)",
    text="Within four weeks the landlord must pay Ms Castell-Moreau £300 and tell the Ombudsman.",
    owner="owen.hale@anytown.example",
    created_at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
    cause="e" * 64,
    number=2,
    checklist=("Proof of payment", "Letter to the resident"),
    official_on=date(2026, 11, 27),
    due_on=date(2026, 11, 27),
    internal_due_on=date(2026, 11, 20),
    amount_gbp=Decimal("300.00"),
)


def to_write(deed: Deed = Deed.LETTER, **more: object) -> CaseEntry:
    """What the worker would write of it."""
    values: dict[str, object] = {
        "deed": deed,
        "case": CASE,
        "title": "Final determination of 30 October 2026",
        "at": datetime(2026, 11, 2, 9, 5, tzinfo=UTC),
        "attributes": attributes_of(CASE, (TASK,)),
        "complaint": "CRM-100200",
        "first_letter": True,
        "event": EVENT if deed in (Deed.LETTER, Deed.FILES) else None,
        "task": TASK if deed in (Deed.TASK, Deed.TASK_DONE) else None,
    }
    return CaseEntry(**{**values, **more})  # type: ignore[arg-type]
