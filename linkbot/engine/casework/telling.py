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
        ("reply_by", "; ".join(_reply_days(reading))),
        ("publication_on", long_day(reading.publication_on) if reading.publication_on else ""),
        ("findings", "\n".join(str(finding) for finding in reading.findings)),
    )


def _reply_days(reading: Reading) -> tuple[str, ...]:
    """Each day by which an answer is wanted, once; an order's own date is told with the order."""
    replies = [d for d in reading.deadlines if d.on and not d.purpose.startswith(("order", "recommendation"))]
    return tuple(dict.fromkeys(long_day(deadline.on) for deadline in replies))


def as_sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")


def reading_sentence(reading: Reading, playbook: Playbook | None) -> str:
    """linkbot's own reading for a question: what, how sure, which rival."""
    if playbook is None or reading.kind is None:
        return "linkbot does not know what this is."
    sure = {Certainty.CERTAIN: "is", Certainty.LIKELY: "is probably", Certainty.UNCLEAR: "might be"}
    sentence = f"This {sure[reading.classification.certainty]}: {playbook.title.lower()}"
    if reading.classification.certainty is Certainty.UNCLEAR and reading.classification.rivals:
        sentence += f"; or {reading.classification.rivals[0].kind.replace('_', ' ')}"
    return sentence + "."


def from_a_scan(reading: Reading) -> str:
    """That the words are a machine's guess, and what they seem to be."""
    return f"It was read by OCR from a scan ({', '.join(reading.by_ocr)}), which seems to say: “{reading.proposal}”"


def quote_of(reading: Reading) -> str:
    """The words the reading rests on most."""
    told = [hit for hit in reading.classification.hits if hit.source.startswith(("header", "body", "attachment"))]
    told = told or [hit for hit in reading.classification.hits if ":" in hit.source]
    hits = sorted(told, key=lambda hit: -hit.weight)
    return hits[0].quote if hits else reading.subject
