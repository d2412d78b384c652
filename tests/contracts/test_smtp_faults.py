"""A relay that refuses, delays, falls silent: who has the mail is told, and doubt is called doubt."""

from __future__ import annotations

import base64
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from outgoing_mails import HEAD, OWNER, SENDER, a_mail
from smtp_relay import Relay, running

from linkbot.mailsystems.smtp import SmtpOutgoing
from linkbot.mailsystems.smtp_sign_in import Token
from linkbot.ports import Doubtful, Permanent, Transient


def through(relay: Relay, **options: object) -> SmtpOutgoing:
    return SmtpOutgoing("127.0.0.1", relay.port, timeout=3, local_hostname="linkbot.test", **options)  # type: ignore[arg-type]


def test_the_envelope_is_the_recipients_whatever_the_headers_say() -> None:
    with running(Relay()) as relay:
        through(relay).send(a_mail("k", OWNER, HEAD, OWNER))
        (taken,) = relay.taken
    assert (taken.mail_from, taken.rcpt_tos) == (SENDER, [OWNER, HEAD])


def test_one_refused_recipient_keeps_the_mail_from_nobody_else_and_is_named() -> None:
    with running(Relay(refuse={HEAD: "550 5.1.1 no such person"})) as relay:
        with pytest.raises(Permanent, match=f"Sent to {OWNER} and to nobody else.*{HEAD} .*no such person") as told:
            through(relay).send(a_mail())
        assert [one.rcpt_tos for one in relay.taken] == [[OWNER]] and told.value.reached == (OWNER,)


def test_a_recipient_put_off_is_for_later_and_the_others_have_it() -> None:
    with running(Relay(refuse={HEAD: "451 4.7.1 greylisted"})) as relay:
        with pytest.raises(Transient, match=HEAD) as told:
            through(relay).send(a_mail())
        assert [one.rcpt_tos for one in relay.taken] == [[OWNER]] and told.value.reached == (OWNER,)


def test_one_refused_for_good_outweighs_one_put_off_and_nobody_has_it_without_data() -> None:
    with running(Relay(refuse={OWNER: "451 later", HEAD: "550 never"})) as relay:
        with pytest.raises(Permanent, match=r"Sent to nobody.*later.*never") as told:
            through(relay).send(a_mail())
        assert relay.taken == [] and relay.data_commands == 0 and told.value.reached == ()


def test_who_is_refused_is_told_with_the_doubt_about_the_others() -> None:
    with (
        running(Relay(refuse={HEAD: "550 never"}, script={"DATA": "cut"})) as relay,
        pytest.raises(Doubtful, match=f"It refused {HEAD}: 550 never"),
    ):
        through(relay).send(a_mail())


@pytest.mark.parametrize(
    ("command", "answer", "error"),
    [
        ("MAIL", "451 4.3.0 try later", Transient),
        ("MAIL", "550 5.7.1 not you", Permanent),
        ("MAIL", "cut", Transient),
        ("RCPT", "452 too busy", Transient),
        ("RCPT", "cut", Transient),
        ("RCPT", "421 4.3.2 shutting down", Transient),
        ("RCPT", "299 what", Transient),
        ("DATA", "451 4.3.0 disk full", Transient),
        ("DATA", "554 5.6.0 refused by content", Permanent),
        ("DATA", "cut", Doubtful),
        ("DATA", "999 what", Doubtful),
    ],
)
def test_each_answer_has_its_meaning(command: str, answer: str, error: type[Exception]) -> None:
    with running(Relay(script={command: answer})) as relay:
        with pytest.raises(error):
            through(relay).send(a_mail())
        assert bool(relay.taken) == (answer == "cut" and command == "DATA")


def test_nobody_listening_is_for_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Transient, match="cannot be reached"):
        SmtpOutgoing("127.0.0.1", port, timeout=2).send(a_mail())


