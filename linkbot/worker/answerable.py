"""Which things a mail puts to its reader, as the store stands just before delivery, and the slips that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from linkbot.engine.evidence.asking import told_of
from linkbot.engine.evidence.seats import title_of, version_of
from linkbot.engine.evidence.validations_due import is_wanted
from linkbot.engine.replies.answerable import (
    SUBMIT,
    by_number,
    numbered,
    of_act,
    of_effect,
    of_message,
    of_portal,
    of_question,
    of_seat,
    of_submission,
    of_the_desk,
)
from linkbot.engine.wording.tokens import reply_token
from linkbot.model.casework import TaskKind
from linkbot.model.effect import AskPerson, Effect, SendEmail, Template
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import Act, QuestionState, Verb
from linkbot.model.reply import Answerable, Sort
from linkbot.model.slip import Slip
from linkbot.ports import MessageStatus, Transaction
from linkbot.worker.dossiers import dossier
from linkbot.worker.office import LONDON, Office

SECRET = "reply_secret"
_WAITING = (OutboxState.HELD, OutboxState.DOUBTFUL, OutboxState.FAILED)


def asked_by(tx: Transaction, effect: Effect) -> tuple[Answerable, ...]:
    """What the numbers of this mail stand for; nothing for a mail nobody answers."""
    if isinstance(effect, AskPerson):
        return numbered(_question(tx, effect.question))
    if not isinstance(effect, SendEmail):
        return ()
    match effect.template:
        case Template.DESK_MAIL.value:
            return of_the_desk(tx.questions(), waiting(tx))
        case Template.QUESTION.value if effect.question:
            return numbered(_question(tx, effect.question))
        case Template.SUBMISSION.value if effect.task:
            return numbered(_submissions(tx, effect.task))
        case Template.VALIDATION.value:
            return numbered(seats_asked(tx, dict(effect.facts).get("seats", "").splitlines()))
        case Template.PORTAL_TASK.value if effect.task:
            return numbered(_portal(tx, effect.task))
        case Template.ANSWER_RECEIPT.value:
            lines = dict(effect.facts).get("again", "").splitlines()
            return by_number(
                [(int(number), thing) for number, *rest in map(str.split, lines) for thing in _again(tx, rest)]
            )
    return ()


def waiting(tx: Transaction) -> Iterable[Answerable]:
    """Effects and messages that wait for a person, in the order they came."""
    for entry in tx.outbox(*_WAITING):
        thing = of_effect(entry)
        if thing is not None:
            yield thing
    for message in tx.messages(MessageStatus.PARKED):
        yield of_message(message.id, received=f"{message.received_at.astimezone(LONDON):%d %B %Y at %H:%M}")


def waiting_since(tx: Transaction) -> datetime | None:
    """Since when the one that waits longest has waited for a person; None when nothing does."""
    effects = (entry.created_at for entry in tx.outbox(*_WAITING) if of_effect(entry) is not None)
    parked = (message.attempted_at or message.received_at for message in tx.messages(MessageStatus.PARKED))
    return min((*effects, *parked), default=None)


def resolve(tx: Transaction, slip: Slip) -> Answerable | None:
    """What a slip's number stands for now; None when it is settled or gone."""
    if "|" in slip.target:
        return (
            by_number([(slip.number, of_seat(slip.target, ""))])[0] if tx.task(slip.target.partition("|")[0]) else None
        )
    if slip.target.startswith(SUBMIT):
        found = next(iter(_submissions(tx, slip.target.removeprefix(SUBMIT))), None)
        return by_number([(slip.number, found)])[0] if found else None
    found = next(iter((*_question(tx, slip.target), *_portal(tx, slip.target), *_other(tx, slip.target))), None)
    return by_number([(slip.number, found)])[0] if found else None


def slips_for(
    tx: Transaction, entry: OutboxEntry, asked: tuple[Answerable, ...], *, address: str, office: Office
) -> str:
    """Write down what the numbers stand for, before the mail leaves; answers its token. Empty: nothing to answer."""
    if not asked:
        return ""
    secret = tx.mark(SECRET)
    if secret is None:
        secret = office.new_secret()
        tx.set_mark(SECRET, secret)
    token = reply_token(secret, key=entry.key, targets=[f"{thing.number} {thing.target}" for thing in asked])
    now = office.moment().at
    tx.add_slips([Slip(token, thing.number, thing.target, address, now) for thing in asked])
    return token


def as_it_was(tx: Transaction, slip: Slip, act: Act) -> Answerable:
    """What the number stood for before this act settled it: a worker cut off after it reads the same words anew."""
    question = tx.question(act.target) if act.verb is Verb.ANSWER else None
    if question is not None:
        return by_number([(slip.number, of_question(question))])[0]
    return of_act(slip.number, act, tx.entry(act.target))


def _question(tx: Transaction, id: str) -> list[Answerable]:
    question = tx.question(id) if id.startswith("q-") else None
    return [of_question(question)] if question is not None and question.state is QuestionState.OPEN else []


def _portal(tx: Transaction, id: str) -> list[Answerable]:
    task = tx.task(id) if "/" in id else None
    return [of_portal(task)] if task is not None and task.kind is TaskKind.PORTAL and task.is_open else []


def seats_asked(tx: Transaction, targets: Iterable[str]) -> Iterator[Answerable]:
    """Those that still stand: the evidence is as it was, and nobody has spoken for the post."""
    for target in targets:
        id, _, rest = target.partition("|")
        post, _, version = rest.partition("|")
        task = tx.task(id)
        if task is None or not is_wanted(task):
            continue
        held = dossier(tx, id)
        given = any(one.post == post and one.version == version for one in held.approvals)
        if version == version_of(held.files) and not given:
            yield of_seat(target, f"{id}: {task.title}, as {title_of(post)}", told_of(held.files))


def _submissions(tx: Transaction, id: str) -> list[Answerable]:
    task = tx.task(id)
    return [of_submission(task.id, task.title)] if task is not None and task.is_open else []


def _other(tx: Transaction, id: str) -> list[Answerable]:
    if id.startswith("m-"):
        return [thing for thing in waiting(tx) if thing.sort is Sort.PARKED and thing.target == id]
    entry = tx.entry(id)
    thing = of_effect(entry) if entry is not None and entry.state in _WAITING else None
    return [thing] if thing is not None else []


def _again(tx: Transaction, rest: list[str]) -> list[Answerable]:
    target = " ".join(rest)
    return [*_question(tx, target), *_portal(tx, target), *_other(tx, target)][:1]
