"""An effect on the case system, made whole from the register as it stands just before it is written."""

from __future__ import annotations

from linkbot.model.case_system import MIRRORED, CaseEntry, Deed, attributes_of
from linkbot.model.decision import CaseFile
from linkbot.model.effect import RegisterInCaseSystem
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.ports import Permanent
from linkbot.worker.office import Office


def case_entry(entry: OutboxEntry, effect: RegisterInCaseSystem, file: CaseFile | None, office: Office) -> CaseEntry:
    """Raises Permanent when the register no longer holds what it is about."""
    if file is None:
        raise Permanent(f"There is no case {effect.case}.")
    event = next((event for event in file.events if event.id == effect.event), None)
    if effect.event is not None and event is None:
        raise Permanent(f"There is no such letter on {effect.case}.")
    task = next((task for task in file.tasks if task.id == effect.task), None)
    letter = b""
    wants_it = office.case_system.abilities.takes_the_letter and effect.deed in (Deed.LETTER, Deed.FILES)
    with office.store.begin() as tx:
        written = tx.registrations_on(effect.case)
        message = tx.message(event.message) if wants_it and event is not None and event.message else None
    if message is not None:
        letter = office.store.octets(message.octets_digest)
    return CaseEntry(
        deed=effect.deed,
        case=file.case,
        title=effect.title,
        at=entry.created_at,
        attributes=attributes_of(file.case, file.tasks),
        event=event,
        task=task,
        complaint=effect.complaint or file.case.complaint,
        receipts=tuple(one.receipt for one in written if one.state is OutboxState.DONE and one.receipt),
        letter=letter,
        brought_over=any(not event.message for event in file.events),
        first_letter=next((one.key for one in written if _is_letter(one)), None) == entry.key,
        letter_waits=any(_waits(one) for one in written),
        open_actions=sum(t.kind in MIRRORED and t.is_open and not t.done and t.id != effect.task for t in file.tasks),
    )


def _is_letter(entry: OutboxEntry) -> bool:
    """One that linkbot writes, or has written."""
    effect = entry.effect
    letter = isinstance(effect, RegisterInCaseSystem) and effect.deed is Deed.LETTER and not effect.by_hand
    return letter and entry.state is not OutboxState.WITHDRAWN


def _waits(entry: OutboxEntry) -> bool:
    """A letter that is to be written yet."""
    return _is_letter(entry) and entry.state is not OutboxState.DONE
