"""`linkbot restore`: list the backups, or put one back; what must be looked at afterwards is told at once."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from linkbot.cli.acting import who
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of
from linkbot.cli.clock import LONDON
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import moment, print_json, table
from linkbot.model.question import Act
from linkbot.ports import Permanent, Transaction
from linkbot.settings.values import Settings
from linkbot.store.backup.former import Former, acts_since
from linkbot.store.backup.manifest import read_manifest
from linkbot.store.backup.restoring import Restored, restore
from linkbot.store.backup.shelf import Shelf

LATEST = "latest"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", nargs="?", metavar="BACKUP", help="latest, a name that --list shows, or a folder")
    parser.add_argument("--list", action="store_true", help="the backups there are; changes nothing")
    parser.add_argument("--replace", action="store_true", help="set the present register aside")
    parser.add_argument(
        "--worked-until",
        type=_instant,
        default=None,
        metavar="TIME",
        help="when linkbot last worked, as 2027-01-11T16:30 London time: what came later cannot have been acted on",
    )
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    settings = settings_of(arguments)
    if arguments.list:
        return _list(settings, as_json=arguments.json)
    if arguments.backup is None:
        raise UserError("Say which backup: linkbot restore latest, or a name that linkbot restore --list shows.")
    from linkbot.wiring import BESIDE, SystemClock
    from linkbot.worker.restored import RestoredTo, leave_word

    by, now = who(arguments.by), SystemClock().now()
    backup = _found(settings, arguments.backup)
    taken_at = read_manifest(backup).taken_at
    until = min(max(arguments.worked_until or now, taken_at), now)

    def prepare(tx: Transaction, former: Former | None) -> None:
        acts = tuple(_said(act) for act in acts_since(former, tx.acts())) if former else ()
        done = former.done if former else ()
        open_now = {entry.key for entry in tx.outbox() if entry.done_at is None} | _unknown(tx, done)
        word = RestoredTo(
            state_of=taken_at,
            at=now,
            until=until,
            by=by,
            reason=arguments.reason,
            done=tuple(pair for pair in done if pair[0] in open_now),
            acts=acts,
        )
        leave_word(tx, word)

    done = restore(
        backup, settings.resolve(settings.store), replace=arguments.replace, now=now, beside=BESIDE, prepare=prepare
    )
    if arguments.json:
        print_json(
            {
                "restored": str(done.backup),
                "state_of": done.manifest.taken_at,
                "at": now,
                "set_aside": str(done.aside) if done.aside else None,
                "messages_brought_along": done.brought,
                "messages_missing": list(done.manifest.missing),
                "acts_to_give_again": [_said(act) for act in done.acts],
            }
        )
    else:
        print(_report(done))
    return ExitCode.OK


def _unknown(tx: Transaction, done: tuple[tuple[str, str], ...]) -> set[str]:
    return {key for key, _ in done if tx.entry(key) is None}


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 2027-01-11T16:30") from None
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


def _found(settings: Settings, wanted: str) -> Path:
    """Raises UserError when there is no such backup."""
    shelf = _shelf(settings)
    if wanted == LATEST:
        backups = shelf.backups() if shelf else ()
        if not backups or shelf is None:
            where = f"in {shelf.folder}" if shelf else "known: linkbot.toml names no backup.folder"
            raise UserError(f"No backup is {where}. Name the folder of one: linkbot restore FOLDER")
        return shelf.folder / backups[-1].name
    for folder in ([shelf.folder / wanted] if shelf else []) + [Path(wanted)]:
        if folder.is_dir():
            return folder.resolve()
    raise UserError(f"There is no backup {wanted}. `linkbot restore --list` shows those there are.")


def _shelf(settings: Settings) -> Shelf | None:
    return Shelf(settings.resolve(settings.backup.folder)) if settings.backup.folder else None


def _list(settings: Settings, *, as_json: bool) -> int:
    shelf = _shelf(settings)
    if shelf is None:
        raise UserError("linkbot.toml names no backup.folder. A backup elsewhere: linkbot restore FOLDER")
    rows, bad = [], 0
    for one in reversed(shelf.backups()):
        try:
            manifest = read_manifest(shelf.folder / one.name)
        except Permanent as error:
            bad += 1
            row: dict[str, object] = {"backup": one.name, "taken_at": one.taken, "fault": str(error)}
        else:
            row = {
                "backup": one.name,
                "taken_at": manifest.taken_at,
                "linkbot": manifest.linkbot,
                "messages": manifest.octets,
                "missing": len(manifest.missing),
                "fault": None,
            }
        rows.append(row)
    if as_json:
        for row in rows:
            print_json(row)
    elif rows:
        print(table(("backup", "taken", "messages", "note"), [_cells(row) for row in rows]))
    else:
        print(f"There is no backup in {shelf.folder} yet.")
    return ExitCode.PROBLEM if bad else ExitCode.OK


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    missing = f"{row['missing']} messages were lost then" if row.get("missing") else ""
    taken = row["taken_at"]
    assert isinstance(taken, datetime)
    return str(row["backup"]), moment(taken), str(row.get("messages", "")), str(row["fault"] or missing)


def _report(done: Restored) -> str:
    lines = [f"The register is as it was on {moment(done.manifest.taken_at)}, from {done.backup}."]
    if done.aside:
        lines.append(f"The former one was set aside in {done.aside}. Delete it when all is settled.")
    if done.brought:
        lines.append(f"{done.brought} messages that came since were brought along from it, to be read again.")
    if done.manifest.missing:
        lines.append(f"{len(done.manifest.missing)} messages were lost or damaged when the backup was made already.")
    lines += [
        "",
        "Nothing leaves until what was done since has been compared with the mailbox, its Drafts and its Sent folder:",
        "the next `linkbot run` or `linkbot poll` does that first, and tells the link officer what nobody can tell.",
    ]
    if done.acts:
        lines += ["", "What people did since must be given again:", *(f"  {_said(act)}" for act in done.acts)]
    else:
        lines += ["", "What people answered, reported done or decided since then must be given again."]
    return "\n".join(lines)


def _said(act: Act) -> str:
    value = f" {act.value}" if act.value else ""
    return f"{moment(act.at)}, {act.by}: {act.verb.value} {act.target}{value}"
