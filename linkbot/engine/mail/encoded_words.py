"""RFC 2047 encoded words to text, with the mistakes real senders make. What cannot be decoded stays as it stands."""

from __future__ import annotations

import binascii
import re

from linkbot.engine.mail.charsets import decode

_WORD = re.compile(r"=\?([A-Za-z0-9_.:()+-]{1,40}(?:\*[A-Za-z0-9-]{0,20})?)\?([bBqQ])\?([^?\n]{0,4000})\?=")


def decode_words(text: str) -> str:
    """Encoded words decoded; blanks between two of them fall away; a character split over two is put together."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    charset, octets, position = "", b"", 0
    for match in _WORD.finditer(text):
        word = _octets(match[2].lower(), match[3])
        between = text[position : match.start()]
        if word is None:
            continue
        label = match[1].partition("*")[0].lower()
        if octets and not between.strip() and label == charset:
            octets += word
        else:
            if octets:
                pieces.append(decode(octets, charset)[0])
            if between.strip() or not octets:
                pieces.append(between)
            charset, octets = label, word
        position = match.end()
    if octets:
        pieces.append(decode(octets, charset)[0])
    return "".join(pieces) + text[position:]


def _octets(encoding: str, content: str) -> bytes | None:
    if encoding == "b":
        content = re.sub(r"[^A-Za-z0-9+/]", "", content)
        content = content[:-1] if len(content) % 4 == 1 else content
        try:
            return binascii.a2b_base64(content + "=" * (-len(content) % 4))
        except binascii.Error:
            return None
    try:
        return binascii.a2b_qp(content.encode("utf-8"), header=True)
    except binascii.Error:
        return None
