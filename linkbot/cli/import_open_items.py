"""`linkbot import open-items FILE`: the council's present Ombudsman spreadsheet into the register, telling nobody."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from linkbot.cli.acting import who
from linkbot.cli.arguments import setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.open_items_told import told
from linkbot.cli.tables import print_json
from linkbot.engine.casework.bringing_over import Became
from linkbot.model.question import Verb
from linkbot.ports import Store
from linkbot.settings.column_map import ColumnMap, load_columns, save_columns
from linkbot.store.opening import open_existing, open_store
from linkbot.toml_document import Faulty, nearest
from linkbot.worker.open_items_fields import Books, missing_titles
from linkbot.worker.open_items_rows import read_rows
from linkbot.worker.open_items_titles import FIELDS, Titled, find_titles, titled_by
from linkbot.worker.spreadsheet import NotASpreadsheet, Tab, read_tabs

if TYPE_CHECKING:
    from linkbot.wiring import Setup

COLUMNS_FILE = "open-items-columns.toml"


def run(arguments: argparse.Namespace) -> int:
    """Exit code 1 when a row was left out, or differs from what is released already: a person looks."""
    setup = setup_of(arguments)
    from linkbot.wiring import SystemClock
    from linkbot.worker.acts.on_brought_over import bring_into, look_over
    from linkbot.worker.acts.perform import make_act
    from linkbot.worker.office import moment_of

    path: Path = arguments.file
    saved_at: Path = arguments.columns or setup.settings.folder / COLUMNS_FILE
    saved = load_columns(saved_at, FIELDS, required="reference") if saved_at.is_file() else None
    if saved is None and arguments.columns is not None:
        raise UserError(f"There is no {saved_at}. Leave --columns out, and linkbot guesses the columns and saves them.")
    moment = moment_of(SystemClock().now())
    books = Books(setup.rulebook.ombudsmen, setup.rulebook.services, moment.today)
    titled, others = _titled(_tabs(path), books, saved, sheet=arguments.sheet, path=path)
    columns = dict(saved.columns) if saved else titled.columns
    read = read_rows(titled, columns, books)
    by = "" if arguments.dry_run else who(arguments.by)
    act = make_act(
        at=moment.at, by=by, verb=Verb.IMPORT, target=path.name.replace("/", " "), value=None, reason=arguments.reason
    )
    with _store(setup, dry=arguments.dry_run) as store:
        if arguments.dry_run:
            with store.begin() as tx:
                brought = look_over(tx, read.items, cause=f"act:{act.id}", moment=moment, desk=setup.desk)
        else:
            mode = setup.settings.mode
            brought = bring_into(store, read.items, act=act, moment=moment, desk=setup.desk, mode=mode)
    unread = [title for title in titled.titles if title and not any(title in names for names in columns.values())]
    if saved is None and not arguments.dry_run:
        save_columns(saved_at, columns, unread=unread)
    account = told(
        brought, read, titled, columns, unread=unread, others=others, dry=arguments.dry_run, saved_at=saved_at,
        guessed=saved is None,
    )  # fmt: skip
    for line, reason in account.bad:
        print(f"linkbot: {path}:{line}: {reason}", file=sys.stderr)
    if arguments.json:
        print_json(account.row)
    else:
        print(account.text)
    left = any(result.became is Became.LEFT for result in brought.results)
    return ExitCode.PROBLEM if account.bad or left else ExitCode.OK


def _tabs(path: Path) -> tuple[Tab, ...]:
    try:
        return read_tabs(path)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from error
    except NotASpreadsheet as error:
        raise UserError(f"{path}: {error}") from error


def _titled(
    tabs: tuple[Tab, ...], books: Books, saved: ColumnMap | None, *, sheet: str | None, path: Path
) -> tuple[Titled, tuple[str, ...]]:
    """The tab that is read, and the names of others that read like cases too. Raises UserError, or Faulty."""
    chosen = tuple(tab for tab in tabs if not tab.hidden) or tabs
    if sheet is not None:
        chosen = tuple(tab for tab in tabs if tab.name.casefold().strip() == sheet.casefold().strip())
        if not chosen:
            raise UserError(f"{path} has no tab {sheet!r}: it has {', '.join(tab.name for tab in tabs)}.")
    is_reference = books.is_reference
    if saved is not None:
        found = [titled for tab in chosen if (titled := titled_by(tab, saved.columns)) is not None]
    else:
        found = [titled for tab in chosen if (titled := find_titles(tab, is_reference=is_reference)) is not None]
    if not found:
        names = ", ".join(repr(tab.name) for tab in chosen) or "it"
        raise UserError(
            f"{path}: no row of titles was found in the first rows of {names}. One row must name the columns, one of "
            "them the Ombudsman's reference, such as: Ombudsman reference, Action required, Deadline, Officer. "
            + (f"The columns are those that {saved.file} names." if saved else "")
        )
    best = found[0]
    if saved is not None:
        _check(saved, best)
    return best, tuple(titled.tab.name for titled in found[1:])


def _check(saved: ColumnMap, titled: Titled) -> None:
    titles = [title for title in titled.titles if title]
    faults = tuple(
        saved.fault(field, f"columns.{field}: the file has no column {name!r}{nearest(name, titles)}")
        for field, name in missing_titles(saved.columns, titled.titles)
    )
    if faults:
        raise Faulty(faults)


@contextmanager
def _store(setup: Setup, *, dry: bool) -> Iterator[Store]:
    """The register; a dry run makes none, and looks at an empty one where there is none yet."""
    folder = setup.settings.resolve(setup.settings.store)
    store: Store | None = open_existing(folder) if dry else open_store(folder)
    if store is None:
        import tempfile

        with tempfile.TemporaryDirectory(prefix="linkbot-dry-run-") as empty:
            sandbox = open_store(Path(empty), durable=False)
            try:
                yield sandbox
            finally:
                sandbox.close()
        return
    try:
        yield store
    finally:
        store.close()
