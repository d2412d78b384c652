"""The trail of Received headers: did a message come from outside, and was a header already there when it came?

Only the hosts' names and addresses as our side recorded them count; what a sender calls itself (HELO) proves nothing.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from linkbot.engine.sender.domains import below, clean
from linkbot.model.mail import Message
from linkbot.model.organisation import AuthenticationPolicy, Organisation

_FROM = re.compile(r"^\s*from\s+(\S+)", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+(\S+)", re.IGNORECASE)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_ADDRESS = re.compile(
    r"\[?(?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})\]?", re.IGNORECASE
)
_PRIVATE = tuple(
    ipaddress.ip_network(net)
    for net in [
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    ]
)
_PRIVATE_NAMES = ("local", "internal", "lan", "corp", "intranet", "localdomain", "localhost", "home.arpa")
_MICROSOFT = ("outlook.com", "office365.com", "outlook.office365.com")


@dataclass(frozen=True)
class Hop:
    """One Received header. `name` is the sending host as looked up by the receiver, `helo` what it called itself."""

    helo: str | None
    name: str | None
    address: str | None
    by: str | None
    by_address: str | None


def hop(value: str) -> Hop:
    """A Received header's value as a Hop; what it does not say is None."""
    text = " ".join(value.split()).partition(";")[0]
    helo, by = _FROM.match(text), _BY.search(text)
    before_by = text[: by.start()] if by else text
    remark = " ".join(_BRACKETED.findall(before_by)) if helo else ""
    address = _ADDRESS.search(remark) or (_ADDRESS.search(helo[1]) if helo else None)
    name = next((word for word in remark.split() if "." in word and not _ADDRESS.fullmatch(word.strip("[]"))), None)
    by_remark = _BRACKETED.match(text[by.end() :].strip()) if by else None
    by_address = _ADDRESS.search(by_remark[1]) if by_remark else None
    return Hop(
        helo=clean(helo[1].strip("[]")) if helo else None,
        name=clean(name) if name and re.fullmatch(r"[\w.-]+", name) else None,
        address=address[1] if address else None,
        by=clean(by[1].strip("[]();")) if by else None,
        by_address=by_address[1] if by_address else None,
    )


def came_from_outside(message: Message, *, organisation: Organisation, policy: AuthenticationPolicy) -> str | None:
    """The first Received header (topmost first) that shows an outside host, or None. No Received at all is inside."""
    own_cloud = policy.microsoft and (message.header("x-ms-exchange-organization-authas") or "").strip() == "Internal"
    for value in message.all_headers("received"):
        if not _is_inside(hop(value), organisation.domains, own_cloud):
            return value
    return None


def _is_inside(hop: Hop, domains: tuple[str, ...], own_cloud: bool) -> bool:
    if hop.by and not _ours(hop.by, domains, own_cloud) and not _private(hop.by_address):
        return False
    if hop.helo is None:
        return True  # a local hand-over: "by … with local"
    if hop.address:
        if _private(hop.address):
            return True
        looked_up = hop.name or (hop.helo if own_cloud else None)
        return bool(looked_up and _ours(looked_up, domains, own_cloud))
    return _ours(hop.name or hop.helo, domains, own_cloud)


def _ours(host: str, domains: tuple[str, ...], own_cloud: bool) -> bool:
    if _ADDRESS.fullmatch(host):
        return _private(host)
    return (
        "." not in host
        or below(host, domains)
        or below(host, _PRIVATE_NAMES)
        or (own_cloud and below(host, _MICROSOFT))
    )


def _private(address: str | None) -> bool:
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    return any(parsed in network for network in _PRIVATE if network.version == parsed.version)


def was_there_on_arrival(
    message: Message, position: int, *, receivers: tuple[str, ...], domains: tuple[str, ...]
) -> bool:
    """Whether the header at `position` (in `message.headers`) stood there already when our receiver got the message.

    A receiver writes its results above or just below its own Received header. Below another host's Received header that
    is itself below ours, a header came with the message: anybody may have written it.
    """
    ours_seen = False
    for name, value in message.headers[:position]:
        if name != "received":
            continue
        host = hop(value).by or ""
        if ours_seen and host and not below(host, (*receivers, *domains)):
            return True
        ours_seen = ours_seen or below(host, receivers)
    return False
