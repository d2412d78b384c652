"""Answers about evidence in people's words: `received 1,3`, `all received`, `query 2: the log stops in June`.

What they mean for a task is `evidence.marking`'s; here only the form of the act's value is made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

from linkbot.engine.replies.lexicon import Unsure
from linkbot.engine.replies.plain_words import is_one_of, plain
from linkbot.model.question import Verb
from linkbot.model.reply import ReplyWords

_NUMBERS = r"\d{1,3}(?:\s*(?:,|&|\+|;|and|to|-|–|\s)\s*\d{1,3})*"
_WHICH = r"(?:points?|nos?\.?|items?|numbers?)\s*"
_RECEIVED = re.compile(
    rf"^(?:(?:we have |have )?received|got)\s*:?\s*(?:{_WHICH})?(?P<after>{_NUMBERS})(?P<rest>\D*)$"
    rf"|^(?:{_WHICH})?(?P<before>{_NUMBERS})\s*(?:(?:is|are|was|were)\s+)?received(?P<more>\D*)$",
    re.IGNORECASE,
)
_QUERY = re.compile(
    r"^(?:query|queried|ask again|send back|back to (?:the )?service|missing)\b\s*"
    rf"(?P<points>{_NUMBERS})?\s*[:,.–-]?\s*(?P<why>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_WHY = re.compile(
    r"^(?P<what>exception|submit)\b\s*[:,.–-]?\s*(?:because\s+)?(?P<why>\S.*)$", re.IGNORECASE | re.DOTALL
)
APPROVED = frozenset(
    {
        "approved",
        "i approve",
        "approve",
        "approved by me",
        "validated",
        "i validate",
        "validate",
        "happy with this",
        "happy to approve",
        "this can go",
        "it can go",
        "fine by me",
        "all fine",
        "all good",
        "looks good",
        "signed off",
    }
)
WAIT = frozenset({"wait", "wait for them", "hold", "no", "not yet"})
_GONE = re.compile(
    r"^(?:it (?:was|has been) |i have |we have |all )?(?:submitted|sent|uploaded)\b(?P<more>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OTHER = re.compile(r"\b(?:but|except|not|only part|missing|without|however)\b", re.IGNORECASE)
SOME_POINTS = "received 1,3"
"""The choice that shows how points are named."""
KEEP_WORDS = frozenset(
    {"keep", "keep it", "keep with them", "leave it with them", "it stays", "stays with them", "theirs", "no"}
)
ALL = frozenset(
    {"received", "all received", "received all", "everything received", "received everything", "all of it received"}
)


def evidence_answer(said: str, words: ReplyWords) -> str | None:
    """`received`, `received 1,3`, `query: …`, `query 2: …`; None when it is none of these, or has a `but`."""
    said = said.strip()
    query = _QUERY.match(said)
    if query is not None and plain(query["why"]):
        points = f" {query['points'].strip()}" if query["points"] else ""
        return f"query{points}: {query['why'].strip()}"
    if is_one_of(said, ALL, words):
        return "received"
    found = _RECEIVED.match(said)
    if found is None:
        return None
    rest = plain(found["rest"] or found["more"] or "")
    if rest and (
        _OTHER.search(rest) or not is_one_of(rest, frozenset(words.sign_offs) | frozenset(words.fillers), words)
    ):
        return None
    numbers = re.sub(r"\s*(?:,|;|&|\+|\band\b|(?<=\d)\s(?=\d))\s*", ",", (found["after"] or found["before"]).strip())
    return f"received {numbers}"


def validation_answer(said: str, words: ReplyWords) -> tuple[Verb, str | None]:
    """A validator's word: approved, or what is missing. Raises `Unsure` for anything else, also for a bare no."""
    if is_one_of(said, APPROVED | words.yes, words):
        return Verb.VALIDATE, None
    found = evidence_answer(said, words) if _QUERY.match(said.strip()) else None
    if found is not None:
        return Verb.QUERY, split_answer(found)[1]
    raise Unsure("You can say: approved / query: what is missing or wrong.")


def submission_answer(said: str, words: ReplyWords) -> tuple[Verb, str | None]:
    """`submitted`, `uploaded at 14:10, receipt 12345`. Raises `Unsure`."""
    found = _GONE.match(said.strip())
    if found is None or _OTHER.search(found["more"]) or "?" in said:
        raise Unsure("You can say: submitted / submitted at 14:10, receipt 12345.")
    return Verb.SUBMITTED, found["more"].strip(" ,;.") or None


def why_not(said: str, words: ReplyWords) -> str | None:
    """`exception: why`, `submit: why`, `wait`."""
    if is_one_of(said, WAIT, words):
        return "wait"
    found = _WHY.match(said.strip())
    return f"{found['what'].casefold()}: {found['why'].strip()}" if found and plain(found["why"]) else None


def task_among(forms: Sequence[str], choices: Sequence[str]) -> str | None:
    """The choice that is this task's number, with or without the ombudsman's name before it."""
    for form in forms:
        wanted = re.sub(r"[^a-z\d/]", "", form)
        for choice in choices:
            whole = re.sub(r"[^a-z\d/]", "", choice.casefold())
            if "/" in choice and wanted in (whole, whole.lstrip(ascii_lowercase)):
                return choice
    return None


def split_answer(value: str) -> tuple[str, str | None]:
    """`received 1,3` into `received` and `1,3`; `query: why` into `query` and `why`."""
    verb, _, rest = value.partition(" ") if value.startswith("received") else ("query", "", value.removeprefix("query"))
    return verb, rest.strip(" :") or None
