"""Two references of one letter that may be one, mistyped: the subject bears the one, the letter the other.

A joint letter names its cases side by side; a slip of the hand never does. Which of the two is meant nobody can read
out of the letter.
"""

from __future__ import annotations

from itertools import combinations

from linkbot.model.reading import References

_SUBJECT = "header:Subject"


def slip_among(references: References) -> tuple[str, str] | None:
    """The pair in doubt, that of the subject first, or None."""
    places = {about: {e.source for e in references.evidence if e.claim == about} for about in references.about}
    for one, other in combinations(references.about, 2):
        first, second = sorted((one, other), key=lambda about: _SUBJECT not in places[about])
        apart = places[first] == {_SUBJECT} and places[second] and _SUBJECT not in places[second]
        if apart and _alike(first, second):
            return first, second
    return None


def _alike(one: str, other: str) -> bool:
    """A digit or two mistyped, or digits in another order."""
    left, right = ("".join(sign for sign in text if sign.isdigit()) for text in (one, other))
    if len(left) != len(right):
        return False
    return sum(a != b for a, b in zip(left, right, strict=True)) <= 2 or sorted(left) == sorted(right)
