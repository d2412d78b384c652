"""Endless, deep, bloated or lying input is refused or cut, told, and never stops the next message. No clock is read."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from linkbot.engine.mail import parse_parts
from linkbot.engine.mail.parse import LONGEST_TEXT, parse
from linkbot.engine.mail.parse_headers import LONGEST, MOST
from linkbot.engine.read import Reader, read
from linkbot.extraction.direct import DirectExtractor
from linkbot.extraction.limits import MOST_CHARACTERS, MOST_PAGES
from linkbot.extraction.read import read as read_file
from linkbot.model.decision import Known
from linkbot.model.mail import Attachment, ExtractedText, TextStatus
from linkbot.model.reading import Disposition, Reading
from linkbot.wiring import set_up
from linkbot.worker.reading import look_at

DEMO = Path(parse_parts.__file__).parents[2] / "demo" / "linkbot.toml"
HEAD = (
    b"From: Ann Case <ann.case@lgo.org.uk>\r\nTo: ombudsman@anytown.gov.uk\r\nSubject: Enquiry 26 031 408\r\n"
    b"Date: Mon, 2 Nov 2026 09:00:00 +0000\r\nMessage-ID: <a@lgo.org.uk>\r\nMIME-Version: 1.0\r\n"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return set_up(DEMO).reader


def reading(octets: bytes, reader: Reader) -> Reading:
    seen, _ = look_at(octets, received_on=date(2026, 11, 2), reader=reader, extractor=DirectExtractor())
    return read(seen, known=Known(), reader=reader)


@pytest.mark.parametrize("parts", [20_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_parts_without_number_are_counted_and_the_rest_is_said_to_be_unread(parts: int) -> None:
    part = b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n"
    octets = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * parts + b"--b--\r\n"
    message = parse(octets)
    assert len(message.attachments) == parse_parts.MOST_ATTACHMENTS + 1
    assert "not read" in (message.attachments[-1].defect or "")


def test_parts_in_parts_in_parts_end_somewhere_and_say_so() -> None:
    boundaries = [b"b%d" % number for number in range(3_000)]
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n" % (b, b) for b in boundaries)
    message = parse(HEAD + opening + b"Content-Type: text/plain\r\n\r\nDeep\r\n")
    assert message.subject == "Enquiry 26 031 408"
    assert any("nested" in defect for defect in message.defects)


def test_a_base64_part_that_is_one_endless_line_is_read_or_said_to_be_cut() -> None:
    line = b"QUJD" * 2_000_000
    for ending in (b"", b"Q", b"=", b"!" * 10):
        octets = HEAD + b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        (attachment,) = parse(octets + line + ending).attachments
        assert attachment.content.startswith(b"ABC") or attachment.defect


def test_headers_without_end_are_cut_in_length_and_number() -> None:
    long = parse(b"Subject: " + b"x" * 5_000_000 + b"\r\n\r\nwords")
    assert len(long.subject) <= LONGEST and any("longer than" in defect for defect in long.defects)
    many = parse(b"X-A: b\r\n" * 200_000 + b"Subject: y\r\n\r\nwords")
    assert len(many.headers) == MOST and any("more than" in defect for defect in many.defects)


def test_a_text_over_the_limit_is_cut_and_goes_to_a_person(reader: Reader) -> None:
    body = b"Please send your comments by 20 November 2026.\r\n" * (LONGEST_TEXT // 40)
    message = parse(HEAD + b"\r\n" + body)
    assert len(message.body) == LONGEST_TEXT
    assert any("over the limit" in defect for defect in message.defects)
    trusted = f"Authentication-Results: {reader.policy.receivers[0]}; dmarc=pass header.from=lgo.org.uk\r\n".encode()
    seen, _ = look_at(
        trusted + HEAD + b"\r\n" + body, received_on=date(2026, 11, 2), reader=reader, extractor=DirectExtractor()
    )
    assert seen.gate is not None and seen.gate.id == "oversized"


def test_a_letter_without_a_word_is_read_like_any_other(reader: Reader) -> None:
    """An empty body stopped the reading of items: three faults, and the message was parked."""
    for body in (b"", b"\r\n\r\n", b" \t" * 20_000):
        assert reading(HEAD + b"\r\n" + body, reader).disposition is not Disposition.ACT


@pytest.mark.parametrize(
    "pump",
    [
        "1. ",
        "\n- a",
        "within 5 days ",
        "by 1 May ",
        "26 031 408 ",
        "Mr A-B ",
        "£1 ",
        "A. ",
        "\n> x",
        "and\n",
        "(",
        "-Zx",
    ],
)
def test_twice_the_letter_is_about_twice_the_work(pump: str, reader: Reader, counted: Counter[str]) -> None:
    """References, dates and sentences were each weighed with the whole letter: an hour for a page of numbers."""
    work = []
    for length in (3_000, 6_000):
        counted.clear()
        reading(HEAD + b"\r\n" + (pump * (length // len(pump))).encode(), reader)
        work.append(counted["signs"])
    assert work[1] <= 2.6 * work[0] + 200_000


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How many signs the passages, sentences and clauses hold that dates are weighed in."""
    from linkbot.engine.dates import reply_uses

    counter: Counter[str] = Counter()
    really = reply_uses.Use.__init__

    def watched(self: reply_uses.Use, *words: object, **more: object) -> None:
        really(self, *words, **more)  # type: ignore[arg-type]
        counter["signs"] += len(self.sentence) + len(self.clause) + len(self.around)

    monkeypatch.setattr(reply_uses.Use, "__init__", watched)
    yield counter


