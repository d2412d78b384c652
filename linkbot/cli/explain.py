"""`linkbot explain`: read messages and say why. Acts on nothing; needs no secret, network or store."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, time
from pathlib import Path

from linkbot.cli.arguments import add_config, add_json, day, setup_of
from linkbot.cli.exit_codes import ExitCode
from linkbot.engine.casework.assumed import assumed
from linkbot.engine.casework.decide import decide
from linkbot.engine.explain import as_json, as_text, unreadable_json
from linkbot.engine.read import Look, read
from linkbot.mailsystems.received_at import told_at
from linkbot.model.decision import Known
from linkbot.ports import Store, TextExtractor
from linkbot.store.opening import open_existing
from linkbot.wiring import Setup, extractor_of
from linkbot.worker.office import LONDON, moment_of
from linkbot.worker.reading import gather, look_at


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE|ID", help=".eml files, or ids of stored messages")
    parser.add_argument("--on", type=day, default=None, metavar="DAY", help="read as on this day (default: of receipt)")
    parser.add_argument("--why-not", default=None, metavar="KIND", help="show what was missing for this kind")
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    setup = setup_of(arguments)
    store = open_existing(setup.settings.resolve(setup.settings.store))
    extractor = extractor_of(setup.settings)
    code = ExitCode.OK
    try:
        for name in arguments.files:
            try:
                octets, at = _octets(name, store)
            except (OSError, KeyError) as error:
                why = f"{name} could not be read: {getattr(error, 'strerror', None) or error}"
                print(
                    json.dumps(unreadable_json(name, why), ensure_ascii=False) if arguments.json else f"linkbot: {why}"
                )
                code = ExitCode.PROBLEM
                continue
            if arguments.on is not None:
                at = datetime.combine(arguments.on, time(12), tzinfo=LONDON)
            print(_explained(name, octets, at, setup, store, extractor, arguments))
            sys.stdout.flush()
    finally:
        extractor.close()
        if store is not None:
            store.close()
    return code


def _octets(name: str, store: Store | None) -> tuple[bytes, datetime]:
    path = Path(name)
    if not path.exists() and store is not None:
        with store.begin() as tx:
            message = tx.message(name)
        if message is not None:
            return store.octets(message.octets_digest), message.received_at
    octets = path.read_bytes()
    return octets, told_at(octets, path.stat().st_mtime)


def _explained(
    name: str,
    octets: bytes,
    at: datetime,
    setup: Setup,
    store: Store | None,
    extractor: TextExtractor,
    arguments: argparse.Namespace,
) -> str:
    moment = moment_of(at)
    seen, _ = look_at(octets, received_on=moment.today, reader=setup.reader, extractor=extractor)
    known = _known(seen, store)
    reading = read(seen, known=known, reader=setup.reader)
    if not known.checked:
        known = assumed(reading, desk=setup.desk, at=moment.at)
    decision = decide(reading, message=name, received_at=at, known=known, desk=setup.desk, moment=moment)
    if arguments.json:
        return json.dumps(as_json(name, reading, known=known, decision=decision), ensure_ascii=False)
    return as_text(name, reading, known=known, decision=decision, why_not=arguments.why_not) + "\n"


def _known(seen: Look, store: Store | None) -> Known:
    if store is None:
        return Known(checked=False)
    with store.begin() as tx:
        return gather(tx, seen, own="")
