"""A letter in a Maildir's junk waits for a word or for a hand that moves it; an answer in Sent takes the draft back."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from linkbot.model.outbox import OutboxState
from linkbot.ports import Transaction
from linkbot.worker.tick import tick
from tests.journeys.letters import OURS, REQUEST, Mail

from .world import World


def put(world: World, folder: str, octets: bytes) -> Path:
    """As a mail program does, into a sub-folder of the Maildir."""
    made(world, folder)
    world.letters += 1
    path = world.folder / "mail" / folder / "cur" / f"{world.letters:03d}.story:2,S"
    path.write_bytes(octets)
    return path


def made(world: World, folder: str) -> None:
    for part in ("tmp", "new", "cur"):
        (world.folder / "mail" / folder / part).mkdir(parents=True, exist_ok=True)


def told(tx: Transaction) -> list[str | None]:
    return [getattr(entry.effect, "template", None) for entry in tx.outbox()]


def test_a_letter_in_junk_waits_and_acts_once_somebody_moves_it_to_the_inbox(tmp_path: Path) -> None:
    world = World(tmp_path)
    path = put(world, ".Junk E-mail", REQUEST.octets(world.clock.now(), 1))
    with world.office() as office:
        world.turns(office, 2)
        with office.store.begin() as tx:
            assert len(tx.questions()) == 1 and "task" not in told(tx)
        path.rename(world.folder / "mail" / "cur" / path.name)
        world.turns(office, 2)
        with office.store.begin() as tx:
            assert tx.questions() == () and told(tx).count("task") == 1
        path = world.folder / "mail" / "cur" / path.name
        made(world, ".Repairs")
        path.rename(world.folder / "mail" / ".Repairs" / "cur" / path.name)  # sorted away: nothing new in that
        before = world.outcome().effects
        world.turns(office, 1)
    assert [key for key, _ in world.outcome().effects] == [key for key, _ in before]


def test_an_answer_in_sent_takes_the_draft_back(tmp_path: Path) -> None:
    world = World(tmp_path)
    letter = message_from_bytes(world.post(REQUEST), policy=policy.default)
    with world.office() as office:
        world.turns(office, 2)
        drafts = world.folder / "mail" / ".Drafts" / "cur"
        assert len(list(drafts.iterdir())) == 1
        answer = Mail(OURS, f"Re: {letter['Subject']}", "Thank you, we have it.", to=REQUEST.sender, passes=None)
        answer = answer.but(replies_to=str(letter["Message-ID"]).strip("<>"))
        put(world, ".Sent Items", answer.octets(world.clock.now(), 2))
        tick(office)
        tick(office)
        assert list(drafts.iterdir()) == []
        with office.store.begin() as tx:
            assert tx.outbox(OutboxState.FAILED, OutboxState.DOUBTFUL) == ()