@pytest.mark.parametrize(
    ("run", "told"),
    [("26 031 408 ", "look like cases"), ("please reply by 1 May 2027. ", "dates")],
)
def test_references_and_dates_without_number_are_weighed_up_to_a_limit_and_a_person_is_asked(
    run: str, told: str, reader: Reader
) -> None:
    trusted = f"Authentication-Results: {reader.policy.receivers[0]}; dmarc=pass header.from=lgo.org.uk\r\n".encode()
    letter = b"Dear Link Officer\r\nPlease send us the council's file on this complaint. "
    found = reading(trusted + HEAD + b"\r\n" + letter + run.encode() * 2_100, reader)
    assert found.disposition is Disposition.REVIEW
    assert any(told in reason for reason in found.reasons)


def extracted(content: bytes, name: str, media_type: str = "") -> ExtractedText:
    return read_file(Attachment(0, name, media_type, content))


def word(document: bytes, **others: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
        for name, octets in others.items():
            package.writestr(f"word/{name}.xml", octets)
    return out.getvalue()


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(words: bytes, before: bytes = b"") -> bytes:
    return before + b"<w:document %s><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>" % (W, words)


def test_an_external_entity_in_a_word_letter_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the register", encoding="utf-8")
    for source in (secret.as_uri(), "http://127.0.0.1:9/x", f"php://filter/resource={secret}"):
        entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{source}">]>'.encode()
        assert "the register" not in extracted(word(document(b"Dear &x; officer", entity)), "a.docx").text
    remote = f'<!DOCTYPE d SYSTEM "{secret.as_uri()}">'.encode()
    assert extracted(word(document(b"Dear officer", remote)), "a.docx").text == "Dear officer"


def test_a_billion_laughs_stay_one_joke() -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 30))
    entities = b'<!DOCTYPE d [<!ENTITY l0 "ha">' + laughs + b"]>"
    found = extracted(word(document(b"Dear &l29;", entities)), "a.docx")
    assert len(found.text) < 100
    quadratic = b'<!DOCTYPE d [<!ENTITY a "' + b"x" * 50_000 + b'">]>'
    assert len(extracted(word(document(b"&a;" * 2_000, quadratic)), "a.docx").text) < 100_000


def test_a_zip_inside_a_zip_or_a_thousand_members_are_not_unpacked() -> None:
    bomb = word(b" " * 19_000_000)
    assert extracted(bomb, "a.docx").status is TextStatus.REFUSED
    assert extracted(word(document(b"x"), numbering=b" " * 30_000_000), "a.docx").status is TextStatus.REFUSED
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", document(b"x"))
        for number in range(2_100):
            package.writestr(f"word/media/{number}.bin", b"")
    assert extracted(out.getvalue(), "a.docx").status is TextStatus.REFUSED


def test_a_directory_that_lies_about_sizes_does_not_matter() -> None:
    honest = word(document(b"word " * 4_000))
    size = len(document(b"word " * 4_000)).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    assert extracted(lying, "a.docx").status in (TextStatus.FAILED, TextStatus.REFUSED)


def pdf(pages: bytes, extra: bytes = b"", *, start: int | None = None) -> bytes:
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj" + pages + b"endobj\n" + extra
    at = len(body) if start is None else start
    return body + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 9/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % at


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize(
    "octets",
    [
        pdf(b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        pdf(b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", b"3 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\n"),
        pdf(
            b"<</Type/Pages/Kids[" + b"3 0 R " * 20_000 + b"]/Count 20000>>",
            b"3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n",
        ),
        b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        pdf(b"<</Type/Pages/Kids[]/Count -1>>"),
        pdf(b"<" * 50_000),
        b"%PDF-1.4\n" + b"[" * 50_000,
        b"%PDF-9.9\nstartxref\n99999999999999999999\n%%EOF",
    ],
    ids=["own-child", "ring", "twenty-thousand-pages", "xref-of-itself", "negative", "dicts", "arrays", "nowhere"],
)
def test_a_pdf_that_goes_round_in_circles_gives_a_reason_and_no_letter(octets: bytes, careful: bool) -> None:
    found = read_file(Attachment(0, "a.pdf", "application/pdf", octets), careful=careful)
    assert found.status in (TextStatus.FAILED, TextStatus.REFUSED, TextStatus.SCAN)
    assert found.reason


def test_the_limits_leave_room_for_every_letter() -> None:
    assert MOST_PAGES >= 100 and MOST_CHARACTERS >= MOST_PAGES * 4_000


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"{" * 200_000, "a.rtf"),
        (b"{\\rtf1 " + b"{\\b " * 100_000, "a.rtf"),
        (b"<div>" * 50_000 + b"words", "a.html"),
        (b"<table><tr><td>" * 3_000 + b"words", "a.html"),
        (b"<!--" * 100_000, "a.html"),
        (b"&" * 300_000, "a.html"),
        (b"\xff\xfe" + b"\0\xd8" * 100_000, "a.txt"),
    ],
)
def test_other_files_that_go_deep_are_read_or_refused(content: bytes, name: str) -> None:
    assert extracted(content, name).status in TextStatus
