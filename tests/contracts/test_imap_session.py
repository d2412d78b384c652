"""Getting in at an IMAP server: encrypted and proven, with a password or a token, and never hammering a locked door."""

from __future__ import annotations

import base64
import json
import socket
import ssl

import pytest
from bad_line import BadLine
from dovecot import dovecot, new_user
from imap_script import reciting

from linkbot.mailsystems.imap_session import ImapSession, Security, Server
from linkbot.mailsystems.imap_sign_in import Password, Token
from linkbot.mailsystems.microsoft_token import IMAP_SCOPE, Credential, MsalTokens, msal_application
from linkbot.ports import Permanent, Transient


class Ticks:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def offered(session: ImapSession) -> bool:
    try:
        return session.run(lambda line: line.offers("IMAP4REV1"), "Looking")
    finally:
        session.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_it_goes_encrypted_and_only_to_whom_the_certificate_proves(security: Security) -> None:
    server = dovecot()
    port = server.tls_port if security == "tls" else server.port
    trusting = ssl.create_default_context(cafile=str(server.certificate))
    account = Password(new_user(), "right")
    assert offered(ImapSession(Server("localhost", port, security, 20), account, context=trusting))
    with pytest.raises(Permanent, match=r"does not prove who it is: .*self.signed"):
        offered(ImapSession(Server("localhost", port, security, 20), account))
    with pytest.raises(Permanent, match=r"does not prove who it is: .*127\.0\.0\.1"):
        offered(ImapSession(Server("127.0.0.1", port, security, 20), account, context=trusting))


def test_a_port_that_speaks_no_tls_and_a_server_without_starttls_are_told_apart() -> None:
    with pytest.raises(Permanent, match="not with TLS"):
        offered(ImapSession(Server("localhost", dovecot().port, "tls", 20), Password("a", "b")))
    with (
        reciting(CAPABILITY="* CAPABILITY IMAP4rev1\nTAG OK done") as server,
        pytest.raises(Permanent, match="offers no STARTTLS"),
    ):
        offered(ImapSession(Server("127.0.0.1", server.port, "starttls", 20), Password("a", "b")))


def test_a_password_is_never_sent_in_the_clear_to_another_machine() -> None:
    with pytest.raises(Permanent, match="unencrypted"):
        offered(ImapSession(Server("imap.anytown.example", 143, "none", 1), Password("a", "b")))


def test_a_closed_port_and_a_silent_one_are_for_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
        with pytest.raises(Transient, match="does not answer"):
            offered(ImapSession(Server("127.0.0.1", port, "none", 0.2), Password("a", "b")))
    with pytest.raises(Transient, match="cannot be reached"):
        offered(ImapSession(Server("127.0.0.1", port, "none", 1), Password("a", "b")))


def test_a_refused_password_is_not_tried_again_at_every_turn() -> None:
    """Accounts are locked after a few wrong passwords, and then the link officer is locked out with linkbot."""
    ticks = Ticks()
    with BadLine(dovecot().port) as line:
        session = ImapSession(Server("127.0.0.1", line.port, "none", 20), Password(new_user(), "wrong"), ticks=ticks)
        for seconds, tried in ((0, 1), (60, 1), (299, 1), (301, 2), (600, 2), (902, 3), (10_000, 4)):
            ticks.now = seconds
            with pytest.raises(Permanent, match=r"refuses to sign user\d+ in.*\[AUTHENTICATIONFAILED\]") as told:
                offered(session)
            assert line.commands.count("AUTHENTICATE") == tried, seconds
            assert "wrong" not in str(told.value)


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ("TAG NO [UNAVAILABLE] the directory sleeps", Transient, "just now"),
        ("TAG NO [EXPIRED] change it", Permanent, "has expired"),
        ("TAG NO [PRIVACYREQUIRED] not so", Permanent, "tls or starttls"),
        ("TAG NO go away", Permanent, "refuses to sign a in: .*go away"),
        ("* BYE too many connections", Transient, "broke off|does not answer"),
        ("nonsense", Transient, "broke off|not IMAP"),
    ],
)
def test_each_refusal_says_what_to_do(answer: str, kind: type[Exception], words: str) -> None:
    with reciting(challenged=answer) as server, pytest.raises(kind, match=words):
        offered(ImapSession(Server("127.0.0.1", server.port, "none", 1), Password("a", "b")))


def test_a_server_that_wants_no_plain_text_password_is_not_given_one() -> None:
    refusing = "* CAPABILITY IMAP4rev1 LOGINDISABLED\nTAG OK done"
    with reciting(CAPABILITY=refusing) as server, pytest.raises(Permanent, match="takes no password here"):
        offered(ImapSession(Server("127.0.0.1", server.port, "none", 1), Password("a", "secret")))
    assert not any("secret" in said for said in server.heard)


