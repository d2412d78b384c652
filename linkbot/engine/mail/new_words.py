"""What the sender of a message wrote anew: no quoted history, no gateway banners or footers."""

from __future__ import annotations

from linkbot.model.mail import Letter, LetterRole, Message


def new_words(message: Message) -> str:
    """Of a segmented message (`mail.segment`)."""
    new = [letter for letter in message.letters if letter.role is LetterRole.NEW and not letter.depth]
    return "".join(without_surroundings(letter) for letter in new)


def without_surroundings(letter: Letter) -> str:
    """The letter without gateway banners and footers, which differ from copy to copy."""
    text, at, kept = letter.text, 0, []
    for start, end in sorted(letter.boilerplate):
        kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])
