"""Whose conduct a letter is about: a letter for another council or landlord now and then reaches the wrong mailbox.

Looks for the name of a body where the letter says whom the complaint is against or asks to answer; a letter that names
us anywhere is ours. It decides nothing about the sender.
"""

from __future__ import annotations

import re

from linkbot.engine.kinds.places import without_boilerplate
from linkbot.model.acting import Acting
from linkbot.model.mail import Letter, LetterRole

_LOOKED_AT = 3000  # characters of each letter: further on a decision tells the story
_WORD = r"[A-Z][A-Za-z'’\-]+"
_KIND = (
    r"(?:(?:Metropolitan |City |County |London |Royal )?(?:Borough |District |City |County |Town )?Council|"
    r"Housing (?:Association|Group|Trust|Society|Partnership)|Homes)"
)
_NAME = (
    rf"(?P<name>(?:(?:Royal |London )*Borough of {_WORD}(?: (?:and|upon|on|&) {_WORD})?)|"
    rf"(?:{_WORD} (?:(?:and|upon|on|of|under|in|with|the|&) )?){{1,4}}?{_KIND})\b"
)
_AGAINST = re.compile(
    r"(?:\b[Cc]omplain(?:t|ts|ed|s)|\b[Aa]llegations?|\b[Ii]nvestigation|\b[Ee]nquiries|\b[Cc]ase)"
    rf"(?: (?:made|brought))? (?:against|about|concerning|involving|of)[ :\n]+(?:the )?{_NAME}"
)
_LABELLED = re.compile(
    rf"(?m)^[ \t*|]*(?:Complaint against|Council|Authority|Landlord|Body|Organisation|Body in jurisdiction|BinJ)"
    rf"[ \t]*[:|\t][ \t|]*(?:the )?{_NAME}"
)
_ASKED = re.compile(
    r"\b(?:[Cc]ould|[Cc]an|[Ww]ould|[Ss]hould|[Mm]ust|[Aa]sks?|[Rr]equires?|[Ii]nvites?)[ \n](?:the )?"
    rf"{_NAME}[ \n](?:please[ \n])?(?:to[ \n])?"
    r"(?:send|provide|supply|answer|reply|respond|comment|tell|explain|confirm|let|pay|apologise)"
)
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "the of and upon on with in under council borough city county district town metropolitan london royal homes "
        "housing association group trust society limited ltd partnership unitary authority your our this a that local "
        "joint services service care nursing children's social private sector parish combined",
    )
)


def another_body(acting: Acting, *, our_name: str, also_known_as: tuple[str, ...] = ()) -> str | None:
    """The other body a letter is plainly about, when it never names us; None else. `also_known_as`: bodies whose
    letters are ours too, such as a council whose homes we manage."""
    ours = _distinct(our_name)
    if not ours:
        return None
    texts = [acting.subject, *(_head(letter) for letter in acting.letters if letter.role is not LetterRole.QUOTED)]
    named = {word for text in texts for word in re.findall(r"[a-z'’\-]+", text.casefold())}
    if any(own & named for own in (ours, *map(_distinct, also_known_as))):
        return None
    for text in texts:
        for cue in (_AGAINST, _LABELLED, _ASKED):
            for found in cue.finditer(text):
                if _distinct(found["name"]):
                    return " ".join(found["name"].split())
    return None


def _head(letter: Letter) -> str:
    return without_boilerplate(letter)[:_LOOKED_AT]


def _distinct(name: str) -> set[str]:
    return set(re.findall(r"[a-z'’\-]+", name.casefold())) - _COMMON
