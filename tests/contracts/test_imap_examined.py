"""`doctor` on an IMAP account: it goes from the outside in, names what is missing, and leaves nothing behind."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from dovecot import new_user
from imap_worlds import IMAP_WORLDS, ImapWorld, PoorImapWorld
from mailbox_worlds import MONDAY, a_message

from linkbot.mailsystems.imap_examined import ImapExamined
from linkbot.mailsystems.imap_session import ImapSession, Server
from linkbot.mailsystems.imap_sign_in import Password
from linkbot.ports import Examined

ORDER = ["mailbox.network", "mailbox.tls", "mailbox.sign_in", "mailbox.folders", "mailbox.rights"]


@pytest.fixture(params=IMAP_WORLDS, ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest) -> Iterator[ImapWorld]:
    with request.param(Path()) as made:
        yield made


def found(session: ImapSession, now: datetime = MONDAY, **named: object) -> list[Examined]:
    try:
        return list(ImapExamined(session, now=lambda: now, **named).examine())  # type: ignore[arg-type]
    finally:
        session.close()


def test_a_sound_account_is_told_step_by_step_and_nothing_is_left_there(world: ImapWorld) -> None:
    before = world.staff.list()[1]
    told = found(world.session)
    assert [(one.check, one.fine) for one in told] == [(check, True) for check in ORDER]
    assert "INBOX" in told[3].seen
    assert world.staff.list()[1] == before
    assert world.octets("Drafts" if isinstance(world, PoorImapWorld) else "Entw&APw-rfe") == []


def test_a_port_nobody_listens_on_ends_it_at_the_network() -> None:
    (told,) = found(ImapSession(Server("127.0.0.1", 9, "tls", 5), Password("a", "b")))
    assert (told.check, told.fine) == ("mailbox.network", False)
    assert "firewall" in told.todo


def test_a_name_nobody_knows_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    (told,) = found(ImapSession(Server("imap.anytown.example", 993, "tls", 5), Password("a", "b")))
    assert "cannot be found" in told.seen and "DNS" in told.seen


def test_a_certificate_of_another_name_ends_it_at_tls() -> None:
    with ImapWorld(Path()) as world:
        trusting = ssl.create_default_context(cafile=str(world.server.certificate))
        server = Server("127.0.0.1", world.server.tls_port, "tls", 20)
        told = found(ImapSession(server, Password(world.user, "right"), context=trusting))
    assert [one.fine for one in told] == [True, False]
    assert told[1].check == "mailbox.tls" and "does not prove who it is" in told[1].seen


def test_a_wrong_password_ends_it_at_the_sign_in(world: ImapWorld) -> None:
    told = found(ImapSession(Server("127.0.0.1", world.server.port, "none", 20), Password(new_user(), "wrong")))
    assert [one.fine for one in told] == [True, True, False]
    assert told[2].check == "mailbox.sign_in" and "mailbox.imap.username" in told[2].seen


def test_a_folder_named_but_not_there_is_told_with_those_that_are(world: ImapWorld) -> None:
    told = found(world.session, leave=("Calender",))
    wrong = next(one for one in told if one.check == "mailbox.folders")
    assert not wrong.fine and "Calender" in wrong.seen and "Elsewhere" in wrong.todo


@pytest.mark.parametrize(("rights", "lacking"), [("lr", "insert, delete messages"), ("lrsi", "delete messages")])
def test_a_right_that_is_missing_on_drafts_is_named(rights: str, lacking: str) -> None:
    with ImapWorld(Path()) as world:
        world.staff.setacl(world.name("Entw&APw-rfe"), "owner", rights)
        wrong = next(one for one in found(world.session) if one.check == "mailbox.rights")
    assert not wrong.fine
    assert wrong.todo == f"Give {world.user} these rights on Entwürfe: {lacking}."


def test_a_clock_that_is_late_shows_at_the_newest_message(world: ImapWorld) -> None:
    world.arrive(a_message(1, MONDAY), MONDAY)
    late = found(world.session, now=MONDAY - timedelta(hours=2))[-1]
    assert (late.check, late.fine) == ("mailbox.clock", False) and "120 minutes" in late.seen
    assert found(world.session, now=MONDAY + timedelta(hours=2))[-1].check == "mailbox.rights"
