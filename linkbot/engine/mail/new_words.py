"""What the sender of a message wrote anew: no quoted history, no gateway banners or footers."""

from __future__ import annotations

from linkbot.model.mail import LetterRole, Message


def new_words(message: Message) -> str:
    """Of a segmented message (`mail.segment`)."""
    found = []
    for letter in message.letters:
        if letter.role is not LetterRole.NEW or letter.depth:
            continue
        at = 0
        for start, end in sorted(letter.boilerplate):
            found.append(letter.text[at:start])
            at = max(at, end)
        found.append(letter.text[at:])
    return "".join(found)
