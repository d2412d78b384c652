"""evidence.scan: the virus scanner that looks at what services send runs, and lets a harmless file through."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, ok, wrong

ID = "evidence.scan"
HARMLESS = b"This file is from linkbot doctor and holds nothing.\n"


def scanned(patient: Patient) -> Iterator[Finding]:
    from linkbot.effectors.scanner import CommandScanner

    wanted = patient.settings.evidence
    if not wanted.scan_command:
        yield ok(ID, "No virus scanner is named: files that services send are kept as they come.")
        return
    found = CommandScanner(wanted.scan_command, seconds=wanted.scan_seconds).scan("doctor.txt", HARMLESS)
    if found.clean:
        yield ok(ID, f"{wanted.scan_command[0]} looks at each file that a service sends.")
        return
    what = "called a harmless file infected" if found.clean is False else "gave no answer"
    seen = f"{wanted.scan_command[0]} {what}{f': {found.said}' if found.said else ''}."
    yield wrong(
        ID,
        seen,
        why="Files that services send wait for a person until it answers.",
        todo="Run evidence.scan_command by hand on any file, as linkbot's account: 0 means clean, 1 infected, as with "
        "clamscan. Is its daemon running, may this account use it?",
    )
