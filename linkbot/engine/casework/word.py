"""A person's word about a message: it replaces linkbot's own reading when the message is decided again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from linkbot.engine.casework.targets import is_case_id
from linkbot.engine.dates.working_days import safe_on
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.classification import Certainty
from linkbot.model.deadline import Deadline
from linkbot.model.item import Item, ItemKind
from linkbot.model.question import About
from linkbot.model.reading import Disposition, Reading


@dataclass(frozen=True)
class Word:
    """What people have said so far. `confirmed`: a person stands behind acting on it."""

    kind: str | None = None
    due_on: date | None = None
    genuine: bool = False
    older_acts: bool = False
    escalate: bool = False
    confirmed: bool = False
    nothing: bool = False  # a person said nothing is to be done
    kept: bool = False  # the dates stand as they were read
    case: str | None = None  # the case it belongs to, in place of the one it was read to name
    said: int = 0  # how often they have answered

    @property
    def dated(self) -> bool:
        return self.kept or self.due_on is not None


def word_of(overrides: Sequence[tuple[About, str]], known_kinds: Sequence[str]) -> Word:
    """The sum of all answers to questions about one message, in the order they were given."""
    word = Word()
    for about, value in overrides:
        yes = value == "yes"
        if value == "nothing" or (value == "no" and about in (About.OLDER_LETTER, About.SENDER, About.REVIEW_OUTCOME)):
            word = replace(word, nothing=True, confirmed=False)
        elif value in known_kinds:
            word = replace(word, kind=value, confirmed=True, nothing=False)
        elif about in (About.DATE, About.CONFIRM) and (day := day_of(value)):
            word = replace(word, due_on=day, confirmed=True)
        elif about is About.DATE and value == "keep":
            word = replace(word, confirmed=True, kept=True)
        elif about in (About.KIND, About.CONFIRM) and is_case_id(value):
            word = replace(word, case=value, nothing=False)
        elif about is About.SENDER and yes:
            word = replace(word, genuine=True, confirmed=True)
        elif about is About.OLDER_LETTER and yes:
            word = replace(word, older_acts=True, confirmed=True)
        elif about is About.ESCALATION and yes:
            word = replace(word, escalate=True, confirmed=True)
        elif yes:
            word = replace(word, confirmed=True, nothing=False)
    return replace(word, said=len(overrides))


def day_of(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def apply(word: Word, reading: Reading, calendar: WorkingCalendar) -> Reading:
    """The reading as the person has corrected it."""
    if word.kind is not None:
        classification = replace(reading.classification, kind=word.kind, certainty=Certainty.CERTAIN)
        if word.kind != reading.kind:
            classification = replace(classification, also=tuple(k for k in classification.also if k != word.kind))
        reading = replace(reading, classification=classification)
    if word.case is not None:
        reading = _filed_under(word.case, reading)
        clear = reading.kind is not None and reading.classification.certainty is not Certainty.UNCLEAR
        word = replace(word, confirmed=word.confirmed or (clear and not word.nothing))
    if word.confirmed and reading.vouch is not None and reading.kind is not None:
        reading = replace(reading, classification=replace(reading.classification, certainty=Certainty.CERTAIN))
    if word.due_on is not None:
        stated = Deadline(
            purpose="information",
            on=word.due_on,
            safe_on=safe_on(word.due_on, calendar),
            phrase=word.due_on.isoformat(),
            source="a person's answer",
            stated=True,
            basis="given by the link officer",
        )
        kept = tuple(d for d in reading.deadlines if d.purpose.startswith(("order", "recommendation")))
        items = tuple(_dated(item, stated) for item in reading.items)
        reading = replace(reading, deadlines=(stated, *kept), items=items, doubts=())
    if word.confirmed:
        reading = replace(reading, disposition=Disposition.ACT)
    if word.nothing:
        reading = replace(reading, disposition=Disposition.FILE)
    return reading


def _filed_under(case: str, reading: Reading) -> Reading:
    """About the case the person named; what it was read to be about is only mentioned in it."""
    ombudsman, _, reference = case.partition(" ")
    before = reading.references
    mentioned = tuple(one for one in (*before.about, *before.mentioned) if one != reference)
    references = replace(before, about=(reference,), mentioned=mentioned, ombudsman=ombudsman.lower())
    return replace(reading, references=references, ombudsman=ombudsman.lower())


def _dated(item: Item, stated: Deadline) -> Item:
    """An order the letter gives no date for takes the person's."""
    if item.kind is ItemKind.REQUEST or (item.deadline is not None and item.deadline.on is not None):
        return item
    return replace(item, deadline=replace(stated, purpose=f"{item.kind.value} {item.number}"))
