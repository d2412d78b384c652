"""Parts: the body that is read, attachments, nested messages, encodings, limits."""

from __future__ import annotations

import base64
import time
from collections.abc import Sequence

import pytest

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.parse_parts import MESSAGE_DEPTH, MOST_ATTACHMENTS
from linkbot.model.mail import Message

HEAD = "From: a@x.example\r\nSubject: s\r\nMessage-ID: <m@x.example>\r\nMIME-Version: 1.0\r\n"


def multipart(sub: str, parts: Sequence[str], boundary: str = "b1", extra: str = "") -> str:
    inner = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{sub}; boundary="{boundary}"{extra}\r\n\r\npreamble\r\n{inner}--{boundary}--\r\n'


def text(body: str, sub: str = "plain", extra: str = "") -> str:
    return f"Content-Type: text/{sub}; charset=utf-8{extra}\r\n\r\n{body}"


def pdf(name: str = "letter.pdf", content: bytes = b"%PDF-1.4 x") -> str:
    coded = base64.b64encode(content).decode()
    return (
        f'Content-Type: application/pdf; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{coded}'
    )


def image(extra: str = "") -> str:
    coded = base64.b64encode(b"\x89PNG" + b"0" * 90).decode()
    return f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n{extra}\r\n{coded}"


def made(structure: str) -> Message:
    return parse((HEAD + structure).encode())


def test_plain_text_is_preferred_to_html() -> None:
    message = made(
        multipart(
            "alternative",
            [text("Dear colleague, plain words."), text("<p>Dear colleague, rich words.</p>", "html")],
        )
    )
    assert message.body == "Dear colleague, plain words."
    assert message.body_source == "text/plain"


@pytest.mark.parametrize(
    "stub", ["", "This message is in HTML format. Your mail program cannot display it.", "\u00a0 \r\n"]
)
def test_a_stub_gives_way_to_html(stub: str) -> None:
    rich = "<p>Please send the <b>file</b> by 4 March 2027.</p>"
    message = made(multipart("alternative", [text(stub), text(rich, "html")]))
    assert message.body == "Please send the file by 4 March 2027."
    assert message.body_source == "text/html"


def test_attachments_inside_one_alternative_are_kept() -> None:
    # Apple Mail puts text, PDF and text into the rich half only
    rich = multipart("mixed", [text("<p>See the letter</p>", "html"), pdf(), text("<p>Regards</p>", "html")], "b2")
    message = made(multipart("alternative", [text("See the letter\r\n\r\nRegards"), rich]))
    assert "See the letter" in message.body and "Regards" in message.body
    assert [a.filename for a in message.attachments] == ["letter.pdf"]


def test_a_calendar_part_is_an_attachment_not_the_body() -> None:
    invite = "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"
    message = made(multipart("alternative", [text("Meeting"), invite]))
    assert message.body == "Meeting"
    assert [a.media_type for a in message.attachments] == ["text/calendar"]


def test_signed_mail_is_read_and_its_signature_set_aside() -> None:
    signature = (
        'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA'
    )
    message = made(multipart("signed", [text("Signed words"), signature]))
    assert message.body == "Signed words"
    assert [a.media_type for a in message.attachments] == ["application/pkcs7-signature"]


def test_images_of_the_text_are_inline_and_photographed_pages_are_not() -> None:
    html = text('<p>Hello</p><img src="cid:logo@x">', "html")
    related = multipart("related", [html, image("Content-ID: <logo@x>\r\n")], "b2")
    page = image('Content-Disposition: inline; filename="page.png"\r\n')
    message = made(multipart("mixed", [related, page]))
    assert [(a.filename, a.inline) for a in message.attachments] == [(None, True), ("page.png", False)]


def test_text_after_an_attachment_still_belongs_to_the_body() -> None:
    message = made(multipart("mixed", [text("First"), pdf(), text("Last")]))
    assert message.body == "First\n\nLast"


def test_a_named_text_is_an_attachment() -> None:
    named = text("log", extra='; name="log.txt"')
    message = made(multipart("mixed", [text("Body"), named]))
    assert message.body == "Body" and message.attachments[0].filename == "log.txt"


def inner(subject: str, body: str = "inner words", attachment: bool = False) -> str:
    headers = f"From: i@lgo.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
    return headers + (
        multipart("mixed", [text(body), pdf(f"{subject}.pdf")], f"i{subject}") if attachment else text(body)
    )


def test_attachments_are_numbered_through_nested_messages() -> None:
    wrapped = f"Content-Type: message/rfc822\r\n\r\n{inner('one', attachment=True)}"
    message = made(multipart("mixed", [text("See below"), pdf("a.pdf"), wrapped, pdf("z.pdf")]))
    assert [(a.index, a.filename) for a in message.all_attachments] == [(0, "a.pdf"), (1, "one.pdf"), (2, "z.pdf")]
    assert [a.index for a in message.attachments] == [0, 2]
    assert message.nested[0].subject == "one" and message.nested[0].body == "inner words"


def test_messages_in_base64_and_eml_files_are_nested_too() -> None:
    coded = base64.b64encode(inner("coded").encode()).decode()
    as_message = f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}"
    as_file = (
        f'Content-Type: application/octet-stream; name="x.eml"\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}'
    )
    message = made(multipart("mixed", [text("b"), as_message, as_file]))
    assert [n.subject for n in message.nested] == ["coded", "coded"]
    assert message.attachments == ()


def test_messages_too_deep_become_an_attachment_that_says_so() -> None:
    structure = inner("deepest")
    for level in range(MESSAGE_DEPTH + 2):
        structure = f"From: a@x.example\r\nSubject: {level}\r\nContent-Type: message/rfc822\r\n\r\n{structure}"
    message = parse(structure.encode())
    last = message
    while last.nested:
        last = last.nested[0]
    assert "deeper" in (last.attachments[0].defect or "")
    assert b"Subject: deepest" in last.attachments[0].content


