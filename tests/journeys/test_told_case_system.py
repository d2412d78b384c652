"""A case system that takes some things from linkbot and leaves others to a person: told once, kept until ticked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from linkbot.effectors.recording import RecordingCaseSystem
from linkbot.model.case_system import CaseSystemAbilities, Deed
from linkbot.model.casework import CaseStatus, TaskState
from linkbot.model.effect import RegisterInCaseSystem
from linkbot.model.outbox import OutboxEntry, OutboxState
from linkbot.worker.office import LONDON
from linkbot.worker.tick import tick

from . import letters
from .conftest import Begin
from .conversation import Conversation

HANDS = frozenset({Deed.LINK, Deed.FILES, Deed.TASK, Deed.TASK_MOVED, Deed.TASK_DONE, Deed.CLOSED})
ABILITIES = CaseSystemAbilities(
    name="Casefile", does=frozenset({Deed.LETTER, Deed.ATTRIBUTES}), by_hand=HANDS, reminds=False
)


def beside(story: Conversation, abilities: CaseSystemAbilities = ABILITIES) -> Conversation:
    """The same story with such a case system."""
    desk = replace(story.office.desk, case_system=abilities)
    story.office = replace(story.office, desk=desk, case_system=RecordingCaseSystem(story.recording, abilities))
    return story


def told(story: Conversation, *states: OutboxState) -> list[tuple[str, bool]]:
    """Deed, and whether it is a person's."""
    found: list[OutboxEntry] = list(story.outbox(*states))
    effects = [entry.effect for entry in found if isinstance(entry.effect, RegisterInCaseSystem)]
    return [(effect.deed.value, effect.by_hand) for effect in effects]


def desk_mail(story: Conversation) -> str:
    """Its words, each paragraph on one line."""
    body = story.last_mail("officer", "Desk mail").get_body(preferencelist=("plain",))
    assert body is not None
    return re.sub(r"\n +", " ", body.get_content())


def test_what_it_cannot_take_is_on_the_desk_mail_until_ticked_by_reply(begin: Begin) -> None:
    story = beside(begin(start=date(2026, 11, 2)))
    story.they_write(letters.REQUEST.but(files=(("questions.bin", b"\x00\x01"),)))
    assert told(story, OutboxState.DONE) == [("letter", False), ("attributes", False)]
    assert told(story, OutboxState.HELD) == [("files", True), ("task", True)]

    story.until(date(2026, 11, 3), hour=9)
    text = desk_mail(story)
    assert "by hand in Casefile" in text and "attach: 1 file of: Information request" in text
    assert "open a corrective action: Information request" in text and "with owner@anytown.gov.uk" in text
    (task,) = story.tasks
    assert f"Write {task.id} in its title" in text
    lines = [line for line in text.splitlines() if "by hand in Casefile" in line]
    numbers = [line.removeprefix("- ").split(".")[0] for line in lines]
    story.replies("officer", f"{numbers[0]} done\n{numbers[1]} not needed", to=story.last_mail("officer", "Desk mail"))
    assert told(story, OutboxState.HELD) == []
    ticked = [e for e in story.outbox(OutboxState.DONE) if getattr(e.effect, "by_hand", False)]
    assert ["officer@anytown.gov.uk" in (entry.receipt or "") for entry in ticked] == [True]


def test_it_is_kept_until_ticked_on_the_command_line_and_nobody_can_release_it(begin: Begin) -> None:
    story = beside(begin(start=date(2026, 11, 2)))
    story.they_write(letters.REQUEST)
    (line,) = story.outbox(OutboxState.HELD)
    for day in (3, 4, 5):
        story.until(date(2026, 11, day), hour=9)
        assert "by hand in Casefile" in desk_mail(story)
    assert story.refuses("approve", line.key) and story.refuses("settle", line.key, "again")
    story.the_officer("settle", line.key, "done")
    assert told(story, OutboxState.HELD) == []


def test_each_change_of_an_action_is_told_once(begin: Begin) -> None:
    story = beside(begin(start=date(2026, 11, 2)))
    story.they_write(letters.REQUEST)
    (task,) = story.tasks
    story.the_officer("reassign", task.id, "head@anytown.gov.uk")
    story.they_write(letters.EXTENSION)
    story.the_officer("submitted", task.id)
    titles = [e.effect.title for e in story.outbox(OutboxState.HELD) if isinstance(e.effect, RegisterInCaseSystem)]
    assert [title.partition(", ")[2].split(" ")[0] for title in titles[:-1]] == ["with", "now", "now"]
    assert titles[-1].endswith("submitted") and story.tasks[0].state is TaskState.SUBMITTED
    assert len(set(titles)) == len(titles) == 4


def test_a_closed_case_is_closed_there_by_a_person(begin: Begin) -> None:
    story = beside(begin(start=date(2026, 11, 2)))
    story.they_write(letters.REQUEST)
    story.the_officer("close", story.case.case.id)
    assert story.case.case.status is CaseStatus.CLOSED
    assert told(story, OutboxState.HELD) == [("task", True), ("task_done", True), ("closed", True)]


def test_a_case_system_that_reminds_its_officers_ends_linkbot_s_reminders_and_nothing_else(begin: Begin) -> None:
    story = beside(begin(start=date(2026, 11, 2)), replace(ABILITIES, reminds=True, by_hand=frozenset()))
    story.they_write(letters.REQUEST)
    story.until(date(2026, 11, 6))
    story.clock.walk_to(datetime(2026, 11, 25, 9, tzinfo=LONDON))
    tick(story.office)
    seen = story.what_happened()
    assert "reminder → owner" not in seen
    assert {"task → owner", "invitation → owner", "warning → owner", "warning → contact"} <= set(seen)


@pytest.mark.parametrize("verb", ["link", "answer"])
def test_a_link_lets_go_what_waited_for_it_and_is_told_itself(begin: Begin, verb: str) -> None:
    from linkbot.model.complaint import Complaint

    story = beside(begin(start=date(2026, 11, 2)))
    with story.office.store.begin() as tx:
        tx.save_complaints([Complaint("CRM-900111", name="Somebody Else")])
    story.they_write(letters.REQUEST)
    assert ("letter", False) in told(story, OutboxState.HELD)
    target = story.case.case.id if verb == "link" else story.question().id
    story.the_officer(verb, target, "CRM-204117")
    assert ("letter", False) in told(story, OutboxState.DONE)
    assert ("link", True) in told(story, OutboxState.HELD) and ("letter", False) not in told(story, OutboxState.HELD)
