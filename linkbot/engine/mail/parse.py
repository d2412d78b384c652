"""Octets to a `Message`. Never raises: what is wrong with a mail is data, in `defects`.

Uses the standard library's parser with the compat32 policy, which alone survives hostile mail, and repairs what senders
get wrong. It does not split the body into letters (`segment`) nor read documents (`extraction`).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.message import Message as MimePart
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from linkbot.engine.mail.body_choice import joined
from linkbot.engine.mail.header_lines import odd_line_ends
from linkbot.engine.mail.parse_headers import Headers
from linkbot.engine.mail.parse_parts import Counter, Parts
from linkbot.engine.mail.salvage import shallow
from linkbot.model.mail import NOT_FETCHED, Address, Attachment, Message

LARGEST = 150 * 1024 * 1024  # octets; what is larger is read by its headers only
LONGEST_TEXT = 1_000_000  # characters: a letter has five thousand, and reading takes half a minute a million
MOST_DEFECTS = 100


def parse(octets: bytes) -> Message:
    """The message, with attachments numbered through all messages inside it."""
    return parse_inside(octets, depth=0, counter=Counter())


def parse_inside(octets: bytes, *, depth: int, counter: Counter) -> Message:
    """The same for a message found `depth` messages deep inside another, whose attachments `counter` has numbered."""
    try:
        return _read(octets, depth, counter)
    except Exception as error:  # the promise: one hostile mail never stops the next
        return _empty(octets, f"could not be parsed: {type(error).__name__}")


def _read(source: bytes | MimePart, depth: int, counter: Counter) -> Message:
    defects: list[str] = []
    if isinstance(source, bytes) and (odd := odd_line_ends(source)):
        defects.append(odd)
    part = _part(source, defects) if isinstance(source, bytes) else source
    headers = Headers(part, defects)
    if told := headers.raw(NOT_FETCHED.lower()):
        defects.append(f"over the limit of what is fetched: only the header was ({told[:40]})")
    parts = Parts(lambda inner, level: _read(inner, level, counter), counter, depth, defects)
    parts.walk(part)
    defects += [f"standard parser: {type(defect).__name__}" for defect in part.defects]
    body, body_source = joined(parts.blocks)
    if len(body) > LONGEST_TEXT:
        defects.append(f"the text is over the limit of {LONGEST_TEXT} characters: the rest is not read")
        body = body[:LONGEST_TEXT]
    content_type, _ = headers.parameters("content-type")
    attachments, nested = tuple(parts.attachments), tuple(parts.nested)
    from_, date, subject = headers.one_address("from"), headers.date(), headers.text("subject")
    return Message(
        message_id=headers.message_id(),
        in_reply_to=headers.ids("in-reply-to"),
        references=headers.ids("references"),
        date=date,
        from_=from_,
        sender=headers.one_address("sender"),
        reply_to=headers.addresses("reply-to"),
        to=headers.addresses("to"),
        cc=headers.addresses("cc"),
        subject=subject,
        headers=headers.decoded(),
        body=body,
        body_source=body_source,
        attachments=attachments,
        nested=nested,
        content_type=content_type or "text/plain",
        defects=tuple(dict.fromkeys(defects))[:MOST_DEFECTS],
        size=len(source) if isinstance(source, bytes) else 0,
        content_digest=_digest(from_, date, subject, body, attachments, nested),
    )


def _part(octets: bytes, defects: list[str]) -> MimePart:
    if len(octets) > LARGEST:
        defects.append(f"larger than {LARGEST // (1024 * 1024)} MB: only the headers are read")
        head = octets[: 1024 * 1024].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
        return BytesHeaderParser(policy=compat32).parsebytes(head + b"\n\n")
    try:
        return BytesParser(policy=compat32).parsebytes(octets)
    except RecursionError:
        defects.append("parts nested too deeply for the standard parser: only the outermost are read")
        return shallow(octets)


def _digest(
    from_: Address | None,
    date: datetime | None,
    subject: str,
    body: str,
    attachments: tuple[Attachment, ...],
    nested: tuple[Message, ...],
) -> str:
    """Equal for copies whose Received fields, boundaries, encodings or order of attachments differ."""
    inner = [hashlib.sha256(attachment.content).hexdigest() for attachment in attachments]
    inner += [message.content_digest for message in nested]
    told = (
        from_.address if from_ else "",
        date.astimezone(UTC).isoformat() if date else "",
        " ".join(subject.split()),
        " ".join(body.split()),
        *sorted(inner),
    )
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def _empty(octets: bytes, defect: str) -> Message:
    """A message of which nothing could be read; it is still a message, and still counted."""
    return Message(
        message_id=None,
        in_reply_to=(),
        references=(),
        date=None,
        from_=None,
        sender=None,
        reply_to=(),
        to=(),
        cc=(),
        subject="",
        headers=(),
        body="",
        body_source="text/plain",
        defects=(defect,),
        size=len(octets),
        content_digest=hashlib.sha256(octets).hexdigest(),
    )
