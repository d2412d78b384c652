"""The header block a mail program prints above quoted or forwarded mail: found by its shape, read into values.

Outlook (UK), Original Message, `*From:*` stars, Apple, Gmail and Notes all print From with at least two of Sent or
Date, To, Cc, Subject. A lone "From:" in a letter is not a block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linkbot.engine.mail.addresses import parse_address, parse_addresses
from linkbot.engine.mail.header_dates import header_date
from linkbot.engine.mail.normalise import plain_line
from linkbot.model.mail import Address

_NAMES = {"sent": "date", "date": "date", "from": "from", "to": "to", "cc": "cc", "subject": "subject", "re": "subject"}
_FIELD = re.compile(
    r"^[\s*_|•]{0,6}(From|Sent|Date|To|Cc|Bcc|Subject|Importance|Priority|Sensitivity|Attachments?|Reply[- ]To|Sender"
    r"|When|Where|Organi[sz]ation|Message-ID|Categories|Follow Up Flag|Flag Status|Security Classification)"
    r"[ \t]*\*{0,2}[ \t]*:[ \t]*\*{0,2}[ \t]*(.*)$",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"<mailto:[^<>]*>|\[mailto:([^\[\]]*)\]", re.IGNORECASE)
_ANY_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
LONGEST = 40  # lines
_CORE = frozenset({"from", "date", "to", "cc", "subject"})


@dataclass(frozen=True)
class HeaderBlock:
    """What a block says. `end` is the index of the first line after it; `name` the sender as printed."""

    end: int
    from_: Address | None
    name: str
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str | None = None
    date: datetime | None = None


def is_field(line: str) -> bool:
    return bool(_FIELD.match(line))


def read_block(lines: Sequence[str], start: int, *, marked: bool = False) -> HeaderBlock | None:
    """The block that begins at `start`, or None. After a separator line (`marked`) From alone is enough."""
    first = _FIELD.match(lines[start])
    if first is None or (not marked and first[1].lower() != "from"):
        return None
    fields, end = _fields(lines, start)
    core = _CORE & fields.keys()
    if "from" not in core or (len(core) < 3 and not marked):
        return None
    sender = fields["from"]
    if not sender or (header_date(sender) and "@" not in sender):
        return None  # "From: 1 April 2026, To: 31 March 2027" is a period
    from_ = one_sender(sender)
    return HeaderBlock(
        end=end,
        from_=from_,
        name=(from_.name if from_ and from_.name else plain_line(sender)),
        to=_list(fields.get("to", "")),
        cc=_list(fields.get("cc", "")),
        subject=fields.get("subject") or None,
        date=header_date(fields.get("date", "")),
    )


def _fields(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    """Field values (the first of each name), and the index after the last line that belongs to the block."""
    fields: dict[str, str] = {}
    current, end, blanks = "", start, 0
    for index in range(start, min(start + LONGEST, len(lines))):
        line = lines[index].strip()
        match = _FIELD.match(line)
        if not line:
            blanks += 1
            if blanks > 1:
                break
            continue
        if match:
            name = _NAMES.get(match[1].lower(), match[1].lower())
            if name in fields:
                break  # a second From: the next block
            fields[name], current = match[2].strip(" *"), name
        elif (fields.get(current) == "" and not blanks) or (not blanks and _goes_on(current, fields[current], line)):
            fields[current] = f"{fields[current]} {line}".strip()
        else:
            break
        end, blanks = index + 1, 0
    return fields, end


def _goes_on(name: str, so_far: str, line: str) -> bool:
    """Whether an address list or a sender runs over the line end."""
    if name in ("to", "cc", "bcc"):
        return (
            so_far.endswith((";", ",")) or line.startswith("<") or (len(so_far) > 55 and ("@" in line or ";" in line))
        )
    if name == "from":
        return line.startswith(("<", "[mailto:")) and "@" in line
    return False


def one_sender(value: str) -> Address | None:
    """The one address in a printed sender; None for a name alone or for two addresses that differ."""
    tidy = _tidy(value)
    found = parse_address(tidy)
    if found is not None:
        return found
    addresses = {address.lower() for address in _ANY_ADDRESS.findall(tidy)}
    if len(addresses) != 1:
        return None
    name = plain_line(re.sub(r"[<(\[]?" + re.escape(next(iter(addresses))) + r"[>)\]]?", "", tidy, flags=re.IGNORECASE))
    return Address(addresses.pop(), name.strip(" ,;:\"'") or None)


def _list(value: str) -> tuple[Address, ...]:
    return parse_addresses(_tidy(value))[0]


def _tidy(value: str) -> str:
    return _MAILTO.sub(lambda match: f"<{match[1]}>" if match[1] else "", value).replace("*", "").strip()
