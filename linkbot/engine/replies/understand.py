"""What one answer means for the thing it was given about, or why it must be asked back. Whole answers only.

"yes but not before Friday" is no yes: an answer counts only when all of it is known (`rules/replies.toml`), so that
nothing is done on half a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linkbot.engine.dates.dates import find_dates
from linkbot.engine.replies.plain_words import forms, is_one_of, plain, says_nothing
from linkbot.model.people import Directory
from linkbot.model.playbook import Playbook
from linkbot.model.question import About, Question, Verb
from linkbot.model.reply import Answerable, ReplyWords, Sort
from linkbot.model.services import ServiceRules

Meaning = tuple[Verb, str | None]


class Unsure(Exception):
    """The answer is not understood beyond doubt; the message says what would be."""


@dataclass(frozen=True)
class Lexicon:
    """What names in an answer can stand for."""

    words: ReplyWords
    playbooks: Sequence[Playbook]
    services: ServiceRules
    directory: Directory
    domains: tuple[str, ...]
    today: date
    our_references: tuple[str, ...] = ()  # regular expressions


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
    choices = {plain(choice.replace("_", " ")): choice for choice in question.choices}
    for form in forms(said, lexicon.words):
        if form in choices and form not in _PLACEHOLDERS:
            return choices[form]
    value = _READERS.get(question.about, _yes_or_no)(said, question, lexicon)
    if value is None:
        raise Unsure(f"You can say: {_listed(question.choices)}.")
    return value


_CASE = "a case reference"
_PLACEHOLDERS = frozenset({"yyyy-mm-dd", "an address", _CASE})


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


def _service(said: str, question: Question, lexicon: Lexicon) -> str | None:
    """A service by id or title (some words of it will do, if they fit one), a person's id, or a colleague's address."""
    for form in forms(said, lexicon.words):
        if re.fullmatch(r"[^@\s]+@[^@\s]+", form):
            if form.rpartition("@")[2] not in lexicon.domains:
                raise Unsure(f"{form} is outside {', '.join(lexicon.domains)}: tasks go to colleagues only.")
            return form
        if lexicon.directory.person(form.replace(" ", "_")) is not None:
            return form.replace(" ", "_")
        titles = _names(lexicon)
        exact = [id for id, names in titles.items() if form in names]
        if len(exact) == 1:
            return exact[0]
        wanted = set(form.split())
        near = [id for id, names in titles.items() if any(wanted <= set(name.split()) for name in names)]
        if len(near) == 1:
            return near[0]
        if len(near) > 1:
            raise Unsure(f"Which of them: {', '.join(sorted(near))}?")
    return None


def _declined(said: str, question: Question, lexicon: Lexicon) -> str | None:
    """Whose it is now; a plain no leaves it where it is. A yes says nothing of who."""
    if is_one_of(said, lexicon.words.no, lexicon.words):
        return "no"
    if is_one_of(said, lexicon.words.yes, lexicon.words):
        raise Unsure("Who takes it? Please write a service or a colleague's address.")
    return _service(said, question, lexicon)


def _undelivered(said: str, question: Question, lexicon: Lexicon) -> str | None:
    """Done: they have been told. Else who has the task now, where that is asked."""
    if is_one_of(said, lexicon.words.done, lexicon.words):
        return "done"
    return _service(said, question, lexicon) if "an address" in question.choices else None


def _names(lexicon: Lexicon) -> dict[str, set[str]]:
    """The services that have people, by what they are called; others can get no task."""
    named = {}
    for service in lexicon.directory.services:
        rule = lexicon.services.service(service.id)
        titles = (service.id.replace("_", " "), *((rule.title,) if rule else ()))
        named[service.id] = {plain(title) for title in titles}
    return named


def _complaint(said: str, question: Question, lexicon: Lexicon) -> str | None:
    if is_one_of(said, lexicon.words.none, lexicon.words):
        return "none"
    for form in forms(said, lexicon.words):
        word = re.sub(r"\s+", "", form).upper()
        fits = any(re.fullmatch(pattern, word, re.IGNORECASE) for pattern in lexicon.our_references)
        if fits or (not lexicon.our_references and re.fullmatch(r"[A-Z]{0,6}[-/]?\d[\w/-]{3,}", word)):
            return word
    return None


_READERS = {
    About.KIND: _kind,
    About.CONFIRM: _confirmed,
    About.CHECK: _kind,
    About.UNREADABLE: _kind,
    About.LOOK: _kind,
    About.CONFLICT: _kind,
    About.PORTAL: _kind,
    About.DATE: _day,
    About.SERVICE: _service,
    About.DECLINED: _declined,
    About.UNDELIVERED: _undelivered,
    About.COMPLAINT_LINK: _complaint,
}
"""How an answer is read, by what the question is about; all others are yes or no."""
