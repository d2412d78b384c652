"""`linkbot doctor`: is all in order? Each line says what was seen, why it matters, what to do. Changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from linkbot.cli.arguments import add_config, add_json, settings_of
from linkbot.cli.checks import (
    alarm,
    automation,
    backups,
    cases,
    complaints,
    days,
    erasures,
    in_flight,
    intake,
    mailbox,
    people,
    record,
    scans,
    secrets,
    sending,
    storage,
    trial,
    virus,
    waiting,
    workbook,
)
from linkbot.cli.checks.finding import Check, Finding, Patient, State, ok, wrong
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.model.rulebook import Rulebook
from linkbot.ports import Store, Transient
from linkbot.settings.load import load_settings
from linkbot.settings.values import Settings
from linkbot.store import StoreFault, open_existing
from linkbot.toml_document import Faulty
from linkbot.wiring import SystemClock, rulebook_of

CHECKS: tuple[Check, ...] = (
    people.roles,
    people.services,
    people.receivers,
    people.templates,
    storage.schema,
    storage.writable,
    record.whole,
    erasures.finished,
    backups.recent,
    mailbox.reach,
    mailbox.drafts,
    intake.reach,
    sending.reach,
    trial.last,
    alarm.route,
    alarm.readers,
    automation.kinds,
    cases.reminders,
    cases.reach,
    cases.by_hand,
    complaints.kept,
    workbook.agreed,
    workbook.free,
    scans.readable,
    virus.scanned,
    waiting.outbox,
    waiting.parked,
    in_flight.known,
    in_flight.released,
    secrets.mode,
    days.calendar,
    days.clock,
)


def add(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_json(parser)
    parser.add_argument(
        "--send-test", metavar="ADDRESS", help="send one test mail to this address of yours, and look at nothing else"
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 when something must be put right, a faulty configuration included."""
    bad = 0
    for finding in _wanted(arguments):
        bad += finding.state is State.WRONG
        if arguments.json:
            print_json(finding)
        else:
            print(_told(finding), flush=True)
    if not arguments.json:
        print(f"\n{bad} things must be put right." if bad else "\nNothing must be put right.")
    return ExitCode.PROBLEM if bad else ExitCode.OK


def _wanted(arguments: argparse.Namespace) -> Iterator[Finding]:
    if arguments.send_test is None:
        return findings(arguments.config)
    from linkbot.cli.send_test import send_test

    return iter((send_test(settings_of(arguments), arguments.send_test.strip(), now=SystemClock().now()),))


def findings(config: Path) -> Iterator[Finding]:
    """Without a sound configuration and sound rules the other checks have nothing to look at."""
    settings = rulebook = None
    try:
        settings = load_settings(config)
        yield ok("config.sound", f"{config} is sound; the mode is {settings.mode.value}.")
    except Faulty as error:
        yield wrong(
            "config.sound",
            str(error),
            why="linkbot does not start, so that it never acts on a misread word.",
            todo=_FIX,
        )
    if settings is not None:
        try:
            rulebook = rulebook_of(settings)
            yield ok("rules.sound", f"The rules are sound: {len(rulebook.playbooks)} kinds of letter.")
        except Faulty as error:
            yield wrong(
                "rules.sound", str(error), why="linkbot does not start on rules it cannot read whole.", todo=_FIX
            )
    if settings is not None and rulebook is not None:
        yield from _examined(settings, rulebook)


_FIX = "Correct each line named; the nearest known word is given. `linkbot init` writes an example to compare with."


def _examined(settings: Settings, rulebook: Rulebook) -> Iterator[Finding]:
    store = _opened(settings)
    try:
        patient = Patient(settings, rulebook, store, SystemClock().now())
        for check in CHECKS:
            yield from check(patient)
    finally:
        if store is not None:
            store.close()


def _opened(settings: Settings) -> Store | None:
    try:
        return open_existing(settings.resolve(settings.store))
    except (StoreFault, Transient):
        return None  # store.schema says why


def _told(finding: Finding) -> str:
    mark = {State.OK: "ok   ", State.NOTE: "note ", State.WRONG: "WRONG"}[finding.state]
    lines = [f"{mark} {finding.check:<26} {finding.seen}"]
    if finding.why:
        lines.append(f"{'':<33}Why it matters: {finding.why}")
    if finding.todo:
        lines.append(f"{'':<33}What to do: {finding.todo}")
    return "\n".join(lines)
