"""The killable child: the same answers as directly, and no file that can stop the next one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from multiprocessing.connection import Connection

import pytest
from reportlab.pdfgen.canvas import Canvas

from linkbot.extraction.child import ChildExtractor
from linkbot.extraction.child_main import serve
from linkbot.extraction.direct import DirectExtractor
from linkbot.extraction.ocr import Ocr
from linkbot.model.mail import Attachment, ExtractedText, TextStatus


def letter(words: str = "Please send us the whole housing file and every repair log by 4 March 2027.") -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, words)
    canvas.save()
    return out.getvalue()


def attachment(content: bytes, name: str = "letter.pdf", index: int = 0) -> Attachment:
    return Attachment(index, name, "application/octet-stream", content)


def hostile(pipe: Connection, memory: int) -> None:
    """Hangs on `hang`, dies on `die` and, unless careful, on `careful`, fills its memory on `eat`."""
    from linkbot.extraction.memory_limit import limit_memory
    from linkbot.extraction.read import read

    limit_memory(memory)
    while True:
        try:
            asked, careful, _ = pipe.recv()
        except EOFError:
            return
        if asked.filename == "hang.txt":
            time.sleep(60)
        if asked.filename == "die.txt" or (asked.filename == "careful.txt" and not careful):
            os.kill(os.getpid(), signal.SIGKILL)
        if asked.filename == "eat.txt":
            bytearray(memory * 2)
        pipe.send(read(asked, careful=careful))


@pytest.fixture(scope="module")
def child() -> Iterator[ChildExtractor]:
    extractor = ChildExtractor(seconds=15)
    yield extractor
    extractor.close()


@pytest.fixture
def stubborn() -> Iterator[ChildExtractor]:
    extractor = ChildExtractor(seconds=4, serve=hostile)
    yield extractor
    extractor.close()


def test_the_child_answers_as_the_readers_do(child: ChildExtractor) -> None:
    files = [
        attachment(letter(), index=3),
        attachment(b"<p>Words</p>", "a.html", 4),
        attachment(b"x", "a.zip", 5),
        attachment(b"", "a.pdf", 6),
        attachment(b"%PDF-1.4 broken", "a.pdf", 7),
    ]
    assert child.extract(files) == DirectExtractor().extract(files)


def test_one_child_serves_many_letters_quickly(child: ChildExtractor) -> None:
    child.extract([attachment(letter())])
    started = time.perf_counter()
    found = child.extract([attachment(letter(), index=n) for n in range(100)])
    assert [text.index for text in found] == list(range(100))
    assert time.perf_counter() - started < 3


def test_a_reader_that_hangs_is_killed_and_the_next_letter_is_read(stubborn: ChildExtractor) -> None:
    started = time.perf_counter()
    hung, read = stubborn.extract([attachment(b"x", "hang.txt"), attachment(b"words", "a.txt", 1)])
    assert hung.status is TextStatus.FAILED and "longer than 4 seconds" in (hung.reason or "")
    assert read.status is TextStatus.READ and read.text == "words"
    assert time.perf_counter() - started < 50


def test_a_reader_that_dies_is_tried_once_more_with_care(stubborn: ChildExtractor) -> None:
    dead, saved, read = stubborn.extract(
        [attachment(b"x", "die.txt"), attachment(b"saved", "careful.txt", 1), attachment(b"words", "a.txt", 2)]
    )
    assert dead.status is TextStatus.FAILED and "twice" in (dead.reason or "")
    assert saved.text == "saved" and read.text == "words"


def test_a_reader_that_wants_too_much_memory_does_not_take_the_machine(stubborn: ChildExtractor) -> None:
    pytest.importorskip("resource")
    greedy, read = stubborn.extract([attachment(b"x", "eat.txt"), attachment(b"words", "a.txt", 1)])
    assert greedy.status is TextStatus.FAILED
    assert read.text == "words"


def bomb() -> bytes:
    """A page whose content unpacks to 120 MB of blanks."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(12)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


def test_a_pdf_bomb_gives_no_letter_and_harms_nobody(child: ChildExtractor) -> None:
    bombed, read = child.extract([attachment(bomb(), "bomb.pdf"), attachment(letter(), index=1)])
    assert bombed.status in (TextStatus.SCAN, TextStatus.FAILED, TextStatus.REFUSED)
    assert read.status is TextStatus.READ


def test_closing_ends_the_child_and_using_it_again_starts_another() -> None:
    extractor = ChildExtractor()
    assert extractor.extract([attachment(b"one", "a.txt")])[0].text == "one"
    extractor.close()
    assert extractor.extract([attachment(b"two", "a.txt")])[0].text == "two"
    extractor.close()
    extractor.close()


def test_files_that_need_no_reader_start_no_child() -> None:
    def refuse(pipe: Connection, memory: int) -> None:
        raise AssertionError

    extractor = ChildExtractor(serve=refuse)
    assert extractor.extract([attachment(b"\x89PNG", "logo.png")])[0].status is TextStatus.IGNORED
    extractor.close()


def test_the_child_ends_when_the_pipe_is_closed() -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, 1 << 30))
    process.start()
    theirs.close()
    ours.close()
    process.join(10)
    assert process.exitcode == 0


def slow(pipe: Connection, memory: int) -> None:
    """The real child, whose reader takes its time."""
    import linkbot.extraction.read as reading

    quick = reading.read

    def read(asked: Attachment, *, careful: bool = False, ocr: Ocr | None = None) -> ExtractedText:
        time.sleep(0.5)
        return quick(asked, careful=careful, ocr=ocr)

    reading.read = read
    serve(pipe, memory)


def test_a_letter_in_hand_is_read_to_its_end_although_the_service_is_told_to_stop() -> None:
    """Seen: a service manager signals the whole group; the reader died over a letter that nothing was wrong with."""
    others = multiprocessing.active_children()
    extractor = ChildExtractor(serve=slow)
    try:
        first = extractor.extract([attachment(letter())])
        (child,) = [process for process in multiprocessing.active_children() if process not in others]
        assert child.pid is not None
        stopper = threading.Timer(0.7, os.kill, (child.pid, signal.SIGTERM))
        stopper.start()
        texts = first + extractor.extract([attachment(letter(), index=number) for number in range(1, 4)])
        stopper.join()
    finally:
        extractor.close()
    assert [text.status for text in texts] == [TextStatus.READ] * 4
    assert len({text.extractor for text in texts}) == 1, "none needed the careful second reading"
