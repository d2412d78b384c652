"""`linkbot rules trust`: what people have said of linkbot's readings, kind by kind; switching a kind on and off."""

from __future__ import annotations

import argparse
from datetime import date, datetime, time

from linkbot.cli.acting import do, need, no_more, register
from linkbot.cli.arguments import setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.engine.trust.switching import OFF, ON, acting_kinds
from linkbot.engine.trust.tally import Record, opinion, percent, record_of
from linkbot.model.question import Act, Verb
from linkbot.model.trust import Proof, Switch
from linkbot.worker.office import LONDON

USAGE = "linkbot rules trust [on|off KIND --by NAME --reason TEXT]"


def trust(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.name
    if words:
        if words[0] not in (ON, OFF):
            raise UserError(f"{words[0]!r} was not expected. Write: {USAGE}")
        need(words, 2, USAGE)
        no_more(words[2:], USAGE)
        return do(arguments, Verb.TRUST, words[1], words[0])
    records = _records(arguments, arguments.since)
    if arguments.json:
        for record in records:
            print_json(_row(record))
    else:
        print(_table(records))
    return ExitCode.OK


def _records(arguments: argparse.Namespace, since: date | None) -> list[Record]:
    setup = setup_of(arguments)
    at = datetime.combine(since, time(), tzinfo=LONDON) if since else None
    with register(setup.settings) as store:
        acts: tuple[Act, ...] = ()
        proofs: tuple[Proof, ...] = ()
        if store is not None:
            with store.begin() as tx:
                acts, proofs = tx.acts(verb=Verb.TRUST), tx.proofs(since=at)
    kinds = acting_kinds(setup.desk.playbooks)
    return [record_of(kind, proofs, setup.desk.automation, acts) for kind in kinds]


def _row(record: Record) -> dict[str, object]:
    switch = record.switch
    return {
        "kind": record.kind,
        "alone": switch.on,
        "since": switch.since,
        "by": switch.by,
        "reason": switch.reason,
        "confirmed": record.confirmed,
        "corrected": record.corrected,
        "at_least": round(record.at_least, 4),
        "sampled_right": record.sampled_right,
        "sampled_wrong": record.sampled_wrong,
        "unanswered": record.unanswered,
        "opinion": opinion(record),
    }


def _table(records: list[Record]) -> str:
    width = max(len(record.kind) for record in records)
    lines = [f"{'kind':<{width}}  confirmed  corrected  at least  sampled: right  wrong  open  now"]
    for record in records:
        bound = percent(record.at_least) if record.confirmed + record.corrected else "-"
        lines.append(
            f"{record.kind:<{width}}  {record.confirmed:>9}  {record.corrected:>9}  {bound:>8}  "
            f"{record.sampled_right:>14}  {record.sampled_wrong:>5}  {record.unanswered:>4}  {_now(record.switch)}"
        )
    lines += ["", "at least: so many are right, with 95 % confidence (Wilson). What that allows to think:"]
    lines += [f"  {record.kind}: {opinion(record)}" for record in records if record.confirmed + record.corrected]
    if not any(record.confirmed + record.corrected for record in records):
        lines.append("  Nothing has been confirmed yet: answer the questions, or `linkbot questions` in mode watch.")
    return "\n".join(lines)


def _now(switch: Switch) -> str:
    how = "alone" if switch.on else "asks first"
    if switch.since is None:
        return f"{how} (configuration)"
    return f"{how} since {switch.since.astimezone(LONDON):%Y-%m-%d}, {switch.by}" + (
        f": {switch.reason}" if switch.reason else ""
    )
