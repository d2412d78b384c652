"""What one answer means for the thing it was given about, or why it must be asked back. Whole answers only.

"yes but not before Friday" is no yes: an answer counts only when all of it is known (`rules/replies.toml`), so that
nothing is done on half a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkbot.engine.dates.dates import find_dates
from linkbot.engine.replies.lexicon import Lexicon as Lexicon
from linkbot.engine.replies.lexicon import Unsure as Unsure
from linkbot.engine.replies.of_evidence import (
    evidence_answer,
    submission_answer,
    task_among,
    validation_answer,
    why_not,
)
from linkbot.engine.replies.of_people import declined, service, undelivered, whose
from linkbot.engine.replies.plain_words import forms, is_one_of, plain, says_nothing
from linkbot.model.question import About, Question, Verb
from linkbot.model.reply import Answerable, Sort

Meaning = tuple[Verb, str | None]


def understand(said: str, about: Answerable, lexicon: Lexicon) -> Meaning:
    """The verb and value of the act. Raises `Unsure`."""
    words = lexicon.words
    pairs: tuple[tuple[frozenset[str], Verb, str | None], ...]
    match about.sort:
        case Sort.QUESTION if about.question is not None:
            return Verb.ANSWER, _answer(said, about.question, lexicon)
        case Sort.HELD:
            pairs = ((words.release | words.yes, Verb.APPROVE, None), (words.withdraw | words.no, Verb.WITHDRAW, None))
        case Sort.DOUBTFUL:
            pairs = ((words.arrived | words.yes, Verb.SETTLE, "done"), (words.again | words.no, Verb.SETTLE, "again"))
        case Sort.BY_HAND:
            pairs = (
                (words.done | words.yes, Verb.SETTLE, "done"),
                (words.withdraw | words.nothing, Verb.WITHDRAW, None),
            )
        case Sort.FAILED:
            pairs = ((words.retry, Verb.RETRY, None), (words.withdraw, Verb.WITHDRAW, None))
        case Sort.PARKED:
            pairs = ((words.retry, Verb.RETRY, None), (words.discard, Verb.DISCARD, None))
        case Sort.SUBMISSION:
            return submission_answer(said, words)
        case Sort.VALIDATION:
            return validation_answer(said, words)
        case Sort.PORTAL:
            if is_one_of(said, words.nothing, words):
                return Verb.WITHDRAW, None
            raise Unsure("Reply with the files attached, or with one line: nothing to do.")
        case _:
            raise Unsure("It is settled already; nothing was changed.")
    for known, verb, value in pairs:
        if is_one_of(said, known, words):
            return verb, value
    raise Unsure(f"You can say: {_listed(about.choices)}.")


def _listed(choices: Sequence[str]) -> str:
    return " / ".join(choice.replace("_", " ") for choice in choices)


def _answer(said: str, question: Question, lexicon: Lexicon) -> str:
    choices = {plain(choice.replace("_", " ")): choice for choice in question.choices if choice not in _PLACEHOLDERS}
    for form in forms(said, lexicon.words):
        if form in choices and form not in _PLACEHOLDERS:
            return choices[form]
    value = _READERS.get(question.about, _yes_or_no)(said, question, lexicon)
    if value is None:
        raise Unsure(f"You can say: {_listed(question.choices)}.")
    return value


_CASE = "a case reference"
_PLACEHOLDERS = frozenset(
    {"yyyy-mm-dd", "an address", _CASE, "received 1,3", "query: what is missing", "submit: why", "exception: why"}
)


def _yes_or_no(said: str, question: Question, lexicon: Lexicon) -> str | None:
    words = lexicon.words
    for known, value in ((words.yes, "yes"), (words.no, "no")):
        if value in question.choices and is_one_of(said, known, words):
            return value
    return _nothing(said, question, lexicon)


def _nothing(said: str, question: Question, lexicon: Lexicon) -> str | None:
    words = lexicon.words
    allowed = "nothing" in question.choices or question.about in (About.DATE, About.SENDER)
    return "nothing" if allowed and is_one_of(said, words.nothing, words) else None


def _kind(said: str, question: Question, lexicon: Lexicon) -> str | None:
    """A kind by id, title or what people call it; a plain yes only where there is one kind to say yes to."""
    words = lexicon.words
    offered = [choice for choice in question.choices if any(p.kind == choice for p in lexicon.playbooks)]
    if is_one_of(said, words.yes, words):
        if "yes" in question.choices:
            return "yes"
        if len(offered) == 1:
            return offered[0]
        raise Unsure(f"Yes to which? You can say: {_listed(question.choices)}.")
    if "done" in question.choices and is_one_of(said, words.done, words):
        return "done"
    if "no" in question.choices and is_one_of(said, words.no, words):
        return "no"
    found = kind_named(said, lexicon)
    if found is None and _CASE in question.choices:
        found = next(
            (form for form in forms(said, words) if re.fullmatch(r"(?:[a-z]{2,6} )?\d[\d ]{6,13}", form)), None
        )
    return found or _nothing(said, question, lexicon)


def kind_named(said: str, lexicon: Lexicon) -> str | None:
    """The id of the kind that is called so, by its id, its title or what people call it."""
    names = {plain(p.kind.replace("_", " ")): p.kind for p in lexicon.playbooks}
    names |= {plain(p.title): p.kind for p in lexicon.playbooks}
    names |= {plain(name): kind for name, kind in lexicon.words.kinds}
    return next((names[form] for form in forms(said, lexicon.words) if form in names), None)


def _confirmed(said: str, question: Question, lexicon: Lexicon) -> str | None:
    """A yes, or what is right instead: another day, another kind, another case."""
    day = _a_day(said, lexicon) if "YYYY-MM-DD" in question.choices else None
    return day or _kind(said, question, lexicon)


def _day(said: str, question: Question, lexicon: Lexicon) -> str | None:
    if "YYYY-MM-DD" in question.choices and (day := _a_day(said, lexicon)) is not None:
        return day
    offered = [choice for choice in question.choices if re.fullmatch(r"\d{4}-\d\d-\d\d", choice)]
    if is_one_of(said, lexicon.words.yes, lexicon.words):
        if len(offered) == 1:
            return offered[0]
        raise Unsure("Which day? Please write it out, such as 27 November 2026.")
    return _nothing(said, question, lexicon)


def _a_day(said: str, lexicon: Lexicon) -> str | None:
    """One whole date and nothing else. Raises `Unsure` for a weekday that is another day's, or a day long past."""
    found = find_dates(said, lexicon.today)
    if len(found) != 1 or found[0].on is None or found[0].vague:
        return None
    if not says_nothing(f"{said[: found[0].start]} {said[found[0].end :]}", lexicon.words):
        return None
    day = found[0].on
    if not found[0].weekday_agrees:
        raise Unsure(f"{found[0].phrase}: that weekday is another day. Please write the day out.")
    if not -31 <= (day - lexicon.today).days <= 400:
        raise Unsure(f"{day.day} {day:%B %Y} is too far away to be meant. Please write the day out with its year.")
    return day.isoformat()


