"""A crash while a letter is taken out of the watched folder: read once, asked about once, moved once, never lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from linkbot.mailsystems.intake_folder import IntakeMailbox
from linkbot.ports import MessageStatus
from linkbot.worker.office import Office
from tests.journeys.papers import PORTAL, REQUEST_TEXT

from .seams import Crash, Seams
from .world import SENT, Outcome, World

WATCHED = SENT + '\n[intake]\nfolder = "intake"\nsettle_seconds = 0\n'
LETTERS = ("letter.txt", "by post/1 letter.txt", "by post/2 list.txt")


def a_world(folder: Path) -> World:
    """A notice of the Portal in the mailbox, its letter and another in the folder."""
    world = World(folder, smtp=WATCHED)
    world.post(PORTAL)
    world.clock.walk_to(world.start + timedelta(hours=1))
    with world.office():
        pass  # the folders are made when the worker starts
    place = folder / "intake" / "ho"
    (place / "by post").mkdir()
    texts = (REQUEST_TEXT, REQUEST_TEXT.replace("202604377", "202604388"), "The list: repairs log, policy.")
    for name, text in zip(LETTERS, texts, strict=True):
        (place / name).write_text(text, encoding="utf-8")
    return world


def run(world: World, seams: Seams) -> None:
    def wrap(office: Office) -> Office:
        timed = tuple(
            IntakeMailbox(world.folder / "intake", one.vouches_for, settle_seconds=0, now=_now(world))
            if isinstance(one, IntakeMailbox)
            else one
            for one in office.mailboxes
        )
        return seams.wrap(replace(office, mailboxes=timed), world.reached)

    world.run(wrap=wrap)


def _now(world: World):  # type: ignore[no-untyped-def]
    return lambda: world.clock.now().timestamp()


def lying_there(world: World) -> set[str]:
    place = world.folder / "intake" / "ho"
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Counter[str]]:
    world, seams = a_world(tmp_path_factory.mktemp("undisturbed")), Seams()
    run(world, seams)
    world.all_is_accounted_for()
    assert lying_there(world) == {f"read/{name}" for name in LETTERS}
    outcome = world.outcome()
    assert len(outcome.messages) == 3 and len(outcome.questions) == 2
    return outcome, seams.passed


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("after mailbox.fetch", 0.4),
        ("after store.keep_octets", 0.9),
        ("before tx.set_cursor", 0.9),
        ("before tx.commit_decision", 0.4),
        ("before mailbox.file", 0.5),
        ("after mailbox.file", 1.0),
    ],
)
def test_cut_off_at_a_seam_the_same_has_happened_once(
    name: str, part: float, undisturbed: tuple[Outcome, Counter[str]], tmp_path: Path
) -> None:
    outcome, passed = undisturbed
    assert passed[name], f"the story does not pass {name!r}"
    world = a_world(tmp_path)
    with pytest.raises(Crash):
        run(world, Seams(name, max(1, round(passed[name] * part))))
    run(world, Seams())
    world.all_is_accounted_for()
    assert lying_there(world) == {f"read/{name}" for name in LETTERS}
    assert world.outcome() == outcome


def test_a_letter_put_in_the_place_of_one_that_was_read_is_not_moved_unread(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    with pytest.raises(Crash):
        run(world, Seams("before mailbox.file", 1))
    other = REQUEST_TEXT.replace("27 November", "30 November")
    for name in ("letter.txt", "by post/1 letter.txt"):
        (tmp_path / "intake" / "ho" / name).write_text(other, encoding="utf-8")
    run(world, Seams())
    world.all_is_accounted_for()
    with world.office() as office, office.store.begin() as tx:
        assert len(tx.messages(MessageStatus.DECIDED)) == 5  # both as they were, and both as they are now
    assert not {name for name in lying_there(world) if not name.startswith("read/")}
