"""A message ready to leave: octets and envelope, nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OutgoingMail:
    """A composed message: `octets` as RFC 5322 with CRLF, `message_id` derived from the key (without <>)."""

    key: str
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    octets: bytes
