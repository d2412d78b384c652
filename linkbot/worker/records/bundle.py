"""A case file put together: each letter read once more for its reasons, each mail of ours as it is worded."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.engine.casework.decide import decide
from linkbot.engine.explain import Json, as_json
from linkbot.engine.mail.parse import parse
from linkbot.engine.read import read
from linkbot.engine.wording.compose import TemplateFault, compose
from linkbot.engine.wording.tokens import message_id
from linkbot.model.effect import AskPerson, CancelInvite, DraftReply, SendEmail, SendInvite, SendReport
from linkbot.model.mail import ExtractedText, Message
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.ports import StoredMessage
from linkbot.worker.composing import context_of, fresh
from linkbot.worker.office import Office, moment_of
from linkbot.worker.reading import gather, look_at_parsed
from linkbot.worker.records.holdings import Holdings, holdings

_WORDED = SendEmail | SendReport | AskPerson | SendInvite | CancelInvite | DraftReply


@dataclass(frozen=True)
class Letter:
    """One message. `octets` None: its file is lost or damaged. `why`: what `linkbot explain --json` says of it now."""

    row: StoredMessage
    octets: bytes | None
    message: Message | None
    texts: tuple[ExtractedText, ...]
    why: Json | None
    confidential: bool


@dataclass(frozen=True)
class Written:
    """A mail, invitation or draft of linkbot's, worded from the register as it stands."""

    entry: OutboxEntry
    message_id: str
    subject: str
    text: str


@dataclass(frozen=True)
class Bundle:
    held: Holdings
    letters: tuple[Letter, ...]
    written: tuple[Written, ...]

    @property
    def confidential(self) -> bool:
        return any(letter.confidential for letter in self.letters) or any(t.confidential for t in self.held.file.tasks)


def bundle_of(office: Office, case: str) -> Bundle:
    """Raises KeyError for a case that is not known."""
    with office.store.begin() as tx:
        file = tx.case(case)
        if file is None:
            raise KeyError(case)
        held = holdings(tx, file)
    letters = tuple(letter_of(office, row) for row in held.messages)
    written = tuple(found for entry in held.entries if (found := _written(office, entry)) is not None)
    return Bundle(held, letters, written)


def letter_of(office: Office, row: StoredMessage) -> Letter:
    """Nothing is stored: the reading is for the reader of the file alone."""
    try:
        octets = office.store.octets(row.octets_digest)
    except KeyError:
        return Letter(row, None, None, (), None, confidential=True)  # nobody can tell what was in it
    with office.store.begin() as tx:
        kept = tx.texts(row.octets_digest)
    moment = moment_of(row.received_at)
    seen, texts = look_at_parsed(
        parse(octets),
        received_on=moment.today,
        reader=office.reader,
        extractor=office.extractor,
        texts=kept,
        vouch=row.vouch,
    )
    with office.store.begin() as tx:
        known = gather(tx, seen, own=row.id, again=True)
    reading = read(seen, known=known, reader=office.reader)
    decision = decide(
        reading, message=row.id, received_at=row.received_at, known=known, desk=office.desk, moment=moment
    )
    playbook = next((one for one in office.desk.playbooks if one.kind in (row.kind, reading.kind)), None)
    closed = reading.confidential or bool(playbook and playbook.confidential)
    why = as_json(row.id, reading, known=known, decision=decision)
    return Letter(row, octets, seen.message, texts, why, confidential=closed)


def _written(office: Office, entry: OutboxEntry) -> Written | None:
    if not isinstance(entry.effect, _WORDED) or entry.state not in (OutboxState.DONE, OutboxState.DOUBTFUL):
        return None
    with office.store.begin() as tx:
        state = fresh(tx, entry.effect, office)
    try:
        composed = compose(entry.effect, context=context_of(state, office), templates=office.templates)
        subject, text = composed.subject, composed.text
    except TemplateFault as error:
        subject, text = "", f"It can no longer be worded: {error}"
    return Written(entry, message_id(entry.key, office.sender.rpartition("@")[2]), subject, text)
