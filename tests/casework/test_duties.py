"""What the Act or a Code wants after a letter: each a task with its own clock, opened once, after a draft never."""

from __future__ import annotations

from datetime import date

import pytest

from linkbot.engine.casework.deeds import Refused
from linkbot.engine.casework.word import Word
from linkbot.engine.casework.work import Work
from linkbot.model.casework import TaskKind
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.question import About
from linkbot.worker.acts.on_duties import begin

from .builders import MONDAY, MONITOR, OFFICER, a_desk, a_file, a_moment, a_reading, after, asked, decided, mails

YES = Word(confirmed=True, said=1)
COMMENTS = date(2026, 11, 16)


def a_report(**changes: object) -> Decision:
    return decided(a_reading("public_report", reply_by=COMMENTS, **changes), word=YES)  # type: ignore[arg-type]


def the_question(decision: Decision) -> object:
    (question,) = [q for q in asked(decision) if q.about is About.DUTIES]
    return question


def said_yes(decision: Decision, file: CaseFile) -> Decision:
    work = Work(file, cause="act:a-1", message=None, moment=a_moment(), desk=a_desk())
    return begin(work, the_question(decision))  # type: ignore[arg-type]


def test_a_public_report_asks_whether_it_is_the_report_itself_before_its_duties_run() -> None:
    decision = a_report()
    assert not [task for task in decision.tasks if task.owner == MONITOR]
    question = the_question(decision)
    assert "section 30(5)" in question.reading and "9 November 2026" in question.reading  # type: ignore[attr-defined]


def test_a_yes_gives_the_monitoring_officer_a_task_for_each_with_the_dates_of_the_act() -> None:
    decision = a_report()
    opened = said_yes(decision, after(decision))
    own = [task for task in opened.tasks if task.owner == MONITOR]
    assert [task.due_on for task in own] == [date(2026, 11, 9), date(2026, 11, 9), date(2027, 2, 2)]
    assert all(task.kind is TaskKind.FOLLOW_UP and not task.due_stated for task in own)
    assert [mail.to for mail in mails(opened, "task")] == [(MONITOR,)] * 3


def test_said_twice_or_read_again_they_are_opened_once() -> None:
    decision = a_report()
    file = after(decision)
    opened = after(said_yes(decision, file), file)
    assert not said_yes(decision, opened).tasks
    again = decided(a_reading("public_report", reply_by=COMMENTS), opened, word=YES)
    assert not [q for q in asked(again) if q.about is About.DUTIES]


def test_a_letter_that_is_gone_begins_nothing() -> None:
    decision = a_report()
    with pytest.raises(Refused):
        said_yes(decision, a_file())


def test_a_complaint_that_came_too_soon_gives_the_complaints_team_both_dates_of_the_code() -> None:
    decision = decided(a_reading("premature_referral"), word=YES)
    dates = {task.title: task.due_on for task in decision.tasks}
    assert dates["Premature referral: stage 1 answer"] == date(2026, 11, 23)
    assert date(2026, 11, 9) in dates.values() and date(2026, 11, 2) == MONDAY
    assert {task.owner for task in decision.tasks} == {OFFICER}  # nobody is named as the complaints team
    assert all("6.2" in task.text for task in decision.tasks)
