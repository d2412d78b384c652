"""A colleague's answer to a task mail: known by its thread, its subject or a person's word, and taken as evidence.

Only mail our own receiver knows to be from inside counts. Files are kept and looked at by the virus scanner before
anything is decided; what follows is one transaction, like every letter's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from linkbot.engine.evidence.asking import ALL_OF_THEM
from linkbot.engine.evidence.meant import tasks_named
from linkbot.engine.evidence.pieces import marked, pieces_of
from linkbot.engine.evidence.sayings import said_of_it, sayings_of, suggested
from linkbot.engine.evidence.taking import KIND, ask_which_task, take_mail
from linkbot.engine.mail.new_words import new_words
from linkbot.engine.mail.parse import parse
from linkbot.engine.read import Look
from linkbot.engine.wording.tokens import ids_in_subject, thread_root
from linkbot.model.authentication import Verdict
from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.decision import Decision
from linkbot.model.effect import SendEmail, Template
from linkbot.model.evidence_file import FileState, Piece, ServiceMail
from linkbot.model.outbox import Intent
from linkbot.model.place import Place, place_of
from linkbot.model.question import About
from linkbot.ports import MessageStatus, StoredMessage, Transaction
from linkbot.worker.answered import withdraw_submission
from linkbot.worker.modes import for_mode
from linkbot.worker.office import LONDON, Office
from linkbot.worker.scanning import scan_alert, scanned

RECEIPTS_A_DAY = 12
MOST_TASKS = 20


def service_mail(office: Office, message: StoredMessage, seen: Look) -> ServiceMail | None:
    """None for all other mail. Its files are kept and scanned, and nothing else is changed."""
    if not may_be_evidence(office, message, seen):
        return None
    words = new_words(seen.message)
    with office.store.begin() as tx:
        if _copy_of_another(tx, message, seen):
            return None
        tasks, sure = _tasks(tx, office, message, seen)
    if not tasks:
        return None
    assert seen.message.from_ is not None
    said, sender = said_of_it(words, office.reader.rulebook.replies), seen.message.from_.address.casefold()
    octets = office.store.octets(message.octets_digest)
    day = message.received_at.astimezone(LONDON).date()
    found = pieces_of(
        octets,
        raw=parse(octets),
        opened=seen.message,
        words=said,
        limits=office.desk.evidence,
        day=f"{day.day} {day:%B %Y}",
    )
    names = [piece.name for piece, _ in found]
    if not sure and (named := tasks_named(tasks, texts=(seen.message.subject, said, *names))):
        tasks, sure = named, len(named) == 1
    return ServiceMail(
        message=message.id,
        sender=sender,
        at=message.received_at,
        digest=seen.message.content_digest,
        pieces=tuple(_kept(office, piece, content) for piece, content in found),
        words=said,
        sayings=sayings_of(said, office.reader.rulebook.replies),
        tasks=tuple(task.id for task in tasks),
        sure=sure,
        suggested=suggested(
            said,
            but=frozenset({sender, office.sender.casefold(), *office.desk.organisation.mailboxes}),
            services=office.reader.rulebook.services,
            directory=office.desk.directory,
            domains=office.desk.organisation.domains,
        ),
        subject=seen.message.subject,
    )


def may_be_evidence(office: Office, message: StoredMessage, seen: Look) -> bool:
    """From a colleague, in the inbox, to us: no forwarded letter of an ombudsman, nothing that went to one."""
    sender, desk = seen.message.from_, office.desk
    if sender is None or seen.gate is not None or seen.authentication.verdict is not Verdict.INTERNAL:
        return False
    if message.vouch is not None or place_of(message.folder) is not Place.INBOX:
        return False
    if seen.acting.ombudsman is not None:
        return False  # a colleague forwards a letter
    early = desk.begin_on is not None and message.received_at.astimezone(LONDON).date() < desk.begin_on
    return not early and not any(_theirs(office, one.domain) for one in (*seen.message.to, *seen.message.cc))


def _theirs(office: Office, domain: str) -> bool:
    return office.desk.ombudsmen.of_domain(domain) is not None


def _copy_of_another(tx: Transaction, message: StoredMessage, seen: Look) -> bool:
    same = tx.messages_with_id(seen.message.message_id) if seen.message.message_id else ()
    return any(row.id != message.id and row.content_digest == seen.message.content_digest for row in same)


def _tasks(tx: Transaction, office: Office, message: StoredMessage, seen: Look) -> tuple[tuple[Task, ...], bool]:
    """The tasks it may be about, and whether it is about each of them."""
    word = next((o.value for o in reversed(tx.overrides(message.id)) if o.about == About.WHICH_TASK.value), None)
    if word is not None:
        return _named_by_a_person(tx, message, word), True
    subject = tuple(_known(tx, (id for id in ids_in_subject(seen.message.subject) if "/" in id)))
    if subject:
        return subject, len(subject) == 1
    thread = tuple(_known(tx, (*tx.tasks_of_thread(seen.thread), *_rooted(tx, office, seen.thread))))
    if not thread:
        texts = (letter.text for letter in seen.message.letters if letter.depth == 0)
        thread = tuple(_known(tx, (id for text in texts for id in ids_in_subject(text) if "/" in id)))
    still = tuple(task for task in thread if task.is_open) or thread
    return still[:MOST_TASKS], len(still) == 1


def _named_by_a_person(tx: Transaction, message: StoredMessage, word: str) -> tuple[Task, ...]:
    if word != ALL_OF_THEM:
        return tuple(_known(tx, (word,)))
    asked = [q for q in tx.questions(open_only=False) if q.about is About.WHICH_TASK and q.message == message.id]
    return tuple(_known(tx, (choice for question in asked for choice in question.choices if "/" in choice)))


def _known(tx: Transaction, ids: Sequence[str] | Iterator[str]) -> Iterator[Task]:
    for id in dict.fromkeys(ids):
        task = tx.task(id)
        if task is not None and task.case is not None and task.kind is not TaskKind.PORTAL:
            yield task


def _rooted(tx: Transaction, office: Office, thread: tuple[str, ...]) -> tuple[str, ...]:
    """Tasks whose conversation it continues, though the mail it answers was never sent from this store."""
    ours = {id.casefold() for id in thread if "@linkbot." in id}
    if not ours:
        return ()
    domain = office.sender.rpartition("@")[2].casefold()
    return tuple(task.id for task in tx.open_tasks() if thread_root(task.id, domain).casefold() in ours)


def _kept(office: Office, piece: Piece, content: bytes) -> Piece:
    if piece.state is FileState.REFUSED:
        return piece
    office.store.keep_octets(content)
    if office.scanner is None or piece.index < 0:
        return piece
    state, why = scanned(office.scanner, piece.name, content)
    return marked(piece, state, why)


def commit_service_mail(
    tx: Transaction, office: Office, message: StoredMessage, seen: Look, mail: ServiceMail
) -> tuple[Decision, tuple[Intent, ...], StoredMessage]:
    """All that follows from it, with the message's own row. Raises Stale."""
    tasks = tuple(_known(tx, mail.tasks))
    files = tx.cases(tuple(dict.fromkeys(task.case for task in tasks if task.case)))
    moment = office.moment()
    if mail.sure or len(tasks) == 1:
        decision = take_mail(
            mail,
            files,
            known=tx.evidence(mail.tasks),
            desk=office.desk,
            moment=moment,
            receipt=_may_have_a_receipt(tx, office, mail.sender),
        )
        troubled = [piece for piece in mail.pieces if piece.state is not FileState.KEPT]
        alert = scan_alert(mail, troubled, desk=office.desk, today=moment.today)
        decision = replace(decision, intents=(*decision.intents, *alert))
    else:
        decision = ask_which_task(mail, tasks, desk=office.desk, moment=moment)
    for task in tasks:
        if any(file.task == task.id for file in decision.evidence) and task.state is TaskState.VALIDATING:
            withdraw_submission(tx, task, now=moment.at)
    decision = for_mode(decision, office.mode)
    new = tx.commit_decision(message.id, decision, moment.at)
    row = replace(
        message,
        status=MessageStatus.DECIDED,
        message_id=seen.message.message_id,
        content_digest=seen.message.content_digest,
        cases=decision.touched_cases,
        kind=KIND,
        disposition=decision.disposition.value,
        sender=mail.sender,
        subject=seen.message.subject,
        attempted_at=moment.at,
        fault=None,
    )
    tx.save_message(row)
    return decision, new, row


def _may_have_a_receipt(tx: Transaction, office: Office, sender: str) -> bool:
    """Two machines must never thank each other for long."""
    lately = tx.done_since(office.moment().at - timedelta(days=1))
    sent = [e.effect for e in lately if isinstance(e.effect, SendEmail)]
    return sum(m.template == Template.EVIDENCE_RECEIPT.value and sender in m.to for m in sent) < RECEIPTS_A_DAY
