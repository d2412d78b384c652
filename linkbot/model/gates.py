"""The gates every message passes before it is read as a letter, as data, and what a gate that closed says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from linkbot.model.evidence import Evidence


class Check(StrEnum):
    """What a gate looks at beyond its words. Closed: each is code with a test."""

    WORDS = "words"  # nothing but the patterns of its file
    AUTOMATIC = "automatic"  # RFC 3834, Exchange's suppress header with the words of an absence
    SYSTEM = "system"  # the case system's own mail, by its address
    DELAYED = "delayed"  # a delivery report without a failure
    OWN = "own"  # linkbot's own mail come back
    NEWSLETTER = "newsletter"  # list mail without casework in it
    FORGED = "forged"
    UNVERIFIED = "unverified"  # claims to be an ombudsman or us, without a verdict
    OVERSIZED = "oversized"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class HeaderPattern:
    """A header (lower case) and what its value looks like (searched, case does not count)."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Gate:
    """One row of the table. `headers`: any one is a hit. Subject and text words serve the check."""

    id: str
    check: Check
    kind: str | None = None  # the kind it decides; None leaves the kind to the words of the letter
    headers: tuple[HeaderPattern, ...] = ()
    senders: tuple[str, ...] = ()  # local parts
    subjects: tuple[re.Pattern[str], ...] = ()
    texts: tuple[re.Pattern[str], ...] = ()  # in the opening of the new text
    everyone: bool = False  # unverified: also mail that does not claim to be an ombudsman's or ours
    unless: tuple[re.Pattern[str], ...] = ()  # in subject or text: then it is not this gate's after all


@dataclass(frozen=True)
class GateRules:
    gates: tuple[Gate, ...] = ()  # in order: the first hit decides
    max_octets: int = 100 * 1024 * 1024
    casework: tuple[re.Pattern[str], ...] = field(default=())  # what list mail never holds and a letter does
    system_addresses: tuple[str, ...] = ()  # from which the case system writes; lower case


@dataclass(frozen=True)
class GateHit:
    id: str
    kind: str | None
    reason: str  # for a person
    evidence: tuple[Evidence, ...] = ()