def test_letters_beyond_ascii_stand_in_a_password() -> None:
    with reciting() as server:
        assert offered(ImapSession(Server("127.0.0.1", server.port, "none", 5), Password("ines", "grüße £5")))
    assert server.responses == ["\0ines\0grüße £5".encode()]
    old = "* CAPABILITY IMAP4rev1\nTAG OK done"
    with reciting(CAPABILITY=old) as server, pytest.raises(Permanent, match="use ASCII") as told:
        offered(ImapSession(Server("127.0.0.1", server.port, "none", 5), Password("ines", "grüße £5")))
    assert "£5" not in str(told.value)


class Handed:
    """Tokens one after another."""

    def __init__(self, *tokens: str) -> None:
        self._tokens, self.refusals = list(tokens), 0

    def token(self) -> str:
        return self._tokens.pop(0)

    def refused(self) -> None:
        self.refusals += 1


def test_a_token_is_offered_as_xoauth2_and_asked_for_at_each_connection() -> None:
    with reciting() as server:
        account = Token("omb@anytown.example", Handed("first", "second"))
        session = ImapSession(Server("127.0.0.1", server.port, "none", 5), account)
        assert offered(session) and offered(session)
    assert server.responses == [
        b"user=omb@anytown.example\x01auth=Bearer first\x01\x01",
        b"user=omb@anytown.example\x01auth=Bearer second\x01\x01",
    ]


def test_a_refused_token_is_a_refusal_and_no_wait_for_ever() -> None:
    """The server says why in base64 and waits for an answer; the token once more would be none."""
    why = base64.b64encode(json.dumps({"status": "400"}).encode()).decode()
    with reciting(challenged=[f"+ {why}", "TAG NO AUTHENTICATE failed."]) as server:
        tokens = Handed("no good any more")
        session = ImapSession(Server("127.0.0.1", server.port, "none", 5), Token("omb@anytown.example", tokens))
        with pytest.raises(Permanent, match=r"refuses to sign omb@anytown\.example in.*AUTHENTICATE failed"):
            offered(session)
    assert server.responses[1:] == [b""]
    assert tokens.refusals == 1  # msal would hand out the same one for an hour


class Microsoft:
    """Stands for msal's HTTP: the sign-in's answers as Microsoft gives them."""

    def __init__(self, **said: object) -> None:
        self.said, self.posted = said, list[dict[str, str]]()

    def get(self, url: str, **_: object) -> Microsoft.Answer:
        host = "https://login.microsoftonline.com/anytown.example"
        return self.Answer(
            {"token_endpoint": f"{host}/token", "authorization_endpoint": f"{host}/a", "issuer": host, "metadata": []}
        )

    def post(self, url: str, *, data: dict[str, str], **_: object) -> Microsoft.Answer:
        self.posted.append(dict(data))
        return self.Answer(self.said)

    def close(self) -> None:
        """As msal expects it."""

    class Answer:
        status_code = 200
        headers: dict[str, str] = {}  # noqa: RUF012

        def __init__(self, said: object) -> None:
            self.text = json.dumps(said)

        def raise_for_status(self) -> None:
            """All is well."""


def token_by(http: Microsoft, secret: str | None = "s3cret", certificate: str | None = None) -> str:
    application = Credential("anytown.example", "app", secret=secret, certificate=certificate, private_key=certificate)
    tokens = MsalTokens(
        lambda: msal_application(application, timeout=5, http_client=http),
        IMAP_SCOPE,
        authority=application.authority,
        place="mailbox.imap",
    )
    return tokens.token()


def test_microsofts_sign_in_gives_a_token_for_the_application() -> None:
    http = Microsoft(access_token="t0ken", expires_in=3600, token_type="Bearer")
    assert token_by(http) == "t0ken"
    assert http.posted[0]["scope"] == "https://outlook.office365.com/.default"
    assert http.posted[0]["grant_type"] == "client_credentials"


@pytest.mark.parametrize(
    ("error", "description", "kind", "words"),
    [
        ("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", Permanent, "has expired"),
        ("invalid_client", "AADSTS7000215: Invalid client secret provided.", Permanent, "not its Secret ID"),
        ("unauthorized_client", "AADSTS700016: Application was not found.", Permanent, "no application"),
        ("invalid_request", "AADSTS90002: Tenant not found.", Permanent, "no such tenant"),
        ("temporarily_unavailable", "busy", Transient, "come again later"),
        ("invalid_scope", "something new", Permanent, "Check mailbox.imap: tenant"),
    ],
)
def test_each_refusal_of_microsofts_sign_in_says_what_to_do(
    error: str, description: str, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words) as told:
        token_by(Microsoft(error=error, error_description=description))
    assert "s3cret" not in str(told.value)


def test_a_certificate_that_is_none_is_told_without_its_text() -> None:
    with pytest.raises(Permanent, match=r"mailbox\.imap\.certificate_file must hold") as told:
        token_by(Microsoft(), secret=None, certificate="no key at all")
    assert "no key at all" not in str(told.value)


def test_a_sign_in_service_out_of_reach_is_for_later() -> None:
    class Cut(Microsoft):
        def get(self, url: str, **_: object) -> Microsoft.Answer:
            raise ConnectionError("no route")

    with pytest.raises(Transient, match=r"login\.microsoftonline\.com"):
        token_by(Cut())
