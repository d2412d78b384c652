"""What `linkbot doctor` says of a mailbox on an Exchange server: one sentence a thing, the missing right by its name,
and nothing left behind.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from ews_server import MAILBOX, EwsServer
from ews_worlds import INSIDE, a_line, a_server

from linkbot.mailsystems.ews.examined import EwsExamined, reach_by_tls
from linkbot.mailsystems.ews.wire import Access
from linkbot.ports import Examined, Permanent

ALL = ("network", "sign_in", "exists", "clock", "folders", "drafts", "send", "diary")


def examined(
    server: EwsServer,
    *,
    minutes: float = 0,
    watch: tuple[str, ...] = (),
    reach: Exception | None = None,
    endpoint: str = INSIDE,
) -> list[Examined]:
    def tried(host: str, port: int) -> None:
        assert host in endpoint and port == 443
        if reach:
            raise reach

    now = server.exchange.now + timedelta(minutes=minutes)
    line = a_line(server, endpoint=endpoint)
    return list(EwsExamined(line, now=lambda: now, watch=watch, reach=tried).examine())


@contextmanager
def nothing_left(server: EwsServer) -> Iterator[None]:
    yield
    assert server.exchange.items == {}
    assert server.exchange.left == [] and server.exchange.told == []


def test_all_is_well_and_nothing_is_left_behind() -> None:
    server = a_server()
    with nothing_left(server):
        found = examined(server)
    assert [one.check.removeprefix("mailbox.") for one in found] == list(ALL)
    assert all(one.fine and not one.todo for one in found)


@pytest.mark.parametrize(
    ("denied", "code", "check", "words"),
    [
        ("folder inbox", "ErrorAccessDenied", "exists", "Full Access"),
        ("GetFolder", "ErrorNonExistentMailbox", "exists", "mailbox.ews.account"),
        ("GetFolder", "fault ErrorImpersonateUserDenied", "exists", "ApplicationImpersonation"),
        ("GetFolder", "fault ErrorInvalidServerVersion", "exists", "mailbox.ews.version"),
        ("FindFolder", "ErrorAccessDenied", "folders", "Full Access"),
        ("folder drafts", "ErrorAccessDenied", "drafts", "Full Access"),
        ("send", "ErrorSendAsDenied", "send", "Send As"),
        ("send", "ErrorAccessDenied", "send", "Send As"),
        ("folder calendar", "ErrorAccessDenied", "diary", "Editor"),
    ],
)
def test_a_missing_right_is_named(denied: str, code: str, check: str, words: str) -> None:
    server = a_server()
    server.denied[denied] = code
    with nothing_left(server):
        found = examined(server)
    wrong = [one for one in found if not one.fine]
    assert [one.check for one in wrong] == [f"mailbox.{check}"]
    assert words in wrong[0].seen + wrong[0].todo
    assert wrong[0].todo and wrong[0].why
    assert (found[-1] is wrong[0]) == (check in ("exists", "diary"))


def test_exchange_online_is_told_that_web_services_end_there() -> None:
    """All else may be right: until the allow-list ends it works."""
    server = a_server()
    for endpoint in ("https://outlook.office365.com/EWS/Exchange.asmx", "https://eu.outlook.com/EWS/Exchange.asmx"):
        first, *others = examined(server, endpoint=endpoint)
        assert (first.check, first.fine) == ("mailbox.protocol", False)
        assert "1 October 2026" in first.seen and "1 April 2027" in first.seen
        assert "graph" in first.todo
        assert len(others) == len(ALL) and all(one.fine for one in others)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(113, "No route to host"), "firewall"),
        (ssl.SSLCertVerificationError(1, "self-signed"), "this machine's certificates"),
        (ssl.SSLError(1, "unsupported protocol"), "TLS 1.2"),
    ],
)
def test_a_network_that_does_not_let_through_ends_it(error: Exception, words: str) -> None:
    if isinstance(error, ssl.SSLCertVerificationError):
        error.verify_message = "self-signed certificate in certificate chain"
    server = a_server()
    (found,) = examined(server, reach=error)
    assert not found.fine and words in found.todo
    assert server.asked == []


def test_a_wrong_password_ends_it() -> None:
    server = a_server()
    server.password = "another"
    found = examined(server)
    assert [one.fine for one in found] == [True, False]
    assert "refuses to sign ANYTOWN\\linkbot in" in found[-1].seen
    assert len(server.asked) == 1


def test_a_token_that_is_not_to_be_had_ends_it() -> None:
    class Refusing:
        def token(self) -> str:
            raise Permanent("The client secret has expired.")

        def refused(self) -> None:
            pass

    server = a_server()
    line = a_line(server, access=Access(INSIDE, MAILBOX, impersonate=True, tokens=Refusing()))
    now = server.exchange.now
    found = list(EwsExamined(line, now=lambda: now, reach=lambda host, port: None).examine())
    assert [one.fine for one in found] == [True, False]
    assert "expired" in found[-1].seen


@pytest.mark.parametrize(("minutes", "words"), [(-30, "30 minutes behind"), (12, "12 minutes ahead of")])
def test_a_clock_that_is_wrong_is_told(minutes: float, words: str) -> None:
    (wrong,) = [one for one in examined(a_server(), minutes=minutes) if not one.fine]
    assert (wrong.check, words in wrong.seen) == ("mailbox.clock", True)


def test_a_folder_that_is_not_there_is_told_with_those_that_are() -> None:
    (wrong,) = [one for one in examined(a_server(), watch=("inbox", "Ombudsmann")) if not one.fine]
    assert wrong.check == "mailbox.folders"
    assert "Ombudsmann" in wrong.seen and "Posteingang" in wrong.todo


def test_a_trial_whose_end_was_cut_off_is_tried_again() -> None:
    server = a_server()
    once = iter(["cut before", "busy 1"])
    server.fault_of = lambda operation: next(once, None) if operation == "DeleteItem" else None
    with nothing_left(server):
        examined(server)


def test_a_port_where_nobody_answers_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError):
        reach_by_tls("127.0.0.1", 9)
