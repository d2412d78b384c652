"""An export, and its line in the audit log: who took what out, and why."""

from __future__ import annotations

from linkbot.engine.audit import person, words
from linkbot.model.audit import AuditHead, AuditNote, Happened
from linkbot.worker.office import Office


def put_on_record(
    office: Office, *, cases: tuple[str, ...], about: str, by: str, reason: str, digest: str
) -> AuditHead:
    """`digest`: of the file that went out. Before it is written: what cannot be recorded does not go out."""
    with office.store.begin() as tx:
        tx.add_audit(
            *(
                AuditNote(
                    what=Happened.EXPORTED,
                    who=person(by),
                    at=office.moment().at,
                    about=about,
                    case=case,
                    subject=digest[:32],
                    why=words(reason),
                )
                for case in cases or (None,)
            )
        )
        return tx.audit_head()
