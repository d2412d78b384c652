"""`linkbot status`: what has come, what waits, what is due, whether the worker runs. Changes nothing."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import assert_never

from linkbot import __version__
from linkbot.cli import clock
from linkbot.cli.acting import register
from linkbot.cli.arguments import add_config, add_json, settings_of
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import day, moment, one_line, plain, print_json
from linkbot.engine.silence.troubles import SENDING
from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.ports import Polled
from linkbot.store import SqlStore, WorkerLock
from linkbot.store.migrations import HEAD
from linkbot.worker.log import SHORT
from linkbot.worker.nightly import LastBackup
from linkbot.worker.standing import Position, position


def add(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    settings = settings_of(arguments)
    now, mode = clock.now(), settings.mode.value
    with register(settings) as store:
        if store is None:
            found, worker = None, None
        else:
            with store.begin() as tx:
                found = position(tx, today=now.date())
            worker = WorkerLock(store).holder(now) if isinstance(store, SqlStore) else None
    if arguments.json:
        what = {"version": __version__, "schema": HEAD, "mode": mode}
        print_json({**what, "registered": found is not None, "worker": worker, **(_facts(found) if found else {})})
    elif found is None:
        print(f"Mode {mode}. Nothing is registered yet: run `linkbot poll`.")
    else:
        print(_told(found, mode=mode, worker=worker, configured=settings.backup.folder is not None, now=now))
    return ExitCode.PROBLEM if found and found.alarms else ExitCode.OK


def _facts(found: Position) -> dict[str, object]:
    """The position, and by name of their own the numbers a monitor asks for."""
    told = plain(found)
    assert isinstance(told, dict)
    waits = {"backlog": found.messages["received"], "parked": found.messages["parked"]}
    return {**told, **waits, **{state: found.outbox[state] for state in ("held", "failed", "doubtful")}}


def _told(found: Position, *, mode: str, worker: str | None, configured: bool, now: datetime) -> str:
    facts = [("mode", mode), ("worker", worker or "none is running"), *(_alarm(alarm) for alarm in found.alarms)]
    facts += [
        (
            "last poll",
            f"{moment(poll.at)}, {poll.mailbox}" + (_failed(poll) if poll.fault else ""),
        )
        for poll in found.polls
    ] or [("last poll", "none yet")]
    due = f"{day(found.next_due.due_on)}, {found.next_due.task}" if found.next_due else "nothing"
    urgent = f", {found.questions_urgent} urgent" if found.questions_urgent else ""
    facts += [
        ("messages", _counts(found.messages)),
        ("cases", f"{found.cases_open} open, {found.cases_closed} closed"),
        ("tasks", f"{found.tasks_open} open, {found.tasks_overdue} overdue{_unreleased(found)}"),
        ("next due", due),
        ("questions", f"{found.questions_open} open{urgent}"),
        ("outbox", _counts(found.outbox)),
    ]
    oldest = found.oldest_pending
    if oldest:
        tried = f", tried {oldest.attempts} times: {one_line(oldest.last_error)}" if oldest.attempts else ""
        what = f"{oldest.effect} {oldest.key[:SHORT]} since {moment(oldest.since)}{tried}"
        facts.append(("oldest waiting", what))
    facts.append(("last backup", _backup(found.backup, configured=configured, now=now)))
    if found.restored_to:
        state = moment(found.restored_to)
        facts.append(("restored", f"to the state of {state}; nothing leaves until the next poll has compared it"))
    if found.messages["parked"]:
        facts.append(("parked", f"{found.messages['parked']} messages need a person: linkbot parked"))
    return "\n".join(f"{name + ':':<16}{value}" for name, value in facts)


def _unreleased(found: Position) -> str:
    waiting = found.tasks_awaiting_release
    return f", {waiting} not released yet (linkbot import release)" if waiting else ""


def _backup(last: LastBackup, *, configured: bool, now: datetime) -> str:
    if last.at is None:
        told = "none yet" if configured else "NONE, and linkbot makes none: name backup.folder"
    else:
        hours = int((now - last.at).total_seconds() // 3600)
        told = f"{moment(last.at)}, {hours} hours ago" if hours < 72 else f"{moment(last.at)}, {hours // 24} days ago"
    return told + (f"; the last try FAILED: {one_line(last.fault)}" if last.fault else "")


def _alarm(alarm: Alarm) -> tuple[str, str]:
    match alarm.kind:
        case AlarmKind.NO_POLL:
            what = f"{alarm.scope} cannot be read"
        case AlarmKind.OUTBOX:
            what = "no mail gets out" if alarm.scope == SENDING else "something does not get out: linkbot outbox"
        case AlarmKind.NO_MAIL:
            what = "no letter of an Ombudsman has come"
        case _:
            assert_never(alarm.kind)
    return "ALARM", f"{what}, since {moment(alarm.since)}"


def _failed(poll: Polled) -> str:
    return f": FAILED, {one_line(poll.fault)} The last good look: {moment(poll.succeeded_at)}."


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "none"
