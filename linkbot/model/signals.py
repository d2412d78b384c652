"""What speaks for or against a kind, as values from `rules/kinds/*.toml` and `rules/classification.toml`.

Only the words and weights live here; finding them is `engine.kinds.matching`, weighing them `engine.kinds.classify`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from linkbot.model.moods import Mood, MoodWords


class Place(StrEnum):
    """Where in a message some words stand; each place has a factor in `rules/classification.toml`."""

    SUBJECT = "subject"
    OLD_SUBJECT = "old_subject"  # behind RE: or FW:, written for an earlier letter
    TITLE = "title"  # the head of a letter or document, above the salutation
    FILENAME = "filename"
    OPENING = "opening"  # the first paragraph
    BODY = "body"
    FOOTER = "footer"  # the sender's address and small print: never counts
    LISTED = "listed"  # the points of what is ordered, asked or complained of: counts only for signals that name it
    NARRATIVE = "narrative"  # what a decision tells of the past: never counts by itself


class Fact(StrEnum):
    """Named facts a signal may wait for. A missing one is code with a test, never an expression."""

    ORDERS_HEADING = "orders_heading"  # "Orders" or "Agreed action" stands alone on a line
    DECISION_DOCUMENT = "decision_document"  # an attached decision, determination or report, by its own title
    DRAFT_DOCUMENT = "draft_document"  # an attached draft, by its own title or file name
    ORDER_LIST = "order_list"  # a list below words of ordering or agreeing, or lines "Order 1 …"
    STATUS_ROWS = "status_rows"  # a row about an order, or of a table, ends with a word for done
    PAST_DUE = "past_due"  # a sentence says that something was due on a day before the letter's
    REQUEST_LIST = "request_list"  # two or more list points below words of asking
    ASKS = "asks"  # words of asking stand in the new text
    QUESTION = "question"  # a sentence of the new text ends in a question mark
    REPLY_DATE = "reply_date"  # a date or a span to answer by stands in the new text
    ASKS_AGAIN = "asks_again"  # a short letter that asks, while an open item's date is past
    OVERDUE_ITEM = "overdue_item"
    OPEN_ITEM = "open_item"
    NO_CASE_MARK = "no_case_mark"  # neither a reference nor an ombudsman's name anywhere
    CASE_MARK = "case_mark"
    OMBUDSMAN_ADDRESS = "ombudsman_address"  # From a domain that calls itself an ombudsman's
    ATTACHMENT = "attachment"  # something readable is attached
    SHORT = "short"  # under 90 words of new text


class Sender(StrEnum):
    """Who a letter is from, as far as kinds care."""

    OMBUDSMAN = "ombudsman"
    INTERNAL = "internal"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Signal:
    """One reason for a kind. It counts once, at its best place; a negative weight counts against.

    `phrases` are literals with alternatives, `patterns` hold gaps (`...`) or numbers (`#`). `together` lists groups of
    phrases: one sentence must hold one of each. `unless` are phrases whose presence in that sentence makes it silent.
    """

    id: str
    weight: float
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    unless: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()  # empty: all but the narrative and file names
    silent_when: tuple[Mood, ...] = ()  # moods in which its words say nothing
    facts: tuple[Fact, ...] = ()
    from_domains: tuple[str, ...] = ()
    veto: bool = False  # the kind is out, whatever else speaks for it
    generic: bool = False  # many kinds hold it: counts only while no other kind has clear words of its own
    threat: bool = False  # formal power
    missed: bool = False  # says that a date was missed


@dataclass(frozen=True)
class Companion:
    """A second kind a letter may be at once: both need their own score, and the first stays the main one."""

    kind: str
    own: float
    other: float


@dataclass(frozen=True)
class KindSignals:
    kind: str
    senders: tuple[Sender, ...]
    signals: tuple[Signal, ...]
    companions: tuple[Companion, ...] = ()
    chaser: bool = False
    final_chaser: bool = False
    encloses: tuple[str, ...] = ()  # kinds such a letter may enclose or repeat without being doubtful


@dataclass(frozen=True)
class Weighing:
    """How hits become a verdict, and the words that divide a letter into places."""

    factors: tuple[tuple[Place, float], ...]
    certain_score: float
    certain_margin: float
    certain_lead: float  # the margin as a share of the score
    certain_signals: int  # independent reasons, unless
    certain_against: float  # the share of the winner's own evidence that may speak against it
    certain_alone: float  # the next kind scores no more than this
    likely_score: float
    likely_margin: float
    floor: float  # below it nothing is said at all
    salutations: tuple[str, ...]
    decision_titles: tuple[str, ...]
    draft_titles: tuple[str, ...]
    enclosure_titles: tuple[str, ...]
    narrative_headings: tuple[str, ...]
    order_headings: tuple[str, ...]
    speaking_headings: tuple[str, ...]  # a letter's own headings that end a narrative section
    list_openers: tuple[str, ...]  # words that introduce a list of complaints
    order_openers: tuple[str, ...]  # words that introduce a list of orders or agreed actions
    done_words: tuple[str, ...]
    was_due: tuple[str, ...]
    reported: tuple[str, ...]  # somebody else's account: what was due in it was not due to the Ombudsman
    footer_starts: tuple[str, ...]
    asking: tuple[str, ...]
    pointing: tuple[str, ...]
    nothing_wanted: tuple[str, ...]
    aims: tuple[str, ...]
    asking_again: tuple[str, ...]
    reply_by: tuple[str, ...]
    case_marks: tuple[str, ...]
    reply_prefixes: tuple[str, ...]
    enclosing: tuple[str, ...]  # a covering letter points to what it encloses
    chief_executive_mailboxes: tuple[str, ...]
    moods: MoodWords

    def factor(self, place: Place) -> float:
        return dict(self.factors).get(place, 0.0)


@dataclass(frozen=True, eq=False)
class KindRules:
    """All kinds' signals with the weighing. Compared by identity, so that compiled forms can be kept by it."""

    kinds: tuple[KindSignals, ...]
    weighing: Weighing

    def kind(self, id: str) -> KindSignals | None:
        return next((k for k in self.kinds if k.kind == id), None)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(k.kind for k in self.kinds)
