"""What the mode leaves of a decision: `watch` keeps the register only, `draft` holds what would go to others.

Of questions `watch` keeps the checks, which nobody is mailed, and answers to what was asked before.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.model.decision import Decision
from linkbot.model.effect import AskPerson, FileMessage, RegisterInCaseSystem, SendEmail, UpdateSheet
from linkbot.model.mode import Mode
from linkbot.model.outbox import Intent
from linkbot.model.people import LINK_OFFICER
from linkbot.model.question import About, QuestionState

HELD = "mode is draft: release it with `linkbot outbox approve`"


def for_mode(decision: Decision, mode: Mode) -> Decision:
    """Pure. In `draft` the link officer's own mail, questions and linkbot's own records still go."""
    if mode is Mode.ACT:
        return decision
    if mode is Mode.WATCH:
        kept = (q for q in decision.questions if q.about is About.CHECK or q.state is not QuestionState.OPEN)
        return replace(decision, intents=(), questions=tuple(kept), invitations=())
    return replace(decision, intents=tuple(_held(intent) for intent in decision.intents))


def _held(intent: Intent) -> Intent:
    effect = intent.effect
    inward = isinstance(effect, AskPerson | FileMessage | UpdateSheet | RegisterInCaseSystem)
    own = isinstance(effect, SendEmail) and effect.role == LINK_OFFICER
    return intent if intent.held or inward or own else replace(intent, held=True, why_held=HELD)
