"""outbox.stuck, parked.any: what the worker could not do by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.model.outbox import OutboxState
from linkbot.ports import MessageStatus

LONG = timedelta(hours=2)
"""A busy server or an open workbook is over by then."""


def outbox(patient: Patient) -> Iterator[Finding]:
    if patient.store is None:
        yield ok("outbox.stuck", "No effect is registered yet.")
        return
    with patient.store.begin() as tx:
        counts = tx.count_effects()
        late = [e for e in tx.outbox(OutboxState.PENDING) if e.attempts and e.created_at < patient.now - LONG]
    ended = {state: counts[state] for state in (OutboxState.FAILED, OutboxState.DOUBTFUL) if counts.get(state)}
    if ended:
        told = " and ".join(f"{count} {state.value}" for state, count in ended.items())
        yield wrong(
            "outbox.stuck",
            f"{told} effects will never be done by themselves.",
            why="Somebody has not been told something, or nobody knows whether they were.",
            todo="Look at `linkbot outbox`, put the cause right, then: linkbot outbox retry, settle or withdraw KEY",
        )
    if late:
        yield wrong(
            "outbox.stuck",
            f"{len(late)} effects have been tried in vain for over two hours. The oldest: {late[0].last_error}",
            why="They are tried again with growing pauses, and keep failing.",
            todo="See what it says; `linkbot outbox` lists them.",
        )
    held = counts.get(OutboxState.HELD, 0)
    if held:
        yield note(
            "outbox.stuck",
            f"{held} effects are held for a person.",
            why="They go to nobody until they are released.",
            todo="linkbot outbox --state held, then approve or withdraw each.",
        )
    if not ended and not late and not held:
        yield ok("outbox.stuck", "Nothing is held, failed or in doubt.")


def parked(patient: Patient) -> Iterator[Finding]:
    count = 0
    if patient.store is not None:
        with patient.store.begin() as tx:
            count = tx.count_messages().get(MessageStatus.PARKED, 0)
    if count:
        yield wrong(
            "parked.any",
            f"{count} messages could not be handled and are set aside.",
            why="Nobody has decided what they are: a letter with a date may be among them.",
            todo="linkbot parked; read each in the mailbox, then `linkbot parked retry ID` or `discard ID`.",
        )
        return
    yield ok("parked.any", "No message is set aside.")
