"""`[authentication]` of `linkbot.toml`: whose word on a sender is believed. How to fill it: docs/genuine-mail.md."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from linkbot.model.organisation import AuthenticationPolicy, Gateway
from linkbot.toml_document import Table

_GATEWAY = re.compile(r"\s*(\S+)\s+from\s+(\S.*)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+")


def authentication_policy(table: Table) -> AuthenticationPolicy:
    value = AuthenticationPolicy(
        receivers=tuple(name.casefold() for name in table.texts("receivers")),
        microsoft=table.boolean("microsoft"),
        internal_without_results=table.boolean("internal_without_results", True),
        gateways=tuple(_gateways(table)),
        arc_sealers=tuple(name.casefold() for name in table.texts("arc_sealers")),
    )
    table.finish()
    return value


def _gateways(table: Table) -> Iterator[Gateway]:
    """A gateway without hosts would be believed from anybody: it is refused."""
    for text in table.texts("gateways"):
        found = _GATEWAY.fullmatch(text.casefold())
        hosts = tuple(re.split(r"[\s,]+", found[2].strip())) if found else ()
        wrong = next((host for host in hosts if not _is_host(host)), None)
        if found is None:
            table.fault(f'a gateway is written "NAME from HOST, HOST", not {text!r}', "gateways")
        elif wrong is not None:
            table.fault(f"a gateway's hosts are domain names, addresses or networks, not {wrong!r}", "gateways")
        else:
            yield Gateway(found[1], hosts)


def _is_host(text: str) -> bool:
    """A network as wide as the world would be the same as none."""
    try:
        return ipaddress.ip_network(text, strict=False).prefixlen >= 8
    except ValueError:
        return _DOMAIN.fullmatch(text) is not None
