"""The virus scanner's word on evidence: what it says of a file, whom a trouble is told to, and another try later.

A scanner that fails or takes too long holds the file; only a clean answer lets it go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from linkbot.engine.casework.keys import effect_key
from linkbot.engine.casework.recipients import link_officer
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.effect import SendEmail, Template
from linkbot.model.evidence_file import FileState, Piece, ServiceMail
from linkbot.model.outbox import Intent
from linkbot.model.people import LINK_OFFICER
from linkbot.model.reading import Disposition
from linkbot.ports import Scanner
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office

LAST_TRY, EVERY = "evidence:scanned_at", timedelta(minutes=15)


def scanned(scanner: Scanner, name: str, content: bytes) -> tuple[FileState, str]:
    """What becomes of the file, and why where it is not simply kept."""
    found = scanner.scan(name, content)
    if found.clean is None:
        return FileState.HELD, f"it could not be checked for viruses ({found.said})"
    if not found.clean:
        return FileState.REFUSED, f"the virus scanner refuses it ({found.said})"
    return FileState.KEPT, ""


def scan_alert(mail: ServiceMail, troubled: Sequence[Piece], *, desk: Desk, today: date) -> tuple[Intent, ...]:
    """To the link officer, once a mail; nothing when every file could be kept."""
    if not troubled:
        return ()
    effect = SendEmail(
        template=Template.ALERT.value,
        role=LINK_OFFICER,
        to=(link_officer(desk, today),),
        facts=(
            ("headline", "Some of what a service sent cannot be used."),
            ("detail", "\n".join(f"{piece.name}: {piece.why}" for piece in troubled)),
            (
                "todo",
                """Ask the sender for another copy where it was refused.
What could not be checked is checked again by itself; nobody is shown it before.""",
            ),
        ),
    )
    key = effect_key(cause=f"message:{mail.message}", step="mail:alert", subject="evidence", role=LINK_OFFICER)
    return (Intent(key, effect),)


def scan_again(office: Office) -> int:
    """Files that wait for the scanner, every quarter of an hour; answers how many need wait no longer."""
    now = office.moment().at
    with office.store.begin() as tx:
        held = tx.evidence_held()
        last = tx.mark(LAST_TRY)
        if not held or (last is not None and now - datetime.fromisoformat(last) < EVERY):
            return 0
        tx.set_mark(LAST_TRY, now.isoformat())
    settled = 0
    for file in held:
        state, why = FileState.KEPT, ""
        if office.scanner is not None:
            state, why = scanned(office.scanner, file.name, office.store.octets(file.digest))
        if state is FileState.HELD:
            continue
        with office.store.begin() as tx:
            row = tx.evidence_file(file.id)
            if row is None or row.state is not FileState.HELD:
                continue  # a person was quicker
            decision = Decision(Disposition.ACT, evidence=(replace(row, state=state, why=why),))
            tx.commit_decision(None, for_mode(decision, office.mode), now)
        settled += 1
    return settled
