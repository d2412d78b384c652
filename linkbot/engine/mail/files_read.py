"""What a person is told of a message's files: which could not be read, which were guessed from a picture.

A picture without letters or a signature is no file to tell of.
"""

from __future__ import annotations

from collections.abc import Sequence

from linkbot.model.mail import ExtractedText, Message, TextStatus

PROPOSAL = 600  # characters of what OCR read that are shown to a person


def unread(message: Message, texts: Sequence[ExtractedText]) -> tuple[str, ...]:
    """Names of files, or parts of files, that nobody could read, with the reason."""
    return tuple(
        f"{_name(message, text)} ({text.reason or text.status.value})"
        for text in texts
        if text.status not in (TextStatus.READ, TextStatus.IGNORED) or (text.status is TextStatus.READ and text.reason)
    )


def guessed(message: Message, texts: Sequence[ExtractedText]) -> tuple[tuple[str, ...], str]:
    """Names of the files read by OCR, and how what they seem to say begins."""
    found = [text for text in texts if text.status is TextStatus.READ and text.by_ocr]
    words = " ".join(" ".join(text.text for text in found).split())
    return tuple(_name(message, text) for text in found), words[:PROPOSAL]


def _name(message: Message, text: ExtractedText) -> str:
    names = {attachment.index: attachment.label for attachment in message.all_attachments}
    return names.get(text.index, f"part {text.index + 1}")
