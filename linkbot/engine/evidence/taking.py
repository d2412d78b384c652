"""What follows from a colleague's mail about tasks of ours: rows of evidence, questions to the link officer, a receipt.

Whether what came is enough is the link officer's word (`marking`); nothing here says that a task is complete.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import finish
from linkbot.engine.casework.keys import digest, event_id
from linkbot.engine.casework.work import Moment, Work
from linkbot.engine.evidence.asking import ask_for_more_time, ask_what_came, ask_whose_it_is, ask_words, which_task
from linkbot.engine.evidence.receipt import evidence_receipt
from linkbot.model.casework import Event, Task, TaskState
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.desk import Desk
from linkbot.model.evidence_file import EvidenceFile, FileState, Saying, ServiceMail
from linkbot.model.reading import Disposition

KIND = "service_evidence"
_LONG = 40  # words: more than this is an answer, not a remark


def is_evidence(mail: ServiceMail) -> bool:
    """Whether something came that somebody must look at as evidence; a remark is only passed on."""
    answered = {Saying.FINISHED, Saying.NOTHING_HELD} & mail.sayings or len(mail.words.split()) >= _LONG
    declined = Saying.NOT_OURS in mail.sayings
    return any(not piece.index < 0 for piece in mail.pieces) or (bool(answered) and not declined)


def new_files(mail: ServiceMail, task: Task, known: tuple[EvidenceFile, ...]) -> tuple[EvidenceFile, ...]:
    """Rows for what this task does not have yet; `known` are those of the task."""
    had = {file.digest for file in known}
    return tuple(
        EvidenceFile(
            id="e-" + digest("evidence", task.id, piece.digest)[:12],
            task=task.id,
            message=mail.message,
            index=piece.index,
            name=piece.name,
            media_type=piece.media_type,
            size=piece.size,
            digest=piece.digest,
            sender=mail.sender,
            at=mail.at,
            state=piece.state,
            why=piece.why,
        )
        for piece in mail.pieces
        if piece.digest not in had
    )


def take_mail(
    mail: ServiceMail,
    files: tuple[CaseFile, ...],
    *,
    known: tuple[EvidenceFile, ...],
    desk: Desk,
    moment: Moment,
    receipt: bool = True,
) -> Decision:
    """For every task the mail means, on each of its cases. `receipt`: the sender is answered."""
    evidence, rows = is_evidence(mail), tuple[EvidenceFile, ...]()
    decisions, taken = [], []
    for file in files:
        work = Work(
            file,
            cause=_cause(mail, file),
            message=mail.message,
            moment=moment,
            desk=desk,
        )
        _on_record(work, mail)
        for task in (task for task in file.tasks if task.id in mail.tasks):
            had = tuple(one for one in known if one.task == task.id)
            fresh = new_files(mail, task, had) if evidence else ()
            taken.append(_take(work, mail, task, fresh=fresh, had=had))
            rows += fresh
        decisions.append(finish(work))
    receipts = evidence_receipt(mail, tuple(taken), known=known, desk=desk, moment=moment) if receipt else ()
    return Decision(
        Disposition.ACT,
        cases=tuple(case for one in decisions for case in one.cases),
        events=tuple(event for one in decisions for event in one.events),
        tasks=tuple(task for one in decisions for task in one.tasks),
        invitations=tuple(row for one in decisions for row in one.invitations),
        questions=tuple(question for one in decisions for question in one.questions),
        intents=(*(intent for one in decisions for intent in one.intents), *receipts),
        reasons=tuple(reason for one in decisions for reason in one.reasons),
        answered=tuple(id for one in decisions for id in one.answered),
        evidence=rows,
        touched_cases=tuple(file.case.id for file in files),
    )


def _cause(mail: ServiceMail, file: CaseFile) -> str:
    case = file.case
    return event_id(ombudsman=case.ombudsman, reference=case.reference, letter_on=None, letter_digest=mail.digest)


def _on_record(work: Work, mail: ServiceMail) -> None:
    """The mail on the case's record. The case system hears of tasks and letters, not of every mail inside."""
    case = work.case.id
    event = Event(work.cause, case, KIND, None, mail.at, mail.message, acted=True, title="Service evidence")
    work.events.append(event)
    work.sheet(f"action:{work.cause[:16]}", revision=1)


def _take(
    work: Work, mail: ServiceMail, task: Task, *, fresh: tuple[EvidenceFile, ...], had: tuple[EvidenceFile, ...]
) -> Task:
    if fresh:
        state = TaskState.RECEIVED if task.state is TaskState.OPEN else task.state
        task = replace(task, state=state, evidence_at=mail.at)
        if state is TaskState.VALIDATING:  # whoever has approved it has not seen this
            task = replace(task, validating_on=work.moment.today, validated_at=None, unvalidated_because=None)
        work.save(task)
        kept = sum(file.state is FileState.KEPT for file in fresh)
        work.reasons.append(f"{task.id}: {kept} of {len(fresh)} new pieces of evidence kept.")
    again = sum(piece.digest in {file.digest for file in had} for piece in mail.pieces)
    if again:
        work.reasons.append(f"{task.id}: {again} had come before and are not doubled.")
    asked = False
    if task.is_open and Saying.NOT_OURS in mail.sayings:
        ask_whose_it_is(work, task, mail)
        asked = True
    if task.is_open and Saying.MORE_TIME in mail.sayings:
        ask_for_more_time(work, task, mail)
        asked = True
    if fresh or (is_evidence(mail) and not had):
        ask_what_came(work, task, mail, (*had, *fresh))
    elif not asked and not again and Saying.COURTESY not in mail.sayings:
        ask_words(work, task, mail)
    return task


def ask_which_task(mail: ServiceMail, tasks: tuple[Task, ...], *, desk: Desk, moment: Moment) -> Decision:
    """Evidence whose task nobody named: the link officer says; until then the mail waits as it came."""
    question, intent = which_task(mail, tasks, desk=desk, moment=moment)
    cases = tuple(dict.fromkeys(task.case for task in tasks if task.case))
    return Decision(
        Disposition.REVIEW,
        questions=(question,),
        intents=(intent,),
        reasons=("Evidence from a service; its words do not say for which task.",),
        touched_cases=cases,
    )
