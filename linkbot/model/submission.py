"""What goes to an Ombudsman, as a person finds it: files, what was left out, who approved, what happened when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SubmissionLimits:
    """In whole megabytes: what one mail carries, what the Portal takes of one file."""

    mail_mb: int = 20
    portal_file_mb: int = 20


@dataclass(frozen=True)
class Outward:
    """How a submission can leave. `to` and `answers` None: by the Portal, or nobody to answer by mail is known.
    `troubled`: ids of evidence that must not go as it is, with the reason. `code`: how the original complaint stood
    against its Code, a line each, for the link officer alone.
    """

    to: str | None = None
    answers: str | None = None
    troubled: Mapping[str, str] = field(default_factory=dict)
    code: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackFile:
    name: str
    octets: bytes
    digest: str
    sender: str
    came: str
    note: str = ""  # what a person must see to before it goes


@dataclass(frozen=True)
class Pack:
    """`version` tells one state of the evidence from the next; empty: there is nothing but the index."""

    version: str = ""
    files: tuple[PackFile, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()  # (name, why)
    approvals: tuple[str, ...] = ()
    chronology: tuple[tuple[str, str], ...] = ()  # (day, what happened)
    message: str = ""  # words to paste into the Portal, or for the covering mail
