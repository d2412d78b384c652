"""Why a workbook of the people's own cannot be written to: a sentence that says what was seen and what to do."""

from __future__ import annotations


class Odd(Exception):
    """Nothing was changed. The words are for the link officer."""
