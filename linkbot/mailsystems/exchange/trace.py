"""The receiver's own words on a message, put back above the MIME that Exchange writes where they are missing."""

from __future__ import annotations

import re

from linkbot.mailsystems.not_fetched import HEADER_OCTETS

RESULTS = "authentication-results"
_INSIDE = "x-ms-exchange-organization-authas"
_TRACE = frozenset({"received", "received-spf", RESULTS, "arc-authentication-results", _INSIDE})
_NAME = re.compile(rb"^([!-9;-~]+)[ \t]*:", re.MULTILINE)
_END = re.compile(rb"\r?\n\r?\n")


def trace_above(headers: list[tuple[str, str]], header: bytes) -> list[tuple[str, str]]:
    """The trace headers from the top down to the topmost results, results included: whose they are is told by what
    stands above them, so they never go in without it, and no lower results ever move up.

    And Exchange's own mark of mail written inside, when the MIME lacks it.
    """
    names = [name.casefold() for name, _ in headers]
    above: list[tuple[str, str]] = []
    if RESULTS in names:
        above = [one for one in headers[: names.index(RESULTS) + 1] if one[0].casefold() in _TRACE]
    if _INSIDE not in names_of(header):
        above += [one for one in headers if one[0].casefold() == _INSIDE and one not in above]
    return above


def header_of(mime: bytes) -> bytes:
    end = _END.search(mime[:HEADER_OCTETS])
    return mime[: end.start()] + b"\r\n" if end else mime[:HEADER_OCTETS]


def names_of(header: bytes) -> set[str]:
    return {found.decode("ascii").casefold() for found in _NAME.findall(header)}


def written(headers: list[tuple[str, str]]) -> bytes:
    """Each on one line: a line end inside a value would be a header of its own."""
    return b"".join(
        f"{name}: {' '.join(value.split())}\r\n".encode("utf-8", "replace")
        for name, value in headers
        if re.fullmatch(r"[!-9;-~]+", name)
    )
