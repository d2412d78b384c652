"""What stands right before and after a date or clock, and how much it says that something is due then.

"By", "deadline", "say noon on …", "… would be ideal", a sentence of nothing but a date. Which words these are is data;
who is asked for what, and whether the sentence only tells what happened, is not looked at here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import lru_cache

from linkbot.engine.dates.phrases import any_of, compiled, ending
from linkbot.engine.dates.times_of_day import pattern_of, time_in
from linkbot.model.deadline_rules import DeadlineRules

_RANGE = re.compile(
    r"(?:\b(?:between|from)\b)[^.;:\n]{1,60}?(?:\band|\bto|\buntil|-"
    r"|–)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?<=[a-z0-9)][.?!])[\"”’]?\s+(?=[A-Z0-9])|\n[ \t]*\n")
_HEADS = (
    r"(?:^|[.?!:;,(–—]|\s-|\b(?:and|but|so|or|then|by|before|on|for|to)\b)\s*"
    r"(?:(?:(?:well|thanks|yes|no|ok|okay|fine|sorry|if\s+so|so|then|and|but|perhaps|maybe|ideally|preferably"
    r"|hopefully|really"
    r"|any\s+time|anytime|up\s+to|the|is|does|would|will|on|by|before|for|a|an|only|just|about|around|another"
    r"|say)\b|{hour})"
    r"[\s,:;–—-]*)*$"
)
_LABEL = re.compile(
    r"(?:^|[\n;|•*]|\.\s)(?:(?!\b(?:was|were|sent|received|dated|asked|last|previous|original"
    r"|incident)\b)[^:.?!\n]){0,50}"
    r"\b(?:due|reply|response|answers?|comments?|observations|evidence|proof|return|needed|need|required|wanted"
    r"|upload|deadline"
    r"|(?:new|revised|extended|agreed|last|latest|final)\s+(?:date|day|chance|opportunity)"
    r"|when|by\s+which|date\s+for)\b[^:.\n]{0,30}[:–—][ \t]*$",
    re.IGNORECASE,
)
_BY_THEN = re.compile(
    r"(?:(?!\bnot\b|\bnever\b|n['’]t\b)[^.?!\n]){0,140}?\b(?:by|before)\s+(?:then|that\s+(?:date|day|time))\b",
    re.IGNORECASE,
)
_WOULD_BE = (
    r"(?:(?:would|will|should|ought\s+to|might|could|can|may)\s+(?:not\s+)?(?:be|seem)|be|is|seems|looks|sounds)\s+"
    r"(?:(?!not\b|too\b|when\b)\w+\s+){0,2}?"
)
_ENDS = re.compile(r"(?:ends?|closes?|runs?)\b")  # "comments close on …", but also "the placement ends on …"
_FOR = re.compile(r"\b(?:for|with|as|on)\s+(?:the\s+)?$", re.IGNORECASE)
_LATE = re.compile(
    r"\b(?:receiv\w+|arriv\w+|sent|submitted|reach\w*|com(?:e|es|ing)|made|in|here|delivered|lodged|uploaded)\s+"
    r"(?:(?:to|with|by)\s+\w+\s+)?after\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TOO_LATE = re.compile(
    r"\b(?:not|cannot|can['’]?t|won['’]?t|too\s+late|unable|disregard\w*|ignored?|no\s+\w+|nothing)\b", re.IGNORECASE
)
_ALONE_BEFORE = re.compile(r"[\s\W]*(?:(?:so|then|and|by|before|on|the|for)\b\s*)*$", re.IGNORECASE)
_ALONE_AFTER = r"(?:[\s,]*(?:at\s+|by\s+)?{hour})?[ \t]*(?:then|latest|thanks|ok(?:ay)?)?[ \t]*(?:[.?!;]|\n\s*\n|\Z)"
_MEET = re.compile(  # an invitation sets a day with "on": "Please join me at 10am on …"
    r"\b(?:join|meet|attend|see|speak\s+(?:to|with)|come\s+to|call|ring|phone)\b[^.;]{0,60}\bon\s+(?:the\s+)?$|"
    r"\b(?:meeting|conference|hearing|call)\b[^.;]{0,40}\b(?:on|for|is)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_THE_DATE = re.compile(  # "the date I gave, 12 March, must be kept", "its date of 7 April stands"
    r"\b(?:dates?|deadline)(?:\s+of|\s+(?:(?:that|which)\s+)?(?:i|we)\s+(?:\w+\s+)?\w+|\s+(?:given|set|named))?[\s,(–—-]*$",
    re.IGNORECASE,
)
_PERIOD_OF = re.compile(r"\b(?:period|limit|time|allowance|timescale)\s+of\s+$", re.IGNORECASE)
_OPEN = frozenset({"weak", "none", "alone", "answer", "for"})
_ANEW = re.compile(r"[ \t]*\n\s*[A-Z]")  # a date at the end of its line, and a new sentence below: "Please …"
_BEFORE = 110
_AFTER = 60


@dataclass(frozen=True)
class Cue:
    """`kind`: as `Due.cue`. `start` and `end` take the cue in; `said`: its words; `at`: a time of day beside it."""

    kind: str
    start: int
    end: int
    said: str = ""
    at: time | None = None


@dataclass(frozen=True)
class _Words:
    """The cue words of a rule book, compiled once."""

    strong: re.Pattern[str]
    weak: re.Pattern[str]
    offering: re.Pattern[str]
    moving: re.Pattern[str]
    late: re.Pattern[str]
    heads: re.Pattern[str]
    alone_after: re.Pattern[str]
    events: re.Pattern[str]
    suiting: re.Pattern[str]
    behind: re.Pattern[str]
    meet_at: re.Pattern[str]


@lru_cache(maxsize=8)
def _words(rules: DeadlineRules) -> _Words:
    hour = pattern_of(rules)
    words = (
        r"\b(?:on|at|the|and|in\s+any\s+event|of|is|about|around|then|that\s+is|very|latest|next|this"
        r"|this\s+coming|me|us|you|w/e|week\s+ending|w/c|week\s+commencing)\b"
    )
    filler = rf"(?:[\s,;(\-–—:?]|{words}|{hour})*"
    beside = rf"(?:[\s,]*(?:at\s+|by\s+)?{hour})?"
    return _Words(
        strong=ending(rules.strong_cues, filler),
        weak=ending(rules.cues, filler),
        offering=ending(rules.offering, filler) if rules.offering else compiled(()),
        moving=ending(rules.moving, filler) if rules.moving else compiled(()),
        late=re.compile(rf"[\s,(]*(?:{compiled(rules.late_cues).pattern})", re.IGNORECASE),
        alone_after=re.compile(_ALONE_AFTER.replace("{hour}", hour), re.IGNORECASE),
        events=compiled(rules.events),
        heads=re.compile(_HEADS.replace("{hour}", hour), re.IGNORECASE),
        suiting=re.compile(
            rf"{beside}[\s,)–—-]*(?:{any_of(rules.suiting)}|{_WOULD_BE}{any_of(rules.fitting)})(?![\w'’])",
            re.IGNORECASE,
        ),
        behind=re.compile(rf"\s*(?:,|at|by|before|\(|-|–)?\s*(?:at|by|before)?\s*{hour}", re.IGNORECASE),
        meet_at=re.compile(hour, re.IGNORECASE),
    )


def cue_of_date(text: str, start: int, end: int, rules: DeadlineRules) -> Cue:
    """The cue of the date at `start`:`end`."""
    words = _words(rules)
    window, after = _around(text, start, end)
    # The cue is looked for with the reading that says most: a strong one first.
    kind, match = "strong", words.strong.search(window) or words.offering.search(window)
    if match is None:
        kind, match = "weak", words.weak.search(window)
    said = " ".join(match["cue"].lower().split()) if match else ""
    if kind == "weak" and match is not None and _ENDS.match(said):
        kind = "range"
    begin, stop = (start - len(window) + match.start() if match else start), end
    if match is None:
        kind = _without_cue(words, window, after)
        if kind in ("none", "answer", "for") and (then := _BY_THEN.match(text, end)):
            kind, stop = "weak", then.end()
    if late := words.late.match(after):
        kind, stop = "strong", end + late.end()
    elif kind in _OPEN and (suits := words.suiting.match(after)) and not _ANEW.match(after):
        if kind == "weak" or words.heads.search(window) or _THE_DATE.search(window):
            kind = "strong"
        stop = end + suits.end() if kind == "strong" else end
    behind = words.behind.match(after)
    at = time_in(window[match.start() :], rules) if match else None
    if at is None and kind != "none":
        if behind is not None:
            at, stop = time_in(behind[0], rules), max(stop, end + behind.end())
        elif match is None:
            at = time_in(window[-30:], rules)
    return Cue(kind, begin, stop, said, at)


def cue_of_clock(text: str, start: int, end: int, rules: DeadlineRules) -> Cue:
    """The cue of a length of time that nothing like "within" introduces: "Ten working days should be enough." """
    words = _words(rules)
    window, after = _around(text, start, end)
    if match := words.strong.search(window) or words.offering.search(window):
        return Cue("strong", start - len(window) + match.start(), end)
    if _LABEL.search(window):
        return Cue("strong", start, end)
    if (suits := words.suiting.match(after)) and (words.heads.search(window) or _PERIOD_OF.search(window)):
        return Cue("strong", start, end + suits.end())
    return Cue("none", start, end)


def _without_cue(words: _Words, window: str, after: str) -> str:
    if _RANGE.search(window):
        return "range"
    if _LABEL.search(window):
        return "strong"
    sentence_end = re.search(r"[.?!](?:\s|$)", after)
    rest = after[: sentence_end.end()] if sentence_end else after
    if _LATE.search(window) and (_TOO_LATE.search(rest) or _TOO_LATE.search(window)):
        return "strong"
    if _MEET.search(window) and words.meet_at.search(f"{window[-40:]}{after[:20]}"):
        return "weak"
    event = words.events.search(window) is not None
    if _ALONE_BEFORE.fullmatch(window) and words.alone_after.match(after):
        return "alone"
    if not event and _FOR.search(window) and words.alone_after.match(after):
        return "for"
    return "answer" if not event and words.moving.search(window) else "none"


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before, back to where the sentence begins, and some after."""
    window = text[max(0, start - _BEFORE) : start]
    ends = [mark.end() for mark in _SENTENCE_START.finditer(window + "A")]
    return window[min(ends[-1], len(window)) if ends else 0 :], text[end : end + _AFTER]
