"""Evidence that came outside every thread: which task it is for is asked, instead of what kind of mail it is."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.evidence.sayings import said_of_it
from linkbot.engine.evidence.taking import ask_which_task
from linkbot.engine.mail.new_words import new_words
from linkbot.engine.read import Look
from linkbot.model.casework import Task, TaskKind
from linkbot.model.decision import Decision
from linkbot.model.evidence_file import Piece, ServiceMail
from linkbot.model.question import About
from linkbot.ports import StoredMessage, Transaction
from linkbot.worker.office import Office
from linkbot.worker.service_mail import MOST_TASKS, may_be_evidence


def asking_for_the_task(
    tx: Transaction, office: Office, message: StoredMessage, seen: Look, decision: Decision
) -> Decision:
    """`decision` as it would stand for any mail of that kind; unchanged where no task of ours can be meant."""
    if not may_be_evidence(office, message, seen) or tx.overrides(message.id):
        return decision
    kinds = [
        q
        for q in decision.questions
        if q.about in (About.KIND, About.UNREADABLE) and q.message == message.id and not q.version
    ]
    assert seen.message.from_ is not None
    sender = seen.message.from_.address.casefold()
    tasks = _candidates(tx, office, decision, sender) if kinds else ()
    if not tasks:
        return decision
    words = said_of_it(new_words(seen.message), office.reader.rulebook.replies)
    labels = [one.label for one in seen.message.attachments]
    mail = ServiceMail(
        message=message.id,
        sender=sender,
        at=message.received_at,
        digest=seen.message.content_digest,
        pieces=tuple(Piece(n, label, "", 0, "") for n, label in enumerate(labels)),
        words=words,
        sayings=frozenset(),
        tasks=tuple(task.id for task in tasks),
        sure=False,
        subject=seen.message.subject,
    )
    asked = ask_which_task(mail, tasks, desk=office.desk, moment=office.moment())
    gone = {question.id for question in kinds}
    intents = tuple(i for i in decision.intents if getattr(i.effect, "question", None) not in gone)
    return replace(
        decision,
        questions=(*(q for q in decision.questions if q.id not in gone), *asked.questions),
        intents=(*intents, *asked.intents),
    )


def _candidates(tx: Transaction, office: Office, decision: Decision, sender: str) -> tuple[Task, ...]:
    """Open tasks of the cases it names, else those the sender holds."""
    named = [t for file in tx.cases(decision.touched_cases) for t in file.tasks] if decision.touched_cases else []
    held = [task for task in tx.open_tasks() if office.desk.directory.address(task.owner, None) == sender]
    for group in (named, held):
        wanted = [t for t in group if t.is_open and t.kind is not TaskKind.PORTAL]
        if wanted:
            return tuple(wanted[:MOST_TASKS])
    return ()
