"""What typesetting does to words and figures, undone where it is sure: words broken at a line's end, torn figures.

Only for text out of typeset pages. What could be read two ways stays as it came; no number is made of two.
"""

from __future__ import annotations

import re

# PDFium marks a hyphen it thinks was only for the line end.
_SOFT = "\x02"
_SOFT_BREAK = re.compile(r"[\x02\ufffe][ \t]*\r?\n?[ \t]*")
_BREAK = re.compile(rf"(?<![A-Za-z])(?P<first>[A-Za-z]+)(?:{_SOFT}|-[ \t]*\n[ \t]*)(?P<second>[a-z]\w*)")
_AFTER_A_HALF = frozenset({"and", "or", "to", "nor", "but", "as", "than"})  # "pre- and post-", "two- or three-day"
_COMPOUND = frozenset({
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "one", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten", "non", "self", "well", "anti", "multi", "cross", "semi", "long", "short",
    "full", "part", "half", "follow", "decision", "high", "low", "first", "second", "third", "ex", "co", "post", "mid",
    "day", "week", "month", "year", "so", "face", "in", "up", "on", "off", "out", "case", "time", "record",
})  # fmt: skip
_TAILS = frozenset(
    {
        "up",
        "off",
        "on",
        "out",
        "by",
        "to",
        "being",
        "making",
        "related",
        "based",
        "term",
        "wide",
        "led",
        "free",
        "keeping",
    }
)

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_TORN = (
    re.compile(rf"(?<![\d,.£] )(?<![\d,.£/-])\b(?P<a>0) (?P<b>[1-9])(?= {_MONTH}\b)"),
    re.compile(rf"(?<=\d )(?P<a>{_MONTH}) (?P<b>2 ?0 ?[1-4] ?\d)(?!\d| \d)"),
)
_TORN_SUM = re.compile(r"£ ?\d{1,3}(?: ?, ?(?!\d{3})\d ?\d ?\d)+(?!\d| \d)")
_TORN_CASE = re.compile(
    r"(?i)\b(?:ref(?:erence)?|case|complaint)s?(?: (?:id|no|number|ref(?:erence)?))?[ .:]{0,3}"
    r"(?P<n>2 ?0 ?[1-4] ?\d(?: ?\d){5})(?!\d|[ -]\d)"
)


def join_hyphens(text: str) -> str:
    """Words broken at a line end, joined again; compounds such as `twenty-eight` keep their hyphen, halves stay apart.

    How the text writes the word elsewhere decides; then the words compounds are made of; a soft hyphen goes.
    """
    text = _SOFT_BREAK.sub(_SOFT, text.replace("\r\n", "\n"))
    if _SOFT not in text and "-" not in text:
        return text
    known = set(re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower())) if _BREAK.search(text) else set()

    def joined(match: re.Match[str]) -> str:
        first, second = match["first"], match["second"]
        if second in _AFTER_A_HALF:
            return f"{first}- {second}"
        plain, hyphened = (first + second).lower(), f"{first}-{second}".lower()
        if hyphened in known or (plain not in known and (first.lower() in _COMPOUND or second in _TAILS)):
            return f"{first}-{second}"
        return first + second

    return _BREAK.sub(joined, text).replace(_SOFT, "-")


def mend_figures(text: str) -> str:
    """`0 2 December 2025`, `£1, 5 00`, `case 2 02 3 45 678` as they were meant: only what can mean nothing else.

    `1 6 June 2026` may be the first row and the sixth of June, `£1, 500` a list: they stay.
    """
    for pattern in _TORN:
        text = pattern.sub(lambda m: f"{m['a']}{' ' if m['a'].isalpha() else ''}{m['b'].replace(' ', '')}", text)
    text = _TORN_SUM.sub(lambda m: m[0].replace(" ", ""), text)
    return _TORN_CASE.sub(lambda m: m[0][: m.start("n") - m.start()] + m["n"].replace(" ", ""), text)
