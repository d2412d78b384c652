"""The search keys of references, postcodes and names: what two spellings of the same thing have in common.

Keys only find candidates; whether a candidate is the right one is decided by matching, not here.
"""

from __future__ import annotations

import re
import unicodedata

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "revd",
        "reverend",
        "cllr",
        "councillor",
    ]
)
_SUFFIXES = frozenset(("jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "obe", "mbe", "cbe", "phd", "esq"))
_PARTIES = re.compile(r"\s*(?:&|/|;|\band\b|\bon behalf of\b)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’‘`-][^\W\d_]+)*")


def digits(reference: str) -> str:
    """The digits of a case reference: "23 012 345" and "23-012-345" are one."""
    return "".join(letter for letter in reference if letter in "0123456789")


def reference_key(reference: str) -> str:
    """Letters and digits of one of our references, in one case: "CRM-12/34" and "crm 1234" are one."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", reference).casefold() if letter.isalnum())


def postcode_key(postcode: str) -> str:
    return reference_key(postcode).upper()


def surname_keys(name: str | None) -> tuple[str, ...]:
    """Every key a person's surname could be found by, for one person or several in one field.

    Accents, apostrophes and case do not count; a double-barrelled name is found whole and by each part; "PATEL Anita"
    and "Patel, Anita" give the same as "Anita Patel". A single initial ("Mr X") is no key.
    """
    keys: dict[str, None] = {}
    for party in _PARTIES.split(name or ""):
        for surname in _surnames(party):
            for part in (surname, *surname.split("-")):
                key = _plain(part)
                if len(key) > 1:
                    keys[key] = None
    return tuple(keys)


def _surnames(party: str) -> list[str]:
    before, comma, _after = party.partition(",")
    words = [word for word in _WORD.findall(before) if _plain(word) not in _TITLES | _SUFFIXES]
    if comma and words:
        return words[-1:]
    shouted = [word for word in words if word.isupper() and len(word) > 1]
    if shouted and len(shouted) < len([word for word in words if len(word) > 1]):
        return shouted
    return words[-1:]


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())
