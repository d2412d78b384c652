"""What of a calendar entry's text is read as a letter: only what the mail itself does not say, and never its hours.

The hours of a meeting are no date to reply by; they stay in the text, where a person sees them.
"""

from __future__ import annotations

import re

from linkbot.engine.mail.normalise import plain

_HOURS = re.compile(r"^When: .*$", re.MULTILINE)


def new_of_entry(text: str, body: str) -> str:
    """The entry without the lines that stand in the body as well: programs put the same words into both."""
    said = _run(plain(body))
    return "\n".join(line for line in text.split("\n") if not line.strip() or _run(line) not in said).strip("\n")


def hours_of_entry(text: str) -> tuple[tuple[int, int], ...]:
    """Spans that never count as words of the letter."""
    return tuple(match.span() for match in _HOURS.finditer(text))


def _run(text: str) -> str:
    return " ".join(text.split()).casefold()
