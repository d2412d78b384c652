"""A full disk, a dead mail server, a workbook somebody has open, a damaged message: said clearly, kept, done later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent, OutboxEntry, OutboxState
from linkbot.ports import MessageStatus, StoredMessage
from linkbot.worker.office import Office
from linkbot.worker.tick import tick
from tests.contracts.disk_faults import fill
from tests.contracts.smtp_relay import Relay, running
from tests.journeys.letters import NOTICE, REQUEST

from .world import World


class Complaints:
    """An observer that keeps what linkbot complains of."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def message_decided(self, message: StoredMessage, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def fell_due(self, decision: Decision, new: tuple[Intent, ...]) -> None: ...

    def delivered(self, entry: OutboxEntry, subject: str | None) -> None: ...

    def fault(self, action: str, id: str, error: str) -> None:
        self.heard.append(f"{action}: {error}")


def counts(world: World) -> dict[OutboxState, int]:
    with world.office() as office, office.store.begin() as tx:
        return tx.count_effects()


def test_a_full_disk_keeps_what_came_and_goes_on_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, complaints = World(tmp_path), Complaints()
    world.run(1)
    world.post(REQUEST)
    with monkeypatch.context() as patch:
        fill(patch)
        world.run(2, observer=complaints)
    assert any("disk is full" in one.lower() for one in complaints.heard), complaints.heard
    with world.office() as office, office.store.begin() as tx:
        assert not tx.messages(MessageStatus.PARKED)
    world.run()
    world.all_is_accounted_for()
    assert list((tmp_path / "sent").glob("*.eml")) and not list((tmp_path / "store").rglob("*.tmp"))


def test_a_full_disk_while_sending_waits_and_sends_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, complaints = World(tmp_path), Complaints()
    world.post(REQUEST)
    with world.office(observer=complaints) as office:
        with monkeypatch.context() as patch:
            tick(replace(office, stopping=_after_deciding(office, lambda: fill(patch))))
            tick(office)
        assert any("disk is full" in one.lower() for one in complaints.heard), complaints.heard
    world.clock.walk_to(
        world.clock.now() + 3 * (world.clock.now() - world.start) + 12 * (world.clock.now() - world.start)
    )
    world.run(12)
    world.all_is_accounted_for()


def _after_deciding(office: Office, then: Callable[[], None]) -> Callable[[], bool]:
    """Never stops; does something once the mail has been decided."""
    told: list[bool] = []

    def stopping() -> bool:
        with office.store.begin() as tx:
            decided = bool(tx.messages(MessageStatus.DECIDED))
        if decided and not told:
            told.append(True)
            then()
        return False

    return stopping


def smtp_on(port: int) -> str:
    return f'host = "127.0.0.1"\nport = {port}\ntimeout_seconds = 2'


def test_a_dead_mail_server_is_named_and_everything_goes_once_when_it_is_back(tmp_path: Path) -> None:
    relay, complaints = Relay(), Complaints()
    with running(relay):
        pass  # a port that was free a moment ago and on which nobody listens now
    world = World(tmp_path, smtp=smtp_on(relay.port))
    world.post(REQUEST)
    world.run(2, observer=complaints)
    assert any(str(relay.port) in one and "127.0.0.1" in one for one in complaints.heard), complaints.heard
    waiting = counts(world)
    assert set(waiting) == {OutboxState.PENDING, OutboxState.DONE}, waiting
    assert waiting[OutboxState.DONE]  # drafts, register and workbook did not wait for it
    with running(Relay()) as alive:
        world.setup = World(tmp_path, smtp=smtp_on(alive.port)).setup
        world.run(12)
        subjects = [bytes(envelope.original_content or b"").count(b"Message-ID:") for envelope in alive.taken]
    world.all_is_accounted_for()
    assert len(subjects) == waiting[OutboxState.PENDING]


def test_a_line_that_breaks_after_the_data_is_a_doubt_for_a_person_and_never_a_second_mail(tmp_path: Path) -> None:
    with running(Relay(script={"DATA": "cut"})) as relay:
        world = World(tmp_path, smtp=smtp_on(relay.port))
        world.post(REQUEST)
        world.run()
        taken = [envelope.rcpt_tos for envelope in relay.taken]
    states = counts(world)
    assert states[OutboxState.DOUBTFUL] == len(taken) > 0 and OutboxState.PENDING not in states
    ids = [
        line for e in relay.taken for line in bytes(e.original_content or b"").split(b"\r\n") if b"Message-ID" in line
    ]
    assert len(set(ids)) == len(ids)


def test_a_workbook_somebody_has_open_waits_and_is_written_once_it_is_closed(tmp_path: Path) -> None:
    world, complaints = World(tmp_path), Complaints()
    world.post(NOTICE)
    world.run()
    book = tmp_path / "ombudsman-register.xlsx"
    before = book.read_bytes()
    lock = tmp_path / f".~lock.{book.name}#"
    lock.write_text(",pat,desk-7,,", encoding="utf-8")
    world.post(REQUEST)
    world.run(2, observer=complaints)
    assert any(
        "sheet" in one and "linkbot writes the waiting rows once it is closed" in one for one in complaints.heard
    )
    assert book.read_bytes() == before and counts(world)[OutboxState.PENDING]
    assert list((tmp_path / "sent").glob("*.eml"))  # mail does not wait for a spreadsheet
    lock.unlink()
    world.run()
    world.all_is_accounted_for()
    assert load_workbook(book)["Tasks"].max_row > 1


def test_octets_that_rot_on_the_disk_park_their_message_and_stop_no_other(tmp_path: Path) -> None:
    world, complaints = World(tmp_path), Complaints()
    world.post(REQUEST)
    world.post(NOTICE)
    with world.office(observer=complaints) as office:
        from linkbot.worker.intake import poll

        poll(office)
        with office.store.begin() as tx:
            sick = tx.messages()[0]
        path = next((tmp_path / "store" / "octets").rglob(sick.octets_digest))
        path.write_bytes(b"rot")
        for _ in range(4):
            tick(office)
        with office.store.begin() as tx:
            assert {m.id: m.status for m in tx.messages()} == {
                m.id: MessageStatus.PARKED if m.id == sick.id else MessageStatus.DECIDED for m in tx.messages()
            }
    alerts = [p for p in (tmp_path / "sent").glob("*.eml") if sick.id.encode() in p.read_bytes().replace(b"=\r\n", b"")]
    assert len(alerts) == 1
    world.all_is_accounted_for()


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x00" * 2000,
        b"From: \xff\xfe\r\n\r\n\x80",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 50,
    ],
    ids=["empty", "zeroes", "broken headers", "broken parts"],
)
def test_a_message_that_is_none_reaches_a_person_and_stops_no_other(tmp_path: Path, octets: bytes) -> None:
    world = World(tmp_path)
    world.post(octets)
    world.post(REQUEST)
    world.run()
    world.all_is_accounted_for()
    outcome = world.outcome()
    assert [t[1] for t in outcome.tasks] == ["owner@anytown.gov.uk"] and len(outcome.messages) == 2
