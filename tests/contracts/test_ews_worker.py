"""The whole worker on the fake Exchange server: a morning's mail, and the process dying at any request, before or after
it took effect. What the far side has seen in the end is the same as if nothing had happened.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from ews_server import EwsServer
from ews_store import Exchange
from ews_worlds import a_line

from linkbot.mailsystems.ews.diary import EwsDiary
from linkbot.mailsystems.ews.drafts import EwsDrafts
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.past import EwsPast
from linkbot.mailsystems.ews.sending import EwsOutgoing
from linkbot.mailsystems.exchange.marks import SET, UID
from linkbot.model.effect import SendInvite
from linkbot.model.outbox import OutboxState
from linkbot.worker.office import Office
from linkbot.worker.tick import tick
from tests.faults.world import STEP, World
from tests.journeys.letters import FINAL, OURS, REQUEST


class Death(BaseException):
    """The process is gone."""


class Council(World):
    """The mailbox, its drafts, its diary and all mail are the server's; store and workbook are files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.exchange = Exchange(self.clock.now())
        self.server = EwsServer(self.exchange)
        self.server.crash = Death

    def morning(self) -> None:
        for number, mail in enumerate((REQUEST, FINAL.but(passes=False)), start=1):
            at = self.clock.now() - timedelta(minutes=5 - number)
            self.exchange.arrive(mail.octets(at, number), at)

    def on_exchange(self, office: Office) -> Office:
        line = a_line(self.server)
        return replace(
            office,
            mailboxes=(EwsMailbox(line, OURS),),
            drafts=EwsDrafts(line),
            outgoing=EwsOutgoing(line),
            calendar=EwsDiary(line),
            past=(EwsPast(line),),
        )

    def works(self, turns: int) -> bool:
        """False when the process died meanwhile."""
        with self.office(self.on_exchange) as office:
            for _ in range(turns):
                try:
                    tick(office)
                except Death:
                    return False
                finally:
                    self.server.settle()
                    self.clock.walk_to(self.clock.now() + STEP)
                    self.exchange.now = self.clock.now()
        return True

    def seen(self) -> tuple[object, ...]:
        """Once each: mails by id and readers, drafts by id, notices of the diary."""
        mails = Counter((message_from_bytes(octets)["Message-ID"], to) for octets, to in self.exchange.left)
        drafts = Counter(one.message_id for one in self.exchange.within("drafts"))
        told = Counter((what, values["Subject"], values["Start"]) for what, values in self.exchange.told)
        assert all(times == 1 for counted in (mails, drafts, told) for times in counted.values())
        return tuple(tuple(sorted(counted)) for counted in (mails, drafts, told))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[object, ...], int]:
    """What it comes to when nothing breaks, and with how many requests."""
    council = Council(tmp_path_factory.mktemp("undisturbed"))
    council.morning()
    assert council.works(3)
    council.all_is_accounted_for()
    mails, drafts, told = council.seen()
    assert mails and drafts and told, "the story needs a mail, a draft and an invitation"
    return council.seen(), len(council.server.asked)


def died(folder: Path, nth: int, how: str) -> Council:
    """At the nth request; afterwards a new process on the same store."""
    council = Council(folder)
    council.morning()
    council.server.fault_of = lambda operation: how if len(council.server.asked) == nth else None
    council.works(3)
    council.server.fault_of = lambda operation: None
    assert council.works(4)
    return council


@pytest.mark.parametrize(("part", "how"), [(0.5, "crash after"), (0.8, "crash before"), (0.9, "crash after")])
def test_after_a_death_at_a_request_the_same_has_happened_once(
    part: float, how: str, undisturbed: tuple[tuple[object, ...], int], tmp_path: Path
) -> None:
    outcome, requests = undisturbed
    council = died(tmp_path, int(requests * part), how)
    council.all_is_accounted_for()
    assert council.seen() == outcome


@pytest.mark.slow
@pytest.mark.parametrize("how", ["crash before", "crash after", "cut after", "half", "later", "401", "busy 5", "500"])
def test_after_a_death_at_any_request(
    how: str, undisturbed: tuple[tuple[object, ...], int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Refused at its very first request a process rests for minutes, and the council hears of it: another story."""
    outcome, requests = undisturbed
    for nth in range(how == "401", requests):
        council = died(tmp_path_factory.mktemp("death"), nth, how)
        council.all_is_accounted_for()
        assert council.seen() == outcome, (how, nth)
    print(f"{how}: {requests} requests")


def test_the_receipt_of_an_invitation_is_what_answers_to_it_bear(tmp_path: Path) -> None:
    council = Council(tmp_path)
    council.morning()
    assert council.works(2)
    with council.office() as office, office.store.begin() as tx:
        invited = [one for one in tx.outbox(OutboxState.DONE) if isinstance(one.effect, SendInvite)]
    entries = council.exchange.within("calendar")
    assert {one.receipt for one in invited} == {entry.uid for entry in entries}
    assert {entry.marks[f"{SET}/{UID}"] for entry in entries} == {
        one.effect.uid for one in invited if isinstance(one.effect, SendInvite)
    }
