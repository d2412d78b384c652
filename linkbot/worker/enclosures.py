"""The letters that go along with a mail: as they came; of a letter somebody brought in only the files, not their words.

Nothing is read into them: octets in, octets out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message as MimePart

from linkbot.engine.wording.mime_parts import Enclosure
from linkbot.model.effect import AskPerson, SendEmail, SendReport
from linkbot.ports import StoredMessage
from linkbot.worker.office import Office
from linkbot.worker.reporting import report_enclosures

MOST_IN_ONE_MAIL = 15_000_000  # octets, before they grow by a third on the wire


def going_along(effect: SendEmail | SendReport | AskPerson, office: Office) -> tuple[Enclosure, ...]:
    """The letters and the evidence of a mail; the files of a report."""
    match effect:
        case SendEmail():
            return (*enclosures(effect.attach, office), *evidence_enclosures(effect.files, office))
        case SendReport():
            return report_enclosures(effect)
        case AskPerson():
            return ()


def enclosures(ids: Sequence[str], office: Office) -> tuple[Enclosure, ...]:
    """One for each message, or one for each file of a message that was brought in; unknown ids are left out."""
    found: list[Enclosure] = []
    for number, id in enumerate(ids, 1):
        with office.store.begin() as tx:
            message = tx.message(id)
        if message is not None:
            found += _of(message, office.store.octets(message.octets_digest), number)
    return tuple(found)


def evidence_enclosures(
    ids: Sequence[str], office: Office, *, most: int | None = MOST_IN_ONE_MAIL
) -> tuple[Enclosure, ...]:
    """Files that services sent, as far as one mail carries them (`most` None: it was laid out before, all of them)."""
    found: list[Enclosure] = []
    room = most or 0
    for id in ids:
        with office.store.begin() as tx:
            file = tx.evidence_file(id)
        if file is None or not file.counts or (most is not None and file.size > room):
            continue
        room -= file.size
        found.append(Enclosure(file.name, _safe_type(file.media_type), office.store.octets(file.digest)))
    return tuple(found)


def _safe_type(media_type: str) -> str:
    """A mail attached whole goes as a file: some servers take a message inside a message apart."""
    return media_type if media_type.count("/") == 1 and media_type != "message/rfc822" else "application/octet-stream"


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
