"""What the outbox promises of single effects: the cap, the waits, a person's word, a letter that cannot be worded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from linkbot.mailsystems.memory_sending import MemoryOutgoing
from linkbot.model.decision import Decision
from linkbot.model.effect import SendEmail
from linkbot.model.outbox import Intent, OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.model.question import Verb
from linkbot.model.reading import Disposition
from linkbot.ports import Answer, Doubtful, Found, Transient
from linkbot.worker.acts.perform import make_act, perform_act
from linkbot.worker.deliver import LONGEST_WAIT, SHORTEST_WAIT, deliver
from linkbot.worker.office import Office
from tests.journeys.letters import DECISION, REQUEST, Mail

from .seams import Crash, Seams
from .world import World

OFFICER = "officer@anytown.gov.uk"


class PlainSmtp(MemoryOutgoing):
    """It cannot say what it has sent."""

    def find(self, mail: OutgoingMail) -> Found:
        return Answer.CANNOT_TELL


def an_alert(number: int) -> Intent:
    facts = (("headline", f"Number {number}"), ("detail", ""), ("todo", ""))
    return Intent(f"{number:064d}", SendEmail(template="alert", role="link_officer", to=(OFFICER,), facts=facts))


def intend(office: Office, *intents: Intent) -> None:
    with office.store.begin() as tx:
        tx.commit_decision(None, Decision(Disposition.ACT, intents=intents), office.moment().at)


def states(office: Office) -> Counter[OutboxState]:
    with office.store.begin() as tx:
        return Counter(entry.state for entry in tx.outbox())


def act(office: Office, verb: Verb, key: str, value: str | None = None) -> None:
    at = office.moment().at
    perform_act(office, make_act(at=at, by="officer", verb=verb, target=key, value=value, reason="so"))


def later(world: World, **by: float) -> None:
    world.clock.walk_to(world.clock.now() + timedelta(**by))


@pytest.mark.parametrize("seconds", [None, 0, -5, 0.5, 90, 1e12])
def test_however_long_a_server_says_to_wait_it_is_a_minute_to_an_hour(tmp_path: Path, seconds: float | None) -> None:
    world, outgoing = World(tmp_path), PlainSmtp()
    with world.office(lambda o: replace(o, outgoing=outgoing)) as office:
        intend(office, an_alert(1))
        outgoing.fail_next(Transient("busy", seconds))
        assert deliver(office) == 0
        with office.store.begin() as tx:
            (entry,) = tx.outbox()
        wait = entry.next_at - office.moment().at
        assert SHORTEST_WAIT <= wait <= LONGEST_WAIT and entry.state is OutboxState.PENDING
        later(world, hours=1)
        assert deliver(office) == 1 and len(outgoing.sent) == 1


def test_a_server_that_was_down_is_no_doubt_although_it_cannot_be_asked(tmp_path: Path) -> None:
    """Seen: after one failed connection every mail became doubtful, because plain SMTP cannot tell."""
    world, outgoing = World(tmp_path), PlainSmtp()
    with world.office(lambda o: replace(o, outgoing=outgoing)) as office:
        intend(office, an_alert(1))
        for _ in range(4):
            outgoing.fail_next(Transient("down"))
            deliver(office)
            later(world, hours=1)
        deliver(office)
        assert states(office) == {OutboxState.DONE: 1} and len(outgoing.sent) == 1


@pytest.mark.parametrize(("word", "sent"), [("done", 1), ("again", 2)])
def test_a_doubt_is_settled_by_a_person_and_again_means_again(tmp_path: Path, word: str, sent: int) -> None:
    world, outgoing = World(tmp_path), PlainSmtp()
    with world.office(lambda o: replace(o, outgoing=outgoing)) as office:
        intend(office, an_alert(1))
        outgoing.fail_after_next(Doubtful("the line broke"))
        deliver(office)
        later(world, days=1)
        deliver(office)
        assert states(office) == {OutboxState.DOUBTFUL: 1} and len(outgoing.sent) == 1
        act(office, Verb.SETTLE, an_alert(1).key, word)
        deliver(office)
        assert states(office) == {OutboxState.DONE: 1} and len(outgoing.sent) == sent


def test_over_the_cap_what_is_not_urgent_waits_and_a_person_is_told_once(tmp_path: Path) -> None:
    world, outgoing = World(tmp_path), MemoryOutgoing()
    cap: Callable[[Office], Office] = lambda o: replace(o, outgoing=outgoing, messages_per_hour=1)  # noqa: E731
    world.post(REQUEST)
    world.post(Mail(DECISION.sender, "Final decision: 26 104 388", DECISION.body.replace("26 104 377", "26 104 388")))
    world.run(1, cap)
    subjects = [next(line for line in m.octets.split(b"\r\n") if line.startswith(b"Subject")) for m in outgoing.sent]
    told = sum(b"many mails" in m.octets.replace(b"=\r\n", b"") for m in outgoing.sent)
    assert told == 1 and len(outgoing.sent) < 8
    assert sum(b"ecision" in subject for subject in subjects) >= 2  # the determination does not wait
    for _ in range(12):
        later(world, minutes=61)
        world.run(1, cap)
    world.all_is_accounted_for()
    ids = Counter(mail.message_id for mail in outgoing.sent)
    assert set(ids.values()) == {1}


def test_what_cannot_be_worded_fails_alone_and_is_told(tmp_path: Path) -> None:
    world, outgoing = World(tmp_path), MemoryOutgoing()
    with world.office(lambda o: replace(o, outgoing=outgoing)) as office:
        bad = Intent("b" * 64, SendEmail(template="no such template", role="link_officer", to=(OFFICER,)))
        outside = Intent("c" * 64, SendEmail(template="alert", role="link_officer", to=("pat@home.example",)))
        intend(office, bad, outside, an_alert(1))
        deliver(office)
        with office.store.begin() as tx:
            found = {entry.key: entry.state for entry in tx.outbox()}
        assert found[bad.key] is found[outside.key] is OutboxState.FAILED
        assert found[an_alert(1).key] is OutboxState.DONE
        assert all(mail.recipients == (OFFICER,) for mail in outgoing.sent)  # never to an address outside


def test_a_worker_that_slept_past_its_lease_leaves_the_deed_to_whoever_has_it_now(tmp_path: Path) -> None:
    world, outgoing = World(tmp_path), MemoryOutgoing()

    class Slow(MemoryOutgoing):
        def send(self, mail: OutgoingMail):  # type: ignore[no-untyped-def]
            later(world, minutes=30)  # it hangs; meanwhile another worker takes the entry over
            with world.office(lambda o: replace(o, outgoing=outgoing)) as other:
                deliver(other)
            raise Transient("timed out at last")

    with world.office(lambda o: replace(o, outgoing=Slow())) as office:
        intend(office, an_alert(1))
        deliver(office)
        assert states(office) == {OutboxState.DONE: 1} and len(outgoing.sent) == 1


@pytest.mark.parametrize(
    ("far", "went", "state"),
    [
        (MemoryOutgoing, True, OutboxState.DONE),
        (MemoryOutgoing, False, OutboxState.WITHDRAWN),
        (PlainSmtp, True, OutboxState.DOUBTFUL),
        (PlainSmtp, False, OutboxState.DOUBTFUL),
    ],
)
def test_what_was_cut_off_and_is_not_wanted_any_more_is_asked_about_before_it_is_called_withdrawn(
    far: type[MemoryOutgoing], went: bool, state: OutboxState, tmp_path: Path
) -> None:
    """Seen: a desk mail that had gone just before a crash stood as withdrawn in the outbox the next day."""
    world, outgoing = World(tmp_path), far()
    facts = (("questions", ""),)
    desk = Intent("d" * 64, SendEmail(template="desk_mail", role="link_officer", to=(OFFICER,), facts=facts))
    seams = Seams(f"{'after' if went else 'before'} outgoing.send")
    with world.office(lambda o: replace(o, outgoing=outgoing)) as office:
        intend(office, desk)
        with pytest.raises(Crash):
            deliver(seams.wrap(office, world.reached))
        later(world, days=1)
        deliver(office)
        with office.store.begin() as tx:
            entry = tx.entry(desk.key)
        assert entry is not None and entry.state is state
        assert sum(mail.key == desk.key for mail in outgoing.sent) == went
