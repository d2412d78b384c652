"""Parses Authentication-Results headers: RFC 8601, and Microsoft's form (no authserv-id, `action=`, `compauth`).

It only reads; whether a header may be believed and what follows is `sender.believed`'s business. It never raises. Parts
of the header are the sender's own words (an envelope sender may hold quotes, semicolons, whole results): what stands in
quotes or comments is never a result, and a header that does not close them, or contradicts itself, has a `fault`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from linkbot.model.authentication import MethodResult
from linkbot.model.authentication_results import AuthenticationResults, MethodReading

LONGEST = 16_000  # characters; a receiver writes some hundreds. Below the limit at which the parser cuts a header.
_WORDS = {
    "pass": MethodResult.PASS,
    "bestguesspass": MethodResult.NONE,  # no record was published: nothing was proved
    "fail": MethodResult.FAIL,
    "hardfail": MethodResult.FAIL,
    "temperror": MethodResult.TEMPERROR,
    "timeout": MethodResult.TEMPERROR,  # Microsoft: the key could not be fetched in time
    "permerror": MethodResult.PERMERROR,
}
_RESULT = re.compile(r"^([A-Za-z][A-Za-z0-9_-]*)\s*(?:/\s*\d+\s*)?=\s*([A-Za-z]+)")
_PROPERTY = re.compile(r"(?<!\S)([A-Za-z][\w.-]*)\s*=\s*(\S+)")
_ONCE = ("dmarc", "compauth", "arc")  # one message has one From and one chain
_HIDDEN = 0xF0000  # quoted signs are moved here while the header is cut up, so that none of them means anything


def parse_authentication_results(value: str) -> AuthenticationResults:
    """The header's value as written (folded or not)."""
    if len(value) > LONGEST:
        return AuthenticationResults(None, (), f"it is longer than {LONGEST} characters")
    bare, closed = _bare(value)
    parts = [part.strip() for part in bare.split(";")]
    authserv_id: str | None = None
    if parts and not _RESULT.match(parts[0]):
        words = parts.pop(0).split()  # a version may follow the id
        authserv_id = _shown(words[0]).casefold() if words else None
    readings = tuple(reading for part in parts if (reading := _reading(part)))
    fault = _contradiction(readings) if closed else "it holds a quote or a comment that does not end"
    return AuthenticationResults(authserv_id, readings, fault)


def _reading(part: str) -> MethodReading | None:
    found = _RESULT.match(part)
    if found is None:
        return None
    word = found[2].casefold()
    rest = part[found.end() :]
    return MethodReading(
        method=found[1].casefold(),
        result=_WORDS.get(word, MethodResult.NONE),
        word=word,
        properties=tuple((name.casefold(), _shown(raw).casefold()) for name, raw in _PROPERTY.findall(rest)),
        quote=_shown(" ".join(part.split())),
    )


def _contradiction(readings: Iterable[MethodReading]) -> str | None:
    """Two different answers to a question that has one: somebody else's words stand among our receiver's."""
    said: dict[str, MethodReading] = {}
    for one in readings:
        if one.method in _ONCE:
            first = said.setdefault(one.method, one)
            if (first.word, first.properties) != (one.word, one.properties):
                return f"it holds two different {one.method} results"
    return None


def _bare(value: str) -> tuple[str, bool]:
    """Without comments (they nest, and may hold anything), quoted signs hidden; and whether all of them end."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value:
        if escaped:
            escaped = False
            if quoted:
                kept.append(_hidden(char))
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif depth:
            depth += (char == "(") - (char == ")")
            if not depth:
                kept.append(" ")
        elif char == '"':
            quoted = not quoted
        elif quoted:
            kept.append(_hidden(char))
        elif char == "(":
            depth = 1
        else:
            kept.append(char)
    return "".join(kept), not (depth or quoted or escaped)


def _hidden(char: str) -> str:
    return char if char.isalnum() or ord(char) > 0xFFFD else chr(_HIDDEN + ord(char))


def _shown(text: str) -> str:
    return "".join(chr(ord(char) - _HIDDEN) if ord(char) >= _HIDDEN else char for char in text)
