"""One request to Exchange in bad weather: how long it waits, what it repeats, what it never repeats, what it says."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from ews_server import HTML, MAILBOX, PASSWORD, USER
from ews_worlds import INSIDE, Loopback, a_line, a_server, ntlm_in, over_loopback, tls_in

from linkbot.mailsystems.ews.examined import EwsExamined
from linkbot.mailsystems.ews.folders import Folders
from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.wire import CONNECTIONS, Access
from linkbot.mailsystems.ews.words import field, item_id, m, shape, t
from linkbot.mailsystems.exchange.faults import Changed, Gone, Refused, Troubled, Unsure
from linkbot.ports import Permanent, Transient


def ask(line: Line) -> str:
    inbox = Folders(line).known("inbox")
    payload = m("GetFolder", m("FolderShape", t("BaseShape", "IdOnly")), m("FolderIds", inbox))
    return line.ask(Request("GetFolder", payload, "Reading the inbox")).date


def write(line: Line) -> None:
    item = t("Message", t("Subject", "Secret subject"))
    saved = m("SavedItemFolderId", Folders(line).known("drafts"))
    line.ask(Request("CreateItem", m("CreateItem", saved, m("Items", item), MessageDisposition="SaveOnly"), "Saving"))


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        (["busy 7"], [7]),
        (["busy"], [1]),
        (["busy part"], [2]),
        (["503 html", "503", "504 after"], [1, 2, 4]),
        (["no route", "cut before", "half"], [1, 2, 4]),
        (["500", "busy 3"], [1, 3]),
        (["slow"], [1]),
    ],
)
def test_a_question_is_asked_again_after_as_long_as_was_said(faults: list[str], waits: list[float]) -> None:
    server, slept = a_server(), []  # type: ignore[var-annotated]
    server.script += faults
    assert ask(a_line(server, slept=slept))
    assert slept == waits


def test_a_long_wait_is_left_to_the_next_turn_and_kept_by_everybody() -> None:
    server, slept = a_server(), []  # type: ignore[var-annotated]
    server.script += ["busy 900"]
    line = a_line(server, slept=slept)
    with pytest.raises(Transient) as put_off:
        ask(line)
    assert (put_off.value.retry_after, slept) == (900, [])
    with pytest.raises(Transient, match="too much to do") as again:
        write(line)
    assert again.value.retry_after == 900
    assert len(server.asked) == 1, "the server is left alone"
    slept.append(901)
    assert ask(line)


def test_a_server_that_stays_down_is_given_up_after_a_while() -> None:
    server, slept = a_server(), []  # type: ignore[var-annotated]
    server.fault_of = lambda operation: "503 html"
    with pytest.raises(Transient, match="too much to do"):
        ask(a_line(server, slept=slept))
    assert sum(slept) <= 30
    assert len(server.asked) <= 5


@pytest.mark.parametrize("fault", ["cut before", "cut after", "half", "slow", "later", "503", "504 after", "500"])
def test_what_may_have_been_done_is_not_done_again(fault: str) -> None:
    server = a_server()
    server.script += [fault]
    with pytest.raises(Unsure):
        write(a_line(server))
    assert len(server.asked) == 1


@pytest.mark.parametrize("fault", ["busy 2", "busy", "busy part", "no route"])
def test_what_was_surely_not_done_is_done(fault: str) -> None:
    server = a_server()
    server.script += [fault]
    write(a_line(server))
    assert len(server.exchange.within("drafts")) == 1


@pytest.mark.parametrize("sign_in", ["basic", "ntlm"])
def test_a_wrong_password_fails_at_once_and_is_not_tried_again_for_minutes(sign_in: str) -> None:
    """Over a real line: both ways of signing in, and as many requests as an account survives."""
    server, slept = a_server(), []  # type: ignore[var-annotated]
    http = Loopback(server)
    endpoint = http.address
    access = Access(endpoint, MAILBOX, sign_in=sign_in, username=USER, password="wrong")
    line = a_line(server, endpoint=endpoint, slept=slept, access=access)
    try:
        with pytest.raises(Transient, match=r"refuses to sign ANYTOWN\\linkbot in") as refused:
            ask(line)
        tried = len(server.asked)
        assert tried <= 3 and slept == []
        assert refused.value.retry_after == 300
        for _ in range(20):
            with pytest.raises(Transient, match="Not tried again for 5 minutes"):
                write(line)
        assert len(server.asked) == tried
        slept.append(301)
        with pytest.raises(Transient, match="Not tried again for 10 minutes"):
            ask(line)
        assert "wrong" not in str(refused.value)
    finally:
        line.close()
        http.stop()


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_ntlm_is_spoken_as_windows_speaks_it(password: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the server's side of a library for it: hashed on a line that is then trusted, or refused once."""
    server = a_server()
    http = Loopback(server)
    http.ntlm = ntlm_in(tmp_path, monkeypatch)
    endpoint = http.address
    line = a_line(server, endpoint=endpoint, access=Access(endpoint, MAILBOX, username=USER, password=password))
    try:
        if password == PASSWORD:
            assert ask(line) and ask(line)
            assert (http.opened, http.refusals, len(server.asked)) == (1, 0, 2)
        else:
            for _ in range(3):
                with pytest.raises(Transient, match="lest it be"):
                    ask(line)
            assert (http.refusals, len(server.asked)) == (1, 0)
    finally:
        line.close()
        http.stop()


