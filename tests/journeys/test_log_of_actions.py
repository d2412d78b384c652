"""The workbook's log of actions holds every act at the latest on the day after linkbot heard of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from openpyxl import load_workbook

from linkbot.effectors.workbook import XlsxSheet
from linkbot.engine.wording.sheet_rows import ACTIONS, SheetPrivacy, tabs
from linkbot.model.question import Verb
from linkbot.worker.acts.perform import make_act

from . import letters
from .conftest import Begin
from .conversation import Conversation

MONDAY = date(2026, 11, 2)


def logged(path: Path) -> list[str]:
    return [str(cell.value) for row in load_workbook(path)[ACTIONS].iter_rows(min_row=2) for cell in row]


def somebody_did(story: Conversation, reason: str, *, ago: timedelta) -> None:
    """Heard of now, and nothing else follows: no other row of the workbook takes it along."""
    act = make_act(
        at=story.clock.now() - ago,
        by="Marian Osei",
        verb=Verb.DONE,
        target=story.tasks[0].id,
        value=None,
        reason=reason,
    )
    with story.office.store.begin() as tx:
        tx.add_act(act)


def test_an_act_heard_of_days_later_or_after_the_last_row_of_a_day_is_in_the_log_the_next_day(
    begin: Begin, tmp_path: Path
) -> None:
    story, path = begin(start=MONDAY), tmp_path / "register.xlsx"
    story.office = replace(story.office, sheet=XlsxSheet(path, tabs(SheetPrivacy())))
    story.they_write(letters.REQUEST)
    story.days_pass(4)
    somebody_did(story, "it was parked for three days", ago=timedelta(days=3))
    somebody_did(story, "after the last row", ago=timedelta())
    story.days_pass(1)
    found = logged(path)
    assert found.count("it was parked for three days") == found.count("after the last row") == 1
