"""Delivery reports, also broken and hostile ones: who did not get which mail, and never an error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.undelivered import goes_on_trying, undelivered
from linkbot.model.mail import Message

ID = "0123456789abcdef0123456789abcdef@linkbot.anytown.gov.uk"


def report(status: str | bytes, *more: tuple[str, str], head: str = "", words: str = "It failed.") -> Message:
    text = status if isinstance(status, bytes) else status.replace("\n", "\r\n").encode()
    parts = [("text/plain", words.encode()), ("message/delivery-status", text)]
    parts += [(kind, content.encode()) for kind, content in more]
    body = b"".join(b"--b\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + one + b"\r\n" for kind, one in parts)
    return parse(
        f"From: MAILER-DAEMON@mx.example\r\n{head}Subject: x\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'.encode()
        + body
        + b"--b--\r\n"
    )


def recipient(address: str, action: str = "failed", **more: str) -> str:
    lines = "".join(f"\n{name.replace('_', '-')}: {value}" for name, value in more.items())
    return f"\nFinal-Recipient: rfc822; {address}\nAction: {action}{lines}\n"


def test_each_recipient_that_failed_is_named_as_we_wrote_it() -> None:
    said = undelivered(
        report(
            f"Reporting-MTA: dns; mx\nOriginal-Envelope-Id: {ID.replace('@', '+40')}\n"
            + recipient("real@inner.example", Original_Recipient="rfc822;Team+40anytown.gov.uk", Status="5.1.1")
            + recipient("b@anytown.gov.uk", Diagnostic_Code="smtp; 552 5.2.2 mailbox\n full")
            + recipient("c@anytown.gov.uk", "delayed", Diagnostic_Code="smtp; 451 later")
        )
    )
    assert said.failed == ("team@anytown.gov.uk", "b@anytown.gov.uk")
    assert said.why == "5.1.1; 552 5.2.2 mailbox full" and said.mails == (ID,)


def test_one_failure_among_delays_is_a_failure() -> None:
    both = report("A: b\n" + recipient("a@x.example", "delayed") + recipient("b@x.example"))
    assert not goes_on_trying(both) and undelivered(both).failed == ("b@x.example",)
    delays = report("A: b\n" + recipient("a@x.example", "Delayed") + recipient("b@x.example", "relayed"))
    assert goes_on_trying(delays) and undelivered(delays).failed == ()


def test_a_report_that_says_nothing_of_its_action_is_a_failure() -> None:
    assert not goes_on_trying(report("Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@x.example\n"))
    assert not goes_on_trying(report("Reporting-MTA: dns; mx\n"))
    assert not goes_on_trying(parse(b"Subject: Action: delayed\r\n\r\nFinal-Recipient: rfc822; a@x\nAction: delayed\n"))


def test_the_mail_is_named_by_envelope_header_thread_or_words_in_this_order() -> None:
    ids = [f"{digit * 32}@linkbot.anytown.gov.uk" for digit in "abcdef"]
    said = undelivered(
        report(
            f"Original-Envelope-Id: {ids[0]}\n" + recipient("a@x.example"),
            ("text/rfc822-headers", f"Subject: y\nMessage-ID: <{ids[2]}>\n"),
            ("message/rfc822", f"Message-ID: <{ids[1]}>\r\nSubject: y\r\n\r\nz"),
            head=f"References: <{ids[4]}> <{ids[3]}>\r\n",
            words=f"Your mail {ids[5]} was not delivered.",
        )
    )
    assert said.mails == tuple(ids)


def test_words_without_a_report_name_who_failed_in_their_own_header() -> None:
    plain = parse(f"X-Failed-Recipients: a@x.example, B@x.example\r\n\r\nNot delivered. Message-ID: <{ID}>".encode())
    assert undelivered(plain).failed == ("a@x.example", "b@x.example") and undelivered(plain).mails == (ID,)


def test_a_report_without_measure_is_read_within_measure() -> None:
    many = "".join(recipient(f"r{n}@x.example", Diagnostic_Code=f"smtp; {'y' * 400}{n}") for n in range(3_000))
    said = undelivered(report("A: b\n" + many, words=" ".join(f"{n:032x}@linkbot.x.example" for n in range(3_000))))
    assert len(said.failed) <= 50 and len(said.mails) <= 50 and len(said.why) <= 300


@given(st.binary(max_size=300), st.text(max_size=100))
def test_nothing_in_a_report_is_an_error(status: bytes, words: str) -> None:
    message = report(status, ("text/rfc822-headers", words.replace("\r", " ")), words=words)
    said = undelivered(message)
    assert goes_on_trying(message) in (True, False) and all("@" in address for address in said.failed)
