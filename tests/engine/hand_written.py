"""Letters wrapped by hand and the shipped words, for tests of dates and items: no mail parsing in between."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from linkbot.engine.dates.deadlines import find_deadlines, merge
from linkbot.engine.items.items import find_items
from linkbot.model.acting import Acting
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.deadlines_found import DeadlinesFound
from linkbot.model.items_found import ItemsFound
from linkbot.model.mail import Letter, LetterRole
from linkbot.rulebook.bank_holidays import load_calendar
from linkbot.rulebook.deadlines import load_deadlines
from linkbot.toml_document import Fault

RULES = Path(__file__).parents[2] / "rules"
LETTER = date(2027, 3, 3)  # a Wednesday; Good Friday and Easter Monday follow on 26 and 29 March
RECEIVED = date(2027, 3, 4)


@cache
def calendar() -> WorkingCalendar:
    faults: list[Fault] = []
    loaded = load_calendar(RULES / "bank_holidays.toml", faults)
    assert not faults
    return loaded


@cache
def words() -> DeadlineRules:
    faults: list[Fault] = []
    loaded = load_deadlines(RULES / "deadlines.toml", faults)
    assert not faults
    return loaded


def acting(*texts: str, ombudsman: str | None = "lgsco") -> Acting:
    """The covering text first, then each attached letter."""
    letters = tuple(
        Letter(LetterRole.ATTACHED if place else LetterRole.NEW, f"attachment:{place}.pdf" if place else "body", text)
        for place, text in enumerate(texts)
    )
    return Acting(letters, False, None, (), (), "", None, ombudsman)


def items(*texts: str, kind: str | None = "final_determination", ombudsman: str = "lgsco") -> ItemsFound:
    return find_items(
        acting(*texts, ombudsman=ombudsman),
        kind=kind,
        ombudsman=ombudsman,
        letter_date=LETTER,
        received_on=RECEIVED,
        calendar=calendar(),
        rules=words(),
    )


def replies(*texts: str, kind: str | None = None, ombudsman: str = "lgsco") -> DeadlinesFound:
    return find_deadlines(
        acting(*texts, ombudsman=ombudsman),
        kind=kind,
        letter_date=LETTER,
        received_on=RECEIVED,
        calendar=calendar(),
        rules=words(),
    )


def everything(*texts: str, kind: str | None, ombudsman: str = "lgsco") -> DeadlinesFound:
    found = items(*texts, kind=kind, ombudsman=ombudsman)
    return merge(replies(*texts, kind=kind, ombudsman=ombudsman), found)


def days(found: DeadlinesFound) -> list[str]:
    return sorted(str(each.on) for each in found.deadlines if each.on is not None)
