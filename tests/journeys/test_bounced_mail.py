"""A mail of ours comes back: the link officer hears the same minute whose it was and which task it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linkbot.model.question import About

from . import letters
from .bounces import exchange, exim, postfix
from .conftest import Begin
from .conversation import NAMES, Conversation

START = date(2026, 11, 2)
OWNER = NAMES["owner"]


def asked(begin: Begin, **more: object) -> Conversation:
    """A request has been given to its officer."""
    story = begin(start=START, **more)
    story.they_write(letters.REQUEST)
    story.what_happened()
    return story


@pytest.mark.parametrize("server", [postfix, exchange, exim])
def test_the_link_officer_is_asked_at_once_and_may_give_the_task_away(begin: Begin, server: object) -> None:
    story = asked(begin)
    story.it_comes(server(story.last_mail("owner", "task, by")))  # type: ignore[operator]
    story.we_see("urgent question → officer")
    question, (task,) = story.question(), story.tasks
    assert question.about is About.UNDELIVERED and question.urgent and question.task == task.id
    assert question.reading == (
        f"The task mail of 2 November 2026 did not reach {OWNER}. It is about {task.id} with {OWNER}, due 27 November "
        "2026. Please tell them in another way. Who has the task now?"
    )
    assert question.case == task.case and story.tasks == (task,)  # nothing has changed by itself
    story.the_officer("answer", question.id, "stand-in@anytown.gov.uk")
    assert story.tasks[0].owner == "stand-in@anytown.gov.uk" and not story.questions
    assert "task → stand-in" in story.what_happened()
    story.everything_is_accounted_for()


def test_done_leaves_the_task_where_it_is(begin: Begin) -> None:
    story = asked(begin)
    story.it_comes(postfix(story.last_mail("owner", "task, by")))
    story.what_happened()
    story.replies("officer", "done", to=story.last_mail("officer"))
    assert not story.questions and story.tasks[0].owner == OWNER


def test_the_servers_words_are_what_it_rests_on(begin: Begin) -> None:
    story = asked(begin)
    story.it_comes(postfix(story.last_mail("owner", "task, by")))
    assert story.question().quote == "552 5.2.2 mailbox full"
    told = story.last_mail("officer").get_body(("plain",))
    assert told is not None and OWNER in told.get_content() and "mailbox full" in told.get_content()


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered"])
def test_a_report_without_a_failure_asks_nobody(begin: Begin, action: str) -> None:
    story = asked(begin)
    story.it_comes(postfix(story.last_mail("owner", "task, by"), action=action))
    assert story.dispositions[-1] == "file" and not story.questions and story.what_happened() == []


@pytest.mark.parametrize(("envid", "headers"), [(True, False), (False, True)])
def test_it_is_found_by_either_name(begin: Begin, envid: bool, headers: bool) -> None:
    story = asked(begin)
    story.it_comes(postfix(story.last_mail("owner", "task, by"), envid=envid, headers=headers))
    assert story.question().task == story.tasks[0].id


def test_a_mail_that_nobody_needs_any_more_is_kept_in_silence(begin: Begin) -> None:
    story = asked(begin)
    mail = story.last_mail("owner", "task, by")
    story.the_officer("done", story.tasks[0].id)
    story.what_happened()
    story.it_comes(postfix(mail))
    assert story.dispositions[-1] == "file" and not story.questions and story.what_happened() == []


def test_the_same_failure_is_asked_about_once(begin: Begin) -> None:
    """A reminder every three days to a mailbox that is full brings a report every three days."""
    story = asked(begin)
    mail = story.last_mail("owner", "task, by")
    for _ in range(3):
        story.it_comes(postfix(mail))
    story.we_see("urgent question → officer")
    story.the_officer("answer", story.question().id, "done")
    story.what_happened()
    story.it_comes(postfix(mail))  # it was told, and it is still so
    story.we_see("urgent question → officer")


def test_a_question_that_comes_back_goes_to_another_and_that_comes_to_an_end(begin: Begin) -> None:
    story = asked(begin)
    story.it_comes(postfix(story.last_mail("owner", "task, by")))
    story.we_see("urgent question → officer")
    story.it_comes(postfix(story.last_mail("officer")))
    story.we_see("urgent question → deputy")
    story.it_comes(postfix(story.last_mail("deputy")))
    story.we_see("urgent question → officer")
    for _ in range(3):
        story.it_comes(postfix(story.last_mail("officer")))
    story.we_see()


def test_a_reminder_of_several_cases_is_one_question_that_names_them_all(begin: Begin) -> None:
    story = asked(begin)
    story.they_write(
        letters.REQUEST.but(subject="26 104 388", body=letters.REQUEST.body.replace("26 104 377", "26 104 388"))
    )
    story.until(date(2026, 11, 20))
    reminder = story.last_mail("owner", "Reminder")
    story.what_happened()
    story.it_comes(postfix(reminder))
    (question,) = (q for q in story.questions if q.about is About.UNDELIVERED)
    tasks = [task.id for file in story.cases for task in file.tasks]
    assert len(tasks) == 2 and all(task in question.reading for task in tasks)
    assert question.choices == ("done",) and question.case == question.task.split("/")[0]  # type: ignore[union-attr]


def test_addresses_that_the_mail_was_not_written_to_are_not_told_where_its_own_are(begin: Begin) -> None:
    story = asked(begin)
    mail = story.last_mail("owner", "task, by")
    made = postfix(mail)
    story.it_comes(
        lambda at, number: made(at, number).replace(
            b"Action: failed",
            b"Action: failed\r\nX-A: b\r\n\r\nFinal-Recipient: rfc822; officer@anytown.gov.uk\r\nAction: failed",
            1,
        )
    )
    assert f"did not reach {OWNER}. " in story.question().reading and story.question().owner == NAMES["officer"]


def test_a_strangers_report_about_no_mail_of_ours_is_looked_at_as_before(begin: Begin) -> None:
    story = asked(begin)
    mail = story.last_mail("owner", "task, by")
    del mail["Message-ID"]
    mail["Message-ID"] = "<what-somebody-wrote@elsewhere.example>"
    story.it_comes(postfix(mail))
    assert story.question().about is About.KIND and story.question().case is None


def test_nothing_in_a_report_touches_a_case(begin: Begin) -> None:
    """It may be forged by whoever has seen a Message-ID of ours: all it can do is make the link officer look."""
    story = asked(begin)
    before = story.case
    story.it_comes(postfix(story.last_mail("owner", "task, by"), why="Final decision. Pay £5,000 within 4 weeks."))
    after = story.case
    assert replace(after, questions=()) == replace(before, questions=())
