"""Whether a message is really from whom it says (RFC 8601 results of our own receiver only)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from linkbot.model.evidence import Evidence


class Verdict(StrEnum):
    TRUSTED = "trusted"  # an ombudsman's domain, passed and aligned
    INTERNAL = "internal"  # the organisation's own domain
    UNVERIFIED = "unverified"  # no verdict, a temporary error, or neither of the above
    FORGED = "forged"  # failed, or a look-alike domain


class MethodResult(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NONE = "none"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


@dataclass(frozen=True)
class Authentication:
    verdict: Verdict
    from_domain: str | None
    ombudsman: str | None  # id of the ombudsman whose domain From is in, else None
    methods: tuple[tuple[str, MethodResult], ...] = ()  # ("dkim", PASS) …, of the believed header only
    look_alike_of: str | None = None  # the real domain a look-alike imitates
    evidence: tuple[Evidence, ...] = ()
    why: str = ""  # one sentence for a person: which header said what
