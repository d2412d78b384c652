"""A crash between two commits while the answer is taken that switches a kind off: one act, one alert, one question."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from linkbot.model.question import About, QuestionState, Verb
from linkbot.store import copy_store
from linkbot.worker.tick import tick
from tests.journeys.conversation import Conversation
from tests.journeys.letters import REF, REQUEST, answer_to

from .seams import Crash, Seams

TAKING = range(6, 15, 2)
"""Some of the commits between the look into the mailbox and delivery, which are cut off elsewhere."""
LISTED = '[automation]\nkinds = ["information_request"]\nsample_percent = 2\n'


def second_week(folder: Path) -> tuple[Conversation, bytes]:
    """One check has been answered with no; the desk mail puts the second, and so does its reader."""
    story = Conversation(folder, start=date(2026, 11, 6), config=LISTED)
    for reference, day in (("26 104 401", date(2026, 11, 6)), ("26 104 402", date(2026, 11, 9))):
        letter = REQUEST.but(subject=REQUEST.subject.replace(REF, reference), body=REQUEST.body.replace(REF, reference))
        story.they_write(letter, at=day, hour=14)
        if day == date(2026, 11, 6):
            (check,) = [question for question in story.questions if question.about is About.CHECK]
            story.the_officer("answer", check.id, "no")
            (look,) = story.questions
            story.the_officer("answer", look.id, "done")
    story.until(date(2026, 11, 10), hour=9)
    desk = story.last_mail("officer", "Desk mail")
    return story, answer_to(desk, "Officer <officer@anytown.gov.uk>", "1 first chaser").octets(story.clock.now(), 99)


def outcome(story: Conversation) -> tuple[object, ...]:
    with story.office.store.begin() as tx:
        asked = Counter((question.about, question.state) for question in tx.questions(open_only=False))
        acts = [(act.by, act.target, act.value) for act in tx.acts(verb=Verb.TRUST)]
        mails = Counter(getattr(entry.effect, "template", "") for entry in tx.outbox())
    sent = Counter(call.key for call in story.recording.calls if call.verb == "send")
    return asked, acts, mails["alert"], mails["answer_receipt"], max(sent.values(), default=0)


def test_wherever_the_answer_is_cut_off_the_kind_is_switched_off_once(tmp_path: Path) -> None:
    story, octets = second_week(tmp_path)
    before = tmp_path / "before"
    copy_store(tmp_path / "store", before)
    counted = Seams()
    story.mailbox.arrive(octets, story.clock.now())
    calm = story.office
    story.office = counted.wrap(calm, Counter())
    tick(story.office)
    story.office = calm
    wanted = outcome(story)
    assert wanted[1:] == ([("linkbot", "information_request", "off")], 1, 1, 1)
    assert wanted[0] == {
        (About.CHECK, QuestionState.ANSWERED): 2,
        (About.LOOK, QuestionState.ANSWERED): 1,
        (About.LOOK, QuestionState.OPEN): 1,
    }
    mailboxes = story.office.mailboxes
    story.close()
    assert counted.passed["after commit"] > TAKING[-1]
    for nth in TAKING:
        folder = tmp_path / f"cut-{nth}"
        folder.mkdir()
        copy_store(before, folder / "store")
        again = Conversation(folder, start=date(2026, 11, 10), config=LISTED)
        calm = replace(again.office, mailboxes=mailboxes)
        cut = Seams("after commit", nth)
        again.clock.walk_to(story.clock.now())
        again.office = cut.wrap(calm, Counter())
        with pytest.raises(Crash):
            tick(again.office)
        again.office = calm
        again.clock.walk_to(again.clock.now() + timedelta(minutes=15))  # what was claimed is free again
        tick(again.office)
        assert outcome(again) == wanted, f"cut off after commit {nth}"
        again.close()
