"""What the state around a letter adds to its words: facts of the case, of the gates and of authentication."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.model.authentication import Verdict


@dataclass(frozen=True)
class CaseFacts:
    """`checked` False: no store was asked, so that the letter's own statements must serve."""

    checked: bool = False
    open_items: bool = False
    overdue: bool = False  # an open item whose date is past
    submitted_recently: bool = False  # our answer may have crossed the letter
    chief_executive_copied: bool = False
    gate_kind: str | None = None  # the kind a gate has fixed
    verdict: Verdict | None = None
    internal: bool = False  # From lies in the organisation's own domains
