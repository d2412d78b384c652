"""SIGKILL at random moments in the middle of the demo's mailbox, with one worker and with a second that stands by.

The worker is a process of its own with the real adapters: a Maildir, a store, an SMTP server, drafts, a workbook. After
every kill a successor goes on; what it cannot know is doubtful, and the link officer settles it from the server's own
log. At the end everything must be as in a run that nobody disturbed, to the octet.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from linkbot.cli.demo import END
from linkbot.wiring import Setup
from tests.journeys.letters import FINAL, NOTICE, REQUEST

from .demo_walk import Kills, MailServer, Standing, Tally, Walk, WarmParent
from .demo_worker import warmed
from .world import World

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither fork nor SIGKILL")
ROOT = Path(__file__).parents[2]
A_WEEK = date(2027, 1, 18)


@dataclass(frozen=True)
class Council:
    """What all walks share."""

    setup: Setup
    parent: WarmParent

    def walk(self, folder: Path, until: date, kills: Kills | None = None, *, standby: bool = False) -> Walked:
        with MailServer().running() as server:
            walk = Walk(folder, self.setup, self.parent, server, standby=standby)
            try:
                return Walked(walk.walk(until, kills), walk.tally, walk.durations)
            finally:
                walk.close()


@dataclass(frozen=True)
class Walked:
    standing: Standing
    tally: Tally
    durations: list[float]


@pytest.fixture(scope="module")
def council() -> Iterator[Council]:
    parent = WarmParent()
    yield Council(warmed(), parent)
    parent.close()


def differences(one: Standing, other: Standing) -> list[str]:
    return [part.name for part in fields(Standing) if getattr(one, part.name) != getattr(other, part.name)]


def kill_again_and_again(
    council: Council, folder: Path, *, until: date, kills: int, walks: int, standby: tuple[bool, ...]
) -> None:
    """So many kills altogether for each number of workers, spread over so many walks."""
    calm = council.walk(folder / "undisturbed", until)
    assert not calm.tally.kills and not calm.tally.doubts
    for second in standby:
        tallies = []
        for number in range(walks):
            seed = random.SystemRandom().randrange(10**9)
            print(f"{'two workers' if second else 'one worker'}: seed {seed}", end=", ")
            plan = Kills(kills // walks, random.Random(seed), calm.durations)
            walked = council.walk(folder / f"killed-{second}-{number}", until, plan, standby=second)
            print(walked.tally)
            assert differences(walked.standing, calm.standing) == []
            tallies.append(walked.tally)
        assert sum(tally.kills for tally in tallies) == kills


def test_five_kills_in_the_middle_of_the_demo_change_nothing(tmp_path: Path, council: Council) -> None:
    kill_again_and_again(council, tmp_path, until=A_WEEK, kills=5, walks=1, standby=(False, True))


@pytest.mark.slow
def test_two_hundred_kills_with_one_worker_and_two_hundred_with_a_second_standing_by(
    tmp_path: Path, council: Council
) -> None:
    kill_again_and_again(council, tmp_path, until=END, kills=200, walks=2, standby=(False, True))


# The command itself, from the start of its interpreter: what is killed there has often done nothing yet.


def a_world(folder: Path, morning: datetime) -> World:
    """Four letters, an hour ago: a notice, a request, its copy, a fake."""
    folder.mkdir()
    world = World(folder, start=morning)
    day = (morning + timedelta(days=25)).strftime("%-d %B %Y")
    request = REQUEST.but(body=REQUEST.body.replace("27 November 2026", day))
    octets = [world.post(mail) for mail in (NOTICE, request, FINAL.but(passes=False))]
    world.post(octets[1])
    return world


def poll(world: World) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "linkbot.cli.main", "poll", "--config", str(world.folder / "linkbot.toml")]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.slow
def test_the_command_killed_at_random_moments_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    now = datetime.now().astimezone()
    world = a_world(tmp_path / "undisturbed", now - timedelta(hours=1))
    began = time.monotonic()
    assert poll(world).wait(timeout=300) == 0
    takes = time.monotonic() - began
    world = a_world(tmp_path / "killed", now - timedelta(hours=1))
    for _ in range(20):
        process = poll(world)
        time.sleep(random.SystemRandom().uniform(takes * 0.2, takes))
        process.kill()
        process.wait()
    world.clock.walk_to(datetime.now().astimezone() + timedelta(minutes=11))
    world.run()
    world.all_is_accounted_for()
    with world.office() as office, office.store.begin() as tx:
        assert len(tx.messages()) == 4 and len(tx.open_tasks()) == 1
    mails = [path.read_bytes() for path in (world.folder / "sent").glob("*.eml")]
    assert len({octets.partition(b"Message-ID: ")[2][:60] for octets in mails}) == len(mails)
