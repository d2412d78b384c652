"""`linkbot cases export`: the case file as one archive, and its line in the audit log."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from linkbot.cli.acting import desk_office, who
from linkbot.cli.arguments import setup_of
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import print_json
from linkbot.whole_file import write_whole


def export(arguments: argparse.Namespace, target: str) -> int:
    """Raises UserError when it has nowhere to go, Refused for a case that is not known."""
    from linkbot.worker.acts.finding import find_case
    from linkbot.worker.records.bundle import bundle_of
    from linkbot.worker.records.case_zip import case_zip
    from linkbot.worker.records.on_record import put_on_record

    out = place_for(arguments.out, "linkbot cases export ID --out FILE.zip")
    by = who(arguments.by)
    with desk_office(setup_of(arguments)) as office:
        with office.store.begin() as tx:
            case = find_case(tx, target).case.id
        bundle = bundle_of(office, case)
        octets = case_zip(bundle)
        digest = hashlib.sha256(octets).hexdigest()
        reason = str(arguments.reason)
        head = put_on_record(office, cases=(case,), about="case file", by=by, reason=reason, digest=digest)
        write_whole(out, octets)
    told = {
        "case": case,
        "file": out,
        "sha256": digest,
        "letters": len(bundle.letters),
        "confidential": bundle.confidential,
        "audit_head": str(head),
    }
    if arguments.json:
        print_json(told)
    else:
        print(f"{case}: {len(bundle.letters)} letters and mails, everything done and asked, in {out}.")
        if bundle.confidential:
            print("It holds confidential papers, marked as such: named readers only.")
    return ExitCode.OK


def place_for(out: Path | None, usage: str) -> Path:
    """Never over a file that is there. Raises UserError."""
    if out is None:
        raise UserError(f"Say where it shall go: {usage}")
    if out.exists():
        raise UserError(f"{out} is there already: name another file, or move that one away.")
    if not out.parent.is_dir():
        raise UserError(f"There is no folder {out.parent}: make it first, or name another.")
    return out
