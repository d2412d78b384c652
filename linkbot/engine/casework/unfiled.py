"""Messages that belong to no case: gates that closed, unknown senders, letters without a reference, annual letters."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.confirming import CASE_REFERENCE, asked_of, brought, dates_said
from linkbot.engine.casework.keys import effect_key, question_id
from linkbot.engine.casework.opening import NO_CLOCK, NOT_YET
from linkbot.engine.casework.recipients import address_of, link_officer
from linkbot.engine.casework.telling import as_sentence, letter_facts, quote_of, reading_sentence
from linkbot.engine.casework.work import Moment, answer_due, asking
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.effect import SendEmail, Template
from linkbot.model.outbox import Intent
from linkbot.model.playbook import Do, Playbook
from linkbot.model.question import About, Question
from linkbot.model.reading import Disposition, Reading


def decide_without_case(
    reading: Reading, *, message: str, desk: Desk, moment: Moment, said: int = 0, unproven: bool = False
) -> Decision:
    """Filed, asked about, or (annual letters) told to the posts its playbook names."""
    playbook = desk.playbook(reading.kind) if reading.kind else None
    cause = f"message:{message}"
    if reading.disposition is Disposition.FILE:
        return Decision(Disposition.FILE, reasons=reading.reasons)
    notices: tuple[Intent, ...] = ()
    if reading.disposition is Disposition.ACT and playbook is not None and reading.ombudsman is not None:
        notices = _notices(reading, playbook, cause=cause, message=message, desk=desk, moment=moment)
    if notices and not unproven:
        return Decision(Disposition.ACT, intents=notices, reasons=reading.reasons)
    question = _question(reading, playbook, cause=cause, message=message, desk=desk, moment=moment, clear=bool(notices))
    if reading.vouch is not None:
        question = _which_case(question, reading, playbook, cause=cause, said=said, desk=desk, moment=moment)
    return Decision(
        Disposition.REVIEW,
        questions=(question,),
        intents=(asking(question, cause=cause),),
        reasons=reading.reasons,
    )


def _notices(
    reading: Reading, playbook: Playbook, *, cause: str, message: str, desk: Desk, moment: Moment
) -> tuple[Intent, ...]:
    intents: dict[str, Intent] = {}
    told: set[str] = set()
    for step in playbook.steps:
        if step.do is not Do.NOTIFY or step.role is None:
            continue
        address = address_of(step.role, desk=desk, service=None, on=moment.today)
        if address in told:
            continue
        told.add(address)
        template = step.template or Template.ALERT.value
        effect = SendEmail(
            template=template,
            role=step.role,
            to=(address,),
            facts=letter_facts(reading, playbook, received_on=moment.today),
            attach=(message,),
        )
        key = effect_key(cause=cause, step=f"mail:{template}", subject=f"message:{message}", role=step.role)
        intents[key] = Intent(key, effect)
    return tuple(intents.values())


def _which_case(
    question: Question,
    reading: Reading,
    playbook: Playbook | None,
    *,
    cause: str,
    said: int,
    desk: Desk,
    moment: Moment,
) -> Question:
    """A letter somebody brought in names no case: the reference they give also says yes to the rest."""
    kinds = tuple(one for one in question.choices if one != "nothing")
    return replace(
        question,
        id=question_id(cause=cause, about=About.KIND.value, subject=f"{question.message}:{said}"),
        about=About.KIND,
        reading=f"{brought(reading)} {reading_sentence(reading, playbook)} {dates_said(reading)} No case reference "
        "stands in it. Which case does it belong to? The reference also says yes to the rest.",
        choices=(CASE_REFERENCE, *kinds, "nothing"),
        if_unanswered=NO_CLOCK,
        owner=asked_of(reading, desk, moment.today) or question.owner,
        urgent=True,  # whoever brought it is at hand now
        due_at=answer_due(moment, urgent=True, desk=desk),
    )


def _question(
    reading: Reading, playbook: Playbook | None, *, cause: str, message: str, desk: Desk, moment: Moment, clear: bool
) -> Question:
    """`clear`: it may be acted on as soon as somebody says yes."""
    doubted = reading.gate in ("forged", "unverified")
    about = About.CONFIRM if clear else About.SENDER if doubted else About.KIND
    why = " ".join(as_sentence(reason) for reason in reading.reasons)
    if clear:
        choices: tuple[str, ...] = ("yes", "nothing")
        sentence = f"{reading_sentence(reading, playbook)} {NOT_YET} Shall the posts concerned be told?"
        meanwhile = NO_CLOCK
    elif doubted:
        choices = ("no", "yes")
        sentence = f"Is this genuine? {why} {reading_sentence(reading, playbook)}"
        meanwhile = "It is not acted on and never acknowledged."
    else:
        choices = (*((reading.kind,) if reading.kind else ()), "nothing")
        sentence = f"{reading_sentence(reading, playbook)} {why}"
        meanwhile = NO_CLOCK
    urgent = reading.threatens or (playbook is not None and playbook.urgent)
    return Question(
        id=question_id(cause=cause, about=about.value, subject=message),
        about=about,
        message=message,
        case=None,
        reading=sentence.strip(),
        quote=quote_of(reading)[:400],
        choices=choices,
        if_unanswered=meanwhile,
        owner=link_officer(desk, moment.today),
        asked_at=moment.at,
        due_at=answer_due(moment, urgent=urgent, desk=desk),
        urgent=urgent,
    )
