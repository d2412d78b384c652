"""Facts that templates may use about a letter, and linkbot's reading of it in one sentence. No rendering here."""

from __future__ import annotations

from datetime import date

from linkbot.model.classification import Certainty
from linkbot.model.effect import Facts
from linkbot.model.playbook import Playbook
from linkbot.model.reading import Reading


def long_day(day: date | None) -> str:
    """`2 November 2026`, or `no date`."""
    return f"{day.day} {day:%B %Y}" if day else "no date"


def letter_facts(reading: Reading, playbook: Playbook | None, *, received_on: date) -> Facts:
    """What every template about a letter may say."""
    return (
        ("letter", playbook.title if playbook else "Letter"),
        ("letter_on", long_day(reading.letter_date)),
        ("received_on", long_day(received_on)),
        ("forwarded", "yes" if reading.forwarded else ""),
        ("reply_by", "; ".join(long_day(d.on) for d in reading.deadlines if d.on)),
        ("findings", "\n".join(reading.findings)),
    )


def reading_sentence(reading: Reading, playbook: Playbook | None) -> str:
    """linkbot's own reading for a question: what, how sure, which rival."""
    if playbook is None or reading.kind is None:
        return "linkbot does not know what this is."
    sure = {Certainty.CERTAIN: "is", Certainty.LIKELY: "is probably", Certainty.UNCLEAR: "might be"}
    sentence = f"This {sure[reading.classification.certainty]}: {playbook.title.lower()}"
    if reading.classification.certainty is Certainty.UNCLEAR and reading.classification.rivals:
        sentence += f"; or {reading.classification.rivals[0].kind.replace('_', ' ')}"
    return sentence + "."


def quote_of(reading: Reading) -> str:
    """The words the reading rests on most."""
    hits = sorted(reading.classification.hits, key=lambda hit: -hit.weight)
    return hits[0].quote if hits else reading.subject
