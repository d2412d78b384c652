"""A person's word for where a letter came from: downloaded from the Portal, out of secure mail, or the post.

It stands in place of a sender's authentication for this one message; what the letter says is still read, and confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Vouch:
    """`ombudsman` is an id of `rules/ombudsmen`; `case` and `notice_on` are known when it answers a Portal task."""

    ombudsman: str
    by: str  # who brought it: an address, or the name of the watched folder
    case: str | None = None
    task: str | None = None  # the "open the Portal" task that it settles
    notice_on: date | None = None  # the day the notice came: the letter counts as received then
