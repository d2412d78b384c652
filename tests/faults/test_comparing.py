"""The comparison after a restore, entry by entry: what is found, what nobody can tell, what waits in any case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from linkbot.mailsystems.memory import MemoryPast
from linkbot.mailsystems.memory_sending import MemoryOutgoing
from linkbot.model.decision import Decision
from linkbot.model.effect import SendEmail, UpdateSheet
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.model.reading import Disposition
from linkbot.ports import Answer, Found, Permanent, Receipt, Traces
from linkbot.worker.comparing import Verdict, verdict
from linkbot.worker.office import Office
from linkbot.worker.restored import RestoredTo, leave_word, restored_to
from linkbot.worker.tick import tick

from .world import START, World

OFFICER = "officer@anytown.gov.uk"
FOUND, ABSENT, CANNOT = Receipt("17"), Answer.ABSENT, Answer.CANNOT_TELL
STATE = OutboxState


class PlainSmtp(MemoryOutgoing):
    def find(self, mail: OutgoingMail) -> Found:
        return Answer.CANNOT_TELL


def a_mail(number: int, template: str = "alert", *, held: bool = False) -> Intent:
    facts = (("headline", f"Number {number}"), ("detail", ""), ("todo", ""))
    effect = SendEmail(template=template, role="link_officer", to=(OFFICER,), facts=facts)
    return Intent(f"{number:064x}", effect, held)


@pytest.mark.parametrize(
    ("state", "template", "found", "wanted"),
    [
        (STATE.PENDING, "task", FOUND, Verdict.DONE),
        (STATE.HELD, "task", FOUND, Verdict.DONE),
        (STATE.FAILED, "task", FOUND, Verdict.DONE),
        (STATE.DOUBTFUL, "task", FOUND, Verdict.DONE),
        (STATE.PENDING, "task", ABSENT, Verdict.GOES_ON),
        (STATE.HELD, "task", ABSENT, Verdict.GOES_ON),
        (STATE.PENDING, "task", CANNOT, Verdict.DOUBTFUL),
        (STATE.CLAIMED, "task", CANNOT, Verdict.DOUBTFUL),
        (STATE.HELD, "task", CANNOT, Verdict.UNSURE),
        (STATE.FAILED, "task", CANNOT, Verdict.GOES_ON),
        (STATE.DOUBTFUL, "task", CANNOT, Verdict.GOES_ON),
        (STATE.PENDING, "reminder", CANNOT, Verdict.NEXT_TIME),
        (STATE.PENDING, "weekly_list", CANNOT, Verdict.DOUBTFUL),
    ],
)
def test_what_becomes_of_an_effect(state: OutboxState, template: str, found: Found, wanted: Verdict) -> None:
    intent = a_mail(1, template)
    assert verdict(OutboxEntry(intent.key, intent.effect, state, START, START), found) is wanted


def text_of(mail: OutgoingMail) -> str:
    return " ".join(mail.octets.decode().replace("=\r\n", "").split())


def restored(office: Office, *intents: Intent, done: tuple[tuple[str, str], ...] = ()) -> None:
    """As a restore leaves it: the effects of the backup, and its word."""
    now = office.clock.now()
    with office.store.begin() as tx:
        tx.commit_decision(None, Decision(Disposition.ACT, intents=intents), now - timedelta(days=3))
        word = RestoredTo(state_of=now - timedelta(days=3), at=now, until=now, by="Ines", done=done)
        leave_word(tx, word)


def states(office: Office) -> dict[int, OutboxState]:
    with office.store.begin() as tx:
        return {int(e.key, 16): e.state for e in tx.outbox() if int(e.key, 16) < 100}


def test_held_ones_stay_held_with_a_word_of_warning_and_rows_are_written_again(tmp_path: Path) -> None:
    world, outgoing = World(tmp_path), PlainSmtp()
    row = Intent(f"{3:064x}", UpdateSheet(case="LGSCO 1", row_key="case:LGSCO 1", revision=1))
    with world.office(lambda o: replace(o, outgoing=outgoing, past=())) as office:
        restored(office, a_mail(1, held=True), a_mail(2), row, a_mail(4), done=((a_mail(4).key, "sent as 9"),))
        tick(office)
        assert states(office) == {1: STATE.HELD, 2: STATE.DOUBTFUL, 3: STATE.DONE, 4: STATE.DONE}
        with office.store.begin() as tx:
            held, known = tx.entry(a_mail(1).key), tx.entry(a_mail(4).key)
        assert held is not None and "Look before you do" in (held.last_error or "")
        assert known is not None and known.receipt == "sent as 9"
    (told,) = outgoing.sent
    assert "2 may have been done" in text_of(told)  # with the Monday list
    assert "1 are held as they were then" in text_of(told)


def test_a_claim_of_that_time_is_waited_for_until_it_lapses(tmp_path: Path) -> None:
    world, outgoing = World(tmp_path), PlainSmtp()
    with world.office(lambda o: replace(o, outgoing=outgoing, past=())) as office:
        restored(office, a_mail(1))
        with office.store.begin() as tx:
            assert tx.claim(a_mail(1).key, "another", timedelta(minutes=10), office.clock.now())
        tick(office)
        assert states(office) == {1: STATE.CLAIMED} and not outgoing.sent
        world.clock.walk_to(world.clock.now() + timedelta(minutes=11))
        tick(office)
        assert states(office) == {1: STATE.DOUBTFUL} and len(outgoing.sent) == 1


def test_a_mailbox_that_cannot_be_looked_back_into_holds_everything(tmp_path: Path) -> None:
    class Closed(MemoryPast):
        def traces(self, message_ids: frozenset[str], since: datetime) -> Traces:
            raise Permanent("not allowed")

    world, outgoing = World(tmp_path), MemoryOutgoing()
    with world.office(lambda o: replace(o, outgoing=outgoing, past=(Closed(),))) as office:
        restored(office, a_mail(1))
        turn = tick(office)
        assert turn.fault == "not allowed" and not outgoing.sent
        with office.store.begin() as tx:
            assert restored_to(tx) is not None


def test_a_far_side_that_knows_lets_go_what_was_never_sent(tmp_path: Path) -> None:
    world, outgoing = World(tmp_path), MemoryOutgoing()
    with world.office(lambda o: replace(o, outgoing=outgoing, past=())) as office:
        restored(office, a_mail(1), a_mail(2))
        sent = a_mail(2).key[:32] + "@linkbot.anytown.gov.uk"
        outgoing.send(OutgoingMail(a_mail(2).key, sent, OFFICER, (OFFICER,), b""))
        tick(office)
        assert states(office) == {1: STATE.DONE, 2: STATE.DONE}
    assert len({mail.message_id for mail in outgoing.sent}) == len(outgoing.sent) == 3  # with the word to the officer


def test_cut_off_in_the_comparison_it_is_made_again_and_told_once(tmp_path: Path) -> None:
    """A crash between any two of its steps: everything is one transaction, so that nothing is half compared."""
    world, outgoing = World(tmp_path), PlainSmtp()

    class PowerCut(BaseException):
        pass

    class Cut(MemoryPast):
        def traces(self, message_ids: frozenset[str], since: datetime) -> Traces:
            raise PowerCut

    with world.office(lambda o: replace(o, outgoing=outgoing, past=(Cut(),))) as office:
        restored(office, a_mail(1))
        with pytest.raises(PowerCut):
            tick(office)
        assert states(office) == {1: STATE.PENDING}
    with world.office(lambda o: replace(o, outgoing=outgoing, past=())) as office:
        tick(office)
        tick(office)
        assert states(office) == {1: STATE.DOUBTFUL} and len(outgoing.sent) == 1
