"""A person's name as people write it, taken apart: title, forenames or initials, and every key of the surname.

Two spellings of one name give the same parts; how much that is worth is the score's business.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MEN = frozenset({"mr", "sir", "lord", "master"})
WOMEN = frozenset({"mrs", "ms", "miss", "dame", "lady"})
_TITLES = MEN | WOMEN | frozenset({"mx", "dr", "prof", "professor", "rev", "revd", "reverend", "cllr", "councillor"})
_SUFFIXES = frozenset(("jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "obe", "mbe", "cbe", "phd", "esq"))
_PARTICLES = frozenset(
    (
        "de",
        "van",
        "der",
        "den",
        "von",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "bint",
        "ben",
        "abu",
        "da",
        "dos",
        "di",
        "del",
        "du",
    )
)
_BOUND = frozenset({"o", "mc", "mac", "st", "saint", "fitz"})
_PARTIES = re.compile(r"\s*(?:&|/|;|\band\b|\bon behalf of\b)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’‘`-][^\W\d_]+)*")
_WEAK, _DOUBLED = re.compile(r"[aeiouyhw]"), re.compile(r"(.)\1+")
_STROKES = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True)
class PersonName:
    """Folded words. `surname` is the whole of it, `keys` everything it could be found by, the whole one first."""

    surname: str
    keys: tuple[str, ...]
    forenames: tuple[str, ...] = ()
    title: str | None = None

    @property
    def words(self) -> frozenset[str]:
        return frozenset((*self.forenames, self.surname))


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Letters and digits alone, without case, accents and strokes."""
    if word.isascii() and word.isalnum():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.translate(_STROKES)).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())


@lru_cache(maxsize=16_384)
def people_in(text: str | None) -> tuple[PersonName, ...]:
    """Everybody a name field names. A masked name ("Mr X") names nobody."""
    found = []
    last = ""
    for party in reversed(_PARTIES.split(text or "")):
        person = _person(party) or (_person(f"{party} {last}") if last and _only_titles(party) else None)
        if person is not None:
            found.append(person)
            last = last or person.surname
    return tuple(reversed(found))


def surname_keys(name: str | None) -> tuple[str, ...]:
    """Every key a person's surname could be found by, for one person or several in one field."""
    return tuple(dict.fromkeys(key for person in people_in(name) for key in person.keys))


def initial_of(name: str | None, key: str) -> str | None:
    """The first letter of the forename that goes with this surname key; None when there is none, or several."""
    bearers = [person.forenames for person in people_in(name) if key in person.keys]
    initials = {forenames[0][0] if forenames else None for forenames in bearers}
    return initials.pop() if len(initials) == 1 else None


def rough_key(surname: str) -> str:
    """What is left of a folded surname when vowels and doubled letters go: most slips of the hand leave it alone."""
    return surname[:1] + _DOUBLED.sub(r"\1", _WEAK.sub("", surname[1:]))


def _only_titles(party: str) -> bool:
    """`Mr` of `Mr & Mrs Khan`, `J` of `J and M Khan`."""
    words = [folded(word) for word in _WORD.findall(party)]
    return bool(words) and all(word in _TITLES or len(word) == 1 for word in words)


def _person(party: str) -> PersonName | None:
    before, comma, after = party.partition(",")
    title = next((word for word in map(folded, _WORD.findall(party)) if word in _TITLES), None)
    first, rest = _bare(before), _bare(after)
    if comma and first and rest:
        surname, forenames = first, rest
    else:
        surname, forenames = _by_order(first or rest)
    keys = _keys(surname)
    if not keys:
        return None
    return PersonName(keys[0], keys, tuple(letter for word in forenames for letter in _forename(word)), title)


def _bare(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if folded(word) not in _TITLES | _SUFFIXES]


def _by_order(words: list[str]) -> tuple[list[str], list[str]]:
    """Surname and forenames: a surname in capitals wherever it stands, else the last word with what is bound to it."""
    if len(words) < 2:
        return words, []
    shouted = [word for word in words if word.isupper() and len(word) > 2]
    if shouted and len(shouted) < len([word for word in words if len(word) > 1]):
        return shouted, [word for word in words if word not in shouted]
    start = len(words) - 1
    if folded(words[start - 1]) in _BOUND:
        start -= 1
    while start > 1 and folded(words[start - 1]) in _PARTICLES:
        start -= 1
    return words[start:], words[:start]


def _forename(word: str) -> tuple[str, ...]:
    """`JP` and `J.P.` are two initials; `Mary-Ann` is one name."""
    if word.isupper() and len(word) == 2:
        return tuple(folded(letter) for letter in word)
    return (folded(word),) if folded(word) else ()


def _keys(words: list[str]) -> tuple[str, ...]:
    parts = [folded(part) for word in words for part in word.split("-")]
    whole = "".join(parts)
    halves = [part for part in parts if part not in _PARTICLES and part not in _BOUND]
    return tuple(dict.fromkeys(key for key in (whole, *halves) if len(key) > 1))
