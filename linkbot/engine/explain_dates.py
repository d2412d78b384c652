"""Dates as `explain` tells them: deadlines with what they are counted from, and what became of every other date.

The objects of `--json`, and a line for a person. Nothing is judged here.
"""

from __future__ import annotations

from linkbot.model.deadline import DateMention, Deadline

Json = dict[str, object]


def deadline_json(deadline: Deadline) -> Json:
    return {
        "for": deadline.purpose,
        "on": deadline.on.isoformat() if deadline.on else None,
        "at": deadline.at.strftime("%H:%M") if deadline.at else None,
        "safe_on": deadline.safe_on.isoformat() if deadline.safe_on else None,
        "stated": deadline.stated,
        "basis": deadline.basis,
        "phrase": deadline.phrase,
        "source": deadline.source,
    }


def mention_json(mention: DateMention) -> Json:
    """A date-like phrase of the letter: `taken` as a deadline or not, `why`, and the `anchor` it is counted from."""
    return {
        "phrase": mention.phrase,
        "on": mention.on.isoformat() if mention.on else None,
        "anchor": mention.anchor,
        "taken": mention.taken,
        "why": mention.why,
        "source": mention.source,
    }


def deadline_line(deadline: Deadline, phrase: str) -> str:
    """`date        evidence: 2027-03-24 (we use 2027-03-24; 15 working days from …) “within …” in body`."""
    basis = deadline.basis or ("stated" if deadline.stated else "counted")
    at = f" {deadline.at:%H:%M}" if deadline.at else ""
    on = deadline.on.isoformat() if deadline.on else "not known yet"
    safe = deadline.safe_on.isoformat() if deadline.safe_on else "-"
    return f"  date        {deadline.purpose}: {on}{at} (we use {safe}; {basis}) “{phrase}” in {deadline.source}"


def mention_line(mention: DateMention, phrase: str) -> str:
    """`other date  2027-04-29 “by 29 April 2027” in body: for asking for a review`."""
    on = f"{mention.on.isoformat()} " if mention.on else ""
    return f"  other date  {on}“{phrase}” in {mention.source}: {mention.why}"