@pytest.mark.parametrize(
    ("charset", "octets"),
    [
        ("iso-8859-1", b"\xa3250 \x96 \x93now\x94"),
        ("us-ascii", b"\xa3250 \x96 \x93now\x94"),
        ("us-ascii", "£250 – “now”".encode()),
        ("utf-8", b"\xa3250 \x96 \x93now\x94"),
        ("x-made-up", "£250 – “now”".encode()),
        ("unicode_escape", "£250 – “now”".encode()),
        ("utf-16", "£250 – “now”".encode("utf-16")),
        ("utf-16", "£250 – “now”".encode("utf-16-le")),
        ("utf-16be", "£250 – “now”".encode("utf-16-be")),
        ("windows-1252", "£250 – “now”".encode()),
    ],
)
def test_pounds_and_curly_quotes_survive_every_label(charset: str, octets: bytes) -> None:
    coded = base64.b64encode(octets).decode()
    message = made(f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}")
    assert message.body == "£250 – “now”"


def test_eight_bit_latin_text_without_any_label_is_read() -> None:
    assert parse(HEAD.encode() + b"\r\nPay \xa3250").body == "Pay £250"


def test_damaged_base64_is_read_up_to_the_first_bad_line() -> None:
    good = (
        base64.encodebytes(b"First line of the letter that is long enough to fill it.\n" * 3)
        .decode()
        .replace("\n", "\r\n")
    )
    message = made(f"Content-Transfer-Encoding: base64\r\n\r\n{good}\r\n--- put here by a gateway ---\r\n")
    assert message.body.count("First line") == 3
    assert any("damaged" in defect for defect in message.defects)


def test_quoted_printable_and_flowed_lines_are_joined() -> None:
    body = "Please send the =\r\nfile by =C2=A35"
    message = made(
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}"
    )
    assert message.body == "Please send the file by £5"
    flowed = made(
        "Content-Type: text/plain; format=flowed\r\n\r\nPlease answer \r\nby Friday.\r\n> old \r\n> words\r\n-- \r\nSue"
    )
    assert flowed.body == "Please answer by Friday.\n> old words\n--\nSue"


def test_a_multipart_without_its_boundary_is_still_read() -> None:
    assert "words" in made("Content-Type: multipart/mixed\r\n\r\nwords of the letter").body


def test_an_unknown_encoding_is_taken_as_it_stands() -> None:
    message = made("Content-Transfer-Encoding: quoted/printable\r\n\r\nwords")
    assert message.body == "words" and any("unknown transfer" in d for d in message.defects)


def test_more_attachments_than_allowed_are_not_lost_silently() -> None:
    message = made(multipart("mixed", [text("b"), *(pdf(f"{n}.pdf") for n in range(80))]))
    assert len(message.attachments) == MOST_ATTACHMENTS + 1
    assert "not read" in (message.attachments[-1].defect or "")


def test_sixty_logos_do_not_hide_the_letter() -> None:
    related = multipart("related", [text("<p>b</p>", "html"), *(image() for _ in range(60))], "b2")
    message = made(multipart("mixed", [related, pdf()]))
    assert message.attachments[-1].filename == "letter.pdf"
    assert message.attachments[-1].content.startswith(b"%PDF")


def test_a_thousand_nested_parts_neither_raise_nor_hide_the_text() -> None:
    structure = text("core")
    for level in range(1_000):
        structure = multipart("mixed", [structure], f"b{level}x")
    message = made(multipart("mixed", [text("outer words"), structure], "outer"))
    assert message.body == "outer words"
    assert message.message_id == "m@x.example" and message.defects
    assert any("deep" in (a.defect or "") or a.content for a in message.attachments)


def test_a_thousand_messages_in_messages_do_not_raise() -> None:
    structure = "Content-Type: message/rfc822\r\n\r\n" * 1_000 + "Subject: core\r\n\r\nx"
    assert made(structure).message_id == "m@x.example"


def test_ten_thousand_parts_take_a_few_seconds_at_most() -> None:
    octets = (HEAD + multipart("mixed", [text("b"), *(["Content-Type: image/png\r\n\r\nx"] * 10_000)])).encode()
    started = time.perf_counter()
    assert len(parse(octets).attachments) == MOST_ATTACHMENTS + 1
    assert time.perf_counter() - started < 6


def test_a_delivery_report_keeps_its_machine_half_apart() -> None:
    fields = "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; y@x.example\r\nStatus: 5.1.1\r\n"
    status = f"Content-Type: message/delivery-status\r\n\r\n{fields}"
    returned = f"Content-Type: message/rfc822\r\n\r\n{inner('ours')}"
    message = made(
        multipart("report", [text("It did not arrive."), status, returned], extra="; report-type=delivery-status")
    )
    assert message.body == "It did not arrive." and message.content_type == "multipart/report"
    assert b"5.1.1" in message.attachments[0].content
    assert message.nested[0].subject == "ours"


def test_the_content_digest_is_blind_to_the_envelope_and_sees_the_words() -> None:
    one = multipart("mixed", [text("Pay £5"), pdf()], "x1")
    two = multipart("mixed", [text("Pay  £5\r\n"), pdf()], "y2")
    other = multipart("mixed", [text("Pay £6"), pdf()], "x1")
    digests = [
        parse(("Received: from a\r\n" * n + HEAD + s).encode()).content_digest
        for n, s in enumerate((one, two, other), 1)
    ]
    assert digests[0] == digests[1] != digests[2]
    changed = made(multipart("mixed", [text("Pay £5"), pdf(content=b"%PDF other")]))
    assert changed.content_digest != digests[0]
