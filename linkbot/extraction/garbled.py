"""Whether the letters a PDF gives are those it prints: a font without a meaning for its signs gives rubbish.

English is told by its smallest words, which no page of a letter does without; a page of names or figures has too few
words in lower case to be judged.
"""

from __future__ import annotations

import re

UNMAPPED = 0.2  # of the signs: a logo or some bullets in an odd font are fewer
FEWEST = 25  # words: less is an address, a heading, a table of figures
_SMALL = frozenset({
    "the", "of", "and", "to", "in", "a", "for", "is", "on", "that", "by", "this", "with", "we", "you", "your", "our",
    "not", "be", "are", "was", "it", "as", "at", "have", "has", "from", "or", "will", "an", "if", "please", "dear",
})  # fmt: skip
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_ODD = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x01\x03-\x08\x0e-\x1f]")


def garbled(text: str, unmapped: float) -> bool:
    """`unmapped`: the share of signs the font itself says nothing about."""
    words = text.split()
    if not words or (unmapped <= UNMAPPED and _english(words[:150])):
        return False
    signs = sum(map(len, words))
    odd = len(_ODD.findall(text))
    if (unmapped > UNMAPPED or odd > UNMAPPED * signs) and not _english(words):
        return True
    figures = sum(any(sign.isdigit() for sign in word) for word in words)
    spelt = [word for word in words if len(word) > 1 and not word.isupper() and not any(map(str.isdigit, word))]
    long = [word for word in words if sum(map(str.isalpha, word)) >= 3]
    if len(long) >= FEWEST and sum(_VOWEL.search(word) is None for word in long) * 3 > len(long):
        return True
    if len(words) - figures < FEWEST or len(spelt) < FEWEST:
        shifted = sum(not any(map(str.isalnum, word)) for word in words)
        return len(words) >= FEWEST and shifted * 2 > len(words)
    lower = sum(word[:1].islower() for word in spelt)
    strange = sum(
        re.fullmatch(r"[(\[“‘\"']*[A-Za-z][A-Za-z'’/.@_–-]*[)\]”’\"'.,;:!?]*", word) is None for word in spelt
    )
    if lower < FEWEST and strange * 2 < len(spelt):
        return False  # names, headings
    return not _english(words)


def _english(words: list[str]) -> bool:
    small = sum(word.strip("(),.;:“”‘’\"'").lower() in _SMALL for word in words)
    return small >= 3 and small >= 0.02 * len(words)
