"""The outbox: who may act on an entry is settled by one conditional UPDATE, and what is done stays done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, update
from sqlmodel import col, select

from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.store.parts.part import Part, batches
from linkbot.store.rows.outbox import entry, entry_row
from linkbot.store.tables.outbox import OccurrenceRow, OutboxRow

_IN_ORDER = select(OutboxRow).order_by(col(OutboxRow.created_at), col(OutboxRow.sequence))
_state = col(OutboxRow.state)
_FINAL = (OutboxState.DONE.value, OutboxState.WITHDRAWN.value)
_SHEET, _DRAFT, _REGISTRATION = "update_sheet", "draft_reply", "register_in_case_system"
_RETRACTABLE = (OutboxState.HELD.value, OutboxState.PENDING.value)


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(_state == OutboxState.PENDING.value, col(OutboxRow.next_at) <= now),
        and_(_state == OutboxState.CLAIMED.value, col(OutboxRow.lease_until) <= now),
    )


class OutboxPart(Part):
    def add_occurrence(self, occurrence: Occurrence, now: datetime) -> bool:
        if self.has_occurrence(occurrence):
            return False
        self._add(OccurrenceRow(job=occurrence.job, scope=occurrence.scope, due_on=occurrence.due_on, happened_at=now))
        return True

    def has_occurrence(self, occurrence: Occurrence) -> bool:
        return self._is_there(OccurrenceRow, job=occurrence.job, scope=occurrence.scope, due_on=occurrence.due_on)

    def last_occurrence(self, job: str, scope: str | None = None) -> date | None:
        latest = select(func.max(OccurrenceRow.due_on)).where(OccurrenceRow.job == job)
        if scope is not None:
            latest = latest.where(OccurrenceRow.scope == scope)
        (last,) = self._values(latest)
        return last

    def outbox(self, *states: OutboxState) -> tuple[OutboxEntry, ...]:
        """All entries when no state is named."""
        wanted = _IN_ORDER.where(_state.in_([state.value for state in states])) if states else _IN_ORDER
        return tuple(entry(row) for row in self._all(wanted))

    def entry(self, key: str) -> OutboxEntry | None:
        row = self._find(OutboxRow, key=key)
        return entry(row) if row else None

    def entries_beginning(self, beginning: str) -> tuple[OutboxEntry, ...]:
        if not beginning:
            return ()
        key = col(OutboxRow.key)
        found = self._all(_IN_ORDER.where(key >= beginning, key < beginning + "g"))  # by the index; no hex digit is a g
        return tuple(entry(row) for row in found)

    def due_entries(self, now: datetime, limit: int, *, sheet: bool | None = None) -> tuple[OutboxEntry, ...]:
        wanted = _IN_ORDER.where(_due(now)).limit(limit)
        if sheet is not None:
            wanted = wanted.where((col(OutboxRow.effect_name) == _SHEET) == sheet)
        return tuple(entry(row) for row in self._all(wanted))

    def drafts_on(self, cases: Collection[str]) -> tuple[OutboxEntry, ...]:
        case, drafts = col(OutboxRow.case_id), _IN_ORDER.where(col(OutboxRow.effect_name) == _DRAFT)
        rows = [row for some in batches(sorted(cases)) for row in self._all(drafts.where(case.in_(some)))]
        return tuple(entry(row) for row in (*rows, *self._all(drafts.where(case.is_(None)))))

    def registrations_on(self, case: str) -> tuple[OutboxEntry, ...]:
        written = _IN_ORDER.where(col(OutboxRow.case_id) == case, col(OutboxRow.effect_name) == _REGISTRATION)
        return tuple(entry(row) for row in self._all(written))

    def done_since(self, since: datetime | None) -> tuple[OutboxEntry, ...]:
        done = _IN_ORDER.where(_state == OutboxState.DONE.value)
        if since is not None:
            done = done.where(col(OutboxRow.done_at) >= since)
        return tuple(sorted((entry(row) for row in self._all(done)), key=lambda one: one.done_at or one.created_at))

    def sent_since(self, since: datetime) -> int:
        sending = ("send_email", "send_invite", "cancel_invite", "send_report")
        sent = select(func.count()).where(col(OutboxRow.done_at) >= since, col(OutboxRow.effect_name).in_(sending))
        (count,) = self._values(sent)
        return count

    def claim(self, key: str, token: str, lease: timedelta, now: datetime) -> bool:
        claimed = (
            update(OutboxRow)
            .where(col(OutboxRow.key) == key, _due(now))
            .values(
                state=OutboxState.CLAIMED.value,
                claim=token,
                lease_until=now + lease,
                attempts=OutboxRow.attempts + 1,
            )
        )
        return self._change(claimed) == 1

    def holds_claim(self, key: str, token: str, now: datetime) -> bool:
        held = select(OutboxRow).where(
            OutboxRow.key == key,
            OutboxRow.state == OutboxState.CLAIMED.value,
            OutboxRow.claim == token,
            col(OutboxRow.lease_until) > now,
        )
        return self._one(held) is not None

    def settle(
        self,
        key: str,
        token: str | None,
        state: OutboxState,
        now: datetime,
        *,
        receipt: str | None = None,
        error: str | None = None,
        next_at: datetime | None = None,
        by: str | None = None,
    ) -> bool:
        """With a token: while nobody else has taken the entry over, a lapsed lease included (a receipt is not lost).

        Without: a person's word, which never undoes what is done or withdrawn, nor a claim somebody is acting on.
        """
        if state is OutboxState.CLAIMED:
            raise ValueError("an entry is claimed by claim(), not by settle()")
        changes: dict[str, object] = {"state": state.value, "claim": None, "lease_until": None}
        if state is OutboxState.DONE:
            changes["done_at"] = now
        if state is OutboxState.PENDING or next_at is not None:
            changes["next_at"] = next_at or now
        changes |= {
            name: said
            for name, said in {"receipt": receipt, "last_error": error, "approved_by": by}.items()
            if said is not None
        }
        settled = update(OutboxRow).where(col(OutboxRow.key) == key, _may_settle(token, now)).values(**changes)
        return self._change(settled) == 1

    def add_intents(self, intents: Sequence[Intent], now: datetime) -> tuple[Intent, ...]:
        """Those whose key was not known; a known key is left alone whatever became of it."""
        fresh = {intent.key: intent for intent in reversed(intents)}
        for keys in batches(list(fresh)):
            for known in self._values(select(OutboxRow.key).where(col(OutboxRow.key).in_(keys))):
                del fresh[known]
        added = tuple(fresh[key] for key in dict.fromkeys(intent.key for intent in intents) if key in fresh)
        self._add(*(entry_row(intent, now) for intent in added))
        return added

    def withdraw_entries(self, keys: Sequence[str]) -> None:
        """Only what waits can be taken back."""
        for some in batches(keys):
            taken_back = update(OutboxRow).where(col(OutboxRow.key).in_(some), _state.in_(_RETRACTABLE))
            self._change(taken_back.values(state=OutboxState.WITHDRAWN.value))


def _may_settle(token: str | None, now: datetime) -> ColumnElement[bool]:
    if token is not None:
        return and_(_state == OutboxState.CLAIMED.value, col(OutboxRow.claim) == token)
    return and_(
        _state.not_in(_FINAL),
        or_(_state != OutboxState.CLAIMED.value, col(OutboxRow.lease_until) <= now),
    )
