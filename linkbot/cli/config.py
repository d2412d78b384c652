"""`linkbot config show`: the configuration as it holds, each value with where it came from. Shows no secret."""

from __future__ import annotations

import argparse
import json

from linkbot.cli.arguments import add_config, add_json, config_of
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json, table
from linkbot.settings.provenance import Setting, provenance


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("show",))
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Needs no rules, network or register: a faulty file is told with all its faults."""
    settings = provenance(config_of(arguments))
    if arguments.json:
        for setting in settings:
            print_json({"key": setting.key, "value": setting.value, "file": setting.file, "line": setting.line})
    else:
        print(table(("setting", "value", "from"), [_cells(setting) for setting in settings]))
    return ExitCode.OK


def _cells(setting: Setting) -> tuple[str, str, str]:
    value = "(not set)" if setting.value is None else json.dumps(setting.value, ensure_ascii=False)
    return setting.key, value, setting.origin
