"""`linkbot report NAME --period PERIOD --out FOLDER`: any report of any period, now, as files; nothing is sent."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from linkbot.cli.acting import register
from linkbot.cli.arguments import add_config, add_json, setup_of
from linkbot.cli.clock import LONDON, today
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json, table
from linkbot.engine.casework.deeds import Refused
from linkbot.engine.wording.figure_words import figure_words
from linkbot.model.period import Period, last_ended, period_of
from linkbot.model.report import Report, ReportName
from linkbot.reports.files import files_of
from linkbot.reports.material import gather
from linkbot.reports.names import REPORTS
from linkbot.settings.values import Settings
from linkbot.whole_file import make_folder, write_whole


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", choices=[name.value for name in ReportName])
    parser.add_argument(
        "--period",
        metavar="PERIOD",
        help="2026-10, 2026-Q3, 2026, 2026-07-01..2026-09-30; default: the last that is over",
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the files there instead of printing")
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    setup = setup_of(arguments)
    name = ReportName(arguments.name)
    period = _period(arguments.period, name, setup.settings)
    with register(setup.settings) as store:
        if store is None:
            raise Refused("Nothing is registered yet: run `linkbot poll` first.")
        with store.begin() as tx:
            material = gather(tx, desk=setup.desk, rules=setup.rulebook.code_rules, today=today(), zone=LONDON)
    report = REPORTS[name](material, period)
    written = _write(report, arguments.out) if arguments.out else ()
    if arguments.json:
        print_json({"report": report, "files": written})
    elif written:
        print("\n".join(str(path) for path in written))
    else:
        print(_told(report))
    return ExitCode.OK


def _period(words: str | None, name: ReportName, settings: Settings) -> Period:
    begins = settings.reports.year_begins
    if words is None:
        return last_ended(today(), name.span, year_begins=begins)
    try:
        period = period_of(words, year_begins=begins)
    except ValueError as error:
        raise UserError(f"{error}.") from None
    if period.first > today():
        raise UserError(f"{period.title} ({period.first} to {period.last}) has not begun.")
    return period


def _write(report: Report, folder: Path) -> tuple[Path, ...]:
    """Raises UserError when the folder cannot be written."""
    try:
        make_folder(folder)
        paths = []
        for file in files_of(report):
            write_whole(folder / file.name, file.octets)
            paths.append(folder / file.name)
    except OSError as error:
        raise UserError(f"The report cannot be written to {folder}: {error.strerror}.") from error
    return tuple(paths)


def _told(report: Report) -> str:
    lines = [f"{report.title}, {report.period.title} ({report.period.first} to {report.period.last})", *report.remarks]
    for one in report.tables:
        rows = [(row.label, *(figure_words(value, row.unit) for value in row.values)) for row in one.rows]
        lines += ["", table((one.title, *one.columns), rows, width=sys.maxsize)]
    for group in report.breakdowns:
        rows = [
            (row.label, *(figure_words(v, unit) for v, unit in zip(row.values, group.units, strict=True)))
            for row in group.rows
        ]
        lines += ["", group.title, table((group.first, *group.columns), rows, width=sys.maxsize)]
    for listing in report.lists:
        lines += ["", listing.title, table(listing.columns, listing.rows) if listing.rows else listing.empty]
    return "\n".join(lines)
