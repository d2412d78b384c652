"""What was approved is made ready for the Ombudsman; a person sends it, and linkbot sees that it went."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from linkbot.effectors.submissions import FolderSubmissions
from linkbot.model.casework import TaskState
from linkbot.model.complaint import Complaint
from linkbot.model.question import About
from linkbot.model.submission import SubmissionLimits

from . import letters
from .conftest import Begin
from .conversation import NAMES, Conversation
from .papers import HO_CASE, REQUEST_TEXT
from .test_validation import AD, DISPUTES, LOG, POLICY, POSTS, TASK, mail_to, says, task

VALIDATORS = (AD, DISPUTES, NAMES["officer"])


def approved(begin: Begin, *files: tuple[str, bytes], words: str = "Attached.", mail_mb: int = 20) -> Conversation:
    from datetime import date

    story = begin(start=date(2026, 11, 2), config=POSTS)
    desk = replace(story.office.desk, submission=SubmissionLimits(mail_mb=mail_mb))
    story.office = replace(story.office, desk=desk)
    story.they_write(letters.REQUEST)
    story.replies("owner", words, to=story.last_mail("owner"), files=files or (LOG,))
    story.the_officer("received", TASK)
    for who in VALIDATORS:
        says(story, who, "approved")
    assert task(story).validated_at is not None
    return story


def drafts(story: Conversation) -> list[EmailMessage]:
    found = []
    for call in story.recording.calls:
        if call.verb == "save" and call.mail is not None:
            mail = message_from_bytes(call.mail.octets, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            if "evidence" in str(mail.get_body(("plain",)).get_content()):
                found.append(mail)
    return found


def names(mail: EmailMessage) -> list[str | None]:
    return [part.get_filename() for part in mail.iter_attachments()]


def told(story: Conversation) -> str:
    return str(story.last_mail("officer", "Ready for the Ombudsman").get_body(("plain",)).get_content())


def is_sent(story: Conversation, mail: EmailMessage) -> None:
    """The person presses Send: the draft lies in Sent, under its own Message-ID."""
    story.mailbox.arrive(mail.as_bytes(), story.clock.now(), folder="Sent")
    story.until(story.today, hour=18)


def test_a_reply_with_the_files_lies_in_drafts_and_records_itself_once_it_is_sent(begin: Begin) -> None:
    story = approved(begin, LOG, POLICY)
    (draft,) = drafts(story)
    assert draft["To"] == "jo.bell@lgo.org.uk" and names(draft) == ["repairs-log.xlsx", "policy.pdf"]
    assert draft["Auto-Submitted"] is None and draft["In-Reply-To"]
    assert "repairs log.xlsx" in told(story) and "Every post has approved" in told(story)
    is_sent(story, draft)
    assert task(story).state is TaskState.SUBMITTED and task(story).submitted_at is not None
    assert story.questions == ()
    with story.office.store.begin() as tx:
        (act,) = [act for act in tx.acts() if act.verb.value == "submitted"]
    assert act.by == "Sent"
    story.everything_is_accounted_for()


def test_what_is_too_large_for_one_mail_goes_in_several_and_counts_when_all_are_sent(begin: Begin) -> None:
    big = [(f"scan {n}.pdf", bytes([n]) * 500_000) for n in range(3)]
    story = approved(begin, *big, mail_mb=1)
    one, two, three = drafts(story)
    assert [len(names(mail)) for mail in (one, two, three)] == [1, 1, 1]
    is_sent(story, one)
    is_sent(story, two)
    assert task(story).state is TaskState.VALIDATING
    is_sent(story, three)
    assert task(story).state is TaskState.SUBMITTED


def a_docx_with_another_inside() -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as parts:
        parts.writestr("word/document.xml", "<w/>")
        parts.writestr("word/embeddings/oleObject1.bin", b"x")
    return octets.getvalue()


def test_documents_inside_documents_do_not_go_along_and_are_named(begin: Begin) -> None:
    story = approved(
        begin, LOG, ("all.zip", b"PK\x03\x04" + b"z" * 99), ("thread.msg", b"\xd0\xcf\x11\xe0" * 99),
        ("answers.docx", a_docx_with_another_inside()),
    )  # fmt: skip
    (draft,) = drafts(story)
    assert names(draft) == ["repairs-log.xlsx"]
    for name in ("all.zip", "thread.msg", "answers.docx"):
        assert name in told(story).split("Does not go along")[1]


def test_a_file_marked_as_not_for_the_ombudsman_stays_here(begin: Begin) -> None:
    from datetime import date

    story = begin(start=date(2026, 11, 2), config=POSTS)
    story.they_write(letters.REQUEST)
    story.replies("owner", "Attached.", to=story.last_mail("owner"), files=(LOG, POLICY))
    with story.office.store.begin() as tx:
        log, policy_file = tx.evidence([TASK])
    story.until(date(2026, 11, 3), hour=9)
    story.replies(
        "officer",
        f"received\n\nleave out {log.id}: it names a neighbour",
        to=story.last_mail("officer", "Desk mail"),
    )
    for who in VALIDATORS:
        says(story, who, "approved")
    (draft,) = drafts(story)
    assert names(draft) == ["policy.pdf"] and "it names a neighbour" in told(story)
    assert "neighbour" not in str(draft.get_body(("plain",)).get_content()) and policy_file.name == "policy.pdf"


def test_new_evidence_takes_the_draft_back_and_asks_everybody_anew(begin: Begin) -> None:
    story = approved(begin)
    story.replies("owner", "One more.", to=story.last_mail("owner"), files=(POLICY,))
    assert task(story).validated_at is None
    assert any(call.verb == "remove" for call in story.recording.calls)
    for who in VALIDATORS:
        says(story, who, "approved")
    assert names(drafts(story)[-1]) == ["repairs-log.xlsx", "policy.pdf"]


def test_any_other_mail_to_the_ombudsman_is_asked_about(begin: Begin) -> None:
    story = approved(begin)
    (draft,) = drafts(story)
    mine = letters.Mail(
        f"Desk <{letters.OURS}>", f"Re: Enquiries: {letters.REF}", "Please find it attached.",
        to="jo.bell@lgo.org.uk", replies_to=str(draft["In-Reply-To"]).strip("<>"), files=(LOG,),
    )  # fmt: skip
    story.they_write(mine, folder="Sent")
    (question,) = [q for q in story.questions if q.about is About.SENT]
    assert task(story).state is TaskState.VALIDATING
    story.the_officer("answer", question.id, TASK)
    assert task(story).state is TaskState.SUBMITTED


@pytest.mark.parametrize(
    ("words", "hour"), [("submitted at 9:05, receipt 4711", 9), ("uploaded", None), ("sent, receipt AB-1", None)]
)
def test_a_person_s_word_with_time_and_receipt_is_enough(begin: Begin, words: str, hour: int | None) -> None:
    story = approved(begin)
    story.replies("officer", words, to=story.last_mail("officer", "Ready for the Ombudsman"))
    done = task(story)
    assert done.state is TaskState.SUBMITTED and done.submitted_at is not None
    assert hour is None or (done.submitted_at.hour, done.submitted_at.minute) == (hour, 5)
    with story.office.store.begin() as tx:
        (act,) = [act for act in tx.acts() if act.verb.value == "submitted"]
    assert "receipt" not in words or "receipt" in (act.value or "")


def test_without_every_approval_it_is_recorded_and_the_head_of_dispute_resolutions_hears_of_it(begin: Begin) -> None:
    from datetime import date

    story = begin(start=date(2026, 11, 2), config=POSTS)
    story.they_write(letters.REQUEST)
    story.the_officer("received", TASK)
    story.the_officer("submitted", TASK)
    assert task(story).state is TaskState.SUBMITTED
    flagged = mail_to(story, DISPUTES, "attention").get_body(("plain",))
    assert "without the approval" in str(flagged.get_content())


def test_a_pack_for_the_portal_holds_files_index_chronology_and_words(begin: Begin, tmp_path: Path) -> None:
    from datetime import date

    story = begin(start=date(2026, 11, 2), config=POSTS)
    story.office = replace(story.office, submissions=FolderSubmissions(tmp_path / "packs"))
    story.they_write(letters.ho("Evidence request 202604377", REQUEST_TEXT))
    number = story.tasks[0].id
    assert number == f"{HO_CASE}/1"
    story.replies("owner", "Attached.", to=story.last_mail("owner"), files=(LOG, ("huge.pdf", b"%" * 2_100_000)))
    desk = replace(story.office.desk, submission=SubmissionLimits(portal_file_mb=2))
    story.office = replace(story.office, desk=desk)
    story.the_officer("received", number)
    for who in VALIDATORS:
        says(story, who, "approved")
    assert drafts(story) == [] and "Open the Portal" in told(story)
    (place,) = (tmp_path / "packs" / "HO 202604377-1").glob("evidence *")
    assert sorted(path.name for path in place.iterdir()) == [
        "01 repairs log.xlsx", "02 huge.pdf", "chronology.csv", "index.csv", "index.html", "message.txt",
    ]  # fmt: skip
    rows = list(csv.reader((place / "index.csv").read_text("utf-8-sig").splitlines()))
    assert "over 2 MB" in rows[2][-1] and rows[1][-1] == ""
    days = (place / "chronology.csv").read_text("utf-8-sig")
    assert "Ombudsman: Information request" in days and "evidence" not in days  # what a colleague sent is no letter
    assert AD in (place / "index.html").read_text("utf-8")
    assert (place / "01 repairs log.xlsx").read_bytes() == LOG[1]
    (place / "message.txt").write_text("my own words")
    before = {path: path.read_bytes() for path in place.iterdir()}
    from linkbot.worker.packs import pack_of

    story.office.submissions.prepare(
        "again", story.tasks[0], story.case.case, pack_of(story.office, story.case, story.tasks[0])
    )
    after = {path: path.read_bytes() for path in place.iterdir()}
    assert {path: after[path] for path in before} == before


def test_the_link_officer_alone_reads_how_the_complaint_stood_against_the_code(begin: Begin, tmp_path: Path) -> None:
    """Made on Tuesday 5 May 2026, acknowledged on Thursday the 14th; five working days end on Tuesday the 12th."""
    from datetime import date

    story = begin(start=date(2026, 11, 2), config=POSTS)
    story.office = replace(story.office, submissions=FolderSubmissions(tmp_path / "packs"))
    ours = Complaint(
        "CRM-1",
        stage1_received_on=date(2026, 5, 5),
        stage1_acknowledged_on=date(2026, 5, 14),
        service="housing_repairs",
    )
    with story.office.store.begin() as tx:
        tx.save_complaints([ours])
    story.they_write(letters.ho("Evidence request 202604377", REQUEST_TEXT))
    story.the_officer("link", HO_CASE, "CRM-1")
    story.replies("owner", "Attached.", to=story.last_mail("owner"), files=(LOG,))
    story.the_officer("received", f"{HO_CASE}/1")
    for who in VALIDATORS:
        says(story, who, "approved")
    mail = told(story)
    assert "due 12 May 2026, done 14 May 2026: late by 2 working days" in mail and "6.2, must" in mail
    for path in (tmp_path / "packs").rglob("*"):
        assert not path.is_file() or b"late by" not in path.read_bytes()
