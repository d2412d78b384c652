"""A year of a borough: a hundred cases, absences, holidays, two changes of the clocks and a leap day, in all weathers.

Beside what holds on every day of `test_a_year`: every open item has a clock that runs and an owner who can be reached,
nobody is reminded of what is closed, nobody is told the same twice, and nothing goes outward without a person.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from linkbot.model.casework import Task, TaskKind, TaskState
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxState
from linkbot.model.question import Verb
from linkbot.worker.office import LONDON
from tests.journeys.letters import answer_to

from .a_borough_s_mail import MORE_SERVICES_WITH_ABSENCES, a_borough_s_mail, plot_of
from .a_year import Year
from .a_year_of_mail import chance_of, habit
from .promises_of_a_year import everything_has_come_to_rest, the_day_was_as_it_should_be
from .weather import outages

START = date(2027, 11, 1)
OURS = "anytown.gov.uk"


@dataclass
class Borough(Year):
    """Its officers answer their task mails with papers, some in two goes; the link officer marks what has come."""

    replies: int = 0
    answered: dict[str, int] = field(default_factory=dict)  # goes of each task

    def _may_be_sent(self, task: Task) -> None:
        today = self.clock.now().date()
        days = {"in time": -9, "late": 2}.get(habit(self.seed, task.id))
        goes = 1 + (chance_of(self.seed, "goes", task.id).random() < 0.3)
        done = self.answered.get(task.id, 0)
        if days is not None and task.due_on is not None and done < goes:
            if today >= task.due_on + timedelta(days=days + 2 * done) and self._answers(task, done):
                self.answered[task.id] = done + 1
        elif done and task.kind is not TaskKind.PORTAL and task.state is TaskState.RECEIVED:
            self._acts(Verb.RECEIVED, task.id, None)
        super()._may_be_sent(task)

    def _answers(self, task: Task, go: int) -> bool:
        """The officer replies to the newest mail about this task, if one has reached them."""
        about = {e.key for e in self.entries(OutboxState.DONE) if task.id in getattr(e.effect, "tasks", ())}
        mine = [one.mail for one in self.server.taken if one.mail.key in about and task.owner in one.mail.recipients]
        if not mine:
            return False
        words = f"{task.id}\n\nHere is what we have." if go else f"{task.id}\n\nA first part, the rest follows."
        original = message_from_bytes(mine[-1].octets, policy=policy.default)
        assert isinstance(original, EmailMessage)
        papers = ((f"papers {go + 1}.pdf", f"%PDF-1.7 {task.id} {go}".encode() * 20),)
        self.replies += 1
        reply = answer_to(original, task.owner, words, files=papers)
        now = self.clock.now()
        self.mailbox.arrive(reply.octets(now, 100_000 + self.replies), now, handle=f"reply{self.replies}")
        self.mails += 1
        return True


@dataclass
class Watch:
    """Looks at a year day by day; `over` are the tasks that wanted nothing any more when the last day ended."""

    year: Borough
    over: set[str] = field(default_factory=set)
    mails: int = 0
    drafts: int = 0

    def the_day(self) -> None:
        today = self.year.clock.now().date()
        taken = [one for one in self.year.server.taken if one.on == today]
        effects = {entry.key: entry.effect for entry in self.year.entries(keys={one.mail.key for one in taken})}
        texts: Counter[tuple[str, str, str | None, str]] = Counter()
        for one in taken:
            assert all(reader.endswith("@" + OURS) for reader in one.mail.recipients), today
            effect = effects[one.mail.key]
            if getattr(effect, "template", "") == "reminder":
                over, text = self.over & set(getattr(effect, "tasks", ())), _words(one.mail.octets)
                assert over != set(getattr(effect, "tasks", ())), (today, effect)
                assert not [task for task in over if f"Number of the task: {task}\n" in text], (today, effect)
            if getattr(effect, "template", "") not in ("invitation", "invitation_update", "invitation_cancel"):
                words = (getattr(effect, "template", ""), getattr(effect, "task", None), _words(one.mail.octets))
                texts.update((reader, *words) for reader in one.mail.recipients)
        assert not [told for told, times in texts.items() if times > 1], today
        self.mails += len(taken)
        self._every_open_item(today)

    def _every_open_item(self, today: date) -> None:
        directory = self.year.office.desk.directory
        with self.year.office.store.begin() as tx:
            tasks = [task for file in tx.cases() for task in file.tasks]
        for task in tasks:
            if not task.wants_reminders:
                continue
            assert task.due_on is not None and task.last_notice_on is not None, task
            reader = directory.address(task.owner, today)
            person = directory.person(reader)
            assert reader.endswith("@" + OURS) and not (person is not None and person.is_away(today)), (today, task)
        self.over = {task.id for task in tasks if not task.wants_reminders}

    def nothing_went_outward(self) -> None:
        """The deed of a draft is saving it: recorders stand where mail would leave, and none was told to send."""
        sent = [call for call in self.year.recording.calls if call.verb == "send"]
        assert not sent  # all mail of a year goes through the year's own server
        saved = [call for call in self.year.recording.calls if call.verb == "save"]
        self.drafts = len(saved)
        assert all(call.mail is not None for call in saved)


def _words(octets: bytes) -> str:
    body = message_from_bytes(octets, policy=policy.default).get_body(preferencelist=("plain",))
    return body.get_content() if body is not None else ""


def lived(folder: Path, seed: int, *, days: int, cases: int, stormy: bool, told: bool = False) -> Watch:
    start = datetime.combine(START, time(7), tzinfo=LONDON)
    weather = outages(seed, start=start, days=days) if stormy else ()
    year = Borough(
        folder, seed, days, cases, weather, START, council=MORE_SERVICES_WITH_ABSENCES, written=a_borough_s_mail
    )
    watch = Watch(year)
    try:
        for number, day in enumerate(year.lived()):
            the_day_was_as_it_should_be(year)
            watch.the_day()
            if told and number % 28 == 0:
                print(f"{day}: {year.mails - len(year.coming)} letters, {watch.mails} mails", file=sys.stderr)
        everything_has_come_to_rest(year)
        watch.nothing_went_outward()
        assert year.office.mode is Mode.ACT
        return watch
    finally:
        year.closed()


def test_the_first_weeks_of_a_borough_over_a_month_s_end() -> None:
    with tempfile.TemporaryDirectory() as place:
        watch = lived(Path(place), 5, days=35, cases=8, stormy=False)
    assert watch.mails > 30 and watch.drafts > 3 and watch.year.replies > 2


@pytest.mark.slow
@pytest.mark.parametrize("stormy", [False, True], ids=["fine", "stormy"])
def test_a_hundred_cases_in_a_year(stormy: bool, capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as place, capsys.disabled():
        watch = lived(Path(place), 11, days=400, cases=100, stormy=stormy, told=True)
        print(f"\n{watch.year.mails} letters, {watch.mails} mails, {watch.drafts} drafts, ", end="")
        print(f"{watch.year.replies} answers with papers, {watch.year.acts} acts")
    assert watch.year.days > 366


def test_every_plot_is_told_by_some_case() -> None:
    assert len({plot_of(11, number) for number in range(100)}) == 7
