"""`rules/deadlines.toml` → the words for dates and items, every fault told at once.

Only reads and checks; what the words mean is the engine's business. Missing sections are faults, as a forgotten
blocker would turn narrative into deadlines.
"""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from linkbot.model.deadline_rules import Anchor, DeadlineRules, Event, ItemWords, OutcomeWords, PurposeWords
from linkbot.toml_document import Fault, Table, read_toml

_PURPOSES = ("comments", "evidence", "meeting")


_HABITS = (
    ("chaser_default", "chaser_default_days", 1),
    ("recommendation_internal", "recommendation_internal_days", 1),
    ("order_default", "order_default_days", 1),
    ("internal_margin", "internal_margin_days", 0),
    ("invite_before", "invite_before_days", 0),
    ("reminder_every_calendar_days", "reminder_every_calendar_days", 1),
    ("urgent_within", "urgent_within_days", 1),
)
"""Fields of `desk.Habits`, their keys, and the least each may be."""


def load_deadlines(path: Path, faults: list[Fault]) -> DeadlineRules:
    """The compiled words of the file. Faults are added to `faults`; reading goes on so that all are found."""
    root = read_toml(path, faults)
    defaults, cues, asks, blockers, kinds = (
        root.table(name, required=True) for name in ("defaults", "cues", "asks", "blockers", "kinds")
    )
    numbers, times = root.table("numbers", required=True), root.table("times", required=True)
    rules = DeadlineRules(
        cues=_phrases(cues, "before_date"),
        strong_cues=_phrases(cues, "strong"),
        late_cues=_phrases(cues, "after_date"),
        before_cues=_phrases(cues, "excluding"),
        linked=_phrases(cues, "linked"),
        suiting=_phrases(cues, "suiting"),
        fitting=_phrases(cues, "fitting"),
        events=_phrases(cues, "events"),
        common_words=_phrases(cues, "common_words"),
        offering=_phrases(cues, "offering"),
        moving=_phrases(cues, "moving"),
        due_columns=_phrases(cues, "due_columns"),
        due_heads=_phrases(cues, "due_heads"),
        policies=_phrases(blockers, "policies"),
        instructed=_phrases(asks, "instructed"),
        past_columns=_phrases(cues, "past_columns"),
        windows=_phrases(cues, "windows"),
        asks=_phrases(asks, "phrases"),
        strong_asks=_phrases(asks, "strong"),
        threats=_phrases(asks, "threats"),
        commands=_phrases(asks, "commands"),
        narrative=_phrases(blockers, "narrative"),
        promises=_phrases(blockers, "promises"),
        contingent=_phrases(blockers, "contingent"),
        proposals=_phrases(blockers, "proposals"),
        number_words=tuple((word, numbers.integer(word, minimum=1)) for word in numbers.names()),
        anchors=_anchors(root.table("anchors", required=True)),
        purposes=_purposes(root.table("purposes", required=True)),
        times=tuple((word, *_time(times, word)) for word in times.names()),
        quiet_kinds=kinds.texts("quiet"),
        comment_kinds=kinds.texts("comments"),
        evidence_kinds=kinds.texts("evidence"),
        proposal_kinds=kinds.texts("proposals"),
        chaser_kinds=kinds.texts("chasers"),
        remedy_kinds=kinds.texts("remedies"),
        recommend_kinds=kinds.texts("recommends"),
        failure_order_kinds=kinds.texts("failure_orders"),
        request_kinds=kinds.texts("requests"),
        listed_request_kinds=kinds.texts("listed_requests"),
        review_kinds=kinds.texts("reviews"),
        extension_kinds=kinds.texts("extensions"),
        dated_kinds=kinds.texts("dated"),
        confirmation_kinds=kinds.texts("confirmations"),
        items=_items(root.table("items", required=True)),
        outcomes=_outcomes(root.table("outcomes", required=True)),
        defaults=tuple((field, defaults.integer(key, minimum=least, required=True)) for field, key, least in _HABITS),
        too_far_days=defaults.integer("too_far_days", 366, minimum=30),
    )
    for table in (defaults, cues, asks, blockers, kinds, numbers, times, root):
        table.finish()
    return rules


def _phrases(table: Table, key: str) -> tuple[str, ...]:
    """Longest first, so that "no later than" wins over "than"; lower case, straight apostrophes."""
    found = table.texts(key, required=True)
    for phrase in found:
        if not phrase.strip(" …"):
            table.fault(f"{key} holds an empty phrase, which would match everywhere", key)
    cleaned = {" ".join(phrase.lower().replace("’", "'").split()) for phrase in found} - {"", "…"}
    return tuple(sorted(cleaned, key=lambda phrase: (-len(phrase), phrase)))


def _anchors(table: Table) -> tuple[Anchor, ...]:
    anchors = [Anchor(phrase, Event.LETTER) for phrase in _phrases(table, "letter")]
    anchors += [Anchor(phrase, Event.LETTER, decision=True) for phrase in _phrases(table, "decision")]
    anchors += [Anchor(phrase, Event.RECEIPT) for phrase in _phrases(table, "receipt")]
    table.finish()
    return tuple(sorted(anchors, key=lambda anchor: (-len(anchor.phrase), anchor.phrase)))


def _purposes(table: Table) -> tuple[PurposeWords, ...]:
    found = tuple(PurposeWords(purpose, _phrases(table, purpose)) for purpose in _PURPOSES)
    table.finish()
    return found


def _time(table: Table, word: str) -> tuple[int, int]:
    value = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", table.text(word, required=True))
    if value is None:
        table.fault(f'{word} must be a time such as "17:00"', word)
        return 17, 0
    return int(value[1]), int(value[2])


def _items(table: Table) -> ItemWords:
    names = [field.name for field in fields(ItemWords)]
    words = ItemWords(**{name: _phrases(table, name) for name in names})
    table.finish()
    return words


def _outcomes(table: Table) -> OutcomeWords:
    names = [field.name for field in fields(OutcomeWords)]
    words = OutcomeWords(**{name: _phrases(table, name) for name in names})
    table.finish()
    return words
