"""The case file of a hostile, of a confidential and of an answered letter; and erasing what was answered."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

from linkbot.engine.retention import Retention
from linkbot.model.outbox import OutboxState
from linkbot.worker.records.bundle import bundle_of
from linkbot.worker.records.case_zip import case_zip
from linkbot.worker.records.erasing import erase, finish

from . import letters
from .conftest import Begin
from .conversation import Conversation

MONDAY = date(2026, 11, 2)


def files(story: Conversation) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(case_zip(bundle_of(story.office, story.case.case.id)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_nothing_in_a_letter_becomes_markup_a_path_or_an_open_program(begin: Begin) -> None:
    story = begin(start=MONDAY)
    hostile = letters.NOTICE.but(
        subject=f"{letters.NOTICE.subject} <script>alert(1)</script>",
        body=letters.NOTICE.body + "\n</pre><img src=http://evil.example/x>\n",
        files=(
            ("../../start.exe", b"MZ"),
            ("..\\..\\CON.pdf", b"%PDF-1.4 x"),
            ("räum\u202efdp.html", b"<script>1</script>"),
            ("photo.jpg", b"\xff\xd8\xff"),
            ("photo.jpg", b"\xff\xd8\xfe"),
        ),
    )
    story.they_write(hostile)
    made = files(story)
    pages = b"".join(octets for name, octets in made.items() if name.endswith(".html"))
    assert b"<script" not in pages and b"<img" not in pages and b"&lt;script&gt;" in pages
    assert pages.count(b"default-src 'none'") == sum(name.endswith(".html") for name in made)
    assert not any(".." in name or "\\" in name or name.endswith(".exe") for name in made)
    laid_open = sorted(name.rpartition("/")[2] for name in made if name.count("/") == 2)
    assert laid_open == ["02-CON.pdf", "04-photo.jpg", "05-photo.jpg"]


def test_a_draft_decision_is_marked_wherever_it_shows(begin: Begin) -> None:
    story = begin(start=MONDAY)
    story.they_write(letters.NOTICE)
    assert not bundle_of(story.office, story.case.case.id).confidential
    story.they_write(
        letters.lgsco(
            f"Draft decision {letters.REF}",
            f"Our reference: {letters.REF}\n\nI enclose my draft decision, which is confidential. Please send any "
            "comments by 27 November 2026. The council should pay Mr Vance £300.",
        )
    )
    made = files(story)
    assert [name for name in made if "CONFIDENTIAL" in name and name.endswith(".html")]
    assert b"CONFIDENTIAL IN PARTS" in made["index.html"]
    (page,) = [octets for name, octets in made.items() if "CONFIDENTIAL" in name and name.endswith(".html")]
    assert b"Named readers only" in page and b"draft decision" in page.lower()


LOG = ("repairs log.pdf", b"%PDF-1.7 Mr Vance's repairs" * 50)


def with_evidence(begin: Begin) -> Conversation:
    story = begin(start=MONDAY)
    story.they_write(letters.REQUEST)
    story.replies("owner", "All attached.", to=story.last_mail("owner"), files=(LOG,))
    assert story.the_officer("received", f"LGSCO {letters.REF}/1")
    return story


def test_what_services_sent_lies_in_it(begin: Begin) -> None:
    made = files(with_evidence(begin))
    index = made["index.html"].decode()
    assert "What services sent" in index and "repairs log.pdf" in index
    assert LOG[1] in made.values()


def test_an_erasure_takes_what_services_sent_along(begin: Begin, tmp_path: Path) -> None:
    story = with_evidence(begin)
    case = story.case.case.id
    for task in story.tasks:
        story.the_officer("withdraw", task.id)
    story.the_officer("close", case)
    story.days_pass(1)
    for entry in story.outbox(OutboxState.HELD):
        story.the_officer("withdraw", entry.key)
    erase(story.office, case, by="Ines", reason="over", retention=Retention(), early=True, elsewhere=("the mailbox",))
    (paper,) = finish(story.office, tmp_path / "certificates")
    assert story.cases == () and "the mailbox" in paper.read_text("utf-8-sig")
    left = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert left and not [path for path in left if b"repairs log" in path.read_bytes() or LOG[1] in path.read_bytes()]
    story.days_pass(2)  # the worker goes on
    assert story.outbox(OutboxState.FAILED, OutboxState.DOUBTFUL) == ()
