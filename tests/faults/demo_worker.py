"""The worker of the demo's council as a process that can be killed, and a warm parent that starts it in no time.

`python -m tests.faults.demo_worker` reads the rules once and then forks a worker for every folder it is told. A worker
is what `linkbot run` is (a lease, turn after turn), but its clock stands in a file, and it works a turn when the file
says so. A second one stands by until the first is gone.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import linkbot
from linkbot.cli.demo import config_in, deliver
from linkbot.mailsystems.intake_folder import IntakeMailbox
from linkbot.ports import Fetched, Mailbox, Receipt
from linkbot.settings.load import load_settings
from linkbot.wiring import Setup, SystemClock, office_of, set_up, templates_of, worker_lock_of
from linkbot.worker.office import Office
from linkbot.worker.simulation import WalkingClock, arrivals_in
from linkbot.worker.tenure import Tenure
from linkbot.worker.tick import tick

DEMO = Path(linkbot.__file__).parent / "demo"
WANTED, DONE = "turn-wanted", "turn-done"
"""Files: the number of the turn that is wanted and the instant it is wanted at; the number of the last one done."""
LOOK = 0.002


class TurnClock:
    """The instant of the turn under way: it never moves within one."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._turn, self._at = folder, 0, datetime.fromtimestamp(0, UTC)

    def now(self) -> datetime:
        return self._at

    def next_turn(self) -> None:
        """The one under way is whole; wait until another is wanted."""
        if self._turn:
            write(self._folder / DONE, str(self._turn))
        while (wanted := self._wanted())[0] == self._done():
            time.sleep(LOOK)
        self._turn, self._at = wanted

    def cut_short(self) -> None:
        """The turn under way was not finished: it is not done."""
        self._turn = 0

    def _wanted(self) -> tuple[int, datetime]:
        number, _, at = (self._folder / WANTED).read_text(encoding="utf-8").partition(" ")
        return int(number), datetime.fromisoformat(at)

    def _done(self) -> int:
        try:
            return int((self._folder / DONE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return 0


class Turns:
    """The first mailbox a turn looks into: a look into it is where a turn begins."""

    def __init__(self, mailbox: Mailbox, clock: TurnClock) -> None:
        self._mailbox, self._clock, self._more = mailbox, clock, False

    @property
    def name(self) -> str:
        return self._mailbox.name

    def fetch(self, cursor: str | None, limit: int) -> Fetched:
        if not self._more:
            self._clock.next_turn()
        found = self._mailbox.fetch(cursor, limit)
        self._more = found.more
        return found

    def file(self, handle: str, folder: str, key: str) -> Receipt:
        return self._mailbox.file(handle, folder, key)


def write(path: Path, text: str) -> None:
    """Whole or not at all, and not made to last: what dies here is a process, not the machine."""
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def council(folder: Path, setup: Setup, clock: TurnClock | None = None) -> Office:
    """The office of the worker, or with no clock of turns that of a person who does something beside it."""
    office = office_of(replace(setup, settings=load_settings(folder / "linkbot.toml")))
    told = replace(office, new_secret=lambda: "the same in every council")  # else no two runs could be compared
    if clock is None:
        return told
    first, *others = office.mailboxes
    watched = [one for one in others if isinstance(one, IntakeMailbox)]
    taken_at_once = (
        IntakeMailbox(folder / "intake", one.vouches_for, settle_seconds=0, now=lambda: clock.now().timestamp())
        for one in watched
    )
    return replace(told, clock=clock, mailboxes=(Turns(first, clock), *taken_at_once))


def work(folder: Path, setup: Setup) -> None:
    """Never ends by itself."""
    clock = TurnClock(folder)
    office = council(folder, setup, clock)
    tenure = Tenure(worker_lock_of(office), SystemClock())
    working = replace(office, stopping=tenure.is_lost)
    while True:
        if not tenure.take():
            time.sleep(LOOK)
            continue
        with tenure.kept():
            while not tenure.is_lost():
                tick(working)
        clock.cut_short()


def warmed() -> Setup:
    """All that every worker needs and nobody changes."""
    setup = set_up(DEMO / "linkbot.toml")
    return replace(setup, templates=templates_of(setup.settings))


def rehearse(setup: Setup) -> None:
    """One letter in a council that is thrown away: whatever is loaded late is loaded, and every worker inherits it."""
    letter = arrivals_in(DEMO / "mailbox")[0]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        config_in(folder)
        for part in ("new", "cur", "tmp"):
            (folder / "mail" / part).mkdir(parents=True)
        deliver(folder / "mail", letter)
        office = replace(council(folder, setup), clock=WalkingClock(letter.at))
        worker_lock_of(office).holder(letter.at)
        tick(office)
        office.extractor.close()
        office.store.close()


def main() -> None:
    """A folder a line on the standard input; answers the number of the process that works there."""
    setup = warmed()
    rehearse(setup)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a killed worker is gone at once, as under any init
    print("ready", flush=True)
    for line in sys.stdin:
        folder = Path(line.strip())
        process = os.fork()
        if process:
            print(process, flush=True)
            continue
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with (folder / "worker.log").open("a", encoding="utf-8") as log:
                os.dup2(log.fileno(), 1)
                os.dup2(log.fileno(), 2)
            work(folder, setup)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)


if __name__ == "__main__":
    main()
