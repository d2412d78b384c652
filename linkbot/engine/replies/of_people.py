"""Answers that name somebody: a service, a person of the configuration, a colleague's address, or nobody else."""

from __future__ import annotations

import re

from linkbot.engine.replies.lexicon import Lexicon, Unsure
from linkbot.engine.replies.of_evidence import KEEP_WORDS
from linkbot.engine.replies.plain_words import forms, is_one_of, plain
from linkbot.model.question import Question


def service(said: str, question: Question, lexicon: Lexicon) -> str | None:
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


def declined(said: str, question: Question, lexicon: Lexicon) -> str | None:
    """Whose it is now; a plain no leaves it where it is. A yes says nothing of who."""
    if is_one_of(said, lexicon.words.no, lexicon.words):
        return "no"
    if is_one_of(said, lexicon.words.yes, lexicon.words):
        raise Unsure("Who takes it? Please write a service or a colleague's address.")
    return service(said, question, lexicon)


def undelivered(said: str, question: Question, lexicon: Lexicon) -> str | None:
    """Done: they have been told. Else who has the task now, where that is asked."""
    if is_one_of(said, lexicon.words.done, lexicon.words):
        return "done"
    return service(said, question, lexicon) if "an address" in question.choices else None


def _names(lexicon: Lexicon) -> dict[str, set[str]]:
    """The services that have people, by what they are called; others can get no task."""
    named = {}
    for service in lexicon.directory.services:
        rule = lexicon.services.service(service.id)
        titles = (service.id.replace("_", " "), *((rule.title,) if rule else ()))
        named[service.id] = {plain(title) for title in titles}
    return named


def whose(said: str, question: Question, lexicon: Lexicon) -> str | None:
    """Somebody else, or the officer it is with."""
    if is_one_of(said, KEEP_WORDS, lexicon.words):
        return "keep"
    return service(said, question, lexicon)
