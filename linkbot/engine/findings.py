"""Findings as an ombudsman words them, for those who are told of a determination. Lines of the letter, nothing else."""

from __future__ import annotations

import re

from linkbot.model.acting import Acting

_FINDING = re.compile(
    r"\b(severe maladministration|no maladministration|maladministration|service failure|reasonable redress"
    r"|(?:found |was |is |of |no )fault|fault causing injustice|not upheld|upheld|outside (?:our )?jurisdiction)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"\b(we|i|the ombudsman|there (?:was|is|were)|decision)\b", re.IGNORECASE)
_NO_ORDERS = re.compile(
    r"(not made (?:any )?orders|no orders|make no orders|not upheld"
    r"|(?:found|find|was|is|were) no (?:evidence of )?fault"
    r"|no (?:further )?(?:action|remedy)[^.\n]{0,40} (?:needed|required|recommended|necessary)"
    r"|no recommendations|not (?:making|made) (?:any )?recommendations|without (?:making )?(?:any )?(?:orders|remedy)"
    r"|no (?:fault|maladministration|injustice)\b|not at fault|completed my investigation as there (?:was|is) no)",
    re.IGNORECASE,
)
MOST = 8
LONGEST = 220


def find_findings(acting: Acting) -> tuple[str, ...]:
    """Sentences in which the ombudsman says what was found, in order, each once, at most eight."""
    found: list[str] = []
    for letter in acting.letters:
        for line in re.split(r"\n|(?<=[.;])\s+(?=[A-Z])", letter.text):
            line = line.strip(" •-–\t")
            if len(line) <= LONGEST and _FINDING.search(line) and (_DECIDES.search(line) or len(line) < 80):
                found.append(line)
    return tuple(dict.fromkeys(found))[:MOST]


def says_no_orders(acting: Acting) -> bool:
    """Whether the decision itself says that nothing is ordered."""
    return any(_NO_ORDERS.search(" ".join(letter.text.split())) for letter in acting.letters)
