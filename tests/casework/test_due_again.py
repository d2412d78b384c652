"""After a restore: whatever had fallen due before and would fall due again under the same name is caught beforehand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.casework.due import due
from linkbot.engine.casework.due_again import due_again
from linkbot.model.casework import Task
from linkbot.model.due import Due, Standing, Times
from linkbot.model.occurrence import Occurrence
from linkbot.worker.office import LONDON, moment_of

from .builders import a_desk, a_file, a_task

DESK, TIMES = a_desk(), Times()
SUNDAY = date(2026, 11, 1)
HOURS = (time(7), time(8, 15), time(9, 30), time(16))


class Life:
    """One task's days: each occurrence once, as the store's unique row has it."""

    def __init__(self, task: Task, last_weekly: date | None = None) -> None:
        self.task, self.last_weekly = task, last_weekly
        self.happened: set[Occurrence] = set()

    def state(self) -> Standing:
        return Standing(files=(a_file(self.task),), questions=(), last_weekly=self.last_weekly)

    def take(self, found: tuple[Due, ...]) -> None:
        for one in found:
            new = [part for part in one.parts if part not in self.happened]
            if one.occurrence in self.happened or (one.parts and not new):
                continue
            self.happened |= {one.occurrence, *one.parts}
            self.task = next((t for t in one.decision.tasks if t.id == self.task.id), self.task)
            if one.occurrence.job == "weekly_list":
                self.last_weekly = one.occurrence.due_on

    def live(self, start: datetime, end: datetime) -> None:
        """Every hour of the day that matters, from one instant up to before the other."""
        day = start.date()
        while day <= end.date():
            for hour in HOURS:
                at = datetime.combine(day, hour, tzinfo=LONDON)
                if start <= at < end:
                    self.take(due(self.state(), moment=moment_of(at), desk=DESK, times=TIMES))
            day += timedelta(days=1)


@given(
    due_in=st.integers(1, 30),
    internal=st.integers(1, 9) | st.none(),
    backup=st.integers(1, 20),
    lost=st.integers(0, 12),
    stopped=st.sampled_from([time(6), time(7, 30), time(8, 20), time(10), time(20)]),
    later=st.integers(0, 4),
    back=st.sampled_from([time(6), time(7, 30), time(8, 20), time(10), time(20)]),
)
def test_nothing_falls_due_a_second_time_that_was_not_compared(
    due_in: int, internal: int | None, backup: int, lost: int, stopped: time, later: int, back: time
) -> None:
    on = SUNDAY + timedelta(days=due_in)
    inner = on - timedelta(days=internal) if internal else None
    task = a_task(due=on, last_notice_on=SUNDAY, internal_due_on=inner)
    night = datetime.combine(SUNDAY + timedelta(days=backup), time(2), tzinfo=LONDON)
    until = datetime.combine(night.date() + timedelta(days=lost), stopped, tzinfo=LONDON)
    now = max(until, datetime.combine(until.date() + timedelta(days=later), back, tzinfo=LONDON))

    first = Life(task)
    first.live(datetime.combine(SUNDAY, time(0), tzinfo=LONDON), night)
    again = Life(first.task, first.last_weekly)
    again.happened = set(first.happened)
    known = set(first.happened)
    first.live(night, until)
    meanwhile = first.happened - known

    moment = moment_of(now)
    compared = (
        *due(again.state(), moment=moment, desk=DESK, times=TIMES),
        *due_again(again.state(), until=moment_of(until), moment=moment, desk=DESK, times=TIMES),
    )
    again.take(compared)
    before = set(again.happened)
    again.live(now, now + timedelta(days=20))
    assert not (again.happened - before) & meanwhile


def test_a_warning_of_friday_is_compared_when_the_register_is_put_back_on_saturday() -> None:
    task = a_task(due=date(2026, 11, 10), last_notice_on=date(2026, 11, 6))
    saturday = moment_of(datetime(2026, 11, 7, 11, 0, tzinfo=LONDON))
    found = due_again(Life(task).state(), until=saturday, moment=saturday, desk=DESK, times=TIMES)
    assert [one.occurrence.job for one in found if one.parts] == ["warning_two_days"]


def test_what_could_not_have_gone_yet_is_not_doubted() -> None:
    """Put back at seven on the first morning of the warning: at nine it goes as usual."""
    task = a_task(due=date(2026, 11, 10), last_notice_on=date(2026, 11, 5))
    early = moment_of(datetime(2026, 11, 6, 7, 0, tzinfo=LONDON))
    assert not due_again(Life(task, date(2026, 11, 2)).state(), until=early, moment=early, desk=DESK, times=TIMES)
