"""A composed mail as Graph takes it: whole as MIME where it is small enough, else its words apart from its files."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

MOST_MIME = 2_500_000
"""Octets. A request to Graph holds 4 MB at most, and base64 makes four of three."""


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Content:
    subject: str
    body: str
    kind: str  # html or text
    files: tuple[File, ...]


def content_of(octets: bytes) -> Content:
    message = _parsed(octets)
    body = message.get_body(("html", "plain"))
    text = str(body.get_content()).replace("\r\n", "\n") if body is not None else ""
    html = body is not None and body.get_content_type() == "text/html"
    return Content(str(message["Subject"] or ""), text, "html" if html else "text", files_of(octets))


def files_of(octets: bytes) -> tuple[File, ...]:
    return tuple(
        File(part.get_filename() or f"part {at}", part.get_content_type(), _octets(part))
        for at, part in enumerate(_parsed(octets).iter_attachments(), start=1)
    )


def as_mime(octets: bytes) -> tuple[bytes, tuple[File, ...]]:
    """In base64, and the files that must follow it because the whole would be too large."""
    if len(octets) <= MOST_MIME:
        return base64.b64encode(octets), ()
    return base64.b64encode(_words_alone(octets)), files_of(octets)


def _words_alone(octets: bytes) -> bytes:
    """The same header over the first part: what composes mail puts its words there (`wording.mime_parts`)."""
    message = _parsed(octets)
    if message.get_content_type() != "multipart/mixed":
        return octets
    first = next(iter(message.iter_parts()))
    header, _, _ = octets.partition(b"\r\n\r\n")
    kept: list[bytes] = []
    skipping = False
    for line in header.split(b"\r\n"):
        if line[:1] not in (b" ", b"\t"):
            skipping = line.lower().startswith(b"content-")
        if not skipping:
            kept.append(line)
    return b"\r\n".join(kept) + b"\r\n" + first.as_bytes(policy=SMTP)


def _parsed(octets: bytes) -> EmailMessage:
    message = message_from_bytes(octets, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def _octets(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()
