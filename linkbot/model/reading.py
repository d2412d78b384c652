"""All that was read from one message: the value between reading and deciding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from linkbot.model.authentication import Authentication
from linkbot.model.classification import Classification
from linkbot.model.deadline import DateDoubt, DateMention, Deadline
from linkbot.model.evidence import Evidence
from linkbot.model.finding import Finding
from linkbot.model.item import Item, ItemKind
from linkbot.model.mail import Letter
from linkbot.model.marks import Mark
from linkbot.model.vouch import Vouch


class Disposition(StrEnum):
    ACT = "act"  # the playbook runs without asking
    REVIEW = "review"  # registered, a person is asked, nothing goes to a service or outward
    FILE = "file"  # kept, nobody told


@dataclass(frozen=True)
class References:
    """Case references a letter is about, those it names in passing, and our own."""

    about: tuple[str, ...] = ()  # canonical: "23 012 345" (LGSCO), "202312345" (HO)
    mentioned: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    ombudsman: str | None = None  # the ombudsman whose form `about` has
    evidence: tuple[Evidence, ...] = ()
    unweighed: int = 0  # further numbers that look like cases, of a text that names too many


@dataclass(frozen=True)
class Complainant:
    name: str | None = None
    postcode: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ServiceMatch:
    """The service area a letter concerns. `certain` False: the words did not decide."""

    service: str | None
    certain: bool
    sensitive: bool = False  # always to the link officer for assignment first
    evidence: tuple[Evidence, ...] = ()


class ReplyOutcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Confirmation:
    """What a confirmation of compliance covers: everything, or only the named parts."""

    complete: bool
    satisfied: tuple[str, ...] = ()  # phrases or "order N"
    outstanding: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemChange:
    """What a review outcome (or amended determination) does to an order or recommendation; None: as it was."""

    number: int
    withdrawn: bool = False
    due: Deadline | None = None
    text: str | None = None  # the words that now stand
    amount_gbp: Decimal | None = None  # the sum that now stands
    kind: ItemKind = ItemKind.ORDER


@dataclass(frozen=True)
class Reading:
    """What one message says. Pure: depends on the octets, the rules, the configuration and the known cases."""

    message_id: str | None
    subject: str
    authentication: Authentication
    gate: str | None  # id of the gate that decided, else None
    letter: Letter | None  # the letter that was read (the inner one of an internal forward)
    forwarded: bool  # the letter came inside internal mail
    classification: Classification
    ombudsman: str | None
    references: References
    complainant: Complainant
    letter_date: date | None
    letter_date_source: str | None
    service: ServiceMatch
    deadlines: tuple[Deadline, ...]
    items: tuple[Item, ...]
    doubts: tuple[DateDoubt, ...]
    disposition: Disposition
    reasons: tuple[str, ...]  # sentences: why this disposition
    letter_digest: str = ""  # SHA-256 hex of the normalised letter text
    thread: tuple[str, ...] = ()  # Message-IDs this answers, nearest first
    mentions: tuple[DateMention, ...] = ()  # every date of the letter, and what became of it
    missed_on: tuple[date, ...] = ()  # dates the letter says were missed
    concerns: tuple[int, ...] = ()  # order numbers the letter names
    threatens: bool = False  # formal power in the new text
    chief_executive_copied: bool = False  # CE among To or Cc (never a salutation)
    extension: ReplyOutcome | None = None
    confirmation: Confirmation | None = None
    changes: tuple[ItemChange, ...] = ()
    replaces: bool = False  # it says that it stands in place of an earlier determination
    unreadable: tuple[str, ...] = ()  # labels of attachments nobody could read
    confidential: bool = False  # draft decision, embargoed paper
    findings: tuple[Finding, ...] = ()  # one a complaint point
    evidence: tuple[Evidence, ...] = ()
    by_ocr: tuple[str, ...] = ()  # labels of attachments read from pictures
    proposal: str = ""  # how what was read from pictures begins
    marks: tuple[Mark, ...] = ()  # vulnerability, adjustment, embargo …
    publication_on: date | None = None  # when the Ombudsman means to make it public
    files: int = 0  # attached to the letter
    vouch: Vouch | None = None  # a person brought it in: their word for where it came from

    @property
    def kind(self) -> str | None:
        return self.classification.kind
