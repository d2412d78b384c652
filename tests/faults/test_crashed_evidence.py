"""Cut off at every commit while evidence is taken, approved and sent: afterwards each thing stands once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from linkbot.model.effect import Template
from linkbot.model.outbox import OutboxState
from linkbot.store import copy_store
from linkbot.worker.tick import tick
from tests.journeys.conversation import NAMES, Conversation
from tests.journeys.letters import REQUEST, answer_to
from tests.journeys.test_validation import AD, DISPUTES, LOG, POLICY, POSTS, TASK, mail_to, says

from .seams import Crash, Seams

WANTED = (Template.EVIDENCE_RECEIPT.value, Template.VALIDATION.value, Template.SUBMISSION.value)


def begun(folder: Path) -> Conversation:
    story = Conversation(folder, start=date(2026, 11, 2), config=POSTS)
    story.they_write(REQUEST)
    return story


def evidence_comes(story: Conversation) -> tuple[bytes, str]:
    mail = answer_to(story.last_mail("owner"), f"Owner <{NAMES['owner']}>", "Attached.", files=(LOG, POLICY))
    return mail.octets(story.clock.now(), 90), "INBOX"


def the_last_approval_comes(story: Conversation) -> tuple[bytes, str]:
    story.replies("owner", "Attached.", to=story.last_mail("owner"), files=(LOG,))
    story.the_officer("received", TASK)
    says(story, DISPUTES, "approved")
    says(story, NAMES["officer"], "approved")
    mail = answer_to(mail_to(story, AD), f"AD <{AD}>", "approved")
    return mail.octets(story.clock.now(), 91), "INBOX"


def the_draft_lies_in_sent(story: Conversation) -> tuple[bytes, str]:
    octets, _ = the_last_approval_comes(story)
    story.mailbox.arrive(octets, story.clock.now())
    tick(story.office)
    (draft,) = [c.mail for c in story.recording.calls if c.verb == "save" and c.mail and b"evidence" in c.mail.octets]
    return draft.octets, "Sent"


def outcome(story: Conversation) -> tuple[object, ...]:
    with story.office.store.begin() as tx:
        files = [(file.name, file.state) for file in tx.evidence([TASK])]
        approvals = [(one.post, one.by) for one in tx.approvals([TASK])]
        acts = Counter((act.verb, act.target) for act in tx.acts())
        tasks = [
            (t.state, t.received, t.validated_at is None, t.submitted_at) for file in tx.cases() for t in file.tasks
        ]
        done = Counter(
            getattr(entry.effect, "template", entry.effect.effect)
            for entry in tx.outbox(OutboxState.DONE)
            if getattr(entry.effect, "template", "") in WANTED or entry.effect.effect in ("draft_reply",)
        )
        questions = sorted(question.about for question in tx.questions())
        waiting = [message.id for message in tx.messages() if message.status.value == "received"]
    mails = Counter(call.key for call in story.recording.calls if call.verb in ("send", "save"))
    return files, approvals, acts, tasks, done, questions, waiting, max(mails.values(), default=0) <= 1


STORIES = [evidence_comes, the_last_approval_comes, the_draft_lies_in_sent]


@pytest.mark.slow
@pytest.mark.parametrize("comes", STORIES)
def test_wherever_it_is_cut_off_it_stands_once(
    tmp_path: Path, comes: Callable[[Conversation], tuple[bytes, str]]
) -> None:
    cut_off(tmp_path, comes)


def test_cut_off_early_late_and_in_the_middle_the_last_approval_stands_once(tmp_path: Path) -> None:
    cut_off(tmp_path, the_last_approval_comes, only=3)


def cut_off(tmp_path: Path, comes: Callable[[Conversation], tuple[bytes, str]], *, only: int | None = None) -> None:
    story = begun(tmp_path)
    octets, folder = comes(story)
    before = tmp_path / "before"
    copy_store(tmp_path / "store", before)
    counted, calm = Seams(), story.office
    story.mailbox.arrive(octets, story.clock.now(), folder=folder)
    story.office = counted.wrap(calm, Counter())
    tick(story.office)
    story.office = calm
    wanted, mailboxes, now = outcome(story), story.office.mailboxes, story.clock.now()
    assert wanted[-2:] == ([], True)
    story.close()
    commits = counted.passed["after commit"]
    for nth in range(2, commits + 1, commits // only) if only else range(1, commits + 1):
        place = tmp_path / f"cut-{nth}"
        place.mkdir()
        copy_store(before, place / "store")
        again = Conversation(place, start=date(2026, 11, 2), config=POSTS)
        calm = replace(again.office, mailboxes=mailboxes)
        again.clock.walk_to(now)
        again.office = Seams("after commit", nth).wrap(calm, Counter())
        with pytest.raises(Crash):
            tick(again.office)
        again.office = calm
        again.clock.walk_to(now + timedelta(minutes=15))  # what was claimed is free again
        tick(again.office)
        assert outcome(again) == wanted, f"cut off after commit {nth}"
        again.close()
