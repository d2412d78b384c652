"""Parses Authentication-Results headers: RFC 8601, and Microsoft's form (no authserv-id, `action=`, `compauth`).

It only reads; whether a header may be believed and what follows is `sender.authenticate`'s business. It never raises:
what cannot be read is left out, and a header without results is a header without results.
"""

from __future__ import annotations

import re

from linkbot.model.authentication import MethodResult
from linkbot.model.authentication_results import AuthenticationResults, MethodReading

_WORDS = {
    "pass": MethodResult.PASS,
    "bestguesspass": MethodResult.NONE,  # no record was published: nothing was proved
    "fail": MethodResult.FAIL,
    "hardfail": MethodResult.FAIL,
    "temperror": MethodResult.TEMPERROR,
    "permerror": MethodResult.PERMERROR,
}
_RESULT = re.compile(r"^([A-Za-z][A-Za-z0-9_-]*)\s*(?:/\s*\d+\s*)?=\s*([A-Za-z]+)")
_PROPERTY = re.compile(r"([A-Za-z][\w.-]*)\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^\s;\"]+)")


def parse_authentication_results(value: str) -> AuthenticationResults:
    """The header's value as written (folded or not)."""
    parts = [part.strip() for part in _split(_without_comments(value))]
    authserv_id: str | None = None
    if parts and not _RESULT.match(parts[0]):
        words = parts.pop(0).strip('"').split()  # a version may follow the id
        authserv_id = words[0].strip('"').casefold() if words else None
    readings = tuple(reading for part in parts if (reading := _reading(part)))
    return AuthenticationResults(authserv_id, readings)


def _reading(part: str) -> MethodReading | None:
    found = _RESULT.match(part)
    if found is None:
        return None
    word = found[2].casefold()
    rest = part[found.end() :]
    properties = tuple((name.casefold(), raw.strip('"').casefold()) for name, raw in _PROPERTY.findall(rest))
    return MethodReading(
        method=found[1].casefold(),
        result=_WORDS.get(word, MethodResult.NONE),
        word=word,
        properties=properties,
        quote=" ".join(part.split()),
    )


def _without_comments(value: str) -> str:
    """RFC 5322 comments nest and may hold semicolons; quoted strings keep their parentheses."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == "(" and not quoted:
            depth += 1
            continue
        elif char == ")" and not quoted and depth:
            depth -= 1
            kept.append(" ")
            continue
        if not depth:
            kept.append(char)
    return "".join(kept)


def _split(value: str) -> list[str]:
    """At semicolons outside quotes."""
    parts, current, quoted = [], "", False
    for char in value:
        if char == '"':
            quoted = not quoted
        if char == ";" and not quoted:
            parts.append(current)
            current = ""
        else:
            current += char
    return [*parts, current]
