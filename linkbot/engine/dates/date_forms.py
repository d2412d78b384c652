"""The forms in which English letters write a day, as patterns: day first, years left out, weekdays, feasts, month ends.

Each pattern begins with the word or digits it cannot do without, so that only few places of a long text are tried; what
may stand before it (a weekday, "the", "a week on") is looked at afterwards. Which day a form means is `dates`.
"""

from __future__ import annotations

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = (
    r"(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_NAMED_MONTH = (  # with its capital, so that it is not the verb "may" or "march"
    r"[JFMASOND](?i:(?<=J)(?:an(?:uary)?|une?|uly?)|(?<=F)eb(?:ruary)?|(?<=M)(?:ar(?:ch)?|ay)"
    r"|(?<=A)(?:pr(?:il)?|ug(?:ust)?)"
    r"|(?<=S)ept?(?:ember)?|(?<=O)ct(?:ober)?|(?<=N)ov(?:ember)?|(?<=D)ec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"[MTWFSmtwfs](?i:(?:(?<=M)on|(?<=T)(?:ues?|hu(?:rs?)?)|(?<=W)ed(?:nes|s)?|(?<=F)ri|(?<=S)(?:at(?:ur)?"
    r"|un))(?:day)?\b)"
    r"\.?"
)
_DAY = r"(?:3\s?[01]|[12]\s?\d|0\s?[1-9]|[1-9])"
_WHOLE_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = r"\s?(?i:st|nd|rd|th)\b"
_YEAR = r"(?:20\d\d(?!\d)|['’]\d\d(?!\d)|2\d(?=\s*(?:[.,;)]|\n|$)))"
_PERIOD = r"(?:this|the|next)\s+(?:week|month|year)"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("iso", r"(?P<y>20\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d-])"),
        (
            "named",
            rf"(?P<d>{_DAY})(?:{_ORDINAL})?(?:\s+(?i:day\s+)?of)?[\s\-–]*\b(?P<m>{_MONTH})(?:[\s,\-–]*(?P<y>{_YEAR}))?",
        ),
        (
            "month first",
            (
                rf"(?P<m>{_NAMED_MONTH})\s+(?:the\s+)?(?P<d>{_WHOLE_DAY})(?!\d)(?:{_ORDINAL})?"
                rf"(?!\s*(?i:working|calendar|days?|weeks?|months?|per|%|{_MONTH}))(?:,?\s+(?P<y>20\d\d(?!\d)))?"
            ),
        ),
        (
            "numeric",
            r"(?P<d>\d\d?)\s?(?P<s>[/.\-])\s?(?P<m>\d\d?)\s?(?P=s)\s?(?P<y>20\d\d|\d\d)(?![\d/]|[.\-]\d)",
        ),
        ("short", rf"(?P<d>{_WHOLE_DAY})/(?P<m>1[0-2]|0?[1-9])(?![\d/])"),
        ("instant", rf"(?P<d>{_WHOLE_DAY}){_ORDINAL}\s+inst\b\.?"),
        ("day", rf"(?P<d>{_WHOLE_DAY}){_ORDINAL}"),
        ("end", rf"[Ee](?i:nd\s+(?:of\s+)?(?P<m>{_MONTH})(?:\s+(?P<y>20\d\d))?)"),
        ("end", rf"[EeCc](?i:(?:(?<=E)nd|(?<=C)lose)\s+of\s+(?P<p>{_PERIOD}))\b"),
        ("end", r"[Mm](?i:onth[\s-](?P<p>end))\b"),
        (
            "weekday",
            (
                rf"(?P<w>{_WEEKDAY})(?P<after>(?i:\s+(?:next(?!\s+(?:week|month))|week\b(?!\s+commencing))))?"
                r"(?!\s+(?i:(?:after|following)\s+(?:it|that|this|the|Easter|Christmas))\b)"
            ),
        ),
        (
            "holiday",
            (
                r"(?P<h>[GECBN](?i:(?<=G)ood\s+Friday|(?<=E)aster(?:\s+Monday)?|(?<=C)hristmas(?:\s+(?:Eve|Day))?"
                r"|(?<=B)oxing\s+Day|(?<=N)ew\s+Year(?:['’]?s\s+(?:Eve|Day))?)\b)"
                r"(?!\s+(?i:holidays?|break|weekend|closure|shut|card|bank|Sunday))(?:\s+(?P<y>20\d\d))?"
            ),
        ),
        ("relative", r"(?P<r>[Tt](?i:oday|omorrow))\b(?!['’]s)(?P<after>(?i:\s+week\b))?"),
        (
            "vague",
            (
                rf"[EeLlMmBbSsFf](?i:(?:(?<=E)arly|(?<=L)ate|(?<=M)id(?:dle\s+of)?|(?<=B)eginning\s+of|(?<=S)tart\s+of"
                rf"|(?<=F)irst\s+(?:week|half)\s+of)[\s-]+(?:the\s+)?(?:(?P<m>{_MONTH})(?:\s+(?P<y>20\d\d))?"
                rf"|{_PERIOD}))\b"
            ),
        ),
        ("vague", rf"(?P<m>{_NAMED_MONTH})(?!\s*\d{{1,2}}\b|\s+[A-Z])(?:,?\s+(?P<y>20\d\d)(?!\d))?"),
    )
)
_FIRST_WORDS: dict[str, tuple[str, ...]] = {
    "month first": (*MONTHS, "sept", *(date(2000, n, 1).strftime("%B").lower() for n in range(1, 13))),
    "weekday": tuple(
        word + end
        for word in (
            "mon",
            "tue",
            "tues",
            "wed",
            "weds",
            "wednes",
            "thu",
            "thur",
            "thurs",
            "fri",
            "sat",
            "satur",
            "sun",
        )
        for end in ("", "day")
    ),
    "end": ("end", "close", "month"),
    "holiday": ("good", "easter", "christmas", "boxing", "new"),
    "relative": ("today", "tomorrow"),
    "vague": ("early", "late", "mid", "middle", "beginning", "start", "first"),
}
_FIRST_WORDS["vague"] += _FIRST_WORDS["month first"]
_Forms = tuple[tuple[str, re.Pattern[str]], ...]
DIGIT_FORMS: _Forms = tuple((name, pattern) for name, pattern in _FORMS if name not in _FIRST_WORDS)
WORD_FORMS: dict[str, _Forms] = {  # by the lower-case word a form may begin with
    word: tuple((name, pattern) for name, pattern in _FORMS if word in _FIRST_WORDS.get(name, ()))
    for words in _FIRST_WORDS.values()
    for word in words
}
STRONG_FORMS = frozenset({"iso", "named", "month first", "numeric", "instant"})  # a date by themselves, without a cue
_BOUND = re.compile(r"[\w'’]\Z")
_NOT_FREE = re.compile(r"(?:[\d£.,/:\-–]|£\s)\Z")
_LEADING_DAY = re.compile(rf"\b(?P<w>{_WEEKDAY}),?\s+(?P<the>the\s+)?\Z")
_LEADING_THE = re.compile(r"\b[Tt]he\s+\Z")
_LEADING_STEP = re.compile(
    r"\b(?:(?P<n>next|this|this\s+coming|the\s+coming)|a\s+(?P<step>week|fortnight)(?:\s+(?:on|from|this))?)\s+\Z",
    re.IGNORECASE,
)
_REACH = 26


def parts_before(form: str, text: str, start: int) -> tuple[int, dict[str, str]] | None:
    """Where the form begins with all that leads it, and those parts; None when it may not stand there."""
    before = text[max(0, start - _REACH) : start]
    digits = text[start].isdigit()
    if (_NOT_FREE if digits else _BOUND).search(before):
        return None
    if form in ("weekday", "relative"):
        lead = _LEADING_STEP.search(before)
    elif form in ("iso", "end", "holiday", "vague"):
        lead = _LEADING_THE.search(before) if form == "end" else None
    else:
        lead = _LEADING_DAY.search(before)
        if lead is None and form in ("day", "instant"):
            lead = _LEADING_THE.search(before)
        if lead is None and form == "day":
            return None
        if lead is not None and "the" in lead.re.groupindex and lead["the"] and form not in ("named", "day"):
            lead = None
    if lead is None:
        return start, {}
    return start - (len(before) - lead.start()), {name: part for name, part in lead.groupdict().items() if part}
