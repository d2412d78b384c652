"""Whether a sentence tells what a resident says of us, or what was asked of the resident, and so asks nothing of us.

"The tenants say that no reply came", "I asked Mr Ward for his statements and he sent them". What a remedy still owes
them is our business whoever says it; so is what a named person promised, who may be an officer of ours.
"""

from __future__ import annotations

from linkbot.model.moods import MoodWords

_NEAR = 4  # words from the teller to the verb: "the residents also say", "Mrs O'Hara now tells"
_ASKED_OF = 3
_BEGINS = frozenset(("if", "whether", "that", "for", "about", "you", "to", "us", "me"))


def told(sentence: tuple[str, ...], words: MoodWords) -> bool:
    """Whether the words of one sentence are a resident's account, or tell what a resident was asked."""
    if not words.owed.isdisjoint(sentence):
        return False
    if any(word in words.asking and _of_them(sentence, i, words) for i, word in enumerate(sentence)):
        return True
    return words.ours.isdisjoint(sentence) and any(_tells(sentence, i, words) for i in range(len(sentence)))


def _tells(sentence: tuple[str, ...], at: int, words: MoodWords) -> bool:
    word, behind = sentence[at], sentence[at + 1 : at + 1 + _NEAR]
    if word in words.residents:
        return not (words.telling.isdisjoint(behind) and words.told.isdisjoint(behind))
    if word in words.persons:
        return not words.telling.isdisjoint(behind)
    if word == "according" and behind[:1] == ("to",):
        return not (words.residents | words.persons | {"her", "him", "them"}).isdisjoint(behind)
    return False


def _of_them(sentence: tuple[str, ...], at: int, words: MoodWords) -> bool:
    """Who was asked: a resident; or somebody with a name, and what follows is theirs."""
    asked, rest = _object(sentence[at + 1 : at + 1 + _ASKED_OF]), sentence[at + 1 :]
    if "you" in rest:
        return False
    if not words.residents.isdisjoint(asked):
        return True
    return not words.persons.isdisjoint(asked) and not words.theirs.isdisjoint(rest)


def _object(behind: tuple[str, ...]) -> tuple[str, ...]:
    """The words up to where what was asked begins: "asked if she could have it" was asked of nobody named."""
    return behind[: next((i for i, word in enumerate(behind) if word in _BEGINS), len(behind))]
