"""`linkbot run`: the worker until it is stopped. The log goes to the error stream; the work is `worker.service`."""

from __future__ import annotations

import argparse
from pathlib import Path

from linkbot.cli.arguments import add_config, add_json, setup_of
from linkbot.cli.exit_codes import ExitCode
from linkbot.wiring import SystemClock, office_of, worker_lock_of
from linkbot.worker.log import Log, LogObserver
from linkbot.worker.service import serve
from linkbot.worker.stopping import StopRequest, heeding_signals
from linkbot.worker.tenure import Tenure

STOP_FILE = "stop"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stop-file",
        type=Path,
        default=None,
        metavar="FILE",
        help="touching it stops the worker (default: stop, in the store)",
    )
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    setup = setup_of(arguments)
    settings = setup.settings
    stop = StopRequest(arguments.stop_file or settings.resolve(settings.store) / STOP_FILE)
    with heeding_signals(stop):
        log = Log(SystemClock(), as_json=arguments.json)
        office = office_of(setup, LogObserver(log))
        try:
            serve(
                office,
                tenure=Tenure(worker_lock_of(office), office.clock),
                stop=stop,
                log=log,
                poll_seconds=settings.worker.poll_seconds,
            )
        finally:
            office.extractor.close()
            office.store.close()
    return ExitCode.OK
