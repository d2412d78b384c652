"""Which cases a message is about: by reference, else by thread. An unseen reference opens its one case at once."""

from __future__ import annotations

import re
from datetime import datetime

from linkbot.engine.facts.reference_forms import sightings
from linkbot.model.casework import Case
from linkbot.model.complaint import MatchOutcome
from linkbot.model.decision import CaseFile, Known
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.reading import Reading


def case_id(ombudsman: str, reference: str) -> str:
    """`LGSCO 23 012 345`, `HO 202312345`: holds the Ombudsman's own reference."""
    return f"{ombudsman.upper()} {reference}"


def new_case(*, id: str, ombudsman: str, reference: str, at: datetime) -> Case:
    return Case(id=id, ombudsman=ombudsman, reference=reference, opened_at=at)


_CASE_ID = re.compile(r"(?=[0-9_-]*[A-Z])[A-Z0-9_-]+ [A-Z0-9][A-Z0-9 /-]*")


def is_case_id(text: str) -> bool:
    """Whether an answer names a case: no kind, day or plain word has this form."""
    return _CASE_ID.fullmatch(text) is not None and any(letter.isdigit() for letter in text)


def case_named(text: str, ombudsmen: Ombudsmen) -> str | None:
    """The case a person's answer names, with or without its ombudsman; None when it names none, or several."""
    found = {(one.ombudsman, one.reference) for one in sightings(f"reference {text.strip()}", ombudsmen)}
    return case_id(*next(iter(found))) if len(found) == 1 else None


def targets(reading: Reading, *, known: Known, at: datetime) -> tuple[CaseFile, ...]:
    """The case files a message belongs to, new ones among them; empty when nothing says which."""
    by_id = {file.case.id: file for file in known.cases}
    ombudsman = reading.references.ombudsman or reading.ombudsman
    if reading.references.about and ombudsman:
        ids = [case_id(ombudsman, reference) for reference in reading.references.about]
        return tuple(
            by_id.get(id) or CaseFile(_opened(id, ombudsman, reference, at))
            for id, reference in zip(ids, reading.references.about, strict=True)
        )
    return tuple(by_id[id] for id in known.thread_cases if id in by_id)


def _opened(id: str, ombudsman: str, reference: str, at: datetime) -> Case:
    return new_case(id=id, ombudsman=ombudsman, reference=reference, at=at)


def match_outcome(reading: Reading, known: Known) -> tuple[MatchOutcome, str | None]:
    """`explain`'s word for which Ombudsman case this is, with its id."""
    ombudsman = reading.references.ombudsman or reading.ombudsman
    about = reading.references.about
    first = case_id(ombudsman, about[0]) if about and ombudsman else None
    if not known.checked:
        return MatchOutcome.UNCHECKED, first
    if first is not None:
        found = any(file.case.id == first for file in known.cases)
        return (MatchOutcome.MATCHED if found else MatchOutcome.NEW), first
    if len(known.thread_cases) == 1:
        return MatchOutcome.MATCHED, known.thread_cases[0]
    return (MatchOutcome.AMBIGUOUS if known.thread_cases else MatchOutcome.NONE), None
