"""What a service sent for a task: one row a file, and one for the words of a mail that say something themselves.

The octets lie in the message; a row says where, and what became of the file. Whether it is enough is a person's word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

WORDS = -1
"""The `index` of a row that stands for the mail's own words."""

PROGRAMS = ("exe", "com", "scr", "bat", "cmd", "js", "jse", "vbs", "vbe", "wsf", "ps1", "msi", "lnk", "hta", "jar")
"""Endings of files that are no evidence of anything."""


class FileState(StrEnum):
    KEPT = "kept"
    HELD = "held"  # could not be checked for viruses yet: goes nowhere until it is
    REFUSED = "refused"  # a virus, a program, or over the limit: never goes anywhere
    LEFT_OUT = "left_out"  # kept, and not for the Ombudsman: a person said so


@dataclass(frozen=True)
class EvidenceFile:
    """`id` comes of the task and the digest: the same file twice is one row."""

    id: str
    task: str
    message: str
    index: int  # of the attachment in its message, or WORDS
    name: str
    media_type: str
    size: int
    digest: str  # SHA-256 hex of the decoded octets
    sender: str
    at: datetime
    state: FileState = FileState.KEPT
    why: str = ""

    @property
    def is_words(self) -> bool:
        return self.index == WORDS

    @property
    def counts(self) -> bool:
        """Whether anybody may be shown it as evidence."""
        return self.state in (FileState.KEPT, FileState.LEFT_OUT)


@dataclass(frozen=True)
class EvidenceLimits:
    """What is taken of a service's mail."""

    largest_mb: int = 100
    refused_types: tuple[str, ...] = PROGRAMS


@dataclass(frozen=True)
class Piece:
    """One file of a mail as it lies there, before it is evidence for anything."""

    index: int
    name: str
    media_type: str
    size: int
    digest: str
    state: FileState = FileState.KEPT
    why: str = ""


class Saying(StrEnum):
    """What an officer's words mean for their task, beside what is attached. Each leads to a question at most."""

    NOT_OURS = "not_ours"
    MORE_TIME = "more_time"
    FINISHED = "finished"
    NOTHING_HELD = "nothing_held"
    COURTESY = "courtesy"  # thanks and no more


@dataclass(frozen=True)
class ServiceMail:
    """A colleague's mail about tasks of ours, taken apart. `tasks`: those it may mean; `sure`: it means all of them."""

    message: str
    sender: str
    at: datetime
    digest: str  # of the message's content
    pieces: tuple[Piece, ...]
    words: str  # what was written anew
    sayings: frozenset[Saying]
    tasks: tuple[str, ...]
    sure: bool
    suggested: str | None = None  # whom the words name instead: a service's id or an address
    subject: str = ""
