"""Signing in to Microsoft with msal as it is, over a made-up network: secret, certificate, and each usual refusal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from linkbot.mailsystems.microsoft_refusals import known_numbers
from linkbot.mailsystems.microsoft_token import Credential, MsalTokens, msal_application
from linkbot.ports import Permanent, Transient

TENANT, CLIENT = "0a0a0a0a-1111-2222-3333-444444444444", "0b0b0b0b-1111-2222-3333-444444444444"
AUTHORITY = "https://login.microsoftonline.com"
SECRET = "s3cret-value"


class Said:
    def __init__(self, status: int, body: object, *, text: str | None = None) -> None:
        self.status_code, self.text = status, json.dumps(body) if text is None else text
        self.headers: dict[str, str] = {}

    def raise_for_status(self) -> None:
        assert self.status_code < 400


class Entra:
    """What msal needs of an HTTP client, and of Microsoft."""

    def __init__(self, answer: Said | Exception | None = None) -> None:
        self.answer = answer
        self.posted: list[dict[str, Any]] = []

    def get(self, url: str, **_: object) -> Said:
        base = f"{AUTHORITY}/{TENANT}"
        known = {"authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token", "issuer": base}
        return Said(200, known)

    def post(self, url: str, *, data: dict[str, Any], **_: object) -> Said:
        self.posted.append(data)
        if isinstance(self.answer, Exception):
            raise self.answer
        number = len(self.posted)
        return self.answer or Said(200, {"access_token": f"t{number}", "expires_in": 3599, "token_type": "Bearer"})

    def close(self) -> None:
        pass


def tokens(entra: Entra, credential: Credential | None = None) -> MsalTokens:
    used = credential or Credential(TENANT, CLIENT, secret=SECRET)
    scope = "https://graph.microsoft.com/.default"
    return MsalTokens(
        lambda: msal_application(used, timeout=5, http_client=entra), scope, authority=AUTHORITY, place="mailbox.graph"
    )


def a_certificate() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "linkbot")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=730))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.public_bytes(serialization.Encoding.PEM).decode(), pem.decode()


def test_a_secret_gets_a_token_once_and_again_when_it_was_refused() -> None:
    entra = Entra()
    held = tokens(entra)
    assert (held.token(), held.token()) == ("t1", "t1")
    assert len(entra.posted) == 1
    assert entra.posted[0]["client_secret"] == SECRET
    held.refused()
    assert held.token() == "t2"


def test_a_certificate_signs_and_its_key_never_leaves() -> None:
    certificate, key = a_certificate()
    for pair in ((certificate, key), (certificate + key, certificate + key)):
        entra = Entra()
        held = tokens(entra, Credential(TENANT, CLIENT, certificate=pair[0], private_key=pair[1]))
        assert held.token() == "t1"
        assert entra.posted[0]["client_assertion"].count(b".") == 2
        assert "PRIVATE KEY" not in str(entra.posted)
        assert "client_secret" not in entra.posted[0]


@pytest.mark.parametrize("number", known_numbers())
def test_a_refusal_says_what_to_do_and_nothing_secret(number: str) -> None:
    words = f"AADSTS{number}: Something with '{SECRET}' and ids. Trace ID: 1234 Correlation ID: 5678"
    body = {"error": "invalid_client", "error_description": words, "error_codes": [int(number)]}
    with pytest.raises(Permanent) as refused:
        tokens(Entra(Said(401, body))).token()
    told = str(refused.value)
    assert f"AADSTS{number}" in told and "{" not in told
    assert SECRET not in told and "Trace" not in told
    assert len(told) > 80


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("7000215", "not its Secret ID"),
        ("7000222", "has expired"),
        ("700027", "expired"),
        ("700016", "client_id"),
        ("90002", "tenant"),
        ("700024", "clock"),
        ("65001", "consented"),
    ],
)
def test_the_usual_mistakes_are_named(number: str, words: str) -> None:
    body = {"error": "invalid_client", "error_description": f"AADSTS{number}: no"}
    with pytest.raises(Permanent, match=words):
        tokens(Entra(Said(400, body))).token()


def test_an_unknown_refusal_keeps_its_number() -> None:
    body = {"error": "invalid_request", "error_description": "AADSTS99999: something new"}
    with pytest.raises(Permanent, match="AADSTS99999"):
        tokens(Entra(Said(400, body))).token()


@pytest.mark.parametrize(
    "answer",
    [
        Said(503, {"error": "temporarily_unavailable", "error_description": "AADSTS90033: come again"}),
        ConnectionError("no route to host"),
    ],
)
def test_a_sign_in_that_is_down_is_asked_again_later(answer: Said | Exception) -> None:
    entra = Entra(answer)
    held = tokens(entra)
    with pytest.raises(Transient):
        held.token()
    if isinstance(answer, Exception):  # after an answer msal itself waits a minute
        entra.answer = None
        assert held.token().startswith("t")


def test_a_tenant_that_is_none_and_a_key_that_is_none_are_told_apart() -> None:
    certificate, _ = a_certificate()
    with pytest.raises(Permanent, match="private_key_file"):
        tokens(Entra(), Credential(TENANT, CLIENT, certificate=certificate, private_key="no key at all")).token()

    class Nobody(Entra):
        def get(self, url: str, **_: object) -> Said:
            return Said(400, {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found"})

    with pytest.raises(Permanent, match="tenant"):
        tokens(Nobody()).token()


def test_who_prints_a_credential_sees_no_secret() -> None:
    assert SECRET not in repr(Credential(TENANT, CLIENT, secret=SECRET))
