"""What is packed into an attachment, as octets of plain mail: Outlook's saved mails and winmail.dat.

Runs inside the killable child, like every reader. It reads no letter: what it unpacks is parsed, and read, as if it had
come plainly.
"""

from __future__ import annotations

from linkbot.extraction.limits import LARGEST_FILE, LARGEST_PACKAGE, Unreadable
from linkbot.extraction.mapi import MapiMail
from linkbot.extraction.sorts import Sort, sort_of
from linkbot.model.mail import Attachment, ExtractedText, TextStatus, Unpacked

UNPACKER = "linkbot-unpacker 1"
CONTAINERS = frozenset({Sort.MSG, Sort.TNEF})

_DAMAGED = "The {} is damaged and could not be opened. Please open the mail in Outlook, and forward what is in it."
_PARTLY = "The {} is damaged: what could be made out was read. Please open it yourself and see what is missing."
_TOO_LARGE = "The {} is larger than {} MB. Please open it yourself and say what it is."


def unpack(attachment: Attachment) -> Unpacked | None:
    """None for every file that holds no mail. Never raises for what a file holds."""
    sort = sort_of(attachment)
    if sort not in CONTAINERS:
        return None
    what = "Outlook message" if sort is Sort.MSG else "winmail.dat"
    try:
        if len(attachment.content) > LARGEST_FILE:
            raise Unreadable(TextStatus.REFUSED, _TOO_LARGE.format(what, LARGEST_FILE // (1024 * 1024)))
        mail = _mail(sort, attachment.content)
        octets = _as_mime(mail)
        if len(octets) > LARGEST_PACKAGE:
            raise Unreadable(TextStatus.REFUSED, _TOO_LARGE.format(what, LARGEST_PACKAGE // (1024 * 1024)))
    except Unreadable as no:
        return Unpacked(ExtractedText(attachment.index, no.status, extractor=UNPACKER, reason=no.reason))
    except Exception:  # a reader met a file it was not made for, or ran out of memory: one file, not the whole mail
        return unopened(attachment, _DAMAGED.format(what))
    text = ExtractedText(
        attachment.index,
        TextStatus.IGNORED if mail.whole else TextStatus.FAILED,
        extractor=UNPACKER,
        reason=None if mail.whole else _PARTLY.format(what),
        opened=True,
    )
    return Unpacked(text, octets, apart=sort is Sort.MSG)


def unopened(attachment: Attachment, reason: str) -> Unpacked:
    """A container that stays shut, with the sentence for the person who is to open it."""
    return Unpacked(ExtractedText(attachment.index, TextStatus.FAILED, extractor=UNPACKER, reason=reason))


def _mail(sort: Sort, content: bytes) -> MapiMail:
    if sort is Sort.MSG:
        from linkbot.extraction.msg import read_msg

        return read_msg(content)
    from linkbot.extraction.tnef import read_tnef

    return read_tnef(content)


def _as_mime(mail: MapiMail) -> bytes:
    from linkbot.extraction.mapi_mime import as_mime

    return as_mime(mail)
