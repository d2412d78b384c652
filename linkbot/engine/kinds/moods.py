"""In which mood some words of a letter stand: denied, conditional, only possible, asked, told of somebody else.

One mechanism for all signals instead of exceptions phrase by phrase: it looks at the words of the same clause or
sentence. What a mood silences is said by the signals themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection

from linkbot.engine.kinds.matching import Found, Text
from linkbot.engine.kinds.told import told
from linkbot.model.moods import Mood, MoodWords

_NEAR = 6  # words back to a negator: "not yet been able to begin an investigation"
_MODAL = 4
_SUBJECT = 12
_AGENT = 4  # words on: "overdue by the contractor"
_STOPS = frozenset((";", ":", "¶"))


def silenced(text: Text, found: Found, moods: Collection[Mood], words: MoodWords) -> bool:
    """Whether the words stand in one of these moods."""
    first, after = bisect_left(text.sentence, at := text.sentence[found.first]), bisect_right(text.sentence, at)
    plain = text.plain
    if Mood.TOLD in moods and told(plain[first:after], words):
        return True
    if Mood.ASKED in moods and _asked(plain[first:after], words):
        return True
    start = max((i + 1 for i in range(first, found.first) if plain[i] in _STOPS), default=first)
    before = plain[start : found.first]
    behind = plain[found.after : after]
    if Mood.CONDITIONAL in moods and _conditional(before, behind, words):
        return True
    joint = max((i + 1 for i, word in enumerate(before) if word in words.joints), default=0)
    clause = before[joint:]
    if Mood.NEGATED in moods and _negated(clause, plain[found.first], words):
        return True
    if Mood.POSSIBLE in moods and any(word in words.modals for word in clause[-_MODAL:]):
        return True
    return Mood.OTHERS in moods and _others(clause[-_SUBJECT:], behind, words)


def _asked(sentence: tuple[str, ...], words: MoodWords) -> bool:
    return "?" in sentence[-2:] and words.speakers.isdisjoint(sentence)


def _conditional(before: tuple[str, ...], behind: tuple[str, ...], words: MoodWords) -> bool:
    """Behind a condition all is conditional; before it what no joint cuts off."""
    if not (words.conditions.isdisjoint(before) and words.preconditions.isdisjoint(before)):
        return True
    if before[:1] and before[0] in words.inverted:
        return True
    for word in behind:
        if word in words.joints or word in _STOPS:
            return False
        if word in words.conditions:
            return True
    return False


def _negated(clause: tuple[str, ...], first: str, words: MoodWords) -> bool:
    """An odd number of negators near before; "not only" and "do not wish to" deny nothing, nor does what is not done in
    a condition: "If it does not, a notice may follow".
    """
    near = (*clause[-_NEAR:], first)
    offset = len(clause) + 1 - len(near)
    count = sum(
        word in words.negators
        and words.idle.isdisjoint(near[max(0, i - 1) : i + 3])
        and words.conditions.isdisjoint(clause[: offset + i])
        for i, word in enumerate(near[:-1])
    )
    return count % 2 == 1


def _others(clause: tuple[str, ...], behind: tuple[str, ...], words: MoodWords) -> bool:
    """Whether somebody else follows as the one who did it, or is the nearest party named before."""
    for i, word in enumerate(behind[:_AGENT]):
        if word in ("by", "to", "from") and any(_bare(one) in words.others for one in behind[i + 1 : i + 4]):
            return True
    party = next((one for one in map(_bare, reversed(clause)) if one in words.others or one in words.ourselves), None)
    return party in words.others


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word.rstrip("'’")
