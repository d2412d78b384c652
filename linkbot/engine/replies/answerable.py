"""What the numbers of a mail stand for: open questions first, then whatever else waits for a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from linkbot.model.case_system import Deed
from linkbot.model.casework import Task
from linkbot.model.effect import RegisterInCaseSystem, SendEmail
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import About, Act, Question, Verb
from linkbot.model.reply import Answerable, Sort

SUBMIT = "submit "
"""Before a task's id: the number asks whether it has gone to the Ombudsman."""

LONGEST = 60
"""Things a desk mail numbers at most; the rest wait for the next one, and `linkbot outbox` lists them."""

CHECKS_AT_ONCE = 10
"""Nothing waits for them; those that wait longest come first."""

_SORTS = {OutboxState.HELD: Sort.HELD, OutboxState.DOUBTFUL: Sort.DOUBTFUL, OutboxState.FAILED: Sort.FAILED}
_SORT_OF_ACT = {Verb.SETTLE: Sort.DOUBTFUL, Verb.RETRY: Sort.FAILED}
_CHOICES = {
    Sort.HELD: ("release", "withdraw"),
    Sort.DOUBTFUL: ("arrived", "send again"),
    Sort.FAILED: ("try again", "withdraw"),
    Sort.PARKED: ("try again", "discard"),
    Sort.PORTAL: ("nothing to do",),
    Sort.SUBMISSION: ("submitted", "submitted at 14:10, receipt 12345"),
    Sort.VALIDATION: ("approved", "query: what is missing or wrong"),
    Sort.BY_HAND: ("done", "not needed"),
}


def of_question(question: Question) -> Answerable:
    return Answerable(0, Sort.QUESTION, question.id, question.choices, question)


def of_effect(entry: OutboxEntry) -> Answerable | None:
    """None for an effect that waits for nobody, or for the answer to a question of its own."""
    sort = _SORTS.get(entry.state)
    if is_by_hand(entry):
        return _by_hand(entry) if sort is Sort.HELD else None
    if sort is None or (sort is Sort.HELD and _waits_for_an_answer(entry)):
        return None
    why = {Sort.HELD: entry.why_held, Sort.FAILED: entry.last_error}.get(sort) or entry.last_error or ""
    return Answerable(0, sort, entry.key, _CHOICES[sort], what=_told(entry, sort), why=why)


def is_by_hand(entry: OutboxEntry) -> bool:
    return isinstance(entry.effect, RegisterInCaseSystem) and entry.effect.by_hand


def _by_hand(entry: OutboxEntry) -> Answerable:
    effect = entry.effect
    assert isinstance(effect, RegisterInCaseSystem)
    what = f"{effect.case}, {entry.why_held}: {_TO_DO[effect.deed]}: {effect.title}."
    if effect.deed is Deed.TASK and effect.task:
        what += f" Write {effect.task} in its title."
    return Answerable(0, Sort.BY_HAND, entry.key, _CHOICES[Sort.BY_HAND], what=what)


_TO_DO = {
    Deed.LETTER: "register",
    Deed.LINK: "link it to",
    Deed.UNLINK: "take off",
    Deed.FILES: "attach",
    Deed.TASK: "open a corrective action",
    Deed.TASK_MOVED: "corrective action",
    Deed.TASK_DONE: "complete the corrective action",
    Deed.ATTRIBUTES: "bring up to date",
    Deed.CLOSED: "set",
}


def _waits_for_an_answer(entry: OutboxEntry) -> bool:
    """Held for a question of its own: notices to senior posts, a registration whose original complaint is in doubt."""
    effect = entry.effect
    return isinstance(effect, RegisterInCaseSystem) or (isinstance(effect, SendEmail) and effect.question is not None)


def of_message(id: str, *, received: str) -> Answerable:
    """A message set aside after faults."""
    return Answerable(
        0,
        Sort.PARKED,
        id,
        _CHOICES[Sort.PARKED],
        what=f"The message received {received} was set aside: linkbot could not read it.",
        why="Read it in the mailbox; discard it here when you have dealt with it.",
    )


def of_portal(task: Task) -> Answerable:
    return Answerable(0, Sort.PORTAL, task.id, _CHOICES[Sort.PORTAL])


def of_seat(target: str, what: str, why: str = "") -> Answerable:
    """One post's word on one task; `target` as `validations_due.target_of` makes it."""
    return Answerable(0, Sort.VALIDATION, target, _CHOICES[Sort.VALIDATION], what=what, why=why)


def of_submission(task: str, title: str) -> Answerable:
    """What is prepared for the Ombudsman and has not been recorded as gone."""
    what = f"{task}: {title}"
    return Answerable(0, Sort.SUBMISSION, f"{SUBMIT}{task}", _CHOICES[Sort.SUBMISSION], what=what)


def of_act(number: int, act: Act, entry: OutboxEntry | None = None) -> Answerable:
    """What was done by this act, as it was put; not of a question, which is known by itself. `entry`: the effect it
    was about, if it was about one.
    """
    sort = _SORT_OF_ACT.get(act.verb, Sort.HELD)
    if entry is not None and is_by_hand(entry):
        sort = Sort.BY_HAND
    elif act.target.startswith("m-"):
        sort = Sort.PARKED
    elif act.target.startswith(SUBMIT):
        sort = Sort.SUBMISSION
    elif "|" in act.target:
        sort = Sort.VALIDATION
    elif "/" in act.target:  # the only task a number ever stands for is "open the Portal"
        sort = Sort.PORTAL
    return Answerable(number, sort, act.target, _CHOICES[sort])


def of_the_desk(questions: Iterable[Question], waiting: Iterable[Answerable]) -> tuple[Answerable, ...]:
    """A desk mail's things with their numbers: questions, what else waits, and last some of the checks."""
    asked = [of_question(question) for question in questions]
    first = [thing for thing in asked if not _is_check(thing)]
    checks = [thing for thing in asked if _is_check(thing)]
    others = sorted(waiting, key=lambda thing: thing.sort is Sort.BY_HAND)
    return numbered((*first, *others, *checks[:CHECKS_AT_ONCE]))


def _is_check(thing: Answerable) -> bool:
    return thing.question is not None and thing.question.about is About.CHECK


def numbered(things: Iterable[Answerable]) -> tuple[Answerable, ...]:
    """From 1, in the order given."""
    kept = list(things)[:LONGEST]
    return tuple(replace(thing, number=number) for number, thing in enumerate(kept, 1))


def by_number(pairs: Sequence[tuple[int, Answerable]]) -> tuple[Answerable, ...]:
    """With the numbers they had in an earlier mail."""
    return tuple(replace(thing, number=number) for number, thing in sorted(pairs, key=lambda pair: pair[0]))


def _told(entry: OutboxEntry, sort: Sort) -> str:
    effect = entry.effect
    name = (getattr(effect, "template", None) or effect.effect).replace("_", " ")
    what = "draft reply" if effect.effect == "draft_reply" else name
    to = ", ".join(getattr(effect, "to", ()))
    case = getattr(effect, "case", None)
    if isinstance(effect, RegisterInCaseSystem):
        what = f"{effect.title} in the case system"
    place = f"{what}{f' to {to}' if to else ''}{f', {case}' if case else ''}"
    return {
        Sort.HELD: f"Waits for your release: {place}.",
        Sort.DOUBTFUL: f"Nobody can tell whether this was done: {place}. Did it arrive?",
        Sort.FAILED: f"This could not be done: {place}.",
    }[sort]
