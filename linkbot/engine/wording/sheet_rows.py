"""Cases, tasks and actions as rows of the Ombudsman spreadsheet: titles and cells, no file.

The columns are those that the register can fill. Names, addresses and vulnerability are shown only where the
organisation has said so; papers that are confidential give their date and nothing of their text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from linkbot.model.casework import Case, Event, Invitation, Task, TaskKind
from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile

Cell = str | int | float | date | None
Cells = tuple[tuple[str, Cell], ...]
CASES = "Cases"
TASKS = "Tasks"
ACTIONS = "Actions"
REFERENCE = "Ombudsman reference"

_LONDON = ZoneInfo("Europe/London")
_WITHHELD = "Confidential: not shown here"
_CHASERS = ("first_chaser", "final_chaser")


@dataclass(frozen=True)
class SheetPrivacy:
    """What of a person the spreadsheet may show; nothing unless switched on."""

    names: bool = False
    addresses: bool = False
    vulnerability: bool = False


@dataclass(frozen=True)
class Column:
    """`shown` False: an older workbook may have it, and then it is emptied and hidden."""

    title: str
    width: int = 14
    shown: bool = True


@dataclass(frozen=True)
class Tab:
    name: str
    columns: tuple[Column, ...]


def tabs(privacy: SheetPrivacy) -> tuple[Tab, ...]:
    """The tabs in order, each with its columns. "Vulnerability or adjustment" is for people to fill in."""
    return (
        Tab(
            CASES,
            (
                Column("Ombudsman", 12),
                Column("Ombudsman reference", 16),
                Column("Our references", 18),
                Column("Original complaint", 16),
                Column("Link to complaint", 13),
                Column("Complainant", 22, privacy.names),
                Column("Postcode", 11, privacy.addresses),
                Column("Address", 30, privacy.addresses),
                Column("Vulnerability or adjustment", 24, privacy.vulnerability),
                Column("Service", 20),
                Column("Stage", 24),
                Column("Status", 10),
                Column("Received on"),
                Column("Last letter on"),
                Column("Seen only forwarded", 12),
                Column("Open tasks", 8),
                Column("Next due on"),
                Column("Chasers", 8),
                Column("Last chaser on"),
                Column("Determined on"),
                Column("Amount ordered (£)", 12),
                Column("Stage 1 answered on"),
                Column("Stage 2 answered on"),
                Column("Closed on"),
            ),
        ),
        Tab(
            TASKS,
            (
                Column("Ombudsman", 12),
                Column("Ombudsman reference", 16),
                Column("Task", 20),
                Column("What for", 28),
                Column("Kind", 16),
                Column("No.", 6),
                Column("What was asked", 60),
                Column("Points", 7),
                Column("Owner", 30),
                Column("Service", 20),
                Column("Ombudsman's date"),
                Column("How stated", 16),
                Column("Due on"),
                Column("Internal due on"),
                Column("Invitation on"),
                Column("Invitation answer", 14),
                Column("Last notice on"),
                Column("Priority", 9),
                Column("Extension asked", 10),
                Column("State", 12),
                Column("Submitted on"),
                Column("In time", 8),
                Column("Binding", 8),
                Column("Amount (£)", 11),
            ),
        ),
        Tab(
            ACTIONS,
            (
                Column("When", 17),
                Column("Ombudsman reference", 16),
                Column("Task", 20),
                Column("What", 34),
                Column("By or to", 30),
                Column("Detail", 50),
            ),
        ),
    )


def case_row(file: CaseFile, *, complaint: Complaint | None = None, privacy: SheetPrivacy = SheetPrivacy()) -> Cells:
    """The row `case:ID`. `complaint` is the linked original complaint, when it is known."""
    case = file.case
    open_tasks = [task for task in file.tasks if task.is_open]
    chasers = [event for event in file.events if event.kind in _CHASERS]
    ordered = [task.amount_gbp for task in file.tasks if task.kind is TaskKind.ORDER and task.amount_gbp is not None]
    cells: dict[str, Cell] = {
        "Ombudsman": case.ombudsman.upper(),
        "Ombudsman reference": case.reference,
        "Our references": ", ".join(case.our_references) or None,
        "Original complaint": case.complaint,
        "Link to complaint": case.link.value,
        "Service": _service(case.service, certain=case.service_certain),
        "Stage": _words(case.stage),
        "Status": case.status.value,
        "Received on": _day(case.opened_at),
        "Last letter on": case.last_letter_on,
        "Seen only forwarded": _yes(case.seen_only_forwarded),
        "Open tasks": len(open_tasks),
        "Next due on": min((task.due_on for task in open_tasks if task.due_on), default=None),
        "Chasers": len(chasers),
        "Last chaser on": max((_letter_day(e) for e in chasers if e.message or e.letter_on), default=None),
        "Determined on": max((_letter_day(e) for e in file.events if e.kind == "final_determination"), default=None),
        "Amount ordered (£)": float(sum(ordered)) if ordered else None,
        "Stage 1 answered on": complaint.stage1_answered_on if complaint else None,
        "Stage 2 answered on": complaint.stage2_answered_on if complaint else None,
        "Closed on": _day(case.closed_at),
    }
    if privacy.names:
        cells["Complainant"] = case.complainant
    if privacy.addresses:
        cells["Postcode"] = case.postcode
        cells["Address"] = complaint.address if complaint else None
    return tuple(cells.items())


def task_row(
    task: Task,
    case: Case | None,
    *,
    invitations: Sequence[Invitation] = (),
    privacy: SheetPrivacy = SheetPrivacy(),
) -> Cells:
    """The row `task:ID`. `invitations` are those of the case; the one that holds the task gives its day."""
    entry = next((one for one in invitations if task.id in one.tasks and not one.cancelled), None)
    submitted_on = _day(task.submitted_at)
    limit = task.official_on or task.due_on
    return (
        ("Ombudsman", case.ombudsman.upper() if case else None),
        ("Ombudsman reference", case.reference if case else None),
        ("Task", task.id),
        ("What for", task.title),
        ("Kind", _words(task.kind.value)),
        ("No.", task.number),
        ("What was asked", _WITHHELD if task.confidential else _text(task.text, case, privacy)),
        ("Points", len(task.checklist) or None),
        ("Owner", task.owner),
        ("Service", _words(task.service)),
        ("Ombudsman's date", task.official_on),
        ("How stated", None if task.due_on is None else "by the Ombudsman" if task.due_stated else "by us"),
        ("Due on", task.due_on),
        ("Internal due on", task.internal_due_on),
        ("Invitation on", entry.entry_on if entry else None),
        ("Invitation answer", entry.attendance.value if entry and entry.attendance else None),
        ("Last notice on", task.last_notice_on),
        ("Priority", _yes(task.priority)),
        ("Extension asked", _yes(task.extension_pending)),
        ("State", _words(task.state.value)),
        ("Submitted on", submitted_on),
        ("In time", _yes(submitted_on <= limit) if submitted_on and limit else None),
        ("Binding", _yes(task.binding)),
        ("Amount (£)", float(task.amount_gbp) if task.amount_gbp is not None else None),
    )


def action_row(
    *, at: datetime, case: Case | None, task: str | None, what: str, who: str | None, detail: str | None = None
) -> Cells:
    """The row `action:…`: a letter that came, a deed of linkbot's or of a person's, in words. No names of residents."""
    return (
        ("When", at.astimezone(_LONDON).replace(tzinfo=None, microsecond=0)),
        ("Ombudsman reference", case.reference if case else None),
        ("Task", task),
        ("What", what),
        ("By or to", who),
        ("Detail", _text(detail, case, SheetPrivacy()) if detail else None),
    )


def _text(text: str, case: Case | None, privacy: SheetPrivacy) -> str:
    """The Ombudsman's words, without the complainant's name unless names may be shown."""
    if privacy.names or case is None or not case.complainant:
        return text
    surname = re.escape(case.complainant.split()[-1])
    title = r"(?:(?i:mr|mrs|ms|miss|mx|dr)\.?\s+)"
    for who in (rf"{title}?(?i:{re.escape(case.complainant)})", rf"{title}(?i:{surname})", surname):
        if len(case.complainant) > 3 and len(surname) > 2:
            text = re.sub(rf"\b{who}\b", "the complainant", text)
    return text


def _words(id: str | None) -> str | None:
    return id.replace("_", " ").capitalize() if id else None


def _service(service: str | None, *, certain: bool) -> str | None:
    return service if service is None or certain else f"{service} (to be confirmed)"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _day(at: datetime | None) -> date | None:
    return at.astimezone(_LONDON).date() if at else None


def _letter_day(event: Event) -> date:
    return event.letter_on or event.received_at.astimezone(_LONDON).date()
