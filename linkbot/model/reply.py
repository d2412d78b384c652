"""Answers that come by mail: what may be answered, what was understood, and what has to be asked back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from linkbot.model.question import Question, Verb


class Sort(StrEnum):
    """What a number of a mail stands for; each sort has its own answers."""

    QUESTION = "question"
    HELD = "held"  # an effect that waits for a person's release
    DOUBTFUL = "doubtful"  # an effect nobody can tell to have happened
    FAILED = "failed"  # an effect that could not be done
    PARKED = "parked"  # a message that could not be read
    PORTAL = "portal"  # the task "open the Portal"
    BY_HAND = "by_hand"  # what only a person can do in the case system
    VALIDATION = "validation"  # one post's word on a task's evidence as it stood when the mail was written
    SUBMISSION = "submission"  # something prepared for the Ombudsman: has it gone?
    SETTLED = "settled"  # no longer asked


@dataclass(frozen=True)
class Answerable:
    """One numbered thing. `choices` are printed; people may say the same in other words (`rules/replies.toml`)."""

    number: int
    sort: Sort
    target: str  # id of the question, effect, message or task
    choices: tuple[str, ...]
    question: Question | None = None
    what: str = ""  # for people, where there is no question: a sentence without names
    why: str = ""


@dataclass(frozen=True)
class ReplyWords:
    """`rules/replies.toml`: whole answers, in lower case. A word that is in no list makes an answer unclear."""

    yes: frozenset[str]
    no: frozenset[str]
    nothing: frozenset[str]
    done: frozenset[str]
    none: frozenset[str]
    release: frozenset[str]
    withdraw: frozenset[str]
    arrived: frozenset[str]
    again: frozenset[str]
    retry: frozenset[str]
    discard: frozenset[str]
    greetings: tuple[str, ...]  # with which a line of greeting begins
    sign_offs: tuple[str, ...]  # with which the part below the message begins
    fillers: tuple[str, ...]  # say nothing at either end of an answer, longest first
    cautions: frozenset[str]  # single words that make any answer one for a person
    kinds: tuple[tuple[str, str], ...]  # (what people call it, kind id)
    tasks: tuple[tuple[str, Verb], ...]  # (what people say of a task, verb)
    not_ours: frozenset[str] = frozenset()  # phrases of an officer about their task, in the language of signals
    more_time: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()
    nothing_held: frozenset[str] = frozenset()
    courtesy: frozenset[str] = frozenset()  # whole answers that say no more than thanks


@dataclass(frozen=True)
class Given:
    """An answer that was understood, as the act it becomes."""

    number: int | None  # None: it named a task or a kind itself
    target: str
    verb: Verb
    value: str | None
    said: str


@dataclass(frozen=True)
class Unclear:
    """A line that must be asked back. `number` None when it could not even be told what it was about."""

    number: int | None
    said: str
    why: str


@dataclass(frozen=True)
class Answers:
    given: tuple[Given, ...] = field(default=())
    unclear: tuple[Unclear, ...] = field(default=())