def test_a_busy_server_that_forgets_us_for_a_moment_is_asked_once_more_and_no_oftener() -> None:
    server, slept = a_server(), []  # type: ignore[var-annotated]
    line = a_line(server, slept=slept)
    ask(line)
    server.script += ["401"]
    write(line)
    assert (len(server.exchange.within("drafts")), slept) == (1, [1])
    server.script += ["401", "401"]
    with pytest.raises(Transient, match="Not tried again for 5 minutes"):
        ask(line)
    assert len(server.asked) == 5


class Tokens:
    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)

    def token(self) -> str:
        return self.tokens[0]

    def refused(self) -> None:
        self.tokens = self.tokens[1:] or self.tokens


@pytest.mark.parametrize(("tokens", "good"), [(("old", "new"), True), (("old", "older"), False)])
def test_a_token_that_ends_on_the_way_is_renewed_once(tokens: tuple[str, ...], good: bool) -> None:
    server = a_server()
    server.token, server.impersonation = "new", True
    access = Access(INSIDE, MAILBOX, impersonate=True, tokens=Tokens(*tokens))
    line = a_line(server, access=access)
    if good:
        assert ask(line)
    else:
        with pytest.raises(Transient, match="the secret or certificate"):
            ask(line)
    assert len(server.asked) == 2


def test_a_mailbox_is_impersonated_in_every_request() -> None:
    server = a_server()
    server.impersonation = True
    assert ask(a_line(server, impersonate=True))
    with pytest.raises(Refused, match="Full Access"):
        ask(a_line(server))


