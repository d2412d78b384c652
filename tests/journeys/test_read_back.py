"""What people do with a corrective action in the case system is done here in their name, undoing nothing newer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from linkbot.engine.casework.read_back import same_person, task_named
from linkbot.model.case_system import ActionSeen
from linkbot.model.mode import Mode
from linkbot.model.outbox import OutboxState
from linkbot.model.people import Directory, Person
from linkbot.ports import Transient
from linkbot.worker.office import LONDON
from linkbot.worker.read_back import read_back
from linkbot.worker.tick import tick

from . import letters
from .conftest import Begin
from .conversation import NAMES, Conversation
from .test_told_case_system import beside, told

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=LONDON)


@dataclass
class Report:
    """The corrective actions report as it stands; `asked` with which instants."""

    rows: list[ActionSeen] = field(default_factory=list)
    asked: list[datetime | None] = field(default_factory=list)
    down: bool = False

    def seen(self, since: datetime | None) -> Iterator[ActionSeen]:
        self.asked.append(since)
        if self.down:
            raise Transient("The report does not answer.")
        yield from self.rows


def a_row(story: Conversation, **more: object) -> ActionSeen:
    (task,) = story.tasks
    one = ActionSeen("77", f"Omb request {task.id} please", False, task.owner, "Owen Hale", NOON)
    return replace(one, **more)  # type: ignore[arg-type]


@pytest.fixture
def story(begin: Begin) -> Conversation:
    """A request with its task; the desk mail asks for a corrective action to be opened."""
    story = beside(begin(start=date(2026, 11, 2)))
    story.office = replace(story.office, actions=Report())
    story.they_write(letters.REQUEST)
    story.until(date(2026, 11, 3), hour=13)
    story.what_happened()
    return story


def later(story: Conversation, *rows: ActionSeen, minutes: int = 20) -> list[str]:
    """The report shows this, and it is time to read it."""
    story.office.actions.rows = list(rows)  # type: ignore[union-attr]
    story.clock.walk_to(story.clock.now() + timedelta(minutes=minutes))
    tick(story.office)
    return story.what_happened()


def acts(story: Conversation) -> list[tuple[str, str, str | None]]:
    with story.office.store.begin() as tx:
        return [(act.verb.value, act.by, act.value) for act in tx.acts()]


def test_what_was_completed_there_is_done_here_by_that_person_once(story: Conversation) -> None:
    done = a_row(story, done=True)
    assert set(later(story, done)) == {"(held) register_in_case_system", "invitation_cancel → owner"}
    assert acts(story) == [("done", "Owen Hale", None)] and story.tasks[0].done
    later(story, done)
    later(story, replace(done, at=NOON + timedelta(minutes=5)))
    assert len(acts(story)) == 1 and told(story, OutboxState.HELD) == [], "and no line asks for it to be done there"


def test_seeing_it_there_ticks_the_line_that_asked_for_it(story: Conversation) -> None:
    assert told(story, OutboxState.HELD) == [("task", True)]
    assert later(story, a_row(story)) == []
    assert told(story, OutboxState.HELD) == [] and acts(story) == []


def test_who_has_it_there_has_it_here_and_the_new_owner_hears(story: Conversation) -> None:
    seen = later(story, a_row(story, owner=NAMES["head"]))
    assert {"task → head", "task → owner"} <= set(seen), "the new owner gets it, the old one can stop"
    assert story.tasks[0].owner == NAMES["head"] and acts(story) == [("reassign", "Owen Hale", NAMES["head"])]
    assert told(story, OutboxState.HELD) == []


@pytest.mark.parametrize("name", ["Owner", "Hale, Owen", "OWEN HALE", "repairs", "Owen.Hale@anytown.gov.uk"])
def test_the_same_person_under_another_name_is_no_change(name: str) -> None:
    people = (Person("repairs", "owner@anytown.gov.uk"), Person("other", "owen.hale@anytown.gov.uk", name="O. Hale"))
    address = "owner@anytown.gov.uk" if name in ("Owner", "repairs") else "owen.hale@anytown.gov.uk"
    assert same_person(name, address, Directory(people))
    assert not same_person(name, "sam.field@anytown.gov.uk", Directory(people))


def test_a_newer_act_here_is_never_undone(story: Conversation) -> None:
    task = story.tasks[0].id
    story.the_officer("reassign", task, NAMES["head"])
    story.what_happened()
    later(story, a_row(story))  # as it stood there before
    assert story.tasks[0].owner == NAMES["head"] and story.questions == ()
    later(story, a_row(story, done=True))
    (question,) = story.questions
    assert "gave it out again after that" in question.reading and not story.tasks[0].done
    later(story, a_row(story, done=True))
    story.the_officer("answer", question.id, "done")
    later(story, a_row(story, done=True))
    assert story.questions == () and not story.tasks[0].done, "asked once"


def test_an_owner_given_by_an_answer_here_is_not_taken_back(story: Conversation) -> None:
    """Not every change of owner is an act on the task: an answer to a question, a letter, a handover do it too."""
    task = story.tasks[0]
    story.the_officer("handover", task.owner, NAMES["head"])
    story.what_happened()
    later(story, a_row(story, owner=task.owner))
    assert story.tasks[0].owner == NAMES["head"] and story.questions == ()
    moved = a_row(story, owner=NAMES["contact"], at=story.clock.now() + timedelta(minutes=1))
    later(story, moved)
    assert story.tasks[0].owner == NAMES["contact"], "what was done there after that is followed"


def test_still_open_there_after_it_was_done_here_is_asked_about(story: Conversation) -> None:
    story.the_officer("submitted", story.tasks[0].id)
    later(story, a_row(story))
    assert story.questions == (), "there it is only older"
    later(story, a_row(story, at=story.clock.now() + timedelta(minutes=1)), minutes=30)
    (question,) = story.questions
    assert "still open" in question.reading and "submitted" in question.reading


def test_a_name_without_an_address_is_asked_about_and_strangers_get_nothing(story: Conversation) -> None:
    later(story, a_row(story, owner="J. Bloggs"))
    assert "no address" in story.question().reading and acts(story) == []
    later(story, a_row(story, owner="j@elsewhere.example", at=NOON + timedelta(minutes=1)))
    assert acts(story) == [] and len(story.questions) == 2


def test_rows_that_name_no_task_of_ours_or_no_time_do_nothing(story: Conversation) -> None:
    rows = [
        a_row(story, title="A corrective action of another matter", done=True),
        a_row(story, title="HO 202399999/7", done=True),
        a_row(story, at=None, done=True),
    ]
    assert later(story, *rows) == [] and acts(story) == []


def test_it_is_read_every_quarter_of_an_hour_and_from_a_little_before_the_last_time(story: Conversation) -> None:
    report = story.office.actions
    assert isinstance(report, Report)
    report.asked.clear()
    story.clock.walk_to(story.clock.now() + timedelta(minutes=20))
    assert read_back(replace(story.office, mode=Mode.WATCH)) == 0 and not report.asked, "who watches acts for nobody"
    for _ in range(6):
        later(story, minutes=5)
    assert len(report.asked) == 2 and None not in report.asked
    report.down = True
    before = report.asked[-1]
    later(story)
    story.clock.walk_to(story.clock.now() + timedelta(minutes=20))
    with pytest.raises(Transient):
        read_back(story.office)
    assert report.asked[-1] == report.asked[-2] and report.asked[-1] > before, "what failed is read again in full"


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("Order 2: HO 202312345/2", "HO 202312345/2"),
        ("LGSCO 26 104 377/1 - evidence", "LGSCO 26 104 377/1"),
        ("lgsco-26-104-377/12", "lgsco-26-104-377/12"),
        ("Meeting of 12/11/2026", None),
        ("CRM-204117", None),
    ],
)
def test_a_task_is_known_by_its_id_wherever_it_stands(title: str, id: str | None) -> None:
    assert task_named(title) == id
