"""Postcodes and streets as keys: without blanks, with the letter O and the figure 0 where each belongs."""

from __future__ import annotations

import itertools
import re

_AREA = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?"
    "|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
_FORM = re.compile(
    rf"(?:(?:{_AREA})\d{{1,2}}|[A-Z]\d[ABCDEFGHJKPSTUW]|[A-Z]{{2}}\d[ABEHMNPRVWXY])\d[ABD-HJLNP-UW-Z]{{2}}"
)
_IN_TEXT = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2}\d[A-Za-z\d]?)\s*(\d[A-Za-z]{2})(?![A-Za-z0-9])")
_ALIKE = {"O": "0", "0": "O", "I": "1", "1": "I", "L": "1", "S": "5", "5": "S"}
_SHORT = {
    "rd": "road",
    "st": "street",
    "ave": "avenue",
    "av": "avenue",
    "cres": "crescent",
    "dr": "drive",
    "ln": "lane",
    "gdns": "gardens",
    "gdn": "gardens",
    "pl": "place",
    "sq": "square",
    "ct": "court",
    "cl": "close",
    "gr": "grove",
    "hse": "house",
    "tce": "terrace",
    "terr": "terrace",
    "pk": "park",
}
_STREET = re.compile(r"(?<!\S)(\d{1,5}[a-z]?) ([a-z]{3,})(?: ([a-z]{3,}))?")


def postcode_key(postcode: str) -> str:
    """Upper case without blanks; where it is no postcode, the fewest swaps of O/0, I/1, S/5 that make one of it."""
    bare = "".join(letter for letter in postcode.upper() if letter.isascii() and letter.isalnum())
    if _FORM.fullmatch(bare) or not 5 <= len(bare) <= 7:
        return bare
    places = [at for at, letter in enumerate(bare) if letter in _ALIKE]
    for count in range(1, min(len(places), 3) + 1):
        for swapped in itertools.combinations(places, count):
            tried = "".join(_ALIKE[letter] if at in swapped else letter for at, letter in enumerate(bare))
            if _FORM.fullmatch(tried):
                return tried
    return bare


def is_postcode(text: str) -> bool:
    return _FORM.fullmatch(postcode_key(text)) is not None


def postcode_in(text: str) -> str | None:
    """The last postcode of an address."""
    found = [f"{one[1]} {one[2]}".upper() for one in _IN_TEXT.finditer(text)]
    return found[-1] if found else None


def street_of(address: str | None) -> str | None:
    """`14 askew road`: the number with the one or two words behind it; None where there is no number."""
    if not address:
        return None
    found = [one for one in _STREET.finditer(plain_words(address)) if one[2] not in ("floor", "flat")]
    whole = next((one for one in found if one[3]), found[0] if found else None)
    return " ".join(part for part in whole.groups() if part) if whole else None


def plain_words(text: str) -> str:
    """Words in lower case with single blanks and the usual short forms written out: what a street is looked for in."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    return " ".join(_SHORT.get(word, word) for word in words)
