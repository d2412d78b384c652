"""Every action taken, as rows of the spreadsheet's log: what came, what linkbot did, what people did (I6, D7, E5).

Projected from what is on record: events, effects that were done, acts. The same deed always has the same row key.
"""

from __future__ import annotations

from datetime import datetime

from linkbot.engine.wording.sheet_rows import ACTIONS, action_row
from linkbot.model.casework import Case, Event
from linkbot.model.decision import CaseFile
from linkbot.model.effect import AskPerson, CancelInvite, DraftReply, SendEmail, SendInvite
from linkbot.model.outbox import OutboxEntry
from linkbot.model.question import Act
from linkbot.ports import SheetRow, Transaction

NOT_FROM_AN_OMBUDSMAN = frozenset({"service_evidence", "complainant_mail", "unrelated", "other_ombudsman"})
Told = SendEmail | SendInvite | CancelInvite | DraftReply | AskPerson


def actions_since(tx: Transaction, since: datetime | None) -> tuple[SheetRow, ...]:
    """Deeds and acts from that instant on; None: all of them."""
    entries, acts = tx.done_since(since), tx.acts(since)
    wanted = {case for entry in entries for _, case in _about(entry)} | {_case_of(act.target) for act in acts}
    cases = {file.case.id: file.case for file in tx.cases(sorted(wanted))}
    rows = [row for entry in entries for row in _deed_rows(entry, cases)]
    rows += [_act_row(act, cases) for act in acts]
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
    effect = entry.effect
    if not isinstance(effect, Told) or entry.done_at is None:
        return []
    found = []
    for task, id in _about(entry):
        case = cases.get(id)
        if case is None:
            continue
        what = str(effect.template).replace("_", " ").capitalize()
        cells = action_row(
            at=entry.done_at,
            case=case,
            task=task,
            what=f"Draft saved: {what.lower()}" if isinstance(effect, DraftReply) else f"Sent: {what.lower()}",
            who=", ".join(effect.to),
        )
        found.append(SheetRow(ACTIONS, f"action:{entry.key[:16]}:{(task or '').rpartition('/')[2]}", cells, 1))
    return found


def _about(entry: OutboxEntry) -> list[tuple[str | None, str]]:
    """Each task a deed was about, or None for its case as a whole, with the id of the case."""
    effect = entry.effect
    if not isinstance(effect, Told):
        return []
    tasks: tuple[str | None, ...] = tuple(getattr(effect, "tasks", ())) or (effect.task,)
    return [(task, effect.case or _case_of(task or "")) for task in tasks]


def _case_of(id: str) -> str:
    """The case of a task, by its id; a case's own id is its own."""
    return id.rpartition("/")[0] if "/" in id else id


def _act_row(act: Act, cases: dict[str, Case]) -> SheetRow:
    task = act.target if "/" in act.target else None
    case = cases.get(_case_of(act.target))
    what = f"{act.verb.value.capitalize()} {act.value or ''}".strip()
    cells = action_row(at=act.at, case=case, task=task, what=what, who=act.by, detail=act.reason or None)
    return SheetRow(ACTIONS, f"action:{act.id}", cells, 1)
