"""Mail, faults, crashes, people, a second worker and time in any order; what must hold after each step and at rest.

The worker, its reading and its store are the real ones. `test_fault_machine.py` runs it, `test_planted_faults.py` shows
what it catches.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from linkbot.effectors.recording import Recording
from linkbot.engine.casework.deeds import Refused
from linkbot.engine.casework.keys import effect_key
from linkbot.mailsystems.memory import MemoryMailbox
from linkbot.mailsystems.memory_sending import MemoryDrafts
from linkbot.model.effect import Template, UpdateSheet
from linkbot.model.mode import Mode
from linkbot.model.occurrence import Occurrence
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.question import About, Question, QuestionState, Verb
from linkbot.ports import MessageStatus, Transient
from linkbot.wiring import sandbox_of
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.office import Office, Silent
from linkbot.worker.process import CUT_OFF
from linkbot.worker.sheet_cycle import all_rows
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.tick import tick
from tests.journeys.conversation import setup_for
from tests.journeys.letters import OURS, Mail, lgsco

from .far_side import FarSheet, FarSide
from .seams import Crash, Seams
from .world import START, an_empty_store

SHORT = tuple(
    lgsco(f"{ref} {what}", f"Our reference: {ref}\n\n{body}")
    for ref, what, body in (
        ("26 104 377", "enquiries", "Please send me the housing repairs log by 27 November 2026."),
        ("26 104 377", "overdue", "I have not received the repairs log, now overdue. Please send it by 3 November."),
        ("26 104 388", "new complaint", "We have decided to investigate this complaint about housing repairs."),
        ("26 104 388", "final decision", "I enclose my final decision. I found no fault and do not uphold it."),
    )
)  # fmt: skip
LETTERS = (*SHORT, SHORT[0].but(passes=False), Mail("pat@home.example", "Hello", "Is anybody there?", passes=None))
DECIDED_AGAIN = frozenset({About.KIND, About.DATE, About.SENDER, About.OLDER_LETTER, About.UNREADABLE, About.CONFLICT})
"""Questions whose answer is a word about the letter, which must be kept for as long as the letter is."""
PERHAPS_A_LETTER = st.none() | st.sampled_from(range(len(LETTERS)))
CUTS = (
    st.tuples(st.just("fits and starts"), st.sampled_from([1, 7, 13]))
    | st.tuples(st.just("after commit"), st.integers(1, 12))
    | st.tuples(st.just("any"), st.integers(1, 120))
)
"""Where a crash comes: again and again, a commit later each time; after one commit; at one passage of whatever seam."""
FITS = 6
LEASE = timedelta(minutes=11)
"""As long as it takes until another worker may take over what this one has claimed."""


Cut = tuple[str, int]


class FaultMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        an_empty_store(self.folder / "store")
        self.clock = WalkingClock(START)
        self.mailbox, self.drafts, self.recording = MemoryMailbox(OURS), MemoryDrafts(), Recording()
        self.far, self.sheet = FarSide(can_tell=True), FarSheet()
        self.arrived: dict[str, bytes] = {}
        self.again: Counter[str] = Counter()  # a person said "do it again"
        self.said_done: set[str] = set()
        self.taken_back: set[str] = set()  # by a person
        self.denied: set[str] = set()  # by a person who said that it had not gone
        self.said: dict[tuple[str, str], str] = {}  # (message, about) → the answer that was taken
        self.done: set[str] = set()
        self.acts = 0
        self.office, self.other = self.opened(), self.opened()

    @initialize(can_tell=st.booleans(), letters=st.lists(st.sampled_from(range(len(LETTERS))), min_size=1, max_size=3))
    def begin(self, can_tell: bool, letters: list[int]) -> None:
        """There is mail from the first, or most schedules would be about nothing."""
        self.far.can_tell = can_tell
        for letter in letters:
            self.a_letter_comes(letter, late=False)

    def opened(self) -> Office:
        office = sandbox_of(
            setup_for(self.folder, ""),
            folder=self.folder / "store",
            mailbox=self.mailbox,
            clock=self.clock,
            mode=Mode.ACT,
            observer=Silent(),
            recording=self.recording,
        )
        return replace(office, mailboxes=(self.mailbox,), outgoing=self.far, drafts=self.drafts, sheet=self.sheet)

    def closed(self) -> None:
        for office in (self.office, self.other):
            office.extractor.close()
            office.store.close()

    # mail

    @rule(letter=st.sampled_from(range(len(LETTERS))), late=st.booleans())
    def a_letter_comes(self, letter: int, late: bool) -> None:
        at = self.clock.now() - timedelta(minutes=30 if late else 0)
        octets = LETTERS[letter].octets(at, letter)  # the same letter again is the same message
        handle = self.mailbox.arrive(octets, at)
        self.arrived[handle] = octets

    @rule(data=st.data(), how=st.sampled_from(["down", "forgets its cursors", "offers one again"]))
    def the_mailbox_misbehaves(self, data: st.DataObject, how: str) -> None:
        if how == "down":
            self.mailbox.fail_next(Transient("The mailbox does not answer."))
        elif how == "forgets its cursors":
            self.mailbox.reset()
        else:
            self.mailbox.replay(data.draw(st.sampled_from(sorted(self.arrived))))

    # the worker

    @rule()
    def a_turn(self) -> None:
        self._turn(None)

    @rule(letter=PERHAPS_A_LETTER, cut=CUTS)
    def a_turn_that_is_cut_off(self, letter: int | None, cut: Cut) -> None:
        self._perhaps_comes(letter)
        self._turn(cut)

    @rule(letter=PERHAPS_A_LETTER, deed=st.integers(1, 3))
    def a_turn_cut_off_just_after_a_deed(self, letter: int | None, deed: int) -> None:
        self._perhaps_comes(letter)
        self.far.next = ["well"] * (deed - 1) + ["crash after"]
        self._turn(None)

    @rule(letter=PERHAPS_A_LETTER, nth=st.integers(1, 3), after_a_claim=st.booleans())
    def a_worker_sleeps_past_its_lease_and_another_takes_over(
        self, letter: int | None, nth: int, after_a_claim: bool
    ) -> None:
        self._perhaps_comes(letter)
        seams = Sleeping(nth, self._another_works, after_a_claim=after_a_claim)
        self._guarded(lambda: tick(seams.wrap(self.office, Counter())))

    def _perhaps_comes(self, letter: int | None) -> None:
        if letter is not None:
            self.a_letter_comes(letter, late=False)

    def _another_works(self) -> None:
        self.clock.walk_to(self.clock.now() + LEASE)
        with contextlib.suppress(Crash):
            tick(self.other)

    @rule(minutes=st.sampled_from([1, 11, 61, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.clock.walk_to(self.clock.now() + timedelta(minutes=minutes))

    @rule(cut=CUTS)
    def a_day_passes_and_the_turn_is_cut_off(self, cut: Cut) -> None:
        self.time_passes(24 * 60)
        self._turn(cut)

    @rule(
        how=st.sampled_from(["down", "refused", "unclear", "crash before", "crash after", "open"]),
        times=st.integers(1, 3),
    )
    def the_far_side_will_fail(self, how: str, times: int) -> None:
        """ "open": somebody has the workbook open."""
        if how == "open":
            self.sheet.locked += times
        else:
            self.far.next += [how] * times

    def _turn(self, cut: Cut | None) -> None:
        self._cut_off(cut, tick)

    def _cut_off(self, cut: Cut | None, work: Callable[[Office], object]) -> None:
        if cut and cut[0] == "fits and starts":
            for nth in range(cut[1], cut[1] + FITS):
                self._guarded(lambda at=("after commit", nth): work(self._with(at)))  # type: ignore[misc]
        else:
            self._guarded(lambda: work(self._with(cut)))

    def _with(self, cut: Cut | None) -> Office:
        return AnySeam(*cut).wrap(self.office, Counter()) if cut else self.office

    def _guarded(self, work: Callable[[], object]) -> None:
        """A worker that died is started anew: what it only remembered is forgotten."""
        try:
            work()
        except Crash:
            self.office = replace(self.office, logged=set())

    # people

    @precondition(lambda self: self.entries(OutboxState.DOUBTFUL))
    @rule(data=st.data(), careless=st.booleans())
    def a_person_settles_a_doubt(self, data: st.DataObject, careless: bool) -> None:
        entry = data.draw(st.sampled_from(self.entries(OutboxState.DOUBTFUL)))
        arrived = any(mail.key == entry.key for mail in self.far.got)
        value = "again" if careless or not arrived else "done"
        self._act(Verb.SETTLE, entry.key, value)
        (self.said_done.add if value == "done" else self._once_more)(entry.key)
        if arrived and value == "again":  # their word stands: overtaken before it went again, it counts as withdrawn
            self.denied.add(entry.key)

    @precondition(lambda self: self.entries(OutboxState.FAILED))
    @rule(data=st.data(), verb=st.sampled_from([Verb.RETRY, Verb.WITHDRAW]))
    def a_person_looks_after_a_failure(self, data: st.DataObject, verb: Verb) -> None:
        entry = data.draw(st.sampled_from(self.entries(OutboxState.FAILED)))
        self._act(verb, entry.key, None)
        if verb is Verb.WITHDRAW:
            self.taken_back.add(entry.key)

    @precondition(lambda self: self.questions())
    @rule(data=st.data(), cut=st.none() | CUTS)
    def a_person_answers(self, data: st.DataObject, cut: Cut | None) -> None:
        question = data.draw(st.sampled_from(self.questions()))
        value = data.draw(st.sampled_from([c for c in question.choices if c != "YYYY-MM-DD"]))
        self._answer(question, value, cut)

    @rule(yes=st.booleans(), cut=st.none() | CUTS)
    def a_letter_that_may_be_a_fake_is_answered_for(self, yes: bool, cut: Cut | None) -> None:
        self.a_letter_comes(4, late=False)
        self._turn(None)
        for question in [q for q in self.questions() if q.about is About.SENDER][:1]:
            self._answer(question, "yes" if yes else "no", cut)

    def _answer(self, question: Question, value: str, cut: Cut | None) -> None:
        self._act(Verb.ANSWER, question.id, value, cut)
        with self.office.store.begin() as tx:
            after = tx.question(question.id)
        assert after is not None
        taken = after.state is QuestionState.ANSWERED and after.answered_by == "officer"
        if taken and question.message and question.about in DECIDED_AGAIN and value != "done":
            self.said[(question.message, question.about.value)] = value

    def _once_more(self, key: str) -> None:
        self.again[key] += 1

    def _act(self, verb: Verb, target: str, value: str | None, cut: Cut | None = None) -> None:
        self.acts += 1
        at = self.clock.now() + timedelta(microseconds=self.acts)
        act = make_act(at=at, by="officer", verb=verb, target=target, value=value, reason="so")

        def done(office: Office) -> None:
            with contextlib.suppress(Refused):
                perform_act(office, act)

        self._cut_off(cut, done)

    # what must hold

    def entries(self, *states: OutboxState) -> list[OutboxEntry]:
        with self.office.store.begin() as tx:
            return list(tx.outbox(*states))

    def questions(self) -> list[Question]:
        with self.office.store.begin() as tx:
            return [q for q in tx.questions() if set(q.choices) - {"YYYY-MM-DD"}]

    @invariant()
    def nothing_goes_twice_unless_a_person_said_so(self) -> None:
        times = Counter(mail.key for mail in self.far.got)
        times.update(call.key for call in self.recording.calls if call.verb == "register")
        assert all(count <= 1 + self.again[key] for key, count in times.items()), times

    @invariant()
    def what_is_done_stays_done(self) -> None:
        now = {entry.key for entry in self.entries(OutboxState.DONE)}
        assert self.done <= now
        self.done = now

    @invariant()
    def what_a_person_said_is_kept(self) -> None:
        with self.office.store.begin() as tx:
            kept = {(o.message, o.about): o.value for id, _ in self.said for o in tx.overrides(id)}
        assert self.said.items() <= kept.items()

    @invariant()
    def what_fell_due_has_its_mail(self) -> None:
        keys = {entry.key for entry in self.entries()}
        for occurrence in self.occurrences():
            wanted = mails_of(occurrence)
            assert not wanted or wanted & keys, occurrence

    @invariant()
    def what_is_called_written_is_in_the_workbook(self) -> None:
        written = {e.effect.row_key for e in self.entries(OutboxState.DONE) if isinstance(e.effect, UpdateSheet)}
        assert written <= set(self.sheet.rows)

    def occurrences(self) -> list[Occurrence]:
        with contextlib.closing(sqlite3.connect(self.folder / "store" / "linkbot.db")) as database:
            rows = database.execute("select job, scope, due_on from occurrences").fetchall()
        return [Occurrence(job, scope, date.fromisoformat(str(day)[:10])) for job, scope, day in rows]

    def teardown(self) -> None:
        try:
            self.mailbox._faults.clear()
            self.far.next.clear()
            self.sheet.locked = 0
            self.closed()
            self.office, self.other = self.opened(), self.opened()
            for _ in range(4):
                self._turn(None)
                self.clock.walk_to(self.clock.now() + timedelta(minutes=61))
            self._turn(None)
            self.nothing_goes_twice_unless_a_person_said_so()
            self.what_is_done_stays_done()
            self.what_a_person_said_is_kept()
            self.what_fell_due_has_its_mail()
            self.what_is_called_written_is_in_the_workbook()
            self.everything_has_come_to_rest()
        finally:
            self.thrown_away()

    def thrown_away(self) -> None:
        self.closed()
        self.scratch.cleanup()

    def everything_has_come_to_rest(self) -> None:
        with self.office.store.begin() as tx:
            messages, entries, files, open_questions = tx.messages(), tx.outbox(), tx.cases(), tx.questions()
            rows = all_rows(tx, self.office.privacy)
        assert {m.handle for m in messages} == set(self.arrived)
        for message in messages:  # decided, or set aside because the worker died of it time and again
            died = message.status is MessageStatus.PARKED and message.fault == CUT_OFF
            assert message.status is MessageStatus.DECIDED or died, message
        states = {entry.key: entry.state for entry in entries}
        now = self.office.clock.now()
        waiting = [entry for entry in entries if entry.state in (OutboxState.PENDING, OutboxState.CLAIMED)]
        assert not [entry for entry in waiting if not put_off(entry, now)], waiting
        got = {mail.key for mail in self.far.got}
        assert got <= set(states)  # nothing left that was never decided
        assert not {key for key in got - self.taken_back - self.denied if states[key] is OutboxState.WITHDRAWN}
        sent = {e.key for e in entries if e.state is OutboxState.DONE and _is_mail(e)}
        assert sent - self.said_done <= got  # nothing is called done that never went
        registered = {e.effect.event for e in entries if e.effect.effect == "register_in_case_system"}
        assert {event.id for file in files for event in file.events if event.acted} <= registered
        shown = {(key, *cell) for key, row in self.sheet.rows.items() for cell in row.cells if "action" not in key}
        wanted = {(row.key, *cell) for row in rows for cell in row.cells if "action" not in row.key}
        assert shown == wanted, shown ^ wanted
        asked = {getattr(e.effect, "question", None) for e in entries}
        assert {question.id for question in open_questions} <= asked  # nobody is asked in silence


def mails_of(occurrence: Occurrence) -> set[str]:
    """Keys of the mails an occurrence may have brought: one of them at least must stand in the outbox."""
    job, scope = occurrence.job, occurrence.scope
    steps: dict[str, tuple[str, str, tuple[str, ...]]] = {
        "reminder": ("mail:reminder", f"owner:{scope}", ("owner",)),
        "desk_mail": ("mail:desk_mail", "desk", ("link_officer",)),
        "weekly_list": ("report:weekly_list", f"service:{scope}", ("report_compiler",)),
        "ladder": ("mail:question", f"question:{scope.partition('/')[0]}", ("deputy", "head_of_resident_contact")),
    }
    if job.startswith("warning_") and "|" in scope:
        step, subject, roles = f"mail:{job}", f"case:{scope.partition('|')[0]}", ("owner", "link_officer")
    elif job in steps:
        step, subject, roles = steps[job]
    else:
        return set()
    return {effect_key(cause=occurrence.cause, step=step, subject=subject, role=role) for role in roles}


def _is_mail(entry: OutboxEntry) -> bool:
    effect = entry.effect
    if effect.effect == "ask_person":
        return bool(getattr(effect, "urgent", False))
    return effect.effect in ("send_email", "send_invite", "cancel_invite", "send_report")


class AnySeam(Seams):
    """Crashes at the n-th passage of this seam, or of whatever seam it is."""

    def __init__(self, name: str, nth: int) -> None:
        super().__init__(None if name == "any" else name, nth)

    def pass_(self, name: str) -> None:
        super().pass_(name)
        if self.crash_at is None and self.passed.total() == self.nth:
            raise Crash(name)


class Sleeping(Seams):
    """At the n-th commit (of a claim, or of anything) the worker sleeps past its lease while something else happens.

    Not between the last look at the claim and the end of the deed: what the lease is for is that this takes less time.
    """

    def __init__(self, nth: int, meanwhile: Callable[[], None], *, after_a_claim: bool) -> None:
        super().__init__()
        self.left, self.meanwhile, self.after_a_claim = nth, meanwhile, after_a_claim
        self.claimed = self.acting = False

    def pass_(self, name: str) -> None:
        if name == "after tx.claim":
            self.claimed = True
        if name in ("after tx.holds_claim", "before tx.settle"):
            self.acting = name == "after tx.holds_claim"
        if name != "after commit":
            return
        counts, self.claimed = self.claimed or not self.after_a_claim, False
        if counts and not self.acting and self.left > 0:
            self.left -= 1
            if not self.left:
                self.meanwhile()


def schedules(count: int, steps: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=count, stateful_step_count=steps, deadline=None, suppress_health_check=slow)


def put_off(entry: OutboxEntry, now: datetime) -> bool:
    """A second reminder of one day, which goes on the next."""
    reminder = getattr(entry.effect, "template", None) == Template.REMINDER.value
    return reminder and entry.state is OutboxState.PENDING and entry.next_at > now
