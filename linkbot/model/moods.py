"""How some words are meant: denied, supposed, only possible, asked about, or told of somebody else.

A signal names the moods in which its words say nothing. Which words make a mood is data of `rules/classification.toml`,
how far they reach is `engine.kinds.moods`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mood(StrEnum):
    """What keeps words from being a plain statement about this case."""

    NEGATED = "negated"  # "we have not opened an investigation"
    CONDITIONAL = "conditional"  # "if you do not, we will open an investigation"
    POSSIBLE = "possible"  # "we would consider opening an investigation"
    ASKED = "asked"  # "was the work overdue?", said of nobody the letter is between
    OTHERS = "others"  # "the contractor had been reminded"
    TOLD = "told"  # "the tenants say that no reply came": a resident's account of us


@dataclass(frozen=True)
class MoodWords:
    """Single words, as the tokeniser of `engine.kinds.words` cuts them."""

    negators: frozenset[str]
    idle: frozenset[str]  # after a negator: "not only", "do not want to have to" denies nothing
    conditions: frozenset[str]  # make what stands before and behind them in the sentence conditional
    preconditions: frozenset[str]  # only what stands behind them
    inverted: frozenset[str]  # conditions at the head of a sentence: "Should it not arrive …"
    modals: frozenset[str]
    joints: frozenset[str]  # where a clause ends
    others: frozenset[str]
    ourselves: frozenset[str]  # the two sides of the letter
    speakers: frozenset[str]  # a question without them asks what happened between others
    residents: frozenset[str]  # whose account a sentence may give
    persons: frozenset[str]  # a title or pronoun: only with a verb in the present, an officer of ours may have promised
    telling: frozenset[str]
    told: frozenset[str]  # the same verbs in the past
    asking: frozenset[str]  # "I asked the resident for her photographs"
    theirs: frozenset[str]
    owed: frozenset[str]  # a remedy that has not reached them is our business, whoever says so
    ours: frozenset[str]  # a letter of the ombudsman's own that went unanswered
