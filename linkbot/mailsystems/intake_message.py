"""The files of one dropped letter as the octets of a message: the same files always make the same octets.

The files go in unchanged. The headers say nothing of where the letter comes from: only the mailbox knows that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP


def digest_of(ombudsman: str, papers: Sequence[tuple[str, bytes]]) -> str:
    """SHA-256 hex over the place and every file's name and octets."""
    sum_of = hashlib.sha256(f"intake:{ombudsman}\n".encode())
    for name, octets in papers:
        sum_of.update(f"{len(name.encode())}:{name}:{hashlib.sha256(octets).hexdigest()}\n".encode())
    return sum_of.hexdigest()


def as_message(title: str, papers: Sequence[tuple[str, bytes]], *, digest: str) -> bytes:
    """`multipart/mixed` of a line of text and the files; no date and no sender, for nobody wrote a mail."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = title
    message["Message-ID"] = f"<{digest}@intake.linkbot.invalid>"
    message.set_content("Put into linkbot's intake folder.\n")
    for name, octets in papers:
        message.add_attachment(octets, maintype="application", subtype="octet-stream", filename=name)
    message.set_boundary(f"=_intake_{digest[:40]}")
    return message.as_bytes()