def _complaint(said: str, question: Question, lexicon: Lexicon) -> str | None:
    if is_one_of(said, lexicon.words.none, lexicon.words):
        return "none"
    for form in forms(said, lexicon.words):
        if question.told and re.fullmatch(r"\d{1,2}", form) and 1 <= int(form) <= len(question.choices):
            return question.choices[int(form) - 1]
        word = re.sub(r"\s+", "", form).upper()
        fits = any(re.fullmatch(pattern, word, re.IGNORECASE) for pattern in lexicon.our_references)
        if fits or (not lexicon.our_references and re.fullmatch(r"[A-Z]{0,6}[-/]?\d[\d/-]{3,}[A-Z]{0,2}", word)):
            return word
    return None


def _which_task(said: str, question: Question, lexicon: Lexicon) -> str | None:
    return task_among(forms(said, lexicon.words), question.choices) or _nothing(said, question, lexicon)


_READERS = {
    About.KIND: _kind,
    About.CONFIRM: _confirmed,
    About.CHECK: _kind,
    About.UNREADABLE: _kind,
    About.LOOK: _kind,
    About.CONFLICT: _kind,
    About.PORTAL: _kind,
    About.DATE: _day,
    About.SERVICE: service,
    About.DECLINED: declined,
    About.UNDELIVERED: undelivered,
    About.COMPLAINT_LINK: _complaint,
    About.VALIDATION: lambda said, _, lexicon: why_not(said, lexicon.words),
    About.EVIDENCE: lambda said, _, lexicon: evidence_answer(said, lexicon.words),
    About.WHICH_TASK: _which_task,
    About.SENT: _which_task,
    About.REASSIGN: whose,
}
"""How an answer is read, by what the question is about; all others are yes or no."""
