"""Whether what hangs below a message is a letter passed on to be read, or the history of a conversation.

Errs towards history only where the message plainly answers somebody: a letter that is not read is worse than one
that is read twice, and an older letter never acts anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkbot.engine.mail.quoting import Piece
from linkbot.model.mail import Message

SHORT = 40  # words

_PREFIX = re.compile(r"^[\s\[(]*(re|aw|sv|fw|fwd|tr|wg|i|rv)\s*(?:\[\d+\]|\(\d+\))?\s*:", re.IGNORECASE)
_FORWARDS = frozenset({"fw", "fwd", "tr", "wg", "i", "rv"})
_TAG = re.compile(r"^\s*[\[(*]{1,2}[A-Z][A-Z _-]{2,30}[\])*]{1,2}\s*:?\s*")  # [EXTERNAL], **EXTERNAL**
_WORDS = re.compile(
    r"\b(?:forward(?:ed|ing)?\b.{0,40}\b(?:message|e-?mail|letter|below|attached|this|on|from|to)"
    r"|(?:see|find|note|read)(?: the| this)?(?: \w+){0,3} below|as below|below please"
    r"|(?:e-?mail|letter|message|correspondence|request|notice|chaser|decision)(?: \w+){0,3} below"
    r"|below(?: is| are)? (?:from|the|an?|e-?mail|message|letter|for)|please see|fyi|fya|fao"
    r"|for your (?:information|attention|action|records?)|for (?:action|info|information)"
    r"|pass(?:ed|ing)? (?:this|it|these)? ?(?:on|over|to)|over to you|one for you|for you to"
    r"|sent (?:to (?:me|us)|here)|(?:came|come) (?:in|to|through)|landed in|arrived in|just in"
    r"|(?:got|had|received) (?:this|the below)|can you (?:deal|pick|look|log|register)"
    r"|please (?:deal|action|log|pick|register|handle))\b",
    re.IGNORECASE,
)


def prefix(subject: str) -> str | None:
    """The first reply or forward mark of a subject, lower case (`re`, `fw` …); None without one."""
    match = _PREFIX.match(_TAG.sub("", subject))
    return match[1].lower() if match else None


def is_reply(message: Message) -> bool:
    """Whether it says that it answers another message."""
    mark = prefix(message.subject)
    return (mark is not None and mark not in _FORWARDS) or bool(message.in_reply_to)


def is_forward(message: Message, pieces: Sequence[Piece], new: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Judges the first piece below the new text; the deeper ones share its fate.

    In a reply the writer of that piece is among the people written to; in a forward they are not.
    """
    if len(pieces) < 2:
        return False
    first = pieces[1]
    if prefix(message.subject) in _FORWARDS:
        return True
    answered = _is_addressed(message, first)
    if answered:
        return False
    if first.marked:
        return True
    own = _own_words(new, spans)
    words = bool(_WORDS.search(own))
    if is_reply(message):
        return answered is False and (words or not own.split())
    return first.block is not None and (words or len(own.split()) <= SHORT)


def _is_addressed(message: Message, piece: Piece) -> bool | None:
    """Whether the message goes to the writer of the piece; None when nobody can tell."""
    block = piece.block
    people = (*message.to, *message.cc)
    if block is None or not people:
        return None
    if block.from_ is not None:
        return any(person.address == block.from_.address for person in people)
    names = {_letters(person.name) for person in people if person.name}
    return _letters(block.name) in names if names and block.name else None


def _letters(name: str | None) -> str:
    return "".join(sorted(re.findall(r"\w+", (name or "").casefold())))


def _own_words(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in spans:
        kept.append(text[position:start])
        position = end
    return " ".join((*kept, text[position:]))
