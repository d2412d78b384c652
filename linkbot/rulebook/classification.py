"""`rules/classification.toml` into the weighing of signals."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from linkbot.model.moods import MoodWords
from linkbot.model.signals import Place, Weighing
from linkbot.rulebook.phrase_check import patterns, phrases
from linkbot.toml_document import Fault, read_toml


def read_weighing(path: Path, faults: list[Fault]) -> Weighing:
    """Factors, margins and dividing words; every key is required."""
    root = read_toml(path, faults)
    factors, words = root.table("factors", required=True), root.table("words", required=True)
    moods = root.table("moods", required=True)
    weighing = Weighing(
        factors=tuple((place, factors.number(place.value, required=True)) for place in Place),
        certain_score=root.number("certain_score", required=True),
        certain_margin=root.number("certain_margin", required=True),
        certain_lead=root.number("certain_lead", required=True),
        certain_signals=root.integer("certain_signals", minimum=1),
        certain_against=root.number("certain_against", required=True),
        certain_alone=root.number("certain_alone", required=True),
        likely_score=root.number("likely_score", required=True),
        likely_margin=root.number("likely_margin", required=True),
        floor=root.number("floor", required=True),
        salutations=phrases(words, "salutations", required=True),
        decision_titles=phrases(words, "decision_titles", required=True),
        draft_titles=phrases(words, "draft_titles", required=True),
        enclosure_titles=phrases(words, "enclosure_titles", required=True),
        narrative_headings=phrases(words, "narrative_headings", required=True),
        order_headings=phrases(words, "order_headings", required=True),
        speaking_headings=phrases(words, "speaking_headings", required=True),
        list_openers=phrases(words, "list_openers", required=True),
        order_openers=phrases(words, "order_openers", required=True),
        done_words=words.texts("done_words", required=True),
        was_due=phrases(words, "was_due", required=True),
        reported=phrases(words, "reported", required=True),
        footer_starts=phrases(words, "footer_starts", required=True),
        asking=phrases(words, "asking", required=True),
        pointing=phrases(words, "pointing", required=True),
        nothing_wanted=phrases(words, "nothing_wanted", required=True),
        aims=phrases(words, "aims", required=True),
        asking_again=phrases(words, "asking_again", required=True),
        reply_by=patterns(words, "reply_by"),
        case_marks=phrases(words, "case_marks", required=True),
        enclosing=phrases(words, "enclosing", required=True),
        reply_prefixes=phrases(words, "reply_prefixes", required=True),
        chief_executive_mailboxes=words.texts("chief_executive_mailboxes", required=True),
        moods=MoodWords(**{f.name: frozenset(moods.texts(f.name, required=True)) for f in fields(MoodWords)}),
    )
    for table in (factors, words, moods, root):
        table.finish()
    return weighing
