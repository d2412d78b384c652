"""The letters that go along with a mail: as they came; of a letter somebody brought in only the files, not their words.

Nothing is read into them: octets in, octets out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message as MimePart

from linkbot.engine.wording.mime_parts import Enclosure
from linkbot.ports import StoredMessage
from linkbot.worker.office import Office


def enclosures(ids: Sequence[str], office: Office) -> tuple[Enclosure, ...]:
    """One for each message, or one for each file of a message that was brought in; unknown ids are left out."""
    found: list[Enclosure] = []
    for number, id in enumerate(ids, 1):
        with office.store.begin() as tx:
            message = tx.message(id)
        if message is not None:
            found += _of(message, office.store.octets(message.octets_digest), number)
    return tuple(found)


def _of(message: StoredMessage, octets: bytes, number: int) -> list[Enclosure]:
    if message.vouch is not None:
        return list(_files(message_from_bytes(octets)))
    return [Enclosure(filename=f"letter-{number}.eml", media_type="message/rfc822", octets=octets)]


def _files(part: MimePart) -> Iterator[Enclosure]:
    """What is attached at the top; a mail inside stays whole. Pictures that only belong to the text are left out."""
    name, payload = part.get_filename(), part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
        inner = payload[0]
        if isinstance(inner, MimePart):
            yield Enclosure(name or "letter.eml", "message/rfc822", inner.as_bytes())
    elif isinstance(payload, list):
        for one in payload:
            if isinstance(one, MimePart):
                yield from _files(one)
    elif name and not (part.get_content_maintype() == "image" and part.get("Content-ID")):
        content = part.get_payload(decode=True)
        yield Enclosure(name, part.get_content_type(), content if isinstance(content, bytes) else b"")
