"""Which original complaint a case belongs to: our reference, then name and postcode. Doubt holds only the link."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from linkbot.model.casework import LinkState
from linkbot.model.complaint import Complaint, ComplaintMatch
from linkbot.model.reading import Reading

_TITLES = re.compile(r"\b(mr|mrs|ms|miss|mx|dr|prof|rev|sir|dame|lady|lord)\b\.?", re.IGNORECASE)
NAMES_CONTRADICT = 60  # of 100: below this, a shared reference is not believed alone


def match_complaint(reading: Reading, complaints: Sequence[Complaint]) -> ComplaintMatch:
    """`linked` only when our own reference is quoted and no name contradicts; name and postcode only propose."""
    ours = {_plain(reference) for reference in reading.references.ours}
    by_reference = [c for c in complaints if _plain(c.reference) in ours]
    if len(by_reference) == 1:
        complaint = by_reference[0]
        sentence = f"The letter quotes our reference {complaint.reference}."
        if _contradicts(reading.complainant.name, complaint.name):
            return _match(LinkState.PROPOSED, [(complaint.reference, sentence + " But the names differ.")])
        return _match(LinkState.LINKED, [(complaint.reference, sentence)])
    if len(by_reference) > 1:
        return _match(LinkState.AMBIGUOUS, [(c.reference, "The letter quotes this reference.") for c in by_reference])
    alike = [c for c in complaints if _same_person(reading, c)]
    found = [(c.reference, "Same surname and postcode.") for c in alike]
    return _match(LinkState.PROPOSED if len(alike) == 1 else LinkState.AMBIGUOUS if alike else LinkState.NONE, found)


def _match(outcome: LinkState, candidates: list[tuple[str, str]]) -> ComplaintMatch:
    sure = candidates[0][0] if outcome in (LinkState.LINKED, LinkState.PROPOSED) else None
    return ComplaintMatch(sure, outcome.value, tuple(candidates))


def _same_person(reading: Reading, complaint: Complaint) -> bool:
    name, postcode = reading.complainant.name, reading.complainant.postcode
    if not name or not complaint.name or _surname(name) != _surname(complaint.name):
        return False
    return not (postcode and complaint.postcode and _plain(postcode) != _plain(complaint.postcode))


def _contradicts(name: str | None, other: str | None) -> bool:
    if not name or not other or _surname(name) == _surname(other):
        return False
    return fuzz.token_set_ratio(_bare(name), _bare(other)) < NAMES_CONTRADICT


def _surname(name: str) -> str:
    words = _bare(name).split()
    return words[-1] if words else ""


def _bare(name: str) -> str:
    return _TITLES.sub(" ", name).casefold().strip(" .,")


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
