"""`linkbot retention`: which closed cases are past their day, and erasing one on a person's word."""

from __future__ import annotations

import argparse

from linkbot.cli.acting import desk_office, need, no_more, register, who
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of, setup_of
from linkbot.cli.clock import LONDON, today
from linkbot.cli.elsewhere import copies_elsewhere
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import day, one_line, print_json, table
from linkbot.engine.retention import Kept, Retention, kept
from linkbot.model.question import Verb
from linkbot.settings.values import Settings


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", "erase"), default="list")
    parser.add_argument("words", nargs="*", metavar="ID", help="erase: the case; none: finish what was cut off")
    parser.add_argument("--all", action="store_true", help="list: closed cases that are not due yet, too")
    parser.add_argument("--early", action="store_true", help="erase: although its time is not over")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "list":
        no_more(arguments.words, "linkbot retention list")
        return _list(arguments)
    return _erase(arguments)


def _list(arguments: argparse.Namespace) -> int:
    settings = settings_of(arguments)
    with register(settings) as store:
        if store is None:
            rows: list[Kept] = []
        else:
            with store.begin() as tx:
                acts = tx.acts(verb=Verb.HOLD)
                found = (kept(file.case, retention_of(settings), acts, LONDON) for file in tx.cases())
                rows = sorted((one for one in found if one), key=lambda one: (one.due_on, one.case.id))
    shown = [one for one in rows if arguments.all or one.due_on <= today()]
    if arguments.json:
        for one in shown:
            print_json(_row(one))
    elif shown:
        titles = ("case", "closed", "kept until", "due", "hold")
        print(table(titles, [_cells(one) for one in shown]))
        print("\nlinkbot erases nothing by itself: linkbot retention erase ID --by NAME --reason TEXT")
    else:
        print("No closed case is past its day." if rows else "No case is closed.")
    return ExitCode.OK


def _row(one: Kept) -> dict[str, object]:
    return {
        "case": one.case.id,
        "closed_on": one.closed_on,
        "due_on": one.due_on,
        "due": one.is_due(today()),
        "hold": {"by": one.hold.by, "at": one.hold.at, "reason": one.hold.reason} if one.hold else None,
    }


def _cells(one: Kept) -> tuple[str, ...]:
    hold = f"{one.hold.by}: {one_line(one.hold.reason)}" if one.hold else "-"
    return one.case.id, day(one.closed_on), day(one.due_on), "yes" if one.is_due(today()) else "no", hold


def _erase(arguments: argparse.Namespace) -> int:
    """Raises UserError, Refused, Transient: what was begun is gone on with the next time."""
    from linkbot.worker.acts.finding import find_case
    from linkbot.worker.records.erasing import erase, finish

    setup, words = setup_of(arguments), " ".join(arguments.words)
    settings = setup.settings
    by = who(arguments.by)
    if words and not arguments.by:
        raise UserError("An erasure needs a name that answers for it: --by NAME.")
    with desk_office(setup) as office:
        if words:
            with office.store.begin() as tx:
                case = find_case(tx, words).case.id
            erase(
                office,
                case,
                by=by,
                reason=str(arguments.reason),
                retention=retention_of(settings),
                early=arguments.early,
                elsewhere=copies_elsewhere(settings, case),
            )
        done = finish(office, settings.resolve(settings.retention.certificates))
    if arguments.json:
        for path in done:
            print_json({"certificate": path, "id": path.stem.removeprefix("erasure-")})
    elif done:
        print("\n".join(f"Erased. The certificate, and what people must still see to: {path}" for path in done))
    else:
        need(arguments.words, 1, "linkbot retention erase ID --by NAME --reason TEXT")
    return ExitCode.OK


def retention_of(settings: Settings) -> Retention:
    return Retention(settings.retention.years, settings.retention.by_ombudsman)
