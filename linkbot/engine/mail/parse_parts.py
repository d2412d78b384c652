"""One walk over the parts of a message: what is the body, what is attached, what is a message of its own.

Limits on depth and number are kept here; what goes over one stays visible as an attachment that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.message import Message as MimePart
from io import BytesIO

from linkbot.engine.mail.body_choice import Block, chosen
from linkbot.engine.mail.charsets import decode
from linkbot.engine.mail.flowed import unflow
from linkbot.engine.mail.normalise import plain_line
from linkbot.engine.mail.parse_headers import Headers
from linkbot.engine.mail.transfer import decoded, from_printable, raw_octets, salvage_base64
from linkbot.model.mail import Attachment, Message

MESSAGE_DEPTH = 5
PART_DEPTH = 15
MOST_ATTACHMENTS = 50  # logos inside the text are counted apart: sixty of them must not hide a letter
MOST_INLINE = 200

_MESSAGES = ("message/rfc822", "message/global")
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z-]{1,40}):", re.MULTILINE)
_MAIL_FIELDS = frozenset({
    b"from", b"to", b"date", b"subject", b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to",
})  # fmt: skip
_CID = re.compile(r"""cid:([^"'\s>)]+)""", re.IGNORECASE)


@dataclass
class Counter:
    """Numbers the attachments of an outer message and of everything inside it."""

    next: int = 0
    letters: int = 0
    inline: int = 0
    overflowed: bool = False


@dataclass
class Parts:
    """What the walk found; grows while walking."""

    read_nested: Callable[[bytes | MimePart, int], Message]
    counter: Counter
    depth: int  # of message/rfc822
    defects: list[str]
    blocks: list[Block] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    nested: list[Message] = field(default_factory=list)

    def walk(self, part: MimePart, level: int = 0, *, related: bool = False, body: bool = True) -> None:
        """`related`: beside the HTML it belongs to; `body`: its text may be the letter."""
        headers = Headers(part, self.defects)
        content, parameters = headers.parameters("content-type")
        media_type = content if content.count("/") == 1 else "text/plain"
        if media_type.startswith("multipart/") and level == 0 and not part.is_multipart():
            media_type = "text/plain"  # the boundary is missing: everything is one text
        disposition, extra = headers.parameters("content-disposition")
        filename = _filename(extra.get("filename") or parameters.get("name"))
        payload = part.get_payload() if part.is_multipart() else None
        if media_type in _MESSAGES:
            self._message(part, headers, filename)
        elif media_type.startswith("multipart/") and isinstance(payload, list):
            self._multipart(part, [p for p in payload if isinstance(p, MimePart)], media_type, level, body)
        else:
            encoding = (headers.raw("content-transfer-encoding") or "").partition(";")[0].strip("\"' ").lower()
            octets, defect = (_flat(part), None) if isinstance(payload, list) else decoded(part, encoding)
            if defect:
                self.defects.append(f"{filename or media_type}: {defect}")
            attached = disposition == "attachment" or bool(filename) or media_type not in ("text/plain", "text/html")
            if body and not attached and not media_type.startswith("message/"):
                self._text(octets, media_type, parameters)
            elif _is_mail(filename, media_type, octets):
                self._inner(octets, filename)
            else:
                cid = "".join((headers.raw("content-id") or "").strip("<> ").split())
                inline = media_type.startswith("image/") and disposition != "attachment" and self._shown(cid, related)
                self._attach(filename, media_type, octets, inline=inline, defect=defect)

    def _multipart(self, part: MimePart, children: list[MimePart], media_type: str, level: int, body: bool) -> None:
        if level >= PART_DEPTH:
            self.defects.append(f"parts nested deeper than {PART_DEPTH}")
            self._attach(None, media_type, b"", inline=False, defect=f"parts nested deeper than {PART_DEPTH}")
            return
        if media_type == "multipart/alternative":
            self._alternative(children, level, body)
            return
        related = media_type == "multipart/related"
        root = _root(part, children) if related else None
        for child in children:
            self.walk(child, level + 1, related=related and child is not root, body=body)

    def _alternative(self, children: list[MimePart], level: int, body: bool) -> None:
        """The same text several times: one is chosen, attachments of all are kept."""
        outer, versions = self.blocks, list[list[Block]]()
        for child in children:
            self.blocks = []
            self.walk(child, level + 1, body=body)
            versions.append(self.blocks)
        self.blocks = outer + chosen(versions)

    def _text(self, octets: bytes, media_type: str, parameters: dict[str, str]) -> None:
        text, guess = decode(octets, parameters.get("charset") or _meta_charset(octets, media_type))
        if guess:
            self.defects.append(f"body: {guess}")
        if parameters.get("format", "").lower() == "flowed" and media_type == "text/plain":
            text = unflow(text, delete_space=parameters.get("delsp", "").lower() == "yes")
        self.blocks.append(Block(media_type, text))

    def _shown(self, cid: str, related: bool) -> bool:
        """Whether an image is part of the text's look: a page photographed and put in line is not."""
        return related or any(cid in _CID.findall(block.raw) for block in self.blocks if cid)

    def _message(self, part: MimePart, headers: Headers, filename: str | None) -> None:
        payload = part.get_payload() if part.is_multipart() else None
        first = payload[0] if isinstance(payload, list) and payload else None
        inner = first if isinstance(first, MimePart) else None
        encoding = (headers.raw("content-transfer-encoding") or "").strip().lower()
        if inner is not None and encoding not in ("base64", "quoted-printable"):
            self._inner(inner, filename)
            return
        raw = _flat(inner) if inner is not None else raw_octets(part)
        undo = {"base64": salvage_base64, "quoted-printable": from_printable}.get(encoding)
        octets, defect = undo(raw) if undo else (raw, None)
        if defect:
            self.defects.append(f"{filename or 'attached message'}: {defect}")
        self._inner(octets, filename)

    def _inner(self, message: bytes | MimePart, filename: str | None) -> None:
        if self.depth + 1 > MESSAGE_DEPTH:
            octets = message if isinstance(message, bytes) else _flat(message)
            self.defects.append(f"messages nested deeper than {MESSAGE_DEPTH}")
            self._attach(
                filename, "message/rfc822", octets, inline=False, defect=f"nested deeper than {MESSAGE_DEPTH} messages"
            )
            return
        self.nested.append(self.read_nested(message, self.depth + 1))

    def _attach(
        self, filename: str | None, media_type: str, octets: bytes, *, inline: bool, defect: str | None
    ) -> None:
        counter = self.counter
        if inline:
            counter.inline += 1
        else:
            counter.letters += 1
        if counter.letters > MOST_ATTACHMENTS or counter.inline > MOST_INLINE:
            if counter.overflowed:
                return
            counter.overflowed = True
            self.defects.append(f"more than {MOST_ATTACHMENTS} attachments: the rest is not read")
            filename, octets, inline = "further attachments", b"", False
            defect = f"more than {MOST_ATTACHMENTS} attachments: this one and those after it are not read"
        self.attachments.append(Attachment(counter.next, filename, media_type, octets, inline=inline, defect=defect))
        counter.next += 1


def _root(part: MimePart, children: list[MimePart]) -> MimePart | None:
    start = str(part.get_param("start") or "").strip()
    named = next((child for child in children if start and str(child.get("content-id", "")).strip() == start), None)
    return named or (children[0] if children else None)


def _filename(raw: str | None) -> str | None:
    """The name without folders or invisible characters; None when nothing is left."""
    name = plain_line(raw or "").replace("\\", "/").rpartition("/")[2].strip()
    if len(name) > 150:
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem[:140]}.{suffix}" if dot and len(suffix) < 9 else name[:150]
    return name or None


def _is_mail(filename: str | None, media_type: str, octets: bytes) -> bool:
    """A saved mail by its name, or, sent as nothing in particular, by the header it begins with."""
    if not media_type.startswith(("application/", "text/")):
        return False
    if filename and filename.lower().endswith(".eml"):
        return True
    if media_type != "application/octet-stream":
        return False
    head = octets[:8_192].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    names = {match[1].lower() for match in _FIELD.finditer(head)} if _FIELD.match(head) else set()
    return b"from" in names and len(names & _MAIL_FIELDS) >= 3


def _meta_charset(octets: bytes, media_type: str) -> str | None:
    if media_type != "text/html":
        return None
    found = re.search(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,30})""", octets[:4096], re.IGNORECASE)
    return found[1].decode("ascii") if found else None


def _flat(part: MimePart) -> bytes:
    """The octets of a part the standard parser took apart (a delivery report, a message too deep to read)."""
    out = BytesIO()
    try:
        BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(part)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
        return out.getvalue()
    octets = out.getvalue()
    return octets[1:] if octets.startswith(b"\n") else octets
