"""Mail, faults, crashes, people and time in any order: nothing is lost, nothing goes twice, what is done stays done."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from linkbot.effectors.recording import Recording
from linkbot.engine.casework.deeds import Refused
from linkbot.mailsystems.memory import MemoryMailbox
from linkbot.mailsystems.memory_sending import MemoryDrafts
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.model.question import Verb
from linkbot.ports import Answer, Doubtful, Found, MessageStatus, Permanent, Receipt, Transient
from linkbot.wiring import sandbox_of
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.office import Office, Silent
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.tick import tick
from tests.journeys.conversation import setup_for
from tests.journeys.letters import OURS, Mail, lgsco

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


class FarSide:
    """A mail system that does what it is told to do next, and remembers all that reached it, crash or no crash."""

    def __init__(self, can_tell: bool) -> None:
        self.can_tell = can_tell
        self.got: list[OutgoingMail] = []
        self.next: list[str] = []

    def send(self, mail: OutgoingMail) -> Receipt:
        how = self.next.pop(0) if self.next else "well"
        if how == "down":
            raise Transient("The server does not answer.")
        if how == "refused":
            raise Permanent("No such mailbox.")
        if how == "crash before":
            raise Crash(how)
        self.got.append(mail)
        if how == "unclear":
            raise Doubtful("The line broke after the data.")
        if how == "crash after":
            raise Crash(how)
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        if not self.can_tell:
            return Answer.CANNOT_TELL
        return Receipt(mail.message_id) if any(m.key == mail.key for m in self.got) else Answer.ABSENT


class FaultMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        an_empty_store(self.folder / "store")
        self.clock = WalkingClock(START)
        self.mailbox, self.drafts, self.recording = MemoryMailbox(OURS), MemoryDrafts(), Recording()
        self.far = FarSide(can_tell=True)
        self.arrived: dict[str, bytes] = {}
        self.again: Counter[str] = Counter()  # a person said "do it again"
        self.said_done: set[str] = set()
        self.done: set[str] = set()
        self.acts = 0
        self.office = self.opened()

    @initialize(can_tell=st.booleans())
    def begin(self, can_tell: bool) -> None:
        self.far.can_tell = can_tell

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
        return replace(office, mailboxes=(self.mailbox,), outgoing=self.far, drafts=self.drafts)

    def closed(self) -> None:
        self.office.extractor.close()
        self.office.store.close()

    # mail

    @rule(letter=st.sampled_from(range(len(LETTERS))), late=st.booleans())
    def a_letter_comes(self, letter: int, late: bool) -> None:
        at = self.clock.now() - timedelta(minutes=30 if late else 0)
        octets = LETTERS[letter].octets(at, letter)  # the same letter again is the same message
        handle = self.mailbox.arrive(octets, at)
        self.arrived[handle] = octets

    @precondition(lambda self: self.arrived)
    @rule(data=st.data())
    def the_mailbox_offers_one_again(self, data: st.DataObject) -> None:
        self.mailbox.replay(data.draw(st.sampled_from(sorted(self.arrived))))

    @rule()
    def the_mailbox_forgets_its_cursors(self) -> None:
        self.mailbox.reset()

    @rule()
    def the_mailbox_is_down(self) -> None:
        self.mailbox.fail_next(Transient("The mailbox does not answer."))

    # the worker

    @rule()
    def a_turn(self) -> None:
        self._turn(None)

    @rule(passage=st.integers(1, 16) | st.integers(1, 120))
    def a_turn_that_is_cut_off(self, passage: int) -> None:
        self._turn(passage)

    @rule(minutes=st.sampled_from([1, 11, 61, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.clock.walk_to(self.clock.now() + timedelta(minutes=minutes))

    @rule(how=st.sampled_from(["down", "refused", "unclear", "crash before", "crash after"]), times=st.integers(1, 3))
    def the_far_side_will_fail(self, how: str, times: int) -> None:
        self.far.next += [how] * times

    def _turn(self, passage: int | None) -> None:
        seams = _AnySeam(passage)
        try:
            tick(seams.wrap(self.office, Counter()) if passage else self.office)
        except Crash:
            self.closed()
            self.office = self.opened()

    # people

    @precondition(lambda self: self.entries(OutboxState.DOUBTFUL))
    @rule(data=st.data(), careless=st.booleans())
    def a_person_settles_a_doubt(self, data: st.DataObject, careless: bool) -> None:
        entry = data.draw(st.sampled_from(self.entries(OutboxState.DOUBTFUL)))
        arrived = any(mail.key == entry.key for mail in self.far.got)
        value = "again" if careless or not arrived else "done"
        self._act(Verb.SETTLE, entry.key, value)
        (self.said_done.add if value == "done" else self._once_more)(entry.key)

    @precondition(lambda self: self.entries(OutboxState.FAILED))
    @rule(data=st.data(), verb=st.sampled_from([Verb.RETRY, Verb.WITHDRAW]))
    def a_person_looks_after_a_failure(self, data: st.DataObject, verb: Verb) -> None:
        self._act(verb, data.draw(st.sampled_from(self.entries(OutboxState.FAILED))).key, None)

    @precondition(lambda self: self.questions())
    @rule(data=st.data())
    def a_person_answers(self, data: st.DataObject) -> None:
        question = data.draw(st.sampled_from(self.questions()))
        value = data.draw(st.sampled_from([c for c in question.choices if c != "YYYY-MM-DD"]))
        self._act(Verb.ANSWER, question.id, value)

    def _once_more(self, key: str) -> None:
        self.again[key] += 1

    def _act(self, verb: Verb, target: str, value: str | None) -> None:
        self.acts += 1
        at = self.clock.now() + timedelta(microseconds=self.acts)
        with contextlib.suppress(Refused):
            perform_act(self.office, make_act(at=at, by="officer", verb=verb, target=target, value=value, reason="so"))

    # what must hold

    def entries(self, *states: OutboxState) -> list[OutboxEntry]:
        with self.office.store.begin() as tx:
            return list(tx.outbox(*states))

    def questions(self) -> list[Any]:
        with self.office.store.begin() as tx:
            return [q for q in tx.questions() if set(q.choices) - {"YYYY-MM-DD"}]

    @invariant()
    def nothing_goes_twice_unless_a_person_said_so(self) -> None:
        times = Counter(mail.key for mail in self.far.got)
        assert all(count <= 1 + self.again[key] for key, count in times.items()), times

    @invariant()
    def what_is_done_stays_done(self) -> None:
        now = {entry.key for entry in self.entries(OutboxState.DONE)}
        assert self.done <= now
        self.done = now

    def teardown(self) -> None:
        try:
            self.mailbox._faults.clear()
            self.far.next.clear()
            for _ in range(6):
                self._turn(None)
                self.clock.walk_to(self.clock.now() + timedelta(minutes=61))
            self._turn(None)
            self.nothing_goes_twice_unless_a_person_said_so()
            self.what_is_done_stays_done()
            self.everything_has_come_to_rest()
        finally:
            self.closed()
            self.scratch.cleanup()

    def everything_has_come_to_rest(self) -> None:
        with self.office.store.begin() as tx:
            messages, entries = tx.messages(), tx.outbox()
        assert {m.handle for m in messages} == set(self.arrived)
        assert {m.status for m in messages} <= {MessageStatus.DECIDED}
        states = {entry.key: entry.state for entry in entries}
        assert not {OutboxState.PENDING, OutboxState.CLAIMED} & set(states.values())
        got = {mail.key for mail in self.far.got}
        assert got <= set(states)  # nothing left that was never decided
        sent = {e.key for e in entries if e.state is OutboxState.DONE and _is_mail(e)}
        assert sent - self.said_done <= got  # nothing is called done that never went


def _is_mail(entry: OutboxEntry) -> bool:
    effect = entry.effect
    if effect.effect == "ask_person":
        return bool(getattr(effect, "urgent", False))
    return effect.effect in ("send_email", "send_invite", "cancel_invite", "send_report")


class _AnySeam(Seams):
    """Crashes at the n-th passage of whatever seam it is."""

    def __init__(self, passage: int | None) -> None:
        super().__init__()
        self.passage = passage

    def pass_(self, name: str) -> None:
        self.passed[name] += 1
        if self.passed.total() == self.passage:
            raise Crash(name)


def schedules(count: int, steps: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=count, stateful_step_count=steps, deadline=None, suppress_health_check=slow)


def test_fifty_schedules_of_faults_lose_nothing_and_double_nothing() -> None:
    run_state_machine_as_test(FaultMachine, settings=schedules(50, 10))


@pytest.mark.slow
def test_a_thousand_longer_schedules() -> None:
    run_state_machine_as_test(FaultMachine, settings=schedules(1000, 40))
