"""What a letter says about how it is to be handled: whom to be careful with, and who may read it when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from linkbot.model.evidence import Evidence


class MarkKind(StrEnum):
    """Closed: each has its own consequence."""

    VULNERABILITY = "vulnerability"  # flagged for the case
    ADJUSTMENT = "adjustment"  # a reasonable adjustment under the Equality Act 2010: flagged for the case
    EMBARGO = "embargo"  # nothing of it goes to services, lists or the workbook
    RESTRICTED = "restricted"  # not to be passed on: as an embargo


FLAGS = frozenset({MarkKind.VULNERABILITY, MarkKind.ADJUSTMENT})
CLOSED_PAPERS = frozenset({MarkKind.EMBARGO, MarkKind.RESTRICTED})


@dataclass(frozen=True)
class Mark:
    kind: MarkKind
    evidence: Evidence


@dataclass(frozen=True)
class MarkWords:
    """`phrases` say it; a sentence that holds one of `unless` speaks of something else (a policy, a question)."""

    kind: MarkKind
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class MarkRules:
    """Compared by identity, so that compiled forms can be kept by it. `publication`: making a decision public."""

    marks: tuple[MarkWords, ...] = ()
    publication: tuple[str, ...] = ()
