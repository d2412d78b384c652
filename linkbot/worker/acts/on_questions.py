"""Answers to questions: recorded as an act, then the consequence each kind of question has.

Most answers become a person's word about the message, and the message is decided again: effects already done keep
their keys and are not done twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from linkbot.engine.casework.confirming import CASE_REFERENCE
from linkbot.engine.casework.deeds import (
    Refused,
    act_on_case,
    assign_entry,
    assign_letter,
    draft_extension,
    finish,
)
from linkbot.engine.casework.linking import NONE
from linkbot.engine.casework.targets import case_named
from linkbot.engine.casework.word import day_of
from linkbot.engine.casework.work import Work
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.question import About, Act, Question, QuestionState, Verb
from linkbot.model.reading import Disposition
from linkbot.model.submission import Outward
from linkbot.ports import MessageStatus, Override, Transaction
from linkbot.worker.acts.answering import letter_to_answer
from linkbot.worker.acts.on_checks import corrected, follow_up, keep_or_lose_trust
from linkbot.worker.acts.on_duties import begin
from linkbot.worker.acts.on_evidence import OF_EVIDENCE, after_evidence, checked_of_evidence, outward_for
from linkbot.worker.acts.on_held import noted, release_held
from linkbot.worker.acts.on_links import tie
from linkbot.worker.acts.on_tasks import commit_act
from linkbot.worker.office import Office
from linkbot.worker.process import process

OF_A_KIND = frozenset(
    {About.KIND, About.UNREADABLE, About.LOOK, About.CONFLICT, About.CONFIRM, About.CHECK},
)
"""Questions that any kind may answer, also one that is not among the choices."""


def answer_question(office: Office, act: Act) -> str:
    """Raises `Refused` for an unknown or settled question, or an answer that is none of its choices."""
    with office.store.begin() as tx:
        question = tx.question(act.target.strip())
        if question is None:
            raise Refused(f"There is no question {act.target}. `linkbot questions` lists the open ones.")
        if question.state is not QuestionState.OPEN:
            raise Refused(f"{question.id} is {question.state.value} already.")
        value = checked(question, act.value, office)
    wanted = question.about is About.EXTENSION and value == "yes"
    letter, to = letter_to_answer(office, question.case) if wanted else (None, None)
    outward = outward_for(office, question) if question.about is About.VALIDATION else None
    with office.store.begin() as tx:
        again, said = _settle(
            tx, office, replace(act, value=value), question, value, letter=letter, to=to, outward=outward
        )
    if again and question.message:
        process(office, question.message)
    return f"{question.id}: {value}.{said}"


def checked(question: Question, value: str | None, office: Office) -> str:
    """The answer as one of the choices. Raises `Refused`."""
    said = (value or "").strip()
    plain = said.casefold().replace(" ", "_")
    if question.told and plain.isdigit() and 1 <= int(plain) <= len(question.choices):
        return question.choices[int(plain) - 1]
    for choice in question.choices:
        if plain == choice.casefold().replace(" ", "_"):
            return choice
    if question.about in OF_EVIDENCE:
        return checked_of_evidence(question, said, office)
    kinds = {playbook.kind for playbook in office.desk.playbooks}
    open_to_words = question.about in (About.SERVICE, About.COMPLAINT_LINK) or "an address" in question.choices
    free = open_to_words and said
    a_day = "YYYY-MM-DD" in question.choices and day_of(said) is not None
    a_kind = question.about in OF_A_KIND and plain in kinds
    if free or a_day:
        return said
    if CASE_REFERENCE in question.choices and (case := case_named(said, office.desk.ombudsmen)):
        return case
    if a_kind or (plain == "nothing" and question.about in (About.DATE, About.SENDER)):
        return plain
    raise Refused(f"{said or 'Nothing'} is no answer to {question.id}: it may be {', '.join(question.choices)}.")


def _settle(
    tx: Transaction,
    office: Office,
    act: Act,
    question: Question,
    value: str,
    *,
    letter: str | None,
    to: str | None,
    outward: Outward | None,
) -> tuple[bool, str]:
    """Record the answer and its consequence: whether the message must be decided again, and what else to say."""
    settled = replace(
        question, state=QuestionState.ANSWERED, answer=value, answered_by=act.by, answered_at=office.moment().at
    )
    decision = Decision(Disposition.ACT, questions=(settled,))
    again, said = False, ""
    match question.about:
        case (
            About.CONFIRM
            | About.KIND
            | About.DATE
            | About.SENDER
            | About.OLDER_LETTER
            | About.REVIEW_OUTCOME
            | About.ESCALATION
        ):
            again = True
        case About.UNREADABLE | About.CONFLICT | About.LOOK | About.PORTAL:
            again = value not in ("done", "files")
        case About.SENIOR_NOTICES:
            if readers := release_held(tx, office, question, yes=value == "yes", by=act.by):
                decision = _joined(noted(_work(tx, office, act, question), readers), settled)
        case About.DUTIES:
            if value == "yes":
                decision = _joined(begin(_work(tx, office, act, question), question), settled)
        case About.COMPLAINT_LINK:
            verb = Verb.UNLINK if value == NONE else Verb.LINK
            tying = replace(act, verb=verb, target=question.case or "", value=None if value == NONE else value)
            decision, tied, said = tie(tx, office, tying, _file(tx, question))
            decision = _joined(decision, replace(settled, answer=tied.value or NONE))
        case About.CLOSE_CASE:
            if value == "yes":
                file = _file(tx, question)
                closing = replace(act, verb=Verb.CLOSE, target=file.case.id)
                decision = _joined(act_on_case(closing, file=file, desk=office.desk, moment=office.moment()), settled)
        case About.EXTENSION:
            if value == "yes":
                decision = _extension(tx, office, act, question, settled, letter=letter, to=to)
        case About.DECLINED if value == "no":
            pass  # it stays with them
        case About.UNDELIVERED if value == "done":
            pass  # they have been told in another way
        case About.EVIDENCE | About.REASSIGN | About.WHICH_TASK | About.VALIDATION | About.SENT:
            decision = _joined(after_evidence(tx, office, act, question, value, outward), settled)
            again = question.about is About.WHICH_TASK
        case About.SERVICE | About.DECLINED | About.UNDELIVERED:
            decision = _assign(tx, office, act, question, settled, value)
        case About.CHECK:
            correction = corrected(tx, office, act, question, value)
            decision, said = _joined(follow_up(correction, act), settled), f" {correction.said}".rstrip()
        case _:
            assert_never(question.about)
    if again and question.message:
        tx.add_override(Override(question.message, question.about.value, value, act.id))
        _wait_again(tx, question.message)
    new = commit_act(tx, office, act, decision)
    office.observer.fell_due(decision, new)
    if question.about is About.CHECK:
        said += keep_or_lose_trust(tx, office, act, question)
    return again, said


def _wait_again(tx: Transaction, id: str) -> None:
    """Back among those that wait to be decided, with the answer: cut off here, the next cycle goes on."""
    message = tx.message(id)
    if message is not None:
        tx.save_message(replace(message, status=MessageStatus.RECEIVED, strikes=0))


def _file(tx: Transaction, question: Question) -> CaseFile:
    file = tx.case(question.case) if question.case else None
    if file is None:
        raise Refused(f"{question.id} belongs to no case.")
    return file


def _joined(decision: Decision, settled: Question) -> Decision:
    others = tuple(q for q in decision.questions if q.id != settled.id)
    answered = tuple(id for id in decision.answered if id != settled.id)
    return replace(decision, questions=(settled, *others), answered=answered)


def _work(tx: Transaction, office: Office, act: Act, question: Question) -> Work:
    return Work(_file(tx, question), cause=f"act:{act.id}", message=None, moment=office.moment(), desk=office.desk)


def _assign(tx: Transaction, office: Office, act: Act, question: Question, settled: Question, value: str) -> Decision:
    file = _file(tx, question)
    task = next((t for t in file.tasks if t.id == question.task), None)
    if task is None:
        raise Refused(f"{question.id} names no task any more.")
    giving = replace(act, verb=Verb.REASSIGN, target=task.id, value=value)
    give = assign_entry if question.about is About.DECLINED else assign_letter
    return _joined(give(giving, task, file=file, desk=office.desk, moment=office.moment()), settled)


def _extension(
    tx: Transaction,
    office: Office,
    act: Act,
    question: Question,
    settled: Question,
    *,
    letter: str | None,
    to: str | None,
) -> Decision:
    file = _file(tx, question)
    task = next((t for t in file.tasks if t.id == question.task), None)
    if task is None:
        raise Refused(f"{question.id} names no task any more.")
    work = Work(file, cause=f"act:{act.id}", message=None, moment=office.moment(), desk=office.desk)
    draft_extension(work, task, to=to, answers=letter)
    return _joined(finish(work), settled)
