"""Documents to text: PDF, Word, rich text, HTML, plain; and what a person is told about the rest."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from linkbot.extraction.direct import DirectExtractor
from linkbot.model.mail import Attachment, ExtractedText, TextStatus

LINES = ("Our reference 23 012 345", "Please send the housing file and every repair log", "by 4 March 2027.")


def pdf(*pages: tuple[str, ...], password: str | None = None, owner: str | None = None) -> bytes:
    out = BytesIO()
    encryption = StandardEncryption(password or "", ownerPassword=owner) if password or owner else None
    canvas = Canvas(out, pagesize=A4, encrypt=encryption)
    for page in pages:
        for number, line in enumerate(page):
            canvas.drawString(72, 750 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(
    content: bytes,
    name: str | None = None,
    media_type: str = "application/octet-stream",
    *,
    inline: bool = False,
    defect: str | None = None,
) -> ExtractedText:
    attachment = Attachment(7, name, media_type, content, inline=inline, defect=defect)
    (found,) = DirectExtractor().extract([attachment])
    assert found.index == 7
    return found


def test_a_pdf_letter_is_read_page_by_page() -> None:
    found = read(pdf(LINES, ("Page two with further words of the letter to be read",)), "letter.pdf", "application/pdf")
    assert found.status is TextStatus.READ and found.extractor.startswith("pypdfium2 5")
    assert len(found.pages) == 2
    assert found.pages[0].split("\n") == list(LINES)


def test_a_pdf_is_known_by_its_octets_not_by_its_label() -> None:
    assert read(pdf(LINES), "letter.dat").status is TextStatus.READ
    assert read(pdf(LINES), None, "text/plain").extractor.startswith("pypdfium2")


def test_an_orders_table_is_read_row_by_row() -> None:
    out, style = BytesIO(), getSampleStyleSheet()["Normal"]
    first = "Apologise in writing to the resident for the failures in this report and say how they will not recur."
    second = "Pay the resident £500 for the distress and inconvenience caused by the delay in the repair of the roof."
    rows = [("Order", "What the landlord must do", "Due date"), ("1", first, "No later than 28 May 2026")]
    rows.append(("2", second, "No later than 11 June 2026"))
    table = Table([[Paragraph(text, style) for text in row] for row in rows], colWidths=[40, 260, 90])
    SimpleDocTemplate(out).build([table])
    text = " ".join(read(out.getvalue(), "d.pdf").text.split())
    places = [
        text.index(words)
        for words in ("1 Apologise", "not recur", "28 May 2026", "2 Pay", "of the roof", "11 June 2026")
    ]
    assert places == sorted(places)


def test_pages_without_letters_are_a_scan() -> None:
    found = read(pdf((), ()), "scan.pdf", "application/pdf")
    assert found.status is TextStatus.SCAN and "read it" in (found.reason or "")


def test_a_fax_line_on_each_page_does_not_make_a_scan_a_letter() -> None:
    assert read(pdf(*[("Fax 3 Mar 2027 p.1",)] * 4), "scan.pdf").status is TextStatus.SCAN


def test_a_typed_letter_with_a_scanned_form_behind_it_is_read() -> None:
    assert read(pdf(LINES, LINES, ()), "letter.pdf").status is TextStatus.READ


def test_a_scanned_page_behind_a_typed_letter_is_told_of() -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 750 - 20 * number, line)
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    found = read(out.getvalue(), "letter.pdf")
    assert found.status is TextStatus.READ and "Page 2" in (found.reason or "")
    assert read(pdf(LINES, ()), "letter.pdf").reason is None  # an empty back page is no scan


def test_a_password_is_for_a_person_and_an_owner_password_is_none() -> None:
    assert read(pdf(LINES, password="secret"), "a.pdf").status is TextStatus.LOCKED
    assert read(pdf(LINES, owner="owner"), "a.pdf").status is TextStatus.READ


def test_too_many_pages_are_refused() -> None:
    found = read(pdf(*[("x",)] * 201), "bundle.pdf")
    assert found.status is TextStatus.REFUSED and "201 pages" in (found.reason or "")


@pytest.mark.parametrize("keep", [20, 200, 700])
def test_a_truncated_pdf_is_said_to_be_damaged_or_read(keep: int) -> None:
    found = read(pdf(LINES)[:keep], "a.pdf", "application/pdf")
    assert found.status in (TextStatus.FAILED, TextStatus.SCAN) and found.reason


def test_the_second_reader_reads_what_the_first_may_not() -> None:
    from linkbot.extraction.read import read as read_one

    found = read_one(Attachment(0, "a.pdf", "application/pdf", pdf(LINES)), careful=True)
    assert found.status is TextStatus.READ and found.extractor.startswith("pypdf ")
    assert "23 012 345" in found.text


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def docx(body: str, parts: Mapping[str, str] | None = None, namespace: str = W) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:document {namespace}><w:body>{body}</w:body></w:document>")
        for name, part in (parts or {}).items():
            package.writestr(f"word/{name}", part)
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(*texts: str) -> str:
    return f"<w:tc>{''.join(map(p, texts))}</w:tc>"


def word(body: str, parts: Mapping[str, str] | None = None, namespace: str = W) -> str:
    found = read(docx(body, parts, namespace), "letter.docx")
    assert found.status is TextStatus.READ, found.reason
    return found.text


def test_a_word_letter_has_its_letterhead_body_and_footer() -> None:
    parts = {
        "header1.xml": f"<w:hdr {W}>{p('Our ref: 23 012 345')}</w:hdr>",
        "header2.xml": f"<w:hdr {W}>{p('Our ref: 23 012 345')}</w:hdr>",
        "footer1.xml": f"<w:ftr {W}>{p('PO Box 1')}</w:ftr>",
        "footnotes.xml": f"<w:footnotes {W}><w:footnote>{p('A note')}</w:footnote></w:footnotes>",
    }
    assert (
        word(p("Dear colleague") + p("Body"), parts)
        == "Our ref: 23 012 345\n\nDear colleague\nBody\n\nA note\n\nPO Box 1"
    )


def test_a_word_table_has_one_row_on_one_line() -> None:
    row = f"<w:tr>{cell('1')}{cell('Pay £100', 'and apologise')}{cell('28 May 2026')}</w:tr>"
    assert word(f"<w:tbl><w:tblPr/>{row}</w:tbl>{p('After')}") == "1\tPay £100 and apologise\t28 May 2026\nAfter"


def test_a_table_that_lays_out_the_page_keeps_its_lines() -> None:
    inner = f"<w:tbl><w:tr>{cell('in')}</w:tr></w:tbl>"
    assert word(f"<w:tbl><w:tr><w:tc>{p('a')}{inner}{p('b')}</w:tc>{cell('side')}</w:tr></w:tbl>") == "a\nin\nb\nside"


def test_what_a_reader_does_not_see_is_left_out() -> None:
    deleted = "<w:del><w:r><w:delText>old date</w:delText></w:r></w:del><w:ins><w:r><w:t>new date</w:t></w:r></w:ins>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
    field = "<w:r><w:instrText>DATE</w:instrText></w:r>"
    assert word(f"<w:p>{deleted}{hidden}{field}</w:p>") == "new date"


def test_text_boxes_are_read_once_and_content_controls_too() -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{p(text)}</w:txbxContent>"

    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box('Boxed')}</mc:Choice><mc:Fallback>{box('Boxed')}</mc:Fallback></mc:AlternateContent>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Controlled')}</w:sdtContent></w:sdt>"
    assert word(f"<w:p><w:r>{both}</w:r><w:r><w:t>Line</w:t></w:r></w:p>{control}") == "Line\nBoxed\nControlled"


def test_tabs_breaks_and_hyphens_of_word_are_characters() -> None:
    run = "<w:r><w:t>Ref</w:t><w:tab/><w:t>23</w:t><w:br/><w:t>twenty</w:t><w:noBreakHyphen/><w:t>five</w:t></w:r>"
    assert word(f"<w:p>{run}</w:p>") == "Ref\t23\ntwenty-five"


def test_strict_documents_are_read_alike() -> None:
    assert word(p("Strict"), namespace=STRICT) == "Strict"


def test_automatic_numbers_are_printed_as_word_prints_them() -> None:
    def level(index: int, style: str, text: str) -> str:
        shape = f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/>{shape}</w:lvl>'

    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "%1.%3")
    bullets = level(0, "bullet", "\uf0b7")
    numbers = (
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="1"/></w:num>'
    )
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    lists += f'<w:abstractNum w:abstractNumId="1">{bullets}</w:abstractNum>'
    numbering = f"<w:numbering {W}>{lists}{numbers}</w:numbering>"
    of_style = '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'
    styles = f'<w:styles {W}><w:style w:styleId="Order">{of_style}</w:style></w:styles>'

    def item(text: str, number: int, at: int) -> str:
        return p(text, f'<w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>')

    body = item("one", 5, 0) + item("a", 5, 1) + item("b", 5, 1) + p("between") + item("two", 5, 0) + item("a", 5, 1)
    body += (
        item("deep", 5, 2)
        + item("dot", 6, 0)
        + p("three", '<w:pPr><w:pStyle w:val="Order"/></w:pPr>')
        + item("off", 0, 0)
    )
    text = word(body, {"numbering.xml": numbering, "styles.xml": styles})
    assert text.split("\n") == [
        "1. one", "(a) a", "(b) b", "between", "2. two", "(a) a", "2.i deep", "- dot", "3. three", "off"
    ]  # fmt: skip


BOX = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def test_a_text_box_kept_in_two_forms_is_read_once() -> None:
    words = f"<w:txbxContent>{p('Reply by 4 March 2027')}</w:txbxContent>"
    choice = f"<mc:Choice><w:drawing><wps:txbx>{words}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{words}</v:textbox></w:pict></mc:Fallback>"
    boxed = f"<w:p><w:r><mc:AlternateContent {BOX}>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"
    assert word(p("Dear colleague") + boxed) == "Dear colleague\nReply by 4 March 2027"
    old = f"<w:p><w:r><w:pict {BOX}><v:textbox>{words}</v:textbox></w:pict></w:r></w:p>"
    assert word(old) == "Reply by 4 March 2027"


def test_a_row_taken_out_of_a_table_is_out() -> None:
    gone = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('1')}{cell('Pay £100')}</w:tr>"
    kept = f"<w:tr>{cell('1')}{cell('Apologise')}</w:tr>"
    assert word(f"<w:tbl>{gone}{kept}</w:tbl>") == "1\tApologise"


def test_a_document_inside_the_document_is_a_question() -> None:
    found = read(docx(p("Please see below") + "<w:altChunk/>"), "a.docx")
    assert found.status is TextStatus.UNSUPPORTED and "save it as PDF" in (found.reason or "")


def test_nothing_outside_the_package_is_fetched_or_found() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://192.0.2.1/t.dotm" TargetMode="External"/></Relationships>'
    )
    parts = {"_rels/document.xml.rels": relations, "../../../../etc/header1.xml": "<x/>", "header1.xml/../../x": "<x/>"}
    assert word(p("Only this"), parts) == "Only this"


def test_a_word_bomb_is_refused_before_it_is_unpacked() -> None:
    assert read(docx(" " * 30_000_000), "a.docx").status is TextStatus.REFUSED
    lying = bytearray(docx("x" * 30_000))
    assert read(bytes(lying), "a.docx").status in (TextStatus.REFUSED, TextStatus.FAILED)


def test_a_document_of_entities_is_not_expanded() -> None:
    entities = (
        '<!DOCTYPE d [<!ENTITY a "ha ha ha ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "word/document.xml", f"{entities}<w:document {W}><w:body>{p('&c; words')}</w:body></w:document>"
        )
    assert "ha ha" not in read(out.getvalue(), "a.docx").text


def test_tables_nested_without_end_do_not_exhaust_the_reader() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 80 + p("deep") + "</w:tc></w:tr></w:tbl>" * 80
    assert read(docx(p("Top") + body), "a.docx").text.startswith("Top")


def test_a_damaged_word_file_is_said_to_be() -> None:
    whole = docx(p("x"))
    assert read(whole[: len(whole) // 2], "a.docx").status is TextStatus.FAILED
    assert read(b"PK\x03\x04 nothing", "a.docx").status is TextStatus.FAILED
    broken = BytesIO()
    with zipfile.ZipFile(broken, "w") as package:
        package.writestr("word/document.xml", "<w:document><unclosed>")
    assert read(broken.getvalue(), "a.docx").status is TextStatus.FAILED


def test_rich_text_is_read() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X;}\f0 Dear \b colleague\b0\par "
        rb"Pay \'a3100 by 5\u160?March \u8211\'96 now.\par{\pict 0102}Ref\tab 23\cell}"
    )
    assert read(rtf, "a.rtf").text.split("\n") == ["Dear colleague", "Pay £100 by 5\xa0March – now.", "Ref\t23\t"]


def test_html_and_plain_files_are_read_in_their_charset() -> None:
    assert read("<p>Pay £5</p>".encode(), "a.html", "text/html").text == "Pay £5"
    assert read(b"Pay \xa35 \x96 now", "a.txt", "text/plain").text == "Pay £5 – now"
    assert read("Pay £5".encode("utf-16"), "a.txt", "text/plain").text == "Pay £5"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100


@pytest.mark.parametrize(
    ("content", "name", "media_type", "status", "advice"),
    [
        (OLE, "letter.doc", "application/msword", TextStatus.UNSUPPORTED, "save it as PDF"),
        (OLE, "sheet.xls", "application/vnd.ms-excel", TextStatus.UNSUPPORTED, "save it as PDF"),
        (OLE, "mail.msg", "application/vnd.ms-outlook", TextStatus.UNSUPPORTED, "forward it"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "", TextStatus.LOCKED, "password"),
        (b"PK\x03\x04 xl/workbook.xml", "a.xlsx", "", TextStatus.UNSUPPORTED, "Please open it"),
        (b"PK\x03\x04 letter.pdf", "a.zip", "application/zip", TextStatus.UNSUPPORTED, "never unpacks"),
        (b"\x78\x9f\x3e\x22 x", "winmail.dat", "application/ms-tnef", TextStatus.UNSUPPORTED, "winmail.dat"),
        (b"x", "smime.p7m", "application/pkcs7-mime", TextStatus.UNSUPPORTED, "Encrypted"),
        (b"x", "voice.mp3", "audio/mpeg", TextStatus.UNSUPPORTED, "open it"),
        (b"BEGIN:VCALENDAR", "invite.ics", "text/calendar", TextStatus.IGNORED, "calendar"),
        (b"x", "smime.p7s", "application/pkcs7-signature", TextStatus.IGNORED, "signature"),
        (b"x", None, "message/delivery-status", TextStatus.IGNORED, "report"),
        (b"\x89PNG" + b"0" * 5_000, "logo.png", "image/png", TextStatus.IGNORED, "logo"),
        (b"\xff\xd8\xff" + b"0" * 90_000, "page.jpg", "image/jpeg", TextStatus.SCAN, "read it"),
        (b"", "letter.pdf", "application/pdf", TextStatus.FAILED, "empty"),
        (b"From: x\n\ny", "deep.eml", "message/rfc822", TextStatus.REFUSED, "open it"),
        (b"   \n ", "a.txt", "text/plain", TextStatus.FAILED, "no text"),
    ],
)
def test_what_cannot_be_read_says_what_a_person_should_do(
    content: bytes, name: str | None, media_type: str, status: TextStatus, advice: str
) -> None:
    found = read(content, name, media_type)
    assert found.status is status
    assert advice in (found.reason or "")


def test_a_big_picture_inside_the_text_is_ignored() -> None:
    assert read(b"\xff\xd8\xff" + b"0" * 90_000, "page.jpg", "image/jpeg", inline=True).status is TextStatus.IGNORED


def test_what_parsing_left_out_is_refused_with_its_reason() -> None:
    found = read(b"", "further attachments", "application/pdf", defect="more than 50 attachments")
    assert found.status is TextStatus.REFUSED and "more than 50" in (found.reason or "")


def test_files_over_the_size_limit_are_refused_unread() -> None:
    assert read(b"%PDF-" + b"0" * (25 * 1024 * 1024), "a.pdf").status is TextStatus.REFUSED


STARTS = st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04word/", b"{\\rtf1 ", b"<html>", b"\xd0\xcf\x11\xe0", b""])
NAMES = st.sampled_from(["a.pdf", "a.docx", "a.rtf", "a.html", "a.txt", None])


@given(STARTS, st.binary(max_size=300), NAMES)
@settings(max_examples=150, deadline=None)
def test_no_octets_make_a_reader_raise(start: bytes, rest: bytes, name: str | None) -> None:
    found = read(start + rest, name)
    assert found.status is TextStatus.READ or found.reason
