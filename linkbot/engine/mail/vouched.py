"""A letter a person brought in (from the Portal, out of secure mail, by post): what of the message is the letter.

Their word stands in place of a sender's authentication; their covering words never count as the letter. It chooses and
vouches, it does not read, and nothing here lets such a letter act by itself.
"""

from __future__ import annotations

import hashlib

from linkbot.model.acting import Acting
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.evidence import Evidence
from linkbot.model.mail import Letter, LetterRole, Message
from linkbot.model.ombudsman import Ombudsman, Ombudsmen
from linkbot.model.vouch import Vouch

_OLDER = (LetterRole.QUOTED, LetterRole.FORWARDED)


def vouched_authentication(message: Message, vouch: Vouch) -> Authentication:
    """Internal, whatever the headers say: a person stands for where it came from, the mail system does not."""
    word = Evidence("authentication:vouched", Verdict.INTERNAL, "vouch", f"brought in by {vouch.by}")
    return Authentication(Verdict.INTERNAL, message.from_.domain if message.from_ else None, None, evidence=(word,))


def vouched_acting(message: Message, vouch: Vouch, *, ombudsmen: Ombudsmen) -> Acting:
    """The attached files, at any depth, and the texts of attached messages. `from_` is None: no address is believed."""
    owner = ombudsmen.by_id(vouch.ombudsman)
    mails = _attached_mails(message, owner)
    head = mails[0] if mails else None
    papers = (one for one in message.letters if one.role is LetterRole.ATTACHED)
    names = tuple(dict.fromkeys(one.filename for one in message.all_attachments if one.filename))
    return Acting(
        letters=(*mails, *papers),
        forwarded=True,
        from_=None,
        to=head.to if head else (),
        cc=head.cc if head else (),
        subject=(head.subject if head else None) or "",
        date=head.date if head else None,
        ombudsman=vouch.ombudsman,
        history=tuple(one for one in message.letters if one.depth and one.role in _OLDER and one not in mails),
        attachment_names=names,
    )


def _attached_mails(message: Message, owner: Ombudsman | None) -> tuple[Letter, ...]:
    """Attached mails of that ombudsman, forwards inside them too; where none names it, each mail's newest text."""
    inside = [one for one in message.letters if one.depth]
    theirs = [
        one
        for one in inside
        if one.role in (LetterRole.NESTED, LetterRole.FORWARDED)
        and owner
        and one.from_
        and owner.owns(one.from_.domain)
    ]
    return tuple(theirs or [one for one in inside if one.role is LetterRole.NESTED])


def octets_of_papers(message: Message) -> tuple[str, ...]:
    """SHA-256 of each file: two scans without a readable word in them are two letters all the same."""
    return tuple(hashlib.sha256(one.content).hexdigest() for one in message.all_attachments)
