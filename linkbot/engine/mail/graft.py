"""Puts a mail that was packed into an attachment (.msg, winmail.dat) where it belongs in the message it came with.

It takes the attachment's place before anything is segmented: a mail of its own becomes a nested message, the inside of
the mail's own wrapping becomes its text and attachments. What is already numbered keeps its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from linkbot.engine.mail.body_choice import is_stub
from linkbot.engine.mail.parse import MOST_DEFECTS, parse_inside
from linkbot.engine.mail.parse_parts import MESSAGE_DEPTH, Counter
from linkbot.model.mail import Message, Unpacked


def graft(message: Message, unpacked: Unpacked, *, used: Iterable[int]) -> Message | None:
    """The message with the unpacked mail in place of its attachment; None where it would be nested too deeply.

    `used`: every number ever given to an attachment of this message, also to one that is no longer there. The digest
    of the content stays that of the message as it came.
    """
    return _into(message, unpacked, _counting(message, used), 0)


def _counting(message: Message, used: Iterable[int]) -> Counter:
    inline = sum(attachment.inline for attachment in message.all_attachments)
    numbers = set(used)
    return Counter(next=max(numbers, default=-1) + 1, letters=len(numbers) - inline, inline=inline)


def _into(message: Message, unpacked: Unpacked, counter: Counter, depth: int) -> Message | None:
    index = unpacked.text.index
    if any(attachment.index == index for attachment in message.attachments):
        return _here(message, unpacked, counter, depth)
    for place, inner in enumerate(message.nested):
        if any(attachment.index == index for attachment in inner.all_attachments):
            found = _into(inner, unpacked, counter, depth + 1)
            nested = (*message.nested[:place], found, *message.nested[place + 1 :]) if found else None
            return replace(message, nested=nested) if nested else None
    return None


def _here(message: Message, unpacked: Unpacked, counter: Counter, depth: int) -> Message | None:
    level = depth + 1 if unpacked.apart else depth
    if unpacked.octets is None or level > MESSAGE_DEPTH:
        return None
    inner = parse_inside(unpacked.octets, depth=level, counter=counter)
    others = tuple(one for one in message.attachments if one.index != unpacked.text.index)
    if unpacked.apart:
        return replace(message, attachments=others, nested=(*message.nested, inner))
    better = is_stub(message.body, inner.body)
    return replace(
        message,
        body=inner.body if better else message.body,
        body_source=inner.body_source if better else message.body_source,
        attachments=(*others, *inner.attachments),
        nested=(*message.nested, *inner.nested),
        defects=tuple(dict.fromkeys((*message.defects, *inner.defects)))[:MOST_DEFECTS],
    )
