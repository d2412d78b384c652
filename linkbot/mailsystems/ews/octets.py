"""The octets of one message: the MIME that Exchange writes, and where the receiver's own words are missing from it, the
trace headers it tells apart, in the order they were written in.

Exchange keeps no MIME: it is made anew each time, fit to be read and kept, unfit to check a signature by.
"""

from __future__ import annotations

import base64
import binascii

from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.words import Element, every, field, first, item_id, m, shape, text
from linkbot.mailsystems.exchange.faults import Refused
from linkbot.mailsystems.exchange.trace import RESULTS, header_of, names_of, trace_above, written
from linkbot.mailsystems.not_fetched import stand_in
from linkbot.ports import Transient

LARGEST = 48 * 1024 * 1024
"""Octets of a message that is fetched whole: an answer is held in memory several times over, and base64 is larger."""
_WHAT = "Fetching a message"


def octets_of(line: Line, id: str, *, size: int = 0, largest: int = LARGEST) -> bytes:
    """Raises as `Line.ask`. What is too large, or what Exchange cannot write as MIME, is its header alone with a mark
    that the reader knows: a person looks at it.
    """
    if size > largest:
        return stand_in(written(headers_of(fetched(line, id, mime=False))), f"more than {largest} octets")
    try:
        item = fetched(line, id, mime=True)
    except Refused as error:
        if error.is_whole or "accessdenied" in error.code:
            raise  # no word about this message
        return stand_in(written(headers_of(fetched(line, id, mime=False))), "Exchange cannot write it out")
    mime = mime_of(item)
    header = header_of(mime)
    if RESULTS not in names_of(header):
        mime = written(trace_above(headers_of(item), header)) + mime
    if len(mime) > largest:
        return stand_in(header_of(mime), f"more than {largest} octets")
    return mime


def fetched(line: Line, id: str, *fields: Element, mime: bool) -> Element:
    wanted = shape(*fields, field("item:InternetMessageHeaders"), mime=mime)
    answer = line.ask(Request("GetItem", m("GetItem", wanted, m("ItemIds", item_id(id))), _WHAT))
    item = first(answer.replies[0].element, "m:Items/*")
    if item is None:
        raise Transient(f"{_WHAT}: Exchange's answer holds none.")
    return item


def mime_of(item: Element) -> bytes:
    """Raises Transient for half of it."""
    try:
        return base64.b64decode(text(item, "t:MimeContent").encode("ascii"), validate=False)
    except (binascii.Error, ValueError):
        raise Transient(f"{_WHAT}: what came is not whole.") from None


def headers_of(item: Element) -> list[tuple[str, str]]:
    """Topmost first."""
    listed = every(item, "t:InternetMessageHeaders/t:InternetMessageHeader")
    return [(one.get("HeaderName", ""), one.text or "") for one in listed if one.get("HeaderName")]
