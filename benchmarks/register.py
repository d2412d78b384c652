"""An invented register of complaints and letters about them, with the faults of real ones. The same for the same seed.

Names are made of syllables: frequent and rare ones as in a real town, and nobody's own.
"""

from __future__ import annotations

import itertools
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from linkbot.model.complaint import Complaint
from linkbot.model.matching import Sought

_STARTS = tuple(
    "b br c ch d f g gr h j k kh l m n p pr r s sh st t th tr v w y z al an el is o u".split()  # noqa: SIM905
)
_MIDDLES = ("a", "e", "i", "o", "u", "ai", "ar", "en", "in", "or", "ou", "an", "el", "il", "am", "la", "ma", "ri")
_ENDS = tuple("n r s th l m ton ley ford man son ski wala ya ez ini ed ah mond den ker by well".split())  # noqa: SIM905
_STREETS = ["Road", "Street", "Avenue", "Lane", "Gardens", "Close", "Grove", "Square", "Court", "Crescent"]
_SERVICES = ("housing_repairs", "council_tax", "homelessness", "parking", "adult_social_care", "planning", None)
SURNAMES, FORENAMES, POSTCODES = 5_500, 700, 9_000


@dataclass(frozen=True)
class Letter:
    """What a letter says, and whose complaint it is about; None: that complaint is not in the register."""

    sought: Sought
    meant: str | None


@dataclass(frozen=True)
class Person:
    title: str
    forename: str
    middle: str
    surname: str
    postcode: str
    address: str

    def called(self, form: str) -> str:
        match form:
            case "title":
                return f"{self.title} {self.surname}"
            case "initial":
                return f"{self.title} {self.forename[0]} {self.surname}"
            case "comma":
                return f"{self.surname.upper()}, {self.forename}"
            case "middle":
                return f"{self.title} {self.forename} {self.middle} {self.surname}"
            case _:
                return f"{self.title} {self.forename} {self.surname}"


