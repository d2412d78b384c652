"""Service areas of a council or landlord and the words that tell them, as values from `rules/services.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceWords:
    """`aliases` are other names a configuration may use for it. `sensitive` always goes to the link officer first.

    `ombudsmen` are those who can write about it (empty: any). A `fallback` is what every letter speaks of a little: it
    is taken only when no other service is named. `landlord` is what the council does as a landlord.
    """

    id: str
    title: str
    words: tuple[str, ...]
    weak: tuple[str, ...] = ()  # words that other services' letters hold too
    aliases: tuple[str, ...] = ()
    sensitive: bool = False
    ombudsmen: tuple[str, ...] = ()
    fallback: bool = False
    landlord: bool = False

    def concerns(self, ombudsman: str | None) -> bool:
        return ombudsman is None or not self.ombudsmen or ombudsman in self.ombudsmen


@dataclass(frozen=True, eq=False)
class ServiceRules:
    """Compared by identity, so that compiled forms can be kept by it.

    `ignore` are names that hold a service's words but tell nothing (an ombudsman's own name), `about` the words that
    introduce what a complaint is about.
    """

    services: tuple[ServiceWords, ...]
    ignore: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    certain_score: float = 4.0
    certain_margin: float = 2.0

    def service(self, id: str) -> ServiceWords | None:
        """By its own id or by an alias."""
        return next((s for s in self.services if s.id == id or id in s.aliases), None)

    def named(self, text: str) -> ServiceWords | None:
        """By its id, title or another name of it, however people spell it."""
        plain = _plain(text)
        return next((s for s in self.services if plain in {_plain(n) for n in (s.id, s.title, *s.aliases)}), None)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
