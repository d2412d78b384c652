"""The words by which a date in a letter is known to be a deadline, as people keep them in `rules/deadlines.toml`.

Phrases are plain lower-case words; `…` stands for up to six words in between. What a date looks like and how it is
counted is code (`engine.dates.dates`, `engine.dates.clocks`), not data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """What a relative clock starts from."""

    LETTER = "letter"  # the date printed on the letter, report, determination or decision
    RECEIPT = "receipt"  # the day it came


@dataclass(frozen=True)
class Anchor:
    """Words after "of", "from" or "after" that name a known event; `decision`: the (final) decision itself."""

    phrase: str
    event: Event
    decision: bool = False


@dataclass(frozen=True)
class PurposeWords:
    """A purpose of a reply date (`information`, `comments`, `evidence`, `meeting`) and the words that ask for it."""

    purpose: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class ItemWords:
    """How orders, agreed actions and recommendations announce themselves, and what only looks like one."""

    order_headings: tuple[str, ...]
    recommendation_headings: tuple[str, ...]
    closing_headings: tuple[str, ...]  # headings that end those sections
    telling_headings: tuple[str, ...]  # headings of what happened and what the law says: a bare duty is no order there
    table_headers: tuple[str, ...]  # of the column that says what must be done
    orders: tuple[str, ...]  # operators that bind: "is ordered to"
    issued: tuple[str, ...]  # words of a failure order that is made in the letter itself
    agreed: tuple[str, ...]  # operators of an agreed action: "has agreed to"
    recommendations: tuple[str, ...]
    duties: tuple[str, ...]  # operators that count only inside the sections: "must", "will"
    breakdowns: tuple[str, ...]  # what the parts of one item hang from: "made up of"
    actions: tuple[str, ...]  # verbs an item may begin with
    not_items: tuple[str, ...]  # how to prove it, what may be deducted …
    requests: tuple[str, ...]  # an asking sentence
    not_requests: tuple[str, ...]  # asked by the way: "tell me if you cannot"
    not_lists: tuple[str, ...]  # lead-ins of lists that ask nothing: "the complaint is about"


@dataclass(frozen=True)
class OutcomeWords:
    """What answers a request for time, a piece of evidence or a review."""

    granted: tuple[str, ...]
    refused: tuple[str, ...]
    satisfied: tuple[str, ...]
    outstanding: tuple[str, ...]
    everything: tuple[str, ...]  # words that make a confirmation complete
    withdrawn: tuple[str, ...]
    moved: tuple[str, ...]
    refusing: tuple[str, ...] = ()  # "cannot", before one of `giving` and a date: that date is not given
    giving: tuple[str, ...] = ()
    unsuiting: tuple[str, ...] = ()  # after a date: "is not possible"
    conditional: tuple[str, ...] = ()  # more time is held out, not given
    more_time: tuple[str, ...] = ()  # in any other letter the condition must be about one of these
    nameless: tuple[str, ...] = ()  # words that name no order: "those parts", "everything"


@dataclass(frozen=True, eq=False)
class DeadlineRules:
    """Everything `find_deadlines` and `find_items` need to know about words. Compared by identity, so that compiled
    forms can be kept by it."""

    cues: tuple[str, ...]  # before a date: "by", "no later than"
    strong_cues: tuple[str, ...]  # cues that are an ask by themselves: "deadline", "closing date for comments is"
    late_cues: tuple[str, ...]  # after a date: "at the latest"
    windows: tuple[str, ...]  # words that make the end of a span of days a deadline
    asks: tuple[str, ...]
    strong_asks: tuple[str, ...]  # these open a request, whatever was told before them
    threats: tuple[str, ...]  # what happens otherwise: an ask that no promise undoes
    narrative: tuple[str, ...]  # the clause tells what happened
    promises: tuple[str, ...]  # what the ombudsman or a third person says will happen
    contingent: tuple[str, ...]  # a date for those who cannot keep the date
    proposals: tuple[str, ...]  # terms of a settlement, not a reply date
    linked: tuple[str, ...]  # "that is": the date that follows only repeats the clock before it
    before_cues: tuple[str, ...]  # cues that exclude the day itself
    number_words: tuple[tuple[str, int], ...]
    anchors: tuple[Anchor, ...]
    purposes: tuple[PurposeWords, ...]
    times: tuple[tuple[str, int, int], ...]  # "noon" → 12:00
    quiet_kinds: tuple[str, ...]  # kinds that set no date for us
    comment_kinds: tuple[str, ...]
    evidence_kinds: tuple[str, ...]
    proposal_kinds: tuple[str, ...]  # kinds whose remedies are only proposed
    chaser_kinds: tuple[str, ...]  # a date before the letter is the one that was missed
    remedy_kinds: tuple[str, ...]  # kinds whose dates belong to orders, unless something is to be sent to the ombudsman
    recommend_kinds: tuple[str, ...]
    failure_order_kinds: tuple[str, ...]  # only an order made in the letter itself counts
    request_kinds: tuple[str, ...]
    listed_request_kinds: tuple[str, ...]
    review_kinds: tuple[str, ...]
    extension_kinds: tuple[str, ...]
    confirmation_kinds: tuple[str, ...]
    items: ItemWords
    outcomes: OutcomeWords
    defaults: tuple[tuple[str, int], ...] = ()  # fields of `desk.Habits`
    too_far_days: int = 366
    commands: tuple[str, ...] = ()  # verbs a demand without "please" begins with
    common_words: tuple[str, ...] = ()  # words of asking and dates: two sentences may share them and want two things
    dated_kinds: tuple[str, ...] = ()  # kinds that always want something by a day
    suiting: tuple[str, ...] = ()  # after a date that heads its clause: "would be ideal"
    fitting: tuple[str, ...] = ()  # what may be said of such a date: "would be …"
    events: tuple[str, ...] = ()  # what happens on a day and is nobody's reply
    offering: tuple[str, ...] = ()  # before a date that no cue introduces: "say", "shall we say"
    moving: tuple[str, ...] = ()  # in an answer to a request for time: what stands around the date that now counts
    due_columns: tuple[str, ...] = ()  # heads of a table column that holds due dates
    due_heads: tuple[str, ...] = ()  # a short head that ends on or begins with one of these holds due dates too
    policies: tuple[str, ...] = ()  # words of a clock that says how long a thing may take at any time
    instructed: tuple[str, ...] = ()  # who or what must: "the council", "the evidence"
    past_columns: tuple[str, ...] = ()  # heads of a table column that holds dates gone by

    def __hash__(self) -> int:
        """Equal rules have equal counts of words: enough to find their compiled patterns again, and quickly said."""
        return len(self.asks) * 10_007 + len(self.narrative) * 101 + len(self.cues)
