"""Why linkbot thinks so: a claim, the words it rests on, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """One reason. `source` is `header:Subject`, `body`, `attachment:letter.pdf p.3`, `state` …"""

    signal: str  # id of the rule or check that spoke
    claim: str  # what it speaks for: a kind id, "reference", "deadline", "service:housing_repairs" …
    source: str
    quote: str
    weight: float = 0.0
    start: int | None = None  # offsets in the letter's text, where there is one
    end: int | None = None
