"""Which cell styles show a number as a day: only in those is a day written as a number."""

from __future__ import annotations

import re

from lxml import etree

from linkbot.effectors.shared_workbook.markup import MAIN

_BUILT_IN = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_NO_PATTERN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def date_styles(styles: etree._Element) -> frozenset[int]:
    """Positions among the cell styles."""
    own = {
        int(str(one.get("numFmtId"))): _shows_a_day(str(one.get("formatCode", "")))
        for one in styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    }
    found = set()
    for position, style in enumerate(styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
        format = int(str(style.get("numFmtId", "0")))
        if own.get(format, format in _BUILT_IN):
            found.add(position)
    return frozenset(found)


def _shows_a_day(pattern: str) -> bool:
    return bool(re.search("[dy]", _NO_PATTERN.sub("", pattern.casefold())))
