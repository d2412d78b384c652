"""Whether a decision says that nothing is ordered: then a letter without orders was read whole, and none was missed."""

from __future__ import annotations

import re

from linkbot.model.acting import Acting

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
    r"|not (?:asking|recommending|requiring|ordering)\b[^.\n]{0,40}\b(?:more|else|further|anything)\b"
    r"|(?:recommend|order|require|ask for)s? nothing|what (?:it|the \w+) (?:had|has) already done"
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

_RECOMMENDS = re.compile(  # something is recommended: "no orders" alone does not say that nothing was missed
    r"\b(?<!not )(?:make|makes|made|making|following|these|our) (?:\w+ )?recommendations?\b"
    r"|\b(?:ombudsman|we|i) (?:also |would |do |therefore |nevertheless )*(?:recommend|recommends|suggest)\b(?! noth)"
    r"|\b(?:is|it is) recommended that\b",
    re.IGNORECASE,
)
_RECOMMENDS_NOTHING = re.compile(r"\b(?:no|any|nor) (?:\w+ )?recommendations?\b", re.IGNORECASE)


def says_no_orders(acting: Acting) -> bool:
    """Whether the decision says that nothing is ordered: in so many words, or by finding nothing to put right."""
    text = " ".join(" ".join(letter.text.split()) for letter in acting.letters)
    if _RECOMMENDS.search(text) and not _RECOMMENDS_NOTHING.search(text):
        return False
    if _NO_ORDERS.search(text):
        return True
    return bool(_NOTHING_WRONG.search(text)) and not _ORDERS.search(text)
