"""`linkbot init`: a first linkbot.toml and its folders. Overwrites nothing and never acts."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from linkbot.cli import clock
from linkbot.cli.arguments import add_config, add_json
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.settings.example import first_configuration, shipped_example
from linkbot.settings.load import load_settings
from linkbot.settings.values import MailboxKind, Settings
from linkbot.whole_file import make_folder, write_private


def add(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    config: Path = arguments.config
    text = first_configuration(
        shipped_example().read_text(encoding="utf-8"),
        today=clock.today(),
        maildir=os.name != "nt",
    )
    try:
        make_folder(config.parent)
        os.close(os.open(config, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # never over what is there
        write_private(config, text)
    except FileExistsError:
        raise UserError(
            f"There is a {config} already, and it was left as it is. Edit that one, or name another with --config FILE."
        ) from None
    except OSError as error:
        raise UserError(f"{config} cannot be written: {error.strerror}. Choose another folder.") from error
    made = _folders(load_settings(config))
    if arguments.json:
        print_json({"config": config, "folders": made})
    else:
        print(_next_steps(config, made))
    return ExitCode.OK


def _folders(settings: Settings) -> list[Path]:
    """The mailbox (new ones only: an existing one is not touched) and the store, for this account alone."""
    mail, store = settings.resolve(settings.mailbox.path), settings.resolve(settings.store)
    made = [folder for folder in (mail, store) if not folder.exists()]
    if mail in made:
        places = ("tmp", "new", "cur") if settings.mailbox.kind is MailboxKind.MAILDIR else ("",)
        for place in places:
            make_folder(mail / place)
    make_folder(store, secret=True)
    return made


def _next_steps(config: Path, made: list[Path]) -> str:
    option = "" if config == Path("linkbot.toml") else f" --config {config}"
    folders = "".join(f"\n  {folder}" for folder in made) or " none, they were there"
    return (
        f"Wrote {config}. Folders made:{folders}\n\n"
        "Next:\n"
        f"  1. Edit {config}: [organisation], [authentication] and [people.link_officer] first. Its mode is watch:\n"
        "     it reads and registers, and sends nothing.\n"
        f"  2. linkbot doctor{option}    says what is still missing\n"
        f"  3. linkbot poll{option}      reads the mailbox once; then linkbot explain FILE, linkbot cases, linkbot run"
    )
