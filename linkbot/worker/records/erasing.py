"""Erasing a case on a person's word: checked, taken out of the register at once, its files after that, then certified.

What is still to be done stands in the register until it is done: cut off at any point, it goes on where it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from linkbot.engine.audit import person, words
from linkbot.engine.casework.keys import digest
from linkbot.engine.casework.refused import Refused
from linkbot.engine.retention import Retention, hold_of, kept
from linkbot.model.audit import AuditNote, Happened
from linkbot.model.erasure import Erasure
from linkbot.model.outbox import OutboxState
from linkbot.model.question import About, Verb
from linkbot.ports import MessageStatus, Transaction
from linkbot.worker.office import LONDON, Office
from linkbot.worker.records.certificate import certificate
from linkbot.worker.records.holdings import Holdings, holdings
from linkbot.worker.restored import restored_to
from linkbot.worker.sheet_cycle import write_anew

UNFINISHED = "erasure:unfinished"
_OVER = (OutboxState.DONE, OutboxState.WITHDRAWN, OutboxState.FAILED)
_PROOFS = (About.CONFIRM, About.CHECK)


@dataclass(frozen=True)
class Plan:
    """What was erased from the register and is still to be finished; no word of the case in it."""

    id: str
    case: str
    at: str
    by: str
    reason: str
    rows: tuple[tuple[str, int], ...]
    octets: tuple[str, ...]
    elsewhere: tuple[str, ...] = field(default=())
    audit: str = ""


def erase(
    office: Office, case: str, *, by: str, reason: str, retention: Retention, early: bool, elsewhere: tuple[str, ...]
) -> str:
    """The register's part, in one transaction; answers the erasure's id. `elsewhere`: where copies may still lie.

    Raises Refused, and then nothing was changed.
    """
    if not reason.strip():
        raise Refused("An erasure needs its reason: --reason TEXT.")
    now = office.moment()
    with office.store.begin() as tx:
        file = tx.case(case)
        if file is None:
            raise Refused(f"There is no case {case}.")
        held = holdings(tx, file)
        _checked(tx, held, reason=reason, retention=retention, early=early, now=now.at)
        done = tx.erase(_what_goes(tx, held))
        id = "e-" + digest("erasure", case, now.at.isoformat(), by)[:12]
        note = AuditNote(
            what=Happened.ERASED, who=person(by), at=now.at, about="case", case=case, subject=id, why=words(reason)
        )
        tx.add_audit(note)
        plan = Plan(id, case, now.at.isoformat(), by, reason, done.rows, done.octets, elsewhere, str(tx.audit_head()))
        tx.set_mark(UNFINISHED, json.dumps([asdict(one) for one in (*unfinished(tx), plan)]))
        write_anew(tx)
    return id


def unfinished(tx: Transaction) -> tuple[Plan, ...]:
    return tuple(
        Plan(
            **{
                **one,
                "rows": tuple(map(tuple, one["rows"])),
                "octets": tuple(one["octets"]),
                "elsewhere": tuple(one["elsewhere"]),
            }
        )
        for one in json.loads(tx.mark(UNFINISHED) or "[]")
    )


def finish(office: Office, certificates: Path) -> tuple[Path, ...]:
    """Whatever was begun: files, the register's own file, the certificate. Raises Transient, OSError: try again."""
    with office.store.begin() as tx:
        plans = unfinished(tx)
    written = []
    for plan in plans:
        office.store.erase_octets(plan.octets)
    if plans:
        office.store.leave_no_trace()
    for plan in plans:
        written.append(certificate(plan, certificates))
        with office.store.begin() as tx:
            rest = [asdict(one) for one in unfinished(tx) if one.id != plan.id]
            tx.set_mark(UNFINISHED, json.dumps(rest) if rest else None)
    return tuple(written)


def _checked(tx: Transaction, held: Holdings, *, reason: str, retention: Retention, early: bool, now: datetime) -> None:
    case = held.file.case
    kept_case = kept(case, retention, tx.acts(verb=Verb.HOLD), LONDON)
    if kept_case is None or any(task.is_open for task in held.file.tasks):
        raise Refused(f"{case.id} is not closed, or something of it is still owed: close it first.")
    if hold_of(case.id, tx.acts(verb=Verb.HOLD)) is not None:
        raise Refused(f"{case.id} is on hold: `linkbot cases hold {case.id!r} off` lifts it.")
    today = now.astimezone(LONDON).date()
    if kept_case.due_on > today and not early:
        raise Refused(
            f"{case.id} is kept until {kept_case.due_on:%d %B %Y}. If it must go before, say so with --early."
        )
    if restored_to(tx) is not None:
        raise Refused("A backup was put back and has not been compared yet: let `linkbot poll` do that first.")
    if any(message.status in (MessageStatus.RECEIVED, MessageStatus.PARKED) for message in held.messages):
        raise Refused(
            f"A message of {case.id} has not been read yet: let `linkbot poll` do that, see `linkbot parked`."
        )
    waiting = [e for e in held.entries if e.state not in _OVER and e.effect.effect != "update_sheet"]
    if waiting:
        raise Refused(
            f"{len(waiting)} effects of {case.id} wait or are in doubt: `linkbot outbox` shows them. Settle them first."
        )
    if _names_somebody(reason, held):
        raise Refused("The reason stays for ever, so it must not name anybody: say it without the name.")


def _names_somebody(reason: str, held: Holdings) -> bool:
    names = re.findall(r"[^\W\d_]{3,}", held.file.case.complainant or "")
    said = {word.casefold() for word in re.findall(r"[^\W\d_]+", reason)}
    return any(name.casefold() in said for name in names if name.casefold() not in ("mrs", "miss"))


def _what_goes(tx: Transaction, held: Holdings) -> Erasure:
    case = held.file.case
    shared = {message.id for message in held.messages if _needed(tx, message.cases, case.id)}
    of_others = [one for one in tx.cases() if one.case.id != case.id]
    shared |= {event.message for one in of_others for event in one.events} & {one.id for one in held.messages}
    alone = [message.id for message in held.messages if message.id not in shared]
    proofs = [q.id for q in held.questions if q.about in _PROOFS and q.answer is not None]
    complaint = case.complaint
    if complaint and any(one.case.complaint == complaint for one in of_others):
        complaint = None
    return Erasure(
        case=case.id,
        tasks=tuple(task.id for task in held.file.tasks),
        messages=tuple(alone),
        shared=tuple(sorted(shared)),
        questions=tuple(q.id for q in held.questions if q.id not in proofs),
        proofs=tuple(proofs),
        acts=tuple(act.id for act in held.acts),
        entries=tuple(entry.key for entry in held.entries),
        complaint=complaint,
    )


def _needed(tx: Transaction, cases: Iterable[str], case: str) -> bool:
    return bool(tx.cases([other for other in cases if other != case]))
