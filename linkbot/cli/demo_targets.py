"""What the demo's people mean by their words: `202690417: order 2`, `question about 031`, as ids of the register."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.deeds import Refused
from linkbot.model.casework import Event, Task
from linkbot.model.decision import CaseFile
from linkbot.model.question import Act, Question
from linkbot.ports import Transaction
from linkbot.worker.acts.finding import find_case, plain
from linkbot.worker.office import Office

_QUESTION = "question about "


def resolve(office: Office, act: Act) -> Act:
    """The act on the id its target means. Raises Refused."""
    with office.store.begin() as tx:
        return replace(act, target=target_of(tx, act.target))


def target_of(tx: Transaction, words: str) -> str:
    """`202690417`, `202690417: order 2`, `202690417: evidence of 2027-01-15`, `202691128: Portal`; of questions
    `question about 031` and `question about 202691283: service`. Raises Refused.
    """
    if words.startswith(_QUESTION):
        return _question(tx, words.removeprefix(_QUESTION)).id
    case, colon, name = words.partition(":")
    file = find_case(tx, case)
    return _task(file, name.strip()).id if colon else file.case.id


def _question(tx: Transaction, wanted: str) -> Question:
    """By the beginning of its message's file name, or by case and what it is about."""
    case, _, about = wanted.rpartition(":")
    for question in tx.questions():
        message = tx.message(question.message) if question.message else None
        if message is not None and (message.file_name or "").startswith(wanted):
            return question
        if case and question.case and plain(case) in plain(question.case) and about.strip() == question.about.value:
            return question
    raise Refused(f"No open question is about {wanted}.")


def _task(file: CaseFile, name: str) -> Task:
    """By kind and printed number, by kind and date of the letter, else by that date alone."""
    letters = {event.id: event for event in file.events}
    for task in file.tasks:
        if name in (f"{task.kind.value} {task.number}", f"{task.kind.value} of {_letter_on(letters.get(task.cause))}"):
            return task
        if task.kind.value == "portal" and "Portal" in name:
            return task
    on = name.rpartition(" of ")[2].strip()
    for task in file.tasks:
        if on and _letter_on(letters.get(task.cause)) == on:
            return task
    raise Refused(f"{file.case.id} has no task {name!r}.")


def _letter_on(event: Event | None) -> str:
    return event.letter_on.isoformat() if event is not None and event.letter_on else ""
