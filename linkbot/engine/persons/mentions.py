"""Where a text speaks of one person, and how surely: by full name, address or postcode, or by the surname alone.

Spellings differ (accents, apostrophes, capitals, initials, surname first): all count. Whether a Brown is this Brown is
for a person to say; the words are only shown.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|revd|reverend|cllr|councillor)"
_TITLE = re.compile(rf"^{TITLES}\.?\s+", re.IGNORECASE)
POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?[ \t\u00a0]{0,3}\d[A-Za-z]{2}\b")
_QUOTES = dict.fromkeys(map(ord, "’‘`´ʼ"), "'")
_BETWEEN = r"(?:[\s\u00a0]{1,3}[^\W\d_][\w'.-]{0,30}){0,2}[\s\u00a0]{1,3}"  # second names, initials


class Sure(IntEnum):
    """Higher is surer."""

    SURNAME = 1  # possibly somebody else
    TITLED = 2  # Mr or Ms with that surname
    CERTAIN = 3  # full name, postcode or e-mail address


@dataclass(frozen=True)
class Person:
    """`names` as they are written: "Anita Patel", other spellings, former names. A bare surname finds surnames."""

    names: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    sure: Sure


def folded(text: str) -> str:
    """As long as the text, so that places in one are places in the other: no accents, one sort of apostrophe."""
    return "".join(_plain(sign) for sign in text.translate(_QUOTES))


def mentions(text: str, person: Person) -> tuple[Mention, ...]:
    """In order, the surest reading of each place."""
    flat = folded(text)
    found = [*_by_name(flat, person), *_by_postcode(flat, person), *_by_email(flat, person)]
    taken, best = Taken(), []
    for one in sorted(found, key=lambda m: (-m.sure, m.start - m.end, m.start)):
        if taken.add(one.start, one.end):
            best.append(one)
    return tuple(sorted(best, key=lambda m: m.start))


class Taken:
    """Stretches of a text, none of which meet."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def meets(self, start: int, end: int) -> bool:
        at = bisect_right(self._ends, start)
        return at < len(self._starts) and self._starts[at] < end

    def add(self, start: int, end: int) -> bool:
        """False when it meets one that is there."""
        if self.meets(start, end):
            return False
        at = bisect_right(self._starts, start)
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True


def names_person(name: str | None, person: Person) -> Sure | None:
    """Of a field that holds a name. A surname with no more beside it, or with the initial, is titled at best."""
    found = mentions(name or "", person)
    return max((one.sure for one in found), default=None)


def same_postcode(one: str, other: str) -> bool:
    return _bare(one) == _bare(other) != ""


def _by_name(flat: str, person: Person) -> Iterator[Mention]:
    for name in person.names:
        words = _TITLE.sub("", " ".join(folded(name).split())).split(" ")
        surname = _loose(words[-1])
        if len(words) > 1:
            first, initial = re.escape(words[0]), re.escape(words[0][0])
            for form in (
                rf"\b{first}{_BETWEEN}{surname}\b",
                rf"\b{initial}\b\.?(?:[\s\u00a0]{{0,2}}[a-z]\b\.?){{0,2}}[\s\u00a0]{{1,3}}{surname}\b",
                rf"\b{surname},[\s\u00a0]{{0,3}}(?:{TITLES}\.?[\s\u00a0]{{1,3}})?(?:{first}\b|{initial}\b)",
                rf"\b{surname}[\s\u00a0]{{1,3}}{first}\b",
            ):
                yield from _found(form, flat, Sure.CERTAIN)
        yield from _found(rf"\b{TITLES}\.?[\s\u00a0]{{1,3}}{surname}\b", flat, Sure.TITLED)
        for match in re.finditer(rf"(?<![\w-]){surname}(?![\w-])", flat, re.IGNORECASE):
            if flat[match.start()].isupper():  # brown paint is no Mr Brown
                yield Mention(match.start(), match.end(), Sure.SURNAME)


def _by_postcode(flat: str, person: Person) -> Iterator[Mention]:
    wanted = {_bare(postcode) for postcode in person.postcodes} - {""}
    for match in POSTCODE.finditer(flat):
        if _bare(match[0]) in wanted:
            yield Mention(match.start(), match.end(), Sure.CERTAIN)


def _by_email(flat: str, person: Person) -> Iterator[Mention]:
    for email in person.emails:
        yield from _found(rf"(?<![\w.+-]){re.escape(folded(email))}(?![\w-])", flat, Sure.CERTAIN)


def _found(pattern: str, flat: str, sure: Sure) -> Iterator[Mention]:
    for match in re.finditer(pattern, flat, re.IGNORECASE):
        yield Mention(match.start(), match.end(), sure)


def _loose(surname: str) -> str:
    """O'Neill, ONeill; Smith-Jones, Smith Jones."""
    return re.escape(surname).replace("'", "'?").replace(r"\-", r"[-\s]")


def _plain(sign: str) -> str:
    base = unicodedata.normalize("NFKD", sign)
    return base[0] if base and all(unicodedata.combining(rest) for rest in base[1:]) and len(base[0]) == 1 else sign


def _bare(postcode: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", postcode).upper()
