"""The ordered gates before reading: bounces, automatic replies, our own mail, newsletters, fakes, what cannot be read.

The first gate that closes decides; None lets the message be read as a letter. The words are data (`rules/gates.toml`);
what must never vanish (an ombudsman's casework behind a bulk header, a fake in the dress of our own mail) is code here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from linkbot.engine.mail.undelivered import goes_on_trying
from linkbot.engine.sender.claimed_address import claims_to_be_official
from linkbot.engine.sender.gate_words import Words, automatic, list_mail, opening, own_mail, words
from linkbot.model.acting import Acting
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.evidence import Evidence
from linkbot.model.gates import Check, Gate, GateHit, GateRules
from linkbot.model.mail import Message
from linkbot.model.organisation import Organisation

_TOO_BIG = re.compile(r"over(?:sized| the limit)|too (?:large|big|many|deep)|limit", re.IGNORECASE)


def limits_only(rules: GateRules) -> GateRules:
    """The gates for a letter that a person brought in: who sent it is vouched for, its size is not."""
    return replace(rules, gates=tuple(row for row in rules.gates if row.check is Check.OVERSIZED))


def gate(
    message: Message,
    authentication: Authentication,
    acting: Acting,
    *,
    rules: GateRules,
    organisation: Organisation,
) -> GateHit | None:
    """The first gate that closes. `duplicate` is the worker's: only the store knows copies."""
    for row in rules.gates:
        found = _closes(row, message, authentication, acting, rules, organisation)
        if found:
            seen = Evidence(f"gate:{row.id}", row.kind or row.id, found.source, found.quote)
            return GateHit(row.id, row.kind, found.reason, (seen,))
    return None


def _closes(
    row: Gate,
    message: Message,
    authentication: Authentication,
    acting: Acting,
    rules: GateRules,
    organisation: Organisation,
) -> Words | None:
    verdict = authentication.verdict
    match row.check:
        case Check.WORDS:
            return words(row, message)
        case Check.AUTOMATIC:
            return automatic(row, message, acting, from_ombudsman=authentication.ombudsman is not None)
        case Check.DELAYED:
            return _delayed(message)
        case Check.OWN:
            return own_mail(row, message, acting, organisation=organisation) if verdict is Verdict.INTERNAL else None
        case Check.NEWSLETTER:
            return list_mail(row, message, acting, rules.casework, trusted=verdict is Verdict.TRUSTED)
        case Check.FORGED:
            return _forged(authentication) if verdict is Verdict.FORGED else None
        case Check.UNVERIFIED:
            claims = row.everyone or claims_to_be_official(message, authentication, organisation=organisation)
            return _unverified(authentication) if verdict is Verdict.UNVERIFIED and claims else None
        case Check.SYSTEM:
            return _system(message, rules.system_addresses)
        case Check.OVERSIZED:
            return _oversized(message, rules.max_octets)
        case Check.UNREADABLE:
            return _unreadable(message, acting) if verdict is not Verdict.INTERNAL else None
        case _:
            assert_never(row.check)


def _delayed(message: Message) -> Words | None:
    if not goes_on_trying(message):
        return None
    return Words("it reports no failure: the mail server goes on trying", "message/delivery-status", "no failure")


def _forged(authentication: Authentication) -> Words:
    of = f" (imitates {authentication.look_alike_of})" if authentication.look_alike_of else ""
    seen = next(iter(authentication.evidence), None)
    return Words(
        f"the sender is not who it says{of}{_because(authentication)}",
        seen.source if seen else "header:From",
        seen.quote if seen else "",
    )


def _unverified(authentication: Authentication) -> Words:
    seen = next(iter(authentication.evidence), None)
    reason = f"nobody could verify that the sender is who it says{_because(authentication)}"
    return Words(reason, seen.source if seen else "header:From", seen.quote if seen else "")


def _because(authentication: Authentication) -> str:
    return f": {authentication.why}" if authentication.why else ""


def _system(message: Message, addresses: tuple[str, ...]) -> Words | None:
    """Not when a mail lies in it: what it passes on is for a person."""
    address = message.from_.address.casefold() if message.from_ else ""
    if address not in addresses or message.nested:
        return None
    return Words("the case system wrote it", "header:From", address)


def _oversized(message: Message, max_octets: int) -> Words | None:
    if message.size > max_octets:
        return Words("the message is over the size limit", "message", f"{message.size} octets")
    defect = next((one for one in message.defects if _TOO_BIG.search(one)), None)
    return Words("the message is over a limit and was not read whole", "message", defect) if defect else None


def _unreadable(message: Message, acting: Acting) -> Words | None:
    """Nothing of it could be read although something is there: neither text nor an attachment's text."""
    if any(letter.text.strip() for letter in acting.letters) or any(one.text.strip() for one in acting.history):
        return None
    quote = ", ".join(one.label for one in message.attachments) or message.subject or "(empty)"
    return Words("nothing in this message could be read", opening(acting)[0], quote)
