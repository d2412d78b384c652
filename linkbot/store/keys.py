"""The search keys of references and postcodes: what two spellings of the same thing have in common.

Keys only find candidates; whether a candidate is the right one is decided by matching, not here.
"""

from __future__ import annotations

import unicodedata

from linkbot.engine.likeness.names import surname_keys
from linkbot.engine.likeness.places import postcode_key

__all__ = ["digits", "postcode_key", "reference_key", "surname_keys"]


def digits(reference: str) -> str:
    """The digits of a case reference: "23 012 345" and "23-012-345" are one."""
    return "".join(letter for letter in reference if letter in "0123456789")


def reference_key(reference: str) -> str:
    """Letters and digits of one of our references, in one case: "CRM-12/34" and "crm 1234" are one."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", reference).casefold() if letter.isalnum())
