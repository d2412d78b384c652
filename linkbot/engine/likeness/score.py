"""How likely a complaint is the one a letter is about: points for each likeness, each with its words for a person.

After Fellegi and Sunter, with weights set by hand: points are log2 of odds, and they add up. Who it is and which of
their complaints it is are counted apart as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import log2

from rapidfuzz.distance import OSA

from linkbot.engine.likeness.names import people_in
from linkbot.engine.likeness.naming import Naming, compared
from linkbot.engine.likeness.places import plain_words, postcode_key, street_of
from linkbot.model.complaint import Complaint
from linkbot.model.matching import MatchingRules, Sought

STAGES = (
    ("stage1_received_on", "the complaint came in"),
    ("stage1_answered_on", "stage 1 was answered"),
    ("stage2_requested_on", "stage 2 was asked for"),
    ("stage2_answered_on", "stage 2 was answered"),
    ("stage3_answered_on", "stage 3 was answered"),
)
FREQUENT_BELOW = 7  # points: what a surname that one in a hundred and more bears is worth
ELSEWHERE = "another postcode"
_SURNAMES = {
    "same": "same surname",
    "half": "half of a double surname is the same",
    "typo": "surname spelt nearly the same",
    "swapped": "same names in the other order",
    "differs": "another surname",
}
_FORENAMES = {
    "same": "same first name",
    "variant": "a form of the same first name",
    "typo": "first name spelt nearly the same",
    "initial": "same initial",
    "unknown": "",
    "initial_differs": "another initial",
    "differs": "another first name",
}


@dataclass(frozen=True)
class Likeness:
    """One thing that speaks for or against. `case`: for this complaint of theirs, not for the person."""

    points: float
    words: str
    case: bool = False
    firm: bool = False  # more than a name: a place, a day
    rules_out: bool = False  # it speaks so much against it that no sum of points may link


@dataclass(frozen=True)
class Scored:
    complaint: Complaint
    points: float
    likenesses: tuple[Likeness, ...]
    naming: Naming | None
    elsewhere: bool = False  # its postcode is another one altogether

    @property
    def case_points(self) -> float:
        return sum(one.points for one in self.likenesses if one.case)

    @property
    def may_be_same_person(self) -> bool:
        """Surname and first name agree, or surname and place, and nothing that is known contradicts it."""
        if self.naming is None or self.naming.contradicts or self.elsewhere:
            return False
        return self.naming.forename != "unknown" or any(one.firm for one in self.likenesses)

    @property
    def is_firm(self) -> bool:
        """The first name agrees, or where one side has none the title, and more than the names speaks for it."""
        if self.naming is None or self.naming.contradicts or not any(one.firm for one in self.likenesses):
            return False
        if any(one.rules_out for one in self.likenesses):
            return False
        return self.naming.forename != "unknown" or self.naming.title_same


class Search:
    """One search: what is sought, taken apart once."""

    def __init__(
        self, sought: Sought, rules: MatchingRules, *, total: int, bearers: Mapping[str, int], said: str = ""
    ) -> None:
        self._sought, self._rules, self._bearers, self._said = sought, rules, bearers, said
        self._total = max(total, rules.smallest_register)
        self._people = people_in(sought.name)
        self._postcode = postcode_key(sought.postcode or "")
        self._surnames = {
            "same": 0.0,
            "half": rules.surname_half,
            "typo": rules.surname_typo,
            "swapped": rules.names_swapped,
        }
        self._forenames = {
            "same": rules.forename_same,
            "variant": rules.forename_variant,
            "typo": rules.forename_typo,
            "initial": rules.initial_same,
            "unknown": rules.forename_unknown,
            "initial_differs": rules.initial_differs,
            "differs": rules.forename_differs,
        }

    @cached_property
    def _text(self) -> str:
        return f" {plain_words(self._sought.text)} " if self._sought.text else ""

    def score(self, complaint: Complaint) -> Scored:
        naming = self._naming(complaint)
        found = (
            *(self._of_names(naming) if naming else ()),
            *self._of_places(complaint),
            *self._of_days(complaint),
            *self._of_service(complaint),
        )
        elsewhere = any(one.words == ELSEWHERE for one in found)
        return Scored(complaint, sum(one.points for one in found), found, naming, elsewhere)

    def _naming(self, complaint: Complaint) -> Naming | None:
        """Of the people either side names, the two most alike."""
        pairs = [
            compared(mine, other, self._rules.nicknames) for mine in self._people for other in people_in(complaint.name)
        ]
        if len(pairs) < 2:
            return pairs[0] if pairs else None
        return max(pairs, key=lambda naming: sum(one.points for one in self._of_names(naming)))

    def _of_names(self, naming: Naming) -> Iterator[Likeness]:
        rules = self._rules
        if naming.surname == "differs":
            yield Likeness(rules.surname_differs, self._said or _SURNAMES["differs"])
        else:
            rarity = min(log2(self._total / (self._bearers.get(naming.key, 0) + 1)), rules.surname_most)
            frequent = " (a frequent one)" if rarity < FREQUENT_BELOW else ""
            words = self._said or _SURNAMES[naming.surname] + frequent
            yield Likeness(rarity + self._surnames[naming.surname], words)
        yield Likeness(self._forenames[naming.forename], _FORENAMES[naming.forename])
        if naming.title_differs:
            yield Likeness(rules.title_differs, "Mr on one side, Mrs, Miss or Ms on the other")

    def _of_places(self, complaint: Complaint) -> Iterator[Likeness]:
        rules, theirs = self._rules, postcode_key(complaint.postcode or "")
        if self._postcode and theirs:
            if self._postcode == theirs:
                yield Likeness(rules.postcode_same, "same postcode", firm=True)
            elif OSA.distance(self._postcode, theirs, score_cutoff=1) <= 1:
                yield Likeness(rules.postcode_near, "postcode one letter apart", firm=True)
            else:
                yield Likeness(rules.postcode_differs, ELSEWHERE)
        street = street_of(complaint.address) if self._sought.text else None
        if street and f" {street} " in self._text:
            yield Likeness(rules.street_named, "the letter names its address", firm=True)

    def _of_days(self, complaint: Complaint) -> Iterator[Likeness]:
        rules, letter_on = self._rules, self._sought.letter_on
        lived = [day for field, _ in STAGES if (day := getattr(complaint, field)) is not None]
        if complaint.closed_on is not None:
            lived.append(complaint.closed_on)
        if letter_on is not None and lived:
            if min(lived) > letter_on + timedelta(days=1):
                yield Likeness(rules.days_implausible, "it came in after the letter", case=True, rules_out=True)
            elif max(lived) < letter_on - timedelta(days=366 * rules.plausible_years):
                yield Likeness(rules.days_implausible, "it ended years before the letter", case=True, rules_out=True)
            elif max(lived) < letter_on - timedelta(days=366):
                yield Likeness(rules.days_old, "it ended more than a year before the letter", case=True)
            else:
                yield Likeness(rules.days_plausible, "its dates fit", case=True)
        for field, words in STAGES if self._sought.days else ():
            named: date | None = getattr(complaint, field)
            if named is not None and named in self._sought.days and named != letter_on:
                told = f"the letter names {named.day} {named:%B %Y}, when {words}"
                yield Likeness(rules.day_named, told, case=True, firm=True)
                return

    def _of_service(self, complaint: Complaint) -> Iterator[Likeness]:
        if self._sought.service and complaint.service:
            if self._sought.service == complaint.service:
                yield Likeness(self._rules.service_same, "same service", case=True)
            else:
                yield Likeness(self._rules.service_differs, "another service", case=True)


def plain_reference(reference: str) -> str:
    return "".join(letter for letter in reference.casefold() if letter.isalnum())
