"""`linkbot cases`: list them, show one with its letters and deeds, tell its chronology, tie or close one."""

from __future__ import annotations

import argparse
from pathlib import Path

from linkbot.cli.acting import do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of, setup_of
from linkbot.cli.case_code import code_rules_of, complaint_of, measured, told_chronology, told_code
from linkbot.cli.case_export import export
from linkbot.cli.case_story import told
from linkbot.cli.clock import LONDON, today
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.outbox_rows import effect_row
from linkbot.cli.tables import day, one_line, plain, print_json, table
from linkbot.engine.casework.deeds import Refused
from linkbot.engine.comply.chronology import chronology
from linkbot.model.casework import CaseStatus
from linkbot.model.decision import CaseFile
from linkbot.model.question import Verb
from linkbot.ports import Store
from linkbot.worker.acts.finding import find_case
from linkbot.worker.acts.finding import plain as bare

_NOTHING = "Nothing is registered yet: run `linkbot poll` first."


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", "show", "chronology", "export", "hold", "link", "unlink", "close", "reopen"),
        default="list",
    )
    parser.add_argument("words", nargs="*", metavar="ID", help="the case, as printed or without its spaces")
    parser.add_argument("--code", metavar="CODE", help="show: measure by this Complaint Handling Code, as a what-if")
    parser.add_argument("--out", type=Path, metavar="FILE", help="export: the archive to make")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    match arguments.what:
        case "link":
            need(words, 2, "linkbot cases link ID REFERENCE (our complaint's reference)")
            return do(arguments, Verb.LINK, " ".join(words[:-1]), words[-1])
        case "close" | "reopen" | "unlink":
            need(words, 1, f"linkbot cases {arguments.what} ID")
            return do(arguments, Verb(arguments.what), " ".join(words))
        case "show":
            need(words, 1, "linkbot cases show ID")
            return _show(arguments, " ".join(words))
        case "hold":
            need(words, 2, "linkbot cases hold ID on|off --reason TEXT")
            return do(arguments, Verb.HOLD, " ".join(words[:-1]), words[-1])
        case "export":
            need(words, 1, "linkbot cases export ID --out FILE.zip")
            return export(arguments, " ".join(words))
        case "chronology":
            need(words, 1, "linkbot cases chronology ID")
            return _chronology(arguments, " ".join(words))
        case _:
            no_more(words, "linkbot cases, or linkbot cases show ID")
            return _list(arguments)


def _list(arguments: argparse.Namespace) -> int:
    with register(settings_of(arguments)) as store:
        files = _files(store)
    if arguments.json:
        for file in files:
            print_json(_row(file))
    elif not files:
        print("No case is registered.")
    else:
        titles = ("case", "status", "stage", "service", "open", "next due", "our complaint")
        print(table(titles, [_cells(file) for file in files]))
    return ExitCode.OK


def _files(store: Store | None) -> list[CaseFile]:
    """Open ones first, the next due on top."""
    if store is None:
        return []
    with store.begin() as tx:
        files = tx.cases()
    return sorted(files, key=lambda f: (f.case.status is CaseStatus.CLOSED, str(_next_due(f) or "9"), f.case.id))


def _next_due(file: CaseFile) -> object:
    return min((task.due_on for task in file.tasks if task.is_open and task.due_on), default=None)


def _row(file: CaseFile) -> dict[str, object]:
    case = plain(file.case)
    assert isinstance(case, dict)
    tasks = {"tasks_open": sum(task.is_open for task in file.tasks), "tasks": [task.id for task in file.tasks]}
    return {**case, **tasks, "next_due_on": plain(_next_due(file)), "questions": [q.id for q in file.questions]}


def _cells(file: CaseFile) -> tuple[str, ...]:
    case = file.case
    service = (case.service or "not known") + ("" if case.service_certain or not case.service else "?")
    due = min((task.due_on for task in file.tasks if task.is_open and task.due_on), default=None)
    link = f"{case.complaint} ({case.link.value})" if case.complaint else case.link.value
    still = str(sum(task.is_open for task in file.tasks))
    return (case.id, case.status.value, case.stage, one_line(service), still, day(due), one_line(link))


def _show(arguments: argparse.Namespace, target: str) -> int:
    settings = settings_of(arguments)
    with register(settings) as store:
        if store is None:
            raise Refused(_NOTHING)
        with store.begin() as tx:
            file = find_case(tx, target)
            complaint = complaint_of(tx, file)
            entries = tuple(entry for entry in tx.outbox() if entry.effect.case == file.case.id)
            acts = tuple(act for act in tx.acts() if _about(act.target, file))
    code = measured(complaint, file, code_rules_of(settings), today=today(), asked=arguments.code)
    if arguments.json:
        print_json(
            {
                **_row(file),
                "code": code,
                "events": file.events,
                "tasks": file.tasks,
                "questions": file.questions,
                "invitations": file.invitations,
                "effects": [effect_row(entry) for entry in entries],
                "acts": acts,
            }
        )
    else:
        print(told(file, entries, acts))
        print("\n" + told_code(code))
    return ExitCode.OK


def _chronology(arguments: argparse.Namespace, target: str) -> int:
    """For an Ombudsman's eyes: dates without verdicts."""
    setup = setup_of(arguments)
    with register(setup.settings) as store:
        if store is None:
            raise Refused(_NOTHING)
        with store.begin() as tx:
            file = find_case(tx, target)
            complaint = complaint_of(tx, file)
    titles = {playbook.kind: playbook.title for playbook in setup.rulebook.playbooks}
    found = chronology(file, complaint, titles=titles, zone=LONDON)
    if arguments.json:
        print_json({"case": file.case.id, "happenings": found})
    else:
        print(told_chronology(file.case.id, found))
    return ExitCode.OK


def _about(target: str, file: CaseFile) -> bool:
    """Whether an act's target, as it was typed, is this case, a task of it or a question about it."""
    names = {bare(file.case.id), bare(file.case.reference)}
    return bare(target.partition("/")[0]) in names or target in {question.id for question in file.questions}
