"""The same journey with every case system: the register ends the same, and the far side holds what it should, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from linkbot.casesystems.local import LocalCaseSystem
from linkbot.mailsystems.memory_sending import MemoryOutgoing
from linkbot.model.casework import CaseStatus
from linkbot.model.outbox import OutboxState
from linkbot.ports import CaseSystem
from linkbot.worker.office import LONDON
from tests.contracts.case_system_worlds import forwarding
from tests.contracts.icasework_worlds import TERMS, World

from . import letters
from .conversation import Conversation

ICASEWORK = """
[case_system]
kind = "icasework"
reminders_by = "linkbot"
[case_system.icasework]
base = "https://uat.icasework.com"
reports = "https://uatreports.icasework.com"
db = "anytown"
api_key = "the-key"
secret_file = "secret.txt"
case_type = "Ombudsman"
attribute_reference = "OmbudsmanReference"
attribute_remedy = "TotalRedress"
attribute_due = "OmbudsmanDue"
"""
FORWARD = '[case_system]\nkind = "forward"\n[case_system.forward]\naddress = "cases@anytown.gov.uk"\n'
Count = Callable[[], list[str]]


def _local(story: Conversation, folder: Path) -> tuple[CaseSystem, Count]:
    return LocalCaseSystem(folder / "slips"), lambda: sorted(path.name for path in (folder / "slips").glob("*.json"))


def _forward(story: Conversation, folder: Path) -> tuple[CaseSystem, Count]:
    outgoing = MemoryOutgoing()
    return forwarding(outgoing), lambda: [mail.key for mail in outgoing.sent]


def _icasework(story: Conversation, folder: Path) -> tuple[CaseSystem, Count]:
    world = World(terms=replace(TERMS, letter_form="UF1"), clock=story.clock.now)
    cases = world.server.cases

    def marks() -> list[str]:
        written = [f for case in cases for f in (case.fields, *(entry.fields for entry in case.entries))]
        return [mark for fields in written for mark in re.findall(r"\[linkbot (\w+)\]", fields["Details"])]

    return world.open().case_system, marks


WORLDS = {"local": ("", _local), "forward": (FORWARD, _forward), "icasework": (ICASEWORK, _icasework)}


def lived(folder: Path, kind: str) -> tuple[Conversation, Count]:
    """From the decision to the closed case, a part of it confirmed before the rest."""
    folder.mkdir(parents=True)
    config, make = WORLDS[kind]
    story = Conversation(folder, start=date(2027, 1, 4), config=config)
    system, count = make(story, folder)
    story.office = replace(story.office, case_system=system)
    story.they_write(letters.DECISION)
    story.what_happened()  # an act's second counts what was seen before it
    story.the_officer("submitted", story.tasks[0].id)
    for day, letter in ((18, letters.PARTLY), (27, letters.SATISFIED)):
        story.clock.walk_to(datetime(2027, 1, day, 10, tzinfo=LONDON))  # what fell due meanwhile is made up for
        story.they_write(letter)
    return story, count


def register(story: Conversation) -> object:
    """All rows of the casework."""
    with story.office.store.begin() as tx:
        return tx.cases(), tuple(tx.events(file.case.id) for file in tx.cases()), tx.questions(open_only=False)


def test_the_same_journey_ends_with_the_same_register_whatever_the_case_system(tmp_path: Path) -> None:
    ends = {}
    for kind in WORLDS:
        story, count = lived(tmp_path / kind, kind)
        try:
            ends[kind] = register(story)
            assert story.case.case.status is CaseStatus.CLOSED
            letters_done = [e for e in story.outbox(OutboxState.DONE) if getattr(e.effect, "event", None)]
            assert len(letters_done) == 3 and len(set(count())) == len(count()) == 3, f"{kind}: each letter once"
            assert not story.outbox(OutboxState.FAILED, OutboxState.DOUBTFUL, OutboxState.PENDING, OutboxState.CLAIMED)
        finally:
            story.close()
    assert ends["local"] == ends["forward"] == ends["icasework"]


def test_a_letter_nobody_can_say_was_registered_is_settled_by_whoever_looks(tmp_path: Path) -> None:
    """The answer to the second letter is lost, and so is that to its repeat."""
    story = Conversation(tmp_path, start=date(2026, 11, 2), config=ICASEWORK)
    world = World(clock=story.clock.now)
    try:
        story.office = replace(story.office, case_system=world.open().case_system)
        story.they_write(letters.NOTICE)
        world.server.script.extend([None, "cut after", "cut after"])
        story.they_write(letters.REQUEST)
        (entry,) = story.outbox(OutboxState.DOUBTFUL)
        story.until(date(2026, 11, 3), hour=9)
        mail = story.last_mail("officer", "Desk mail")
        body = mail.get_body(preferencelist=("plain",))
        words = " ".join(body.get_content().split()) if body else ""
        assert "Nobody can tell whether this was done: Information request of 2 November 2026" in words
        assert f"linkbot {entry.key[:12]}" in words, "by these words it is found in iCasework"
        story.replies("officer", "1 arrived", to=mail)
        assert not story.outbox(OutboxState.DOUBTFUL, OutboxState.PENDING)
        (case,) = world.server.cases
        assert sum(entry.key[:12] in one.fields["Details"] for one in case.entries) == 1
    finally:
        story.close()
