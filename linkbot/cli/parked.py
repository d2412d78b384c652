"""`linkbot parked`: messages set aside after a fault; try one again, or discard it when a person has seen to it."""

from __future__ import annotations

import argparse

from linkbot.cli.acting import do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import moment, one_line, print_json, table
from linkbot.model.question import Verb
from linkbot.ports import MessageStatus, StoredMessage


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", Verb.RETRY.value, Verb.DISCARD.value), default="list")
    parser.add_argument("words", nargs="*", metavar="ID", help="the message, as in m-0123456789abcdef")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    if arguments.what == "list":
        no_more(words, "linkbot parked")
        return _list(arguments)
    usage = f"linkbot parked {arguments.what} ID"
    need(words, 1, usage)
    no_more(words[1:], usage)
    if not words[0].startswith("m-"):
        raise UserError(f"{words[0]!r} is no message: its id begins with m-. Write: {usage}")
    return do(arguments, Verb(arguments.what), words[0])


def _list(arguments: argparse.Namespace) -> int:
    with register(settings_of(arguments)) as store:
        if store is None:
            messages: tuple[StoredMessage, ...] = ()
        else:
            with store.begin() as tx:
                messages = tx.messages(MessageStatus.PARKED)
    if arguments.json:
        for message in messages:
            print_json(message)
    elif not messages:
        print("No message is set aside.")
    else:
        titles = ("message", "received", "tried", "file in the mailbox", "why")
        print(table(titles, [_cells(message) for message in messages]))
    return ExitCode.OK


def _cells(message: StoredMessage) -> tuple[str, ...]:
    tried = f"{message.strikes} times, last {moment(message.attempted_at)}"
    return (message.id, moment(message.received_at), tried, message.file_name or "-", one_line(message.fault))
