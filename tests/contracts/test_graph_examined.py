"""What `linkbot doctor` says of a mailbox of Microsoft 365: one sentence a thing, the missing right by its name, and
nothing left behind.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from graph_server import GraphServer
from graph_worlds import a_line, a_server

from linkbot.mailsystems.graph.examined import GraphExamined, reach_by_tls
from linkbot.ports import Examined, Permanent

AUTHORITY = "https://login.microsoftonline.com"
ALL = ("network", "sign_in", "exists", "clock", "folders", "drafts", "send", "diary")


def examined(
    server: GraphServer, *, minutes: float = 0, watch: tuple[str, ...] = (), reach: Exception | None = None
) -> list[Examined]:
    def tried(host: str, port: int) -> None:
        assert (host, port) in (("login.microsoftonline.com", 443), ("graph.microsoft.com", 443))
        if reach:
            raise reach

    now = server.exchange.now + timedelta(minutes=minutes)
    return list(GraphExamined(a_line(server), authority=AUTHORITY, now=lambda: now, watch=watch, reach=tried).examine())


@contextmanager
def nothing_left(server: GraphServer) -> Iterator[None]:
    yield
    assert server.exchange.messages == {} and server.exchange.events == {}
    assert server.exchange.left == [] and server.exchange.told == []


def test_all_is_well_and_nothing_is_left_behind() -> None:
    server = a_server()
    with nothing_left(server):
        found = examined(server)
    assert [one.check.removeprefix("mailbox.") for one in found] == list(ALL)
    assert all(one.fine and not one.todo for one in found)


@pytest.mark.parametrize(
    ("denied", "status", "code", "check", "words"),
    [
        ("GET inbox", 403, "ErrorAccessDenied", "exists", "Enterprise application"),
        ("GET inbox", 404, "ErrorInvalidUser", "exists", "mailbox.graph.user"),
        ("GET inbox", 404, "MailboxNotEnabledForRESTAPI", "exists", "licence"),
        ("POST /messages$", 403, "ErrorAccessDenied", "drafts", "Application Mail.ReadWrite"),
        ("POST /send$", 403, "ErrorAccessDenied", "send", "Application Mail.Send"),
        ("POST /send$", 403, "ErrorSendAsDenied", "send", "Application Mail.Send"),
        ("POST /events$", 403, "ErrorAccessDenied", "diary", "Application Calendars.ReadWrite"),
    ],
)
def test_a_missing_right_is_named(denied: str, status: int, code: str, check: str, words: str) -> None:
    server = a_server()
    server.denied[denied] = (status, code)
    with nothing_left(server):
        found = examined(server)
    wrong = [one for one in found if not one.fine]
    assert [one.check for one in wrong] == [f"mailbox.{check}"]
    assert words in wrong[0].seen + wrong[0].todo
    assert wrong[0].todo and wrong[0].why
    assert (found[-1] is wrong[0]) == (check in ("exists", "diary"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(113, "No route to host"), "firewall"),
        (ssl.SSLCertVerificationError(1, "self-signed"), "opens encrypted traffic"),
    ],
)
def test_a_network_that_does_not_let_through_ends_it(error: Exception, words: str) -> None:
    if isinstance(error, ssl.SSLCertVerificationError):
        error.verify_message = "self-signed certificate in certificate chain"
    server = a_server()
    (found,) = examined(server, reach=error)
    assert not found.fine and words in found.todo
    assert server.asked == []


def test_a_sign_in_that_is_refused_ends_it() -> None:
    server = a_server()
    line = a_line(server)

    class Refusing:
        def token(self) -> str:
            raise Permanent("The client secret has expired.")

        def refused(self) -> None:
            pass

    line.tokens = Refusing()
    now = server.exchange.now
    found = list(GraphExamined(line, authority=AUTHORITY, now=lambda: now, reach=lambda host, port: None).examine())
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
    once = iter(["cut before", "429 1"])
    server.fault_of = lambda method, path: next(once, None) if path.endswith("permanentDelete") else None
    with nothing_left(server):
        examined(server)


def test_a_port_where_nobody_answers_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError):
        reach_by_tls("127.0.0.1", 9)
