"""Is anything asked of us here? Words of asking, bare verbs, things "to be supplied", an ask in the sentence before.

Says nothing about dates. What undoes a demand (somebody else's plan, a tale) is `bystanders` and `verdicts`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linkbot.engine.dates.phrases import any_of, compiled
from linkbot.engine.dates.reply_uses import Use
from linkbot.model.deadline_rules import DeadlineRules

_TAKES_UP = re.compile(
    r"\W*(?:(?:and|but|so|then|also|even\s+so|if\s+(?:so|not))\b[\s,]*)?"
    r"(?:it|this|that|these|those|they|them|all|both|each|everything|anything|any|one|two|either|half|mine"
    r"|answers?|repl(?:y|ies)|comments?"
    r"|papers?|documents?|(?:the\s+)?(?:lot|rest|last|whole|same|remainder|others?|first|second|earlier|sooner)"
    r"|by|before|no\s+later|not\s+later"
    r"|any\s+time|within|in\s+the\s+next|on\s+or\s+before|close\s+of|end\s+of|noon|midday|\d|mon|tue|wed|thu"
    r"|fri|i\b|we\b|you\b|the\s+(?:council|landlord|authority)\b)",
    re.IGNORECASE,
)
_TO_BE_DONE = re.compile(  # "Documents to be supplied by …", "The rest needed by …"
    r"\W*(?:[\w'’,/-]+\s+){1,8}?(?:to\s+be\s+(?:\w+ed|sent|given|seen|made|done|brought|put)|needed|required"
    r"|wanted|requested)\b",
    re.IGNORECASE,
)


def asked(use: Use, rules: DeadlineRules) -> bool:
    """Whether the date stands under a demand: its cue, its clause, its list or the sentence before makes one."""
    clock = use.due.clock
    if use.due.cue in ("strong", "column", "answer", "alone", "for"):
        return True
    if clock is not None and clock.explicit and clock.event is not None:
        return True
    openers = (rules.threats, rules.strong_asks)
    if any(compiled(each).search(use.clause) for each in openers) or commands(use, rules):
        return True
    if use.lead and compiled(rules.narrative).search(use.lead) and not compiled(rules.strong_asks).search(use.lead):
        return False
    if any(compiled(rules.asks).search(words) for words in (use.clause, use.sentence, use.lead)):
        return True
    if _TO_BE_DONE.match(use.clause):
        return True
    return _TAKES_UP.match(use.clause) is not None and is_asked(use.before, rules)


def commands(use: Use, rules: DeadlineRules) -> bool:
    """Whether the clause begins with the bare verb of a demand: "Get it to me by …", "Then send …"."""
    return _command(rules.commands).match(use.clause) is not None


@lru_cache(maxsize=8)
def _command(verbs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        r"\W*(?:(?:and|but|so|then|also|now|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|next|instead|otherwise"
        r"|in\s+the\s+meantime|meanwhile|if\s+[^,]{2,80},)(?!\w)[\s,:]*)*"
        rf"(?:{any_of(verbs) or '(?!)'})(?![\w'’])(?!\s+(?:of|is|was|has)\b)",
        re.IGNORECASE,
    )


def is_asked(words: str, rules: DeadlineRules) -> bool:
    """Whether the sentence before asks for something, so that a date after it says by when."""
    if not words:
        return False
    return (
        words.rstrip().endswith(("?", ":"))
        or compiled(rules.strong_asks).search(words) is not None
        or compiled(rules.items.requests).search(words) is not None
    )
