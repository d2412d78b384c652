"""What linkbot asks of people, and what people do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class About(StrEnum):
    """What a question is about: closed, because each answer has its own consequence."""

    KIND = "kind"  # which kind is it? answer: a kind id
    DATE = "date"  # by when? answer: YYYY-MM-DD
    SERVICE = "service"  # whose is it? answer: a service id or an address
    SENDER = "sender"  # is it genuine? answer: yes / no
    OLDER_LETTER = "older_letter"  # act on it after all? yes / no
    SENIOR_NOTICES = "senior_notices"  # tell SLT Director, CE, Monitoring Officer? yes / no
    REVIEW_OUTCOME = "review_outcome"  # apply the changes? yes / no
    COMPLAINT_LINK = "complaint_link"  # which original complaint? our reference / none
    UNREADABLE = "unreadable"  # a letter nobody could read: what does it say? free text, kind or "nothing"
    LOOK = "look"  # please look at this and do what it needs: "done"
    EXTENSION = "extension"  # shall an extension request be drafted? yes / no
    PORTAL = "portal"  # open the Portal: "nothing" / files
    CLOSE_CASE = "close_case"  # may the case be closed? yes / no
    CONFLICT = "conflict"  # same Message-ID, other content; items that do not match one to one
    CONFIRM = "confirm"  # read without a doubt, but its kind may not act alone: yes / what is right instead
    CHECK = "check"  # acted on already: was it right? yes / no / a kind; holds nothing up
    DECLINED = (
        "declined"  # an officer will not have it in their diary: no (it stays with them) / a service or an address
    )
    UNDELIVERED = "undelivered"  # a mail of ours did not arrive: done (told otherwise) / a service or an address
    DUTIES = "duties"  # is it the thing itself, so that what law wants after it begins? yes / no
    EVIDENCE = "evidence"  # what came for a task: which points are received? received 1,3 / query: why
    WHICH_TASK = "which_task"  # evidence whose task nobody named: a task's id / all / nothing
    VALIDATION = "validation"  # a post has not approved: exception: why / submit: why (on the day) / wait
    SENT = "sent"  # somebody wrote to the Ombudsman: which tasks did it answer? a task's id / all / nothing
    REASSIGN = "reassign"  # the service says it is not theirs: whose, or keep
    ESCALATION = "escalation"  # a chaser that matched no open, overdue item: escalate? yes / no


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Question:
    """`choices` are what may be answered; `if_unanswered` says what happens meanwhile (the clock always runs)."""

    id: str
    about: About
    message: str | None  # id of the message it is about
    case: str | None
    reading: str  # linkbot's own reading, one sentence
    quote: str
    choices: tuple[str, ...]
    if_unanswered: str
    owner: str  # e-mail address
    asked_at: datetime
    due_at: datetime
    urgent: bool = False
    state: QuestionState = QuestionState.OPEN
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    laddered: int = 0  # how many times it has been passed on: deputy, Head of Resident Contact
    task: str | None = None
    told: tuple[str, ...] = ()  # what speaks for each of the choices, in their order; then they are numbered
    would: str | None = None  # the answer linkbot is sure of itself, and may not give
    version: int = 0


class Verb(StrEnum):
    ANSWER = "answer"
    DONE = "done"
    RECEIVED = "received"
    SUBMITTED = "submitted"
    SATISFIED = "satisfied"
    REASSIGN = "reassign"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETRY = "retry"
    SETTLE = "settle"
    DISCARD = "discard"
    LINK = "link"
    UNLINK = "unlink"
    FORGET = "forget"  # a complaint of our own is erased from the list
    CLOSE = "close"
    REOPEN = "reopen"  # a task or case that was taken for settled is owed after all
    IMPORT = "import"
    RELEASE = "release"
    HANDOVER = "handover"  # a colleague leaves: all they hold goes to somebody else
    HOLD = "hold"  # a case is kept beyond its day, or not any more: on / off
    PREPARE = "prepare"  # the people's own workbook: linkbot's hidden columns are put in
    OVERWRITE = "overwrite"  # a cell of linkbot's there that a person changed
    VALIDATE = "validate"  # the evidence may go: a post, by its holder or deputy
    LEAVE_OUT = "leave_out"  # a file is not for the Ombudsman
    INCLUDE = "include"  # it is, after all
    QUERY = "query"  # back to the service, with the reason
    TRUST = "trust"  # a kind may act alone, or not any more: on / off


@dataclass(frozen=True)
class Act:
    """Something a person did. Its `id` is an event of its own and the cause of what follows."""

    id: str
    at: datetime
    by: str
    verb: Verb
    target: str
    value: str | None
    reason: str
