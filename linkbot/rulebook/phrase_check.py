"""Words of the rules checked as they are read: every bad phrase is a fault in its own file and line."""

from __future__ import annotations

from linkbot.engine.kinds.expansion import BadPhrase, expand_pattern, expand_phrase
from linkbot.toml_document import Table


def phrases(table: Table, key: str, *, required: bool = False) -> tuple[str, ...]:
    """Literal phrases with alternatives."""
    return tuple(p for p in _distinct(table, key, required) if _sound(table, key, p, pattern=False))


def patterns(table: Table, key: str) -> tuple[str, ...]:
    """Phrases with gaps or numbers; they start with one plain word."""
    return tuple(p for p in _distinct(table, key, False) if _sound(table, key, p, pattern=True))


def phrase_groups(table: Table, key: str) -> tuple[tuple[str, ...], ...]:
    """Groups of phrases, one of each of which a sentence must hold: `[["ask", "need"], ["papers", "file"]]`."""
    groups = table.text_lists(key)
    return tuple(tuple(p for p in group if _sound(table, key, p, pattern=False)) for group in groups)


def _distinct(table: Table, key: str, required: bool) -> tuple[str, ...]:
    texts = table.texts(key, required=required)
    for text in dict.fromkeys(t for t in texts if texts.count(t) > 1):
        table.fault(f"'{text}' stands twice under {key}", key)
    return tuple(dict.fromkeys(texts))


def _sound(table: Table, key: str, phrase: str, *, pattern: bool) -> bool:
    try:
        expand_pattern(phrase) if pattern else expand_phrase(phrase)
    except BadPhrase as bad:
        table.fault(str(bad), key)
        return False
    return True
