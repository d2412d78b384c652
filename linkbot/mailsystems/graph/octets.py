"""The octets of one message: the MIME that Exchange writes, and where the receiver's own words are missing from it, the
trace headers Graph tells apart, in the order they were written in.

Exchange keeps no MIME: it is made anew each time, fit to be read and kept, unfit to check a signature by.
"""

from __future__ import annotations

from linkbot.mailsystems.exchange.faults import Refused
from linkbot.mailsystems.exchange.trace import RESULTS, header_of, names_of, trace_above, written
from linkbot.mailsystems.graph.line import Line, Request, encoded
from linkbot.mailsystems.graph.paging import text
from linkbot.mailsystems.not_fetched import LARGEST, stand_in


def octets_of(line: Line, id: str, *, largest: int = LARGEST) -> bytes:
    """Raises as `Line.ask`. What is too large, or what Exchange cannot write as MIME, is its header alone with a mark
    that the reader knows: a person looks at it.
    """
    try:
        path = f"/messages/{encoded(id)}/$value"
        mime = line.ask(Request("GET", path, "Fetching a message", limit=largest)).content
    except Refused as error:
        if error.is_whole:
            raise  # no word about this message
        return stand_in(written(headers_of(line, id)), "Exchange cannot write it out")
    header = header_of(mime)
    if RESULTS not in names_of(header):
        mime = written(trace_above(headers_of(line, id), header)) + mime
    if len(mime) > largest:
        return stand_in(header_of(mime), f"more than {largest} octets")
    return mime


def headers_of(line: Line, id: str) -> list[tuple[str, str]]:
    """Topmost first."""
    query = (("$select", "internetMessageHeaders"),)
    body = line.ask(Request("GET", f"/messages/{encoded(id)}", "Fetching the headers of a message", query)).body
    listed = body.get("internetMessageHeaders")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [(text(one, "name"), text(one, "value")) for one in found if text(one, "name")]
