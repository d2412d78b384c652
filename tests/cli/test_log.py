"""The log tells facts by ids from a closed list of actions, and the page for operators explains each."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkbot.wiring import office_of, set_up
from linkbot.worker.log import Action, Log, LogObserver, without_addresses
from linkbot.worker.simulation import WalkingClock
from linkbot.worker.tick import tick

from .conftest import LETTERS, Council

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_explained_to_operators(action: Action) -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{action.value}` \|", page, re.MULTILINE)


def test_the_page_explains_no_action_there_is_not() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    section = page.partition("## What the logs say")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == {action.value for action in Action}


def test_a_line_is_text_or_json() -> None:
    lines: list[str] = []
    for as_json in (False, True):
        log = Log(WalkingClock(NOW), as_json=as_json, write=lines.append)
        log.tell(Action.DECIDED, message="m-1", cases="HO 1, HO 2", kind=None)
    assert lines[0] == '2027-01-11T09:00:00+00:00 decided message=m-1 cases="HO 1, HO 2"'
    assert json.loads(lines[1]) == {
        "at": "2027-01-11T09:00:00+00:00",
        "action": "decided",
        "message": "m-1",
        "cases": "HO 1, HO 2",
    }


def test_no_address_name_or_subject_of_a_whole_turn_reaches_the_log(council: Council) -> None:
    council.deliver(*LETTERS)
    (council.folder / "sent").write_text("in the way: each mail fails for good", encoding="utf-8")
    lines: list[str] = []
    office = office_of(set_up(council.config), LogObserver(Log(WalkingClock(NOW), write=lines.append)))
    tick(office)
    with office.store.begin() as tx:
        files, messages, entries = tx.cases(), tx.messages(), tx.outbox()
    office.extractor.close()
    office.store.close()
    log = "\n".join(lines)
    assert {line.split()[1] for line in lines} >= {"decided", "tasked", "intended", "delivered", "deliver_failed"}
    people = {file.case.complainant for file in files} | {m.subject for m in messages} | {m.sender for m in messages}
    people |= {address for entry in entries for address in getattr(entry.effect, "to", ())}
    assert len(people) > 5
    assert "@" not in log
    assert [word for word in people if word and word.casefold() in log.casefold()] == []


def test_a_fault_of_the_machinery_loses_its_addresses() -> None:
    told = without_addresses("Mailbox <omb@anytown.gov.uk>, of 'a.b@c.uk':\nno answer from mx.anytown.gov.uk")
    assert told == "Mailbox <[address]>, of '[address]': no answer from mx.anytown.gov.uk"
