"""Findings per complaint point, as a decision states them, for those who are told of it.

Takes the section that decides, else the sentences in which the Ombudsman finds; talk of findings (what they would
lead to, what the landlord called its own failure) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linkbot.engine.dates.passages import passages, sentences
from linkbot.engine.facts.finding_words import bare_point, findings_in, outcomes_of
from linkbot.model.acting import Acting
from linkbot.model.finding import Finding, FindingOutcome
from linkbot.model.mail import Letter

_DECIDES = re.compile(
    r"(?:\d+[.)]\s*)?(?:our|my|the|final|ombudsman['’]s|summary\s+of|determination|\s)*"
    r"(?:decisions?|determinations?|findings?|outcomes?)\s*(?:\((?:decision|determination)s?\))?\W*",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"\b(?:i\s?n\s+accordance\s+with|under)\s+(?:paragraph|section)\s|\bdetermination\b.{0,20}\bin\s+accordance"
    r"|^\W*(?:[a-h][.)]\s*)?(?:t\s?here\s+(?:was|were|has\s+been|is)|(?:we|i|the\s+ombudsman)\s+(?:have\s+|has\s+|also\s+)?f(?:ou|i)nds?)\b"
    r"|\b(?:i|we|the\s+ombudsman)\s+(?:have\s+|has\s+|also\s+)*(?:f(?:ou|i)nds?|uphold|upheld|decided|conclude[ds]?)\b",
    re.IGNORECASE,
)
_WAS_FOUND = re.compile(r"\s+(?:was|were|has\s+been|is)\b|\s+(?:by|in)\s+the\b", re.IGNORECASE)
_OPENS = re.compile(
    r"\b(?:found|find|finds|there\s+(?:was|were|has\s+been)|responsible\s+for|determination\w*\s+(?:is|are)|as\s+follows)\b[^.]{0,40}:\s*$",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"\b(?:where|when|if)\s+(?:we|i|the\s+ombudsman)\s+(?:find|found)\b|\bcan\s+make\b|\bwhether\b|\bmay\s+(?:determine|find)\b"
    r"|\b(?:guidance|awards?|scheme\s+states)\b|\bfindings?\s+of\s+(?:reasonable|service|maladmin)|\bon\s+the\s+basis\b"
    r"|\bwould\s+(?:be|have|amount)\b"
    r"|\b(?:does|did|do)\s+not\s+(?:amount|find)\b|\bcompensation\s+for\s+(?:the|its)\b|\b(?:it|landlord)\s+(?:found|accepted|recognised|acknowledged|upheld)\b"
    r"|\bfor\s+(?:its|the|this)\s+(?:acknowledged\s+)?service\s+failure|\b(?:council|landlord)\s+(?:has\s+)?(?:agreed|upheld|said|says)\b"
    r"|\bto\s+remedy\b|\bif\s+there\b|\bby\s+fault\b|\bterm\b|\bword\b",
    re.IGNORECASE,
)
_POINT = re.compile(r"\W*[A-Za-z][^:]{3,250}$", re.DOTALL)
_OTHERWISE = re.compile(r"(?:we|i|the\s+(?:landlord|council|ombudsman)|there|this|it)\s+\w+", re.IGNORECASE)
_ROW = re.compile(r"(?P<point>[^|:\t]{4,90}?)\s*(?:[|:\t]|\s[–-])\s*(?P<found>[^|:\t]{4,40})\|?\s*$")
MOST = 12
LONGEST = 400


@dataclass(frozen=True)
class _Said:
    """`lead`: the words above a list whose points these are: "There was maladministration in the landlord's:"."""

    words: str
    deciding: bool  # under a heading of the decision, or in a list of what was found
    lead: str = ""


def find_findings(acting: Acting) -> tuple[Finding, ...]:
    """Each finding once, in order, at most a dozen."""
    outcomes = outcomes_of(acting.ombudsman)
    said = [each for letter in acting.letters for each in _said(letter, outcomes)]
    for among in ([each for each in said if each.deciding], said):
        found = [finding for each in among for finding in _stated(each, outcomes)]
        if found:
            return _distinct(found)
    return ()


def _said(letter: Letter, outcomes: re.Pattern[str]) -> Iterator[_Said]:
    deciding = listing = False
    lead = ""
    for passage in passages(letter.text, letter.boilerplate):
        words = passage.of(letter.text)
        listed = passage.style or re.match(r"[a-z]", words) or re.search(r"[.;,]$", words)
        if lead and listed and not outcomes.search(words) and not _OTHERWISE.match(words) and _POINT.match(words):
            yield _Said(words, deciding=deciding, lead=lead)
            continue
        lead = ""
        if deciding and outcomes.fullmatch(words.strip(" .")):  # under "Finding" of one point: told above already
            deciding = False
            continue
        heading = (
            not passage.style and 3 < len(words) < 60 and not re.search(r"[.;,]$", words) and not outcomes.search(words)
        )
        if heading and not words.endswith(":"):
            deciding, listing = _DECIDES.fullmatch(words) is not None, False
            continue
        for start, end in sentences(letter.text, passage):
            sentence = letter.text[start:end]
            if end == passage.end and sentence.endswith(":") and outcomes.search(sentence):
                lead = sentence
                continue
            yield _Said(sentence, deciding or (listing and outcomes.match(sentence) is not None))
        if _OPENS.search(words):
            listing = True
        elif not outcomes.search(words):
            listing = False


def _stated(said: _Said, outcomes: re.Pattern[str]) -> Iterator[Finding]:
    words = said.words.strip(" •-–\t")
    if said.lead and (said.deciding or _FORMULA.search(said.lead)) and not _TALK.search(said.lead):
        outcome = next(findings_in(said.lead, outcomes)).outcome
        yield Finding(outcome, bare_point(" ".join(words.split())), f"{' '.join(said.lead.split())} {words}")
        return
    if len(words) > LONGEST or not outcomes.search(words):
        return
    row = _ROW.fullmatch(words)
    if row is not None and (mark := outcomes.fullmatch(row["found"].strip())) is not None and said.deciding:
        finding = next(findings_in(mark[0], outcomes))
        yield Finding(finding.outcome, " ".join(row["point"].split()), words)
        return
    stands_first = outcomes.match(words)
    formal = _FORMULA.search(words) or (stands_first and _WAS_FOUND.match(words, stands_first.end()))
    if _TALK.search(words) or not (said.deciding or formal):
        return
    yield from findings_in(words, outcomes)


def _distinct(found: list[Finding]) -> tuple[Finding, ...]:
    """One outcome about one point once; one about no point only where none names its point."""
    kept: dict[tuple[str, str], Finding] = {}
    named = {each.outcome for each in found if each.point}
    if any(each.outcome is FindingOutcome.FAULT_CAUSING_INJUSTICE for each in found):
        found = [each for each in found if each.outcome is not FindingOutcome.UPHELD]  # the same in its older name
    for each in found:
        if each.point or each.outcome not in named:
            kept.setdefault((each.outcome, re.sub(r"^the\b|\W+", "", each.point.casefold())), each)
    return tuple(kept.values())[:MOST]
