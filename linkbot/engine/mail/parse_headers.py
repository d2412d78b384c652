"""Header fields of one message or part to values: decoded text, strict addresses, aware dates, bare message ids.

Raw values go in (as the standard parser kept them); faults come out as defects, never as exceptions.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.message import Message as MimePart
from email.utils import parsedate_to_datetime

from linkbot.engine.mail.addresses import parse_addresses
from linkbot.engine.mail.charsets import decode
from linkbot.engine.mail.encoded_words import decode_words
from linkbot.engine.mail.normalise import plain_line
from linkbot.model.mail import Address

LONGEST = 32_000  # characters of one value
MOST = 1_000  # fields of one message

# Written by servers: RFC 2047 has no place in them, and what a sender hid in them must stay hidden.
_AS_WRITTEN = re.compile(
    r"authentication-results|arc-.+|received|received-spf|return-path|dkim-signature|x-ms-exchange-.+|x-forefront-.+"
)
_ID = re.compile(r"<\s*([^<>]{1,1000}?)\s*>")
_PARAMETER_FAULTS = (ValueError, LookupError, TypeError, AttributeError)


class Headers:
    """The fields of one part. `defects` grows as values are asked for."""

    def __init__(self, part: MimePart, defects: list[str]) -> None:
        self._defects = defects
        self._fields: list[tuple[str, str]] = []
        for name, value in part.raw_items():
            if len(self._fields) == MOST:
                defects.append(f"more than {MOST} header fields: the rest is not read")
                break
            self._fields.append((str(name).lower(), self._unfolded(str(value), str(name))))

    def _unfolded(self, value: str, name: str) -> str:
        octets = value.encode("utf-8", "surrogateescape")
        text, guess = decode(octets, None)
        if guess:
            self._defects.append(f"header {name[:40]} holds 8-bit text: read as UTF-8 or Windows-1252")
        if len(text) > LONGEST:
            self._defects.append(f"header {name[:40]} is longer than {LONGEST} characters: cut")
            text = text[:LONGEST]
        # A NUL becomes a blank: without it `x@evil.example\0.lgo.org.uk` would be somebody at the Ombudsman.
        return text.replace("\r", "").replace("\n", "").replace("\0", " ").strip()

    def decoded(self) -> tuple[tuple[str, str], ...]:
        """All fields for reading, encoded words decoded; those that servers write as they stand, whole."""
        return tuple(
            (name, value if _AS_WRITTEN.fullmatch(name) else plain_line(decode_words(value)))
            for name, value in self._fields
        )

    def raw(self, name: str) -> str | None:
        """The topmost value as it stands, unfolded; None when absent or empty."""
        return next((value for key, value in self._fields if key == name and value), None)

    def count(self, name: str) -> int:
        return sum(key == name for key, _ in self._fields)

    def text(self, name: str) -> str:
        return plain_line(decode_words(self.raw(name) or ""))

    def addresses(self, name: str) -> tuple[Address, ...]:
        """Every address of every field of that name (a doubled To is only odd)."""
        found: list[Address] = []
        for value in (value for key, value in self._fields if key == name and value):
            addresses, clean = parse_addresses(value)
            found += addresses
            if not clean:
                self._defects.append(f"header {name.title()} holds something that is not an address")
        return tuple(found)

    def one_address(self, name: str) -> Address | None:
        """The only address of the only field; two of them are none, because nobody can say whose the mail is."""
        found = self.addresses(name)
        if len(found) > 1 or self.count(name) > 1:
            self._defects.append(f"more than one {name.title()} address: none believed")
            return None
        return found[0] if found else None

    def ids(self, name: str) -> tuple[str, ...]:
        """Message ids without brackets, in order, each once."""
        value = " ".join(value for key, value in self._fields if key == name)
        ids = ["".join(match.split()) for match in _ID.findall(value)]
        if not ids:
            ids = [word for word in value.strip().strip("<>").split() if "@" in word]
        return tuple(dict.fromkeys(id for id in ids if id))

    def message_id(self) -> str | None:
        """The first id there is, also without brackets or @: any shape identifies."""
        value = self.raw("message-id")
        if value is None:
            return None
        match = _ID.search(value)
        return "".join((match[1] if match else value.strip("<> ")).split())[:1000] or None

    def date(self, name: str = "date") -> datetime | None:
        value = self.raw(name)
        if value is None:
            return None
        found = read_date(value)
        if found is None:
            self._defects.append(f"header {name.title()} cannot be read: {value[:60]!r}")
        return found

    def parameters(self, name: str) -> tuple[str, dict[str, str]]:
        """A structured value such as Content-Type: its first word in lower case, and its parameters decoded.

        Names come by RFC 2231, by RFC 2047 in the RFC 2231 place (Outlook), or as bare 8-bit text: all are read.
        """
        value = self.raw(name)
        if value is None:
            return "", {}
        holder = MimePart()
        holder[name] = value
        try:
            pairs: list[tuple[str, object]] = list(holder.get_params(failobj=[], header=name) or [])
        except _PARAMETER_FAULTS:
            self._defects.append(f"header {name.title()} has parameters that cannot be read")
            return value.partition(";")[0].strip().lower(), {}
        found: dict[str, str] = {}
        for key, raw in pairs[1:]:
            if isinstance(raw, tuple):
                charset, _, text = raw
                octets = str(text).encode("latin-1", "replace")
                plain = decode(octets, str(charset) if charset else None)[0]
            else:
                plain = decode_words(str(raw))
            found.setdefault(key.lower(), plain_line(plain))
        return pairs[0][0].strip().lower() if pairs else "", found


def read_date(value: str) -> datetime | None:
    """An RFC 5322 date, aware; without a zone it is taken as UTC. None when it is none or out of reason."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found if 1980 <= found.year <= 2100 else None
