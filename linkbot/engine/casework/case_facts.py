"""What the state of the cases adds to the words of a letter, before its kind is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkbot.engine.casework.clock import is_overdue
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.case_facts import CaseFacts
from linkbot.model.casework import TaskKind
from linkbot.model.decision import Known
from linkbot.model.gates import GateHit
from linkbot.model.reading import References


@dataclass(frozen=True)
class Standing:
    """What a first look has found that the state is asked by."""

    references: References
    authentication: Authentication
    gate: GateHit | None
    received_on: date
    vouched: bool


def case_facts(known: Known, seen: Standing, *, copied: bool) -> CaseFacts:
    """Of the cases the letter is about, or whose thread it answers."""
    about = set(seen.references.about)
    files = [f for f in known.cases if f.case.reference in about or f.case.id in known.thread_cases]
    tasks = [task for file in files for task in file.tasks]
    if seen.vouched:  # that the Portal was to be opened says nothing of the letter that lay there
        tasks = [task for task in tasks if task.kind is not TaskKind.PORTAL]
    return CaseFacts(
        checked=known.checked and bool(files),
        open_items=any(task.is_open for task in tasks),
        overdue=any(is_overdue(task, seen.received_on) for task in tasks),
        submitted_recently=any(task.submitted_at is not None for task in tasks),
        chief_executive_copied=copied,
        gate_kind=seen.gate.kind if seen.gate else None,
        verdict=seen.authentication.verdict,
        internal=seen.authentication.verdict is Verdict.INTERNAL,
    )
