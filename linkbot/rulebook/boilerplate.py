"""Loads `rules/boilerplate.toml` into `BoilerplateRules`. It checks the words, not what they will match."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from linkbot.model.boilerplate import BoilerplateRules, FooterWords
from linkbot.toml_document import Fault, Table, read_toml

SHORTEST = 8
SHORTEST_OF_FOOTERS = 4


def load_boilerplate(path: Path, faults: list[Fault]) -> BoilerplateRules:
    """The rules of one file; faults are added to the list, the faulty phrases left out."""
    table = read_toml(path, faults)
    rules = BoilerplateRules(
        banners=_phrases(table, "banners"),
        paragraphs=_phrases(table, "paragraphs"),
        sentences=_phrases(table, "sentences"),
        footer=_footer(table.table("footer")),
    )
    table.finish()
    return rules


def _phrases(table: Table, key: str) -> tuple[str, ...]:
    """A phrase of a few letters would blank out half a letter, so it is refused."""
    kept: list[str] = []
    for phrase in table.texts(key):
        words = " ".join(phrase.split())
        if len(words) < SHORTEST or words.startswith("...") or words.endswith("..."):
            table.fault(
                f"{key} has the phrase {phrase!r}: it needs at least {SHORTEST} characters and no ... at its ends", key
            )
        elif words.casefold() in (known.casefold() for known in kept):
            table.fault(f"{key} has the phrase {phrase!r} twice", key)
        else:
            kept.append(words)
    return tuple(kept)


def _footer(table: Table) -> FooterWords:
    """Small letters; short words are harmless here, as one of them alone never makes a footer."""
    words = FooterWords(**{field.name: _words(table, field.name) for field in fields(FooterWords)})
    table.finish()
    return words


def _words(table: Table, key: str) -> tuple[str, ...]:
    found = tuple(" ".join(phrase.lower().split()) for phrase in table.texts(key))
    if any(len(phrase) < SHORTEST_OF_FOOTERS for phrase in found):
        table.fault(f"{key} holds a phrase of under {SHORTEST_OF_FOOTERS} characters", key)
    return tuple(phrase for phrase in found if len(phrase) >= SHORTEST_OF_FOOTERS)
