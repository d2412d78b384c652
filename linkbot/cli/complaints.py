"""`linkbot complaints`: find the council's own complaints in the local list, and how far their matching is trusted."""

from __future__ import annotations

import argparse
import sys

from linkbot.cli.acting import desk_office, do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of, setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import day, one_line, print_json, table
from linkbot.engine.trust.linking import LINKS, LinkRecord, hindrance
from linkbot.engine.trust.tally import percent
from linkbot.model.complaint import Complaint
from linkbot.model.matching import MatchingRules
from linkbot.model.question import Verb
from linkbot.worker.acts.on_links import record_of_links
from linkbot.worker.directory.keeping import refresh_now
from linkbot.worker.office import LONDON

MOST = 50
AUTO_LINK = "auto-link"
_STAGES = (
    ("came in", "stage1_received_on"),
    ("acknowledged", "stage1_acknowledged_on"),
    ("extended to", "stage1_extended_to"),
    ("stage 1 answered", "stage1_answered_on"),
    ("stage 2 asked for", "stage2_requested_on"),
    ("stage 2 acknowledged", "stage2_acknowledged_on"),
    ("stage 2 extended to", "stage2_extended_to"),
    ("stage 2 answered", "stage2_answered_on"),
    ("stage 3 asked for", "stage3_requested_on"),
    ("stage 3 answered", "stage3_answered_on"),
    ("closed", "closed_on"),
    ("last imported", "refreshed_on"),
)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("search", "show", "trust", AUTO_LINK, "refresh", "forget"))
    parser.add_argument("words", nargs="*", metavar="WORD", help="words to search, a reference, on or off")
    parser.add_argument("--all", action="store_true", help="forget: every complaint, with what was learnt of them")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    match arguments.what:
        case "search":
            need(words, 1, "linkbot complaints search WORDS (of a reference, name, postcode or address)")
            return _search(arguments, words)
        case "show":
            need(words, 1, "linkbot complaints show REFERENCE")
            return _show(arguments, "".join(words))
        case "trust":
            no_more(words, "linkbot complaints trust")
            return _trust(arguments)
        case "refresh":
            no_more(words, "linkbot complaints refresh")
            return _refresh(arguments)
        case "forget":
            if not arguments.all:
                need(words, 1, "linkbot complaints forget REFERENCE…, or --all")
            return do(arguments, Verb.FORGET, "all complaints" if arguments.all else " ".join(words))
        case _:
            if words not in (["on"], ["off"]):
                raise UserError(f"Write: linkbot complaints {AUTO_LINK} on, or off (with --by NAME --reason TEXT)")
            return do(arguments, Verb.TRUST, LINKS, words[0])


def _refresh(arguments: argparse.Namespace) -> int:
    """Now, and to the end, whether or not the export has changed; waits for it."""
    with desk_office(setup_of(arguments)) as office:
        if office.directory is None:
            raise UserError("Nothing refreshes the list: set complaints.path, or the case system's directory_report.")
        done = refresh_now(office)
    if arguments.json:
        print_json({"saved": done.saved, "faults": done.faults})
    else:
        print(f"{done.saved} complaints were taken.")
    for fault in done.faults:
        print(f"linkbot: {fault}", file=sys.stderr)
    return ExitCode.PROBLEM if done.faults else ExitCode.OK


def _search(arguments: argparse.Namespace, words: list[str]) -> int:
    with register(settings_of(arguments)) as store:
        found: tuple[Complaint, ...] = ()
        if store is not None:
            with store.begin() as tx:
                found = tx.search_complaints(words, MOST + 1)
    if arguments.json:
        for complaint in found[:MOST]:
            print_json(complaint)
    elif not found:
        print("No complaint in the list holds all these words.")
    else:
        titles = ("reference", "name", "postcode", "service", "came in", "stage 1", "stage 2")
        print(table(titles, [_cells(complaint) for complaint in found[:MOST]]))
        if len(found) > MOST:
            print(f"More than {MOST}: add a word.")
    return ExitCode.OK


def _cells(complaint: Complaint) -> tuple[str, ...]:
    return (
        *(one_line(text or "") for text in (complaint.reference, complaint.name, complaint.postcode)),
        one_line((complaint.service or "").replace("_", " ")),
        day(complaint.stage1_received_on),
        day(complaint.stage1_answered_on),
        day(complaint.stage2_answered_on),
    )


def _show(arguments: argparse.Namespace, reference: str) -> int:
    with register(settings_of(arguments)) as store:
        complaint, cases = None, []
        if store is not None:
            with store.begin() as tx:
                complaint = next(iter(tx.complaints([reference], None, None)), None)
                cases = [f.case.id for f in tx.cases() if complaint and f.case.complaint == complaint.reference]
    if complaint is None:
        raise UserError(f"No complaint {reference} is in the list. `linkbot complaints search` looks by any word.")
    if arguments.json:
        print_json({**vars(complaint), "cases": cases})
        return ExitCode.OK
    facts = (
        *((name.replace("_", " "), getattr(complaint, name)) for name in ("reference", "external_id", "name")),
        *((name, getattr(complaint, name)) for name in ("postcode", "address", "service", "handler", "outcome")),
        *((words, day(getattr(complaint, field))) for words, field in _STAGES),
        ("Ombudsman", ", ".join(cases)),
    )
    print("\n".join(f"{name:<21} {one_line(str(value))}" for name, value in facts if value and value != "-"))
    return ExitCode.OK


def _trust(arguments: argparse.Namespace) -> int:
    rules = setup_of(arguments).desk.matching
    with register(settings_of(arguments)) as store:
        if store is None:
            raise UserError("Nothing is registered yet: run `linkbot poll` first.")
        with store.begin() as tx:
            record = record_of_links(tx)
    why = hindrance(record, rules)
    if arguments.json:
        print_json(
            {
                "alone": record.switch.on,
                "since": record.switch.since,
                "by": record.switch.by,
                "confirmed": record.confirmed,
                "corrected": record.corrected,
                "undone": record.undone,
                "unanswered": record.unanswered,
                "linked_alone": record.alone,
                "at_least": round(record.at_least, 4),
                "may_be_switched_on": why is None,
                "why_not": why,
            }
        )
    else:
        print(_told(record, rules, why))
    return ExitCode.OK


def _told(record: LinkRecord, rules: MatchingRules, why: str | None) -> str:
    switch = record.switch
    since = f" since {switch.since.astimezone(LONDON):%Y-%m-%d}, {switch.by}" if switch.since else ""
    sure = f"{rules.link:g} points, {rules.margin:g} more than the next"
    answers = f"confirmed {record.confirmed} and corrected {record.corrected}; {record.unanswered} are not answered"
    lines = [
        f"Linking by likeness alone is {'on' if switch.on else 'off'}{since}.",
        f"Where linkbot was sure ({sure}), people have {answers}.",
        f"By itself it has linked {record.alone} cases by likeness, of which people have undone {record.undone}.",
    ]
    if record.confirmed + record.wrong:
        lines.append(f"So at least {percent(record.at_least)} are right, with 95 % confidence (Wilson).")
    if why:
        lines.append(f"It may not be switched on: {why}")
    elif not switch.on:
        lines.append(f"It may be switched on: linkbot complaints {AUTO_LINK} on --by NAME --reason TEXT")
    return "\n".join(lines)
