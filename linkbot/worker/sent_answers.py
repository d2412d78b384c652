"""What a person sent to an Ombudsman, as it is seen in Sent: our own draft of a submission records itself, any other
mail of a case with evidence at hand is asked about.
"""

from __future__ import annotations

from linkbot.engine.casework.deeds import act_on_task
from linkbot.engine.casework.keys import question_id
from linkbot.engine.casework.recipients import link_officer
from linkbot.engine.casework.work import answer_due, asking
from linkbot.engine.evidence.asking import ALL_OF_THEM
from linkbot.engine.evidence.pieces import is_surroundings
from linkbot.engine.read import Look
from linkbot.engine.wording.tokens import message_id
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.decision import Decision
from linkbot.model.effect import DraftReply, Template
from linkbot.model.outbox import OutboxState
from linkbot.model.question import About, Act, Question, Verb
from linkbot.model.reading import Disposition
from linkbot.ports import StoredMessage, Transaction
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office

BY = "Sent"
"""Who is on record: nobody said so, the mail itself lies in the mailbox's Sent."""


def note_sent_answer(tx: Transaction, office: Office, message: StoredMessage, seen: Look) -> None:
    """Inside the transaction that decides the message: with it or not at all."""
    own = seen.message.message_id
    if own is None or _early(office, message):
        return
    drafts = tx.drafts_on(set(tx.cases_of_thread((own, *seen.thread))))
    ours = [entry.effect for entry in drafts if message_id(entry.key, _domain(office)) == own]
    for effect in ours:
        task = tx.task(effect.task) if isinstance(effect, DraftReply) and effect.task else None
        if task is not None and task.is_open and _all_parts_sent(tx, office, task, just=own):
            _submitted(tx, office, message, task)
    if not ours:
        _ask(tx, office, message, seen)


def _domain(office: Office) -> str:
    return office.sender.rpartition("@")[2].casefold()


def _early(office: Office, message: StoredMessage) -> bool:
    begin = office.desk.begin_on
    return begin is not None and message.received_at.astimezone(office.moment().at.tzinfo).date() < begin


def _all_parts_sent(tx: Transaction, office: Office, task: Task, *, just: str) -> bool:
    domain = _domain(office)
    parts = [
        message_id(entry.key, domain)
        for entry in tx.drafts_on({task.case or ""})
        if isinstance(entry.effect, DraftReply)
        and entry.effect.template == Template.SUBMISSION_DRAFT.value
        and entry.effect.task == task.id
        and entry.state is not OutboxState.WITHDRAWN
    ]
    return just in parts and all(part == just or tx.messages_with_id(part) for part in parts)


def _submitted(tx: Transaction, office: Office, message: StoredMessage, task: Task) -> None:
    file = tx.case(task.case) if task.case else None
    current = next((one for one in (file.tasks if file else ()) if one.id == task.id), None)
    if file is None or current is None:
        return
    act = Act(
        id=f"a-sent-{message.id}-{task.id.rpartition('/')[2]}",
        at=message.received_at,
        by=BY,
        verb=Verb.SUBMITTED,
        target=task.id,
        value=None,
        reason=f"the draft was sent: message {message.id}",
    )
    if not tx.add_act(act):
        return
    decision = act_on_task(act, current, file=file, desk=office.desk, moment=office.moment())
    tx.commit_decision(None, for_mode(decision, office.mode), office.moment().at)


def _ask(tx: Transaction, office: Office, message: StoredMessage, seen: Look) -> None:
    """Papers went along, or papers were at hand: which tasks did it answer?"""
    files = tx.cases(tx.cases_of_thread(seen.thread)) or tx.cases_of_references(seen.references.about)
    papers = any(not is_surroundings(one) for one in seen.message.attachments)
    for file in files:
        owed = [task for task in file.tasks if task.is_open and task.kind is not TaskKind.PORTAL]
        ready = [task for task in owed if task.state is not TaskState.OPEN]
        if not owed or not (papers or ready):
            continue
        cause = f"message:{message.id}"
        moment = office.moment()
        question = Question(
            id=question_id(cause=cause, about=About.SENT.value, subject=file.case.id),
            about=About.SENT,
            message=message.id,
            case=file.case.id,
            reading=f"Somebody wrote to the Ombudsman about {file.case.id}. Did it answer a task? Open are "
            + "; ".join(f"{task.id}, {task.title}" for task in owed)
            + ".",
            quote=seen.message.subject,
            choices=(*(task.id for task in owed), *((ALL_OF_THEM,) if len(owed) > 1 else ()), "nothing"),
            if_unanswered="Nothing is recorded as submitted; the clocks and reminders go on.",
            owner=link_officer(office.desk, moment.today),
            asked_at=moment.at,
            due_at=answer_due(moment, urgent=False, desk=office.desk),
        )
        asked = Decision(Disposition.REVIEW, questions=(question,), intents=(asking(question, cause=cause),))
        tx.commit_decision(None, for_mode(asked, office.mode), moment.at)
