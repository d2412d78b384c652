"""Which letter of the Ombudsman an answer of ours is threaded on, and whom it goes to."""

from __future__ import annotations

from linkbot.engine.casework.recipients import draft_address
from linkbot.engine.read import read
from linkbot.ports import StoredMessage
from linkbot.worker.office import Office
from linkbot.worker.reading import gather, look_at

_NEWEST = 5


def letter_to_answer(office: Office, case: str | None) -> tuple[str | None, str | None]:
    """(message, address): the latest letter of the case that came directly from somebody who reads mail there; nothing
    where there is none. Not inside a transaction.
    """
    with office.store.begin() as tx:
        file = tx.case(case) if case else None
        direct = [event for event in (file.events if file else ()) if not event.forwarded and event.message]
        newest = sorted(direct, key=lambda event: event.received_at, reverse=True)[:_NEWEST]
        letters = [message for event in newest if (message := tx.message(event.message)) is not None]
    found = ((message.id, _address(office, message)) for message in letters if _theirs(office, message))
    return next(((id, address) for id, address in found if address), (None, None))


def _theirs(office: Office, message: StoredMessage) -> bool:
    return office.desk.ombudsmen.of_domain((message.sender or "").rpartition("@")[2]) is not None


def _address(office: Office, message: StoredMessage) -> str | None:
    with office.store.begin() as tx:
        texts = tx.texts(message.octets_digest)
    seen, _ = look_at(
        office.store.octets(message.octets_digest),
        received_on=message.received_at.astimezone(office.moment().at.tzinfo).date(),
        reader=office.reader,
        extractor=office.extractor,
        texts=texts,
        vouch=message.vouch,
    )
    with office.store.begin() as tx:
        known = gather(tx, seen, own=message.id)
    return draft_address(read(seen, known=known, reader=office.reader), office.desk)
