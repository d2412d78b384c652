"""A person ties a case to its original complaint, to another one, or to none; a wrong tie is undone everywhere."""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.casework.refused import Refused
from linkbot.engine.casework.told_case_system import tell_facts, tell_link_again, tell_wrong_link
from linkbot.engine.casework.work import Work
from linkbot.model.casework import LinkState
from linkbot.model.question import About, Act, QuestionState


def link_case(work: Work, act: Act, reference: str | None, *, registered: bool = False) -> None:
    """Its letters are then registered against that complaint. A case system that links its cases is told of the link
    alone: what waited for it is let go by whoever stores this. Raises `Refused`.
    """
    if not reference:
        raise Refused("Say which complaint: our own reference.")
    before = work.before.case
    if before.link is LinkState.LINKED and before.complaint == reference and before.link_by == act.by:
        raise Refused(f"{before.id} is tied to {reference} already.")
    work.change_case(link=LinkState.LINKED, complaint=reference, link_by=act.by)
    _settle_question(work, act, reference)
    if before.complaint == reference:
        return  # a person confirms what linkbot did
    if before.complaint and registered:
        tell_wrong_link(work, before.complaint, reference)
    tell_link_again(work, reference)


def unlink_case(work: Work, act: Act, *, registered: bool = False) -> None:
    """It belongs to no complaint, a person says, and no likeness overrules that. Raises `Refused`."""
    before = work.before.case
    if before.link is LinkState.NONE and before.link_by == act.by:
        raise Refused(f"{before.id} is tied to no complaint already.")
    work.change_case(link=LinkState.NONE, complaint=None, link_by=act.by)
    _settle_question(work, act, "none")
    if before.complaint and registered:
        tell_wrong_link(work, before.complaint, None)
    if before.complaint:
        tell_link_again(work, None)
    tell_facts(work)


def _settle_question(work: Work, act: Act, answer: str) -> None:
    """What was asked about it is answered by the deed: that counts for how far linkbot is trusted."""
    for question in work.before.questions:
        if question.about is About.COMPLAINT_LINK and question.id not in work.questions:
            work.questions[question.id] = replace(
                question,
                state=QuestionState.ANSWERED,
                answer=answer,
                answered_by=act.by,
                answered_at=work.moment.at,
            )
