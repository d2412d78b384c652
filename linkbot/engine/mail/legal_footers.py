"""Legal footers of any wording: whom the mail was meant for, what others must do with it, who runs the company.

Known by structure: a paragraph at the end of a mail, without a day in it, that says two such things. The words of each
kind of saying are data; where a known phrase begins a disclaimer is `boilerplate`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linkbot.model.boilerplate import FooterWords

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]*)*")
_SIGN_OFF = re.compile(
    r"^[ \t]*(?:yours\s+(?:sincerely|faithfully|truly)|(?:kind(?:est)?|best|warm)?\s*regards|(?:with\s+)?best\s+wishes"
    r"|(?:many|with)\s+thanks)\b[^\n]{0,40}$",
    re.MULTILINE,
)
_DAY = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d\d|\b20\d\d-\d\d-\d\d"
)
_LAST = 3  # of a mail without a closing line: how many paragraphs may be its footer
_LONGEST = 2_500


def legal_footers(small: str, words: FooterWords) -> list[tuple[int, int]]:
    """The spans of such paragraphs. `small`: the text in small letters, offsets kept."""
    paragraphs = [found.span() for found in _PARAGRAPH.finditer(small) if found[0].strip()]
    if len(paragraphs) < 2:
        return []
    closing = [found.end() for found in _SIGN_OFF.finditer(small)]
    begin = min(paragraphs[-_LAST:][0][0], *closing[-1:]) if closing else paragraphs[-_LAST:][0][0]
    return [(start, end) for start, end in paragraphs[1:] if start >= begin and _is_footer(small[start:end], words)]


def _is_footer(paragraph: str, words: FooterWords) -> bool:
    if len(paragraph) > _LONGEST or _DAY.search(paragraph):
        return False
    core = [bool(_any(each).search(paragraph)) for each in (words.astray, words.addressee)]
    more = [bool(_any(each).search(paragraph)) for each in (words.secret, words.forbidden, words.told, words.company)]
    return any(core) and sum((*core, *more)) > 1


@lru_cache(maxsize=32)
def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    if not phrases:
        return re.compile(r"(?!)")
    spaced = (r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in phrases)
    return re.compile(rf"\b(?:{'|'.join(spaced)})")
