"""Everything the register holds of one case, wherever it lies: the one answer to "what is there of it?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkbot.model.approval import Approval
from linkbot.model.audit import AuditEntry, Happened
from linkbot.model.decision import CaseFile
from linkbot.model.evidence_file import EvidenceFile
from linkbot.model.outbox import OutboxEntry
from linkbot.model.question import Act, Question
from linkbot.ports import Override, StoredMessage, Transaction


@dataclass(frozen=True)
class Holdings:
    """`messages` in order of receipt, those that only other rows point at among them. `audit` without exports."""

    file: CaseFile
    messages: tuple[StoredMessage, ...]
    questions: tuple[Question, ...]
    acts: tuple[Act, ...]
    entries: tuple[OutboxEntry, ...]
    overrides: tuple[Override, ...]
    audit: tuple[AuditEntry, ...]
    evidence: tuple[EvidenceFile, ...] = ()
    approvals: tuple[Approval, ...] = ()


def holdings(tx: Transaction, file: CaseFile) -> Holdings:
    case = file.case.id
    questions = tuple(question for question in tx.questions(open_only=False) if question.case == case)
    entries = tuple(entry for entry in tx.outbox() if belongs(entry, case))
    audit = tx.audit(case=case)
    found = {message.id: message for message in tx.messages_of(case)}
    tasks = [task.id for task in file.tasks]
    evidence, approvals = tx.evidence(tasks), tx.approvals(tasks)
    named = (
        *(event.message for event in file.events),
        *(q.message for q in questions if q.message),
        *(sent.message for sent in evidence),
    )
    for id in named:
        if id not in found and (message := tx.message(id)) is not None:
            found[id] = message
    messages = tuple(sorted(found.values(), key=lambda one: (one.received_at, one.id)))
    meant = {case, *(task.id for task in file.tasks), *(q.id for q in questions), *found, *(e.key for e in entries)}
    plain = {_plain(target) for target in meant} | {_plain(file.case.reference)}
    on_record = {entry.note.subject for entry in audit if entry.note.what is Happened.ACTED}
    acts = tuple(a for a in tx.acts() if a.id in on_record or _plain(a.target) in plain or _is_of(a.target, plain))
    overrides = tuple(override for message in messages for override in tx.overrides(message.id))
    kept = tuple(entry for entry in audit if entry.note.what is not Happened.EXPORTED)
    return Holdings(file, messages, questions, acts, entries, overrides, kept, evidence, approvals)


def belongs(entry: OutboxEntry, case: str) -> bool:
    """By its case or, of a mail about several cases' tasks, by one of those."""
    effect = entry.effect
    tasks: tuple[str | None, ...] = (getattr(effect, "task", None), *getattr(effect, "tasks", ()))
    return effect.case == case or any((task or "").rpartition("/")[0] == case for task in tasks)


def _is_of(target: str, plain: set[str]) -> bool:
    return "/" in target and _plain(target.rpartition("/")[0]) in plain


def _plain(id: str) -> str:
    return re.sub(r"[^a-z0-9/]", "", id.casefold())
