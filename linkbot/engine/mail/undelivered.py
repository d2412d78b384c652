"""What a delivery report says (RFC 3464): who did not get which mail, and why; or only that a server goes on trying.

Also the plain notices of servers that know no reports, as far as they name the mail. Whether it was ours, and what it
was about, only the store knows; nothing here is believed about anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message as Fields
from email.parser import HeaderParser
from email.policy import compat32

from linkbot.model.mail import Message

_STATUS = ("message/delivery-status", "message/global-delivery-status")
_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_OURS = re.compile(r"\b[0-9a-f]{32}@linkbot\.[A-Za-z0-9.-]*[A-Za-z0-9]")
_MESSAGE_ID = re.compile(r"^message-id:\s*<?([^\s<>]+)>?", re.IGNORECASE | re.MULTILINE)
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
_ADDRESS = re.compile(r"[^\s<>;,\"]+@[^\s<>;,\"]+")
_NO_FAILURE = frozenset({"delayed", "delivered", "relayed", "expanded"})
_MOST, _LOOKED_AT, _WORDS = 50, 100_000, 300


@dataclass(frozen=True)
class Undelivered:
    """`mails`: Message-IDs of what the report may be about, the likeliest first. `failed`: those who did not get it."""

    failed: tuple[str, ...]  # addresses in lower case, as the mail was addressed where the report says so
    why: str  # the servers' own words
    mails: tuple[str, ...]


def goes_on_trying(message: Message) -> bool:
    """Whether it is a report, and one without any failure."""
    actions = {_action(block) for block in _recipients(_blocks(message))}
    return bool(actions) and actions <= _NO_FAILURE


def undelivered(message: Message) -> Undelivered:
    """Of any message; one that is no report names nobody and no mail but those it answers."""
    blocks = list(_blocks(message))
    recipients = _recipients(blocks)
    failed = [block for block in recipients if _action(block) not in _NO_FAILURE]
    addresses = [address for block in failed if (address := _address(block))]
    if not recipients:
        addresses = [found.casefold() for found in _ADDRESS.findall(message.header("x-failed-recipients") or "")]
    reasons = (_reason(block) for block in failed)
    return Undelivered(
        failed=tuple(dict.fromkeys(addresses))[:_MOST],
        why="; ".join(dict.fromkeys(reason for reason in reasons if reason))[:_WORDS],
        mails=tuple(dict.fromkeys(_mails(message, blocks)))[:_MOST],
    )


def _blocks(message: Message) -> Iterator[Fields]:
    for part in message.attachments:
        if part.media_type in _STATUS:
            text = part.content[:_LOOKED_AT].decode("utf-8", "replace").replace("\r\n", "\n")
            for block in re.split(r"\n\s*\n", text)[: _MOST + 1]:
                yield HeaderParser(policy=compat32).parsestr(block.strip("\n") + "\n\n")


def _recipients(blocks: Iterable[Fields]) -> list[Fields]:
    return [block for block in blocks if block.get("Action") or block.get("Final-Recipient")]


def _action(block: Fields) -> str:
    return str(block.get("Action") or "failed").strip().casefold()


def _address(block: Fields) -> str | None:
    """As we wrote it, where the report says so: an alias leads to somebody else's address."""
    for name in ("Original-Recipient", "Final-Recipient"):
        kind, _, said = str(block.get(name) or "").partition(";")
        if kind.strip().casefold() == "rfc822" and (found := _ADDRESS.search(_plain(said))):
            return found[0].casefold()
    return None


def _reason(block: Fields) -> str:
    said = " ".join(str(block.get("Diagnostic-Code") or "").partition(";")[2].split())
    return said or " ".join(str(block.get("Status") or "").split())


def _mails(message: Message, blocks: list[Fields]) -> Iterator[str]:
    yield from (_plain(str(block["Original-Envelope-Id"])).strip() for block in blocks if block["Original-Envelope-Id"])
    yield from (nested.message_id for nested in message.nested if nested.message_id)
    for part in message.attachments:
        if part.media_type in _HEADERS:
            yield from _MESSAGE_ID.findall(part.content[:_LOOKED_AT].decode("utf-8", "replace"))
    yield from (*message.in_reply_to, *reversed(message.references))
    yield from _OURS.findall(message.body[:_LOOKED_AT])  # servers that write the returned header into their text


def _plain(xtext: str) -> str:
    return _XTEXT.sub(lambda code: chr(int(code[1], 16)), xtext)
