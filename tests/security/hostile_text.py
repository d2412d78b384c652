"""Texts made to order against one pattern: what it would take, one of its repeats over and over, and an end that fails.

The same pattern always gets the same texts.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from .counted_match import Node, in_set

_SIGNS = "a1 A\n-x,.:;/()\"'>|_@£*#=\t’Zé0"
_END = "\0"
_LOOPS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def attacks(pattern: str, flags: int) -> list[tuple[str, str, str]]:
    """(beginning, what to repeat, end), each once."""
    dice = random.Random(zlib.crc32(pattern.encode("utf-8", "surrogatepass")))
    found: dict[tuple[str, str, str], None] = {}
    for before, body in _repeats(list(_parser.parse(pattern, flags)), []):
        for _ in range(3):
            beginning, pump = _taken(before, dice), _taken(body, dice)
            if pump:
                found[beginning, pump, _END] = None
    return list(found)


def _repeats(nodes: Sequence[Node], before: list[Node]) -> Iterator[tuple[list[Node], list[Node]]]:
    for place, (what, value) in enumerate(nodes):
        upto = [*before, *nodes[:place]]
        if what in _LOOPS:
            _, high, body = value
            if int(high) >= 8:
                yield upto, list(body)
            yield from _repeats(list(body), upto)
        elif what is op.SUBPATTERN:
            yield from _repeats(list(value[3]), upto)
        elif what is op.ATOMIC_GROUP:
            yield from _repeats(list(value), upto)
        elif what is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), upto)


def _taken(nodes: Sequence[Node], dice: random.Random) -> str:
    """A text the nodes would take, assertions aside."""
    pieces: list[str] = []
    for what, value in nodes:
        if what is op.LITERAL:
            pieces.append(chr(value))
        elif what is op.NOT_LITERAL:
            pieces.append(next(sign for sign in dice.sample(_SIGNS, len(_SIGNS)) if ord(sign) != value))
        elif what is op.ANY:
            pieces.append(dice.choice("a 1-"))
        elif what is op.IN:
            pieces.append(dice.choice([sign for sign in _SIGNS if in_set(value, sign)] or [_first(value)]))
        elif what is op.BRANCH:
            pieces.append(_taken(list(dice.choice(value[1])), dice))
        elif what is op.SUBPATTERN:
            pieces.append(_taken(list(value[3]), dice))
        elif what is op.ATOMIC_GROUP:
            pieces.append(_taken(list(value), dice))
        elif what in _LOOPS:
            low, high, body = int(value[0]), int(value[1]), list(value[2])
            times = low if dice.random() < 0.5 else min(high, max(low, 1))
            pieces += [_taken(body, dice) for _ in range(times)]
    return "".join(pieces)


def _first(members: Any) -> str:
    what, value = next(((w, v) for w, v in members if w in (op.LITERAL, op.RANGE)), (op.LITERAL, ord("a")))
    return chr(value if what is op.LITERAL else value[0])
