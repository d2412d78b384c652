"""What a sentence of a decision is: an order, an agreed action, a recommendation, how to prove one, or by when.

Looks at one sentence at a time, with the section it stands in. How sentences make up lists and items is `item_list`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linkbot.engine.dates.phrases import compiled, source
from linkbot.engine.items.sections import Section
from linkbot.engine.items.turns import ALSO, FOLLOWS, MAY, PRONOUN, WE, WORTH
from linkbot.model.deadline_rules import DeadlineRules
from linkbot.model.item import ItemKind

_WILL_TOO = re.compile(
    r"\b(?:councils?|authority|landlord|it|they)\s+(?:will|have|has)\s+(?:also\b|further\b|in\s+addition\b)",
    re.IGNORECASE,
)
_TITLED = re.compile(  # the order or notice itself, by its title
    r"^\W*(?:housing\s+ombudsman\W+)?(?:complaint\s+handling\s+)?failure\s+(?:order|notice)\W*(?:\(?\w+\)?\W*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_AGREES_ONLY = re.compile(  # of one mind about what is, not to do something
    r"\bagree[sd]?\s+(?:with\s+(?:us|me|my|our|the\s+\w+)\b(?!\s+(?:to\b|that\s+it\s+(?:will|would|should)))"
    r"|that\s+(?:this|that|there|it\s+(?:was|is|has|had|did|could|should\s+have))\b)",
    re.IGNORECASE,
)
_PAST_ORDER = re.compile(
    r"\b(?:what|as|which)\s+(?:we|i)\s+(?:had\s+)?(?:ordered|recommended)\b|\brecommended\s+in\s+(?:our|my)\s+\w+"
    r"|\b(?:was|were|had\s+been|previously|we)\s+ordered\b",
    re.IGNORECASE,
)
_THEM = (
    r"(?:this|these|so|them|that|it|the\s+above|everything|both|all|each|they|the\s+actions?|the\s+orders?"
    r"|the\s+steps)"
)
_ALL_OF_THEM = re.compile(
    rf"\b(?:do|complete|carry\s+out|take|implement|comply\s+with|action)\s+(?:(?:all|both"
    rf"|each)\s+(?:of\s+)?)?{_THEM}\b"
    rf"|\b(?:{_THEM}|orders?|actions?|steps|remed(?:y|ies)|recommendations?)\b[^.,:]{{0,50}}\b"
    r"(?:done|complete[d]?|carried\s+out|taken|implemented|complied\s+with|due|finished|in\s+place|actioned)\b",
    re.IGNORECASE,
)
_SUBJECT_DUTY = re.compile(
    r"\b(?:council|landlord|authority|association|trust|borough|it|they)(?:\s+also)?(?:,[^,]{3,60},"
    r"|\s+(?:has\s+agreed\s+it))?\s+"
    r"(?:also\s+|now\s+|then\s+)?(?:must|should|shall|will|is\s+to|needs\s+to|has\s+to|(?:is"
    r"|are)\s+(?:now\s+)?required\s+to)\b(?!\s+have\b)"
    r"|\b[Tt]he\s+(?:[Cc]ouncil|[Ll]andlord|[Aa]uthority)\s+to\s+[a-z]+",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:landlord|council|authority|association|trust|you)(?:,[^,]{3,60},)?\s+(?:now\s+|also\s+)?(?:must"
    r"|shall|should|is\s+to|are\s+to|has\s+to|have\s+to"
    r"|(?:is|are)\s+(?:now\s+)?required\s+to|needs?\s+to)\b(?!\s+have\b)",
    re.IGNORECASE,
)
_FIXED = re.compile(
    r"\b(?:by|before|until|no\s+later\s+than)\s+(?:\w+\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]+"
    r"|\b(?:within|in)\s+(?:the\s+next\s+)?\w+\s+(?:weeks?|months?)\b"
    r"|\bof\s+(?:the\s+date\s+of\s+)?(?:this|my|our|the)\s+(?:final\s+)?(?:decision|determination|report|letter)",
    re.IGNORECASE,
)
_PROVES_A_DEED = re.compile(
    r"\bevidence\s+(?:to\s+\w+\s+)?(?:that|showing)\s+(?:it|the\s+\w+)\s+has\s*(?::|(?!complied|done\s+(?:this"
    r"|these|so|what)"
    r"|carried\s+out\s+(?:these|the\s+(?:orders|above|actions))|taken\s+these|met\b|implemented\s+(?:these"
    r"|the)\b|completed\s+(?:these|the\s+(?:orders|actions|above)))\w+)",
    re.IGNORECASE,
)
_OF_AN_EARLIER_REPORT = re.compile(
    r"\bcompl(?:y|iance)\s+(?:\w+\s+)?with\s+(?:\w+\s+){0,3}recommendations?\b[^.;]{0,60}\b(?:report|decision)\b",
    re.IGNORECASE,
)
# A lead-in that names what follows without an operator: "What has been agreed:", "Orders made today in this case:".
_LISTS_ORDERS = re.compile(
    r"\b(?:agreed|agreement)\b(?!\s+(?:with|by|on|in)\b)[^.;]{0,60}:\s*$|\b(?:orders?|remed(?:y|ies)|(?:agreed"
    r"|following|these)\s+(?:actions?|steps))\b"
    r"[^.;]{0,70}:\s*$|\bto\s+put\s+(?:this|it|things|matters)\s+right\b[^.;]{0,60}:\s*$",
    re.IGNORECASE,
)
_LISTS_RECOMMENDATIONS = re.compile(r"\b(?:recommend\w*|suggest\w*|encourag\w*)\b[^.;]{0,70}:\s*$", re.IGNORECASE)
_NO_LEAD = re.compile(
    r"\b(?:may|can|could|might|whether|deciding|decides?|section\s+\d+|(?:tenancy|lease|licen[cs]e|loan|planning|section\s+\w+"
    r"|nominations?|service|management|support|care|payments?)\s+agreements?"
    r"|not|no|evidence|proof|because|disagree\w*|complied|complian\w+|following\s+reasons|were|was\s+not)\b",
    re.IGNORECASE,
)
# Under the heading of recommendations they come in softer words.
_SOFT = re.compile(
    r"\bgood\s+practice\b|\b(?:may|might|could|would)\s+(?:usefully\s+)?(?:wish|like|want|do\s+well|be\s+wise"
    r"|benefit|consider|find)\b"
    r"|\bsuggest(?:s|ed)?\b|\b(?:urge|encourage|invite|advise|ask)(?:s|d)?\s+(?:the\s+)?(?:landlord|council"
    r"|authority|association|service)\b"
    r"|\bwould\s+(?:be\s+)?(?:sensible|helpful|welcome|useful|beneficial)\b|\b(?:landlord|council"
    r"|authority)\s+(?:considers?|reviews?|gives?|offers?|makes?|puts?)\b",
    re.IGNORECASE,
)
_BEGINS_WITH_PROOF = re.compile(
    r"\W*(?:all\s+|any\s+|the\s+)?(?:proof|evidence|confirmation)\b(?!\s+(?:to|base))", re.IGNORECASE
)


@lru_cache(maxsize=8)
def _action(rules: DeadlineRules) -> re.Pattern[str]:
    """A clause that begins with a verb of doing, as the points of a list of orders do."""
    verbs = "|".join(source(verb) for verb in rules.items.actions)
    return re.compile(
        r"\s*(?:and\s+|then\s+|also\s+|to\s+)*(?:(?:within|by|no\s+later\s+than)\b[^,:]{3,60},?\s*)?"
        rf"(?:{verbs})(?:e?s)?\b",
        re.IGNORECASE,
    )


class SentenceReader:
    """`only_orders`: nothing but what this letter itself orders. `sections_only`: "the council should …" counts only
    under a heading for such. Remembers whether the sentence before agreed to something: "It will:" goes on from it."""

    def __init__(self, text: str, rules: DeadlineRules, *, only_orders: bool, sections_only: bool) -> None:
        self.rules, self.only_orders, self.sections_only = rules, only_orders, sections_only
        self.issued = only_orders and (_TITLED.search(text) or compiled(rules.items.issued).search(text)) is not None
        self.agreed_before = False
        self.agreed_last = False  # the last operator was an agreement
        self.action = _action(rules)

    def kind_of(self, words: str, section: Section, *, first: bool, after_item: bool) -> tuple[ItemKind | None, bool]:
        """What kind of item the sentence is, and whether it stands outside any section for such."""
        items = self.rules.items
        if _PAST_ORDER.search(words):
            return None, False
        ordered = compiled(items.orders).search(words) is not None
        recommended = compiled(items.recommendations).search(words) is not None
        agreed = compiled(items.agreed).search(words) is not None and not _AGREES_ONLY.search(words)
        inside = section.holds_items
        follows = self.agreed_before and _SUBJECT_DUTY.search(words) is not None
        self.agreed_last = agreed or (self.agreed_last and not (ordered or recommended))
        self.agreed_before = ordered or agreed or (recommended and "accept" in words.lower())
        kind: ItemKind | None = None
        if ordered:
            kind = ItemKind.ORDER
        elif recommended and not self.only_orders:
            kind = ItemKind.ORDER if section is Section.ORDERS and agreed else ItemKind.RECOMMENDATION
        elif agreed and not self.only_orders:
            kind = ItemKind.ORDER
        elif inside and self._duty(words, first=first):
            promised = self.agreed_last and _WILL_TOO.search(words) is not None
            kind = ItemKind.ORDER if section is Section.ORDERS or promised else ItemKind.RECOMMENDATION
        elif section is Section.RECOMMENDATIONS and not self.only_orders and self._soft(words):
            kind = ItemKind.RECOMMENDATION
        elif section is not Section.TOLD and self._loose(words, inside=inside, follows=follows, after_item=after_item):
            kind = ItemKind.ORDER
        if kind is ItemKind.RECOMMENDATION and self.only_orders:
            kind = None
        return kind, not inside

    def lists(self, words: str, section: Section) -> ItemKind | None:
        """What a lead-in ending in a colon announces by its noun alone."""
        if (
            section is Section.TOLD
            or (self.only_orders and not self.issued)
            or _NO_LEAD.search(words)
            or compiled(self.rules.narrative).search(words)
        ):
            return None
        if _LISTS_RECOMMENDATIONS.search(words):
            return None if self.only_orders else ItemKind.RECOMMENDATION
        return ItemKind.ORDER if _LISTS_ORDERS.search(words) else None

    def _soft(self, words: str) -> bool:
        if re.match(r"\W*that\s+(?:the|it|its|all|staff|every|each)\b", words, re.IGNORECASE):
            return True
        return _SOFT.search(words) is not None and not (WE.search(words) and not re.search(r"\bsuggest", words))

    def _loose(self, words: str, *, inside: bool, follows: bool, after_item: bool) -> bool:
        """An order without heading or operator: a dated duty, or what an issued failure order requires."""
        if self.only_orders:
            return self.issued and _REQUIRED.search(words) is not None and WORTH.search(words) is not None
        return not (inside or self.sections_only) and self._dated_duty(words, follows=follows, after_item=after_item)

    def _duty(self, words: str, *, first: bool) -> bool:
        if WE.search(words):
            return False
        if PRONOUN.match(words) and not ALSO.match(words):
            return False
        begins = first and self.action.match(words) is not None
        return begins or compiled(self.rules.items.duties).search(words) is not None

    def _dated_duty(self, words: str, *, follows: bool, after_item: bool) -> bool:
        """Outside any section: "the Council must pay … by 12 April", or "it will:" right after an agreement."""
        if _SUBJECT_DUTY.search(words) is None or compiled(self.rules.narrative).search(words) or WE.search(words):
            return False
        if FOLLOWS.search(words) and _REQUIRED.search(words) and not re.search(r"\bif\b", words):
            return True  # "the landlord must do what is set out below"
        if follows and (words.rstrip().endswith(":") or WORTH.search(words)):
            return True
        goes_on = PRONOUN.match(words) is not None
        return _FIXED.search(words) is not None and (after_item or not goes_on)

    def goes_on(self, words: str, section: Section) -> bool:
        """ "It should weigh this against its policy": how the deed before is to be done, and no deed of its own."""
        told = PRONOUN.match(words) and MAY.search(words) and section.holds_items
        return bool(told) and not self.is_only_proof(words)

    def is_only_proof(self, words: str) -> bool:
        """How to prove it, what may be deducted: no item by itself, unless it also names what to do."""
        if _PROVES_A_DEED.search(words) or _OF_AN_EARLIER_REPORT.search(words):
            return False
        if _BEGINS_WITH_PROOF.match(words):
            return True
        if not compiled(self.rules.items.not_items).search(words):
            return False
        return not re.search(r"£\s*\d|\bapologi", words, re.IGNORECASE) or "deduct" in words.lower()

    def breaks_down(self, words: str) -> bool:
        """Whether what hangs from these words are parts of one item."""
        words = re.sub(r"\s*\([^)]*\)\s*$", "", words.rstrip())
        found = list(compiled(self.rules.items.breakdowns).finditer(words))
        return (
            bool(found)
            and len(words) - found[-1].end() < 25
            and found[-1].start() > 12
            and not self._operator_after(words, found[-1].start())
        )

    def _operator_after(self, words: str, at: int) -> bool:
        items = self.rules.items
        return any(
            compiled(each).search(words, at)
            for each in (items.orders, items.agreed, items.recommendations, items.duties)
        )

    def only_dates(self, words: str) -> bool:
        """Whether the sentence only says by when all that stands before it must be done."""
        if not _ALL_OF_THEM.search(words):
            return False
        return not re.search(r"£\s*\d", words) and WORTH.search(words) is not None and not words.rstrip().endswith(":")
