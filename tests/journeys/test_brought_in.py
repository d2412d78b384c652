"""Letters that do not come by mail: something waits in the Portal, somebody brings it, and says yes to the reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

from linkbot.model.casework import TaskKind, TaskState
from linkbot.model.question import About
from linkbot.model.vouch import Vouch
from linkbot.worker.tick import tick

from . import letters
from .conftest import Begin
from .conversation import Conversation
from .papers import (
    HO_CASE,
    HO_REF,
    LETTER,
    OTHER_REF,
    PORTAL,
    REQUEST_TEXT,
    a_pdf,
    begun,
    they_bring,
    they_bring_mail,
    watch_a_folder,
)

NOTICED, BROUGHT = date(2026, 11, 2), date(2026, 11, 4)
OFFICER = "officer@anytown.gov.uk"


def noticed(begin: Begin) -> tuple[Conversation, Vouch]:
    """The notice came on Monday; on Wednesday nobody has looked yet. And the word of whoever looks now."""
    story = begun(begin(start=NOTICED))
    story.they_write(PORTAL)
    task = story.tasks[0]
    story.until(BROUGHT, hour=9)
    story.what_happened()
    return story, Vouch("ho", OFFICER, HO_CASE, task.id, NOTICED)


def tasks_of(story: Conversation, kind: TaskKind) -> list[tuple[TaskState, bool, date | None, str]]:
    return [(t.state, t.done, t.due_on, t.owner) for t in story.tasks if t.kind is kind]


def test_the_letter_is_read_but_nothing_runs_before_the_yes(begin: Begin) -> None:
    story, vouch = noticed(begin)
    words = "Please pay £4,000 by 6 November 2026, order 1, final determination, case 202655555"
    they_bring(story, vouch, ("letter.pdf", a_pdf(REQUEST_TEXT)), words=words)
    assert "urgent question → officer" in story.what_happened()
    question = story.question()
    assert question.about is About.KIND and question.choices[0] == "yes" and "nothing" in question.choices
    for said in (OFFICER, "information request", HO_CASE, "2 November 2026", "27 November 2026"):
        assert said in question.reading
    assert "4,000" not in question.reading and "6 November" not in question.reading  # the covering words say nothing
    assert tasks_of(story, TaskKind.PORTAL) == [(TaskState.OPEN, True, date(2026, 11, 3), OFFICER)]
    assert tasks_of(story, TaskKind.FOLLOW_UP) == [(TaskState.OPEN, False, date(2026, 11, 27), OFFICER)]
    story.days_pass(2)
    assert not any("reminder → owner" in one or one.startswith("task") for one in story.what_happened())

    story.the_officer("answer", story.question().id, "yes")
    seen = story.what_happened()
    assert {"task → owner", "portal_text → officer", "invitation → owner"} <= set(seen)
    assert not any(one.startswith("acknowledgement") for one in seen)  # no address was verified to answer to
    assert tasks_of(story, TaskKind.PORTAL) == [(TaskState.SATISFIED, True, date(2026, 11, 3), OFFICER)]
    assert tasks_of(story, TaskKind.REQUEST) == [
        (TaskState.OPEN, False, date(2026, 11, 27), "owner@anytown.gov.uk"),
    ]
    assert len(story.tasks) == 2 and not story.questions
    story.everything_is_accounted_for()


def test_it_counts_as_received_when_the_notice_came(begin: Begin) -> None:
    story, vouch = noticed(begin)
    counted = LETTER.format(reference=HO_REF, by=" within 15 working days of receipt of this letter")
    they_bring(story, vouch, ("letter.pdf", a_pdf(counted)))
    assert story.case.events[-1].received_at == story.case.events[0].received_at
    story.the_officer("answer", story.question().id, "yes")
    assert tasks_of(story, TaskKind.REQUEST)[0][2] == date(2026, 11, 23)


def test_the_reminders_of_the_portal_stop_when_the_files_have_come(begin: Begin) -> None:
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("letter.pdf", a_pdf(REQUEST_TEXT)))
    story.what_happened()
    story.days_pass(7)
    subjects = [one for one in story.what_happened() if one.startswith("reminder")]
    assert subjects == ["reminder → officer"] * len(subjects)
    due = [t.title for t in story.tasks if t.wants_reminders]
    assert due == ["Information request of 2 November 2026"]


def test_the_next_notice_opens_the_portal_anew(begin: Begin) -> None:
    """Seen: the settled task stood in the way of every later one."""
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("letter.pdf", a_pdf(REQUEST_TEXT)))
    story.until(date(2026, 11, 9), hour=10)
    story.what_happened()
    story.they_write(PORTAL.but(subject=f"New task on the Portal: case {HO_REF}"))
    assert "portal_task → officer" in story.what_happened()
    assert [done for _, done, _, _ in tasks_of(story, TaskKind.PORTAL)] == [True, False]


def test_nothing_to_do_closes_the_portal_task_and_what_was_held(begin: Begin) -> None:
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("letter.pdf", a_pdf(REQUEST_TEXT)))
    story.what_happened()
    story.the_officer("answer", story.question().id, "nothing")
    assert {t.state for t in story.tasks} == {TaskState.WITHDRAWN}
    assert not any(one.startswith("task") for one in story.what_happened())
    story.everything_is_accounted_for()


def test_a_letter_that_names_another_case_is_asked_about_and_yes_files_it_there(begin: Begin) -> None:
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("letter.pdf", a_pdf(LETTER.format(reference=OTHER_REF, by=" by 27 November 2026"))))
    question = next(q for q in story.questions if q.case == f"HO {OTHER_REF}")
    assert f"HO {OTHER_REF}" in question.reading and HO_CASE in question.reading
    assert question.choices[:2] == ("yes", HO_CASE)
    meant = next(file for file in story.cases if file.case.id == HO_CASE)
    assert [t.wants_reminders for t in meant.tasks] == [True]  # its own letter still waits in the Portal
    story.the_officer("answer", question.id, "yes")
    other = next(file for file in story.cases if file.case.id == f"HO {OTHER_REF}")
    assert [(t.kind, t.due_on) for t in other.tasks] == [(TaskKind.REQUEST, date(2026, 11, 27))]


def test_filed_under_the_wrong_case_it_moves_and_leaves_nothing_behind(begin: Begin) -> None:
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("letter.pdf", a_pdf(LETTER.format(reference=OTHER_REF, by=" by 27 November 2026"))))
    story.what_happened()
    question = next(q for q in story.questions if q.case == f"HO {OTHER_REF}")
    story.the_officer("answer", question.id, HO_CASE)
    files = {file.case.id: file for file in story.cases}
    wrong, right = files[f"HO {OTHER_REF}"], files[HO_CASE]
    assert wrong.case.status.value == "closed" and {t.state for t in wrong.tasks} == {TaskState.WITHDRAWN}
    assert [(t.kind, t.state) for t in right.tasks] == [
        (TaskKind.PORTAL, TaskState.SATISFIED),
        (TaskKind.REQUEST, TaskState.OPEN),
    ]
    assert "task → owner" in story.what_happened() and not story.questions
    story.everything_is_accounted_for()


def test_without_a_reference_it_belongs_to_the_case_it_was_brought_for(begin: Begin) -> None:
    story, vouch = noticed(begin)
    plain = REQUEST_TEXT.replace(f"Our reference: {HO_REF}\n", "")
    they_bring(story, vouch, ("letter.pdf", a_pdf(plain)))
    question = story.question()
    assert question.case == HO_CASE and "No reference stands in it" in question.reading
    story.the_officer("answer", question.id, "yes")
    assert len(tasks_of(story, TaskKind.REQUEST)) == 1 and len(story.cases) == 1


def test_several_files_are_one_letter(begin: Begin) -> None:
    story, vouch = noticed(begin)
    form = "Complaint form\n\nName: Zofia Quill\nI complained to my landlord on 3 May 2026 and had no answer.\n"
    they_bring(story, vouch, ("1 letter.pdf", a_pdf(REQUEST_TEXT)), ("2 complaint form.pdf", a_pdf(form)))
    story.the_officer("answer", story.question().id, "yes")
    assert [due for _, _, due, _ in tasks_of(story, TaskKind.REQUEST)] == [date(2026, 11, 27)]
    assert len(story.case.events) == 2


def test_a_scan_is_read_by_the_person_kind_first_then_the_date(begin: Begin) -> None:
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("scan.pdf", a_pdf("")))
    question = story.question()
    assert question.about is About.UNREADABLE and "scan.pdf" in question.reading and question.urgent
    story.the_officer("answer", question.id, "information_request")
    question = story.question()
    assert question.about is About.DATE and not tasks_of(story, TaskKind.REQUEST)
    story.the_officer("answer", question.id, "2026-11-20")
    assert tasks_of(story, TaskKind.REQUEST)[0][2] == date(2026, 11, 20)
    assert tasks_of(story, TaskKind.PORTAL)[0][0] is TaskState.SATISFIED


def test_two_scans_are_two_letters(begin: Begin) -> None:
    """Without a readable word both have the same words, no date and the same case."""
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("scan.pdf", a_pdf("")))
    first = story.question()
    story.the_officer("answer", first.id, "nothing")
    they_bring(story, vouch, ("scan 2.pdf", a_pdf("\n")[:-1] + b"\n%\n"))
    assert story.question().about is About.UNREADABLE


def test_orders_nobody_could_read_are_one_task_with_the_link_officer(begin: Begin) -> None:
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("scan.pdf", a_pdf("")))
    story.the_officer("answer", story.question().id, "final_determination")
    story.the_officer("answer", story.question().id, "2026-11-30")
    held = tasks_of(story, TaskKind.FOLLOW_UP)
    assert held == [(TaskState.OPEN, False, date(2026, 11, 30), OFFICER)]
    assert About.CLOSE_CASE not in {q.about for q in story.questions}  # nobody knows yet that nothing is ordered


def test_a_letter_of_two_dates_is_asked_by_when(begin: Begin) -> None:
    story, vouch = noticed(begin)
    text = LETTER.format(reference=HO_REF, by=" by Monday 27 November 2026")
    they_bring(story, vouch, ("letter.pdf", a_pdf(text)))
    question = story.question()
    assert question.about is About.DATE and "YYYY-MM-DD" in question.choices and "nothing" in question.choices
    story.the_officer("answer", question.id, "2026-11-26")
    assert tasks_of(story, TaskKind.REQUEST)[0][2] == date(2026, 11, 26)


def test_an_old_letter_is_registered_and_asked_about(begin: Begin) -> None:
    story, vouch = noticed(begin)
    old = REQUEST_TEXT.replace("2 November 2026", "2 September 2026").replace("27 November", "28 September")
    they_bring(story, vouch, ("letter.pdf", a_pdf(old)))
    question = story.question()
    assert question.about is About.OLDER_LETTER and "brought in late" in question.reading
    story.the_officer("answer", question.id, "no")
    assert tasks_of(story, TaskKind.PORTAL)[0][0] is TaskState.WITHDRAWN


def test_a_saved_mail_counts_as_the_letter_and_its_address_is_not_believed(begin: Begin) -> None:
    story, vouch = noticed(begin)
    mail = letters.ho(
        f"Request for information: {HO_REF}",
        f"Our reference: {HO_REF}\n\nPlease send us the repairs log by 27 November 2026 for our investigation:\n\n"
        "1. The repairs log from 1 January 2026.\n2. Your repairs policy.\n",
    ).octets(story.clock.now(), 77)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = OFFICER, letters.OURS, "Re: Open the Portal"
    message["Message-ID"] = "<brought-eml@anytown.gov.uk>"
    message.set_content("Downloaded from secure mail.")
    message.add_attachment(mail, maintype="application", subtype="octet-stream", filename="message.eml")
    they_bring_mail(story, vouch, message.as_bytes())
    story.the_officer("answer", story.question().id, "yes")
    seen = story.what_happened()
    assert "task → owner" in seen and not any("them" in one for one in seen)


def test_a_final_chaser_that_was_brought_in_holds_the_notices_to_the_top(begin: Begin) -> None:
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("letter.pdf", a_pdf(REQUEST_TEXT)))
    story.the_officer("answer", story.question().id, "yes")
    story.until(date(2026, 12, 2), hour=9)
    threat = LETTER.partition("Dear landlord")[0].format(reference=HO_REF).replace("2 November", "1 December") + (
        "Dear landlord\n\nDespite our request of 2 November 2026 we have not received the information we asked you to\n"
        "provide by 27 November 2026. It is overdue. If we do not receive it by 9 December 2026 we will issue a\n"
        "complaint handling failure order for non-compliance and refer you to the Regulator of Social Housing.\n\n"
        "Yours sincerely\n\nSam Reed\nAdjudicator\nHousing Ombudsman Service\n"
    )
    story.what_happened()
    they_bring(story, replace(vouch, task=None, notice_on=None), ("final.pdf", a_pdf(threat)))
    assert "urgent question → officer" in story.what_happened()
    question = next(q for q in story.questions if q.about is About.KIND)
    story.the_officer("answer", question.id, "yes")
    seen = story.what_happened()
    seniors = {"director", "ceo", "law"}
    assert "priority_task → owner" in seen
    assert seniors == {one.rpartition("→ ")[2] for one in seen if one.startswith("(held)")}
    held = next(q for q in story.questions if q.about is About.SENIOR_NOTICES)
    assert "brought in by hand" in held.reading


def test_a_determination_is_asked_about_with_its_orders_and_then_runs_whole(begin: Begin) -> None:
    story, vouch = noticed(begin)
    orders = (
        "We have determined this complaint. There was maladministration in the landlord's handling of the repairs.\n\n"
        "We order the landlord to:\n\n1. Pay the resident £350 for the distress caused, by 30 November 2026.\n"
        "2. Write to the resident to apologise, by 23 November 2026.\n\nYours sincerely\n\nSam Reed\nAdjudicator\n"
    )
    text = LETTER.format(reference=HO_REF, by="").partition("We are investigating")[0] + orders
    they_bring(story, vouch, ("determination.pdf", a_pdf(text)))
    assert story.what_happened().count("urgent question → officer") == 1
    question = story.question()
    assert "order 1 (£350)" in question.reading and "23 November 2026 (order 2)" in question.reading
    story.the_officer("answer", question.id, "yes")
    assert sorted(due for _, _, due, _ in tasks_of(story, TaskKind.ORDER) if due) == [
        date(2026, 11, 23),
        date(2026, 11, 30),
    ]
    seen = story.what_happened()
    assert {"determination_notice → director", "determination_notice → press"} <= set(seen)
    story.everything_is_accounted_for()


# the watched folder


def drop(folder: Path, name: str, octets: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(octets)
    return path


def test_a_file_put_into_the_folder_is_asked_about_answered_and_moved_away(begin: Begin, tmp_path: Path) -> None:
    story, _ = noticed(begin)
    folder = watch_a_folder(story, tmp_path / "intake")
    drop(folder, "letter.pdf", a_pdf(REQUEST_TEXT))
    tick(story.office)
    assert [path.name for path in folder.iterdir()] == ["read"] and (folder / "read" / "letter.pdf").is_file()
    question = story.question()
    assert "the intake folder ho" in question.reading and question.owner == OFFICER
    assert tasks_of(story, TaskKind.PORTAL)[0][1]  # the notice of Monday is answered
    assert story.case.events[-1].received_at == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    story.the_officer("answer", question.id, "yes")
    assert tasks_of(story, TaskKind.PORTAL)[0][0] is TaskState.SATISFIED
    assert len(tasks_of(story, TaskKind.REQUEST)) == 1
    story.everything_is_accounted_for()


def test_a_letter_of_later_date_than_the_notice_leaves_the_portal_task_open(begin: Begin, tmp_path: Path) -> None:
    story, _ = noticed(begin)
    folder = watch_a_folder(story, tmp_path / "intake")
    drop(folder, "by post.pdf", a_pdf(REQUEST_TEXT.replace("2 November 2026", "3 November 2026")))
    tick(story.office)
    story.the_officer("answer", story.questions[-1].id, "yes")
    assert tasks_of(story, TaskKind.PORTAL)[0][:2] == (TaskState.OPEN, False)


def test_a_letter_without_a_case_waits_for_its_reference(begin: Begin, tmp_path: Path) -> None:
    story = begun(begin(start=NOTICED))
    folder = watch_a_folder(story, tmp_path / "intake")
    drop(folder, "post.pdf", a_pdf(REQUEST_TEXT.replace(f"Our reference: {HO_REF}\n", "")))
    tick(story.office)
    question = story.question()
    assert question.case is None and question.choices[0] == "a case reference"
    assert story.refuses("answer", question.id, "yes")
    story.the_officer("answer", question.id, HO_REF)
    assert story.case.case.id == HO_CASE and len(tasks_of(story, TaskKind.REQUEST)) == 1
    assert not story.questions


def test_a_scan_without_a_case_is_asked_about_until_both_are_known(begin: Begin, tmp_path: Path) -> None:
    story = begun(begin(start=NOTICED))
    folder = watch_a_folder(story, tmp_path / "intake")
    drop(folder, "post.pdf", a_pdf(""))
    tick(story.office)
    story.the_officer("answer", story.question().id, "information_request")
    story.the_officer("answer", story.question().id, HO_REF)
    story.the_officer("answer", story.question().id, "2026-11-20")
    assert tasks_of(story, TaskKind.REQUEST)[0][2] == date(2026, 11, 20) and not story.questions


def test_put_away_and_put_there_again_it_is_asked_about_again(begin: Begin, tmp_path: Path) -> None:
    story = begun(begin(start=NOTICED))
    folder = watch_a_folder(story, tmp_path / "intake")
    for answer in ("nothing", "yes"):
        drop(folder, "letter.pdf", a_pdf(REQUEST_TEXT))
        tick(story.office)
        assert not (folder / "letter.pdf").exists()
        story.the_officer("answer", story.question().id, answer)
    assert [(t.kind, t.state) for t in story.tasks] == [(TaskKind.REQUEST, TaskState.OPEN)]
    drop(folder, "letter.pdf", a_pdf(REQUEST_TEXT))
    tick(story.office)
    assert not story.questions and len(story.tasks) == 1 and story.dispositions[-1] == "file"
    assert len(list((folder / "read").iterdir())) == 3
    story.everything_is_accounted_for()


def test_mail_cannot_claim_to_have_been_put_there(begin: Begin, tmp_path: Path) -> None:
    story = begun(begin(start=NOTICED))
    folder = watch_a_folder(story, tmp_path / "intake")
    drop(folder, "letter.pdf", a_pdf(REQUEST_TEXT))
    (octets,) = (one.octets for one in story.office.mailboxes[1].fetch(None, 5).messages)
    (folder / "letter.pdf").unlink()
    story.mailbox.arrive(b"From: someone@elsewhere.example\r\n" + octets, story.clock.now())
    tick(story.office)
    assert not story.cases and story.dispositions == ["review"]


def test_a_letter_of_the_folder_acts_before_the_day_mail_begins_to(begin: Begin, tmp_path: Path) -> None:
    story = begun(begin(start=NOTICED, config='[worker]\nbegin_on = 2026-12-01\nmode = "act"\n'))
    folder = watch_a_folder(story, tmp_path / "intake")
    drop(folder, "letter.pdf", a_pdf(REQUEST_TEXT))
    tick(story.office)
    story.the_officer("answer", story.question().id, "yes")
    assert len(tasks_of(story, TaskKind.REQUEST)) == 1


def test_the_service_gets_the_files_and_not_the_words_they_came_with(begin: Begin) -> None:
    story, vouch = noticed(begin)
    they_bring(story, vouch, ("letter.pdf", a_pdf(REQUEST_TEXT)), words="Between you and me: not again!")
    story.the_officer("answer", story.question().id, "yes")
    (mail,) = [
        call.mail
        for call in story.recording.calls
        if call.mail is not None
        and call.mail.recipients == ("owner@anytown.gov.uk",)
        and b"letter.pdf" in call.mail.octets
    ]
    assert b"Between you and me" not in mail.octets and b"message/rfc822" not in mail.octets
