"""Fills `Message.letters`: the new text, its quoted history, inline forwards, attached documents and nested messages.

Each text stands apart with its own headers, so that a date of an older mail is never taken for one of this letter.
It does not decide which letter acts, nor whether a forward may be believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from linkbot.engine.mail.boilerplate import boilerplate
from linkbot.engine.mail.calendar_entry import hours_of_entry, new_of_entry
from linkbot.engine.mail.forwards import is_forward, is_reply
from linkbot.engine.mail.normalise import plain
from linkbot.engine.mail.quoting import Piece, split
from linkbot.engine.mail.typeset import join_hyphens, mend_figures
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.mail import ExtractedText, Letter, LetterRole, Message, TextStatus


def segment(message: Message, texts: Sequence[ExtractedText], boilerplate: BoilerplateRules) -> Message:
    """The message with its letters; `texts` are keyed by the global index of the attachment.

    Order: new text (always there, perhaps empty), its quoted or forwarded pieces, attached letters, nested messages.
    """
    by_index = {text.index: text for text in texts}
    return replace(message, letters=tuple(_letters(message, by_index, boilerplate, prefix="", depth=0)))


def _letters(
    message: Message, texts: Mapping[int, ExtractedText], rules: BoilerplateRules, *, prefix: str, depth: int
) -> Iterator[Letter]:
    yield from _of_body(message, rules, prefix, depth)
    yield from _of_attachments(message, texts, rules, prefix, depth)
    for number, inner in enumerate(message.nested, 1):
        place = f"{prefix}nested:{number}"
        yield from _letters(inner, texts, rules, prefix=f"{place}/", depth=depth + 1)


def _of_body(message: Message, rules: BoilerplateRules, prefix: str, depth: int) -> Iterator[Letter]:
    pieces = split(plain(message.body), reply=is_reply(message))
    new = _text(pieces[0])
    spans = boilerplate(new, rules)
    yield Letter(
        role=LetterRole.NESTED if depth else LetterRole.NEW,
        source=prefix.rstrip("/") or "body",
        text=new,
        from_=message.from_,
        to=message.to,
        cc=message.cc,
        subject=message.subject or None,
        date=message.date,
        boilerplate=spans,
        depth=depth,
    )
    role = LetterRole.FORWARDED if is_forward(message, pieces, new, spans) else LetterRole.QUOTED
    for number, piece in enumerate(pieces[1:], 1):
        yield _older(piece, role, f"{prefix}{role}:{number}", depth, rules)


def _older(piece: Piece, role: LetterRole, source: str, depth: int, rules: BoilerplateRules) -> Letter:
    text, block = _text(piece), piece.block
    return Letter(
        role=role,
        source=source,
        text=text,
        from_=block.from_ if block else None,
        to=block.to if block else (),
        cc=block.cc if block else (),
        subject=block.subject if block else None,
        date=block.date if block else None,
        boilerplate=boilerplate(text, rules),
        depth=depth,
    )


def _of_attachments(
    message: Message,
    texts: Mapping[int, ExtractedText],
    rules: BoilerplateRules,
    prefix: str,
    depth: int,
) -> Iterator[Letter]:
    seen: dict[str, int] = {}
    for attachment in message.attachments:
        found = texts.get(attachment.index)
        if found is None or found.status is not TextStatus.READ:
            continue
        seen[attachment.label] = seen.get(attachment.label, 0) + 1
        label = attachment.label if seen[attachment.label] == 1 else f"{attachment.label} ({seen[attachment.label]})"
        text, starts = _paged(found)
        entry = "calendar" in found.extractor
        text = new_of_entry(text, message.body) if entry else text
        yield Letter(
            role=LetterRole.ATTACHED,
            source=f"{prefix}attachment:{label}",
            text=text,
            filename=attachment.filename,
            page_starts=starts,
            boilerplate=hours_of_entry(text) if entry else boilerplate(text, rules, banners=False),
            depth=depth,
        )


def _paged(found: ExtractedText) -> tuple[str, tuple[int, ...]]:
    """The pages joined by line ends, and where the second and later ones begin."""
    typeset = "pdf" in found.extractor.lower()
    pages = [mend_figures(plain(join_hyphens(page))) if typeset else plain(page) for page in found.pages]
    starts, position = list[int](), 0
    for page in pages[:-1]:
        position += len(page) + 1
        starts.append(position)
    return "\n".join(pages), tuple(starts)


def _text(piece: Piece) -> str:
    """A mail program wraps after a hyphen it found; the hyphen is the writer's and stays."""
    return re.sub(r"(?<=[A-Za-z])-\n(?=[a-z])", "-", plain(piece.text))
