"""What should happen about one message or one act: a value to print, test and store before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from linkbot.model.approval import Approval
from linkbot.model.casework import Case, Event, Invitation, Task
from linkbot.model.complaint import Complaint
from linkbot.model.evidence_file import EvidenceFile
from linkbot.model.matching import Candidates
from linkbot.model.outbox import Intent
from linkbot.model.question import Act, Question
from linkbot.model.reading import Disposition


@dataclass(frozen=True)
class CaseFile:
    """A case with everything a decision needs to know about it."""

    case: Case
    tasks: tuple[Task, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    events: tuple[Event, ...] = ()
    questions: tuple[Question, ...] = ()  # open ones


@dataclass(frozen=True)
class Known:
    """What the store knew when a message was decided. `checked` False: no store was asked (`explain` alone)."""

    cases: tuple[CaseFile, ...] = ()
    thread_cases: tuple[str, ...] = ()  # cases that messages of this thread belong to
    candidates: Candidates = field(default_factory=Candidates)  # complaints of ours by reference, name, postcode
    linked: tuple[Complaint, ...] = ()  # those the cases are tied to
    links_alone: bool = False  # a person has said that a sure likeness may tie a case without asking
    copies: tuple[str, ...] = ()  # message ids with the same normalised Message-ID and content
    conflicting: tuple[str, ...] = ()  # same Message-ID, other content
    checked: bool = True
    rescued: tuple[str, ...] = ()  # ids of the same message where it lay in junk or deleted, not settled yet
    asked_first: frozenset[str] = frozenset()  # kinds that do not act alone: a person says yes before
    directory_kept: bool = False  # complaints of ours have been imported: a missing one is a question


@dataclass(frozen=True)
class Decision:
    """Rows as they should stand afterwards (`cases`, `tasks`, … changed or new only) and what to do outside."""

    disposition: Disposition
    cases: tuple[Case, ...] = ()
    events: tuple[Event, ...] = ()
    tasks: tuple[Task, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    questions: tuple[Question, ...] = ()
    intents: tuple[Intent, ...] = ()
    reasons: tuple[str, ...] = ()
    copy_of: str | None = None  # event identity, when the letter had been seen
    withdraw: tuple[str, ...] = ()  # outbox keys overtaken by this decision
    answered: tuple[str, ...] = ()  # questions this settles
    evidence: tuple[EvidenceFile, ...] = ()
    approvals: tuple[Approval, ...] = ()
    acts: tuple[Act, ...] = ()  # of linkbot's own, to be on record like a person's
    touched_cases: tuple[str, ...] = ()  # every case the message belongs to, changed or not
