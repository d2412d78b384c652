"""`linkbot demo`: the whole job on a sample mailbox, over five invented months, with the real adapters on a folder.

No account and no network. The mail is delivered into a Maildir at its time, people's acts come from a file, and what
linkbot sends, drafts and writes can be opened afterwards.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from linkbot.cli.demo_account import account
from linkbot.cli.demo_intake import DroppedInto, drops_in
from linkbot.cli.demo_progress import Progress
from linkbot.cli.demo_replies import PlannedReply, replies_in, written
from linkbot.cli.demo_targets import resolve
from linkbot.cli.errors import UserError
from linkbot.cli.exit_codes import ExitCode
from linkbot.mailsystems.maildir import MaildirMailbox
from linkbot.model.question import Act, Verb
from linkbot.whole_file import make_folder, write_private, write_whole
from linkbot.wiring import office_of, set_up
from linkbot.worker.acts.perform import make_act
from linkbot.worker.directory.reading import read_complaints
from linkbot.worker.office import LONDON
from linkbot.worker.simulation import Arrival, WalkingClock, arrivals_in, walk

SAMPLES = Path(__file__).resolve().parent.parent / "demo"
START, END = date(2027, 1, 11), date(2027, 6, 18)
MARK = ".linkbot-demo"


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("demo-output"), help="folder to fill; emptied first")
    parser.add_argument(
        "--until", type=date.fromisoformat, default=END, metavar="DAY", help="stop on this day (YYYY-MM-DD)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress, the account only")


def run(arguments: argparse.Namespace) -> int:
    out = _fresh_folder(arguments.out)
    config = config_in(out)
    clock = WalkingClock(datetime.combine(START, time(), tzinfo=LONDON))
    progress = Progress(clock, quiet=arguments.quiet, write=_say)
    arrivals = arrivals_in(SAMPLES / "mailbox")
    office = office_of(set_up(config), progress)
    mailbox = office.mailboxes[0]
    if not isinstance(mailbox, MaildirMailbox):
        raise UserError("The demo works on a Maildir.")
    drops = drops_in(SAMPLES)
    dropped = (DroppedInto(out / "intake", one, found, clock) for one, found in drops.items())
    delivered = DeliveredMaildir(mailbox, out / "mail", arrivals, clock)
    replies = replies_in(SAMPLES)
    delivered.expect(replies, lambda reply: written(reply, office.store, sent=out / "sent"))
    office = replace(office, clock=clock, mailboxes=(delivered, *dropped))
    try:
        complaints = read_complaints(SAMPLES / "complaints.csv").complaints
        with office.store.begin() as tx:
            tx.save_complaints(complaints)
        walk(
            office,
            clock,
            start=START,
            end=min(arguments.until, END),
            arrivals=[
                *arrivals,
                *(Arrival(reply.at, "a reply", b"") for reply in replies),
                *(drop for found in drops.values() for drop in found),
            ],
            acts=acts_in(SAMPLES),
            refused=progress.refused,
            resolve=resolve,
        )
        text = account(office, progress, out)
    finally:
        office.extractor.close()
        office.store.close()
    write_private(out / "account.txt", text)
    _say(text)
    return ExitCode.OK


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _fresh_folder(out: Path) -> Path:
    """An empty folder. Raises UserError for one that holds something the demo did not make."""
    if out.exists():
        if not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists()):
            raise UserError(f"{out} is not a folder of an earlier demo, so it is left alone. Name another with --out.")
        shutil.rmtree(out)
    make_folder(out)
    write_private(out / MARK, "Made by `linkbot demo`; the next run empties this folder.\n")
    return out


def config_in(out: Path) -> Path:
    """The demo's configuration, with every path inside the folder."""
    paths = """
[mailbox]
kind = "maildir"
path = "mail"
drafts = "mail/.Drafts"

[smtp]
outbox_folder = "sent"

[workbook]
path = "ombudsman-register.xlsx"

[store]
folder = "store"

[submissions]
folder = "submissions"

[intake]
folder = "intake"
"""
    config = out / "linkbot.toml"
    write_private(config, (SAMPLES / "linkbot.toml").read_text(encoding="utf-8") + paths)
    return config


class DeliveredMaildir:
    """The real Maildir; before each look, what has arrived by the demo's clock is delivered into it."""

    def __init__(self, mailbox: MaildirMailbox, folder: Path, arrivals: Sequence[Arrival], clock: WalkingClock) -> None:
        self._mailbox, self._folder, self._clock = mailbox, folder, clock
        self._waiting = sorted(arrivals, key=lambda a: (a.at, a.name))
        for name in ("new", "cur", "tmp"):
            make_folder(folder / name)
        self.file = mailbox.file
        self._replies: list[PlannedReply] = []
        self._write: Callable[[PlannedReply], Arrival] | None = None

    def expect(self, replies: Sequence[PlannedReply], write: Callable[[PlannedReply], Arrival]) -> None:
        """Somebody will answer linkbot's own mails; `write` makes the reply when its time has come."""
        self._replies, self._write = sorted(replies, key=lambda reply: reply.at), write

    @property
    def name(self) -> str:
        return self._mailbox.name

    def fetch(self, cursor: str | None, limit: int):  # type: ignore[no-untyped-def]
        while self._waiting and self._waiting[0].at <= self._clock.now():
            arrival = self._waiting.pop(0)
            deliver(self._folder, arrival)
        while self._write and self._replies and self._replies[0].at <= self._clock.now():
            deliver(self._folder, self._write(self._replies.pop(0)))
        return self._mailbox.fetch(cursor, limit)


def deliver(folder: Path, arrival: Arrival) -> None:
    """Into the Maildir, with its time as the file's own."""
    import os

    stem = arrival.name.removesuffix(".eml")
    temporary, final = folder / "tmp" / stem, folder / "new" / stem
    write_whole(temporary, arrival.octets)
    seconds = arrival.at.timestamp()
    os.utime(temporary, (seconds, seconds))
    temporary.rename(final)


def acts_in(samples: Path) -> list[Act]:
    """What its people do on the command line, and when."""
    rows = [json.loads(line) for line in (samples / "acts.jsonl").read_text(encoding="utf-8").splitlines() if line]
    return [
        make_act(
            at=datetime.fromisoformat(row["at"]),
            by=row["by"],
            verb=Verb(row["verb"]),
            target=row["target"],
            value=row["value"],
            reason=row["reason"],
        )
        for row in rows
    ]
