"""A letter passed on to the mailbox of a case system: whole as a file, or its own parts under a header of ours.

The header is always ours, so that the mail is sent by us in every sense and a repeat can be known again by its id.
"""

from __future__ import annotations

from email.parser import BytesHeaderParser

from linkbot.engine.wording.mime import Sender, automatic_mail
from linkbot.engine.wording.mime_parts import Enclosure, Part, bundle, enclosure_part, is_7bit, text_part
from linkbot.model.case_system import CaseEntry
from linkbot.model.organisation import Organisation
from linkbot.model.outgoing import OutgoingMail

_CONTENT = ("Content-Type", "Content-Transfer-Encoding", "Content-Language")


def forwarded_mail(
    entry: CaseEntry,
    *,
    key: str,
    sender: Sender,
    organisation: Organisation,
    to: str,
    outside: frozenset[str],
    whole: bool,
) -> OutgoingMail:
    """`outside`: addresses beyond the organisation's domains that were allowed by name. Raises `NotOurReader`."""
    content = None if whole else _own_parts(entry.letter)
    return automatic_mail(
        f"{entry.case.id}: {entry.title}",
        content or _enclosed(entry, key=key),
        key=key,
        sender=sender,
        organisation=organisation,
        to=(to,),
        date=entry.at,
        also=outside,
    )


def _enclosed(entry: CaseEntry, *, key: str) -> Part:
    complaint = f"Original complaint: {entry.complaint}\n" if entry.complaint else ""
    words = f"{entry.title}\nOmbudsman's case: {entry.case.id}\n{complaint}\nThe letter is attached as it came.\n"
    letter = Enclosure("letter.eml", "message/rfc822", entry.letter)
    return bundle("mixed", (text_part(words, "plain"), enclosure_part(letter)), key=key)


def _own_parts(letter: bytes) -> Part | None:
    """The letter's content as it came; None where not every relay would take it so, or its header is not plain."""
    head, found, body = letter.partition(b"\r\n\r\n")
    if not found or not is_7bit(letter):
        return None
    headers = BytesHeaderParser().parsebytes(head)
    told = tuple((name, value) for name in _CONTENT for value in headers.get_all(name, [])[:1])
    if not all(value.isprintable() or "\r\n" in value for _, value in told):
        return None
    return Part(tuple((name, " ".join(value.split())) for name, value in told), body)