class Town:
    """`complaints` are what the register holds; `letters(count)` come about them and about others."""

    def __init__(self, seed: int, count: int) -> None:
        self._chance = random.Random(seed)
        self._surnames = self._words(SURNAMES, double=0.03)
        self._forenames = self._words(FORENAMES)
        self._postcodes = [self._postcode() for _ in range(POSTCODES)]
        self._weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(SURNAMES)))
        self._first = list(itertools.accumulate(1 / (rank + 5) for rank in range(FORENAMES)))
        self._people: list[Person] = []
        self._known: set[tuple[str, str, str]] = set()
        self.complaints: list[Complaint] = []
        while len(self.complaints) < count:
            self._move_in()
        del self.complaints[count:], self._people[count:]

    def letters(self, count: int) -> Iterator[Letter]:
        """A fifth is about nobody in the register: strangers, namesakes, and relatives at the same address."""
        for _ in range(count):
            if self._chance.random() < 0.2:
                yield Letter(self._written(self._stranger(), None), None)
            else:
                at = self._chance.randrange(len(self.complaints))
                yield Letter(self._written(self._people[at], self.complaints[at]), self.complaints[at].reference)

    def _move_in(self) -> None:
        """A household: mostly one person with one complaint."""
        person = self._person()
        self._complain(person)
        if self._chance.random() < 0.05:  # the same person again
            self._complain(person)
        if self._chance.random() < 0.08:  # somebody of the same name at the same address
            self._complain(self._relative(person))

    def _complain(self, person: Person) -> None:
        begun = date(2024, 1, 1) + timedelta(days=self._chance.randrange(1000))
        answered = begun + timedelta(days=self._chance.randrange(10, 40))
        name = person.called(self._chance.choices(("full", "initial", "comma", "title"), (84, 4, 10, 2))[0])
        last = answered + timedelta(days=90) if self._chance.random() < 0.7 else None
        self._people.append(person)
        self._known.add((person.forename, person.surname, person.postcode))
        self.complaints.append(
            Complaint(
                reference=f"CRM-{100000 + len(self.complaints)}",
                name=self._slipped(name, 0.01),
                postcode=None if self._chance.random() < 0.03 else person.postcode,
                address=person.address if self._chance.random() < 0.7 else None,
                service=self._chance.choice(_SERVICES),
                stage1_received_on=begun,
                stage1_answered_on=answered,
                stage2_answered_on=last,
            )
        )

    def _written(self, person: Person, complaint: Complaint | None) -> Sought:
        """As an investigator writes, with slips, from what the complainant said."""
        chance = self._chance
        name = person.called(chance.choices(("full", "initial", "title", "middle"), (84, 4, 4, 8))[0])
        if chance.random() < 0.04:
            name = self._slipped(name, 1)
        postcode: str | None = person.postcode
        if chance.random() < 0.15:
            postcode = None
        elif chance.random() < 0.08:
            postcode = self._bad_postcode(person.postcode)
        elif chance.random() < 0.03:
            postcode = chance.choice(self._postcodes)  # has moved
        last = complaint.stage2_answered_on or complaint.stage1_answered_on if complaint else None
        letter_on = (last or date(2025, 6, 1)) + timedelta(days=chance.randrange(20, 200))
        text = f"lives at {person.address}" if chance.random() < 0.25 else ""
        named = frozenset({last}) if last and chance.random() < 0.3 else frozenset[date]()
        quoted = (complaint.reference,) if complaint and chance.random() < 0.35 else ()
        service = complaint.service if complaint and chance.random() < 0.5 else None
        return Sought(quoted, name, postcode, letter_on, named, service, text)

    def _stranger(self) -> Person:
        draw, neighbour = self._chance.random(), self._chance.choice(self._people)
        if draw < 0.05:
            return self._relative(neighbour)
        if draw < 0.10:  # a namesake who lives elsewhere
            return replace(neighbour, postcode=self._chance.choice(self._postcodes), address=self._address())
        return self._person()

    def _relative(self, person: Person) -> Person:
        """Of another first name than anybody the register knows there."""
        while True:
            forename = self._chance.choices(self._forenames, cum_weights=self._first)[0]
            if (forename, person.surname, person.postcode) not in self._known:
                return replace(person, title=self._chance.choice(("Mr", "Mrs", "Ms")), forename=forename)

    def _person(self) -> Person:
        forename, middle = self._chance.choices(self._forenames, cum_weights=self._first, k=2)
        (surname,) = self._chance.choices(self._surnames, cum_weights=self._weights)
        title = self._chance.choice(("Mr", "Mrs", "Ms", "Miss", "Dr"))
        return Person(title, forename, middle, surname, self._chance.choice(self._postcodes), self._address())

    def _address(self) -> str:
        return f"{self._chance.randrange(1, 200)} {self._chance.choice(self._surnames)} {self._chance.choice(_STREETS)}"

    def _words(self, count: int, *, double: float = 0.0) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < count:
            middle = "".join(
                self._chance.choice((*_MIDDLES, "la", "ma", "ri")) for _ in range(self._chance.choice((1, 1, 2)))
            )
            word = (self._chance.choice(_STARTS) + middle + self._chance.choice(_ENDS)).capitalize()
            if len(word) > 2:
                words[word] = None
        made = list(words)
        return [f"{one}-{self._chance.choice(made)}" if self._chance.random() < double else one for one in made]

    def _postcode(self) -> str:
        draw = self._chance
        out = f"{draw.choice(('W', 'SW', 'NW', 'N'))}{draw.randrange(1, 20)}"
        letters = "".join(draw.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
        return f"{out} {draw.randrange(10)}{letters}"

    def _bad_postcode(self, postcode: str) -> str:
        draw = self._chance.random()
        if draw < 0.4:
            return postcode.replace("0", "O").replace("1", "I")
        if draw < 0.7:
            return postcode[:-1] + self._chance.choice("ABDEFGHJ")
        return postcode[: -self._chance.choice((1, 2))]

    def _slipped(self, name: str, likely: float) -> str:
        """One letter left out, doubled, swapped or mistaken, in the surname."""
        if self._chance.random() >= likely:
            return name
        at = self._chance.randrange(len(name) - 3, len(name)) if "," not in name else self._chance.randrange(1, 3)
        match self._chance.randrange(4):
            case 0:
                return name[:at] + name[at + 1 :]
            case 1:
                return name[:at] + name[at] + name[at:]
            case 2:
                return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
            case _:
                return name[:at] + self._chance.choice(string.ascii_lowercase) + name[at + 1 :]
