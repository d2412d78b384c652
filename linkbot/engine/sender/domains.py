"""Domain names: the organisational domain (what somebody registered), and whether two names are aligned.

The list of registries below which names are registered is the short one an English council meets; an unknown ending is
taken to be one label long. No list is fetched.
"""

from __future__ import annotations

RESTRICTED = frozenset(
    [
        "gov.uk",
        "nhs.uk",
        "police.uk",
        "ac.uk",
        "sch.uk",
        "mod.uk",
        "parliament.uk",
        "judiciary.uk",
        "gov.wales",
        "gov.scot",
        "mil.uk",
    ]
)
"""Registries that check who asks: a stranger cannot register a resembling name there."""

_SECOND_LEVEL = RESTRICTED | frozenset(
    [
        "co.uk",
        "org.uk",
        "me.uk",
        "ltd.uk",
        "plc.uk",
        "net.uk",
        "com.au",
        "org.au",
        "gov.au",
        "co.nz",
        "org.nz",
        "gov.ie",
        "co.za",
        "com.br",
        "co.in",
        "uk.com",
        "uk.net",
        "gb.com",
        "gb.net",
        "eu.com",
        "us.com",
    ]
)


def suffix(domain: str) -> str:
    """The registry's part: `org.uk`, `com`."""
    labels = clean(domain).split(".")
    last_two = ".".join(labels[-2:])
    return last_two if last_two in _SECOND_LEVEL and len(labels) > 2 else labels[-1]


def organisational(domain: str) -> str:
    """The registered name with its registry's part: `lgo.org.uk` for `mail.coin.lgo.org.uk`."""
    name = clean(domain)
    ending = suffix(name)
    head = name[: -len(ending)].rstrip(".")
    return f"{head.rpartition('.')[2]}.{ending}" if head else name


def aligned(one: str | None, other: str | None) -> bool:
    """Relaxed alignment (RFC 7489): equal, or the same organisational domain."""
    return bool(one and other) and organisational(str(one)) == organisational(str(other))


def below(domain: str, parents: tuple[str, ...]) -> bool:
    """Equal to or below one of the parents."""
    name = clean(domain)
    return any(name == parent or name.endswith("." + parent) for parent in map(clean, parents))


def clean(domain: str) -> str:
    return domain.strip().strip(".").casefold()
