"""The trail of Received headers: which host handed a message to which, as the receiving one recorded it.

What a sender calls itself (HELO) proves nothing, nor does a name it was given by its own DNS: only the address in the
receiver's remark does, or the name the receiver looked up itself. What follows from the trail is `trail`'s business.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from linkbot.engine.sender.domains import below, clean
from linkbot.model.organisation import AuthenticationPolicy, Organisation

_FROM = re.compile(r"^\s*from\s+(\S+)", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+(\S+)", re.IGNORECASE)
_BY_REMARK = re.compile(r"\s*\(([^()]*)\)")
_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
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
MICROSOFT = ("outlook.com", "office365.com", "exchangelabs.com")
"""Hosts of Exchange Online."""
_CLOUD = tuple(map(ipaddress.ip_network, ["2603:1000::/24", "2a01:111:e400::/48"]))
"""Where its hosts hand on among themselves; mail of its other customers comes from other addresses."""


@dataclass(frozen=True)
class Hop:
    """One Received header. `name` is the sending host as looked up by the receiver, `helo` what it called itself."""

    helo: str | None
    name: str | None
    address: str | None
    by: str | None
    by_address: str | None
    doubted: bool = False  # the receiver itself wrote that the name may be forged


@dataclass(frozen=True)
class Inside:
    """What counts as our own side of the trail."""

    domains: tuple[str, ...]
    cloud: bool  # Exchange Online is ours: its hosts hand on to each other under the names they call themselves


def inside_of(organisation: Organisation, policy: AuthenticationPolicy, *, cloud: bool) -> Inside:
    """`cloud`: this message may count as having moved within our part of Exchange Online."""
    return Inside(organisation.domains, cloud and policy.microsoft)


def hop(value: str) -> Hop:
    """A Received header's value as a Hop; what it does not say is None."""
    text = " ".join(value.split()).partition(";")[0]
    helo, by = _FROM.match(text), _BY.search(text)
    remark = _words(text[helo.end() : by.start() if by else len(text)]) if helo else []
    by_remark = _BY_REMARK.match(text, by.end()) if by else None
    literal = address_of(helo[1]) if helo else None
    names = [word for word in remark if _NAME.fullmatch(word) and address_of(word) is None]
    return Hop(
        helo=clean(helo[1].strip("[]")) if helo else None,
        name=clean(names[0]) if names else None,
        address=_address(remark) or literal,
        by=clean(by[1].strip("[]();")) if by else None,
        by_address=_address(_words(by_remark[1])) if by_remark else None,
        doubted="forged" in remark,
    )


def _words(remark: str) -> list[str]:
    """A remark's words, without what the sender called itself in it (`HELO name`, `helo=name`)."""
    words = re.sub(r"[(),]", " ", remark).split()
    kept, skip = list[str](), False
    for word in words:
        if not skip and "=" not in word and word.casefold() not in ("helo", "ehlo"):
            kept.append(word)
        skip = word.casefold() in ("helo", "ehlo")
    return kept


def _address(words: list[str]) -> str | None:
    """In brackets before bare; of several, one from outside: a private one beside it proves nothing."""
    bracketed = [one for word in words if word.startswith("[") and (one := address_of(word))]
    found = bracketed or [one for word in words if (one := address_of(word))]
    return next((one for one in found if not is_private(one)), found[0] if found else None)


def address_of(word: str) -> str | None:
    """The IP address a word is, in brackets or not."""
    bare = re.sub(r"^IPv6:", "", word.strip("[]"), flags=re.IGNORECASE).partition("%")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return None


def is_private(address: str | None) -> bool:
    return address is not None and _within(address, _PRIVATE)


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    parsed = ipaddress.ip_address(address)
    return any(parsed in network for network in networks if network.version == parsed.version)


def is_inside(hop: Hop, inside: Inside) -> bool:
    """Whether one of our hosts handed on to one of our hosts."""
    if hop.by and not _ours(hop.by, inside) and not is_private(hop.by_address):
        return False
    if hop.helo is None:
        return True  # a local hand-over: "by … with local"
    if is_private(hop.address):
        return True
    by_cloud = inside.cloud and below(hop.by or "", MICROSOFT)
    if hop.address:
        looked_up = hop.name or (hop.helo if by_cloud and _within(hop.address, _CLOUD) else None)
    else:
        looked_up = None if hop.doubted else hop.name or hop.helo
    if looked_up is None or hop.doubted:
        return False
    return _ours(looked_up, Inside(inside.domains, by_cloud))


def _ours(host: str, inside: Inside) -> bool:
    if address_of(host):
        return is_private(address_of(host))
    return (
        "." not in host
        or below(host, inside.domains)
        or below(host, _PRIVATE_NAMES)
        or (inside.cloud and below(host, MICROSOFT))
    )
