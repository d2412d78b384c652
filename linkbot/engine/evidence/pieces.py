"""What of a mail may be evidence: each attached file, also inside an attached mail, and such a mail whole.

Logos, signatures, calendar parts and visiting cards are left out; photographs are not. Content is not judged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message as MimePart

from linkbot.engine.wording.plain import one_line, shortened
from linkbot.model.evidence_file import WORDS, EvidenceLimits, FileState, Piece
from linkbot.model.mail import Attachment, Message

SMALL_PICTURE = 20_000  # octets: an attached picture below this is a button or a logo
SMALL_INLINE = 60_000  # inside the text: a photograph of a telephone is larger, a banner is not
WORDS_ENOUGH = 12
_WHOLE = 100_000  # numbers of attached mails begin here, beyond any attachment's
_NO_PAPERS = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/calendar",
    "text/vcard", "text/x-vcard", "message/delivery-status", "message/disposition-notification", "text/rfc822-headers",
    "application/ms-tnef", "application/pgp-keys",
})  # fmt: skip
_NO_ENDINGS = ("ics", "vcf", "p7s", "asc")


def pieces_of(
    octets: bytes, *, raw: Message, opened: Message, words: str, limits: EvidenceLimits, day: str
) -> tuple[tuple[Piece, bytes], ...]:
    """Each with its octets, the same content once. `raw` is the message as parsed, `opened` with packed mails in their
    place; `words` what was written anew, `day` its date for the name of a piece made of words.
    """
    found: dict[str, tuple[Piece, bytes]] = {}
    for index, name, media_type, content in _all(octets, raw, opened):
        digest = hashlib.sha256(content).hexdigest()
        piece = Piece(index, shortened(one_line(name), 150) or "file", media_type, len(content), digest)
        found.setdefault(digest, (_within(piece, limits), content))
    if len(words.split()) >= WORDS_ENOUGH:
        content = words.strip().encode()
        digest = hashlib.sha256(content).hexdigest()
        name = f"Words of the mail of {day}.txt"
        found.setdefault(digest, (Piece(WORDS, name, "text/plain", len(content), digest), content))
    return tuple(found.values())


def _all(octets: bytes, raw: Message, opened: Message) -> Iterator[tuple[int, str, str, bytes]]:
    there = {one.index: one for one in (*opened.all_attachments, *raw.all_attachments)}
    for index, one in sorted(there.items()):
        if not is_surroundings(one):
            yield index, one.label, one.media_type, one.content
    for number, (subject, content) in enumerate(_mails(octets)):
        yield _WHOLE + number, f"{subject}.eml", "message/rfc822", content


def is_surroundings(one: Attachment) -> bool:
    """Whether it only belongs to how the mail looks or was sent."""
    ending = (one.filename or "").rpartition(".")[2].casefold()
    if one.media_type in _NO_PAPERS or ending in _NO_ENDINGS or not one.content:
        return True
    if not one.media_type.startswith("image/"):
        return False
    return len(one.content) < (SMALL_INLINE if one.inline else SMALL_PICTURE)


def _mails(octets: bytes) -> Iterator[tuple[str, bytes]]:
    """Mails attached to it, whole: a forwarded conversation may be the very thing that was asked for."""
    for part in message_from_bytes(octets).walk():
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
            inner = payload[0]
            if isinstance(inner, MimePart):
                yield f"attached mail {inner.get('Date') or ''}".strip(), inner.as_bytes()


def _within(piece: Piece, limits: EvidenceLimits) -> Piece:
    ending = piece.name.rpartition(".")[2].casefold() if "." in piece.name else ""
    if ending in limits.refused_types:
        return marked(piece, FileState.REFUSED, f"files of the type .{ending} are not taken")
    if piece.size > limits.largest_mb * 1_000_000:
        return marked(piece, FileState.REFUSED, f"it is over {limits.largest_mb} MB")
    return piece


def marked(piece: Piece, state: FileState, why: str) -> Piece:
    """The same piece after it was looked at."""
    return replace(piece, state=state, why=why)
