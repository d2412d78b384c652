"""`linkbot poll`, the real process, killed with SIGKILL at random moments, and what is on the disk afterwards."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from linkbot.store.lock import WorkerLock
from linkbot.store.sql_store import SqlStore
from linkbot.worker.office import LONDON
from tests.journeys.letters import FINAL, NOTICE, REQUEST

from .world import World

ROOT = Path(__file__).parents[2]
FALLS_DUE = frozenset({"reminder", "warning", "desk_mail", "weekly_list", "daily_list", "question"})
"""What time brings depends on the hour at which this test runs."""


def a_world(folder: Path, morning: datetime) -> World:
    """Four letters, an hour ago: a notice, a request, its copy, a fake."""
    folder.mkdir()
    world = World(folder, start=morning)
    date = (morning + timedelta(days=25)).strftime("%-d %B %Y")
    request = REQUEST.but(body=REQUEST.body.replace("27 November 2026", date))
    octets = [world.post(mail) for mail in (NOTICE, request, FINAL.but(passes=False))]
    world.post(octets[1])
    return world


def poll(world: World) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "linkbot.cli.main", "poll", "--config", str(world.folder / "linkbot.toml")]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_until_free(world: World) -> None:
    """The dead worker's lease is taken away, as waiting a minute would."""
    with world.office() as office:
        assert isinstance(office.store, SqlStore)
        lock = WorkerLock(office.store)
        holder = lock.holder(datetime.now(LONDON))
        if holder:
            lock.release(holder)


def at_rest(world: World) -> tuple[object, ...]:
    """Claims lapse, the worker goes on; then what there is, without what the hour of the day brought."""
    world.clock.walk_to(datetime.now(LONDON) + timedelta(minutes=11))
    world.run()
    world.all_is_accounted_for()
    with world.office() as office, office.store.begin() as tx:
        entries = [e for e in tx.outbox() if getattr(e.effect, "template", None) not in FALLS_DUE]
    outcome, keys = world.outcome(), {e.key for e in entries}
    sent = {path.stem for path in (world.folder / "sent").glob("*.eml")}
    drafts = [path for path in outcome.files if path.startswith("mail/.Drafts")]
    case_system = [path for path in outcome.files if "case-system" in path]
    return (
        outcome.messages,
        outcome.tasks,
        sorted((e.key, e.state.value) for e in entries),
        sorted(stem for stem in sent if any(key.startswith(stem) or stem in key for key in keys)),
        len(drafts),
        case_system,
    )


@pytest.fixture
def undisturbed(tmp_path: Path) -> tuple[datetime, float, tuple[object, ...]]:
    """The morning, how long one poll takes, and what it comes to."""
    morning = datetime.now(LONDON) - timedelta(hours=1)
    world = a_world(tmp_path / "undisturbed", morning)
    began = time.monotonic()
    assert poll(world).wait(timeout=120) == 0
    return morning, time.monotonic() - began, at_rest(world)


def killed(folder: Path, morning: datetime, moments: Callable[[], float], kills: int) -> tuple[object, ...]:
    world = a_world(folder, morning)
    for _ in range(kills):
        process = poll(world)
        time.sleep(moments())
        process.kill()
        process.wait()
        wait_until_free(world)
    return at_rest(world)


def seeded(name: str) -> random.Random:
    seed = random.SystemRandom().randrange(10**9)
    print(f"{name}: seed {seed}")
    return random.Random(seed)


def test_five_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, undisturbed: tuple[datetime, float, tuple[object, ...]]
) -> None:
    morning, takes, outcome = undisturbed
    chance = seeded("kills")
    assert killed(tmp_path / "killed", morning, lambda: chance.uniform(takes * 0.3, takes), 5) == outcome


@pytest.mark.slow
def test_two_hundred_kills(tmp_path: Path, undisturbed: tuple[datetime, float, tuple[object, ...]]) -> None:
    morning, takes, outcome = undisturbed
    chance = seeded("kills")
    for number in range(40):
        folder = tmp_path / f"killed-{number}"
        assert killed(folder, morning, lambda: chance.uniform(takes * 0.2, takes), 5) == outcome, number
