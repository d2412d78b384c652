"""Arguments that several commands share, and the values they turn into."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from linkbot.cli.errors import UserError
from linkbot.settings.load import load_settings
from linkbot.settings.values import Settings

if TYPE_CHECKING:
    from linkbot.wiring import Setup

DEFAULT_CONFIG = "linkbot.toml"


def add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, default=Path(DEFAULT_CONFIG), help="default: linkbot.toml here")


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line, for programs")


def add_act(parser: argparse.ArgumentParser) -> None:
    """Who does it and why: every act is on record."""
    parser.add_argument("--by", default=None, metavar="NAME", help="who does this")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")


def setup_of(arguments: argparse.Namespace) -> Setup:
    """Configuration and rules. Raises UserError when there is no configuration file, Faulty when something is wrong."""
    config = config_of(arguments)
    from linkbot.wiring import set_up  # here, because the engine takes a second to load: lists need none of it

    return set_up(config)


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The configuration alone, for commands that read no letter. Raises as `setup_of`."""
    return load_settings(config_of(arguments))


def config_of(arguments: argparse.Namespace) -> Path:
    config: Path = arguments.config
    if not config.is_file():
        raise UserError(f"There is no {config}. Run `linkbot init` to make one, or name it with --config FILE.")
    return config


def day(text: str) -> date:
    """A day of the form YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2027-01-11") from None
