"""Does a stranger's display name claim to be an ombudsman ("Housing Ombudsman" <x@free-mail>)?

Only a name that says it *is* the body, or carries one of its addresses, counts. Carriers that announce a message for an
ombudsman, list mail and people who merely write the word do not, so long as their own domain passed.
"""

from __future__ import annotations

import re

from linkbot.model.mail import Message
from linkbot.model.ombudsman import Ombudsman, Ombudsmen

_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_ON_BEHALF = re.compile(r"\b(?:via|on behalf of|through|from)\b", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,|/:–—()\[\]]|\s-\s)\s*")
_OFFICES = re.compile(
    r"\b(?:the|uk|england|service|team|office|casework|cases?|enquiries|complaints?|decisions?|investigations?|intake|"
    r"assessments?|compliance|portal|notifications?|no-?reply|do not reply|official)\b",
    re.IGNORECASE,
)


def claimed_ombudsman(message: Message, *, ombudsmen: Ombudsmen, passed: bool) -> Ombudsman | None:
    """Whom the display name claims to be. `passed`: the sender's own domain passed, so that a carrier is believable."""
    name = message.from_.name if message.from_ else None
    if not name:
        return None
    for found in _ADDRESS.finditer(name):
        if owner := ombudsmen.of_domain(found[1]):
            return owner
    claimed = next((one for one in ombudsmen.all if _says_it_is(name, one.names)), None)
    if claimed is None or (passed and (_is_list_mail(message) or _is_carried(message, claimed))):
        return None
    return None if passed and _ON_BEHALF.search(name) else claimed


def _says_it_is(name: str, names: tuple[str, ...]) -> bool:
    """A part of the display name is the body's name, give or take an office's words."""
    wanted = {_bare(one) for one in names if len(one) > 3}
    return any(_bare(part) in wanted for part in (name, *_PARTS.split(name)) if _bare(part))


def _bare(text: str) -> str:
    return " ".join(_OFFICES.sub(" ", text).replace("&", "and").casefold().split())


def _is_list_mail(message: Message) -> bool:
    return bool(message.header("list-id") or message.header("list-unsubscribe"))


def _is_carried(message: Message, ombudsman: Ombudsman) -> bool:
    text = f"{message.subject}\n{message.body}".casefold()
    return any(words in text for words in ombudsman.carried_by)
