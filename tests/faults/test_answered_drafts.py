"""The team answers a letter itself: linkbot's draft goes, also when the power or the mailbox does at that moment."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from linkbot.mailsystems.memory_sending import MemoryDrafts
from linkbot.model.effect import DraftReply
from linkbot.model.outbox import OutboxState
from linkbot.ports import MessageStatus, Permanent, Receipt, Transient
from tests.journeys.letters import REQUEST, Mail

from .seams import Crash, Seams
from .world import START, STEP, World

LETTER = "enquiry@lgo.org.uk"
OURS = Mail(
    "officer@anytown.gov.uk",
    f"RE: {REQUEST.subject}",
    "Thank you for your letter. The papers will follow.",
    to="jo.bell@lgo.org.uk",
    cc="ombudsman@anytown.gov.uk",
    replies_to=LETTER,
)


def drafts(world: World) -> list[str]:
    return [path.name for path in (world.folder / "mail" / ".Drafts" / "cur").glob("*")]


def drafted(folder: Path) -> World:
    """The letter has come, its acknowledgement lies in Drafts, and the officer has answered by hand."""
    folder.mkdir(exist_ok=True)
    world = World(folder)
    world.post(REQUEST.but(message_id=LETTER))
    world.run()
    assert len(drafts(world)) == 1
    world.post(OURS)
    return world


def states(world: World) -> set[OutboxState]:
    with world.office() as office, office.store.begin() as tx:
        return {entry.state for entry in tx.outbox() if isinstance(entry.effect, DraftReply)}


def test_a_draft_is_taken_back_with_the_turn_that_reads_our_own_answer(tmp_path: Path) -> None:
    world = drafted(tmp_path)
    world.run(1)
    assert not drafts(world)
    world.all_is_accounted_for()


class Order(Seams):
    """Every passage in its order; crashes at the one with this number."""

    def __init__(self, crash_at: int = -1) -> None:
        super().__init__()
        self.names: list[str] = []
        self.crash_on = crash_at

    def pass_(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) - 1 == self.crash_on:
            raise Crash(name)


def test_a_crash_between_the_decision_and_the_removal_leaves_no_draft(tmp_path: Path) -> None:
    """Seen: the removal came after the commit, so that a crash between the two left the draft in Drafts for ever."""
    drafted(tmp_path / "before")
    calm = Order()
    crashed(tmp_path / "well", tmp_path / "before", calm)
    first, last = calm.names.index("before tx.set_mark"), calm.names.index("after drafts.remove")
    assert calm.names.index("after commit", first) < last
    end = calm.names.index("after commit", last)
    telling = [n for n in range(first, end + 1) if "commit" in (name := calm.names[n]) or "drafts" in name]
    assert len(telling) > 8
    for number in telling:
        world = crashed(tmp_path / str(number), tmp_path / "before", Order(number))
        assert not drafts(world), calm.names[number]


def crashed(folder: Path, before: Path, seams: Order) -> World:
    """From a copy of that world: one turn with these seams, then others without."""
    shutil.copytree(before, folder)
    world = World(folder, start=START + 3 * STEP, letters=2)
    with contextlib.suppress(Crash):
        world.run(1, lambda office: seams.wrap(office, world.reached))
    world.run(2)
    world.all_is_accounted_for()
    return world


class Unwilling(MemoryDrafts):
    """It will not remove anything for a while."""

    def __init__(self, *faults: Exception) -> None:
        super().__init__()
        self.faults = list(faults)

    def remove(self, receipt: Receipt) -> None:
        if self.faults:
            raise self.faults.pop(0)
        super().remove(receipt)


@pytest.mark.parametrize("fault", [Transient("away"), Permanent("not allowed"), OSError("no disk")])
def test_a_mailbox_that_will_not_remove_it_is_asked_again_and_the_answer_stays_decided(
    fault: Exception, tmp_path: Path
) -> None:
    """Seen: the fault of the removal was taken for one of the message, which was decided anew and in the end parked."""
    world, place = World(tmp_path), Unwilling(fault, fault, fault, fault)
    with world.office(lambda office: replace(office, drafts=place)) as office:
        world.post(REQUEST.but(message_id=LETTER))
        world.turns(office, 1)
        assert len(place.saved) == 1
        world.post(OURS)
        world.turns(office, 3)
        assert len(place.saved) == 1
        with office.store.begin() as tx:
            assert {(m.status, m.strikes) for m in tx.messages()} == {(MessageStatus.DECIDED, 0)}
        world.turns(office, 3)
        assert not place.saved and not place.faults


@pytest.mark.parametrize("saved", [True, False])
def test_a_draft_that_was_being_saved_when_the_worker_died_is_taken_back_once_that_is_known(
    saved: bool, tmp_path: Path
) -> None:
    world = World(tmp_path)
    world.post(REQUEST.but(message_id=LETTER))
    with pytest.raises(Crash):
        seam = "after drafts.save" if saved else "before drafts.save"
        world.run(1, lambda office: Seams(seam).wrap(office, Counter()))
    assert states(world) == {OutboxState.CLAIMED}
    world.post(OURS)
    world.run(1)  # the claim has not lapsed yet, or only just
    world.run(4)
    assert not drafts(world)
    world.all_is_accounted_for()


def test_a_draft_not_yet_made_when_the_answer_comes_never_is(tmp_path: Path) -> None:
    """A backlog is read whole before anything is delivered."""
    world = World(tmp_path)
    world.post(REQUEST.but(message_id=LETTER))
    world.post(OURS)
    world.run()
    assert not drafts(world) and states(world) == {OutboxState.WITHDRAWN}
    world.all_is_accounted_for()
