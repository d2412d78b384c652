"""Where a mailbox comes to its limits: years of old letters at the first look, no room for a draft, changed clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from linkbot.mailsystems.maildir import MaildirMailbox
from linkbot.model.effect import DraftReply
from linkbot.model.outbox import OutboxState
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, MessageStatus, Receipt, Transient
from linkbot.worker.office import LONDON, Office, moment_of
from tests.contracts.mailbox_worlds import a_message
from tests.journeys.letters import DECISION, FINAL, NOTICE, REQUEST

from .test_places_of_files import put
from .world import START, World

FULL = "Saving a draft: the mailbox is full. Make room in it or raise its quota."


def test_the_past_of_a_mailbox_is_registered_and_asks_nobody_anything(tmp_path: Path) -> None:
    """The first look finds years of mail in every folder; all of it lies before `begin_on`."""
    world = World(tmp_path)
    letters = (REQUEST, DECISION, FINAL, NOTICE.but(body="What is this?"), FINAL.but(passes=False))
    for number in range(60):
        at = START - timedelta(days=298 - 5 * number)
        octets = letters[number % 5].but(message_id=f"old-{number}@lgo.org.uk").octets(at, number)
        put(world, ("", ".Junk", ".Trash", ".Sent", ".Repairs")[number % 4 if number < 40 else 4], octets)

    def from_today(office: Office) -> Office:
        return replace(office, desk=replace(office.desk, begin_on=START.date()))

    with world.office(from_today) as office:
        world.turns(office, 3)
        with office.store.begin() as tx:
            assert tx.count_messages() == {MessageStatus.DECIDED: 60}
            assert tx.questions() == () and not any(file.tasks for file in tx.cases())
            assert {getattr(entry.effect, "template", None) for entry in tx.outbox()} <= {"weekly_list"}
        world.post(REQUEST.but(message_id="new@lgo.org.uk"))
        world.turns(office, 2)
        with office.store.begin() as tx:
            assert sum(len(file.tasks) for file in tx.cases()) == 1


class FullDrafts:
    """As an account over its quota, until somebody makes room."""

    def __init__(self) -> None:
        self.full, self.saved = True, list[str]()

    def save(self, mail: OutgoingMail, in_reply_to: str | None) -> Receipt:
        if self.full:
            raise Transient(FULL)
        self.saved.append(mail.message_id)
        return Receipt(mail.message_id)

    def find(self, mail: OutgoingMail) -> Found:
        return Receipt(mail.message_id) if mail.message_id in self.saved else Answer.ABSENT

    def remove(self, receipt: Receipt) -> None:
        self.saved.remove(receipt.reference)


def test_without_room_for_a_draft_people_hear_of_it_and_it_is_saved_once_there_is(tmp_path: Path) -> None:
    world, drafts = World(tmp_path), FullDrafts()
    world.post(REQUEST)
    with world.office(lambda office: replace(office, drafts=drafts)) as office:
        world.turns(office, 30)  # half a working day
        with office.store.begin() as tx:
            (entry,) = (one for one in tx.outbox() if isinstance(one.effect, DraftReply))
            told = [dict(one.effect.facts) for one in tx.outbox() if getattr(one.effect, "template", "") == "alert"]  # type: ignore[union-attr]
        assert entry.state is OutboxState.PENDING and entry.last_error == FULL and not drafts.saved
        assert any(FULL in " ".join(facts.values()) for facts in told), told
        drafts.full = False
        world.turns(office, 12)
        with office.store.begin() as tx:
            again = tx.entry(entry.key)
        assert again is not None and again.state is OutboxState.DONE and len(drafts.saved) == 1


def test_the_doubled_hour_of_autumn_is_two_hours_and_the_morning_after_spring_is_the_next_day(tmp_path: Path) -> None:
    """Received headers bear the offset of their server: half past one happens twice on 25 October 2026."""
    for part in ("tmp", "new", "cur"):
        (tmp_path / part).mkdir()
    summer = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=0)
    winter = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1)
    for number, at in enumerate((winter, summer)):
        path = tmp_path / "new" / f"{number}.mx"
        path.write_bytes(a_message(number, at))
        assert f"{'+0000' if at is winter else '+0100'}" in format_datetime(at)
    first, second = MaildirMailbox(tmp_path, "mail").fetch(None, 10).messages
    assert second.received_at - first.received_at == timedelta(hours=1)
    assert [moment_of(one.received_at).today for one in (first, second)] == [date(2026, 10, 25)] * 2
    late = datetime.fromisoformat("2027-03-28T23:30:00+00:00")  # half past midnight by London's new time
    assert moment_of(late).today == date(2027, 3, 29)
    assert moment_of(datetime.fromisoformat("2027-03-27T23:30:00+00:00")).today == date(2027, 3, 27)
