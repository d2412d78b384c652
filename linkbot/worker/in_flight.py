"""Letters that came before linkbot was to act, want something, and belong to nothing the old spreadsheet told of.

They are the ones that could fall between the list a council kept by hand and the register. Reads only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from linkbot.engine.casework.targets import case_id
from linkbot.engine.mail.parse import parse
from linkbot.engine.read import Reader, read
from linkbot.engine.sender.authenticate import authenticate
from linkbot.extraction.direct import DirectExtractor
from linkbot.model.authentication import Verdict
from linkbot.model.casework import CaseStatus
from linkbot.model.decision import CaseFile, Known
from linkbot.model.playbook import Do, Playbook
from linkbot.model.reading import Disposition, Reading
from linkbot.ports import MessageStatus, Store, StoredMessage
from linkbot.worker.acts.on_brought_over import closed_cases
from linkbot.worker.office import moment_of
from linkbot.worker.reading import look_at

LOOK_BACK = timedelta(days=120)


@dataclass(frozen=True)
class LooseEnd:
    """A message that wants something nobody is known to do; `case` None when it names none."""

    message: str
    case: str | None
    received_on: date


def loose_ends(store: Store, *, begin_on: date, reader: Reader) -> tuple[LooseEnd, ...]:
    """In order of receipt. What a later letter has settled, or the spreadsheet calls closed, is none."""
    with store.begin() as tx:
        messages = [m for m in tx.messages(MessageStatus.DECIDED) if _is_early(m, begin_on)]
        files = {file.case.id: file for file in tx.cases()}
        closed = closed_cases(tx)
    by_case: dict[str, list[StoredMessage]] = defaultdict(list)
    found: list[LooseEnd] = []
    for message in messages:
        for case in message.cases:
            by_case[case].append(message)
    for message in messages:
        if not message.cases and _is_theirs(store, message, reader):
            reading = _reading(store, message, reader)
            if reading is None or not _asks(reading, reader.rulebook.playbook(reading.kind)):
                continue
            named = _cases(reading)
            if not named:
                found.append(LooseEnd(message.id, None, _day(message)))
            for case in named:
                if case not in by_case:  # else it is a further copy of a letter that is looked at below
                    by_case[case].append(message)
    for id, letters in by_case.items():
        if id not in closed and not _is_known(files.get(id)):
            found += [LooseEnd(letter.id, id, _day(letter)) for letter in _still_open(store, letters, reader)]
    return tuple(sorted(found, key=lambda one: (one.received_on, one.message)))


def _is_early(message: StoredMessage, begin_on: date) -> bool:
    return begin_on - LOOK_BACK <= _day(message) < begin_on


def _day(message: StoredMessage) -> date:
    return moment_of(message.received_at).today


def _is_known(file: CaseFile | None) -> bool:
    return file is not None and (bool(file.tasks) or file.case.status is CaseStatus.CLOSED)


def _is_theirs(store: Store, message: StoredMessage, reader: Reader) -> bool:
    """A genuine Ombudsman's mail; a case is only ever opened for one, so only what names none is looked at here."""
    ombudsmen = reader.rulebook.ombudsmen
    if ombudsmen.of_domain((message.sender or "").rpartition("@")[2]) is None:
        return False
    try:
        octets = store.octets(message.octets_digest)
    except KeyError:
        return False
    found = authenticate(parse(octets), policy=reader.policy, organisation=reader.organisation, ombudsmen=ombudsmen)
    return found.verdict is Verdict.TRUSTED


def _still_open(store: Store, letters: Sequence[StoredMessage], reader: Reader) -> list[StoredMessage]:
    """Those that want something and that no later letter has ended; newest first until one has."""
    found: list[StoredMessage] = []
    for letter in sorted(letters, key=lambda one: one.received_at, reverse=True):
        reading = _reading(store, letter, reader)
        if reading is None:
            continue
        if _ends(reading):
            return found
        if _asks(reading, reader.rulebook.playbook(reading.kind)):
            found.append(letter)
        if reading.kind == "final_determination":
            return found
    return found


def _cases(reading: Reading) -> tuple[str, ...]:
    ombudsman = reading.references.ombudsman or reading.ombudsman
    return tuple(case_id(ombudsman, reference) for reference in reading.references.about) if ombudsman else ()


def _ends(reading: Reading) -> bool:
    if reading.kind == "compliance_confirmation":
        return reading.confirmation is not None and reading.confirmation.complete
    return reading.kind == "closed_without_investigation"


def _asks(reading: Reading, playbook: Playbook | None) -> bool:
    """A chaser always; another letter when its kind makes tasks and it names a date or a thing wanted."""
    if playbook is None:
        return reading.kind is None and any(deadline.on for deadline in reading.deadlines)
    if playbook.disposition is Disposition.FILE or playbook.task_kind == "portal":
        return False
    makes = any(step.do in (Do.TASK_PER_LETTER, Do.TASK_PER_ITEM) for step in playbook.steps)
    wants = bool(reading.items) or any(deadline.on for deadline in reading.deadlines)
    return playbook.chaser or playbook.final_chaser or (makes and wants)


def _reading(store: Store, message: StoredMessage, reader: Reader) -> Reading | None:
    """Read again from what is kept; None when its octets are gone."""
    try:
        octets = store.octets(message.octets_digest)
    except KeyError:
        return None
    with store.begin() as tx:
        texts = tx.texts(message.octets_digest)
    seen, _ = look_at(octets, received_on=_day(message), reader=reader, extractor=DirectExtractor(), texts=texts or ())
    return read(seen, known=Known(checked=False), reader=reader)
