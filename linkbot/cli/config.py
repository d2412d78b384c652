"""`linkbot config show`: the configuration as it holds, each value with where it came from. Shows no secret."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from linkbot.cli.arguments import add_config, add_json
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json, table
from linkbot.settings.provenance import Setting, provenance


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("show",))
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Needs no rules, network or register: a faulty file is told with all its faults."""
    config: Path = arguments.config
    if not config.is_file():
        raise UserError(f"There is no {config}. Run `linkbot init` to make one, or name it with --config FILE.")
    settings = provenance(config)
    if arguments.json:
        for setting in settings:
            print_json({"key": setting.key, "value": setting.value, "file": setting.file, "line": setting.line})
    else:
        print(table(("setting", "value", "from"), [_cells(setting) for setting in settings]))
    return ExitCode.OK


def _cells(setting: Setting) -> tuple[str, str, str]:
    value = "(not set)" if setting.value is None else json.dumps(setting.value, ensure_ascii=False)
    return setting.key, value, setting.origin
