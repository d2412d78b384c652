"""Documents made or damaged to break a reader end in a verdict, in bounded time and memory."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from linkbot.extraction.child import ChildExtractor
from linkbot.extraction.direct import DirectExtractor
from linkbot.model.mail import Attachment, ExtractedText, TextStatus

Change = tuple[int, int, bytes]


def letter() -> bytes:
    """Two pages with a table, a footer and a field: the shapes of real letters."""
    out, normal = BytesIO(), getSampleStyleSheet()["Normal"]
    made = Table(
        [
            [Paragraph(text, normal) for text in row]
            for row in (("Order", "What to do", "By"), ("1", "Pay £500", "4 May"))
        ]
    )
    made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 1, colors.black)]))
    story = [
        Paragraph("Please send us the documents listed below. " * 8, normal),
        made,
        PageBreak(),
        Paragraph("End.", normal),
    ]
    SimpleDocTemplate(out, pageCompression=0).build(story)
    return out.getvalue()


def word_letter() -> bytes:
    out = BytesIO()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>Order {n}: pay £{n}00</w:t></w:r></w:p>" for n in range(20))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        package.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


PDF, WORD = letter(), word_letter()
PARTS = st.sampled_from(
    [b"0", b"-1", b"999999999", b"<<", b">>", b"[", b"endobj", b"/Kids", b" R", b"(", b"\x00", b"Tj"]
)
CHANGES = st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 40), PARTS | st.binary(max_size=8)), max_size=6)


def changed(octets: bytes, changes: list[Change]) -> bytes:
    """Some places overwritten, cut out or grown."""
    for at, width, new in changes:
        at %= max(1, len(octets))
        octets = octets[:at] + new + octets[at + width :]
    return octets


def is_a_verdict(found: ExtractedText) -> bool:
    return found.status is TextStatus.READ or bool(found.reason)


@pytest.fixture(scope="module")
def child():  # type: ignore[no-untyped-def]
    extractor = ChildExtractor(seconds=20)
    yield extractor
    extractor.close()


@given(changes=CHANGES)
@settings(max_examples=60, deadline=None)
def test_a_damaged_pdf_ends_in_a_verdict(child: ChildExtractor, changes: list[Change]) -> None:
    (found,) = child.extract([Attachment(0, "letter.pdf", "application/pdf", changed(PDF, changes))])
    assert is_a_verdict(found)


@given(changes=CHANGES)
@settings(max_examples=60, deadline=None)
def test_a_damaged_word_document_ends_in_a_verdict(changes: list[Change]) -> None:
    (found,) = DirectExtractor().extract([Attachment(0, "letter.docx", "", changed(WORD, changes))])
    assert is_a_verdict(found)


@pytest.mark.slow
@given(changes=CHANGES, word=st.booleans())
@settings(max_examples=4_000, deadline=None)
def test_many_damaged_documents_end_in_a_verdict(child: ChildExtractor, changes: list[Change], word: bool) -> None:
    content, name = (WORD, "letter.docx") if word else (PDF, "letter.pdf")
    (found,) = child.extract([Attachment(0, name, "", changed(content, changes))])
    assert is_a_verdict(found)


def one_page(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lines", b"".join(b"%d %d m %d %d l S\n" % (n % 500, n % 800, n % 500, n % 800 + 9) for n in range(40_000))),
        ("a grid of lines", b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S\n" % ((n,) * 4) for n in range(0, 500, 2))),
        ("words upon words", b"BT /F1 9 Tf " + b"1 0 0 1 72 700 Tm (word and word) Tj\n" * 9_000 + b"ET"),
        (
            "words everywhere",
            b"BT /F1 1 Tf "
            + b"".join(b"1 0 0 1 %d %d Tm (a b) Tj\n" % (n * 7 % 580, n % 800) for n in range(9_000))
            + b"ET",
        ),
        ("one endless line", b"BT /F1 9 Tf 1 0 0 1 0 700 Tm (" + b"word " * 15_000 + b") Tj ET"),
    ],
)
def test_a_page_made_to_tire_its_reader_ends_in_a_verdict(child: ChildExtractor, name: str, content: bytes) -> None:
    found, after = child.extract(
        [Attachment(0, f"{name}.pdf", "application/pdf", one_page(content)), Attachment(1, "next.pdf", "", PDF)]
    )
    assert is_a_verdict(found) and "longer than" not in (found.reason or "")
    assert after.status is TextStatus.READ


def test_two_hundred_full_pages_are_read_within_the_limit(child: ChildExtractor) -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in range(200):
        for line in range(50):
            canvas.drawString(
                72, 780 - 14 * line, f"Line {line} of page {page}: please read every word that stands here."
            )
        canvas.showPage()
    canvas.save()
    (found,) = child.extract([Attachment(0, "bundle.pdf", "application/pdf", out.getvalue())])
    assert found.status is TextStatus.READ and len(found.pages) == 200 and "Line 49 of page 199" in found.pages[-1]
