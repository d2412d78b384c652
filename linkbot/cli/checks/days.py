"""calendar.covers, clock.sane: deadlines are counted in the right year, with bank holidays that are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.worker.office import moment_of

AHEAD = timedelta(days=365)
SOON = timedelta(days=120)
_EARLIEST_YEAR = 2025  # before linkbot was written: a machine without a battery begins in 1970 or 2000
_TOLERANCE = timedelta(minutes=5)


def calendar(patient: Patient) -> Iterator[Finding]:
    today, days = moment_of(patient.now).today, patient.rulebook.calendar
    if days.covers(today + AHEAD):
        yield ok("calendar.covers", f"Bank holidays are known up to the end of {days.last_year}.")
        return
    say = note if days.covers(today + SOON) else wrong
    yield say(
        "calendar.covers",
        f"Bank holidays are known up to the end of {days.last_year} only.",
        why="Deadlines that reach further are counted as if there were none.",
        todo="Add the next year's days to rules/bank_holidays.toml (in your overlay, or with an update).",
    )


def clock(patient: Patient) -> Iterator[Finding]:
    local = moment_of(patient.now).at
    newest = None
    if patient.store is not None:
        with patient.store.begin() as tx:
            newest = max((poll.at for poll in tx.polls()), default=None)
    if local.year < _EARLIEST_YEAR or (newest is not None and newest > patient.now + _TOLERANCE):
        since = f"; linkbot last looked into the mailbox at {newest:%d %B %Y %H:%M} UTC" if newest else ""
        yield wrong(
            "clock.sane",
            f"This machine's clock says {local:%d %B %Y %H:%M}{since}.",
            why="Deadlines, reminders and warnings follow this clock.",
            todo="Set the clock, and let the machine keep it by a time server.",
        )
        return
    yield ok("clock.sane", f"It is {local:%d %B %Y %H:%M} in London.")
