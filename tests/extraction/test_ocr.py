"""Scans: how the program is called, what it may cost, and how everything it reads is marked."""

from __future__ import annotations

import shutil
import stat
import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from linkbot.extraction.child import ChildExtractor
from linkbot.extraction.direct import DirectExtractor
from linkbot.extraction.ocr import Ocr, missing
from linkbot.model.mail import Attachment, ExtractedText, TextStatus

WORDS = ("Our reference: 23 012 345", "Please send us the housing file and every", "repair log by 31 March 2027.")
with_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="the tesseract program is not installed")


def typed(*pages: tuple[str, ...]) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        for number, line in enumerate(page):
            canvas.drawString(72, 750 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture() -> Image.Image:
    return pypdfium2.PdfDocument(typed(WORDS))[0].render(scale=2.5, grayscale=True).to_pil()  # type: ignore[no-any-return]


def scanned(pages: int = 1, *, layer: str = "") -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    image = ImageReader(picture())
    for _ in range(pages):
        canvas.drawImage(image, 0, 0, *A4)
        if layer:
            words = canvas.beginText(72, 700)
            words.setTextRenderMode(3)
            words.textLine(layer)
            canvas.drawText(words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(content: bytes, ocr: Ocr | None, name: str = "scan.pdf") -> ExtractedText:
    return DirectExtractor(ocr).extract([Attachment(0, name, "application/octet-stream", content)])[0]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Stands for tesseract: notes each call with the size of its picture, and answers with words or not at all."""
    path = tmp_path / "program"
    path.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys, time\n"
        "here = pathlib.Path(__file__).parent\n"
        "picture = sys.stdin.buffer.read()\n"
        "with (here / 'calls').open('a') as calls:\n"
        "    print(*sys.argv[1:], picture[:2].decode('latin-1'), len(picture), file=calls)\n"
        "if (here / 'slow').exists(): time.sleep(60)\n"
        "print('Please reply to our letter about case 23 012 345 by 31 March 2027, as we asked you before.')\n",
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def calls(program: Path) -> list[list[str]]:
    path = program.with_name("calls")
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_scans_are_not_read_unless_it_is_switched_on(program: Path) -> None:
    assert read(scanned(), None).status is TextStatus.SCAN
    assert ChildExtractor().ocr is None and calls(program) == []


def test_the_program_gets_one_grey_page_at_a_time_and_what_it_says_is_marked(program: Path) -> None:
    found = read(scanned(), Ocr(program=str(program), languages="eng+cym"))
    assert found.status is TextStatus.READ and found.by_ocr and "ocr tesseract eng+cym" in found.extractor
    (call,) = calls(program)
    assert call[:-2] == ["stdin", "stdout", "-l", "eng+cym", "--psm", "3", "--dpi", "200"]
    assert call[-2] == "P5" and 3_000_000 < int(call[-1]) < 4_500_000


def test_a_typed_letter_is_never_given_to_the_program(program: Path) -> None:
    found = read(typed(WORDS), Ocr(program=str(program)))
    assert found.status is TextStatus.READ and not found.by_ocr and calls(program) == []


def test_a_scanned_page_behind_a_typed_one_marks_the_whole_file(program: Path) -> None:
    writer = pypdfium2.PdfDocument.new()
    for part in (typed(WORDS), scanned()):
        writer.import_pages(pypdfium2.PdfDocument(part))
    out = BytesIO()
    writer.save(out)
    found = read(out.getvalue(), Ocr(program=str(program)))
    assert found.by_ocr and "housing file" in found.pages[0] and "as we asked you before" in found.pages[1]


def test_more_pages_than_allowed_are_left_to_a_person(program: Path) -> None:
    found = read(scanned(4), Ocr(program=str(program), most_pages=2))
    assert len(calls(program)) == 2
    assert found.by_ocr and "3, 4" in (found.reason or "")


def test_a_program_that_is_too_slow_or_missing_leaves_a_scan(program: Path) -> None:
    program.with_name("slow").touch()
    assert read(scanned(), Ocr(program=str(program), seconds_per_page=1)).status is TextStatus.SCAN
    assert read(scanned(), Ocr(program=str(program.with_name("nothing")))).status is TextStatus.SCAN


def test_a_page_of_any_size_is_a_bounded_picture(program: Path) -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(14_000, 14_000))
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, 14_000, 14_000)
    canvas.save()
    read(out.getvalue(), Ocr(program=str(program)))
    (call,) = calls(program)
    assert int(call[-1]) < 13_000_000


def test_a_picture_of_a_page_is_read_too_but_no_logo(program: Path) -> None:
    big, small = b"\x89PNG" + b"0" * 90_000, b"\x89PNG" + b"0" * 5_000
    assert read(big, Ocr(program=str(program)), "page.png").by_ocr
    assert read(small, Ocr(program=str(program)), "logo.png").status is TextStatus.IGNORED


def test_the_text_a_scanner_laid_under_its_picture_is_ocr_as_well() -> None:
    found = read(scanned(layer=" ".join(WORDS)), None)
    assert found.status is TextStatus.READ and found.by_ocr


def test_the_child_has_the_time_its_pages_may_take() -> None:
    assert Ocr(seconds_per_page=7, most_pages=3).seconds == 21


def test_what_is_missing_is_told() -> None:
    assert "not there" in (missing("no-such-program-here", "eng") or "")


@with_tesseract
def test_tesseract_reads_a_scan_in_the_child() -> None:
    extractor = ChildExtractor(ocr=Ocr())
    try:
        (found,) = extractor.extract([Attachment(0, "scan.pdf", "application/pdf", scanned())])
    finally:
        extractor.close()
    assert found.by_ocr and "23 012 345" in found.text and "31 March 2027" in found.text
    assert missing("tesseract", "eng") is None and "xyz" in (missing("tesseract", "xyz") or "")
