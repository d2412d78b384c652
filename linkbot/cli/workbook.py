"""`linkbot workbook`: the people's own spreadsheet: is it as agreed, make it ready, what was changed, write over it."""

from __future__ import annotations

import argparse

from linkbot.cli.acting import desk_office, do, need, no_more, register, who
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of, setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json, table
from linkbot.effectors.shared_workbook.sheet import SharedWorkbook
from linkbot.model.question import Verb
from linkbot.ports import CellChange, SheetRow
from linkbot.settings.values import Settings
from linkbot.settings.workbook import WorkbookKind
from linkbot.wiring import SystemClock, privacy_of, shared_workbook_of


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("check", "prepare", "changes", "overwrite"), default="check")
    parser.add_argument("words", nargs="*", metavar="CELL", help="overwrite: cells as `changes` lists them, or all")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Raises UserError where linkbot keeps a workbook of its own, Transient when it cannot be read."""
    settings = settings_of(arguments)
    if settings.workbook.kind is not WorkbookKind.EXISTING:
        raise UserError('linkbot keeps a workbook of its own: this is for workbook.kind = "existing".')
    sheet = shared_workbook_of(settings)
    if arguments.what == "overwrite":
        return _overwrite(arguments, sheet)
    no_more(arguments.words, f"linkbot workbook {arguments.what}")
    if arguments.what == "prepare":
        return _prepare(arguments, settings, sheet)
    return _changes(arguments, sheet) if arguments.what == "changes" else _check(arguments, sheet)


def _check(arguments: argparse.Namespace, sheet: SharedWorkbook) -> int:
    hindrance = sheet.hindrance()
    if arguments.json:
        print_json({"ready": hindrance is None, "hindrance": hindrance})
    else:
        print(hindrance or "The workbook is as agreed, and nobody has it open.")
    return ExitCode.PROBLEM if hindrance else ExitCode.OK


def _prepare(arguments: argparse.Namespace, settings: Settings, sheet: SharedWorkbook) -> int:
    """A person's word is needed for it: this command is that word, and it is on record."""
    from linkbot.worker.acts.perform import make_act

    by, done = who(arguments.by), sheet.prepare(_rows(settings))
    said = [
        f"{one.sheet}: "
        + (f"added {' and '.join(one.added)}, hidden, at the right" if one.added else "was ready")
        + (f"; {one.known} rows that were there are known again" if one.known else "")
        + (f"; found more than once, so left alone: {', '.join(one.twice)}" if one.twice else "")
        + "."
        for one in done
    ]
    if any(one.added or one.known for one in done) and (settings.resolve(settings.store) / "linkbot.db").is_file():
        with desk_office(setup_of(arguments)) as office, office.store.begin() as tx:
            at, reason = SystemClock().now(), str(arguments.reason)
            tx.add_act(make_act(at=at, by=by, verb=Verb.PREPARE, target="workbook", value=None, reason=reason))
    if arguments.json:
        for one in done:
            print_json(one)
    else:
        print("\n".join(said))
    return ExitCode.OK


def _rows(settings: Settings) -> tuple[SheetRow, ...]:
    from linkbot.worker.sheet_cycle import all_rows

    with register(settings) as store:
        if store is None:
            return ()
        with store.begin() as tx:
            return all_rows(tx, privacy_of(settings))


def _changes(arguments: argparse.Namespace, sheet: SharedWorkbook) -> int:
    changes = sheet.changes()
    if arguments.json:
        for one in changes:
            print_json(one)
    elif changes:
        print(table(("cell", "column", "of", "what"), [(c.place, c.column, _name(c), c.what) for c in changes]))
    else:
        print("Nobody has changed a cell of linkbot's.")
    return ExitCode.OK


def _overwrite(arguments: argparse.Namespace, sheet: SharedWorkbook) -> int:
    need(arguments.words, 1, "linkbot workbook overwrite CELL … | all")
    changes = {one.place.casefold(): one for one in sheet.changes()}
    wanted = list(changes) if arguments.words == ["all"] else [word.casefold() for word in arguments.words]
    unknown = [word for word in wanted if word not in changes]
    if unknown or not wanted:
        raise UserError(f"{', '.join(unknown) or 'No cell'}: not changed. `linkbot workbook changes` lists the cells.")
    return max(do(arguments, Verb.OVERWRITE, _name(changes[cell]), changes[cell].column) for cell in wanted)


def _name(change: CellChange) -> str:
    from linkbot.worker.acts.on_workbook import row_name

    return row_name(change)
