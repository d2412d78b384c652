"""The chain of the audit log: each digest covers its entry and the digest before, so that no entry can be changed, put
in or taken out unseen. The last ones can be cut off unseen: for that the head is kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC

from linkbot.model.audit import LINKBOT, AuditEntry, AuditHead, AuditNote

FIRST = AuditHead(0, "")


def link(before: AuditHead, note: AuditNote) -> AuditEntry:
    """The next entry."""
    number = before.number + 1
    said = (
        before.digest,
        number,
        note.what.value,
        note.who,
        note.at.astimezone(UTC).isoformat() if note.at else None,
        note.about,
        note.case,
        note.subject,
        note.why,
    )
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return AuditEntry(number=number, note=note, digest=digest)


def broken_at(entries: Iterable[AuditEntry]) -> int | None:
    """The number of the first entry that is not what was written; None when all are. From the very first on."""
    before = FIRST
    for entry in entries:
        if entry != link(before, entry.note):
            return min(entry.number, before.number + 1)
        before = AuditHead(entry.number, entry.digest)
    return None


def person(name: str) -> str:
    """Of somebody who did something: the same name always gives the same sign, and no sign gives a name."""
    if name == LINKBOT:
        return LINKBOT
    plain = " ".join(name.casefold().split())
    return "person:" + hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def words(*said: str | None) -> str | None:
    """Of what was said: enough to prove later that it was these words; None when nothing was."""
    if not any(said):
        return None
    return hashlib.sha256("\n".join(one or "" for one in said).encode("utf-8", "surrogatepass")).hexdigest()[:32]
