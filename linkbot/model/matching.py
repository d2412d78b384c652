"""How a letter finds the original complaint: what is looked for, where, and what each likeness is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from linkbot.model.complaint import Complaint


@dataclass(frozen=True)
class MatchingRules:
    """`rules/matching.toml`. Points are log2 of how much likelier the likeness is of the right one than of another.

    A surname is worth log2(complaints / bearers of it), at most `surname_most`.
    """

    smallest_register: int
    surname_most: float
    surname_half: float
    surname_typo: float
    names_swapped: float
    surname_differs: float
    forename_same: float
    forename_variant: float
    forename_typo: float
    initial_same: float
    forename_unknown: float
    initial_differs: float
    forename_differs: float
    title_differs: float
    postcode_same: float
    postcode_near: float
    postcode_differs: float
    street_named: float
    day_named: float
    days_plausible: float
    days_old: float
    days_implausible: float
    service_same: float
    service_differs: float
    plausible_years: int
    link: float
    margin: float
    propose: float
    offered: int
    confirmations: int
    at_least: float
    nicknames: Mapping[str, int]  # a folded forename to the number of its group


@dataclass(frozen=True)
class Sought:
    """What a letter tells of the complaint. `text`: its words, in which a street is looked for."""

    references: tuple[str, ...] = ()
    name: str | None = None
    postcode: str | None = None
    letter_on: date | None = None
    days: frozenset[date] = frozenset()  # every day the letter names
    service: str | None = None  # a certain one
    text: str = ""


@dataclass(frozen=True)
class Alias:
    """A person has said: who the letter called so is the complainant the register calls so."""

    reference: str  # of the complaint that was named
    name: str | None
    postcode: str | None
    known_name: str | None
    known_postcode: str | None
    case: str
    act: str = ""


@dataclass(frozen=True)
class Candidates:
    """The complaints that share a reference, a postcode or a surname with what is sought; nothing is decided yet."""

    complaints: tuple[Complaint, ...] = ()
    total: int = 0  # complaints in the register
    bearers: Mapping[str, int] = field(default_factory=dict)  # surname key to how many complaints bear it
    aliases: tuple[Alias, ...] = ()
