"""`linkbot poll`: one cycle, with a short account of it. Stands back while `linkbot run` works on the same store."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from linkbot.cli.arguments import add_config, add_json, setup_of
from linkbot.cli.checks.cases import why_only_watching
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.ports import MessageStatus, StoredMessage
from linkbot.wiring import office_of, worker_lock_of
from linkbot.worker.directory.keeping import finish_directory
from linkbot.worker.log import SHORT
from linkbot.worker.office import Office
from linkbot.worker.stopping import StopRequest, heeding_signals
from linkbot.worker.tenure import Tenure
from linkbot.worker.tick import Turn, tick


class Account:
    """Tells of each message as it is decided, and keeps the faults for the end."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self.faults: list[dict[str, str]] = []

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None:
        if not self._quiet:
            cases = f"  {', '.join(decision.touched_cases)}" if decision.touched_cases else ""
            print(f"{message.id}  {message.kind} -> {decision.disposition.value}{cases}", flush=True)

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None: ...

    def fault(self, action: str, id: str, error: str) -> None:
        self.faults.append({"doing": action, "id": id, "error": error})


def add(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    account = Account(quiet=arguments.json)
    setup = setup_of(arguments)
    office = office_of(setup, account)
    stop = StopRequest()
    try:
        tenure = Tenure(worker_lock_of(office), office.clock)
        if not tenure.take():
            print(
                f"linkbot: a worker is at work on this store ({tenure.other()}) and polls by itself. Nothing was done.",
                file=sys.stderr,
            )
            return ExitCode.PROBLEM
        with heeding_signals(stop), tenure.kept():
            at_work = replace(office, stopping=lambda: stop.asked() or tenure.is_lost())
            turn = tick(at_work)
            finish_directory(at_work)
        waiting = _waiting(office)
    finally:
        office.hang_up()
        office.extractor.close()
        office.store.close()
    if arguments.json:
        print_json({**_counts(turn), "waiting": waiting, "faults": account.faults})
    else:
        _tell(turn, waiting, account, mode=office.mode.value)
    if why := why_only_watching(setup.settings):
        print(why, file=sys.stderr)
    return ExitCode.PROBLEM if account.faults else ExitCode.OK


def _counts(turn: Turn) -> dict[str, object]:
    return {"received": turn.received, "decided": turn.decided, "due": turn.due, "delivered": turn.delivered}


def _waiting(office: Office) -> dict[str, int]:
    """What a person should look at."""
    with office.store.begin() as tx:
        effects, messages, questions = tx.count_effects(), tx.count_messages(), len(tx.questions())
    states = (OutboxState.HELD, OutboxState.FAILED, OutboxState.DOUBTFUL)
    return {
        "questions": questions,
        **{state.value: effects.get(state, 0) for state in states},
        "parked": messages.get(MessageStatus.PARKED, 0),
    }


def _tell(turn: Turn, waiting: dict[str, int], account: Account, *, mode: str) -> None:
    print(
        f"Mode {mode}: {turn.received} new, {turn.decided} decided, {turn.due} fell due, {turn.delivered} deeds done."
    )
    looked = {"questions": "questions", "held": "outbox", "failed": "outbox", "doubtful": "outbox", "parked": "parked"}
    parts = [f"{count} {name} (linkbot {looked[name]})" for name, count in waiting.items() if count]
    if parts:
        print(f"Waiting for a person: {', '.join(parts)}.")
    for fault in account.faults:
        id = fault["id"][:SHORT] if fault["doing"] == "deliver" else fault["id"]
        print(f"linkbot: {fault['doing']} {id}: {fault['error']}", file=sys.stderr)
