"""Every action taken, as rows of the spreadsheet's log: what came, what linkbot did, what people did (I6, D7, E5).

Projected from what is on record: events, effects that were done, acts. The same deed always has the same row key.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from linkbot.engine.wording.sheet_rows import ACTIONS, action_row
from linkbot.model.case_system import Deed
from linkbot.model.casework import Case, Event
from linkbot.model.decision import CaseFile
from linkbot.model.effect import (
    AskPerson,
    CancelInvite,
    DraftReply,
    Effect,
    FileMessage,
    PrepareSubmission,
    RegisterInCaseSystem,
    SendEmail,
    SendInvite,
    SendReport,
    UpdateSheet,
)
from linkbot.model.outbox import OutboxEntry
from linkbot.model.question import Act
from linkbot.ports import SheetRow, Transaction

NOT_FROM_AN_OMBUDSMAN = frozenset({"service_evidence", "complainant_mail", "unrelated", "other_ombudsman"})


def actions_since(tx: Transaction, since: datetime | None, *, acts: datetime | None) -> tuple[SheetRow, ...]:
    """Deeds from the one instant on, acts from the other; None: all of them."""
    entries, done = tx.done_since(since), tx.acts(acts)
    meant = {act.id: _meant(tx, act) for act in done}
    wanted = {case for entry in entries for _, case in _about(entry) if case} | {_case_of(id) for id in meant.values()}
    cases = {file.case.id: file.case for file in tx.cases(sorted(wanted))}
    rows = [row for entry in entries for row in _deed_rows(entry, cases)]
    rows += [_act_row(act, meant[act.id], cases) for act in done]
    return tuple({row.key: row for row in rows}.values())


def letter_rows(file: CaseFile) -> tuple[SheetRow, ...]:
    """The letters of one case."""
    return tuple(_letter_row(event, file.case) for event in file.events)


def _letter_row(event: Event, case: Case) -> SheetRow:
    sender = "not from the Ombudsman" if event.kind in NOT_FROM_AN_OMBUDSMAN else case.ombudsman.upper()
    cells = action_row(
        at=event.received_at,
        case=case,
        task=None,
        what=f"Received: {event.title}",
        who=f"{sender}, by way of a colleague" if event.forwarded else sender,
        detail="acted on" if event.acted else "registered",
    )
    return SheetRow(ACTIONS, f"action:{event.id[:16]}", cells, 1)


def _deed_rows(entry: OutboxEntry, cases: dict[str, Case]) -> list[SheetRow]:
    if isinstance(entry.effect, UpdateSheet) or entry.done_at is None:
        return []  # a row of the spreadsheet is what a deed left there, no deed of its own
    what, who = _deed(entry.effect)
    found = []
    for task, id in _about(entry):
        case = cases.get(id) if id else None
        if case is None and id:
            continue
        cells = action_row(at=entry.done_at, case=case, task=task, what=what, who=who)
        found.append(SheetRow(ACTIONS, f"action:{entry.key[:16]}:{(task or '').rpartition('/')[2]}", cells, 1))
    return found


def _deed(effect: Effect) -> tuple[str, str | None]:
    """What was done, and to whom."""
    match effect:
        case DraftReply():
            return f"Draft saved: {_worded(effect.template)}", ", ".join(effect.to)
        case SendEmail() | SendInvite() | CancelInvite() | AskPerson() | SendReport():
            return f"Sent: {_worded(effect.template)}", ", ".join(effect.to)
        case RegisterInCaseSystem() if effect.by_hand:
            return f"Done by hand in the case system: {effect.title}", None
        case RegisterInCaseSystem() if effect.deed is not Deed.LETTER:
            return f"Told the case system: {effect.title}", None
        case RegisterInCaseSystem():
            return f"Registered in the case system: {effect.title}", None
        case PrepareSubmission():
            return "Pack for the Ombudsman made ready", None
        case FileMessage():
            return f"Mail moved to {effect.folder}", None
        case UpdateSheet():
            return "Row written", None
    assert_never(effect)


def _worded(template: str) -> str:
    return template.replace("_", " ")


def _about(entry: OutboxEntry) -> list[tuple[str | None, str | None]]:
    """Each task a deed was about, or None for its case as a whole, with the id of the case, if it was about one."""
    effect = entry.effect
    tasks: tuple[str | None, ...] = tuple(getattr(effect, "tasks", ())) or (getattr(effect, "task", None),)
    return [(task, effect.case or _case_of(task or "") or None) for task in tasks]


def _meant(tx: Transaction, act: Act) -> str:
    """The task or case an act was about: an answer names a question, a release an effect."""
    if question := tx.question(act.target):
        return question.task or question.case or ""
    if entry := tx.entry(act.target):
        return str(getattr(entry.effect, "task", None) or entry.effect.case or "")
    return act.target


def _case_of(id: str) -> str:
    """The case of a task, by its id; a case's own id is its own."""
    return id.rpartition("/")[0] if "/" in id else id


def _act_row(act: Act, meant: str, cases: dict[str, Case]) -> SheetRow:
    task = meant if "/" in meant else None
    what = f"{act.verb.value.capitalize()} {act.value or ''}".strip()
    case = cases.get(_case_of(meant))
    cells = action_row(at=act.at, case=case, task=task, what=what, who=act.by, detail=act.reason or None)
    return SheetRow(ACTIONS, f"action:{act.id}", cells, 1)
