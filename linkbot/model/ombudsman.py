"""The ombudsmen linkbot answers to: their domains, the form of their case references, how they sign.

Values only, filled from `rules/ombudsmen/*.toml`; whether a mail is really theirs is `sender.authenticate`'s question.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReferenceForm:
    """What a case reference looks like: `digits` is a regular expression over its bare digits, `groups` how it is
    printed (2, 3, 3 → "23 012 345"). `bare_needs_cue`: written without a space it counts only near a cue word."""

    digits: str
    groups: tuple[int, ...]
    bare_needs_cue: bool = False
    year_digits: int = 0  # how many of the first digits say the year (2, 4), or none of them

    @property
    def length(self) -> int:
        return sum(self.groups)

    def year(self, canonical: str) -> int | None:
        """The year a reference says, when its form says one."""
        if not self.year_digits:
            return None
        digits = canonical.replace(" ", "")[: self.year_digits]
        return int(digits) + (2000 if self.year_digits == 2 else 0)

    def canonical(self, digits: str) -> str:
        """The printed form of bare digits."""
        parts, at = [], 0
        for size in self.groups:
            parts.append(digits[at : at + size])
            at += size
        return " ".join(parts)


@dataclass(frozen=True)
class Ombudsman:
    id: str
    name: str
    short_name: str
    domains: tuple[str, ...]  # lower case; sub-domains are theirs too
    reference: ReferenceForm
    portal: bool = False  # answers go by a portal, not by mail
    sign_offs: tuple[str, ...] = ()  # how letters are signed: "Investigator", "Team Coordinator" …
    names: tuple[str, ...] = ()  # every wording of the body's name
    domain_words: tuple[str, ...] = ()  # words a look-alike domain would carry, without hyphens
    genuine_others: tuple[str, ...] = ()  # other bodies' real domains that resemble this one
    carried_by: tuple[str, ...] = ()  # words with which a carrier announces a message of this ombudsman

    def owns(self, domain: str) -> bool:
        """Whether a domain is one of theirs or below one of theirs."""
        wanted = domain.casefold().rstrip(".")
        return any(wanted == own or wanted.endswith("." + own) for own in self.domains)


@dataclass(frozen=True)
class Ombudsmen:
    all: tuple[Ombudsman, ...] = ()

    def of_domain(self, domain: str | None) -> Ombudsman | None:
        """Whose domain (or sub-domain) this exactly is."""
        return next((one for one in self.all if domain and one.owns(domain)), None)

    def by_id(self, id: str | None) -> Ombudsman | None:
        return next((one for one in self.all if one.id == id), None)
