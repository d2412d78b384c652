"""A message and the letters in it, as values.

`mail.parse` makes a `Message` from octets, `mail.segment` fills its `letters`. Nothing here reads or decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NOT_FETCHED = "X-Linkbot-Not-Fetched"
"""The header of a message too large to be fetched, of which a mailbox hands over the header alone; it says the size.
Written by somebody else it does no harm: such a message is shown to a person.
"""


@dataclass(frozen=True)
class Address:
    """One mailbox of RFC 5322: `address` is the addr-spec in lower case, `name` the decoded display name."""

    address: str
    name: str | None = None

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def local_part(self) -> str:
        return self.address.rpartition("@")[0]


@dataclass(frozen=True)
class RawMessage:
    """A message as a mailbox handed it over: a way back to it, and its octets unchanged."""

    mailbox: str
    handle: str  # the backend's opaque token: a way back, never an identity
    folder: str  # as in `place.place_of`
    received_at: datetime  # aware; the backend's own idea (file time, internal date)
    octets: bytes


@dataclass(frozen=True)
class Attachment:
    """A leaf part that is not the body. `content` is decoded; `defect` says when the decoding had to guess."""

    index: int  # position among the message's attachments, from 0
    filename: str | None
    media_type: str  # lower case, without parameters
    content: bytes
    inline: bool = False
    defect: str | None = None

    @property
    def label(self) -> str:
        return self.filename or f"part {self.index + 1}"


class TextStatus(StrEnum):
    """What became of an attachment's text. Everything but `READ` and `IGNORED` is for a person."""

    READ = "read"
    IGNORED = "ignored"  # a logo, a calendar part, a signature: nothing a letter would stand in
    SCAN = "scan"  # pages, but no letters on them
    LOCKED = "locked"  # needs a password
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"  # over a limit: size, pages, ratio, depth
    FAILED = "failed"  # damaged, or the reader timed out or died


OCR = "ocr"
"""The word in an extractor's name that says letters were guessed from a picture."""


@dataclass(frozen=True)
class ExtractedText:
    """The readable text of one attachment; `pages` holds one text a page (a DOCX is one page)."""

    index: int
    status: TextStatus
    pages: tuple[str, ...] = ()
    extractor: str = ""  # name and version, so that a better reader can be told from an old one
    reason: str | None = None  # for a person, when not READ
    opened: bool = False  # a mail packed into a file: what was in it is read in its place

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def by_ocr(self) -> bool:
        """Read from a picture, here or by the sender's scanner: never more than a proposal."""
        return OCR in self.extractor.split()


@dataclass(frozen=True)
class Unpacked:
    """What came out of an attachment that is a mail packed into a file (.msg, winmail.dat).

    `octets`: that mail as RFC 5322, or None when it could not be opened; `text` says which, for the attachment itself.
    `apart`: a mail of its own, attached as a message would be. Otherwise it is the body and the attachments of the very
    mail it came with.
    """

    text: ExtractedText
    octets: bytes | None = None
    apart: bool = True


class LetterRole(StrEnum):
    NEW = "new"  # what the sender wrote now
    QUOTED = "quoted"  # history below it
    FORWARDED = "forwarded"  # an inline forward with its own header block
    ATTACHED = "attached"  # a PDF, DOCX … of this message
    NESTED = "nested"  # a message/rfc822 (or .msg) inside this one


@dataclass(frozen=True)
class Letter:
    """One readable text with the headers that belong to it.

    `source` names the place for evidence: `body`, `attachment:letter.pdf`, `forwarded:1`, `quoted:2`, `nested:1`,
    `nested:1/attachment:letter.pdf`. `depth` counts message/rfc822 levels. Text is normalised (NFC, plain spaces,
    no soft hyphens, `\\n` ends), boilerplate such as gateway banners and legal footers kept in `boilerplate`.
    """

    role: LetterRole
    source: str
    text: str
    from_: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str | None = None
    date: datetime | None = None  # aware where the header block said, naive never
    filename: str | None = None
    page_starts: tuple[int, ...] = ()  # offsets in text where pages 2, 3 … begin
    boilerplate: tuple[tuple[int, int], ...] = ()  # spans of text that never count as the letter
    depth: int = 0


@dataclass(frozen=True)
class Message:
    """A parsed message. Absent headers are None or empty, never an empty string."""

    message_id: str | None  # normalised: without <>, trimmed
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    date: datetime | None  # aware
    from_: Address | None
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    headers: tuple[tuple[str, str], ...]  # (lower-case name, decoded value), topmost first, all of them
    body: str  # the text chosen for reading, not yet split
    body_source: str  # "text/plain" or "text/html"
    attachments: tuple[Attachment, ...] = ()
    nested: tuple[Message, ...] = ()
    content_type: str = "text/plain"
    defects: tuple[str, ...] = ()
    size: int = 0  # octets
    content_digest: str = ""  # SHA-256 hex over decoded From, Date, Subject, body and attachment bytes
    letters: tuple[Letter, ...] = ()

    def header(self, name: str) -> str | None:
        """The topmost value of a header, or None."""
        return next((value for key, value in self.headers if key == name.lower()), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """All values of a header, topmost first."""
        return tuple(value for key, value in self.headers if key == name.lower())

    @property
    def all_attachments(self) -> tuple[Attachment, ...]:
        """Attachments of this message and of every message inside it, in the order of their index."""
        inner = (attachment for message in self.nested for attachment in message.all_attachments)
        return tuple(sorted((*self.attachments, *inner), key=lambda attachment: attachment.index))
