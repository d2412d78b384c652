"""secrets.mode: the password can be read by linkbot's account, and files that hold secrets by nobody else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.model.mode import Mode
from linkbot.ports import Permanent
from linkbot.wiring_mail import smtp_account

ID = "secrets.mode"


def mode(patient: Patient) -> Iterator[Finding]:
    settings = patient.settings
    found: list[Finding] = []
    try:
        smtp_account(settings, settings.smtp, "smtp")
    except Permanent as error:
        say = note if settings.mode is Mode.WATCH else wrong
        found.append(
            say(
                ID,
                str(error),
                why="The mail server will not let linkbot in. In mode watch it is not needed yet.",
                todo="Put the password there, readable by linkbot's account only.",
            )
        )
    try:
        smtp_account(settings, settings.alarm.smtp, "alarm.smtp")
    except Permanent as error:
        found.append(
            wrong(
                ID,
                str(error),
                why="Alarms have no second way: when the ordinary server is dead, nobody hears of it.",
                todo="Put the password there, readable by linkbot's account only.",
            )
        )
    if os.name != "nt":  # there rights are lists, which this does not read
        private = [settings.resolve(settings.store)]
        of_cases = settings.case_system.icasework.secret_file
        files = (*settings.smtp.secret_files, *settings.alarm.smtp.secret_files, *settings.mailbox.private_files)
        private += [settings.resolve(file) for file in (*files, of_cases) if file]
        found += [finding for path in private if (finding := _too_open(path))]
    yield from found or [ok(ID, "Nobody else may read the store or a password.")]


def _too_open(path: Path) -> Finding | None:
    try:
        bits = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None
    if not bits & 0o077:
        return None
    return wrong(
        ID,
        f"{path} is open to other accounts (mode {bits:03o}).",
        why="It holds residents' letters or a password.",
        todo=f"chmod go= {path}",
    )
