"""linkbot's own marks on what it writes in the mailbox: named properties that people do not see and Exchange keeps.

Graph returns them only where asked to ($expand) and can look for them ($filter). The same names serve other ways into
the same mailbox. Nothing of a mail stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping

_SET = "{5c0f9a52-8f36-4a53-9d0e-1b7c6a7e42d1}"
KEY = f"String {_SET} Name LinkbotKey"
"""The key of the effect that wanted it so: on drafts, on sent mail, on entries of the diary."""
WHOLE = f"String {_SET} Name LinkbotWhole"
"""Written last, when nothing is missing any more: what the draft looked like then (`draft_look.look`)."""
UID = f"String {_SET} Name LinkbotUid"
"""On entries of the diary: the uid that stays the same while the entry moves."""

SEQUENCE = f"String {_SET} Name LinkbotSequence"
"""On entries of the diary: how often the entry has moved; an older state never comes back over a newer one."""

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
    names = {"KEY": KEY, "WHOLE": WHOLE, "UID": UID, "SEQUENCE": SEQUENCE}
    return [{"id": names[name], "value": value} for name, value in values.items()]


def mark_of(item: Mapping[str, object], name: str) -> str | None:
    """Names are compared without case: Exchange writes a set's id as it likes."""
    held = item.get(PROPERTIES)
    for one in held if isinstance(held, list) else ():
        if isinstance(one, dict) and str(one.get("id")).casefold() == name.casefold():
            return str(one.get("value") or "")
    return None
