"""`linkbot import release`: the officers are told of what was brought over, each in one mail, and the clocks start."""

from __future__ import annotations

import argparse

from linkbot.cli.acting import do
from linkbot.model.question import Verb

EVERYBODY = "all"


def run(arguments: argparse.Namespace) -> int:
    return do(arguments, Verb.RELEASE, arguments.owner or EVERYBODY)
