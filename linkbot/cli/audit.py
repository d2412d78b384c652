"""`linkbot audit`: what was decided and done, when and by whom, in ids; and whether the record is whole."""

from __future__ import annotations

import argparse
import re
from datetime import date, datetime, time

from linkbot.cli.acting import register
from linkbot.cli.arguments import add_config, add_json, day, settings_of
from linkbot.cli.clock import LONDON
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import moment, print_json, table
from linkbot.engine.audit import broken_at, person
from linkbot.model.audit import AuditEntry
from linkbot.ports import Store, Transaction
from linkbot.worker.acts.finding import find_case


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--case", metavar="ID", help="of this case alone")
    parser.add_argument("--since", type=day, metavar="DAY", help="from this day on")
    parser.add_argument("--verify", action="store_true", help="check that nothing was changed, put in or taken out")
    parser.add_argument("--expect", metavar="HEAD", help="verify: a head written down earlier, as NUMBER:DIGEST")
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.expect and not re.fullmatch(r"\d+:[0-9a-f]{8,64}", arguments.expect):
        raise UserError(f"{arguments.expect!r} is no head: write it as `linkbot audit --verify` shows it.")
    with register(settings_of(arguments)) as store:
        if store is None:
            raise UserError("Nothing is registered yet, so there is no record: run `linkbot poll` first.")
        return _verify(arguments, store) if arguments.verify or arguments.expect else _list(arguments, store)


def _list(arguments: argparse.Namespace, store: Store) -> int:
    with store.begin() as tx:
        case = _case_of(tx, arguments.case) if arguments.case else None
        entries = tx.audit(case=case, since=_start(arguments.since))
        names = {person(act.by): act.by for act in tx.acts()}
    if arguments.json:
        for entry in entries:
            print_json(_row(entry, names))
    elif entries:
        titles = ("no.", "when", "what", "who", "case", "of", "about")
        print(table(titles, [_cells(entry, names) for entry in entries]))
    else:
        print("There is nothing on record.")
    return ExitCode.OK


def _case_of(tx: Transaction, wanted: str) -> str:
    """Of a case that was erased the record alone is left: then the id must be written as it was."""
    return wanted if tx.audit(case=wanted) else find_case(tx, wanted).case.id


def _start(since: date | None) -> datetime | None:
    return datetime.combine(since, time(), tzinfo=LONDON) if since else None


def _row(entry: AuditEntry, names: dict[str, str]) -> dict[str, object]:
    note = entry.note
    return {
        "number": entry.number,
        "at": note.at,
        "what": note.what,
        "who": note.who,
        "name": names.get(note.who),
        "case": note.case,
        "subject": note.subject,
        "about": note.about,
        "why": note.why,
        "digest": entry.digest,
    }


def _cells(entry: AuditEntry, names: dict[str, str]) -> tuple[str, ...]:
    note = entry.note
    who, subject = names.get(note.who, note.who), (note.subject or "-")[:18]
    return str(entry.number), moment(note.at), note.what.value, who, note.case or "-", subject, note.about


def _verify(arguments: argparse.Namespace, store: Store) -> int:
    with store.begin() as tx:
        entries, head = tx.audit(), tx.audit_head()
    fault = _fault(entries, broken_at(entries), arguments.expect)
    if arguments.json:
        print_json({"whole": fault is None, "entries": len(entries), "head": str(head), "fault": fault})
    else:
        print(f"{len(entries)} entries, head {head}. " + (fault or "The record is whole."))
    return ExitCode.PROBLEM if fault else ExitCode.OK


def _fault(entries: tuple[AuditEntry, ...], broken: int | None, expected: str | None) -> str | None:
    if broken is not None:
        return (
            f"Entry {broken} is not what was written, or something before it is missing: the record was tampered with."
        )
    if expected is not None:
        number, _, digest = expected.partition(":")
        there = entries[int(number) - 1] if 0 < int(number) <= len(entries) else None
        if there is None or not there.digest.startswith(digest):
            return (
                f"The head {expected} is not in it: the end was cut off or rewritten, or an older backup was put back."
            )
    return None
