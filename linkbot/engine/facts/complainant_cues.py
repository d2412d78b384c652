"""The turns by which ombudsman letters name the complainant, strongest first, as patterns over a grammar of names.

"Complainant: …", "complaint by Mr J Okafor", "Ms Adeyemi's complaint", "Mrs Khan has contacted us". Which of several
names wins is `complainant`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Rev(?:erend)?|Sir|Lady|Dame|Cllr)\.?"
_PARTICLE = (
    r"(?:Mc|Mac|O['’]|D['’]|[dD]el?\s|[dD]i\s|[vV]an\s(?:[dD]er\s)?|[vV]on\s|[aA]l[- ]|[bB]in\s|[Ll]e\s|[Ss]t\.?\s)"
)
_UPPER = "[A-ZÀ-ÖØ-ÞŁŚŠŽĆČĐŻŹŞİĞ]"
# one way to read each name: no trying of many
_JOINED = r"(?:-(?:[ \t]*\n[ \t]*(?=[A-Z]))?[\w'’]+)"
_CAPITAL = rf"(?:{_PARTICLE}?{_UPPER}[\w'’]*{_JOINED}{{0,4}})"
_INITIALS = rf"(?:[A-Z]\.?[ \t]?(?:[A-Z]\.?[ \t]?)?(?=[ \t]*{_UPPER}))"
_GAP = r"[ \t]*+(?:\n[ \t]*+)?"
_NOT_A_NAME = r"(?!(?:Our|Your|Ref|Reference|Complaint|Case|Council|The|About|And|Against|Housing|Date|Address)\b)"
_PERSON = rf"{_TITLE}{_GAP}(?:{_INITIALS}[ \t]*)?{_CAPITAL}(?:[ \t]+{_NOT_A_NAME}{_CAPITAL}){{0,2}}"
_COUPLE = rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Mx)\.?\s+(?:and|&)\s+)?{_PERSON}(?:\s+(?:and|&)\s+{_PERSON})?"
_PLAIN = rf"{_CAPITAL}[ \t]+(?:{_INITIALS}[ \t]*)?{_CAPITAL}"  # without a title: only behind the strongest cues

# "COMPLAINT 202701176: MR KWABENA ADJEI": a heading in capitals
_CAPITALS = r"[A-Z]['’]?[A-Z]+(?:['’-][A-Z]+)*"
_BIG = r"(?:MR|MRS|MS|MISS|MX|DR|PROF|REV)\.?"
_FORENAMES = rf"(?:[ \t]+(?:[A-Z]\.?(?=[ \t])|{_CAPITALS})){{0,3}}"
_HEADED = rf"(?:{_BIG}[ \t]+(?:AND|&)[ \t]+)?{_BIG}{_FORENAMES}[ \t]+(?:{_CAPITALS}|[A-Z]\b)"
# "mrs Kowalski's complaint", "Miss Petrovs case": hasty writers leave out capitals and apostrophes
_HASTY = rf"(?:[Mm]rs?|[Mm]s|[Mm]iss|[Dd]r)\.?[ \t]+{_CAPITAL}"
_LABEL = (
    r"(?:Complainants?|Complainant's name|Name of (?:the )?complainant|Residents?|Resident's name|Customer|Tenant|"
    r"COMPLAINANT|RESIDENT|TENANT|Person affected)"
)
_MATTERS = ("Complaint", "Case", r"Enquir(?:y|ies)", "Report", "Decision", "Determination")
_MATTER = rf"(?:{'|'.join(f'{word}|{word.lower()}' for word in _MATTERS)}|COMPLAINT)s?"
_LATELY = r"(?:(?:has|have|had|also|now|recently|first|since|formally)\s+){0,3}"
_SAYS = (
    r"(?:complain(?:s|ed)?|contact(?:ed|s)|came to us|come to us|came to the Ombudsman|asked (?:us|me|the Ombudsman)|"
    r"brought|says?|said|tells? (?:us|me)|told (?:us|me)|approached|written to us|wrote to us|submitted|raised|"
    r"reports?|(?:is|was|remains?) (?:still )?(?:unhappy|dissatisfied)|alleges?|believes?|feels?|disputes?|wants?)\b"
)
_ACTED_ON = r"(?:pay|paid|to|apologi[sz]e to|told|tell|copied to|wrote to|letter to|with|by|from|for|about|of)"

_TITLE_BEGINS = re.compile("[MDPRSLC]")


@dataclass(frozen=True)
class Cue:
    """A turn that names the complainant in group 1. `weight`: what it says for the name."""

    weight: float
    pattern: re.Pattern[str]
    titled: bool  # begins with a person's title

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """As `finditer`; where a title begins the pattern, only capitals that can begin one are tried."""
        if not self.titled:
            yield from self.pattern.finditer(text)
            return
        done = 0
        for capital in _TITLE_BEGINS.finditer(text):
            if capital.start() >= done and (match := self.pattern.match(text, capital.start())):
                done = match.end()
                yield match


CUES = tuple(
    Cue(weight, re.compile(pattern), pattern.removeprefix(r"\b").startswith(f"({_COUPLE}"))
    for weight, pattern in (
        (5, rf"{_LABEL}\s*[:–-]\s*({_COUPLE}|{_PLAIN})"),
        (
            4,
            rf"{_MATTER}\s+(?:\([^)]*\)\s+)?(?:made\s+|brought\s+|received\s+)?(?:by|from|of)\s+(?:the\s+)?({_COUPLE})",
        ),
        (
            4,
            rf"[Cc]omplaint\s+(?:made\s+|brought\s+)?(?:by|from)\s+({_PLAIN})(?=\s*(?:$|\n|[,.;(–-]|about\b|against\b))",
        ),
        (4, rf"({_COUPLE})['’]s?\s+(?:\w+\s+){{0,3}}(?:complaint|case|concerns)"),
        (4, rf"(?:{_MATTER}|CASE|REF|Ref)\s+(?:[Nn]o\.?\s+)?\d[\d ]*[ \t]*[:–-][ \t]*({_HEADED})[ \t]*(?:$|\n|[–,(-])"),
        (4, rf"\b({_HASTY})['’]?s?\s+(?:complaint|case|concerns)\b"),
        (3, rf"\b(?:Re|RE|Subject|Concerning|Regarding)\s*[:.-]?\s*({_COUPLE})"),
        (3, rf"({_COUPLE}),?\s*(?:\([^)]*\)\s*)?{_LATELY}{_SAYS}"),
        (3, rf"(?:complainant|resident|tenant|leaseholder),?\s+({_COUPLE})"),
        (3, rf"(?:^|\n)[ \t]*({_COUPLE})[ \t]*(?:[-–—/|:,]|\()[^\n]*\d"),
        (3, rf"\d[ \t]*(?:[-–—/|:,]|\()[ \t]*({_COUPLE})[ \t]*\)?"),
        (2, rf"\b{_ACTED_ON}\s+({_COUPLE})"),
        (1, rf"\b({_COUPLE})"),
    )
)
