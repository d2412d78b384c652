"""A backtracking matcher that counts its steps, over the parse tree of Python's own `re`.

It tries what `re` tries, in the same order, without any shortcut: so that a pattern that tries too much is found by
counting and not by a clock. Only the count matters; groups are kept just well enough for references to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Node = tuple[Any, Any]


class TooMany(Exception):
    """More steps than allowed."""


class CountedMatch:
    def __init__(self, pattern: str, flags: int, *, most: int) -> None:
        self._tree = list(_parser.parse(pattern, flags))
        self._flags, self._most = flags, most
        self._text, self._groups, self.steps = "", dict[int, str](), 0

    def match(self, text: str) -> int:
        """The steps of one attempt at the beginning of the text. Raises TooMany."""
        self._text, self._groups, self.steps = text, {}, 0
        next(self._run(self._tree, 0, bool(self._flags & re.IGNORECASE)), None)
        return self.steps

    def _run(self, nodes: Sequence[Node], at: int, fold: bool) -> Iterator[int]:
        self.steps += 1
        if self.steps > self._most:
            raise TooMany(self.steps)
        if not nodes:
            yield at
            return
        (what, value), rest = nodes[0], nodes[1:]
        if what in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
            if at < len(self._text) and _takes(what, value, self._text[at], fold, self._flags):
                yield from self._run(rest, at + 1, fold)
        elif what is op.BRANCH:
            for branch in value[1]:
                for end in self._run(list(branch), at, fold):
                    yield from self._run(rest, end, fold)
        elif what is op.SUBPATTERN:
            group, added, _removed, inside = value
            for end in self._run(list(inside), at, fold or bool(added & re.IGNORECASE)):
                self._groups[group] = self._text[at:end]
                yield from self._run(rest, end, fold)
        elif what in (op.MAX_REPEAT, op.MIN_REPEAT):
            low, high, body = value
            yield from self._repeat((int(low), int(high), list(body), what is op.MAX_REPEAT), rest, 0, at, fold)
        elif what in (op.ATOMIC_GROUP, op.POSSESSIVE_REPEAT):
            inner = [(op.MAX_REPEAT, value)] if what is op.POSSESSIVE_REPEAT else list(value)
            end = next(self._run(inner, at, fold), None)
            if end is not None:
                yield from self._run(rest, end, fold)
        elif what in (op.ASSERT, op.ASSERT_NOT):
            if self._ahead(value, at, fold) == (what is op.ASSERT):
                yield from self._run(rest, at, fold)
        elif what is op.AT:
            if self._stands(value, at):
                yield from self._run(rest, at, fold)
        elif what is op.GROUPREF:
            said = self._groups.get(value, "")
            if self._text.startswith(said, at):
                yield from self._run(rest, at + len(said), fold)
        else:
            raise NotImplementedError(str(what))

    def _repeat(
        self, loop: tuple[int, int, list[Node], bool], rest: Sequence[Node], done: int, at: int, fold: bool
    ) -> Iterator[int]:
        low, high, body, greedy = loop
        if not greedy and done >= low:
            yield from self._run(rest, at, fold)
        if done < high:
            for end in self._run(body, at, fold):
                if end != at or done < low:
                    yield from self._repeat(loop, rest, done + 1, end, fold)
        if greedy and done >= low:
            yield from self._run(rest, at, fold)

    def _ahead(self, value: tuple[int, Any], at: int, fold: bool) -> bool:
        direction, inside = value
        if direction > 0:
            return next(self._run(list(inside), at, fold), None) is not None
        start = at - int(inside.getwidth()[0])
        return start >= 0 and any(end == at for end in self._run(list(inside), start, fold))

    def _stands(self, where: Any, at: int) -> bool:
        text, lines = self._text, bool(self._flags & re.MULTILINE)
        if where in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            return at == 0 or (where is op.AT_BEGINNING and lines and text[at - 1] == "\n")
        if where is op.AT_END:
            return at == len(text) or text[at:] == "\n" or (lines and text[at] == "\n")
        if where is op.AT_END_STRING:
            return at == len(text)
        edge = _is_word(text[at - 1 : at]) != _is_word(text[at : at + 1])
        return edge == (where is op.AT_BOUNDARY)


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


_CATEGORIES = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: _is_word,
}
_OPPOSITES = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
    op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
}


def in_set(members: Sequence[Node], sign: str) -> bool:
    """Whether a character class takes a sign."""
    found = refused = False
    for what, value in members:
        if what is op.NEGATE:
            refused = True
        elif what is op.LITERAL:
            found |= ord(sign) == value
        elif what is op.RANGE:
            found |= value[0] <= ord(sign) <= value[1]
        elif value in _OPPOSITES:
            found |= not _CATEGORIES[_OPPOSITES[value]](sign)
        else:
            found |= bool(_CATEGORIES[value](sign))
    return found != refused


def _takes(what: Any, value: Any, sign: str, fold: bool, flags: int) -> bool:
    if what is op.ANY:
        return sign != "\n" or bool(flags & re.DOTALL)
    members = value if what is op.IN else [(op.LITERAL, value)]
    if members and members[0][0] is op.NEGATE:
        return in_set(members, sign)
    signs = {sign, sign.lower(), sign.upper()} if fold else {sign}
    found = any(len(one) == 1 and in_set(members, one) for one in signs)
    return found != (what is op.NOT_LITERAL)
