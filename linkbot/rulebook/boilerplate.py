"""Loads `rules/boilerplate.toml` into `BoilerplateRules`. It checks the words, not what they will match."""

from __future__ import annotations

from pathlib import Path

from linkbot.model.boilerplate import BoilerplateRules
from linkbot.toml_document import Fault, Table, read_toml

SHORTEST = 8


def load_boilerplate(path: Path, faults: list[Fault]) -> BoilerplateRules:
    """The rules of one file; faults are added to the list, the faulty phrases left out."""
    table = read_toml(path, faults)
    rules = BoilerplateRules(
        banners=_phrases(table, "banners"),
        paragraphs=_phrases(table, "paragraphs"),
        sentences=_phrases(table, "sentences"),
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
