"""Real mails damaged on purpose: octets cut, repeated, swapped, nested, spliced, filled with endless runs.

A mutation is a value (what, where, how much), so that Hypothesis can shrink what it found to the smallest damage.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

RUNS = (
    *(
        b" ",
        b"1",
        b"-",
        b",",
        b">",
        b"=",
        b"(",
        b"\\",
        b'"',
        b"<",
        b"&",
        b"\0",
        b"\r",
        b"\n",
        b"\xc3\xa9",
        b"\xff",
        b"\t",
    ),
    *(b"From: a@lgo.org.uk\r\n", b"\r\n> ", b"\r\n1. ", b"\r\n- ", b"=?utf-8?q?=41?= ", b"a@b.example, ", b"&nbsp;"),
    *(b"<div>", b"<table><tr><td>", b"<!--", b"</p>", b"<b>", b"26 001 111 ", b"by 1 May 2027 ", b"within 5 days "),
    *(b"Dear ", b"\xe2\x80\x8b", b"\xd8\xa7", b"\r\nOn 1 May 2026 a@b.uk wrote:\r\n> ", b"--b\r\n", b"=\r\n", b"and "),
    *(
        b"\r\nFrom: Jo <jo@lgo.org.uk>\r\nSent: 1 May 2026\r\nTo: x@y.uk\r\nSubject: FW\r\n\r\n",
        b"Mr A-B ",
        b"\xc2\xa31 ",
    ),
)
SWAPS = (
    (b"text/plain", b"text/html"),
    (b"text/html", b"text/plain"),
    (b"base64", b"quoted-printable"),
    (b"quoted-printable", b"base64"),
    (b"7bit", b"base64"),
    (b"utf-8", b"utf-16"),
    (b"utf-8", b"iso-2022-jp"),
    (b"utf-8", b"x-nothing"),
    (b"multipart/mixed", b"multipart/digest"),
    (b"multipart/mixed", b"message/rfc822"),
    (b"multipart/alternative", b"multipart/related"),
    (b"attachment", b"inline"),
    (b"\r\n\r\n", b"\r\n"),
    (b"\n\n", b"\n"),
    (b": ", b" : "),
    (b"From:", b"from :"),
    (b"\n", b"\r"),
    (b"202", b"209"),
    (b"<", b"&lt;"),
    (b"-", b"\xe2\x80\x93"),
    (b" ", b"\xc2\xa0"),
)


@dataclass(frozen=True)
class Mutation:
    what: str
    at: float  # 0 … 1, how far into the mail
    size: int
    which: int  # an index into whatever the mutation chooses from


def mutations(*, longest: int, most: int) -> st.SearchStrategy[list[Mutation]]:
    one = st.builds(
        Mutation,
        what=st.sampled_from(sorted(_WAYS)),
        at=st.floats(0, 1),
        size=st.integers(1, longest),
        which=st.integers(0, 1_000),
    )
    return st.lists(one, min_size=1, max_size=most)


def mutated(octets: bytes, damage: Sequence[Mutation], others: Sequence[bytes]) -> bytes:
    """`others`: whole mails to splice from."""
    for one in damage:
        octets = _WAYS[one.what](octets, one, others)[:3_000_000]
    return octets


def _place(octets: bytes, one: Mutation) -> int:
    return int(one.at * len(octets))


def _line(octets: bytes, one: Mutation) -> tuple[int, int]:
    """The line a place lies in."""
    at = _place(octets, one)
    start = octets.rfind(b"\n", 0, at) + 1
    end = octets.find(b"\n", at) + 1
    return start, end or len(octets)


def _cut(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    return octets[: _place(octets, one)]


def _delete(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    at = _place(octets, one)
    return octets[:at] + octets[at + one.size :]


def _repeat(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    at = _place(octets, one)
    piece = octets[at : at + 1 + one.size % 400]
    return octets[:at] + piece * (2 + one.which % 40) + octets[at:]


def _repeat_line(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    start, end = _line(octets, one)
    return octets[:end] + octets[start:end] * (1 + one.size % 200) + octets[end:]


def _drop_line(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    start, end = _line(octets, one)
    return octets[:start] + octets[end:]


def _swap_lines(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    lines = octets.splitlines(keepends=True)
    if len(lines) < 2:
        return octets
    a, b = int(one.at * (len(lines) - 1)), one.which % len(lines)
    lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def _swap_parts(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    parts = octets.split(b"\n--")
    if len(parts) < 3:
        return octets
    a, b = 1 + int(one.at * (len(parts) - 2)), 1 + one.which % (len(parts) - 1)
    parts[a], parts[b] = parts[b], parts[a]
    return b"\n--".join(parts)


def _flip(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    at = _place(octets, one)
    return octets[:at] + bytes([one.which % 256]) + octets[at + 1 :]


def _run(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    at, run = _place(octets, one), RUNS[one.which % len(RUNS)]
    return octets[:at] + run * (one.size // len(run) + 1) + octets[at:]


def _run_in_line(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    """The same before a line begins: where headers, quotes and lists are looked for."""
    start, _ = _line(octets, one)
    run = RUNS[one.which % len(RUNS)]
    return octets[:start] + run * (one.size // len(run) + 1) + octets[start:]


def _swap_words(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    old, new = SWAPS[one.which % len(SWAPS)]
    return octets.replace(old, new, one.size) if one.at < 0.5 else octets.replace(old, new, 1)


def _splice(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    other = others[one.which % len(others)]
    at, there = _place(octets, one), (one.which * 37) % max(1, len(other))
    return octets[:at] + other[there : there + one.size] + octets[at:]


def _splice_head(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    """Another mail's header lines put on top of this one's, or below some of them."""
    other = others[one.which % len(others)].replace(b"\r\n", b"\n").partition(b"\n\n")[0].splitlines(keepends=True)
    start, _ = _line(octets, one)
    start = start if one.size % 2 else 0
    return octets[:start] + b"".join(other[: 1 + one.size % 12]) + b"\n" + octets[start:]


def _nest(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    """Inside another's envelope, several deep."""
    head = others[one.which % len(others)].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    for level in range(1 + one.size % 40):
        wrapped = b'Content-Type: multipart/mixed; boundary="n%d"\n\n--n%d\nContent-Type: message/rfc822\n\n' % (
            level,
            level,
        )
        octets = (head + b"\n" if level % 3 == 0 else b"") + wrapped + octets + b"\n--n%d--\n" % level
    return octets


def _attach(octets: bytes, one: Mutation, others: Sequence[bytes]) -> bytes:
    """An HTML file a hundred elements deep, or another mail, as one more part."""
    deep = b"<html><body>" + b"<div><table><tr><td>" * (one.size // 20) + b"Please pay \xc2\xa3900 by 1 May 2027."
    other = base64.encodebytes(deep if one.which % 2 else others[one.which % len(others)])
    kind = b"text/html" if one.which % 2 else b"message/rfc822"
    head = b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: base64\n\n"
    return octets.replace(b"\n--", b"\n--x\n" + head + other + b"\n--", 1)


_WAYS: dict[str, Callable[[bytes, Mutation, Sequence[bytes]], bytes]] = {
    "cut": _cut,
    "delete": _delete,
    "repeat": _repeat,
    "repeat line": _repeat_line,
    "drop line": _drop_line,
    "swap lines": _swap_lines,
    "swap parts": _swap_parts,
    "flip": _flip,
    "run": _run,
    "run in line": _run_in_line,
    "swap words": _swap_words,
    "splice": _splice,
    "splice head": _splice_head,
    "nest": _nest,
    "attach": _attach,
}
