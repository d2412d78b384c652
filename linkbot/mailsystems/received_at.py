"""When a message came, as its own receiver wrote it: the date of the topmost Received header.

Used to order and date what is read from files. Nothing here judges whether the header can be believed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parsedate_to_datetime

_HEADER_LIMIT = 262_144


def header(octets: bytes, name: str) -> str | None:
    """The topmost raw value of a header, unfolded, None when absent or not plain text."""
    section = octets[:_HEADER_LIMIT]
    for end in (b"\r\n\r\n", b"\n\n"):
        section = section.partition(end)[0]
    value = BytesHeaderParser(policy=compat32).parsebytes(section + b"\r\n\r\n").get(name)
    return " ".join(str(value).split()) if value is not None else None


def received_at(octets: bytes, file_time: float) -> datetime:
    """The topmost Received header's date, else the file's time; always aware, in UTC."""
    value = header(octets, "Received")
    stamp = value.rpartition(";")[2] if value and ";" in value else ""
    return _instant(stamp) or from_file_time(file_time)


def told_at(octets: bytes, file_time: float) -> datetime:
    """For a file out of its mailbox: the topmost Received, else the Date its sender wrote, else the file's time."""
    value = header(octets, "Received")
    stamp = value.rpartition(";")[2] if value and ";" in value else ""
    return _instant(stamp) or _instant(header(octets, "Date") or "") or from_file_time(file_time)


def _instant(stamp: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(stamp)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def from_file_time(seconds: float) -> datetime:
    """A file's time as an instant; one that no calendar holds is the beginning of time."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def message_id(octets: bytes) -> str | None:
    """The Message-ID without its angle brackets, None when absent."""
    value = header(octets, "Message-ID")
    return value.strip().removeprefix("<").removesuffix(">").strip() or None if value else None
