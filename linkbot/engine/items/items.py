"""What a letter orders, recommends or asks, each with its number, its date and the sum to pay.

Orders come from the orders table or from running text; agreed actions of the LGSCO are orders. The searching is done
in `orders_table`, `item_list` and `requests`; here the findings of all acting letters become items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from linkbot.engine.dates.date_doubts import doubts_about
from linkbot.engine.dates.deadlines import find_deadlines
from linkbot.engine.dates.due_dates import Due, LetterDay, find_due
from linkbot.engine.items.changes import changes_in, says_it_replaces
from linkbot.engine.items.confirmations import confirmation_in
from linkbot.engine.items.item_dates import as_before, covered, due_in, due_of, with_reply_date
from linkbot.engine.items.item_list import find_listed
from linkbot.engine.items.one_item import item_of
from linkbot.engine.items.orders_table import find_table
from linkbot.engine.items.outcomes import concerned, extension_in
from linkbot.engine.items.requests import find_requests
from linkbot.engine.mail.raw_items import RawItem
from linkbot.model.acting import Acting
from linkbot.model.calendar import WorkingCalendar
from linkbot.model.deadline import DateDoubt
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.item import Item, ItemKind
from linkbot.model.items_found import ItemsFound
from linkbot.model.mail import Letter

_ACCEPTED = re.compile(
    r"\b(?:has|have)\s+(?:now\s+)?(?:accepted|agreed)\s+(?:to\s+)?(?:all\s+|each\s+)?(?:of\s+)?(?:my|our|the|these|this|those|them)\s+"
    r"(?:\w+\s+)?recommendations?\b",
    re.IGNORECASE,
)
_Placed = tuple[RawItem, Letter]


def find_items(
    acting: Acting,
    *,
    kind: str | None,
    ombudsman: str | None,
    letter_date: date | None,
    received_on: date,
    calendar: WorkingCalendar,
    rules: DeadlineRules,
) -> ItemsFound:
    """Items of all acting letters, and what else the letter says about known ones. `kind` None reads orders only.

    Points of a request bear the letter's reply date unless they have their own.
    """
    day = LetterDay(letter_date, received_on, calendar)
    changes = (
        changes_in(acting.letters, day, rules, review=kind in rules.review_kinds)
        if kind is None or kind in rules.remedy_kinds
        else ()
    )
    raw = _raw(acting, kind, rules)
    dues = {letter.source: find_due(letter.text, day, rules) for letter in acting.letters}
    items: list[Item] = []
    doubts: list[DateDoubt] = []
    spans: list[tuple[str, int, int]] = []
    before: Due | None = None
    changed = {(change.kind, change.number) for change in changes}
    for (found, letter), number in _numbered(raw):
        if (found.kind, number) in changed:
            continue
        due = (
            due_of(found, dues[letter.source], day, letter.text)
            if found.due_text is None
            else due_in(found, day, rules)
        )
        due = before = due or as_before(found, before)
        items.append(item_of(found, number=number, due=due, source=letter.source))
        if found.kind is not ItemKind.REQUEST:
            spans += [(letter.source, start, end) for start, end in covered(found, due, letter.text)]
        if due is not None and found.kind is not ItemKind.REQUEST:
            doubts += doubts_about(due, letter.source, day=day, rules=rules)
            if due.stated and due.on is not None and due.on < day.reference:
                doubts.append(
                    DateDoubt(
                        "before_letter", f"{due.phrase} lies before the date of the letter", due.phrase, letter.source
                    )
                )
    if kind in rules.remedy_kinds and kind not in rules.review_kinds:  # others list what has changed or is owed
        doubts += _rows_missing(raw)
    named = kind in rules.chaser_kinds or kind in rules.confirmation_kinds or kind in rules.extension_kinds
    if any(item.kind is ItemKind.REQUEST and item.deadline is None for item in items):
        replies = find_deadlines(
            acting, kind=kind, letter_date=letter_date, received_on=received_on, calendar=calendar, rules=rules
        )
        items = with_reply_date(items, replies)
    return ItemsFound(
        items=tuple(items),
        concerns=concerned(acting.letters, chaser=kind in rules.chaser_kinds) if named else (),
        confirmation=confirmation_in(acting.letters, rules) if kind in rules.confirmation_kinds else None,
        changes=changes,
        replaces=kind in rules.remedy_kinds and kind not in rules.review_kinds and says_it_replaces(acting.letters),
        extension=extension_in(acting.letters, rules) if kind in rules.extension_kinds else None,
        doubts=tuple(doubts),
        covered=tuple(spans),
    )


def _rows_missing(raw: Sequence[_Placed]) -> list[DateDoubt]:
    """A table of orders that begins with 2 or jumps from 2 to 4 was not read whole."""
    doubts = []
    for source in dict.fromkeys(letter.source for _, letter in raw):
        rows = {item.number for item, letter in raw if item.in_table and letter.source == source}
        printed = [number for number in rows if number is not None]
        missing = [str(number) for number in range(1, max(printed, default=0)) if number not in printed]
        if missing:
            sentence = f"The table of orders goes up to {max(printed)}, but {', '.join(missing)} could not be read"
            doubts.append(DateDoubt("missing", sentence, source=source))
    return doubts


def _raw(acting: Acting, kind: str | None, rules: DeadlineRules) -> list[_Placed]:
    if kind in rules.request_kinds or kind in rules.listed_request_kinds:
        issued = _orders(acting, rules, only_orders=True) if kind in rules.failure_order_kinds else []
        if issued:
            return issued
        return _requests(acting, rules, lists_only=kind in rules.listed_request_kinds)
    if kind is None or kind in rules.remedy_kinds or kind in rules.recommend_kinds:
        return _orders(acting, rules, only_orders=False, sections_only=kind in rules.recommend_kinds)
    return []


def _orders(acting: Acting, rules: DeadlineRules, *, only_orders: bool, sections_only: bool = False) -> list[_Placed]:
    placed: list[_Placed] = []
    for letter in acting.letters:
        rows = find_table(letter.text, rules)
        table = (min(row.start for row in rows), max(row.end for row in rows)) if rows else None
        listed = find_listed(
            letter.text, letter.boilerplate, rules, only_orders=only_orders, sections_only=sections_only
        )
        placed += [(row, letter) for row in rows]
        placed += [
            (item, letter)
            for item in listed
            if table is None or (item.kind is ItemKind.RECOMMENDATION and not table[0] <= item.start < table[1])
        ]
    if any(not item.loose for item, _ in placed):  # a proper section beats what the summary or covering mail says of it
        placed = [(item, letter) for item, letter in placed if not item.loose]
    return _once(_agreed(placed, acting))


def _agreed(placed: list[_Placed], acting: Acting) -> list[_Placed]:
    """Recommendations of the LGSCO that the council has accepted are agreed actions, which bind."""
    if acting.ombudsman != "lgsco" or not any(_ACCEPTED.search(letter.text) for letter in acting.letters):
        return placed
    return [(replace(item, kind=ItemKind.ORDER), letter) for item, letter in placed]


def _requests(acting: Acting, rules: DeadlineRules, *, lists_only: bool) -> list[_Placed]:
    """Listed points of any letter, else the asking sentences of the first letter that has some."""
    listed = [
        (item, letter)
        for letter in acting.letters
        for item in find_requests(letter.text, letter.boilerplate, rules, lists_only=True)
    ]
    if listed or lists_only:
        return _once(listed)
    for letter in reversed(acting.letters):
        found = find_requests(letter.text, letter.boilerplate, rules)
        if found:
            return [(item, letter) for item in found]
    return []


def _once(placed: Sequence[_Placed]) -> list[_Placed]:
    """The same words in the covering mail and in the attached letter are one item."""
    seen: dict[tuple[ItemKind, str], _Placed] = {}
    for item, letter in placed:
        seen.setdefault((item.kind, re.sub(r"\W+", "", item.text).casefold()), (item, letter))
    return list(seen.values())


def _numbered(raw: Sequence[_Placed]) -> list[tuple[_Placed, int]]:
    """The printed number, else the position within the kind; when printed numbers repeat, positions throughout."""
    result: list[tuple[_Placed, int]] = []
    for kind in ItemKind:
        own = [placed for placed in raw if placed[0].kind is kind]
        printed = [item.number for item, _ in own]
        usable = None not in printed and len(set(printed)) == len(printed)
        result += [(placed, (placed[0].number or 0) if usable else at) for at, placed in enumerate(own, 1)]
    return result
