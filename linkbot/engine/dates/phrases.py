"""Plain phrases of the rule files as one compiled pattern: words with flexible blanks, `…` for a short gap.

Knows nothing of what the phrases mean. Apostrophes may be straight or curly, hyphens and line breaks as they come.
Phrases that begin alike share that beginning in the pattern: hundreds of them are looked for in one walk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_GAP = r"(?:[ \t\n]+[^\s.;:]+){0,6}?"
_Tree = dict[str, "_Tree"]
_END = ""


def source(phrase: str) -> str:
    """The regular expression of one phrase, without borders."""
    return "".join(_atoms(phrase))


def any_of(phrases: Iterable[str]) -> str:
    """The regular expression of any of the phrases, the longest that fits first; without borders."""
    tree: _Tree = {}
    for phrase in phrases:
        node = tree
        for atom in _atoms(phrase):
            node = node.setdefault(atom, {})
        node[_END] = {}
    return _source_of(tree)


@lru_cache(maxsize=256)
def compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases as whole words; nothing at all when there are none."""
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile(rf"{_first(phrases)}(?<![\w'’]){any_of(phrases)}(?![\w'’]|-\w)", re.IGNORECASE)


@lru_cache(maxsize=64)
def ending(phrases: tuple[str, ...], filler: str) -> re.Pattern[str]:
    """Any of the phrases (group `cue`), then `filler`, at the very end of the text."""
    return re.compile(rf"(?<![\w'’])(?P<cue>{any_of(phrases)})(?:{filler})\s*$", re.IGNORECASE)


def _atoms(phrase: str) -> list[str]:
    atoms: list[str] = []
    for word in phrase.split():
        if word == "…":
            atoms.append(_GAP)
            continue
        if atoms:
            atoms.append(r"\s+")
        atoms += ["['’]" if c == "'" else "[-‑–]" if c == "-" else re.escape(c) for c in word]
    return atoms


def _source_of(tree: _Tree) -> str:
    """A run of single steps stays a run; a fork becomes alternatives, with nothing more as the last of them."""
    steps = []
    while len(tree) == 1 and _END not in tree:
        atom, tree = next(iter(tree.items()))
        steps.append(atom)
    ways = [atom + _source_of(after) for atom, after in tree.items() if atom != _END]
    if not ways:
        return "".join(steps)
    return f"{''.join(steps)}(?:{'|'.join(ways)}){'?' if _END in tree else ''}"


def _first(phrases: tuple[str, ...]) -> str:
    """A look at the first letter, so that most places of a text are passed over at once."""
    letters = {phrase[0] for phrase in phrases}
    if not all(letter.isascii() and letter.isalpha() for letter in letters):
        return ""
    return rf"(?=[{''.join(sorted(letters))}])"
