"""`linkbot run`: the worker until it is stopped. The log goes to the error stream; the work is `worker.service`."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path

from linkbot import __version__
from linkbot.cli.arguments import add_config, add_json, config_of, setup_of
from linkbot.cli.checks.cases import why_only_watching
from linkbot.cli.exit_codes import ExitCode
from linkbot.effectors.log_file import LogFile
from linkbot.rewiring import ConfigurationFiles, shift_of, version_of
from linkbot.store.migrations import HEAD
from linkbot.wiring import SystemClock, office_of, supervisor_of, worker_lock_of
from linkbot.worker.log import Log, LogObserver
from linkbot.worker.reloading import Reloading
from linkbot.worker.service import serve
from linkbot.worker.stopping import StopRequest, heeding_signals
from linkbot.worker.tenure import Tenure
from linkbot.worker.turns import About

STOP_FILE = "stop"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stop-file",
        type=Path,
        default=None,
        metavar="FILE",
        help="touching it stops the worker (default: stop, in the store)",
    )
    parser.add_argument(
        "--log-file",
        type=Path,
        default=None,
        metavar="FILE",
        help="the log goes there instead of the error stream; of 10 MB each, five old ones are kept",
    )
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    version = version_of(config_of(arguments))
    setup = setup_of(arguments)
    settings = setup.settings
    if why := why_only_watching(settings):
        print(why, file=sys.stderr)
    stop = StopRequest(arguments.stop_file or settings.resolve(settings.store) / STOP_FILE)
    hangup = threading.Event()
    with heeding_signals(stop, hangup=hangup):
        write = LogFile(arguments.log_file) if arguments.log_file else None
        log = Log(SystemClock(), as_json=arguments.json, write=write)
        office = office_of(setup, LogObserver(log))
        try:
            serve(
                Reloading(
                    shift_of(setup, office),
                    ConfigurationFiles(arguments.config, settings),
                    version=version,
                    log=log,
                    pause=stop.wait,
                    hangup=hangup,
                ),
                tenure=Tenure(worker_lock_of(office), office.clock),
                stop=stop,
                log=log,
                about=About(__version__, HEAD),
                supervisor=supervisor_of(os.environ),
            )
        finally:
            office.hang_up()
            office.extractor.close()
            office.store.close()
    return ExitCode.OK
