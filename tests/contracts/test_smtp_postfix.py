"""Through a real mail server: encrypted, signed in, refused, too big; and its own words when it could not deliver."""

from __future__ import annotations

import ssl
from dataclasses import replace
from email import message_from_bytes

import pytest
from outgoing_mails import HEAD, OWNER, SENDER, a_mail, with_files
from postfix import BEHIND, LATER, LIMIT, Postfix, postfix
from smtp_relay import Relay, running

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.undelivered import goes_on_trying, undelivered
from linkbot.mailsystems.smtp import SmtpOutgoing
from linkbot.ports import Permanent, Transient

NOBODY = "nobody@anytown.example"


def plainly(server: Postfix, **options: object) -> SmtpOutgoing:
    return SmtpOutgoing("127.0.0.1", server.port, timeout=20, local_hostname="linkbot.test", **options)  # type: ignore[arg-type]


def signed_in(
    server: Postfix, password: str = "right", host: str = "localhost", *, trusting: bool = True
) -> SmtpOutgoing:
    context = ssl.create_default_context(cafile=str(server.certificate)) if trusting else None
    return SmtpOutgoing(
        host,
        server.submission,
        security="starttls",
        username="linkbot",
        password=password,
        context=context,
        timeout=20,
        local_hostname="linkbot.test",
    )


def test_it_arrives_whole_at_everybody_in_the_envelope() -> None:
    server = postfix()
    mail = a_mail("whole", OWNER, HEAD, body="£250 – as agreed.\n.\nA line of one dot stays.\n")
    before = server.has("owen.hale"), server.has("head.repairs")
    plainly(server).send(mail)
    for person, count in zip(("owen.hale", "head.repairs"), before, strict=True):
        got = server.arrived(person, count + 1)
        (octets,) = (one for one in got if b"<whole@linkbot.example>" in one)
        sent, read = message_from_bytes(mail.octets), message_from_bytes(octets)
        assert read.get_payload(decode=True) == (sent.get_payload(decode=True) or b"").replace(b"\r\n", b"\n")
        assert octets.startswith(f"Return-Path: <{SENDER}>".encode())


def test_encrypted_and_signed_in_only_with_whom_the_certificate_proves() -> None:
    server = postfix()
    signed_in(server).send(a_mail("signed", "marian@anytown.example"))
    assert b"ESMTPSA" in server.arrived("marian")[0]
    with pytest.raises(Permanent, match=r"does not prove who it is: .*127\.0\.0\.1"):
        signed_in(server, host="127.0.0.1").send(a_mail())
    with pytest.raises(Permanent, match=r"does not prove who it is: .*self.signed"):
        signed_in(server, trusting=False).send(a_mail())
    with pytest.raises(Permanent, match=r"The log-in to localhost was refused for good: 535") as told:
        signed_in(server, "wrong").send(a_mail())
    assert "wrong" not in str(told.value)
    unsigned = SmtpOutgoing("127.0.0.1", server.submission, timeout=20, local_hostname="linkbot.test")
    with pytest.raises(Permanent, match=r"530.*STARTTLS"):
        unsigned.send(a_mail())
    assert server.has("marian") == 1


def test_who_is_refused_is_told_apart_from_who_is_put_off_and_the_rest_have_it() -> None:
    server = postfix()
    before = server.has("owen.hale")
    with pytest.raises(Permanent, match=f"{NOBODY} .550 5.1.1 .*unknown") as never:
        plainly(server).send(a_mail("never", OWNER, NOBODY))
    with pytest.raises(Transient, match=f"{LATER} .450 4.2.1 .*busy") as later:
        plainly(server).send(a_mail("later", OWNER, LATER))
    with pytest.raises(Permanent, match=r"Sent to nobody.*554 5.7.1 .*Relay access denied") as outside:
        plainly(server).send(a_mail("outside", "x@elsewhere.example"))
    assert (never.value.reached, later.value.reached, outside.value.reached) == ((OWNER,), (OWNER,), ())
    assert len(server.arrived("owen.hale", before + 2)) == before + 2


def test_a_mail_over_the_announced_size_is_not_begun() -> None:
    server = postfix()
    big = with_files(a_mail("big"), ("report.pdf", LIMIT))
    with pytest.raises(Permanent, match=f"the relay takes {LIMIT} at most") as told:
        plainly(server).send(big)
    assert told.value.reached == ()
    assert "big@linkbot.example" not in server.log()


def test_letters_that_the_server_cannot_carry_are_said_before_anything_goes() -> None:
    with pytest.raises(Permanent, match="letters that this relay does not take"):
        plainly(postfix()).send(a_mail("utf8", "jürgen@anytown.example"))


def test_what_could_not_be_delivered_comes_back_with_the_name_of_the_mail() -> None:
    """The server took it, the next one would not: word of it comes to the sender, without the body of our mail."""
    server = postfix()
    before = server.has("linkbot")
    with running(Relay(refuse={BEHIND: "550 5.1.1 gone for ever"}), port=server.next_port):
        mail = a_mail("bounced", BEHIND, body="What the resident said is nobody's business.\n")
        plainly(server).send(replace(mail, recipients=(BEHIND,)))
        got = server.arrived("linkbot", before + 1)
    (bounce,) = (one for one in got if b"bounced@linkbot.example" in one)
    assert b"Original-Envelope-Id: bounced@linkbot.example" in bounce
    assert b"Action: failed" in bounce and b"gone for ever" in bounce
    assert b"nobody's business" not in bounce
    report = undelivered(parse(bounce))
    assert report.mails[0] == "bounced@linkbot.example" and report.failed == (BEHIND,)
    assert "gone for ever" in report.why and not goes_on_trying(parse(bounce))
