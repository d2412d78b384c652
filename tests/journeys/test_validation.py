"""Three posts look at the evidence and answer by mail: nobody twice, nobody their own, nothing on a forged word."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from email.message import EmailMessage

import pytest

from linkbot.model.approval import Approval
from linkbot.model.casework import Task, TaskState
from linkbot.model.outbox import OutboxState
from linkbot.model.question import About
from linkbot.ports import Transient

from . import letters
from .conftest import Begin
from .conversation import NAMES, Conversation

TASK = f"LGSCO {letters.REF}/1"
LOG, POLICY = ("repairs log.xlsx", b"PK log" * 90), ("policy.pdf", b"%PDF policy" * 90)
AD, SUB, DISPUTES = "ad@anytown.gov.uk", "ad-deputy@anytown.gov.uk", "disputes@anytown.gov.uk"
POSTS = f"""
[people.ad_resident_contacts]
email = "{AD}"
deputy = "ad_deputy"
absences = [{{ from = 2026-11-09, to = 2026-11-10 }}]
[people.ad_deputy]
email = "{SUB}"
[people.head_of_dispute_resolutions]
email = "{DISPUTES}"
"""


def ready(begin: Begin, *, config: str = POSTS, sender: str = NAMES["owner"], **more: object) -> Conversation:
    """The owner has sent a file, the link officer has marked every point: the validators are asked."""
    story = begin(start=date(2026, 11, 2), config=config, **more)
    story.they_write(letters.REQUEST)
    owner_s = story.last_mail("owner")
    story.they_write(letters.answer_to(owner_s, f"Sender <{sender}>", "Attached.", files=(LOG,)))
    story.the_officer("received", TASK)
    return story


def mail_to(story: Conversation, address: str, subject: str = "To approve") -> EmailMessage:
    from email import message_from_bytes, policy

    for call in reversed(story.recording.calls):
        if call.mail is not None and address in call.mail.recipients:
            mail = message_from_bytes(call.mail.octets, policy=policy.default)
            if subject in str(mail["Subject"]):
                assert isinstance(mail, EmailMessage)
                return mail
    raise AssertionError(f"no mail {subject!r} to {address}")


def says(story: Conversation, who: str, words: str, *, to: EmailMessage | None = None, **more: object) -> None:
    story.they_write(letters.answer_to(to or mail_to(story, who), f"Colleague <{who}>", words, **more))


def approvals(story: Conversation) -> tuple[Approval, ...]:
    with story.office.store.begin() as tx:
        return tx.approvals([TASK])


def task(story: Conversation) -> Task:
    return story.tasks[0]


def prepared(story: Conversation) -> bool:
    return any("prepare" in call.verb or "submission" in call.port for call in story.recording.calls)


def test_each_post_is_asked_with_the_files_and_approves_in_any_order(begin: Begin) -> None:
    story = ready(begin)
    for address in (AD, DISPUTES, NAMES["officer"]):
        mail = mail_to(story, address)
        assert [part.get_filename() for part in mail.iter_attachments()] == ["repairs-log.xlsx"]
    says(story, DISPUTES, "Approved.\n\nThanks\nDora")
    says(story, NAMES["officer"], "1 approved")
    assert task(story).validated_at is None and not prepared(story)
    says(story, AD, "yes, approved")
    assert {(one.post, one.by) for one in approvals(story)} == {
        ("ad_resident_contacts", AD),
        ("head_of_dispute_resolutions", DISPUTES),
        ("link_officer", NAMES["officer"]),
    }
    assert task(story).validated_at is not None and prepared(story)
    story.everything_is_accounted_for()


@pytest.mark.parametrize(
    ("who", "more"),
    [
        (AD, {"passes": False}),  # the AD's own name, forged, with the AD's own mark
        ("ad@anytown-gov.uk.example", {}),
        (NAMES["officer"], {}),  # the link officer, with the AD's mark
        (DISPUTES, {}),  # another validator
        (NAMES["owner"], {}),
    ],
)
def test_a_mark_in_other_hands_approves_nothing_and_is_reported(
    begin: Begin, who: str, more: dict[str, object]
) -> None:
    story = ready(begin)
    says(story, who, "approved", to=mail_to(story, AD), **more)
    assert approvals(story) == ()
    assert "was refused" in str(story.last_mail("officer", "attention").get_body(("plain",)).get_content())


def test_an_automatic_reply_approves_nothing_and_is_reported(begin: Begin) -> None:
    story = ready(begin)
    note = letters.answer_to(mail_to(story, AD), f"AD <{AD}>", "approved")
    story.they_write(note.but(headers=(*note.headers, ("Auto-Submitted", "auto-replied"))))
    assert approvals(story) == ()
    assert "automatic reply" in str(story.last_mail("officer", "attention").get_body(("plain",)).get_content())


def test_what_stands_in_quoted_text_is_nobody_s_word(begin: Begin) -> None:
    story = ready(begin)
    mail = letters.answer_to(mail_to(story, AD), f"AD <{AD}>", "")
    story.they_write(mail.but(body=f"\n\n> approved\n> 1 approved\n{mail.body}"))
    assert approvals(story) == ()


def test_the_same_mark_approves_once_and_a_replay_changes_nothing(begin: Begin) -> None:
    story = ready(begin)
    asked = mail_to(story, AD)
    says(story, AD, "approved", to=asked)
    says(story, AD, "query: on second thoughts, no", to=asked)
    assert len(approvals(story)) == 1 and task(story).state is TaskState.VALIDATING


def test_half_an_approval_is_asked_back(begin: Begin) -> None:
    story = ready(begin)
    says(story, AD, "approved, but take out the second page")
    assert approvals(story) == ()
    assert "Please answer again" in str(mail_to(story, AD, "Please answer again")["Subject"])


def test_new_evidence_voids_what_was_approved_and_asks_anew(begin: Begin) -> None:
    story = ready(begin)
    old = mail_to(story, AD)
    says(story, DISPUTES, "approved")
    story.replies("owner", "One more page.", to=story.last_mail("owner"), files=(POLICY,))
    says(story, AD, "approved", to=old)
    assert [one.by for one in approvals(story)] == [DISPUTES]  # of the version before; the AD's came too late
    for who in (AD, DISPUTES, NAMES["officer"]):
        says(story, who, "approved")
    assert task(story).validated_at is not None and len(approvals(story)) == 4


def test_a_query_goes_back_to_the_service_with_the_reason(begin: Begin) -> None:
    story = ready(begin)
    says(story, DISPUTES, "query 1: the log stops in June")
    assert task(story).state is TaskState.RECEIVED and 1 not in task(story).received
    assert "the log stops in June" in str(story.last_mail("owner", "Changed").get_body(("plain",)).get_content())
    says(story, AD, "approved")
    assert approvals(story) == ()


def test_nobody_validates_what_they_sent_their_deputy_does(begin: Begin) -> None:
    story = ready(begin, sender=AD)
    assert mail_to(story, SUB)
    with pytest.raises(AssertionError):
        mail_to(story, AD)
    says(story, SUB, "approved")
    assert [(one.post, one.by) for one in approvals(story)] == [("ad_resident_contacts", SUB)]
    assert story.refuses("validate", TASK, "ad_resident_contacts")


def test_while_a_holder_is_away_the_deputy_is_asked(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 9), config=POSTS)
    story.they_write(letters.REQUEST)
    story.the_officer("received", TASK)
    says(story, SUB, "approved")
    assert [one.by for one in approvals(story)] == [SUB]


def test_one_person_counts_once_unless_the_link_officer_records_an_exception(begin: Begin) -> None:
    story = ready(begin, config=POSTS.replace(DISPUTES, AD))
    says(story, AD, "approved")
    says(story, NAMES["officer"], "approved")
    assert task(story).validated_at is None
    (question,) = [q for q in story.questions if q.about is About.VALIDATION]
    assert "one person counts once" in question.reading
    story.until(date(2026, 11, 3), hour=9)
    story.replies(
        "officer", "exception: the post is vacant, agreed with the director", to=story.last_mail("officer", "Desk mail")
    )
    assert task(story).validated_at is not None
    (excepted,) = [one for one in approvals(story) if one.exception]
    assert excepted.exception == "the post is vacant, agreed with the director" and excepted.by == NAMES["officer"]


def test_silent_validators_are_reminded_every_three_days_in_one_mail(begin: Begin) -> None:
    story = ready(begin)
    story.what_happened()
    story.until(date(2026, 11, 12), hour=10)
    days = [c for c in story.recording.calls if c.mail and AD in c.mail.recipients]
    assert len(days) == 4 or len(days) == 3  # on the 2nd, then about every three days, never twice a day


def test_two_days_before_the_date_the_deputy_is_asked_and_on_the_day_the_link_officer(begin: Begin) -> None:
    story = ready(begin)
    due = task(story).due_on
    assert due is not None
    says(story, DISPUTES, "approved")
    says(story, NAMES["officer"], "approved")
    story.until(due, hour=10)
    assert mail_to(story, SUB)
    (question,) = [q for q in story.questions if q.about is About.VALIDATION]
    assert question.urgent and "AD resident contacts" in question.reading
    asked = story.last_mail("officer", "URGENT question")
    story.replies("officer", "submit: the AD agreed by telephone", to=asked)
    assert task(story).unvalidated_because == "the AD agreed by telephone" and prepared(story)
    assert task(story).state is TaskState.VALIDATING
    assert not [q for q in story.questions if q.about is About.VALIDATION]


def test_asked_again_for_new_evidence_what_goes_without_a_post_is_made_ready_once(begin: Begin) -> None:
    """Seen in a simulated year: both questions were answered, and the same papers prepared twice."""
    story = ready(begin)
    due = task(story).due_on
    assert due is not None
    story.until(due, hour=10)
    says(story, NAMES["owner"], "One more.", to=story.last_mail("owner"), files=(POLICY,))
    story.until(due, hour=12)
    questions = [q for q in story.questions if q.about is About.VALIDATION]
    assert questions
    story.the_officer("answer", questions[0].id, "submit: everybody knows")
    for question in questions[1:]:
        assert story.refuses("answer", question.id, "submit: everybody knows")
    assert len([call for call in story.recording.calls if call.verb == "prepare"]) == 1
    assert not [q for q in story.questions if q.about is About.VALIDATION]


def test_by_command_the_holder_is_named_and_nobody_else_counts(begin: Begin) -> None:
    story = ready(begin)
    story.the_officer("validate", TASK, "ad_resident_contacts", by="ad_resident_contacts")
    assert [one.by for one in approvals(story)] == [AD]
    assert story.refuses("validate", TASK, "head_of_dispute_resolutions")
    assert story.refuses("validate", TASK, "ad_resident_contacts")


def test_before_every_point_is_received_there_is_nothing_to_validate(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 2), config=POSTS)
    story.they_write(letters.REQUEST)
    assert story.refuses("validate", TASK, "link_officer")


def test_of_several_mails_that_could_not_go_a_validator_gets_the_newest(begin: Begin) -> None:
    """Seen in a simulated year: after an outage a validator was asked the same thing twice on one day."""
    story = ready(begin)
    before = len([c for c in story.recording.calls if c.mail and AD in c.mail.recipients])

    class Down:
        def send(self, mail: object) -> object:
            raise Transient("The mail server does not answer.")

        def find(self, mail: object) -> object:
            raise Transient("The mail server does not answer.")

    well = story.office
    story.office = replace(well, outgoing=Down())  # type: ignore[arg-type]
    story.until(date(2026, 11, 12))
    story.office = well
    story.until(date(2026, 11, 13), hour=8)
    told = [c for c in story.recording.calls if c.mail and AD in c.mail.recipients]
    assert len(told) == before + 1
    states = Counter(
        entry.state
        for entry in story.outbox()
        if getattr(entry.effect, "template", "") == "validation" and entry.effect.to == (AD,)  # type: ignore[union-attr]
    )
    assert states[OutboxState.WITHDRAWN] >= 1 and not states[OutboxState.PENDING]
