"""Going live with cases in flight: the old spreadsheet brought over, a week of silence, the release, life goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from linkbot.engine.casework.bringing_over import BroughtOver
from linkbot.model.casework import TaskKind, TaskState
from linkbot.model.mode import Mode
from linkbot.model.open_item import Chasers, OpenItem, RowState
from linkbot.model.question import Verb
from linkbot.worker.acts.on_brought_over import bring_into
from linkbot.worker.acts.perform import make_act

from . import letters
from .conftest import Begin
from .conversation import NAMES, Conversation

START = date(2026, 11, 2)
TUESDAY = date(2026, 11, 3)  # no list falls due
REQUEST = OpenItem(
    2, "lgsco", letters.REF, text="Send the repair log", owner="repairs", due_on=date(2026, 11, 27),
    complainant="Ms Zofia Quill", service="housing_repairs", service_certain=True,
)  # fmt: skip
ORDER = replace(
    REQUEST, line=3, ombudsman="ho", reference="202604377", kind=TaskKind.ORDER, number=1, text="Apologise",
    due_on=date(2026, 12, 11),
)  # fmt: skip
OVERDUE = replace(ORDER, line=4, number=2, text="Pay £350", due_on=date(2026, 10, 30), owner=NAMES["stand-in"])
LISTS = {"weekly_list → officer"}


def bring(story: Conversation, *items: OpenItem) -> BroughtOver:
    moment, office = story.office.moment(), story.office
    act = make_act(at=moment.at, by="officer", verb=Verb.IMPORT, target="register.xlsx", value=None, reason="go-live")
    return bring_into(office.store, items, act=act, moment=moment, desk=office.desk, mode=office.mode)


def test_a_week_of_silence_then_one_mail_each_then_a_reminder_three_days_later(begin: Begin) -> None:
    story = begin(start=START)
    bring(story, REQUEST, ORDER, OVERDUE)
    story.days_pass(7)
    assert set(story.what_happened()) == LISTS
    bring(story, REQUEST, ORDER, OVERDUE)
    story.until(date(2026, 11, 10))
    assert story.what_happened() == [] and sum(len(file.tasks) for file in story.cases) == 3

    said = story.the_officer("release", "all")
    assert "3 tasks are released" in said
    # nothing in a diary for what is overdue
    story.we_see("handover → owner", "handover → stand-in", "invitation → owner", "invitation → owner")
    assert story.refuses("release", "all")
    story.until(date(2026, 11, 12))
    story.we_see()
    story.until(date(2026, 11, 13))
    story.we_see("reminder → owner", "reminder → stand-in")
    story.the_officer("done", f"LGSCO {letters.REF}/1")
    story.we_see("invitation_cancel → owner")
    story.everything_is_accounted_for()


def test_a_chaser_does_not_wait_for_the_release_and_leaves_the_rest_waiting(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 25))
    bring(story, REQUEST, ORDER)
    story.until(date(2026, 12, 1), hour=9)
    assert set(story.what_happened()) <= {*LISTS, "alert → officer"}
    story.they_write(letters.CHASER, at=date(2026, 12, 1))
    seen = story.what_happened()
    assert {"priority_task → owner", "first_chaser_notice → head", "first_chaser_notice → contact"} <= set(seen)
    assert seen.count("priority_task → owner") == 1 and "invitation → owner" in seen
    tasks = {task.id: task for file in story.cases for task in file.tasks}
    assert not tasks[f"LGSCO {letters.REF}/1"].awaiting_release and tasks["HO 202604377/1"].awaiting_release
    story.until(date(2026, 12, 4), hour=10)
    assert "reminder → owner" in story.what_happened()
    story.the_officer("release", "owner@anytown.gov.uk")
    story.we_see("handover → owner", "invitation → owner")
    story.everything_is_accounted_for()


def test_the_second_chaser_is_known_by_the_first_of_the_spreadsheet(begin: Begin) -> None:
    story = begin(start=date(2026, 12, 1))
    bring(story, replace(REQUEST, chasers=Chasers((date(2026, 11, 30),))))
    story.they_write(letters.CHASER)
    assert any("final_chaser" in question.choices for question in story.questions)
    assert [event.kind for event in story.case.events] == ["first_chaser", "first_chaser"]


def test_its_own_letter_takes_over_what_was_typed_in_first_and_the_file_meets_it_afterwards(begin: Begin) -> None:
    story = begin(start=START)
    bring(story, REQUEST)
    story.they_write(letters.REQUEST)
    (task,) = story.tasks
    assert not task.awaiting_release and "task → owner" in story.what_happened()
    assert [row.became.value for row in bring(story, REQUEST).results] == ["same"] and len(story.tasks) == 1
    assert story.refuses("release", "all")


def test_what_closes_in_the_old_list_before_the_release_is_never_mailed(begin: Begin) -> None:
    story = begin(start=TUESDAY)
    bring(story, REQUEST, ORDER)
    bring(story, replace(REQUEST, state=RowState.CLOSED), ORDER)
    story.the_officer("release", "all")
    story.we_see("handover → owner", "invitation → owner")
    states = {task.case: task.state for file in story.cases for task in file.tasks}
    assert states == {f"LGSCO {letters.REF}": TaskState.WITHDRAWN, "HO 202604377": TaskState.OPEN}


def test_the_steps_of_a_calm_start(begin: Begin) -> None:
    """Watch: refused, nobody would hear. Draft: each mail is held until it is approved."""
    watching = begin(start=START, mode=Mode.WATCH)
    bring(watching, REQUEST)
    assert watching.refuses("release", "all") and watching.tasks[0].awaiting_release
    watching.close()
    story = begin(start=START, mode=Mode.DRAFT, config="[store]\nfolder = 'store'\n")
    story.the_officer("release", "all")
    assert {"(held) handover → owner", "(held) invitation → owner"} <= set(story.what_happened())
    assert story.tasks[0].last_notice_on == START


def test_a_person_who_gives_the_task_to_somebody_else_before_the_release_is_not_overruled(begin: Begin) -> None:
    story = begin(start=TUESDAY)
    bring(story, REQUEST)
    story.the_officer("reassign", f"{letters.REF}/1", NAMES["stand-in"])
    story.we_see()
    assert [row.became.value for row in bring(story, REQUEST).results] == ["left"]
    story.the_officer("release", "all")
    story.we_see("handover → stand-in", "invitation → stand-in")


def test_a_near_date_that_nobody_has_released_is_told_to_the_link_officer_once(begin: Begin) -> None:
    story = begin(start=date(2026, 11, 24))
    bring(story, REQUEST)
    story.until(date(2026, 11, 27))
    assert story.days_of("alert → officer") == [date(2026, 11, 25)]
    story.days_pass(4)
    assert not [what for what in story.what_happened() if "owner" in what or "head" in what]