def test_no_error_and_no_log_repeats_what_a_mail_says(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("exchangelib").setLevel(logging.CRITICAL)  # as `ews_system` does
    server = a_server()
    for fault in ("cut after", "500", "503 html", "busy 900"):
        server.script += [fault]
        with pytest.raises(Transient) as error:
            write(a_line(server))
        assert "Secret" not in str(error.value)
    server.denied["CreateItem"] = "ErrorQuotaExceeded"
    with pytest.raises(Refused, match="Make room") as full:
        write(a_line(server))
    assert "Secret" not in str(full.value) + caplog.text and PASSWORD not in caplog.text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ErrorAccessDenied", "Full Access"),
        ("ErrorImpersonateUserDenied", "ApplicationImpersonation"),
        ("fault ErrorImpersonateUserDenied", "ApplicationImpersonation"),
        ("ErrorNonExistentMailbox", "no such mailbox"),
        ("fault ErrorInvalidServerVersion", "mailbox.ews.version"),
        ("ErrorSendAsDenied", "Send As"),
        ("ErrorQuotaExceeded", "Make room"),
        ("ErrorSomethingNew", "with the code"),
    ],
)
def test_a_refusal_says_what_to_do(code: str, words: str) -> None:
    server = a_server()
    server.denied["GetFolder"] = code
    with pytest.raises(Refused, match=words) as refused:
        ask(a_line(server))
    assert code.removeprefix("fault ") in str(refused.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize(("status", "words"), [(404, "Exchange.asmx"), (302, "Exchange.asmx"), (403, "EwsEnabled")])
def test_an_address_that_is_none_or_a_door_that_is_closed_is_told(status: int, words: str) -> None:
    server = a_server()
    server.answer = lambda headers, body: (status, {"Location": "/owa"}, HTML)  # type: ignore[method-assign]
    with pytest.raises(Refused, match=words) as refused:
        ask(a_line(server))
    assert refused.value.is_whole == (status == 403)


def test_what_is_gone_and_what_somebody_changed_are_told_apart() -> None:
    server = a_server()
    line = a_line(server)
    item = server.exchange.arrive(b"Subject: x\r\n\r\n", server.exchange.now)
    for id in ("bm93aGVyZQ==", "no id at all"):
        with pytest.raises(Gone):
            line.ask(Request("GetItem", m("GetItem", shape(field("item:Size")), m("ItemIds", item_id(id))), "Looking"))
    ids = m("ItemIds", item_id(item.id, "c3RhbGU="))
    saved = m("SavedItemFolderId", Folders(line).known("sentitems"))
    with pytest.raises(Changed):
        line.ask(Request("SendItem", m("SendItem", ids, saved, SaveItemToFolder="true"), "Sending"))


def test_a_page_of_a_proxy_is_no_answer_and_half_an_answer_neither() -> None:
    server = a_server()
    whole = server.answer
    server.answer = lambda headers, body: (200, {"Content-Type": "text/html"}, HTML)  # type: ignore[method-assign]
    with pytest.raises(Troubled, match="cut off"):
        ask(a_line(server))
    server.answer = lambda headers, body: (200, {}, whole(headers, body)[2][:-40])  # type: ignore[method-assign]
    with pytest.raises(Troubled, match="cut off"):
        ask(a_line(server))


@pytest.mark.parametrize("fault", ["cut before", "cut after", "half"])
def test_a_real_line_that_breaks_is_opened_again(fault: str) -> None:
    server = a_server()
    with over_loopback(server) as line:
        ask(line)
        server.script += [fault]
        assert ask(line)
        server.script += [fault]
        with pytest.raises(Unsure):
            write(line)
        assert ask(line)


def test_a_few_lines_are_enough_and_are_kept() -> None:
    server = a_server()
    http = Loopback(server)
    line = a_line(server, endpoint=http.address)

    def work() -> None:
        for _ in range(5):
            ask(line)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(server.asked) == 20
    assert http.opened <= CONNECTIONS
    line.close()
    http.stop()


def test_a_process_that_is_stopped_in_the_middle_of_a_request_leaves_no_line_missing() -> None:
    server = a_server()
    line = a_line(server)
    server.crash = KeyboardInterrupt
    server.script += ["crash before", "crash after", "crash before"]
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            ask(line)
    assert ask(line)


def test_a_host_that_is_not_there_is_no_doubt_about_what_was_done() -> None:
    http = Loopback(a_server())
    http.stop()
    slept: list[float] = []
    line = a_line(a_server(), endpoint=http.address, slept=slept)
    with pytest.raises(Transient, match=r"cannot be reached \(\w+\)\. A firewall") as unreachable:
        write(line)
    assert not isinstance(unreachable.value, Unsure)
    assert slept == [1, 2, 4, 8]


def test_only_a_certificate_that_proves_the_server_is_spoken_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over real TLS: an authority nobody knows, then the same one among the certificates of this machine."""
    certificate, served = tls_in(tmp_path)
    server = a_server()
    http = Loopback(server, tls=served)
    line = a_line(server, endpoint=http.address)
    examined = EwsExamined(line, now=lambda: server.exchange.now)
    try:
        with pytest.raises(Permanent, match=r"127\.0\.0\.1 does not prove who it is: self.signed"):
            ask(line)
        (network,) = examined.examine()
        assert not network.fine and "this machine's certificates" in network.todo
        assert server.asked == []
        line.close()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        line = a_line(server, endpoint=http.address)
        assert ask(line)
        assert all(one.fine for one in EwsExamined(line, now=lambda: server.exchange.now).examine())
    finally:
        line.close()
        http.stop()
