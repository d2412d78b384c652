"""`linkbot export person`: what is held about a person, for the officer who answers a subject access request."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from linkbot.cli.acting import desk_office, who
from linkbot.cli.arguments import add_act, add_config, add_json, setup_of
from linkbot.cli.case_export import place_for
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.engine.persons.mentions import Person
from linkbot.whole_file import write_whole

USAGE = 'linkbot export person --name "Anita Patel" --postcode "AB1 2CD" --out FILE.zip'


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("person",))
    parser.add_argument(
        "--name", action="append", default=[], metavar="NAME", help="also other spellings, former names"
    )
    parser.add_argument("--postcode", action="append", default=[], metavar="CODE", help="also former ones")
    parser.add_argument("--email", action="append", default=[], metavar="ADDRESS")
    parser.add_argument("--case", action="append", default=[], metavar="ID", help="a case that is theirs in any event")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the archive to make")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Raises UserError, and Refused for a case that is not known."""
    from linkbot.worker.acts.finding import find_case
    from linkbot.worker.records.on_record import put_on_record
    from linkbot.worker.records.person_search import search
    from linkbot.worker.records.person_zip import person_zip

    out, by = place_for(arguments.out, USAGE), who(arguments.by)
    with desk_office(setup_of(arguments)) as office:
        with office.store.begin() as tx:
            files = [find_case(tx, wanted) for wanted in arguments.case]
        person = Person(
            names=_said((*arguments.name, *(file.case.complainant for file in files))),
            postcodes=_said((*arguments.postcode, *(file.case.postcode for file in files))),
            emails=_said(arguments.email),
        )
        if not (person.names or person.postcodes or person.emails or files):
            raise UserError(f"Say whom to look for: {USAGE}")
        ids = tuple(file.case.id for file in files)
        found = search(office, person, cases=ids, said=lambda words: print(words, file=sys.stderr))
        octets = person_zip(office, found)
        digest, cases = hashlib.sha256(octets).hexdigest(), tuple(file.case.id for file in found.cases)
        reason = str(arguments.reason)
        head = put_on_record(office, cases=cases, about="person", by=by, reason=reason, digest=digest)
        write_whole(out, octets)
    told = {
        "file": out,
        "sha256": digest,
        "cases": cases,
        "messages": len(found.messages),
        "complaints": len(found.complaints),
        "rows": len(found.rows),
        "unsearched": len(found.unsearched),
        "audit_head": str(head),
    }
    if arguments.json:
        print_json(told)
    else:
        print(
            f"{len(cases)} cases, {len(found.messages)} messages, {len(found.complaints)} complaints and "
            f"{len(found.rows)} other rows in {out}.\nIt is for the information governance officer: other people's "
            "data is marked, not taken out."
        )
        if found.unsearched:
            print(f"{len(found.unsearched)} messages could not be searched to the end: the overview lists them.")
    return ExitCode.OK


def _said(words: object) -> tuple[str, ...]:
    assert isinstance(words, tuple | list)
    return tuple(dict.fromkeys(" ".join(word.split()) for word in words if word and word.strip()))
