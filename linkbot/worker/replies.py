"""Answers by reply: a mail with a mark of ours, from somebody who may answer, becomes acts; the rest is asked back.

Who wrote it is settled by authentication and the rota, never by the mark alone; the mark says what the numbers meant.
Each act is idempotent by its id, so a worker cut off in the middle goes on where it was.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import Refused
from linkbot.engine.casework.recipients import rota
from linkbot.engine.mail.new_words import new_words
from linkbot.engine.read import Look
from linkbot.engine.replies.read_reply import read_reply
from linkbot.engine.replies.understand import Lexicon
from linkbot.engine.wording.tokens import reply_tokens
from linkbot.model.authentication import Verdict
from linkbot.model.decision import Decision
from linkbot.model.mail import TextStatus
from linkbot.model.place import Place, place_of
from linkbot.model.reading import Disposition
from linkbot.model.reply import Answerable, Given, Sort, Unclear
from linkbot.model.slip import Slip
from linkbot.model.vouch import Vouch
from linkbot.ports import MessageStatus, StoredMessage, Transaction
from linkbot.worker.acts.on_tasks import how_it_stands
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.answerable import as_it_was, resolve
from linkbot.worker.bounces import take_bounce
from linkbot.worker.diary_answers import take_diary_answer
from linkbot.worker.modes import for_mode
from linkbot.worker.office import LONDON, Office
from linkbot.worker.process import Looked, decide_stored, look_into
from linkbot.worker.receipts import Outcome, Reply, problem, receipt, report


def decide_or_answer(office: Office, message: StoredMessage) -> None:
    """A mail that answers linkbot or its invitation is taken as such, every other decided as a letter. Raises Stale."""
    looked = look_into(office, message)
    if take_diary_answer(office, message, looked) or take_bounce(office, message, looked):
        return
    reply = vouch = None
    if message.vouch is None and place_of(message.folder) is not Place.SENT and marks_in(looked.seen):
        with office.store.begin() as tx:
            reply = find_reply(tx, looked.seen, message, office)
            vouch = vouched(tx, reply, looked) if reply else None
            if vouch is not None:
                message = replace(message, vouch=vouch)
                tx.save_message(message)
    if vouch is not None:
        decide_stored(office, message)  # looked at anew: its letter is what was attached
    elif reply is None or reply.refusal is not None:
        if reply is not None:
            _refuse(office, message, reply)
        decide_stored(office, message, looked)  # whoever may not answer may still have sent something
    else:
        take_reply(office, message, looked, reply)


UNREAD = "The attached {} was not read: a letter is forwarded to this mailbox, or sent back to “Open the Portal”."

NO_REPLY = frozenset({"automatic_reply", "system_mail", "delayed", "bounce", "own_mail", "newsletter", "oversized"})
"""Gates behind which nobody has answered anything."""


def find_reply(tx: Transaction, seen: Look, row: StoredMessage, office: Office) -> Reply | None:
    """None for all other mail, further copies of a reply among it. What this mail has settled stands as it was put."""
    message = seen.message
    if message.from_ is None:
        return None
    machine = seen.gate is not None and seen.gate.id in NO_REPLY
    if machine and (seen.gate is None or seen.gate.id != "automatic_reply"):
        return None
    slips = next((found for token in marks_in(seen) if (found := tx.slips(token))), ())
    if not slips or any(row.content_digest == message.content_digest for row in _decided(tx, message.message_id)):
        return None
    sender = message.from_.address
    if machine and not any("|" in slip.target for slip in slips):
        return None
    own = {act.target: act for act in tx.acts(row.received_at) if act.reason.startswith(_by_mail(row))}
    things = tuple(
        as_it_was(tx, slip, own[slip.target])
        if slip.target in own
        else resolve(tx, slip) or Answerable(slip.number, Sort.SETTLED, slip.target, ())
        for slip in slips
    )
    machines = "it is an automatic reply; perhaps they are away, and a deputy can look" if machine else None
    return Reply(sender, slips, things, machines or _refusal(seen, sender, slips, office))


def _by_mail(row: StoredMessage) -> str:
    """How the reason of an act begins that this mail has brought."""
    return f"by e-mail, {row.id}: "


def marks_in(seen: Look) -> tuple[str, ...]:
    """Marks of ours it bears, nearest first; of most mail there are none."""
    message = seen.message
    return reply_tokens(
        subject=message.subject,
        references=(*message.in_reply_to, *reversed(message.references)),
        texts=(letter.text for letter in message.letters if letter.depth == 0),
    )


def _decided(tx: Transaction, message_id: str | None) -> tuple[StoredMessage, ...]:
    return tx.messages_with_id(message_id) if message_id else ()


def _refusal(seen: Look, sender: str, slips: tuple[Slip, ...], office: Office) -> str | None:
    if seen.authentication.verdict is not Verdict.INTERNAL:
        return f"nobody could verify that it is really from {sender}"
    if any("|" in slip.target for slip in slips):
        return _not_their_own(sender, slips)
    allowed = {*rota(office.desk), *(slip.address.casefold() for slip in slips)}
    return None if sender.casefold() in allowed else f"{sender} is not one of those who answer linkbot's questions"


def _not_their_own(sender: str, slips: tuple[Slip, ...]) -> str | None:
    """A validator's mark is theirs alone, whatever else the sender may answer."""
    if all(slip.address.casefold() == sender.casefold() for slip in slips):
        return None
    return f"{sender} is not the person this approval was asked of"


