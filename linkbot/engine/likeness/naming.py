"""What two names have in common: the surname, the forename or its initial, and whether they contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA, JaroWinkler

from linkbot.engine.likeness.names import MEN, WOMEN, PersonName

_CLOSE = 0.88  # Jaro-Winkler: below it, a slip of the hand has made another name

Surname = Literal["same", "half", "typo", "swapped", "differs"]
"""`half`: one of a double-barrelled pair. `swapped`: forename and surname have changed places."""
Forename = Literal["same", "variant", "typo", "initial", "unknown", "initial_differs", "differs"]
"""`variant`: a short form, or a middle name used as the first."""


@dataclass(frozen=True)
class Naming:
    """`key`: the surname key they share, or the other's own key of a typo."""

    surname: Surname
    forename: Forename
    title_same: bool
    title_differs: bool
    key: str

    @property
    def contradicts(self) -> bool:
        """The same person would hardly be called both."""
        return self.surname == "differs" or self.forename in ("differs", "initial_differs")


def compared(sought: PersonName, other: PersonName, nicknames: Mapping[str, int]) -> Naming:
    surname, key = _surname(sought, other)
    if surname == "swapped":
        return Naming(surname, "same", False, False, key)
    titles = {sought.title, other.title}
    same = len(titles) == 1 and sought.title is not None
    return Naming(surname, _forename(sought, other, nicknames), same, bool(titles & MEN and titles & WOMEN), key)


def _surname(sought: PersonName, other: PersonName) -> tuple[Surname, str]:
    if sought.surname == other.surname:
        return "same", other.surname
    shared = next((key for key in other.keys if key in sought.keys), None)
    if shared is not None:
        return "half", shared
    if len(sought.words) > 1 and sought.words == other.words:
        return "swapped", other.surname
    for key in other.keys:
        if any(is_typo(key, mine) for mine in sought.keys):
            return "typo", key
    return "differs", other.surname


def is_typo(one: str, other: str) -> bool:
    """One slip in a word of four letters or more, two in a long one; the beginning counts most."""
    shorter = min(len(one), len(other))
    slips = 2 if shorter >= 8 else 1
    return (
        shorter >= 4
        and OSA.distance(one, other, score_cutoff=slips) <= slips
        and JaroWinkler.similarity(one, other) >= _CLOSE
    )


def _forename(sought: PersonName, other: PersonName, nicknames: Mapping[str, int]) -> Forename:
    mine, theirs = sought.forenames, other.forenames
    if not mine or not theirs:
        return "unknown"
    if len(mine[0]) == 1 or len(theirs[0]) == 1:
        return "initial" if mine[0][0] == theirs[0][0] else "initial_differs"
    if mine[0] == theirs[0]:
        return "same"
    if nicknames.get(mine[0], mine[0]) == nicknames.get(theirs[0], theirs[0]):
        return "variant"
    if any(len(name) > 1 and name in theirs for name in mine):
        return "variant"
    return "typo" if is_typo(mine[0], theirs[0]) else "differs"
