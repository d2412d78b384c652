"""Opens mail packed into attachments, and mail packed inside that, until everything lies open or a limit is reached.

The unpacking is the extractor's, in its child; where the unpacked mail goes is the engine's. Here are only the rounds,
what they may cost, and what is said about a container that stays shut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from linkbot.engine.mail.graft import graft
from linkbot.model.mail import ExtractedText, Message, TextStatus, Unpacked
from linkbot.ports import TextExtractor

MOST_CONTAINERS = 30  # of one message
MOST_OCTETS = 150 * 1024 * 1024  # unpacked, of one message: as much as a message itself may have

_TOO_DEEP = "A message inside too many others. Please open it yourself and send it on alone."
_TOO_MUCH = "Too many saved mails in one message. Please open this one yourself and send it on alone."


@dataclass(frozen=True)
class Opened:
    """The message with what was packed in it; `texts` says of each container what became of it."""

    message: Message
    texts: tuple[ExtractedText, ...] = ()


def opened(message: Message, extractor: TextExtractor, *, before: tuple[ExtractedText, ...] | None = None) -> Opened:
    """`before`: what became of the attachments when the message was read first. What stayed shut then stays shut."""
    seen: set[int] = set()
    texts: list[ExtractedText] = []
    left = MOST_OCTETS
    shut = {text.index for text in before if not text.opened} if before is not None else set()
    while True:
        fresh = [one for one in message.all_attachments if one.index not in seen]
        seen.update(one.index for one in fresh)
        found = extractor.unpack([one for one in fresh if one.index not in shut])
        if not found:
            return Opened(message, tuple(texts))
        for one in sorted(found, key=lambda unpacked: unpacked.text.index):
            left -= len(one.octets or b"")
            if one.octets is None:
                texts.append(one.text)
            elif left < 0 or len(texts) >= MOST_CONTAINERS:
                texts.append(_stays_shut(one, _TOO_MUCH))
            else:
                used = seen.union(attachment.index for attachment in message.all_attachments)
                grafted = graft(message, one, used=used)
                texts.append(one.text if grafted else _stays_shut(one, _TOO_DEEP))
                message = grafted or message


def _stays_shut(unpacked: Unpacked, reason: str) -> ExtractedText:
    return replace(unpacked.text, status=TextStatus.REFUSED, reason=reason, opened=False)
