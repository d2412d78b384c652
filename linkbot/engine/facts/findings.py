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
    r"(not made (?:any )?(?:orders|recommendations)|(?:make|made|making|there are|with) no orders"
    r"|no orders (?:are|were|have been) made"
    r"|without (?:making )?(?:any )?orders|not (?:making|made) (?:any )?recommendations"
    r"|no recommendations (?:are|were|have been) made"
    # under the heading itself: "Orders: none", "Orders. In this case we make none."
    r"|\b(?:orders?|remedy|agreed actions?)\W{1,3}(?:(?:in|on) (?:this|the) \w+,? )?"
    r"(?:none|nil|not applicable|there (?:are|were) none|(?:we|i) (?:have )?(?:make|made|propose) none)\b)",
    re.IGNORECASE,
)
_NOTHING_WRONG = re.compile(
    r"(not upheld|(?:found|find|was|is|were) no (?:evidence of )?fault|no fault\b|not at fault|no maladministration"
    r"|already (?:put|been put|remedied|taken)"
    r"|(?:nothing|anything|no) (?:further|more) (?:remedy|to recommend|is needed|from)"
    r"|reasonable redress|outside (?:our )?jurisdiction|no injustice"
    r"|no (?:further )?(?:action|remedy)[^.\n]{0,40} (?:needed|required|recommended|necessary))",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(have made (?:the following )?orders|ordered to|orders (?:below|set out|in (?:the|our) report)"
    r"|comply with (?:the|our|these) orders"
    r"|(?:has|have) agreed to|agreed actions?|you (?:have|had) agreed)",
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
    """Whether the decision says that nothing is ordered: in so many words, or by finding nothing to put right."""
    text = " ".join(" ".join(letter.text.split()) for letter in acting.letters)
    if _NO_ORDERS.search(text):
        return True
    return bool(_NOTHING_WRONG.search(text)) and not _ORDERS.search(text)
