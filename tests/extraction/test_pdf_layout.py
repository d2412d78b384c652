"""PDF letters in the order a person reads them: columns, tables, headers and footers, turned pages, fields, notes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest
from pypdf.annotations import FreeText, Text
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from linkbot.extraction.limits import Unreadable
from linkbot.extraction.pdf import PdfText, read_pdf
from linkbot.model.mail import TextStatus

PROSE = (
    "We have decided to investigate this complaint and now need some information",
    "from you. Please send us the documents listed below by 4 March 2027 so that",
    "we can go on with the investigation of the complaint without any delay.",
)
WHOLE = " ".join(PROSE)
ORDERS = (
    ("Order", "What the landlord must do", "Due date"),
    ("1", "Apologise in writing to the resident for the failures in this report and say how they end.", "28 May 2027"),
    ("2", "Pay the resident £1,450 for the distress caused by the delay in the repair of the roof.", "11 June 2027"),
    ("3", "Tell all households in the block when the lift will be replaced.", "2 July 2027"),
)
ROWS = ["\t".join(row) for row in ORDERS]
Draw = Callable[[Canvas], None]


def drawn(*pages: Draw) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(*texts: str, left: float = 72, top: float = 700, step: float = 14) -> Draw:
    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.drawString(left, top - step * number, text)

    return draw


def both(*parts: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def table(*style: tuple[object, ...], rows: int = 4, repeat: int = 0) -> bytes:
    out, normal = BytesIO(), getSampleStyleSheet()["Normal"]
    cells = [[Paragraph(text, normal) for text in row] for row in ORDERS[:rows]]
    made = Table(cells, colWidths=[40, 240, 110], repeatRows=repeat)
    made.setStyle(TableStyle(list(style)))
    SimpleDocTemplate(out).build([made])
    return out.getvalue()


def text(content: bytes) -> str:
    return "\n".join(read_pdf(content).pages)


def test_wrapped_lines_are_one_and_ended_lines_stay_apart() -> None:
    found = text(drawn(lines(*PROSE, "Yours sincerely", "Jo Bell", "Investigator")))
    assert found.split("\n") == [WHOLE, "Yours sincerely", "Jo Bell", "Investigator"]


def test_two_blocks_of_a_letterhead_are_read_one_after_the_other() -> None:
    address = lines("Ms A Brown", "Link Officer", "Anytown Council", "1 High Street", "Anytown", "AN1 2AB", top=780)
    references = lines("Our ref: 23 012 345", "Your ref: CRM-004411", "Date: 3 March 2027", left=380, top=773)
    found = text(drawn(both(address, references, lines("Dear Ms Brown", top=680), lines(*PROSE, top=650))))
    assert found.replace("\n\n", "\n").split("\n") == [
        *("Ms A Brown", "Link Officer", "Anytown Council", "1 High Street", "Anytown", "AN1 2AB"),
        *("Our ref: 23 012 345", "Your ref: CRM-004411", "Date: 3 March 2027", "Dear Ms Brown", WHOLE),
    ]


def test_labels_stay_with_what_they_name() -> None:
    labels = both(lines("Our ref:", "Date:", "Phone:"), lines("23 012 345", "3 March 2027", "0300 000 0000", left=200))
    found = text(drawn(both(labels, lines(*PROSE, top=600))))
    assert found.split("\n")[:3] == ["Our ref:\t23 012 345", "Date:\t3 March 2027", "Phone:\t0300 000 0000"]


def test_columns_of_running_text_are_not_mixed() -> None:
    first = ("The first column of a leaflet has", "several lines of running text that", "must be read before the other",
             "column, or no sentence makes sense")  # fmt: skip
    second = ("The second column goes on with", "other matters that have nothing", "to do with the first one, and it",
              "ends with a day of its own.")  # fmt: skip
    found = " ".join(text(drawn(both(lines(*first), lines(*second, left=320)))).split())
    assert found == " ".join((*first, *second))


GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
BELOW = ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)
TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")


@pytest.mark.parametrize("style", [(GRID,), (GRID, TOP), (BELOW, TOP), (TOP,), ()], ids=str)
def test_a_row_of_a_table_is_one_line_however_it_is_drawn(style: tuple[tuple[object, ...], ...]) -> None:
    assert text(table(*style)).split("\n") == ROWS


def test_a_table_of_two_columns_without_lines_keeps_its_rows() -> None:
    left = both(lines("Action", "Apologise to Mr Green for the faults", "found in this statement"),
                lines("Pay Mr Green £250 for his time and", "trouble in complaining", top=648))  # fmt: skip
    right = both(lines("By when", "4 March 2027", left=330), lines("18 March 2027", left=330, top=648))
    found = text(drawn(both(left, right, lines(*PROSE, top=580))))
    assert found.replace("\n\n", "\n").split("\n") == [
        "Action\tBy when",
        "Apologise to Mr Green for the faults found in this statement\t4 March 2027",
        "Pay Mr Green £250 for his time and trouble in complaining\t18 March 2027",
        WHOLE,
    ]


def test_a_list_is_no_table() -> None:
    marks = both(lines("1.", "", "2.", step=14), lines(*PROSE, left=100))
    assert text(drawn(marks)).startswith(f"1. {PROSE[0]}")
    assert "\t" not in text(drawn(marks))


def with_edges(number: int, body: Draw) -> Draw:
    return both(
        lines("Investigation report", f"Case 23 012 345   Page {number} of 3", top=810),
        body,
        lines("The Ombudsman, PO Box 1, Anytown", top=40),
    )


def test_headers_footers_and_page_numbers_do_not_stand_in_the_middle_of_a_sentence() -> None:
    pages = [
        with_edges(1, lines(*PROSE, "The landlord must pay the resident")),
        with_edges(2, lines("£500 within four weeks of the date of this report.", *PROSE)),
        with_edges(3, lines(*PROSE)),
    ]
    found = text(drawn(*pages))
    assert "The landlord must pay the resident\n£500 within four weeks" in found
    assert [found.count(words) for words in ("Investigation report", "Case 23 012 345", "PO Box 1")] == [1, 1, 1]
    assert found.endswith("The Ombudsman, PO Box 1, Anytown")


def test_what_stands_on_one_page_only_is_never_left_out() -> None:
    pages = [both(lines(f"Reply by {day} March 2027", top=800), lines(*PROSE)) for day in (4, 9)]
    found = text(drawn(*pages))
    assert "4 March 2027" in found and "Reply by 9 March 2027" in found


def test_a_row_that_goes_on_over_the_page_is_whole_and_the_repeated_head_goes() -> None:
    normal, out = getSampleStyleSheet()["Normal"], BytesIO()
    first, rest = "Review the cases of the last two years,", "those of temporary staff too, and report to us."
    parts = [
        (*ORDERS[:2], ("2", first, "11 June 2027")),
        (ORDERS[0], ("", rest, ""), ("3", "Train the staff.", "2 July 2027")),
    ]
    tables = []
    for rows in parts:
        made = Table([[Paragraph(cell, normal) for cell in row] for row in rows], colWidths=[40, 240, 110])
        made.setStyle(TableStyle([GRID, TOP]))
        tables += [made, PageBreak()]
    SimpleDocTemplate(out).build(tables)
    whole, after = read_pdf(out.getvalue()).pages
    assert whole.split("\n") == [*ROWS[:2], f"2\t{first} {rest}\t11 June 2027"]
    assert after == "3\tTrain the staff.\t2 July 2027"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_printed_sideways_is_read_upright(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        lines(*PROSE, left=-200, top=60)(canvas)

    assert text(drawn(draw)) == WHOLE


def test_a_page_told_to_be_shown_turned_is_read_as_written() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        lines(*PROSE)(canvas)

    assert text(drawn(draw)) == WHOLE


def test_a_note_in_the_margin_and_a_watermark_do_not_break_the_lines() -> None:
    def draw(canvas: Canvas) -> None:
        lines(*PROSE)(canvas)
        canvas.translate(60, 500)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Form LE 27 revised")

    assert text(drawn(draw)) == f"{WHOLE}\n\nForm LE 27 revised"


def test_figures_torn_apart_by_kerning_are_whole_where_no_eye_sees_a_blank() -> None:
    def draw(canvas: Canvas) -> None:
        words = canvas.beginText(72, 700)
        words._code.append("[(Pay \\2431,) -150 (5) -150 (00 in case 2023) -150 (45) -150 (678) -300 (4 rooms)] TJ")
        canvas.drawText(words)
        lines(*PROSE, top=600)(canvas)

    assert "Pay £1,500 in case 202345678 4 rooms" in text(drawn(draw))


def test_filled_in_fields_are_read_where_they_stand() -> None:
    def draw(canvas: Canvas) -> None:
        lines(*PROSE, "", "Case reference:")(canvas)
        canvas.acroForm.textfield(name="ref", x=180, y=638, width=200, height=20, value="23 012 345")

    assert "Case reference:\t23 012 345" in text(drawn(draw))


def grown(change: Callable[[pypdf.PdfWriter], object]) -> PdfText:
    writer = pypdf.PdfWriter(clone_from=BytesIO(drawn(lines(*PROSE))))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return read_pdf(out.getvalue())


def test_comments_are_told_to_a_person_and_are_no_letter() -> None:
    sticky = grown(lambda pdf: pdf.add_annotation(0, Text(text="Please chase by Friday", rect=(300, 640, 320, 660))))
    assert sticky.pages == (WHOLE,) and "Please chase by Friday" in (sticky.remark or "")
    typed = grown(lambda pdf: pdf.add_annotation(0, FreeText(text="Received 5 March", rect=(300, 740, 500, 770))))
    assert "Received 5 March" in (typed.remark or "")


def test_files_inside_a_pdf_are_told_by_name_and_not_opened() -> None:
    found = grown(lambda pdf: pdf.add_attachment("orders.docx", b"x"))
    assert found.pages == (WHOLE,)
    assert "orders.docx" in (found.remark or "") and "not opened" in (found.remark or "")


def test_a_portfolio_is_a_question_not_its_cover() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        writer.add_attachment("orders.pdf", b"x")
        writer.root_object[pypdf.generic.NameObject("/Collection")] = pypdf.generic.DictionaryObject()

    with pytest.raises(Unreadable) as no:
        grown(change)
    assert no.value.status is TextStatus.UNSUPPORTED and "orders.pdf" in no.value.reason


def shifted(words: str) -> str:
    return "".join(chr(ord(sign) - 29) if "A" < sign <= "z" else sign for sign in words)


def test_letters_that_come_out_as_other_signs_are_a_question() -> None:
    with pytest.raises(Unreadable) as no:
        read_pdf(drawn(lines(*map(shifted, PROSE * 2))))
    assert no.value.status is TextStatus.FAILED and "other signs" in no.value.reason
    mixed = read_pdf(drawn(lines(*PROSE * 2), lines(*PROSE, top=600), lines(*map(shifted, PROSE * 2))))
    assert mixed.pages[2] == "" and "Page 3" in (mixed.remark or "")


def test_names_and_figures_are_not_taken_for_rubbish() -> None:
    names = [f"{n}  Flat {n}, Elm House, Mill Lane, Anytown AN{n % 9} 2AB  £{n * 13}.50" for n in range(1, 30)]
    assert "Elm House" in text(drawn(lines(*names)))
