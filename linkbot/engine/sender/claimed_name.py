"""Does a stranger's display name claim to be an ombudsman ("Housing Ombudsman" <x@free-mail>), or one of ours?

Only a name that says it *is* the body, or carries an address or domain of it (or one that imitates it), counts, in
whatever letters it is drawn. Carriers that announce a message for an ombudsman, list mail and people who merely write
the word do not, so long as their own domain passed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from linkbot.engine.sender.look_alike import look_alike
from linkbot.engine.sender.shapes import shape
from linkbot.model.mail import Message
from linkbot.model.ombudsman import Ombudsman, Ombudsmen
from linkbot.model.organisation import Organisation

_LONGEST = 300  # characters of a name that anybody sees
_DOMAIN = re.compile(r"(?<![\w.@-])(?:[\w.+-]{0,64}@)?((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})(?![\w-])")
_ON_BEHALF = re.compile(r"\b(?:via|on behalf of|through|from)\b", re.IGNORECASE)
_PARTS = re.compile(r"[,|/:–—()\[\]<>\"]|\s-\s")
_OFFICE_WORDS = (
    "the uk england service team office casework case cases enquiries complaint complaints decision decisions "
    "investigation investigations intake assessment assessments compliance portal notification notifications "
    "noreply no-reply do not reply official"
)
_OFFICES = frozenset(map(shape, _OFFICE_WORDS.split()))


def claimed_name(message: Message, *, ombudsmen: Ombudsmen, organisation: Organisation, passed: bool) -> str | None:
    """The real domain of whom the display name claims to be. `passed`: the sender's own domain passed, so that a
    carrier is believable."""
    name = unicodedata.normalize("NFKC", _shown(message))
    if not name:
        return None
    in_words = next((one for one in ombudsmen.all if _says_it_is(name, one.names)), None)
    for found in _DOMAIN.finditer(name):
        owner = ombudsmen.of_domain(found[1])
        if "@" in found[0] and owner:
            return owner.domains[0]
        in_words = in_words or owner
        imitation = look_alike(found[1], ombudsmen=ombudsmen, organisation=organisation)
        if imitation:
            return imitation.of
        if "@" in found[0] and organisation.owns(found[0]) and not passed:
            return found[1].casefold()
    if in_words is None or (passed and (_is_list_mail(message) or _is_carried(message, in_words))):
        return None
    return None if passed and _ON_BEHALF.search(name) else in_words.domains[0]


def _shown(message: Message) -> str:
    """All that stands in From beside the address: mail programs differ on which of it they show."""
    if message.from_ is None:
        return ""
    value = (message.header("from") or "")[: 2 * _LONGEST]
    rest = re.sub(re.escape(message.from_.address), " ", value, flags=re.IGNORECASE)
    return " | ".join(one for one in ((message.from_.name or "")[:_LONGEST], rest.strip(" <>")) if one)


def _says_it_is(name: str, names: Iterable[str]) -> bool:
    """A part of the display name is the body's name, give or take an office's words."""
    wanted = {_bare(one) for one in names if len(one) > 3}
    return any(_bare(part) in wanted for part in (name, *_PARTS.split(name)) if _bare(part))


def _bare(text: str) -> str:
    """The shape of its telling words, run together: blanks between letters hide nothing."""
    words = shape(text.replace("&", " and ")).replace(".", " ").split()
    return "".join(word for word in words if word not in _OFFICES)


def _is_list_mail(message: Message) -> bool:
    return bool(message.header("list-id") or message.header("list-unsubscribe"))


def _is_carried(message: Message, ombudsman: Ombudsman) -> bool:
    text = f"{message.subject}\n{message.body}".casefold()
    return any(words in text for words in ombudsman.carried_by)
