"""A council's year: every day is lived at the hours that matter, whatever is broken at the time.

People answer some questions and send some papers; others they leave. What must hold day by day is
`promises_of_a_year.py`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from linkbot.effectors.recording import Recording
from linkbot.engine.casework.deeds import Refused
from linkbot.engine.dates.working_days import is_working_day
from linkbot.mailsystems.memory import MemoryMailbox
from linkbot.model.casework import Task
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import Question, Verb
from linkbot.ports import Transient
from linkbot.wiring import sandbox_of
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.office import LONDON, Office, Silent
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.tick import tick
from tests.journeys.conversation import setup_for
from tests.journeys.letters import OURS

from .a_year_of_mail import Letter, a_year_s_mail, chance_of, habit
from .machine import AnySeam
from .seams import Crash
from .weather import KINDS, Outage, Server, Weather
from .world import an_empty_store

START = date(2026, 11, 2)
HOURS = (time(8), time(8, 30), time(9), time(12, 30), time(16, 30))
LOOKS = (time(12, 30), time(16, 30))
"""When people look what there is for them."""
MORE_SERVICES = """
[services.council_tax]
owner = "tax@anytown.gov.uk"
head = "tax-head@anytown.gov.uk"
director = "director@anytown.gov.uk"
[services.homelessness]
owner = "homeless@anytown.gov.uk"
head = "homeless-head@anytown.gov.uk"
director = "director@anytown.gov.uk"
"""


@dataclass
class Year:
    """One council, one seed. `outages` empty: nothing ever breaks."""

    folder: Path
    seed: int
    days: int
    cases: int
    expected: tuple[Outage, ...] = ()
    start: date = START
    council: str = MORE_SERVICES  # what the configuration says besides
    written: Callable[..., list[Letter]] = a_year_s_mail
    crashes: int = 0
    turns: Counter[str] = field(default_factory=Counter)  # by what was broken at the time
    acts: int = 0
    is_open: bool = True  # today

    def __post_init__(self) -> None:
        an_empty_store(self.folder / "store")
        self.clock = WalkingClock(datetime.combine(self.start, time(7), tzinfo=LONDON))
        self.mailbox = MemoryMailbox(OURS)
        self.weather = Weather(self.clock, self.expected)
        self.server, self.recording = Server(self.weather, self.clock), Recording()
        self.coming = self.written(self.seed, start=self.start, days=self.days, cases=self.cases)
        self.mails = len(self.coming)
        self.crash = chance_of(self.seed, "crashes")
        self.office = self.opened()

    def opened(self) -> Office:
        office = sandbox_of(
            setup_for(self.folder, self.council),
            folder=self.folder / "store",
            mailbox=self.mailbox,
            clock=self.clock,
            mode=Mode.ACT,
            observer=Silent(),
            recording=self.recording,
        )
        return self.weather.over(office, self.server)

    def closed(self) -> None:
        self.office.extractor.close()
        self.office.store.close()

    # time

    def lived(self) -> Iterator[date]:
        """Each day at its end, a fortnight after the last letter too."""
        for number in range(self.days + 14):
            day = self.start + timedelta(days=number)
            self.is_open = is_working_day(day, self.office.desk.calendar, closures=True)
            for hour in HOURS if self.is_open else HOURS[-2:-1]:
                self.clock.walk_to(datetime.combine(day, hour, tzinfo=LONDON))
                self._mail_comes()
                self._turn()
                if self.is_open and hour in LOOKS:
                    self._people_look()
                    self._turn()
            yield day

    def _mail_comes(self) -> None:
        while self.coming and self.coming[0].at <= self.clock.now():
            letter = self.coming.pop(0)
            self.mailbox.arrive(letter.octets, letter.at, handle=letter.name)

    def _turn(self) -> None:
        self.turns.update(kind for kind in ("all", *KINDS) if kind == "all" or self.weather.broken(kind))
        if not self.weather.broken("crash"):
            tick(self.office)
            return
        seams = AnySeam("any", self.crash.randint(1, 150))
        try:
            tick(seams.wrap(self.office, Counter()))
        except Crash:
            self.crashes += 1
            self.closed()
            self.office = self.opened()

    # people

    def _people_look(self) -> None:
        with self.office.store.begin() as tx:
            questions, tasks, messages = tx.questions(), tx.open_tasks(), {m.id: m for m in tx.messages()}
            doubtful, failed = tx.outbox(OutboxState.DOUBTFUL), tx.outbox(OutboxState.FAILED)
        log = Counter(taken.mail.key for taken in self.server.taken)
        for entry in doubtful:
            value = "done" if log[entry.key] else "again"
            self._acts(Verb.SETTLE, entry.key, value)
        if not self.weather.broken("refuses"):
            for entry in failed:
                self._acts(Verb.RETRY, entry.key, None)
        for question in questions:
            message = messages.get(question.message or "")
            self._may_answer(question, message.file_name if message else None)
        for task in tasks:
            self._may_be_sent(task)

    def _may_answer(self, question: Question, file_name: str | None) -> None:
        chance = chance_of(self.seed, "question", question.about.value, question.case or "", file_name or "")
        never, patience = chance.random() < 0.25, chance.choice((0, 0, 1, 2, 4))
        choices = [choice for choice in question.choices if choice != "YYYY-MM-DD"]
        if never or not choices or self.clock.now() < question.asked_at + timedelta(days=patience):
            return
        self._acts(Verb.ANSWER, question.id, chance.choice(choices))

    def _may_be_sent(self, task: Task) -> None:
        days = {"in time": -4, "late": 6}.get(habit(self.seed, task.id))
        today = self.clock.now().date()
        if days is not None and task.due_on is not None and today >= task.due_on + timedelta(days=days):
            self._acts(Verb.SUBMITTED, task.id, None)

    def _acts(self, verb: Verb, target: str, value: str | None) -> bool:
        """Where nothing can be written the person comes again later."""
        self.acts += 1
        at = self.clock.now() + timedelta(microseconds=self.acts)
        act = make_act(at=at, by="officer", verb=verb, target=target, value=value, reason="so")
        try:
            perform_act(self.office, act)
        except (Refused, Transient):
            return False
        return True

    # what can be seen

    def entries(self, *states: OutboxState, keys: Collection[str] | None = None) -> tuple[OutboxEntry, ...]:
        with self.office.store.begin() as tx:
            if keys is not None:
                return tuple(entry for key in keys if (entry := tx.entry(key)) is not None)
            return tx.outbox(*states)

    def register(self) -> dict[str, object]:
        """What the letters come to, whenever they could be read: not the hours and the days of our own."""
        with self.office.store.begin() as tx:
            files, messages = tx.cases(), tx.messages()
        return {
            "letters": {m.file_name: (m.status, m.kind, m.cases) for m in messages},
            "cases": {file.case.id: file.case.status for file in files},
            "tasks": {
                task.id: (task.kind, task.number, task.official_on, task.due_on, task.state, task.owner)
                for file in files
                for task in file.tasks
            },
        }
