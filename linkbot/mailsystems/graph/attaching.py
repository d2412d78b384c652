"""Files onto a draft: small ones in one request, large ones piece by piece to an address that Graph names for it.

That address is secret in itself and is never given the token.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence

import httpx

from linkbot.mailsystems.exchange.faults import Unsure
from linkbot.mailsystems.graph.composed import File
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.paging import items, text
from linkbot.ports import Permanent, Transient

SMALL = 2_900_000
LARGEST = 150 * 1024 * 1024
PIECE = 12 * 327_680
"""A whole number of 320 KiB, below 4 MB."""
_TRIES = 4
_WHAT = "Attaching a file"


def attach(line: Line, id: str, files: Sequence[File]) -> None:
    """Those the draft has not yet, by name. Raises as `Line.ask`; Permanent for one that is too large."""
    if not files:
        return
    there = Counter(names(line, id))
    for file in files:
        if there[file.name]:
            there[file.name] -= 1
            continue
        if len(file.content) > LARGEST:
            raise Permanent(f"A file of {len(file.content)} octets cannot be attached: Exchange takes {LARGEST}.")
        (_in_one if len(file.content) <= SMALL else _in_pieces)(line, id, file)


def names(line: Line, id: str) -> list[str]:
    query = (("$select", "name"), ("$top", "100"))
    request = Request("GET", f"/messages/{encoded(id)}/attachments", "Listing the files of a draft", query)
    return [text(one, "name") for one in items(line, request)]


def _in_one(line: Line, id: str, file: File) -> None:
    body: Json = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": file.name,
        "contentType": file.media_type,
        "contentBytes": base64.b64encode(file.content).decode("ascii"),
    }
    before = names(line, id).count(file.name)
    try:
        line.ask(Request("POST", f"/messages/{encoded(id)}/attachments", _WHAT, json=body))
    except Unsure:
        if names(line, id).count(file.name) <= before:
            raise


def _in_pieces(line: Line, id: str, file: File) -> None:
    item: Json = {
        "attachmentType": "file",
        "name": file.name,
        "size": len(file.content),
        "contentType": file.media_type,
    }
    path = f"/messages/{encoded(id)}/attachments/createUploadSession"
    # a session that nobody uses lapses by itself: opening two does no harm
    session = line.ask(Request("POST", path, _WHAT, json={"AttachmentItem": item}, repeatable=True)).body
    address = text(session, "uploadUrl")
    at, tries = 0, 0
    while at < len(file.content):
        piece = file.content[at : at + PIECE]
        told = f"bytes {at}-{at + len(piece) - 1}/{len(file.content)}"
        try:
            answer = line.client.put(address, content=piece, headers={"Content-Range": told})
            if answer.status_code < 300:
                at += len(piece)
                continue
        except httpx.TransportError:
            pass
        tries += 1
        if tries >= _TRIES:
            raise Transient(f"{_WHAT} broke off after {at} of {len(file.content)} octets. It is begun anew.")
        line.waits.sleep(line.waits.before(tries, None))
        at = _expected(line, address, len(file.content), at)


def _expected(line: Line, address: str, size: int, at: int) -> int:
    """From which octet on the far side wants the file; its end, when the last piece arrived and only its answer did
    not."""
    try:
        answer = line.client.get(address)
        if answer.status_code in (404, 410):
            raise Transient(f"{_WHAT}: the address for it has lapsed. It is begun anew.")
        ranges = answer.json().get("nextExpectedRanges") if answer.status_code < 300 else None
    except (httpx.TransportError, ValueError):
        return at
    if not isinstance(ranges, list):
        return at
    first = str(ranges[0]).partition("-")[0] if ranges else ""
    return int(first) if first.isdecimal() else size
