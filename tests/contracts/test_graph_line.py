"""One request to Graph in bad weather: how long it waits, what it repeats, what it never repeats, what it says."""

from __future__ import annotations

import ssl
import threading

import httpx
import pytest
from graph_server import MAILBOX
from graph_worlds import Tokens, a_line, a_server

from linkbot.mailsystems.exchange.faults import Changed, Gone, Refused, Unsure
from linkbot.mailsystems.exchange.waiting import Pace, Waits, retry_after
from linkbot.mailsystems.graph.line import Line, Request
from linkbot.ports import Permanent, Transient

ASK = Request("GET", "/mailFolders/inbox", "Reading the inbox")
WRITE = Request("POST", "/messages", "Saving a draft", json={"subject": "Secret subject"})


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        (["429 7"], [7]),
        (["429"], [1]),
        (["503 html", "503 html", "504"], [1, 2, 4]),
        (["no route", "cut before"], [1, 2]),
        (["500", "503 3"], [1, 3]),
        (["slow"], [1]),
    ],
)
def test_a_question_is_asked_again_after_as_long_as_was_said(faults: list[str], waits: list[float]) -> None:
    server, slept = a_server(), []  # type: ignore[var-annotated]
    server.script += faults
    assert a_line(server, slept=slept).ask(ASK).body["id"]
    assert slept == waits


def test_a_long_wait_is_left_to_the_next_turn() -> None:
    server, slept = a_server(), []  # type: ignore[var-annotated]
    server.script += ["429 900"]
    with pytest.raises(Transient) as put_off:
        a_line(server, slept=slept).ask(ASK)
    assert put_off.value.retry_after == 900
    assert slept == []


def test_a_service_that_stays_down_is_given_up_after_a_while() -> None:
    server, slept = a_server(), []  # type: ignore[var-annotated]
    server.fault_of = lambda method, path: "503 html"
    with pytest.raises(Transient, match="too much to do"):
        a_line(server, slept=slept).ask(ASK)
    assert sum(slept) <= 30
    assert len(server.asked) <= 5


@pytest.mark.parametrize("fault", ["cut before", "cut after", "slow", "503", "503 html", "504 after", "500"])
def test_what_may_have_been_done_is_not_done_again(fault: str) -> None:
    server = a_server()
    server.script += [fault]
    with pytest.raises(Unsure):
        a_line(server).ask(WRITE)
    assert len(server.asked) == 1


@pytest.mark.parametrize("fault", ["429 2", "429", "no route", "401"])
def test_what_was_surely_not_done_is_done(fault: str) -> None:
    server = a_server()
    server.script += [fault]
    a_line(server).ask(WRITE)
    assert len(server.exchange.within("drafts")) == 1


def test_a_token_that_ends_on_the_way_is_renewed_once() -> None:
    server = a_server()
    line = a_line(server)
    line.ask(ASK)
    server.good = "token-2"
    line.ask(ASK)
    assert isinstance(line.tokens, Tokens)
    assert line.tokens.renewals == 1
    server.fault_of = lambda method, path: "401"
    with pytest.raises(Transient, match="no token"):
        line.ask(ASK)


def test_no_error_repeats_what_a_mail_says() -> None:
    """Graph's own words may quote an address or a subject."""
    server = a_server()
    server.denied["POST /messages"] = (400, "ErrorInvalidRecipients")
    with pytest.raises(Refused) as refused:
        a_line(server).ask(WRITE)
    assert "Secret" not in str(refused.value) and "No." not in str(refused.value)
    assert "ErrorInvalidRecipients" in str(refused.value) and "11111111-2222" in str(refused.value)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, "ErrorAccessDenied", "Enterprise application"),
        (403, "Authorization_RequestDenied", "Application Mail.ReadWrite"),
        (404, "ErrorInvalidUser", "mailbox.graph.user"),
        (404, "ErrorItemNotFoundRoot", "mailbox.graph.user"),
        (404, "ResourceNotFound", "no such mailbox"),
        (404, "MailboxNotEnabledForRESTAPI", "licence"),
        (503, "MailboxNotEnabledForRESTAPI", "licence"),
        (507, "ErrorQuotaExceeded", "full"),
        (418, "SomethingNew", "request id"),
    ],
)
def test_a_refusal_says_what_to_do(status: int, code: str, words: str) -> None:
    server = a_server()
    server.denied["GET inbox"] = (status, code)
    with pytest.raises(Refused, match=words):
        a_line(server).ask(ASK)


def test_a_wrong_mailbox_is_told() -> None:
    with pytest.raises(Refused, match="no such mailbox"):
        a_line(a_server(), user="nobody@anytown.gov.uk").ask(ASK)


def test_what_is_gone_and_what_somebody_changed_are_told_apart() -> None:
    server = a_server()
    line = a_line(server)
    with pytest.raises(Gone):
        line.ask(Request("GET", "/messages/AAAA", "Looking"))
    made = server.exchange.arrive(b"Subject: x\r\n\r\n", server.exchange.now)
    with pytest.raises(Changed):
        line.ask(Request("DELETE", f"/messages/{made.id}", "Deleting", if_match='W/"old"'))


def test_the_token_goes_to_graph_and_nowhere_else() -> None:
    line = a_line(a_server())
    for link in ("https://evil.example/v1.0/x", "https://graph.microsoft.com.evil.example/v1.0/", "http://a/"):
        with pytest.raises(Permanent, match="Nothing was sent"):
            line.ask(Request("GET", link, "Reading a folder"))


def test_a_page_of_a_proxy_is_no_answer() -> None:
    client = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, content=b"<html>")))
    line = Line(client, Tokens(a_server()), MAILBOX, waits=Waits(sleep=lambda seconds: None))
    with pytest.raises(Transient, match="no answer of Graph"):
        line.ask(ASK).body  # noqa: B018


def test_a_certificate_that_proves_nothing_is_told_with_its_usual_reason() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        wrong = ssl.SSLCertVerificationError(1, "certificate verify failed")
        wrong.verify_message = "self-signed certificate in certificate chain"
        raise httpx.ConnectError("TLS") from wrong

    client = httpx.Client(transport=httpx.MockTransport(handle))
    line = Line(client, Tokens(a_server()), MAILBOX, waits=Waits(sleep=lambda seconds: None))
    with pytest.raises(Permanent, match="firewall"):
        line.ask(ASK)


def test_a_date_to_come_again_is_counted_from_the_far_sides_clock() -> None:
    said = {"date": "Mon, 02 Nov 2026 09:00:00 GMT", "retry-after": "Mon, 02 Nov 2026 09:00:40 GMT"}
    assert retry_after(said) == 40
    assert retry_after({"retry-after": "nonsense"}) is None
    assert retry_after({}) is None


def test_thirty_mails_a_minute_and_not_one_more() -> None:
    now = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(30, ticks=lambda: now[0], sleep=sleep)
    for at in range(30):
        now[0] = at * 0.5
        pace.one_more()
    assert slept == []
    pace.one_more()
    assert slept == [60 - 14.5]


def test_no_more_than_four_requests_are_under_way_at_once() -> None:
    inside, most, enough = 0, 0, threading.Event()
    lock = threading.Lock()

    def handle(request: httpx.Request) -> httpx.Response:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
            if inside == 4:
                enough.set()
        enough.wait(5)
        with lock:
            inside -= 1
        return httpx.Response(200, json={"id": "x"})

    client = httpx.Client(transport=httpx.MockTransport(handle))
    line = Line(client, Tokens(a_server()), MAILBOX)
    threads = [threading.Thread(target=line.ask, args=(ASK,)) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 4
