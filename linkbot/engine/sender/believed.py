"""Which Authentication-Results header of a message may be believed: our own receiver's, the topmost one, or under it
that of a gateway of ours which handed the message over itself. All others may have come with the message.
"""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.engine.sender.authentication_results import parse_authentication_results
from linkbot.engine.sender.trail import gateway_wrote_it, microsoft_wrote_it, was_there_on_arrival
from linkbot.model.authentication_results import AuthenticationResults
from linkbot.model.mail import Message
from linkbot.model.organisation import AuthenticationPolicy, Organisation

RESULTS = "authentication-results"


@dataclass(frozen=True)
class Believed:
    """`results` None: nothing may be believed, and `note` says why. Else `note` says whose word it is."""

    results: AuthenticationResults | None
    note: str


def believed(message: Message, policy: AuthenticationPolicy, organisation: Organisation) -> Believed:
    found = [
        (at, parse_authentication_results(value)) for at, (name, value) in enumerate(message.headers) if name == RESULTS
    ]
    if not found:
        return Believed(None, "it has no Authentication-Results header of our receiver")
    (position, top), *lower = found
    by_gateway = _of_gateway(message, found, policy, organisation)
    if by_gateway:
        return by_gateway
    why_not = _why_not(message, position, top, policy, organisation)
    if why_not:
        return Believed(None, why_not)
    whose = f"of our receiver {top.authserv_id}" if top.authserv_id else "as Exchange Online writes it"
    ignored = f"; {len(lower)} lower ones are ignored" if lower else ""
    return Believed(top, f"the topmost Authentication-Results header, {whose}{ignored}")


def _why_not(
    message: Message,
    position: int,
    top: AuthenticationResults,
    policy: AuthenticationPolicy,
    organisation: Organisation,
) -> str | None:
    """Why the topmost header is not our receiver's word."""
    if top.fault:
        return f"the topmost Authentication-Results header cannot be taken at its word: {top.fault}"
    receivers = tuple(receiver.casefold().strip() for receiver in policy.receivers)
    if top.authserv_id is None:
        if not policy.microsoft:
            return (
                "the topmost Authentication-Results header bears no server's name, "
                "which is believed only with authentication.microsoft"
            )
        written = microsoft_wrote_it(message, position, organisation=organisation, policy=policy)
        return None if written else "this header, which bears no name, was in the message before Exchange Online got it"
    if top.authserv_id not in receivers:
        return (
            f"the topmost Authentication-Results header is that of {top.authserv_id[:100]}, "
            "which is not under authentication.receivers"
        )
    if was_there_on_arrival(message, position, receivers=receivers, domains=organisation.domains):
        return "this Authentication-Results header was in the message before our receiver got it"
    return None


def _of_gateway(
    message: Message,
    found: list[tuple[int, AuthenticationResults]],
    policy: AuthenticationPolicy,
    organisation: Organisation,
) -> Believed | None:
    """The first header that bears a gateway's name, when only our own receiver's stand above it.

    Behind a gateway our own receiver sees the gateway's address and a message it has rewritten: what it says then is
    about the gateway, and the gateway's word about the sender stands in its place.
    """
    for position, results in found:
        gateway = next((one for one in policy.gateways if one.name.casefold() == results.authserv_id), None)
        if gateway is None:
            if _why_not(message, position, results, policy, organisation) is None:
                continue
            return None
        if results.fault or not gateway_wrote_it(message, position, gateway, organisation=organisation, policy=policy):
            return None
        return Believed(
            results, f"the Authentication-Results header of our gateway {gateway.name}, which handed it over"
        )
    return None