def _files(looked: Looked) -> tuple[str, ...]:
    """Names of what is attached and might be a letter: no logos, no signatures."""
    labels = {attachment.index: attachment.label for attachment in looked.seen.message.all_attachments}
    found = [labels.get(text.index, "a file") for text in looked.texts if text.status is not TextStatus.IGNORED]
    return (*found, *(message.subject or "a message" for message in looked.seen.message.nested))


def vouched(tx: Transaction, reply: Reply, looked: Looked) -> Vouch | None:
    """Files sent back for "open the Portal": the sender's word for where they came from. None when there are none."""
    files = _files(looked)
    portal = next((thing for thing in reply.things if thing.sort is Sort.PORTAL), None)
    portal = portal or next((t for t in reply.things if t.sort is Sort.SETTLED and "/" in t.target), None)
    task = tx.task(portal.target) if portal is not None and files and reply.refusal is None else None
    file = tx.case(task.case) if task is not None and task.case else None
    if task is None or file is None:
        return None
    return Vouch(
        ombudsman=file.case.ombudsman,
        by=reply.sender,
        case=file.case.id,
        task=task.id,
        notice_on=task.created_at.astimezone(LONDON).date(),
    )


def _refuse(office: Office, message: StoredMessage, reply: Reply) -> None:
    """Told to the link officer, once however often the message is decided."""
    refused = Decision(Disposition.REVIEW, intents=(report(office, message, reply),))
    with office.store.begin() as tx:
        tx.commit_decision(None, for_mode(refused, office.mode), office.moment().at)


def take_reply(office: Office, message: StoredMessage, looked: Looked, reply: Reply) -> tuple[Decision, StoredMessage]:
    """Do what was answered, then record the reply with its receipt. Raises Stale, Transient: then all of it again."""
    seen = looked.seen
    row = replace(
        message,
        status=MessageStatus.DECIDED,
        message_id=seen.message.message_id,
        content_digest=seen.message.content_digest,
        sender=reply.sender,
        subject=seen.message.subject,
        attempted_at=office.moment().at,
        fault=None,
    )
    answers = read_reply(new_words(seen.message), reply.things, lexicon_of(office), tasks=True)
    outcomes = [_do(office, message, reply, given) for given in answers.given]
    problems = [*(o for o in outcomes if not o.done), *(problem(unclear) for unclear in answers.unclear)]
    problems += [problem(Unclear(None, "", UNREAD.format(name))) for name in _files(looked)]
    done = [outcome for outcome in outcomes if outcome.done]
    cases = tuple(dict.fromkeys(outcome.case for outcome in outcomes if outcome.case))
    decision = Decision(
        Disposition.ACT if done else Disposition.REVIEW,
        intents=receipt(office, message, reply, done, problems),
        reasons=tuple(f"Answered: {o.said}" for o in done) + tuple(f"Asked back: {o.said}" for o in problems),
        touched_cases=cases,
    )
    return _commit(office, replace(row, cases=cases), decision)


def lexicon_of(office: Office) -> Lexicon:
    rules, organisation = office.reader.rulebook, office.desk.organisation
    return Lexicon(
        words=rules.replies,
        playbooks=rules.playbooks,
        services=rules.services,
        directory=office.desk.directory,
        domains=organisation.domains,
        today=office.moment().today,
        our_references=organisation.our_references,
    )


def _do(office: Office, message: StoredMessage, reply: Reply, given: Given) -> Outcome:
    """One act. Done already (we were cut off after it) is done."""
    thing = next((thing for thing in reply.things if thing.number == given.number), None)
    slip = next((slip for slip in reply.slips if slip.number == given.number), None)
    act = make_act(
        at=message.received_at,
        by=reply.sender,
        verb=given.verb,
        target=given.target,
        value=given.value,
        reason=f"{_by_mail(message)}{given.said}",
    )
    with office.store.begin() as tx:
        known, task = tx.act(act.id) is not None, tx.task(given.target) if "/" in given.target else None
    if not known:
        if slip is not None and slip.used_by not in (None, message.id):
            return Outcome(given.number, f"“{given.said}”. It was answered already; nothing was changed.", False)
        try:
            sentence = perform_act(office, act)
        except Refused as refused:
            return Outcome(given.number, f"“{given.said}”. {refused}", False, _case_of(thing))
    else:
        sentence = how_it_stands(task) if task is not None else f"{given.target}: {given.value or given.verb.value}."
    if slip is not None:
        with office.store.begin() as tx:
            tx.use_slip(slip.token, slip.number, message.id)
    if thing is not None and thing.question is not None:
        about = thing.question.case or "a message without a case"
        sentence = f"{about}: {(given.value or '').replace('_', ' ')}"
    return Outcome(given.number, sentence, True, _case_of(thing) or given.target.rpartition("/")[0] or None)


def _case_of(thing: Answerable | None) -> str | None:
    return thing.question.case if thing is not None and thing.question is not None else None


def _commit(office: Office, row: StoredMessage, decision: Decision) -> tuple[Decision, StoredMessage]:
    decision = for_mode(decision, office.mode)
    row = replace(row, disposition=decision.disposition.value)
    with office.store.begin() as tx:
        new = tx.commit_decision(row.id, decision, office.moment().at)
        tx.save_message(row)
    office.observer.message_decided(row, decision, new)
    return decision, row
