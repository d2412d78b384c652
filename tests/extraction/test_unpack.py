"""Outlook's own files opened: the mail in them as plain mail, whatever code page, and no file that does harm."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from compressed_rtf import compress

from linkbot.engine.mail.parse import parse
from linkbot.extraction.child import ChildExtractor
from linkbot.extraction.direct import DirectExtractor
from linkbot.extraction.limits import LARGEST_FILE
from linkbot.extraction.unpack import unpack
from linkbot.model.mail import Attachment, Message, TextStatus, Unpacked
from tests.extraction.compound_file import SECTOR, compound_file
from tests.extraction.outlook_files import BINARY, File, Mail, msg, nested, number, time, tnef

Written = Callable[[Mail], bytes]
both = pytest.mark.parametrize("written", [msg, tnef], ids=["msg", "tnef"])
LETTER = "Please send us the housing file – and £45.50 – by 12 March 2027."


def opened(content: bytes, name: str = "a file") -> Unpacked:
    found = unpack(Attachment(4, name, "application/octet-stream", content))
    assert found is not None and found.text.index == 4
    return found


def plainly(content: bytes) -> Message:
    found = opened(content)
    assert found.octets is not None and found.text.opened, found.text.reason
    message = parse(found.octets)
    assert not [one for one in message.defects if "nested" not in one], message.defects
    return message


@both
def test_a_mail_comes_out_with_its_text_and_its_files(written: Written) -> None:
    files = (
        File("Łęcka letter.pdf", b"%PDF-1.4 \0\0", "application/pdf"),
        File("notes.txt", b"x" * 9_000, "text/plain"),
    )
    message = plainly(written(Mail(subject="Ihre Wörter", body=LETTER, html=b"<p>other</p>", files=files)))
    assert message.subject == "Ihre Wörter" and message.body == LETTER
    assert message.from_ and (message.from_.address, message.from_.name) == ("i.okoro@lgo.org.uk", "Ines Okoro")
    assert message.date == datetime(2027, 3, 3, 9, 30, tzinfo=UTC)
    assert [(one.filename, one.media_type, one.content) for one in message.attachments] == [
        ("Łęcka letter.pdf", "application/pdf", b"%PDF-1.4 \0\0"),
        ("notes.txt", "text/plain", b"x" * 9_000),
    ]


def test_a_saved_mail_names_its_recipients_and_winmail_is_the_very_mail_it_came_in() -> None:
    assert [one.address for one in plainly(msg(Mail())).to] == ["complaints@anytown.gov.uk"]
    assert opened(msg(Mail())).apart and not opened(tnef(Mail())).apart


@both
def test_a_mail_in_a_mail_keeps_its_own_headers(written: Written) -> None:
    inner = Mail(
        subject="Second", body="inner words", sender=("Bo", "bo@lgo.org.uk"), sent=datetime(2027, 2, 1, tzinfo=UTC)
    )
    inner = replace(inner, files=(File("deep.txt", b"deep", "text/plain"),))
    (found,) = plainly(written(Mail(body="outer words", files=(File("x", inside=inner),)))).nested
    assert (found.subject, found.body, found.date) == ("Second", "inner words", datetime(2027, 2, 1, tzinfo=UTC))
    assert found.from_ and found.from_.address == "bo@lgo.org.uk"
    assert [one.content for one in found.attachments] == [b"deep"]


@both
@pytest.mark.parametrize("codepage", [1252, 1250, 1253])
def test_text_in_a_code_page_is_read_in_it(written: Written, codepage: int) -> None:
    words = {1252: "café £5 – naïve", 1250: "Łódź — żółć", 1253: "Αθήνα"}[codepage]
    assert plainly(written(Mail(body=words, codepage=codepage))).body == words


@both
@pytest.mark.parametrize("codepage", [99_999, 0xFFFFFFFF, 1])
def test_a_code_page_that_does_not_exist_costs_no_letter(written: Written, codepage: int) -> None:
    text = (0x1000, 0x001E, "Please pay £45 by 12 March".encode("cp1252"))
    message = plainly(written(Mail(more=(text, number(0x3FFD, codepage), number(0x3FDE, codepage)))))
    assert message.body == "Please pay £45 by 12 March"


def test_winmail_without_a_code_page_is_read_all_the_same() -> None:
    assert plainly(tnef(Mail(body=LETTER), codepage=None)).body == LETTER
    assert plainly(tnef(Mail(body=LETTER), codepage=70_000)).body == LETTER


@both
def test_html_is_read_in_its_own_code_page(written: Written) -> None:
    mail = Mail(html="<p>Pay £5 to Łęcka</p>".encode(), more=(number(0x3FDE, 65001), number(0x3FFD, 1252)))
    assert plainly(written(mail)).body == "Pay £5 to Łęcka"


@both
def test_a_body_that_is_only_rich_text_is_read(written: Written) -> None:
    rich = (
        rb"{\rtf1\ansi\ansicpg1250\fromhtml1{\*\htmltag84 <b>}Dear Ms \'a3\'eacka\par\pard Please reply by 12 March.}"
    )
    assert plainly(written(Mail(rtf=compress(rich)))).body == "Dear Ms Łęcka\nPlease reply by 12 March."


@both
def test_pictures_in_the_text_are_no_pages(written: Written) -> None:
    picture = b"\x89PNG" + b"1" * 40_000
    files = (
        File("logo.png", picture, "image/png", cid="logo@1"),
        File("hidden.png", picture, "image/png", more=(number(0x3714, 4),)),
        File("page.png", picture, "image/png"),
    )
    message = plainly(written(Mail(body="words", html=b'<p>words</p><img src="cid:logo@1">', files=files)))
    assert [(one.filename, one.inline) for one in message.attachments] == [
        ("logo.png", True),
        ("hidden.png", True),
        ("page.png", False),
    ]


@both
def test_the_hours_of_a_meeting_come_along(written: Written) -> None:
    starts, ends = datetime(2027, 3, 9, 10, tzinfo=UTC), datetime(2027, 3, 9, 11, tzinfo=UTC)
    mail = Mail(
        kind="IPM.Schedule.Meeting.Request", body="Please join us.", more=(time(0x60, starts), time(0x61, ends))
    )
    (entry,) = plainly(written(mail)).attachments
    (text,) = DirectExtractor().extract([entry])
    assert "When: Tuesday 9 March 2027 at 10:00 to Tuesday 9 March 2027 at 11:00" in text.text
    assert not plainly(written(replace(mail, kind="IPM.Note"))).attachments


def test_the_header_it_was_sent_with_goes_before_outlooks_own() -> None:
    headers = (
        "Received: from x by mx.anytown.gov.uk; Wed, 3 Mar 2027 09:31:00 +0000\r\n"
        "Authentication-Results: mx.anytown.gov.uk; dmarc=pass header.from=lgo.org.uk\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\nMIME-Version: 1.0\r\n"
        'From: "Okoro, Ines"\r\n <ines@lgo.org.uk>\r\nDate: Wed, 3 Mar 2027 10:30:00 +0100\r\n'
        "Message-ID: <a1@lgo.org.uk>\r\n"
    )
    message = plainly(msg(Mail(body="words", headers=headers)))
    assert message.from_ and message.from_.address == "ines@lgo.org.uk"
    assert message.message_id == "a1@lgo.org.uk" and message.date == datetime(2027, 3, 3, 9, 30, tzinfo=UTC)
    assert message.header("authentication-results") and message.body == "words"
    assert len(message.all_headers("content-type")) == len(message.all_headers("from")) == 1


def test_a_sender_known_only_to_a_directory_is_nobody() -> None:
    assert plainly(msg(Mail(sender=("Ines", "/O=ANYTOWN/OU=X/CN=RECIPIENTS/CN=INES")))).from_ is None


def test_line_ends_in_a_property_begin_no_header() -> None:
    mail = Mail(subject="one\r\nBcc: x@y.example\r\n\r\nbody", sender=("Ines\r\nX-Spam: no", "i@lgo.org.uk"))
    message = plainly(msg(replace(mail, files=(File('a"\r\nX: y.pdf', b"1"),))))
    assert message.subject == "one Bcc: x@y.example body" and not message.header("x-spam")
    assert message.attachments[0].filename == 'a" X: y.pdf'


@both
def test_the_same_file_gives_the_same_octets(written: Written) -> None:
    content = written(nested(3, Mail(body=LETTER)))
    assert opened(content) == opened(content)


@both
def test_fifty_mails_in_each_other_are_opened_as_far_as_mail_is_read(written: Written) -> None:
    found = opened(written(nested(50, Mail(body="innermost"))))
    assert found.octets is not None and b"innermost" not in found.octets
    message = parse(found.octets)
    levels = 0
    while message.nested:
        message, levels = message.nested[0], levels + 1
    assert levels == 5
    assert [one.defect for one in message.attachments] == ["nested deeper than 5 messages"]


@both
def test_a_thousand_properties_hide_no_letter(written: Written) -> None:
    more = tuple((0x6000 + place, BINARY, b"x" * 50) for place in range(1_000))
    assert plainly(written(Mail(body=LETTER, more=more))).body == LETTER


@both
def test_a_file_cut_off_anywhere_is_told_and_never_taken_for_whole(written: Written) -> None:
    content = written(Mail(body=LETTER, files=(File("a.pdf", b"%PDF" + b"0" * 6_000), File("b.pdf", b"%PDF-2"))))
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        cut = content[: int(len(content) * share)]
        found = unpack(Attachment(4, "winmail.dat", "application/ms-tnef", cut))
        if found is None:  # so little of it is left that it is a file like any other, and asked about as such
            (text,) = DirectExtractor().extract([Attachment(4, "mail.msg", "application/octet-stream", cut)])
            assert text.status is TextStatus.UNSUPPORTED
        else:
            assert found.text.status is TextStatus.FAILED and "damaged" in (found.text.reason or "")


def test_a_changed_octet_in_winmail_is_told_and_the_rest_is_read() -> None:
    content = bytearray(tnef(Mail(body=LETTER, files=(File("a.pdf", b"%PDF-1.4"),))))
    content[content.index(b"%PDF-1.4") + 6] ^= 1
    found = opened(bytes(content))
    assert found.text.status is TextStatus.FAILED and found.text.opened
    assert found.octets is not None and parse(found.octets).body == LETTER


def test_a_missing_attachment_in_a_saved_mail_is_told() -> None:
    counts = struct.pack("<8xIIII8x", 0, 3, 0, 3)
    found = opened(compound_file({"__properties_version1.0": counts}))
    assert found.text.status is TextStatus.FAILED


def test_a_chain_of_sectors_that_bites_its_tail_is_survived() -> None:
    content = bytearray(msg(Mail(body="x" * 6_000, files=(File("a.pdf", b"y" * 9_000),))))
    sectors = struct.unpack_from("<I", content, 44)[0]
    for place in range(sectors):
        at = (struct.unpack_from("<I", content, 76 + 4 * place)[0] + 1) * SECTOR
        entries = struct.unpack_from("<128I", content, at)
        looped = [5 if entry < 0xFFFFFFF0 and entry > 6 else entry for entry in entries]
        struct.pack_into("<128I", content, at, *looped)
    assert opened(bytes(content)).text.status in (TextStatus.FAILED, TextStatus.REFUSED)


def test_streams_that_share_their_sectors_do_not_fill_the_memory() -> None:
    content = bytearray(msg(Mail(files=tuple(File(f"{n}.bin", b"z" * 5_000) for n in range(40)))))
    big = struct.pack("<Q", 24 * 1024 * 1024)
    at = content.find(struct.pack("<Q", 5_000))
    while at > 0:
        content[at : at + 8] = big
        at = content.find(struct.pack("<Q", 5_000), at + 8)
    found = opened(bytes(content))
    assert found.text.status in (TextStatus.FAILED, TextStatus.REFUSED)
    assert found.octets is None or len(found.octets) < 1_000_000


def test_counts_that_lie_are_not_counted_to_their_end() -> None:
    content = tnef(Mail(body=LETTER))
    at = content.index(struct.pack("<HHI", 0x9003, 6, 0)[:4]) + 8
    lying = content[:at] + struct.pack("<I", 0xFFFFFFFF) + content[at + 4 :]
    assert opened(lying).text.status is TextStatus.FAILED


def test_what_is_too_large_is_refused() -> None:
    found = opened(b"\x78\x9f\x3e\x22" + bytes(LARGEST_FILE))
    assert found.text.status is TextStatus.REFUSED and found.octets is None


@both
def test_noise_in_a_file_never_raises(written: Written) -> None:
    chance, content = random.Random(7), written(nested(2, Mail(body=LETTER, html=b"<p>x", rtf=compress(b"{\\rtf1 x}"))))
    for _ in range(150):
        noisy = bytearray(content)
        for _ in range(chance.choice((1, 4, 30))):
            noisy[chance.randrange(8, len(noisy))] = chance.randrange(256)
        found = unpack(Attachment(0, "winmail.dat", "application/ms-tnef", bytes(noisy)))
        assert found is None or found.octets is None or parse(found.octets).content_digest


def test_the_child_opens_what_is_packed_and_nothing_else() -> None:
    files = [
        Attachment(0, "a.msg", "application/vnd.ms-outlook", msg(Mail(body=LETTER))),
        Attachment(1, "a.txt", "text/plain", b"words"),
        Attachment(2, "winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22 x"),
    ]
    child = ChildExtractor()
    try:
        assert child.unpack(files) == DirectExtractor().unpack(files)
        assert [one.text.index for one in child.unpack(files)] == [0, 2]
    finally:
        child.close()
