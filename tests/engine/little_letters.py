"""Little letters with the days they set, from `little_letters.toml`, and how the engine reads each.

Reads text only: which kind a letter is of is given, so that what is measured are the dates.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from linkbot.engine.dates.deadlines import find_deadlines, merge
from linkbot.engine.items.items import find_items
from linkbot.engine.mail.boilerplate import boilerplate
from linkbot.model.acting import Acting
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.deadlines_found import DeadlinesFound
from linkbot.model.item import ItemKind
from linkbot.model.items_found import ItemsFound
from linkbot.model.mail import Letter, LetterRole
from linkbot.model.reading import ReplyOutcome
from linkbot.rulebook.boilerplate import load_boilerplate
from linkbot.toml_document import Fault
from tests.engine.hand_written import LETTER, RECEIVED, RULES, calendar, words

_QUIET = frozenset({"new_notification", "compliance_confirmation", "final_determination", "review_outcome"})


@dataclass(frozen=True)
class LittleLetter:
    """`days` it sets; `ask`: a person must decide; `trap`: dates stand in it that are nobody's deadline."""

    number: int
    kind: str
    who: str
    texts: tuple[str, ...]
    days: tuple[str, ...]
    ask: bool
    trap: bool


@dataclass(frozen=True)
class HowRead:
    days: tuple[str, ...]
    asks: bool
    doubts: tuple[str, ...]


@cache
def little_letters() -> tuple[LittleLetter, ...]:
    rows = tomllib.loads((Path(__file__).parent / "little_letters.toml").read_text(encoding="utf-8"))["letter"]
    return tuple(
        LittleLetter(
            number,
            row["kind"],
            row["who"],
            tuple(row[key].strip() for key in ("text", "paper") if key in row),
            tuple(row.get("days", ())),
            row.get("ask", False),
            row.get("trap", False),
        )
        for number, row in enumerate(rows, 1)
    )


@cache
def _footers() -> BoilerplateRules:
    faults: list[Fault] = []
    loaded = load_boilerplate(RULES / "boilerplate.toml", faults)
    assert not faults
    return loaded


def as_read(one: LittleLetter) -> HowRead:
    letters = tuple(
        Letter(
            LetterRole.ATTACHED if place else LetterRole.NEW,
            f"attachment:{place}.pdf" if place else "body",
            text,
            boilerplate=boilerplate(text, _footers(), banners=not place),
        )
        for place, text in enumerate(one.texts)
    )
    act = Acting(letters, False, None, (), (), "", None, one.who)
    found, items = _read(act, one)
    merged = merge(found, items)
    dated = [deadline for deadline in merged.deadlines if deadline.on is not None]
    open_orders = any(i.kind is ItemKind.ORDER and (i.deadline is None or i.deadline.on is None) for i in items.items)
    lacking = one.kind not in _QUIET and not dated and items.extension is not ReplyOutcome.REFUSED
    lacking = lacking or (one.kind == "final_determination" and (open_orders or not items.items))
    sentences = tuple(doubt.sentence for doubt in merged.doubts)
    return HowRead(tuple(sorted({str(each.on) for each in dated})), bool(sentences) or lacking, sentences)


def _read(act: Acting, one: LittleLetter) -> tuple[DeadlinesFound, ItemsFound]:
    found = find_deadlines(
        act, kind=one.kind, letter_date=LETTER, received_on=RECEIVED, calendar=calendar(), rules=words()
    )
    items = find_items(
        act,
        kind=one.kind,
        ombudsman=one.who,
        letter_date=LETTER,
        received_on=RECEIVED,
        calendar=calendar(),
        rules=words(),
    )
    return found, items
