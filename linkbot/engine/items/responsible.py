"""Which post an item names as the one who must do it: "a written apology from the chief executive".

A post that is only told, met or sent something does nothing here. Who holds the post, and who owns the task, is
decided elsewhere.
"""

from __future__ import annotations

import re

_STOP = (
    r"must|shall|should|will|would|is|are|to|has|have|who|or|within|in|by|for|from|on|at|with|that|which|and|before|writes?"
    r"|apologises?|meets?|reviews?|pays?"
)
_MORE = rf"(?:\s+(?:(?:and|&)\s+)?(?!(?:{_STOP}|its|their)\b)[\w’'-]+){{0,3}}"
_OF = rf"(?:,?\s+(?:of|for)\s+(?:the\s+)?(?!(?:{_STOP})\b)[\w’'-]+{_MORE})?"
_POST = (
    r"(?:(?:deputy|assistant|interim|acting|corporate|executive|strategic|managing|service|area|regional|senior)\s+)*"
    r"(?:chief\s+(?:executive|operating|financial|housing)(?:\s+officer)?|CEO"
    rf"|directors?{_OF}|heads?\s+of\s+(?:the\s+)?[\w’'-]+{_MORE}"
    r"|(?:senior\s+)?member\s+of\s+(?:its\s+)?staff\s+at\s+(?:\w+\s+){1,2}level"
    r"|member\s+of\s+(?:its|the)\s+(?:senior|executive|corporate)\s+(?:\w+\s+)?team"
    r"|senior\s+(?:\w+\s+)?(?:manager|managers|officer|leader|leadership\s+team|management\s+team|member\s+of\s+(?:its\s+)?staff"
    r"|member\s+of\s+the\s+[\w\s]{3,30}?team)"
    r"|(?:\w+\s+)?(?:manager|team\s+leader)(?=\s)|monitoring\s+officer|section\s+151\s+officer|head\s*teacher"
    r"|governing\s+(?:body|board)|board(?:\s+of\s+(?:trustees|directors))?|leader\s+of\s+the\s+council|(?:cabinet|lead)\s+member"
    r"|member\s+responsible\s+for\s+complaints|scrutiny\s+committee)"
)
_ITS = (
    r"(?:(?:the|its|a|an|our|your|their|one\s+of\s+its)\s+"
    r"|(?:the\s+)?(?:landlord|council|authority|association|trust)['’]s\s+)+"
)
_EITHER = rf"(?P<post>{_POST}(?:\s+or\s+(?:{_ITS})?{_POST})?)"
_DOES = re.compile(
    # the post is the subject: "its director of housing must …", "the chief executive is ordered to …"
    rf"(?<!\bwith )(?<!\bto )(?<!\bof )(?<!\band )(?<!\bbefore )(?<!\bfrom )(?<!\bby )(?:^|\b{_ITS}|[:;.]\s+){_EITHER}"
    r"(?:,[^,]{3,40},)?\s+(?:must|shall|should|will|is\s+(?:\w+\s+)?to\b|is\s+ordered|has\s+agreed\s+to|to\s+(?!discuss|about)\w+"
    r"|apologises?|writes|meets|reviews)"
    # or the deed comes from it: "an apology from the chief executive", "signed by a senior manager"
    rf"|\bapolog(?:y|ise|ises|ies|ising)\b[^.;:£]{{0,60}}\b(?:from|by)\s+(?:{_ITS})?(?P<post2>{_POST}(?:\s+or\s+(?:{_ITS})?{_POST})?)"
    rf"|\b(?:come|comes|is|be|sent|signed|made|given|provided|written|issued|led|chaired|conducted|undertaken|completed|carried\s+out"
    rf"|approved|delivered|letter)\s+(?:\w+\s+){{0,3}}?(?:from|by)\s+(?:{_ITS})?(?P<post3>{_POST}(?:\s+or\s+(?:{_ITS})?{_POST})?)"
    rf"|\b(?:from|by|through|at)\s+(?:{_ITS})?(?P<post4>{_POST})\s+level\b",
    re.IGNORECASE,
)


def by_whom(text: str) -> str | None:
    """The post as printed, without article or owner; None when the item names nobody."""
    found = _DOES.search(text)
    if found is None:
        return None
    post = next(found[name] for name in ("post", "post2", "post3", "post4") if found[name])
    return " ".join(post.split())
