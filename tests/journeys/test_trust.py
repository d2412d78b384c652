"""A kind of letter earns that linkbot handles it alone, and loses it again: from watching to the second correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from linkbot.engine.trust.tally import Record, record_of
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxState
from linkbot.model.question import About, Question, Verb
from linkbot.model.reading import Disposition

from . import letters
from .conftest import Begin
from .conversation import Conversation
from .letters import Mail

MONDAY = date(2026, 11, 2)
BY_TRUST = '[automation]\nkinds = "by_trust"\nsample_percent = 2\n'
REQUESTS = "information_request"


def another(letter: Mail, reference: str) -> Mail:
    """The same words about another case."""
    return letter.but(
        subject=letter.subject.replace(letters.REF, reference), body=letter.body.replace(letters.REF, reference)
    )


def now_in(story: Conversation, mode: Mode) -> None:
    story.office = replace(story.office, mode=mode)


def record(story: Conversation, kind: str = REQUESTS) -> Record:
    with story.office.store.begin() as tx:
        return record_of(kind, tx.proofs(), story.office.desk.automation, tx.acts(verb=Verb.TRUST))


def asked(story: Conversation, about: About) -> Question:
    (question,) = [question for question in story.questions if question.about is about]
    return question


def test_a_kind_is_watched_confirmed_switched_on_sampled_corrected_and_switched_off(begin: Begin) -> None:
    story = begin(start=MONDAY, mode=Mode.WATCH, config=BY_TRUST)

    # Watching: the letter is in the register as it would have been handled, and one word confirms it.
    story.they_write(another(letters.REQUEST, "26 104 401"))
    assert story.what_happened() == [] and [t.owner for t in story.tasks] == ["owner@anytown.gov.uk"]
    check = asked(story, About.CHECK)
    assert "would have handled this as information request, LGSCO 26 104 401" in check.reading
    assert "due 27 November 2026, with owner@anytown.gov.uk" in check.reading
    story.the_officer("answer", check.id, "yes")
    assert not story.questions and (record(story).confirmed, record(story).corrected) == (1, 0)

    # Drafting: the same question comes by mail, beside what is held, and is answered by a reply.
    now_in(story, Mode.DRAFT)
    story.they_write(another(letters.REQUEST, "26 104 402"), at=date(2026, 11, 3))
    seen = story.what_happened()
    assert "(held) task → owner" in seen and "question → officer" in seen
    story.until(date(2026, 11, 4), hour=10)
    desk = story.last_mail("officer", "Desk mail")
    words = desk.get_body(preferencelist=("plain",)).get_content()
    assert "To check, when you have a minute" in words and "LGSCO 26 104 402" in words
    number = next(line.split(".")[0].strip("- ") for line in words.splitlines() if "linkbot has prepared this" in line)
    story.replies("officer", f"{number} information request", to=desk)
    assert (record(story).confirmed, record(story).corrected) == (2, 0), "the kind it was read as is a yes"
    for entry in story.outbox(OutboxState.HELD):
        story.the_officer("withdraw", entry.key)

    # Acting, but not this kind: a question, the clock with the link officer, nothing to anybody else.
    now_in(story, Mode.ACT)
    story.what_happened()
    story.they_write(another(letters.REQUEST, "26 104 403"), at=date(2026, 11, 5))
    seen = story.what_happened()
    assert "question → officer" in seen and not {"task → owner", "acknowledgement → them"} & set(seen)
    question = asked(story, About.CONFIRM)
    assert question.choices[0] == "yes" and "27 November 2026" in question.reading and not question.urgent
    assert story.dispositions[-1] == Disposition.REVIEW.value
    (task,) = [task for file in story.cases for task in file.tasks if task.case == "LGSCO 26 104 403"]
    assert (task.owner, task.due_on) == ("officer@anytown.gov.uk", date(2026, 11, 27))
    story.until(date(2026, 11, 6), hour=10)
    story.what_happened()
    story.replies("officer", "yes\n\ntrust information request: on", to=story.last_mail("officer", "Desk mail"))
    seen = story.what_happened()
    assert {"task → owner", "acknowledgement → them", "answer_receipt → officer"} <= set(seen)
    switch = record(story).switch
    assert (switch.on, switch.by) == (True, "officer@anytown.gov.uk") and record(story).confirmed == 3

    # On: the next one acts at once, and as the first of its week it is looked at all the same.
    story.they_write(another(letters.REQUEST, "26 104 404"), at=date(2026, 11, 9))
    assert {"task → owner", "acknowledgement → them"} <= set(story.what_happened())
    first = asked(story, About.CHECK)
    story.the_officer("answer", first.id, "no")
    look = asked(story, About.LOOK)
    assert "linkbot tasks withdraw LGSCO 26 104 404/1" in look.reading and "'task' to owner@anytown" in look.reading
    assert record(story).switch.on and (record(story).sampled_right, record(story).sampled_wrong) == (0, 1)
    story.the_officer("withdraw", "LGSCO 26 104 404/1")
    story.the_officer("answer", look.id, "done")

    story.they_write(another(letters.REQUEST, "26 104 405"), at=date(2026, 11, 16))
    story.what_happened()
    said = story.the_officer("answer", asked(story, About.CHECK).id, "first_chaser")
    assert "switched off" in said and "alert → officer" in story.what_happened()
    switch = record(story).switch
    assert (switch.on, switch.by) == (False, "linkbot")
    assert asked(story, About.LOOK).choices == ("done", "first_chaser")

    # Off: asked about again, and a person may switch it on once more.
    story.they_write(another(letters.REQUEST, "26 104 406"), at=date(2026, 11, 17))
    assert asked(story, About.CONFIRM).case == "LGSCO 26 104 406"
    story.the_officer("trust", REQUESTS, "on")
    assert story.refuses("trust", REQUESTS, "on") and record(story).switch.by == "officer"
    story.they_write(another(letters.REQUEST, "26 104 407"), at=date(2026, 11, 23))
    story.the_officer("answer", asked(story, About.CHECK).id, "no")
    assert record(story).switch.on, "corrections from before the switch do not switch it off again"
    story.everything_is_accounted_for()


def test_an_urgent_letter_of_a_kind_that_does_not_act_alone_reaches_the_link_officer_at_once(begin: Begin) -> None:
    story = begin(
        start=date(2026, 11, 25),
        config=f"{BY_TRUST}".replace('"by_trust"', '["new_notification", "information_request"]'),
    )
    story.they_write(letters.REQUEST)
    story.what_happened()
    story.they_write(letters.FINAL, at=date(2026, 12, 2))
    seen = [one for one in story.what_happened() if "reminder" not in one and "list" not in one]
    assert "urgent question → officer" in seen
    assert not {"final_chaser_notice → ceo", "final_chaser_notice → law", "priority_task → owner"} & set(seen)
    question = asked(story, About.CONFIRM)
    assert question.urgent and "until you answer" in question.if_unanswered
    story.the_officer("answer", question.id, "yes")
    assert {"final_chaser_notice → ceo", "priority_task → owner"} <= set(story.what_happened())


def test_another_answer_than_yes_corrects_and_is_acted_on_instead(begin: Begin) -> None:
    story = begin(start=MONDAY, config=BY_TRUST)
    story.they_write(another(letters.REQUEST, "26 104 501"))
    story.the_officer("answer", asked(story, About.CONFIRM).id, "2026-11-24")
    (task,) = [task for task in story.case.tasks if task.is_open]
    assert (task.owner, task.due_on) == ("owner@anytown.gov.uk", date(2026, 11, 24))
    story.they_write(another(letters.REQUEST, "26 104 502"))
    story.the_officer("answer", asked(story, About.CONFIRM).id, "nothing")
    assert not [t for file in story.cases for t in file.tasks if t.is_open and t.case == "LGSCO 26 104 502"]
    story.they_write(another(letters.REQUEST, "26 104 503"))
    story.the_officer("answer", asked(story, About.CONFIRM).id, "new_notification")
    assert (record(story).confirmed, record(story).corrected) == (0, 3)
    assert record(story, "new_notification").confirmed == 0, "counted as what it was read as"


def test_the_direct_letter_takes_the_place_of_its_forward_in_the_question(begin: Begin) -> None:
    story = begin(start=MONDAY, config=BY_TRUST)
    letter = letters.REQUEST.octets(story.clock.now(), 900)
    story.they_write(letters.the_chief_executives_office_forwards(letter, letters.REQUEST.subject))
    forwarded = asked(story, About.CONFIRM)
    story.they_write(letters.REQUEST)
    direct = asked(story, About.CONFIRM)
    assert direct.id != forwarded.id and direct.message != forwarded.message
    story.what_happened()
    story.the_officer("answer", direct.id, "yes")
    assert {"task → owner", "acknowledgement → them"} <= set(story.what_happened())
    assert record(story).confirmed == 1 and not story.questions


def test_a_letter_about_no_case_waits_for_a_yes_as_well(begin: Begin) -> None:
    story = begin(start=MONDAY, config=BY_TRUST)
    story.they_write(
        letters.lgsco(
            "Annual review letter 2025-26",
            "I write to you with your annual summary of statistics on the decisions made by the Local Government and "
            "Social Care Ombudsman about your authority for the year ending 31 March 2026. Your annual letter and the "
            "data will be published on our website.",
        )
    )
    question = asked(story, About.CONFIRM)
    assert question.choices == ("yes", "nothing") and question.case is None
    assert "alert → press" not in story.what_happened()
    story.the_officer("answer", question.id, "yes")
    assert [one for one in story.what_happened() if one.startswith("alert")]
    assert record(story, "annual_letter").confirmed == 1


def test_checks_alone_bring_a_desk_mail_once_and_then_weekly(begin: Begin) -> None:
    story = begin(start=MONDAY, config=BY_TRUST.replace('"by_trust"', '["information_request"]'))
    story.they_write(letters.REQUEST)
    assert asked(story, About.CHECK)
    story.until(date(2026, 11, 16))
    desk_mails = story.days_of("desk_mail → officer")
    assert desk_mails == [date(2026, 11, 3), date(2026, 11, 9), date(2026, 11, 16)]
    assert not asked(story, About.CHECK).laddered
