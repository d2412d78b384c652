"""How a name that was found is written down: no possessive, no break of line in it, no heading's capitals.

Which words are a name is `complainant_cues`' business.
"""

from __future__ import annotations

import re

_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$|(?<=s)['’]$")
_SMALL = frozenset({"AND", "DA", "DE", "DEL", "DI", "VAN", "VON", "DER", "BIN", "AL", "LE"})


def as_written(found: str, *, hasty: bool = False) -> str:
    """The name as it would stand in a letter. `hasty`: its last "s" is a possessive without its apostrophe."""
    name = _POSSESSIVE.sub("", re.sub(r"-\s+", "-", " ".join(found.split())))
    if name.isupper() and len(name) > len("MR X"):
        name = " ".join(_lowered(word, first=not number) for number, word in enumerate(name.split()))
    elif name.isupper():
        name = name.title()
    if hasty and len(name) > len("Mr Ross") and name.endswith("s") and not name.endswith("ss"):
        name = name[:-1]
    return name[:1].upper() + name[1:]


def _lowered(word: str, *, first: bool) -> str:
    if word in _SMALL and not first:
        return word.lower()
    return re.sub(r"(?<![A-Z])[A-Z]+", lambda part: part[0].capitalize(), word)
