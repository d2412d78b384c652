"""Times of day in the configuration."""

from __future__ import annotations

import re
from datetime import time

from linkbot.toml_document import Table


def clock_time(table: Table, key: str, default: time) -> time:
    text = table.text(key)
    if not text:
        return default
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text)
    if found is None:
        table.fault(f"{key} must be a time such as '08:30', not {text!r}", key)
        return default
    return time(int(found[1]), int(found[2]))
