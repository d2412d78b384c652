"""The nine awkward messages in every order of the threaded three and in random orders of all nine, seed printed.

Other programs made two tickets of a copy, lost a thread that came in the wrong order, or stopped at a Latin-1 letter
and left every later message unread.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Sequence
from itertools import permutations
from pathlib import Path

import pytest

from linkbot.effectors.recording import Recording
from linkbot.mailsystems.memory import MemoryMailbox
from linkbot.mailsystems.received_at import received_at
from linkbot.model.effect import DraftReply
from linkbot.model.mode import Mode
from linkbot.ports import MessageStatus, StoredMessage
from linkbot.wiring import sandbox_of
from linkbot.worker.backlog import process_backlog
from linkbot.worker.intake import poll
from linkbot.worker.office import Office, Silent
from linkbot.worker.simulation import WalkingClock
from tests.journeys.conversation import setup_for
from tests.journeys.letters import OURS

from .nine import all_nine, threaded_three
from .world import START, an_empty_store

NINE, THREE = all_nine(), threaded_three()


class Story:
    """Messages come in the given order, each in a fetch of its own or all at once; what they came to, by name."""

    def __init__(self, folder: Path, mails: dict[str, bytes], order: Iterable[str], *, at_once: bool) -> None:
        an_empty_store(folder / "store")
        mailbox, clock = MemoryMailbox(OURS), WalkingClock(START)
        office = sandbox_of(
            setup_for(folder, ""), folder=folder / "store", mailbox=mailbox, clock=clock, mode=Mode.ACT,
            observer=Silent(), recording=Recording(),
        )  # fmt: skip
        try:
            for name in order:
                mailbox.arrive(mails[name], received_at(mails[name], 0.0), handle=name)
                if not at_once:
                    self._turn(office)
            self._turn(office)
            with office.store.begin() as tx:
                self.messages: dict[str, StoredMessage] = {m.handle: m for m in tx.messages()}
                self.cases, self.questions, self.outbox = tx.cases(), tx.questions(), tx.outbox()
        finally:
            office.extractor.close()
            office.store.close()

    def _turn(self, office: Office) -> None:
        poll(office)
        process_backlog(office)

    def tasks(self) -> list[tuple[str, object]]:
        return [(task.id, task.due_on) for file in self.cases for task in file.tasks]

    def drafts(self) -> list[DraftReply]:
        return [entry.effect for entry in self.outbox if isinstance(entry.effect, DraftReply)]


def in_the_case_or_asked_about(story: Story, names: Iterable[str]) -> bool:
    asked = {question.message for question in story.questions}
    return all("LGSCO 26 104 377" in story.messages[n].cases or story.messages[n].id in asked for n in names)


@pytest.mark.parametrize("order", list(permutations(THREE)), ids=" < ".join)
def test_the_threaded_three_find_their_case_in_every_order(order: Sequence[str], tmp_path: Path) -> None:
    (tmp_path / "at once").mkdir()
    together = Story(tmp_path / "at once", THREE, order, at_once=True)
    assert {m.cases for m in together.messages.values()} == {("LGSCO 26 104 377",)}
    assert {m.disposition for m in together.messages.values()} == {"act"}
    (tmp_path / "apart").mkdir()
    apart = Story(tmp_path / "apart", THREE, order, at_once=False)
    assert {m.status for m in apart.messages.values()} == {MessageStatus.DECIDED}
    assert len(apart.cases) == 1 and len(apart.tasks()) == 1
    assert in_the_case_or_asked_about(apart, THREE)


def check(order: Sequence[str], at_once: bool) -> Story:
    with tempfile.TemporaryDirectory() as scratch:
        story = Story(Path(scratch), NINE, order, at_once=at_once)
    assert set(story.messages) == set(NINE)
    assert {(m.status, m.strikes) for m in story.messages.values()} == {(MessageStatus.DECIDED, 0)}
    assert [file.case.id for file in sorted(story.cases, key=lambda f: f.case.id)] == [
        "LGSCO 26 104 377",
        "LGSCO 26 104 388",
    ]
    copies = sorted(story.messages[name].disposition or "" for name in ("copy", "the copy again"))
    assert copies == ["act", "file"]
    assert in_the_case_or_asked_about(story, THREE)
    assert all(to.endswith("@lgo.org.uk") for draft in story.drafts() for to in draft.to)  # machines are not answered
    assert len({draft.answers for draft in story.drafts()}) == len(story.drafts())
    bounce = story.messages["bounce"]
    assert bounce.kind == "delivery_failure" and bounce.id in {q.message for q in story.questions}
    assert story.messages["automatic reply"].kind == "automatic_reply"
    return story


def orders(count: int) -> Iterable[list[str]]:
    seed = random.SystemRandom().randrange(10**9)
    print(f"orders of the nine: seed {seed}")
    chance = random.Random(seed)
    for _ in range(count):
        yield chance.sample(sorted(NINE), len(NINE))


def test_the_nine_in_random_orders_of_files() -> None:
    """All there at the first look: the order of files says nothing, the order of receipt everything."""
    stories = [check(order, at_once=True) for order in orders(6)]
    assert len({str(story.tasks()) for story in stories}) == 1
    assert stories[0].tasks()[0][0] == "LGSCO 26 104 377/1" and str(stories[0].tasks()[0][1]) == "2026-12-18"


def test_the_nine_in_random_orders_of_arrival() -> None:
    for order in orders(14):
        check(order, at_once=False)


@pytest.mark.slow
def test_two_hundred_random_orders_of_the_nine() -> None:
    for number, order in enumerate(orders(200)):
        check(order, at_once=number % 2 == 0)
