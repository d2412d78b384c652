"""What is written into the council's case system, as values, and what a case system can take from a program at all.

The register of cases is linkbot's own store; a case system is told of it. Which deeds it takes, and which a person does
there by hand, is its abilities: decided by configuration and adapter, known to the engine as a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from linkbot.model.casework import Case, CaseStatus, Event, Task, TaskKind, TaskState


class Deed(StrEnum):
    """One sort of thing to be done in a case system. Closed: each is code in every adapter that can do it."""

    LETTER = "letter"  # a letter of the Ombudsman on its case; the first one opens the case there
    LINK = "link"  # the case tied to its original complaint
    UNLINK = "unlink"  # what was written against the wrong complaint taken off it: always a person's
    FILES = "files"  # what was attached to a letter
    TASK = "task"  # a corrective action opened
    TASK_MOVED = "task_moved"  # given to another officer, or moved to another date
    TASK_DONE = "task_done"
    ATTRIBUTES = "attributes"  # the facts of the case: `attributes_of`
    CLOSED = "closed"  # the case closed, or opened again


@dataclass(frozen=True)
class CaseSystemAbilities:
    """`does` by itself, `by_hand` by a person there, whom the desk mail tells; of all other deeds it hears nothing.

    `reminds`: it sends its officers reminders of its own, so that linkbot's stop.
    """

    name: str = "linkbot's register"
    does: frozenset[Deed] = frozenset({Deed.LETTER})
    by_hand: frozenset[Deed] = frozenset()
    reminds: bool = False
    takes_the_letter: bool = False  # it wants the octets of the mail

    def hears_of(self, deed: Deed) -> bool:
        return deed in self.does or deed in self.by_hand


@dataclass(frozen=True)
class CaseAttributes:
    """The facts of a case that a case system may keep in fields of its own. No name of a person among them."""

    reference: str
    stage: str  # kind id of the letter that moved the case last
    status: str
    remedy_gbp: Decimal | None  # what was ordered in money, in all
    due_on: date | None  # the next date the Ombudsman set
    complaint: str | None


@dataclass(frozen=True)
class CaseEntry:
    """One thing to write, complete: the same value at each try, except for what the register says by then.

    `title` names it without a personal fact. `receipts`: of what was written on this case before, oldest first.
    `letter`: the mail as it came, for a system that takes it; empty otherwise.
    """

    deed: Deed
    case: Case
    title: str
    at: datetime
    attributes: CaseAttributes
    event: Event | None = None
    task: Task | None = None
    complaint: str | None = None
    receipts: tuple[str, ...] = ()
    letter: bytes = b""
    brought_over: bool = False  # the case began before linkbot did
    first_letter: bool = False  # of the case, among those that are or were to be written
    letter_waits: bool = False  # a letter of the case is not written yet
    open_actions: int = 0  # corrective actions of the case that are open beside this task


@dataclass(frozen=True)
class ActionSeen:
    """A corrective action as the case system shows it. `title` holds linkbot's id of the task, if people wrote it
    there; `at` is when it was changed last, None when that cannot be read.
    """

    id: str
    title: str
    done: bool
    owner: str
    by: str
    at: datetime | None


MIRRORED = frozenset({TaskKind.REQUEST, TaskKind.ORDER, TaskKind.RECOMMENDATION, TaskKind.COMPLAINT})
"""Tasks that are corrective actions; "open the Portal" and what waits for an answer are linkbot's own."""


def attributes_of(case: Case, tasks: tuple[Task, ...]) -> CaseAttributes:
    """As the register stands."""
    sums = [
        task.amount_gbp
        for task in tasks
        if task.amount_gbp is not None and task.binding and task.state is not TaskState.WITHDRAWN
    ]
    dates = [task.official_on or task.due_on for task in tasks if task.is_open and task.kind in MIRRORED]
    return CaseAttributes(
        reference=case.reference,
        stage=case.stage,
        status="closed" if case.status is CaseStatus.CLOSED else "open",
        remedy_gbp=sum(sums, Decimal(0)) if sums else None,
        due_on=min((day for day in dates if day), default=None),
        complaint=case.complaint,
    )
