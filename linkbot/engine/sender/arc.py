"""ARC (RFC 8617): mail that somebody passed on and thereby broke, vouched for by a sealer of our choice.

Our receiver must have found the whole chain sound (`arc=pass`), every seal in it must be of a domain that the
configuration names, and the first of them must have seen the sender pass. No seal is checked here: that was the
receiver's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from linkbot.engine.sender.authentication_results import parse_authentication_results
from linkbot.engine.sender.domains import aligned, below
from linkbot.model.authentication import MethodResult
from linkbot.model.authentication_results import AuthenticationResults, MethodReading
from linkbot.model.mail import Message

_LONGEST_CHAIN = 50  # RFC 8617 4.2.1
_INSTANCE = re.compile(r"^\s*i\s*=\s*(\d{1,2})\s*;")


def sealed_pass(
    message: Message, results: AuthenticationResults, domain: str, *, sealers: tuple[str, ...]
) -> MethodReading | None:
    """What the first sealer saw of the sender, when its word may stand for our receiver's own finding."""
    chain = [one for one in results.of("arc") if one.result is MethodResult.PASS]
    seals = _by_instance(message.all_headers("arc-seal"))
    seen = _by_instance(message.all_headers("arc-authentication-results"))
    if not (sealers and chain and seals and len(seals) <= _LONGEST_CHAIN):
        return None
    if sorted(seals) != list(range(1, len(seals) + 1)) or sorted(seen) != sorted(seals):
        return None
    for seal in seals.values():
        tags = _tags(seal)
        if not below(tags.get("d", ""), sealers):
            return None
    first = parse_authentication_results(seen[1])
    if first.fault:
        return None
    return next((one for one in first.of("dmarc") if _passes(one, one.value("header.from"), domain)), None) or next(
        (one for one in first.of("dkim") if _passes(one, one.value("header.d"), domain)), None
    )


def _passes(one: MethodReading, of: str | None, domain: str) -> bool:
    return one.result is MethodResult.PASS and aligned(of, domain)


def _by_instance(values: Iterable[str]) -> dict[int, str]:
    """The values without their `i=`, by it; two of the same make the chain unusable."""
    found: dict[int, str] = {}
    for value in values:
        instance = _INSTANCE.match(value)
        number = int(instance[1]) if instance else 0
        if instance is None or number in found:
            return {}
        found[number] = value[instance.end() :]
    return found


def _tags(value: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in value.split(";"))
    return {name.strip().casefold(): told.strip().casefold() for name, _, told in pairs}
