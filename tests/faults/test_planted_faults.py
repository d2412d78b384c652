"""Faults planted in the worker: the machine of `machine.py` must catch each, or it proves nothing.

Each is one that other programs had, or that this one had once. A plant replaces a single function by a worse one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import update
from sqlmodel import col

from linkbot.model.due import Due
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.ports import Mailbox, SheetRow
from linkbot.store.parts.outbox import OutboxPart
from linkbot.store.tables.outbox import OutboxRow
from linkbot.worker import deliver, falling_due, intake, perform, sheet_cycle
from linkbot.worker.acts import on_questions
from linkbot.worker.office import Office

from .machine import Cut, FaultMachine, schedules

Plant = Callable[[pytest.MonkeyPatch], None]


def the_cursor_is_stored_before_the_rows(patch: pytest.MonkeyPatch) -> None:
    """A crash between the two, and the mailbox is not asked for those messages again."""

    def poll(office: Office, mailbox: Mailbox) -> int:
        with office.store.begin() as tx:
            cursor = tx.cursor(mailbox.name)
        page = mailbox.fetch(cursor, intake.PAGE)
        with office.store.begin() as tx:
            tx.set_cursor(mailbox.name, page.cursor)
        rows = [intake.stored(raw, office.store.keep_octets(raw.octets)) for raw in page.messages]
        with office.store.begin() as tx:
            return sum(tx.add_message(row) for row in rows)

    patch.setattr(intake, "_poll", poll)


class Without:
    """A transaction of which one call does nothing but be remembered."""

    def __init__(self, tx: Any, name: str, remembered: list[Any]) -> None:
        self._tx, self._name, self._remembered = tx, name, remembered

    def __getattr__(self, name: str) -> Any:
        return self._remembered.append if name == self._name else getattr(self._tx, name)


def the_answer_is_taken_before_the_word_about_the_letter_is_kept(patch: pytest.MonkeyPatch) -> None:
    """A crash between the two: the question counts as answered, the letter is never read by the answer."""
    remembered: list[Any] = []
    settle, process = on_questions._settle, on_questions.process

    def settled(tx: Any, *rest: Any, **more: Any) -> Any:
        remembered.clear()
        return settle(Without(tx, "add_override", remembered), *rest, **more)

    def processed(office: Office, id: str) -> bool:
        with office.store.begin() as tx:
            for override in remembered:
                tx.add_override(override)
        return process(office, id)

    patch.setattr(on_questions, "_settle", settled)
    patch.setattr(on_questions, "process", processed)


def it_is_sent_again_without_asking(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(perform, "_asked", lambda find, before: None)


def a_try_that_was_cut_off_counts_as_not_done(patch: pytest.MonkeyPatch) -> None:
    """Plain SMTP cannot say that it has gone already."""
    before = perform.Before.NOT_DONE
    patch.setattr(deliver, "tries_before", lambda entry: before if entry.attempts else perform.Before.NEVER)


def the_claim_is_not_looked_at_again_before_the_deed(patch: pytest.MonkeyPatch) -> None:
    """A worker slept past its lease; another has done it meanwhile."""
    patch.setattr(OutboxPart, "holds_claim", lambda self, key, token, now: True)


def a_claim_asks_for_no_state(patch: pytest.MonkeyPatch) -> None:
    """Two workers that read the same list of what is due both do it."""

    def claim(self: OutboxPart, key: str, token: str, lease: Any, now: Any) -> bool:
        taken = {"state": OutboxState.CLAIMED.value, "claim": token, "lease_until": now + lease}
        return self._change(update(OutboxRow).where(col(OutboxRow.key) == key).values(**taken)) == 1

    patch.setattr(OutboxPart, "claim", claim)


def what_falls_due_is_ticked_off_before_it_is_decided(patch: pytest.MonkeyPatch) -> None:
    """A crash between the two: the reminder counts as sent and is nowhere."""

    def happen(office: Office, item: Due) -> bool:
        moment = office.moment()
        with office.store.begin() as tx:
            new_parts = [tx.add_occurrence(part, moment.at) for part in item.parts]
            if (item.parts and not any(new_parts)) or not tx.add_occurrence(item.occurrence, moment.at):
                return False
        with office.store.begin() as tx:
            tx.commit_decision(None, item.decision, moment.at)
        return True

    patch.setattr(falling_due, "happen", happen)


def rows_are_receipted_before_the_workbook_is_written(patch: pytest.MonkeyPatch) -> None:
    """The workbook is open somewhere, or the power goes: the row is called done and is not there."""
    rows: list[SheetRow] = []
    write, settle = sheet_cycle._write, sheet_cycle._settle

    def settled(office: Office, entries: Sequence[OutboxEntry], token: str, state: Any, *, error: str | None) -> None:
        settle(office, entries, token, state, error=error)
        if state is OutboxState.DONE:
            write(office, tuple(rows))

    patch.setattr(sheet_cycle, "_write", lambda office, wanted: rows.__setitem__(slice(None), wanted))
    patch.setattr(sheet_cycle, "_settle", settled)


FITS: Cut = ("fits and starts", 1)
Story = Callable[[FaultMachine], None]


def a_letter_and_a_worker_that_dies_at_each_commit(machine: FaultMachine) -> None:
    machine.a_turn_that_is_cut_off(letter=0, cut=FITS)


def an_answer_cut_off_at_each_commit(machine: FaultMachine) -> None:
    machine.a_letter_that_may_be_a_fake_is_answered_for(yes=True, cut=FITS)


def a_mail_and_the_power_goes_with_it(machine: FaultMachine) -> None:
    machine.a_turn_cut_off_just_after_a_deed(letter=0, deed=1)


def a_sleeping_worker(machine: FaultMachine) -> None:
    machine.a_worker_sleeps_past_its_lease_and_another_takes_over(letter=0, nth=1, after_a_claim=True)


def a_morning_cut_off_at_each_commit(machine: FaultMachine) -> None:
    machine.a_letter_comes(letter=4, late=False)
    machine.a_turn()
    machine.time_passes(minutes=24 * 60)
    for first in (1, 7, 13):
        machine.a_turn_that_is_cut_off(letter=None, cut=("fits and starts", first))
    machine.what_fell_due_has_its_mail()


def a_workbook_that_is_open(machine: FaultMachine) -> None:
    machine.the_far_side_will_fail(how="open", times=2)
    machine.a_letter_comes(letter=0, late=False)
    machine.a_turn()
    machine.what_is_called_written_is_in_the_workbook()


PLANTS: tuple[tuple[Plant, Story, bool], ...] = (
    (the_cursor_is_stored_before_the_rows, a_letter_and_a_worker_that_dies_at_each_commit, True),
    (the_answer_is_taken_before_the_word_about_the_letter_is_kept, an_answer_cut_off_at_each_commit, True),
    (it_is_sent_again_without_asking, a_mail_and_the_power_goes_with_it, True),
    (a_try_that_was_cut_off_counts_as_not_done, a_mail_and_the_power_goes_with_it, False),
    (the_claim_is_not_looked_at_again_before_the_deed, a_sleeping_worker, True),
    (a_claim_asks_for_no_state, a_sleeping_worker, False),
    (what_falls_due_is_ticked_off_before_it_is_decided, a_morning_cut_off_at_each_commit, True),
    (rows_are_receipted_before_the_workbook_is_written, a_workbook_that_is_open, True),
)
"""Each with a short story in which it shows, and whether the mail system of that story can tell what it has sent."""


def told(story: Story, can_tell: bool) -> None:
    machine = FaultMachine()
    machine.far.can_tell = can_tell
    try:
        story(machine)
    except AssertionError:
        machine.thrown_away()
        raise
    machine.teardown()


@pytest.mark.parametrize(("plant", "story", "can_tell"), PLANTS, ids=lambda one: getattr(one, "__name__", ""))
def test_what_must_hold_does_not_hold_with_a_planted_fault(
    plant: Plant, story: Story, can_tell: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(story, can_tell)
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        told(story, can_tell)


class Counting(FaultMachine):
    """How many schedules it took."""

    tried = 0

    def __init__(self) -> None:
        super().__init__()
        Counting.tried += 1


def caught(count: int, steps: int) -> bool:
    """Whether the machine finds that something is wrong within so many schedules; it need not find the shortest."""
    Counting.tried = 0
    quick = settings(schedules(count, steps), phases=[Phase.generate], database=None, report_multiple_bugs=False)
    try:
        run_state_machine_as_test(Counting, settings=quick)
    except AssertionError:
        print(f"caught at schedule {Counting.tried}")
        return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("plant", [plant for plant, _, _ in PLANTS], ids=lambda plant: plant.__name__)
def test_the_machine_finds_a_planted_fault_by_itself(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    assert caught(200, 10), "planted, and two hundred schedules of faults found nothing"
