"""A severe finding, its orders and the quarter after it: what is mailed, to whom, once, with which files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from openpyxl import load_workbook

from linkbot.model.audit import LINKBOT, AuditNote, Happened
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxState
from tests.journeys.conversation import Conversation
from tests.journeys.letters import ho

CONFIG = '[reports]\nsend = ["quarterly", "annual", "member_update"]\n'
NEW_YEAR = date(2027, 1, 4)
DETERMINATION = "\n\n".join(
    (
        "Please find our determination of case 202604377.",
        "There was severe maladministration in the landlord's handling of repairs, damp and mould.",
        "Orders\n\nBy 14 December 2026, the landlord must:",
        "1. apologise to the resident in writing; and\n2. pay the resident £1,250 for the distress.",
    )
)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Conversation]:
    made = Conversation(tmp_path, start=date(2026, 12, 7), config=CONFIG)
    made.they_write(ho("Determination 202604377", DETERMINATION))
    yield made
    made.close()


def reports(story: Conversation) -> list[EmailMessage]:
    found = []
    for call in story.recording.calls:
        if call.mail is not None and call.verb == "send" and b"spreadsheetml" in call.mail.octets:
            found.append(call.mail)
    from email import message_from_bytes, policy

    return [message_from_bytes(mail.octets, policy=policy.default) for mail in found]  # type: ignore[misc]


def files(mail: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}


def test_the_member_hears_how_each_order_from_a_severe_finding_stands(story: Conversation) -> None:
    first = story.tasks[0]
    story.until(date(2026, 12, 16), hour=10)
    story.the_officer("submitted", first.id)
    story.until(NEW_YEAR)
    by_subject = {str(mail["Subject"]): mail for mail in reports(story)}
    assert sorted(by_subject) == [
        "Ombudsman KPIs: Q3 2026/27",
        "Update for the Member Responsible for Complaints: Q3 2026/27",
    ]
    update = by_subject["Update for the Member Responsible for Complaints: Q3 2026/27"]
    body = update.get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    assert "0 of 2" not in words and "1 of 2" in words and "£1,250.00" in words
    assert "evidence sent on 16 December 2026, 2 days late" in words and "overdue by 17 days" in words
    assert {Path(name).suffix for name in files(update)} == {".xlsx", ".pdf"}
    for mail in by_subject.values():
        names_nobody(mail)
    story.until(date(2027, 1, 6))
    assert len(reports(story)) == 2


def names_nobody(mail: EmailMessage) -> None:
    """Nor does it quote a letter."""
    body = mail.get_body(("plain",))
    assert body is not None and "damp" not in body.get_content()
    book = load_workbook(io.BytesIO(next(octets for name, octets in files(mail).items() if ".xlsx" in name)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert cells and not [cell for cell in cells if "damp" in cell or "distress" in cell]


def test_a_report_says_that_erased_cases_are_not_in_it(story: Conversation) -> None:
    with story.office.store.begin() as tx:
        tx.add_audit(
            AuditNote(what=Happened.ERASED, who=LINKBOT, at=story.clock.now(), about="case", case="HO 202011111")
        )
    story.until(NEW_YEAR)
    body = reports(story)[0].get_body(("plain",))
    assert body is not None and "1 case erased from the register" in body.get_content()


def test_what_was_counted_is_what_leaves_however_late(tmp_path: Path) -> None:
    story = Conversation(tmp_path, start=date(2026, 12, 7), config=CONFIG, mode=Mode.DRAFT)
    try:
        story.they_write(ho("Determination 202604377", DETERMINATION))
        story.until(NEW_YEAR)
        (held,) = [e for e in story.outbox(OutboxState.HELD) if getattr(e.effect, "template", "") == "member_update"]
        for task in story.tasks:
            story.the_officer("submitted", task.id)
        story.until(date(2027, 1, 6))
        story.the_officer("approve", held.key)
        story.until(date(2027, 1, 7))
        (mail,) = reports(story)
        body = mail.get_body(("plain",))
        assert body is not None and "0 of 2" in body.get_content()
    finally:
        story.close()
