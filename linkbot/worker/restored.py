"""The word a restore leaves in the register: which state it was put back to, when, by whom, and what is known done.

While it stands there nothing is delivered (`comparing.py` takes it away). Restoring itself is the store's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from linkbot.engine.audit import person, words
from linkbot.model.audit import AuditNote, Happened
from linkbot.ports import Transaction

MARK = "restored"
LAST = "restored.last"
"""The same word when the comparison is over: for whoever asks later."""


@dataclass(frozen=True)
class RestoredTo:
    """`state_of` is the instant of the backup, `at` of the restore. The former linkbot worked `until` then at most.

    `done`: effects with their receipts that the replaced register knew as done. `acts`: sentences of what people did.
    """

    state_of: datetime
    at: datetime
    until: datetime
    by: str
    reason: str = ""
    done: tuple[tuple[str, str], ...] = ()
    acts: tuple[str, ...] = ()


def leave_word(tx: Transaction, word: RestoredTo) -> None:
    tx.set_mark(MARK, _text(word))
    note = AuditNote(
        what=Happened.RESTORED,
        who=person(word.by),
        at=word.at,
        about="backup",
        subject=word.state_of.astimezone(UTC).isoformat(timespec="seconds"),
        why=words(word.reason),
    )
    tx.add_audit(note)


def restored_to(tx: Transaction) -> RestoredTo | None:
    """None when nothing was restored, or what was has been compared."""
    return _read(tx.mark(MARK))


def last_restored(tx: Transaction) -> RestoredTo | None:
    return _read(tx.mark(LAST))


def word_taken(tx: Transaction, word: RestoredTo) -> None:
    """The comparison is over. What was known to be done is in the outbox now."""
    tx.set_mark(MARK, None)
    tx.set_mark(LAST, _text(RestoredTo(word.state_of, word.at, word.until, word.by, word.reason)))


def _text(word: RestoredTo) -> str:
    return json.dumps(
        {
            "state_of": word.state_of.isoformat(),
            "at": word.at.isoformat(),
            "until": word.until.isoformat(),
            "by": word.by,
            "reason": word.reason,
            "done": word.done,
            "acts": word.acts,
        }
    )


def _read(text: str | None) -> RestoredTo | None:
    if text is None:
        return None
    told = json.loads(text)
    return RestoredTo(
        state_of=datetime.fromisoformat(told["state_of"]),
        at=datetime.fromisoformat(told["at"]),
        until=datetime.fromisoformat(told["until"]),
        by=told["by"],
        reason=told["reason"],
        done=tuple((key, receipt) for key, receipt in told["done"]),
        acts=tuple(told["acts"]),
    )
