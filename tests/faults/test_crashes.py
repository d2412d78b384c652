"""A crash at every seam: afterwards, on the same store, the same things have happened, each of them once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from linkbot.model.question import Verb
from linkbot.ports import MessageStatus
from linkbot.worker.acts.perform import make_act, perform_act
from tests.journeys.letters import FINAL, NOTICE, REQUEST

from .seams import Crash, Seams
from .world import START, Outcome, World, post_a_morning_s_mail

READS = ("cases", "messages", "question", "task", "tasks", "outbox", "entry", "events", "overrides", "texts", "cursor")


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Counter[str]]:
    """What the morning's mail comes to when nothing breaks, and how often each seam is passed."""
    world, seams = World(tmp_path_factory.mktemp("undisturbed")), Seams()
    post_a_morning_s_mail(world)
    world.run(wrap=lambda office: seams.wrap(office, world.reached))
    world.all_is_accounted_for()
    return world.outcome(), seams.passed


def crashed(folder: Path, name: str, nth: int) -> World:
    world, seams = World(folder), Seams(name, nth)
    post_a_morning_s_mail(world)
    with pytest.raises(Crash):
        world.run(wrap=lambda office: seams.wrap(office, world.reached))
    calm = Seams()
    world.run(wrap=lambda office: calm.wrap(office, world.reached))
    return world


SEAMS = [
    "after mailbox.fetch",
    "after store.keep_octets",
    "after tx.add_message",
    "before tx.set_cursor",
    "before tx.commit_decision",
    "after tx.save_message",
    "after tx.add_occurrence",
    "after tx.claim",
    "before outgoing.send",
    "after outgoing.send",
    "after drafts.save",
    "after case_system.write",
    "after sheet.rebuild",
    "before tx.settle",
    "after tx.settle",
    "before commit",
    "after commit",
]


@pytest.mark.parametrize("name", SEAMS)
def test_after_a_crash_at_a_seam_the_same_has_happened_once(
    name: str, undisturbed: tuple[Outcome, Counter[str]], tmp_path: Path
) -> None:
    outcome, passed = undisturbed
    assert passed[name], f"the story does not pass {name!r}"
    world = crashed(tmp_path, name, 1 + passed[name] // 2)
    world.all_is_accounted_for()
    assert world.outcome() == outcome


@pytest.mark.slow
def test_after_a_crash_at_any_passage_of_any_seam(
    undisturbed: tuple[Outcome, Counter[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    outcome, passed = undisturbed
    tried = 0
    for name, times in sorted(passed.items()):
        if name.rpartition(".")[2] in READS:
            continue
        for nth in range(1, times + 1):
            world = crashed(tmp_path_factory.mktemp("crash"), name, nth)
            world.all_is_accounted_for()
            assert world.outcome() == outcome, (name, nth)
            tried += 1
    print(f"{tried} crashes")


def an_unverified_chaser(folder: Path) -> World:
    world = World(folder)
    world.post(REQUEST)
    world.post(FINAL.but(passes=False))
    world.run()
    return world


def answered(world: World, seams: Seams) -> None:
    """The officer says that the chaser is genuine after all."""
    with world.office(wrap=lambda office: seams.wrap(office, world.reached)) as office:
        with world.office() as other, other.store.begin() as tx:
            (question,) = tx.questions()
        act = make_act(at=START, by="officer", verb=Verb.ANSWER, target=question.id, value="yes", reason="I rang them")
        perform_act(office, act)


@pytest.mark.parametrize("name", ["after tx.add_act", "after commit"])
def test_an_answer_cut_off_at_a_seam_was_never_given_or_has_its_consequences(name: str, tmp_path: Path) -> None:
    """Seen: the answer was stored, the letter never decided again, and nobody would have known."""
    (tmp_path / "well").mkdir()
    well = an_unverified_chaser(tmp_path / "well")
    calm = Seams()
    answered(well, calm)
    well.run()
    for nth in range(1, calm.passed[name] + 1):
        folder = tmp_path / f"{nth}"
        folder.mkdir()
        world = an_unverified_chaser(folder)
        with pytest.raises(Crash):
            answered(world, Seams(name, nth))
        with world.office() as office, office.store.begin() as tx:
            given = not tx.questions()
        if not given:
            answered(world, Seams())
        world.run()
        world.all_is_accounted_for()
        assert world.outcome().effects == well.outcome().effects


def test_a_message_at_which_the_worker_dies_every_time_is_set_aside_and_the_others_go_on(tmp_path: Path) -> None:
    """As one would that makes the reader run out of memory: no exception is ever seen."""
    world = World(tmp_path)
    world.post(REQUEST)
    world.post(NOTICE)

    class Deadly(Seams):
        def pass_(self, name: str) -> None:
            if name == "before tx.overrides":  # while it is decided, each time
                raise Crash(name)

    deaths = 0
    for _ in range(12):
        try:
            world.run(1, wrap=lambda office: Deadly().wrap(office, world.reached))
        except Crash:
            deaths += 1
    assert deaths == 10  # five for each of the two: both are deadly here
    with world.office() as office, office.store.begin() as tx:
        assert {m.status for m in tx.messages()} == {MessageStatus.PARKED}
        parked = tx.messages()[0]
    with world.office() as office:
        act = make_act(at=START, by="officer", verb=Verb.RETRY, target=parked.id, value=None, reason="mended")
        perform_act(office, act)
    world.run()
    world.all_is_accounted_for()
    with world.office() as office, office.store.begin() as tx:
        retried = tx.message(parked.id)
    assert retried is not None and retried.status is MessageStatus.DECIDED
    assert sum(parked.id.encode() in path.read_bytes() for path in (tmp_path / "sent").glob("*.eml")) == 1
