"""Which letters of a message may act: the new text with its attachments, or the inner letter of a colleague's forward.

It chooses, it does not read. The headers handed on are those of the chosen letter, so that dates and references are
taken from the Ombudsman's own words and never from the colleague's covering note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from linkbot.engine.sender.look_alike import look_alike
from linkbot.model.acting import Acting
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.mail import ExtractedText, Letter, LetterRole, Message, TextStatus
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.organisation import Organisation

_OLDER = (LetterRole.QUOTED, LetterRole.FORWARDED)
_FORWARD_SUBJECT = re.compile(r"^\s*(?:\[[^\]]*\]\s*)?(?:fwd?|wg|tr)\s*:", re.IGNORECASE)


def acting(
    message: Message, authentication: Authentication, *, organisation: Organisation, ombudsmen: Ombudsmen
) -> Acting:
    """Direct mail acts by its own new text; internal mail by the ombudsman's letter it forwards, when there is one.

    A colleague's answer above a quoted ombudsman mail is their own new text. Whoever stands between us and the letter
    (a look-alike, a stranger who passed it on) makes a doubt: then no inner letter acts.
    """
    own = own_words(message, authentication)
    if authentication.verdict is not Verdict.INTERNAL:
        return own
    for candidates in (_nested(message), _forwarded(message)):
        letter, doubt = _first_outsider(candidates, organisation=organisation, ombudsmen=ombudsmen)
        if doubt:
            return replace(own, doubt=doubt)
        if letter is not None:
            return _inner(letter, message, ombudsmen)
    return own


def whole(act: Acting, texts: Iterable[ExtractedText]) -> Acting:
    """With a doubt where the letter came out of a damaged container: what is missing may be an order."""
    partly = next((text for text in texts if text.opened and text.status is not TextStatus.IGNORED), None)
    return replace(act, doubt=partly.reason) if partly and not act.doubt else act


def own_words(message: Message, authentication: Authentication) -> Acting:
    """What the sender wrote, and nothing of what they passed on."""
    covering = [one for one in message.letters if one.role is LetterRole.NEW and one.depth == 0]
    return Acting(
        letters=(*covering, *_attached(message, "")),
        forwarded=False,
        from_=message.from_,
        to=message.to,
        cc=message.cc,
        subject=message.subject,
        date=message.date,
        ombudsman=authentication.ombudsman,
        history=tuple(one for one in message.letters if one.role in _OLDER and one.depth == 0),
        attachment_names=tuple(one.filename for one in message.attachments if one.filename),
    )


def _nested(message: Message) -> list[Letter]:
    """Letters of attached messages (message/rfc822, .msg), outermost first, each with its own forwarded blocks."""
    return [one for one in message.letters if one.depth > 0 and one.role in (LetterRole.NESTED, LetterRole.FORWARDED)]


def _forwarded(message: Message) -> list[Letter]:
    """The blocks of an inline forward in order; below a forward, history in any dress is part of what was forwarded."""
    blocks: list[Letter] = []
    forwards = _FORWARD_SUBJECT.match(message.subject) is not None
    for one in message.letters:
        if one.depth or one.role not in _OLDER:
            continue
        forwards = forwards or one.role is LetterRole.FORWARDED
        if forwards and one.from_ is not None:
            blocks.append(one)
    return blocks


def _first_outsider(
    letters: Iterable[Letter], *, organisation: Organisation, ombudsmen: Ombudsmen
) -> tuple[Letter | None, str | None]:
    """Past our own people, the first sender from outside: the ombudsman's letter, or a doubt about who it was."""
    stranger: Letter | None = None
    for letter in letters:
        if letter.from_ is None or organisation.owns(letter.from_.address):
            continue
        domain = letter.from_.domain
        imitation = look_alike(domain, ombudsmen=ombudsmen, organisation=organisation)
        if imitation:
            return None, f"the forwarded mail is from {domain}, which imitates {imitation.of}"
        if ombudsmen.of_domain(domain) is None:
            stranger = stranger or letter
        elif stranger is not None:
            return (
                None,
                f"the Ombudsman's letter came by way of {stranger.source} from outside: it may have been changed",
            )
        else:
            return letter, None
    return None, None


def _inner(letter: Letter, message: Message, ombudsmen: Ombudsmen) -> Acting:
    """The inner letter with what belongs to it: its own message's attachments, or the outer one's when inline."""
    prefix = letter.source if letter.role is LetterRole.NESTED else letter.source.rpartition("/")[0]
    owner = ombudsmen.of_domain(letter.from_.domain) if letter.from_ else None
    at = message.letters.index(letter)
    later = message.letters[at + 1 :]
    return Acting(
        letters=(letter, *_attached(message, f"{prefix}/" if prefix else "")),
        forwarded=True,
        from_=letter.from_,
        to=letter.to,
        cc=letter.cc,
        subject=letter.subject or message.subject,
        date=letter.date,
        ombudsman=owner.id if owner else None,
        history=tuple(one for one in later if one.role in _OLDER),
        attachment_names=tuple(_file_names(message, outer=not prefix)),
    )


def _attached(message: Message, prefix: str) -> tuple[Letter, ...]:
    """Attached letters of the outer message (empty prefix), or of the nested one whose source is the prefix."""
    attached = (one for one in message.letters if one.role is LetterRole.ATTACHED)
    if not prefix:
        return tuple(one for one in attached if one.depth == 0)
    return tuple(one for one in attached if one.source.startswith(prefix))


def _file_names(message: Message, *, outer: bool) -> Iterable[str]:
    for one in message.attachments if outer else ():
        if one.filename:
            yield one.filename
    for inner in () if outer else message.nested:
        for one in inner.attachments:
            if one.filename:
                yield one.filename
