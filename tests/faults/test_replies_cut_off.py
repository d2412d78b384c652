"""A reply that settles several things, and a worker that dies in the middle of it: done once, and told as done."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from linkbot.model.casework import TaskState
from linkbot.worker.tick import tick
from tests.journeys import letters
from tests.journeys.conversation import Conversation

from .seams import Crash, Seams

UNCLEAR = letters.lgsco(f"{letters.REF} - your case", "Please call me about this case when you have a moment.")
ALSO = letters.ho(f"Case {letters.HO_REF} - your case", "Please ring me about this when you can.")
WORDS = "{task} submitted\n1 nothing\n2 nothing"


class Commits(Seams):
    """Dies after the n-th commit from the first act on."""

    def __init__(self, nth: int) -> None:
        super().__init__()
        self.left, self.acting = nth, False

    def pass_(self, name: str) -> None:
        self.passed[name] += 1
        self.acting = self.acting or name == "after tx.add_act"
        if self.acting and name == "after commit":
            self.left -= 1
            if self.left == 0:
                raise Crash(name)


def answered(folder: Path, nth: int) -> tuple[list[bytes], list[tuple[str, str | None]], bool]:
    """All mails to the officer afterwards, the acts on record, and whether the worker died."""
    folder.mkdir()
    story = Conversation(folder, start=date(2026, 11, 13))
    try:
        for mail in (letters.REQUEST, UNCLEAR, ALSO):
            story.they_write(mail)
        story.until(date(2026, 11, 16), hour=9)
        (task,) = (task.id for file in story.cases for task in file.tasks)
        calm, died = story.office, False
        story.office = Commits(nth).wrap(calm, Counter())
        try:
            story.replies("officer", WORDS.format(task=task), to=story.last_mail("officer", "Desk mail"))
        except Crash:
            died = True
            story.clock.walk_to(story.clock.now() + timedelta(minutes=11))  # claims lapse
        story.office = calm
        tick(calm)
        assert not story.questions
        assert all(one.state is TaskState.SUBMITTED for file in story.cases for one in file.tasks)
        story.everything_is_accounted_for()
        with calm.store.begin() as tx:
            acts = [(act.target, act.value) for act in tx.acts()]
        receipts = [call.mail.octets for call in story.recording.calls if call.mail and b"Recorded" in call.mail.octets]
        return receipts, acts, died
    finally:
        story.close()


def test_a_worker_cut_off_after_any_of_the_acts_does_the_rest_and_tells_all_of_it(tmp_path: Path) -> None:
    """Seen: what had been settled just before the crash was taken for unclear when the mail was read again."""
    receipts, acts, _ = answered(tmp_path / "well", 0)
    assert len(receipts) == 1 and len(acts) == 3
    for nth in (1, 2, 3, 5, 7):
        again, done, died = answered(tmp_path / str(nth), nth)
        assert died and done == acts and _words(again) == _words(receipts), nth


def _words(receipts: list[bytes]) -> list[bytes]:
    """Without the date, which is that of the turn in which the rest was done."""
    return [b"\n".join(line for line in one.splitlines() if not line.startswith(b"Date:")) for one in receipts]
