"""Which of several versions of a text is read: the plain one, unless it is only a stub for the HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from linkbot.engine.mail.html_text import html_text
from linkbot.engine.mail.normalise import plain

# Sentences with which mail programs fill a plain part nobody is meant to read.
_STUB = re.compile(
    r"(html|rich[- ]text|images?|graphics)\b.{0,80}\b(support|capable|enabled|display|view|read|able)"
    r"|(view|read|see|open)\b.{0,60}\b(in|with|using) (a|an|your|the) (web )?(browser|html)"
    r"|does not (support|display)|cannot (display|be displayed)|unable to (view|display|read)",
    re.IGNORECASE | re.DOTALL,
)
_IMAGE = re.compile(r"\[cid:[^\]\n]{1,200}\]|\[(?:image|cid|inline image)[^\]\n]{0,80}\]", re.IGNORECASE)
_MAILTO = re.compile(r"<mailto:[^<>\n]{1,300}>", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A text part of the body as it was sent."""

    media_type: str
    raw: str

    @cached_property
    def text(self) -> str:
        """For reading: HTML as text, image and link marks of mail programs left out."""
        if self.media_type == "text/html":
            return plain(html_text(self.raw))
        return plain(_MAILTO.sub("", _IMAGE.sub("", self.raw)))


def chosen(versions: Sequence[list[Block]]) -> list[Block]:
    """One version of a multipart/alternative."""
    plains = [blocks for blocks in versions if blocks and all(b.media_type == "text/plain" for b in blocks)]
    rich = [blocks for blocks in versions if any(b.media_type == "text/html" for b in blocks)]
    if not rich:
        return plains[-1] if plains else []
    if plains and not is_stub("\n".join(b.text for b in plains[-1]), "\n".join(b.text for b in rich[-1])):
        return plains[-1]
    return rich[-1] if any(b.text for b in rich[-1]) or not plains else plains[-1]


def is_stub(text: str, rich: str) -> bool:
    """Whether a plain part stands for nothing: empty, an apology, or a fraction of what the HTML says."""
    letters, rich_letters = _letters(text), _letters(rich)
    if letters == 0 or letters < rich_letters * 0.4:
        return rich_letters > 0
    return letters < 300 and rich_letters > 0 and bool(_STUB.search(text)) and not _STUB.search(rich)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def joined(blocks: Sequence[Block]) -> tuple[str, str]:
    """The body and the media type it was read from."""
    text = "\n\n".join(block.text for block in blocks if block.text)
    return text, "text/html" if any(block.media_type == "text/html" for block in blocks) else "text/plain"
