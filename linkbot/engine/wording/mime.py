"""Composed words to the octets that leave: internal mail, and drafts of answers to an Ombudsman.

Two borders are kept here, whatever the effect says: internal mail goes to the organisation's own domains, a draft to
the ombudsman's own. The third kind, invitations, is `engine.wording.invite`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkbot.engine.wording.headers import header_line, instant, mailbox, mailboxes, message_ids, unstructured
from linkbot.engine.wording.mime_parts import Enclosure, Part, bundle, enclosure_part, text_part
from linkbot.engine.wording.tokens import message_id, reply_root, thread_root
from linkbot.model.compose_context import Composed
from linkbot.model.ombudsman import Ombudsman
from linkbot.model.organisation import Organisation
from linkbot.model.outgoing import OutgoingMail


class NotOurReader(ValueError):
    """An address this mail must not go to."""


@dataclass(frozen=True)
class Sender:
    """The mailbox mails come from, and the name people see."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].casefold()


@dataclass(frozen=True)
class Answered:
    """The letter a draft answers: its Message-ID and those it referred to, oldest first, without <>."""

    message_id: str | None
    references: tuple[str, ...] = ()


def internal_mail(
    composed: Composed,
    *,
    key: str,
    sender: Sender,
    organisation: Organisation,
    to: tuple[str, ...],
    cc: tuple[str, ...] = (),
    date: datetime,
    tasks: tuple[str, ...] = (),
    urgent: bool = False,
    enclosures: tuple[Enclosure, ...] = (),
    token: str = "",
) -> OutgoingMail:
    """A mail inside the organisation, marked as automatic, in one thread with the other mails about its tasks.

    `token` is that of a mail people answer by replying.

    Raises `NotOurReader` for an address outside the organisation's domains, `HeaderRefused` for one that is none.
    """
    parts = tuple(enclosure_part(enclosure) for enclosure in enclosures)
    words = _words(composed, key=key)
    own = (reply_root(token, sender.domain),) if token else ()
    roots = message_ids((*own, *(thread_root(task, sender.domain) for task in tasks[:20])))
    headers = (
        ("In-Reply-To", roots.partition("\r\n")[0]),
        ("References", roots),
        ("Importance", "high" if urgent else ""),
        ("X-Linkbot-Task", ",\r\n ".join(unstructured(task) for task in tasks[:20])),
    )
    return automatic_mail(
        composed.subject,
        bundle("mixed", (words, *parts), key=key) if parts else words,
        key=key,
        sender=sender,
        organisation=organisation,
        to=to,
        cc=cc,
        date=date,
        headers=headers,
    )


def automatic_mail(
    subject: str,
    content: Part,
    *,
    key: str,
    sender: Sender,
    organisation: Organisation,
    to: tuple[str, ...],
    cc: tuple[str, ...] = (),
    date: datetime,
    headers: tuple[tuple[str, str], ...] = (),
    also: frozenset[str] = frozenset(),
) -> OutgoingMail:
    """What internal mails and invitations share: the border, the envelope, the marks of a machine. `also`: addresses
    beyond the border that the configuration allows by name.
    """
    to = _distinct(to)
    cc = tuple(address for address in _distinct(cc) if address.casefold() not in {one.casefold() for one in to})
    if not to:
        raise NotOurReader("a mail without a reader")
    for address in (*to, *cc):
        if not organisation.owns(address) and address.casefold() not in also:
            raise NotOurReader(f"{address} lies outside {', '.join(organisation.domains)}: it was not sent")
    marks = (
        ("Auto-Submitted", "auto-generated"),  # RFC 3834: nobody's automatic reply answers it
        ("X-Auto-Response-Suppress", "All"),  # the same for Exchange
        ("X-Linkbot", "1"),  # by which linkbot knows its own mail when it comes back
    )
    return _mail(subject, content, key=key, sender=sender, to=to, cc=cc, date=date, headers=(*headers, *marks))


def draft_mail(
    composed: Composed,
    *,
    key: str,
    sender: Sender,
    ombudsman: Ombudsman,
    to: tuple[str, ...],
    date: datetime,
    answers: Answered,
    enclosures: tuple[Enclosure, ...] = (),
) -> OutgoingMail:
    """An answer for a person to look at and send: threaded on the letter, to the ombudsman only, no mark of a machine.

    Raises `NotOurReader` for an address outside the ombudsman's own domains.
    """
    to = _distinct(to)
    if not to:
        raise NotOurReader("a draft without a reader")
    for address in to:
        if not ombudsman.owns(address.rpartition("@")[2]):
            raise NotOurReader(f"{address} is not in a domain of {ombudsman.name}: no draft was made")
    own = (answers.message_id,) if answers.message_id else ()
    earlier = tuple(id for id in answers.references if id not in own)
    headers = (("In-Reply-To", message_ids(own)), ("References", message_ids((*earlier[-20:], *own))))
    words, parts = _words(composed, key=key), tuple(enclosure_part(enclosure) for enclosure in enclosures)
    content = bundle("mixed", (words, *parts), key=key) if parts else words
    return _mail(composed.subject, content, key=key, sender=sender, to=to, cc=(), date=date, headers=headers)


def _words(composed: Composed, *, key: str) -> Part:
    plain = text_part(composed.text, "plain")
    if composed.html is None:
        return plain
    return bundle("alternative", (plain, text_part(composed.html, "html")), key=key)


def _mail(
    subject: str,
    content: Part,
    *,
    key: str,
    sender: Sender,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    date: datetime,
    headers: tuple[tuple[str, str], ...],
) -> OutgoingMail:
    id = message_id(key, sender.domain)
    lines = (
        ("Date", instant(date)),
        ("From", mailbox(sender.address, sender.name)),
        ("To", mailboxes(to)),
        ("Cc", mailboxes(cc)),
        ("Subject", unstructured(subject)),
        ("Message-ID", f"<{id}>"),
        *headers,
        ("MIME-Version", "1.0"),
    )
    octets = b"".join(header_line(name, value) for name, value in lines if value) + content.octets
    return OutgoingMail(key=key, message_id=id, sender=sender.address, recipients=(*to, *cc), octets=octets)


def _distinct(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Each address once, in order; case tells no two mailboxes apart."""
    return tuple({address.casefold(): address for address in reversed(addresses)}.values())[::-1]
