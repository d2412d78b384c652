"""An idle worker does not look through every case at every poll, and misses nothing by it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from linkbot.model.mode import Mode
from linkbot.worker.lull import LONGEST, Ground, Lull
from linkbot.worker.tick import tick

from .conversation import Conversation
from .letters import REQUEST

START = date(2026, 11, 2)


def looks(story: Conversation, ticks: int, step: timedelta) -> int:
    """How often all cases were looked through in so many turns."""
    count = 0
    for _ in range(ticks):
        story.clock.walk_to(story.clock.now() + step)
        kept = story.office.lull._since
        tick(story.office)
        count += story.office.lull._since != kept
    return count


def test_what_falls_due_comes_on_the_same_days_with_and_without_a_lull(tmp_path: Path) -> None:
    seen = []
    for calm in (True, False):
        folder = tmp_path / str(calm)
        folder.mkdir()
        story = Conversation(folder, start=START)
        if not calm:
            story.office.lull.covers = lambda ground, now: False  # type: ignore[method-assign]
        story.they_write(REQUEST)
        happened = []
        for _ in range(28):
            for _ in range(12):
                story.clock.walk_to(story.clock.now() + timedelta(hours=2))
                tick(story.office)
                happened += [(story.clock.now(), what) for what in sorted(story.what_happened())]
        seen.append(happened)
        story.close()
    assert seen[0] == seen[1]
    assert any("reminder" in what for _, what in seen[0]) and any("warning" in what for _, what in seen[0])


def test_while_nothing_changes_the_cases_are_looked_through_once_an_hour(tmp_path: Path) -> None:
    story = Conversation(tmp_path, start=START)
    story.they_write(REQUEST)
    tick(story.office)
    assert looks(story, 60, timedelta(minutes=1)) <= 2
    story.close()


def test_a_persons_act_ends_it_at_once(tmp_path: Path) -> None:
    story = Conversation(tmp_path, start=START)
    story.they_write(REQUEST)
    looks(story, 3, timedelta(minutes=1))
    (task,) = story.tasks
    with story.office.store.begin() as tx:
        before = tx.casework_stamp()
    story.the_officer("done", task.id)
    with story.office.store.begin() as tx:
        assert tx.casework_stamp() != before
    assert story.office.lull._since == story.clock.now()  # looked through in the turn that followed
    story.close()


def test_a_lull_ends_with_its_hour_its_state_its_rules_and_a_clock_put_back(tmp_path: Path) -> None:
    story = Conversation(tmp_path, start=START)
    office, now = story.office, story.clock.now()
    ground = Ground("1 2 3", office.desk, office.times, Mode.ACT)
    lull = Lull()
    assert not lull.covers(ground, now)
    lull.note(ground, now, now + timedelta(days=1))
    assert lull.covers(ground, now + timedelta(minutes=59))
    assert not lull.covers(ground, now + LONGEST)
    assert not lull.covers(ground, now - timedelta(seconds=1))
    assert not lull.covers(Ground("1 2 4", office.desk, office.times, Mode.ACT), now)
    assert not lull.covers(Ground("1 2 3", office.desk, office.times, Mode.DRAFT), now)
    lull.note(ground, now, now + timedelta(minutes=5))
    assert not lull.covers(ground, now + timedelta(minutes=5))
    story.close()
