"""One door for what people do: command line, acts file and (later) replies come in here, and each act is on record.

An act names a target by its id; what it may do depends on what that is. The row is checked again inside the
transaction, so that two people at once do not undo each other.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from linkbot.engine.casework.deeds import Refused
from linkbot.engine.trust.linking import LINKS
from linkbot.model.question import Act, Verb
from linkbot.worker.acts.on_brought_over import release_stored
from linkbot.worker.acts.on_directory import forget_complaints
from linkbot.worker.acts.on_files import act_on_file
from linkbot.worker.acts.on_kinds import act_on_kind
from linkbot.worker.acts.on_links import switch_links
from linkbot.worker.acts.on_messages import act_on_message
from linkbot.worker.acts.on_outbox import act_on_outbox
from linkbot.worker.acts.on_people import hand_over
from linkbot.worker.acts.on_questions import answer_question
from linkbot.worker.acts.on_retention import hold_case
from linkbot.worker.acts.on_tasks import act_on_stored_case, act_on_stored_task
from linkbot.worker.acts.on_validation import act_on_evidence
from linkbot.worker.acts.on_workbook import overwrite_cells
from linkbot.worker.office import Office

ON_TASKS = frozenset({Verb.DONE, Verb.RECEIVED, Verb.QUERY, Verb.SUBMITTED, Verb.SATISFIED, Verb.REASSIGN})
ON_CASES = frozenset({Verb.LINK, Verb.UNLINK, Verb.CLOSE})


def make_act(*, at: datetime, by: str, verb: Verb, target: str, value: str | None, reason: str) -> Act:
    """An act with an id of its own, the same for the same words at the same instant."""
    parts = "\n".join((at.isoformat(), by, verb.value, target, value or "", reason))
    return Act("a-" + hashlib.sha256(parts.encode()).hexdigest()[:12], at, by, verb, target, value, reason)


def perform_act(office: Office, act: Act) -> str:
    """Do it; answers one sentence of what became of it. Raises `Refused` when it makes no sense."""
    target = act.target.strip()
    if act.verb is Verb.ANSWER:
        return answer_question(office, act)
    if act.verb is Verb.TRUST and target == LINKS:
        return switch_links(office, act)
    if act.verb is Verb.TRUST:
        return act_on_kind(office, act)
    if act.verb is Verb.HOLD:
        return hold_case(office, act)
    if act.verb is Verb.FORGET:
        return forget_complaints(office, act)
    if act.verb is Verb.OVERWRITE:
        return overwrite_cells(office, act)
    if act.verb is Verb.RELEASE:
        return release_stored(office, act)
    if act.verb is Verb.HANDOVER:
        return hand_over(office, act)
    if act.verb in ON_CASES or (act.verb is Verb.REOPEN and "/" not in target):
        return act_on_stored_case(office, act)
    if act.verb in (Verb.LEAVE_OUT, Verb.INCLUDE):
        return act_on_file(office, act)
    if act.verb is Verb.VALIDATE or (act.verb is Verb.QUERY and "|" in target):
        return act_on_evidence(office, act)
    if act.verb in ON_TASKS or (act.verb in (Verb.WITHDRAW, Verb.REOPEN) and "/" in target):
        return act_on_stored_task(office, act)
    if act.verb is Verb.DISCARD or target.startswith("m-"):
        return act_on_message(office, act)
    if re.fullmatch(r"[0-9a-f]{6,64}", target):
        return act_on_outbox(office, act)
    raise Refused(f"There is nothing called {target!r} that one can {act.verb.value}.")
