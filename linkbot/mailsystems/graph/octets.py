"""The octets of one message: the MIME that Exchange writes, and where the receiver's own words are missing from it, the
trace headers Graph tells apart, in the order they were written in.

Exchange keeps no MIME: it is made anew each time, fit to be read and kept, unfit to check a signature by.
"""

from __future__ import annotations

import re

from linkbot.mailsystems.graph.faults import Refused
from linkbot.mailsystems.graph.line import Line, Request, encoded
from linkbot.mailsystems.graph.paging import text
from linkbot.mailsystems.not_fetched import HEADER_OCTETS, LARGEST, stand_in

_RESULTS = "authentication-results"
_INSIDE = "x-ms-exchange-organization-authas"
_TRACE = frozenset({"received", "received-spf", _RESULTS, "arc-authentication-results", _INSIDE})
_NAME = re.compile(rb"^([!-9;-~]+)[ \t]*:", re.MULTILINE)
_END = re.compile(rb"\r?\n\r?\n")


def octets_of(line: Line, id: str, *, largest: int = LARGEST) -> bytes:
    """Raises as `Line.ask`. What is too large, or what Exchange cannot write as MIME, is its header alone with a mark
    that the reader knows: a person looks at it.
    """
    try:
        path = f"/messages/{encoded(id)}/$value"
        mime = line.ask(Request("GET", path, "Fetching a message", limit=largest)).content
    except Refused as error:
        if error.status in (401, 403):
            raise  # no word about this message
        return stand_in(_written(headers_of(line, id)), "Exchange cannot write it out")
    header = _header(mime)
    if _RESULTS not in _names(header):
        mime = _written(trace_above(headers_of(line, id), header)) + mime
    if len(mime) > largest:
        return stand_in(_header(mime), f"more than {largest} octets")
    return mime


def headers_of(line: Line, id: str) -> list[tuple[str, str]]:
    """Topmost first."""
    query = (("$select", "internetMessageHeaders"),)
    body = line.ask(Request("GET", f"/messages/{encoded(id)}", "Fetching the headers of a message", query)).body
    listed = body.get("internetMessageHeaders")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [(text(one, "name"), text(one, "value")) for one in found if text(one, "name")]


def trace_above(headers: list[tuple[str, str]], header: bytes) -> list[tuple[str, str]]:
    """The trace headers from the top down to the topmost results, results included: whose they are is told by what
    stands above them, so they never go in without it, and no lower results ever move up.

    And Exchange's own mark of mail written inside, when the MIME lacks it.
    """
    names = [name.casefold() for name, _ in headers]
    above: list[tuple[str, str]] = []
    if _RESULTS in names:
        above = [one for one in headers[: names.index(_RESULTS) + 1] if one[0].casefold() in _TRACE]
    if _INSIDE not in _names(header):
        above += [one for one in headers if one[0].casefold() == _INSIDE and one not in above]
    return above


def _header(mime: bytes) -> bytes:
    end = _END.search(mime[:HEADER_OCTETS])
    return mime[: end.start()] + b"\r\n" if end else mime[:HEADER_OCTETS]


def _names(header: bytes) -> set[str]:
    return {found.decode("ascii").casefold() for found in _NAME.findall(header)}


def _written(headers: list[tuple[str, str]]) -> bytes:
    """Each on one line: a line end inside a value would be a header of its own."""
    return b"".join(
        f"{name}: {' '.join(value.split())}\r\n".encode("utf-8", "replace")
        for name, value in headers
        if re.fullmatch(r"[!-9;-~]+", name)
    )
