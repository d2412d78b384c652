"""The mode linkbot works in goes on record whenever it is another than before: who changed it only the file's own
rights can say.
"""

from __future__ import annotations

from linkbot.model.audit import CONFIGURATION, AuditNote, Happened
from linkbot.worker.office import Office

MARK = "audit:mode"


def note_mode(office: Office) -> int:
    """Answers 1 when it changed."""
    with office.store.begin() as tx:
        before, now = tx.mark(MARK), office.mode.value
        if before == now:
            return 0
        note = AuditNote(
            what=Happened.MODE, who=CONFIGURATION, at=office.moment().at, about=f"{before or 'new'} → {now}"
        )
        tx.add_audit(note)
        tx.set_mark(MARK, now)
    return 1