@contextmanager
def a_bare_server(*answers: bytes) -> Iterator[int]:
    """Gives these answers, one a line it hears, and closes; the data counts as one line up to its dot."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(answers[0])
            for answer in answers[1:]:
                heard = lines.readline()
                while answer.startswith(b"DOT") and heard not in (b".\r\n", b""):
                    heard = lines.readline()
                if not heard:
                    return
                connection.sendall(answer.removeprefix(b"DOT"))

    server = threading.Thread(target=serve)
    server.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.join(5)
        listener.close()


GREETING = (b"220 relay\r\n", b"250 relay\r\n", b"250 sender\r\n", b"250 rcpt\r\n", b"250 rcpt\r\n")


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ((b"554 no service here\r\n",), Permanent),
        ((b"421 come back later\r\n",), Transient),
        ((b"garbage\r\n",), Transient),
        (GREETING, Transient),  # closes at DATA
        (
            (*GREETING, b"354 go\r\n"),
            (Transient, Doubtful),
        ),  # closes while the data comes: a race whose loser is honest
        ((*GREETING, b"450 not now\r\n"), Transient),
        ((*GREETING, b"354 go\r\n", b"DOT"), Doubtful),  # has the last dot, closes without a word
        ((*GREETING, b"354 go\r\n", b"DOTgarbage\r\n"), Doubtful),
        ((*GREETING, b"354 go\r\n", b"DOT552 too much\r\n"), Permanent),
    ],
)
def test_a_server_that_breaks_off_or_babbles(answers: tuple[bytes, ...], error: type[Exception]) -> None:
    with a_bare_server(*answers) as port, pytest.raises(error):
        SmtpOutgoing("127.0.0.1", port, timeout=2, local_hostname="linkbot.test").send(a_mail())


def test_silence_after_the_last_dot_is_doubt_not_failure() -> None:
    """The relay takes longer than our patience: it may well deliver."""
    hold = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            for answer in (*GREETING, b"354 go\r\n"):
                connection.sendall(answer)
                lines.readline()
            hold.wait(10)

    server = threading.Thread(target=serve)
    server.start()
    with pytest.raises(Doubtful, match="may have been delivered"):
        SmtpOutgoing("127.0.0.1", listener.getsockname()[1], timeout=0.5, local_hostname="linkbot.test").send(a_mail())
    hold.set()
    server.join(5)
    listener.close()


def test_a_mail_the_relay_will_not_carry_is_not_begun() -> None:
    with running(Relay(), size=2_000) as relay:
        with pytest.raises(Permanent, match=r"2000 at most\. Send its attachments by another way"):
            through(relay).send(a_mail(body="x\n" * 2_000))
        with pytest.raises(Permanent, match="no recipient"):
            through(relay).send(replace(a_mail(), recipients=()))
        with pytest.raises(Permanent, match="signs that no address may hold"):
            through(relay).send(a_mail("k", OWNER, "x@anytown.example>\r\nRCPT TO:<evil@example.org"))
        assert relay.taken == []


def test_a_password_never_goes_unencrypted_over_the_network() -> None:
    with pytest.raises(Permanent, match="unencrypted"):
        SmtpOutgoing("relay.invalid", 25, username="linkbot", password="right").send(a_mail())


def test_a_log_in_is_used_and_a_wrong_password_is_for_a_person() -> None:
    with running(Relay(), login=True) as relay:
        through(relay, username="linkbot", password="right").send(a_mail())
        assert relay.logins == [(b"linkbot", b"right")]
        assert len(relay.taken) == 1
        with pytest.raises(Permanent, match="log-in"):
            through(relay, username="linkbot", password="wrong").send(a_mail())
        assert len(relay.taken) == 1


def test_a_relay_without_log_in_or_starttls_is_for_a_person() -> None:
    with running(Relay()) as relay:
        with pytest.raises(Permanent, match="no log-in"):
            through(relay, username="linkbot", password="right").send(a_mail())
        with pytest.raises(Permanent, match="no STARTTLS"):
            through(relay, security="starttls").send(a_mail())
        assert relay.taken == []


class TakesTokens(Relay):
    """A server of Microsoft's: XOAUTH2, and the reason of a refusal as a challenge."""

    async def auth_XOAUTH2(self, server: SMTP, words: list[str]) -> AuthResult | None:
        said = base64.b64decode(words[1])
        self.logins.append(tuple(said.split(b"\x01", 1)))  # type: ignore[arg-type]
        if b"Bearer good\x01" in said:
            return AuthResult(success=True)
        assert await server.challenge_auth(b'{"status":"401"}') == b""
        return AuthResult(success=False, handled=False, message="535 5.7.3 Authentication unsuccessful")


class Handed:
    def __init__(self, *tokens: str) -> None:
        self.left, self.refusals = list(tokens), 0

    def token(self) -> str:
        return self.left.pop(0)

    def refused(self) -> None:
        self.refusals += 1


def test_microsofts_sign_in_goes_by_xoauth2_and_a_token_that_ended_is_replaced_once() -> None:
    tokens = Handed("stale", "good", "stale", "stale")
    with running(TakesTokens(), login=True) as relay:
        outgoing = through(relay, account=Token(SENDER, tokens))
        outgoing.send(a_mail())
        assert relay.logins[-1] == (f"user={SENDER}".encode(), b"auth=Bearer good\x01\x01")
        assert len(relay.taken) == 1 and tokens.refusals == 1
        with pytest.raises(Permanent, match=f"log-in of {SENDER} .*535") as told:
            outgoing.send(a_mail())
        assert len(relay.taken) == 1 and tokens.left == [] and "stale" not in str(told.value)
    with running(Relay(), login=True) as relay, pytest.raises(Permanent, match="XOAUTH2"):
        through(relay, account=Token(SENDER, Handed("good"))).send(a_mail())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, and the tests make their own certificate")
    folder = tmp_path_factory.mktemp("certificate")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*command, *names, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return key, cert


def test_starttls_sends_encrypted_and_only_to_whom_the_certificate_proves(certificate: tuple[Path, Path]) -> None:
    key, cert = certificate
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(cert, key)
    with running(Relay(), tls=served, login=True) as relay:
        with pytest.raises(Permanent, match="does not prove who it is"):
            through(relay, security="starttls", username="linkbot", password="right").send(a_mail())
        assert (relay.taken, relay.logins) == ([], [])
        trusting = ssl.create_default_context(cafile=str(cert))
        through(relay, security="starttls", username="linkbot", password="right", context=trusting).send(a_mail())
        assert len(relay.taken) == 1
