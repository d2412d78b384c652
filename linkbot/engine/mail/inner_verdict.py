"""A colleague forwards a mail as an attachment, and that mail still bears what our own receiver thought of it.

Only ever held against the inner letter: what is missing or passed there proves nothing, because a file can be made.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.mail.acting import acting, own_words
from linkbot.engine.sender.authenticate import authenticate
from linkbot.model.acting import Acting
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.mail import LetterRole, Message
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.organisation import AuthenticationPolicy, Organisation


def checked_acting(
    message: Message,
    authentication: Authentication,
    *,
    policy: AuthenticationPolicy,
    organisation: Organisation,
    ombudsmen: Ombudsmen,
) -> Acting:
    """As `acting`; but the colleague's own words and a doubt, when our receiver had found the attached mail a fake."""
    act = acting(message, authentication, organisation=organisation, ombudsmen=ombudsmen)
    letter = act.letters[0] if act.forwarded and act.letters else None
    if letter is None or letter.role is not LetterRole.NESTED:
        return act
    for inner in _all_nested(message):
        if inner.from_ != letter.from_ or inner.date != letter.date:
            continue
        found = authenticate(inner, policy=policy, organisation=organisation, ombudsmen=ombudsmen)
        if found.verdict is Verdict.FORGED:
            doubt = f"the attached mail was found not to be genuine when it came: {found.why}"
            return replace(own_words(message, authentication), doubt=doubt)
    return act


def _all_nested(message: Message) -> tuple[Message, ...]:
    return tuple(one for inner in message.nested for one in (inner, *_all_nested(inner)))
