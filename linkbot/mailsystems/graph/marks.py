"""linkbot's own marks (`exchange.marks`) as Graph writes them: returned only where asked for ($expand), and looked for
by $filter.
"""

from __future__ import annotations

from collections.abc import Mapping

from linkbot.mailsystems.exchange import marks as names

_SET = f"String {{{names.SET}}} Name"
KEY = f"{_SET} {names.KEY}"
WHOLE = f"{_SET} {names.WHOLE}"
UID = f"{_SET} {names.UID}"
SEQUENCE = f"{_SET} {names.SEQUENCE}"

PROPERTIES = "singleValueExtendedProperties"


def quoted(text: str) -> str:
    """As OData writes text: an apostrophe is doubled."""
    return "'" + text.replace("'", "''") + "'"


def bears(name: str, value: str) -> str:
    """For $filter."""
    return f"{PROPERTIES}/any(ep: ep/id eq {quoted(name)} and ep/value eq {quoted(value)})"


def with_marks(*names: str) -> str:
    """For $expand."""
    return f"{PROPERTIES}($filter={' or '.join(f'id eq {quoted(name)}' for name in names)})"


def marks(**values: str) -> list[dict[str, str]]:
    """For a body: `marks(KEY=…)` by the names of this module."""
    ids = {"KEY": KEY, "WHOLE": WHOLE, "UID": UID, "SEQUENCE": SEQUENCE}
    return [{"id": ids[name], "value": value} for name, value in values.items()]


def mark_of(item: Mapping[str, object], name: str) -> str | None:
    """Names are compared without case: Exchange writes a set's id as it likes."""
    held = item.get(PROPERTIES)
    for one in held if isinstance(held, list) else ():
        if isinstance(one, dict) and str(one.get("id")).casefold() == name.casefold():
            return str(one.get("value") or "")
    return None
