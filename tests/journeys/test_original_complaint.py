"""Which of the council's own complaints a case belongs to: proposed with reasons, answered by reply, learnt, undone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from linkbot.engine.casework.deeds import Refused
from linkbot.engine.trust.linking import LINKS
from linkbot.model.casework import LinkState
from linkbot.model.complaint import Complaint
from linkbot.model.effect import RegisterInCaseSystem
from linkbot.model.matching import MatchingRules
from linkbot.model.outbox import OutboxState
from linkbot.model.question import About, Act, Question, QuestionState

from . import letters
from .conftest import Begin
from .conversation import Conversation

ANSWERED = date(2026, 9, 28)
QUILL = Complaint(
    "CRM-204117", "Ms Zofia Quill", "AN3 5ST", "14 Mill Lane", "housing_repairs", stage2_answered_on=ANSWERED
)
EARLIER = replace(QUILL, reference="CRM-190002", stage2_answered_on=date(2025, 3, 3))
COUSIN = Complaint("CRM-204200", "Mr Piotr Quill", "AN9 1ZZ", service="council_tax", stage2_answered_on=ANSWERED)
REF, OTHER = letters.REF, "26 104 555"


def notice(
    name: str, *, place: str = "14 Mill Lane, Anytown AN3 5ST", reference: str = REF, ours: str = ""
) -> letters.Mail:
    """A notice as it comes, about somebody, with or without our own reference."""
    text = letters.NOTICE.body.replace("Ms Zofia Quill", name).replace(REF, reference)
    lines = f"{'Your reference: ' + ours if ours else ''}\n\nAddress of the property: {place}\n\nWe have received"
    return letters.NOTICE.but(
        subject=f"New complaint {reference}", body=text.replace("We have received", lines, 1), replies_to=None
    )


def beginning(begin: Begin, *complaints: Complaint) -> Conversation:
    story = begin(start=date(2026, 11, 2))
    with story.office.store.begin() as tx:
        tx.save_complaints(complaints or (QUILL, COUSIN))
    return story


def desk_mail(story: Conversation) -> str:
    body = story.last_mail("officer", "Desk mail").get_body(preferencelist=("plain",))
    assert body is not None
    return re.sub(r"\n +", " ", body.get_content())


def registered(story: Conversation, *states: OutboxState) -> list[str | None]:
    """The complaints against which letters are written in the case system."""
    effects = [entry.effect for entry in story.outbox(*states)]
    return [e.complaint for e in effects if isinstance(e, RegisterInCaseSystem) and not e.by_hand]


def the_case(story: Conversation, reference: str = REF) -> tuple[LinkState, str | None]:
    (case,) = (file.case for file in story.cases if file.case.reference == reference)
    return case.link, case.complaint


def test_a_sure_likeness_is_proposed_and_a_reply_of_one_figure_ties_the_case(begin: Begin) -> None:
    story = beginning(begin)
    story.they_write(notice("Ms Z Quill"))
    question = story.question()
    assert (question.about, question.would) == (About.COMPLAINT_LINK, "CRM-204117")
    assert the_case(story) == (LinkState.PROPOSED, None)
    assert registered(story, OutboxState.HELD) == [None]

    story.until(date(2026, 11, 3), hour=9)
    text = desk_mail(story)
    assert "1 = CRM-204117: Ms Zofia Quill, AN3 5ST, housing repairs; stage 2 was answered on" in text
    assert "same postcode" in text and "same surname" in text and "same initial" in text
    story.replies("officer", "1", to=story.last_mail("officer", "Desk mail"))
    assert the_case(story) == (LinkState.LINKED, "CRM-204117")
    assert story.questions == ()
    assert registered(story, OutboxState.DONE) == ["CRM-204117"]
    story.everything_is_accounted_for()


@pytest.mark.parametrize(
    ("words", "tied"),
    [
        ("2", "CRM-190002"),
        ("CRM-204117", "CRM-204117"),
        ("crm 204117", "CRM-204117"),
        ("none of these", None),
        ("It is number 1, but please check with housing first", ...),
    ],
)
def test_two_complaints_of_one_person_are_both_shown_and_told_apart_by_the_answer(
    begin: Begin, words: str, tied: object
) -> None:
    closer = replace(EARLIER, stage2_answered_on=date(2026, 8, 3))
    story = beginning(begin, QUILL, closer)
    story.they_write(notice("Ms Zofia Quill"))
    question = story.question()
    assert question.would is None and set(question.choices) == {"CRM-204117", "CRM-190002", "none"}
    assert the_case(story) == (LinkState.AMBIGUOUS, None)
    story.until(date(2026, 11, 3), hour=9)
    said = words if words != "2" else str(question.choices.index("CRM-190002") + 1)
    story.replies("officer", said, to=story.last_mail("officer", "Desk mail"))
    if tied is ...:
        assert story.question().id == question.id and the_case(story) == (LinkState.AMBIGUOUS, None)
    else:
        assert the_case(story) == (LinkState.LINKED if tied else LinkState.NONE, tied)


def test_nothing_found_is_asked_once_and_none_of_these_stands_against_every_later_likeness(begin: Begin) -> None:
    story = beginning(begin, COUSIN)
    story.they_write(notice("Mrs Ada Nobody", place="2 Far Street, Anytown AN1 1AA"))
    question = story.question()
    assert question.choices == ("none",) and "nothing like it was found" in question.reading.casefold()
    story.the_officer("answer", question.id, "none")
    assert the_case(story) == (LinkState.NONE, None)
    assert registered(story, OutboxState.DONE) == [None] and registered(story, OutboxState.HELD) == []
    with story.office.store.begin() as tx:
        tx.save_complaints([Complaint("CRM-300001", "Mrs Ada Nobody", "AN1 1AA", stage2_answered_on=ANSWERED)])
    chaser = letters.REQUEST.body.replace("Ms Zofia Quill", "Mrs Ada Nobody")
    story.they_write(letters.REQUEST.but(body=chaser), at=date(2026, 11, 4))
    assert the_case(story) == (LinkState.NONE, None) and len(story.cases) == 1
    assert [q.about for q in story.questions if q.about is About.COMPLAINT_LINK] == []


def test_what_a_person_said_of_a_name_is_remembered_for_the_next_case(begin: Begin) -> None:
    story = beginning(begin)
    story.they_write(notice("Mrs Zofia Adeyemi-Hart", place="9 New Road, Anytown AN7 2LP"))
    story.the_officer("answer", story.question().id, "CRM-204117")
    story.they_write(notice("Mrs Z Adeyemi-Hart", place="9 New Road, Anytown AN7 2LP", reference="26 104 600"))
    assert "CRM-204117" not in story.questions[-1].choices  # an initial is not what was said
    story.they_write(notice("Mrs Zofia Adeyemi Hart", place="9 New Road, Anytown AN7 2LP", reference=OTHER))
    question = next(q for q in story.questions if q.case == f"LGSCO {OTHER}")
    assert question.would == "CRM-204117"
    assert "a person has said that this is the same complainant" in question.told[0]

    story.the_officer("link", f"LGSCO {REF}", "CRM-204200")
    story.they_write(notice("Mrs Zofia Adeyemi-Hart", place="9 New Road, Anytown AN7 2LP", reference="26 104 700"))
    last = next(q for q in story.questions if q.case == "LGSCO 26 104 700")
    assert last.would != "CRM-204117"


def test_a_wrong_tie_is_undone_everywhere_and_its_history_is_kept(begin: Begin) -> None:
    story = beginning(begin)
    story.they_write(notice("Ms Zofia Quill", ours="CRM-204117"))
    assert the_case(story) == (LinkState.LINKED, "CRM-204117") and story.questions == ()
    said = story.the_officer("link", f"LGSCO {REF}", "crm204200")
    assert "linked to CRM-204200" in said
    assert registered(story, OutboxState.DONE) == ["CRM-204117", "CRM-204200"]
    by_hand = [e.effect for e in story.outbox(OutboxState.HELD) if isinstance(e.effect, RegisterInCaseSystem)]
    assert [(e.deed.value, e.title) for e in by_hand] == [
        ("unlink", "what is registered of this case at CRM-204117: it belongs to CRM-204200")
    ]
    story.the_officer("unlink", f"LGSCO {REF}")
    assert the_case(story) == (LinkState.NONE, None)
    with story.office.store.begin() as tx:
        acts = [(act.by, act.verb.value, act.value) for act in tx.acts()]
    assert acts == [
        ("linkbot", "link", "CRM-204117"), ("officer", "link", "CRM-204200"), ("officer", "unlink", None),
    ]  # fmt: skip
    assert story.refuses("unlink", f"LGSCO {REF}")


def test_a_name_that_contradicts_a_quoted_reference_is_asked_about_and_one_on_a_tied_case_is_told(begin: Begin) -> None:
    story = beginning(begin)
    story.they_write(notice("Mr Leroy Pemberton", ours="CRM-204117"))
    assert "names differ" in story.question().reading and the_case(story) == (LinkState.PROPOSED, None)
    story.the_officer("answer", story.question().id, "CRM-204117")
    story.they_write(notice("Ms Zofia Quill", ours="CRM-204117", reference=OTHER))
    wrong = letters.REQUEST.body.replace("Ms Zofia Quill", "Mr Leroy Pemberton").replace(REF, OTHER)
    story.they_write(letters.REQUEST.but(subject=f"Enquiries: {OTHER}", body=wrong), at=date(2026, 11, 4))
    (told,) = (q for q in story.questions if q.case == f"LGSCO {OTHER}")
    assert told.about is About.LOOK and "names Mr Leroy Pemberton" in told.reading
    assert the_case(story, OTHER) == (LinkState.LINKED, "CRM-204117")


def easily_trusted(story: Conversation) -> MatchingRules:
    rules = replace(story.office.desk.matching, confirmations=2, at_least=0.4)
    story.office = replace(story.office, desk=replace(story.office.desk, matching=rules))
    return rules


def test_likeness_ties_nothing_by_itself_before_it_has_earned_it_and_loses_it_again(begin: Begin) -> None:
    story = beginning(begin)
    with pytest.raises(Refused, match="0 sure proposals have been confirmed, and 300 are wanted"):
        story.the_officer("trust", LINKS, "on")
    easily_trusted(story)
    for number, reference in enumerate((REF, "26 104 378"), 1):
        story.they_write(notice("Ms Zofia Quill", reference=reference))
        assert story.question().would == "CRM-204117", number
        story.the_officer("answer", story.question().id, "1")
    story.the_officer("trust", LINKS, "on")
    story.they_write(notice("Ms Zofia Quill", reference=OTHER))
    assert the_case(story, OTHER) == (LinkState.LINKED, "CRM-204117") and story.questions == ()

    story.they_write(notice("Mrs Ada Nobody", place="2 Far Street, Anytown AN1 1AA", reference="26 104 900"))
    assert the_case(story, "26 104 900")[0] is not LinkState.LINKED  # a doubt is asked about as before
    story.office = replace(
        story.office, desk=replace(story.office.desk, matching=replace(easily_trusted(story), at_least=0.5))
    )
    said = story.the_officer("unlink", f"LGSCO {OTHER}")
    assert "linkbot ties no case by likeness alone any more" in said
    story.they_write(notice("Ms Zofia Quill", reference="26 104 901"))
    assert the_case(story, "26 104 901")[0] is LinkState.PROPOSED


def test_a_tie_by_hand_answers_what_was_asked_and_counts_for_trust(begin: Begin) -> None:
    story = beginning(begin)
    story.they_write(notice("Ms Zofia Quill"))
    asked = story.question()
    story.the_officer("link", f"LGSCO {REF}", "CRM-204200")
    with story.office.store.begin() as tx:
        settled: Question | None = tx.question(asked.id)
        acts: list[Act] = list(tx.acts())
    assert settled is not None and (settled.state, settled.answer) == (QuestionState.ANSWERED, "CRM-204200")
    assert settled.would == "CRM-204117" and [act.verb.value for act in acts] == ["link"]
