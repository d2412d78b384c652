"""What the trail of Received headers proves: that a message never left our side, that a header was written on arrival,
that a message was handed over by a gateway of ours.

Headers are prepended, so the trail is read from the top; where it first shows an outside host, everything below it (but
for what our receiver writes next to that line) came with the message, and anybody may have written it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from linkbot.engine.sender.domains import below, organisational
from linkbot.engine.sender.received import MICROSOFT, Hop, Network, hop, inside_of, is_inside
from linkbot.model.mail import Message
from linkbot.model.organisation import AuthenticationPolicy, Gateway, Organisation

_AUTH_AS = "x-ms-exchange-organization-authas"


def says_internal(message: Message, policy: AuthenticationPolicy) -> bool:
    """Exchange Online's own mark of mail written inside. It strips the mark from mail of strangers; two are suspicious.

    Its likeness `X-MS-Exchange-CrossTenant-AuthAs` is another organisation's word and never counts.
    """
    return policy.microsoft and [one.strip() for one in message.all_headers(_AUTH_AS)] == ["Internal"]


def came_from_outside(message: Message, *, organisation: Organisation, policy: AuthenticationPolicy) -> str | None:
    """The first Received header (topmost first) that shows an outside host, or None. No Received at all is inside."""
    inside = inside_of(organisation, policy, cloud=says_internal(message, policy))
    return next((one for one in message.all_headers("received") if not is_inside(hop(one), inside)), None)


def _above(message: Message, position: int) -> list[Hop]:
    return [hop(value) for name, value in message.headers[:position] if name == "received"]


def was_there_on_arrival(
    message: Message, position: int, *, receivers: tuple[str, ...], domains: tuple[str, ...]
) -> bool:
    """Whether the header at `position` (in `message.headers`) stood there already when our receiver got the message.

    A receiver writes its results above or just below its own Received header. Below another host's Received header that
    is itself below ours, a header came with the message: anybody may have written it.
    """
    ours_seen = False
    for one in _above(message, position):
        if ours_seen and one.by and not below(one.by, (*receivers, *domains)):
            return True
        ours_seen = ours_seen or below(one.by or "", receivers)
    return False


def microsoft_wrote_it(
    message: Message, position: int, *, organisation: Organisation, policy: AuthenticationPolicy
) -> bool:
    """Exchange Online writes its results just below its own Received line, and nothing outside may stand above that."""
    hops = _above(message, position)
    if not hops:
        return True
    inside = inside_of(organisation, policy, cloud=True)
    return below(hops[-1].by or "", MICROSOFT) and all(is_inside(one, inside) for one in hops[:-1])


def gateway_wrote_it(
    message: Message, position: int, gateway: Gateway, *, organisation: Organisation, policy: AuthenticationPolicy
) -> bool:
    """The message entered our side from one of the gateway's hosts, and only the gateway's own lines lie in between."""
    inside = inside_of(organisation, policy, cloud=True)
    hops = _above(message, position)
    border = next((at for at, one in enumerate(hops) if not is_inside(one, inside)), None)
    if border is None or not _received_by_us(hops[border], organisation, policy):
        return False
    own = (gateway.name, organisational(gateway.name), *(host for host in gateway.hosts if not _network(host)))
    return _is_one_of(hops[border], gateway.hosts) and all(below(one.by or "", own) for one in hops[border + 1 :])


def _received_by_us(hop: Hop, organisation: Organisation, policy: AuthenticationPolicy) -> bool:
    ours = (*organisation.domains, *policy.receivers, *(MICROSOFT if policy.microsoft else ()))
    return below(hop.by or "", ours)


def _is_one_of(hop: Hop, hosts: Iterable[str]) -> bool:
    """By address, or by the name our receiver looked up; never by what the host calls itself."""
    for host in hosts:
        network = _network(host)
        if network is None:
            if hop.name and not hop.doubted and below(hop.name, (host,)):
                return True
        elif hop.address and ipaddress.ip_address(hop.address) in network:
            return True
    return False


def _network(host: str) -> Network | None:
    try:
        return ipaddress.ip_network(host, strict=False)
    except ValueError:
        return None
