"""`linkbot outbox`: list effects, show one as it will read, and approve, retry, settle or withdraw it."""

from __future__ import annotations

import argparse
import re

from linkbot.cli.acting import desk_office, do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of, setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.outbox_rows import TITLES, cells, effect_row
from linkbot.cli.tables import print_json, table
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import Verb

VERBS = (Verb.APPROVE, Verb.RETRY, Verb.SETTLE, Verb.WITHDRAW)
WAITING = (OutboxState.HELD, OutboxState.PENDING, OutboxState.CLAIMED, OutboxState.FAILED, OutboxState.DOUBTFUL)
STATES = ("all", *(state.value for state in OutboxState))


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", "show", *(verb.value for verb in VERBS)), default="list")
    parser.add_argument(
        "words", nargs="*", metavar="KEY", help="the key, or its first digits; settle: then done or again"
    )
    parser.add_argument("--state", choices=STATES, action="append", metavar="STATE", help=f"list: {', '.join(STATES)}")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    if arguments.what == "list":
        no_more(words, "linkbot outbox, or linkbot outbox show KEY")
        return _list(arguments)
    usage = f"linkbot outbox {arguments.what} KEY" + (" done|again" if arguments.what == Verb.SETTLE.value else "")
    need(words, 1, usage)
    key, rest = words[0].casefold(), words[1:]
    if not re.fullmatch(r"[0-9a-f]{6,64}", key):
        raise UserError(
            f"{words[0]!r} is no key: six or more of the digits that `linkbot outbox` lists. Write: {usage}"
        )
    if arguments.what == Verb.SETTLE.value:
        return do(arguments, Verb.SETTLE, key, " ".join(rest) or "done")
    no_more(rest, usage)
    return _show(arguments, key) if arguments.what == "show" else do(arguments, Verb(arguments.what), key)


def _list(arguments: argparse.Namespace) -> int:
    wanted: list[str] = arguments.state or [state.value for state in WAITING]
    states = () if "all" in wanted else tuple(OutboxState(state) for state in wanted)
    with register(settings_of(arguments)) as store:
        if store is None:
            entries: tuple[OutboxEntry, ...] = ()
        else:
            with store.begin() as tx:
                entries = tx.outbox(*states)
    if arguments.json:
        for entry in entries:
            print_json(effect_row(entry))
    elif not entries:
        print(f"No effect is {' or '.join(wanted)}." if arguments.state else "Nothing waits, failed or is in doubt.")
    else:
        print(table(TITLES, [cells(entry) for entry in entries]))
    return ExitCode.OK


def _show(arguments: argparse.Namespace, key: str) -> int:
    """The entry, and the words it would go out with now."""
    from linkbot.cli.outbox_show import told, worded
    from linkbot.worker.acts.on_outbox import find_entry

    with desk_office(setup_of(arguments)) as office:
        with office.store.begin() as tx:
            entry = find_entry(tx, key)
        subject, text = worded(entry, office)
    if arguments.json:
        print_json({**effect_row(entry), "subject": subject, "text": text})
    else:
        print(told(entry, subject, text))
    return ExitCode.OK
