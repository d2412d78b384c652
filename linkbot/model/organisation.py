"""The organisation linkbot works for: its names and its borders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Organisation:
    name: str
    domains: tuple[str, ...]  # internal senders, permitted recipients; lower case
    mailboxes: tuple[str, ...]
    our_references: tuple[str, ...] = ()  # regular expressions
    also_known_as: tuple[str, ...] = ()  # bodies whose letters are meant for us: a council whose homes we manage

    def owns(self, address: str) -> bool:
        """Whether an address lies in one of the organisation's domains (exactly: a sub-domain must be listed)."""
        return address.rpartition("@")[2].casefold() in self.domains


@dataclass(frozen=True)
class Gateway:
    """A filtering service in front of our own receiver. Its results count only for mail that it handed over itself."""

    name: str  # its authserv-id
    hosts: tuple[str, ...]  # looked-up names (theirs and below), addresses or networks it hands mail over from

    def __str__(self) -> str:
        return f"{self.name} from {', '.join(self.hosts)}"


@dataclass(frozen=True)
class AuthenticationPolicy:
    receivers: tuple[str, ...] = ()  # authserv-ids believed, topmost header only
    microsoft: bool = False  # also believe a topmost result without authserv-id
    internal_without_results: bool = True
    gateways: tuple[Gateway, ...] = ()
    arc_sealers: tuple[str, ...] = ()  # domains whose word counts for mail they passed on and thereby broke
