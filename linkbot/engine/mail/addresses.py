"""Strict reading of address headers (RFC 5322 3.4): what is not plainly an address is none, never half of one.

Display names may be as odd as they like; addresses may not, because verdicts hang on their domain (CVE-2023-27043).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkbot.engine.mail.encoded_words import decode_words
from linkbot.engine.mail.normalise import plain_line
from linkbot.model.mail import Address

_ADDRESS = re.compile(
    r"""(?P<local>[^\s"(),:;<>@\[\]\\\x00-\x1f]{1,128}|"(?:[^"\\\x00-\x1f]|\\.){0,128}")
        @(?P<domain>[^\s"(),:;<>@\[\]\\.\x00-\x1f]{1,63}(?:\.[^\s"(),:;<>@\[\]\\.\x00-\x1f]{1,63}){0,20}|\[[0-9A-Za-z.:]{1,60}\])""",
    re.VERBOSE,
)
MOST = 2_000  # entries of one header


def parse_addresses(value: str) -> tuple[tuple[Address, ...], bool]:
    """All well-formed addresses of a header value in order, and whether everything in it was well formed."""
    found: list[Address] = []
    clean, loose = True, ""
    for count, entry in enumerate(_entries(value)):
        if count >= MOST:
            return tuple(found), False
        if "@" not in entry and "<" not in entry:
            # `Smith, John <j@x>` without quotes: the first half of a name
            loose = f"{loose}, {entry}" if loose else entry
            continue
        address = parse_address(entry)
        if address is None:
            clean = False
        elif loose and "<" in entry:
            found.append(Address(address.address, f"{_name(loose)}, {address.name}" if address.name else _name(loose)))
        else:
            found.append(address)
            clean = clean and not loose
        loose = ""
    return tuple(found), clean and not loose


def parse_address(entry: str) -> Address | None:
    """One mailbox, or None when it is not exactly one."""
    bare, angles = _without_comments(entry)
    if not angles:
        match = _ADDRESS.fullmatch(bare.strip())
        comment = re.search(r"\(([^()]*)\)\s*$", entry)
        return _address(match, comment[1] if comment else "") if match else None
    if len(angles) != 1 or bare[angles[0][1] + 1 :].strip():
        return None
    start, end = angles[0]
    inside = bare[start + 1 : end].strip()
    match = _ADDRESS.fullmatch(inside.removeprefix("mailto:"))
    return _address(match, bare[:start]) if match else None


def _address(match: re.Match[str], name: str) -> Address:
    local, domain = match["local"], match["domain"]
    if local.startswith('"'):
        inner = re.sub(r"\\(.)", r"\1", local[1:-1])
        local = inner if re.fullmatch(r"[^\s\"(),:;<>@\[\]\\]+", inner) else local
    return Address(f"{local}@{domain}".lower(), _name(name) or None)


def _name(raw: str) -> str:
    raw = raw.strip()
    if len(raw) > 1 and raw[0] == raw[-1] == '"':
        raw = re.sub(r"\\(.)", r"\1", raw[1:-1])
    name = plain_line(decode_words(raw)).replace('"', "").strip()
    return name[1:-1].strip() if len(name) > 1 and name[0] == name[-1] == "'" else name


def _scan(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each character outside quotes and comments, as (position, character, True); inside, (…, False)."""
    quoted, depth, skip = False, 0, False
    for position, char in enumerate(text):
        inside = quoted or depth > 0
        if skip:
            skip = False
        elif char == "\\" and inside:
            skip = True
        elif quoted:
            quoted = char != '"'
            inside = True
        elif depth:
            depth += (char == "(") - (char == ")")
        elif char == '"':
            quoted = inside = True
        elif char == "(":
            depth, inside = 1, True
        yield position, char, not inside


def _entries(value: str) -> Iterator[str]:
    """The list split at commas and semicolons; group names fall away."""
    start, angle = 0, False
    for position, char, outside in _scan(value):
        if not outside:
            continue
        if char == "<":
            angle = True
        elif char == ">":
            angle = False
        elif char in ",;" and not angle:
            if value[start:position].strip():
                yield value[start:position].strip()
            start = position + 1
        elif char == ":" and not angle and "@" not in value[start:position]:
            start = position + 1
    if value[start:].strip():
        yield value[start:].strip()


def _without_comments(entry: str) -> tuple[str, list[tuple[int, int]]]:
    """The entry with comments blanked out, and where its angle brackets stand."""
    chars, angles, opened = list(entry), list[tuple[int, int]](), -1
    comment = 0
    quoted = False
    for position, char, outside in _scan(entry):
        if outside and char == "<":
            if opened >= 0:
                angles.append((opened, position))  # a second opening bracket: two, so none
            opened = position
        elif outside and char == ">" and opened >= 0:
            angles.append((opened, position))
            opened = -1
        elif not outside and not quoted:
            if char == '"' and not comment:
                quoted = True
            else:
                comment += (char == "(") - (char == ")")
                chars[position] = " "
        elif not outside and char == '"' and entry[position - 1] != "\\":
            quoted = False
    if opened >= 0:
        angles += [(opened, opened), (opened, opened)]  # never closed: refuse
    return "".join(chars), angles
