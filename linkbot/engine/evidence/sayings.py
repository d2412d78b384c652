"""What an officer's own words mean for their task: not ours, more time, done, nothing held, or only thanks.

A saying leads to a question to the link officer at most, never to a deed, so a phrase in the words is enough.
"""

from __future__ import annotations

import re
from functools import lru_cache

from linkbot.engine.kinds.matching import Terms, cut
from linkbot.engine.kinds.service import compiled
from linkbot.engine.replies.lines import reply_text
from linkbot.engine.replies.plain_words import is_one_of, plain
from linkbot.model.evidence_file import Saying
from linkbot.model.people import Directory
from linkbot.model.reply import ReplyWords
from linkbot.model.services import ServiceRules

_LONGEST_LINE = 6  # words of a line below thanks that may still be a name or a post
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def said_of_it(text: str, words: ReplyWords) -> str:
    """What was written anew, without greeting and signature, in lines."""
    free = reply_text(text, (), words).free
    return "\n".join(line for paragraph in free for line in paragraph)


def sayings_of(said: str, words: ReplyWords) -> frozenset[Saying]:
    """`said` as `said_of_it` gives it."""
    first, _, rest = said.partition("\n")
    if not plain(said) or (is_one_of(first, words.courtesy, words) and _is_signature(rest)):
        return frozenset({Saying.COURTESY})
    found = _terms(words).find(cut(said))
    return frozenset(saying for saying, phrases in _phrases(words) if any(phrase in found for phrase in phrases))


def _is_signature(rest: str) -> bool:
    """A name, a post, a telephone number: no line of it says anything."""
    return not any("?" in line or len(line.split()) > _LONGEST_LINE for line in rest.splitlines())


def _phrases(words: ReplyWords) -> tuple[tuple[Saying, frozenset[str]], ...]:
    return (
        (Saying.NOT_OURS, words.not_ours),
        (Saying.MORE_TIME, words.more_time),
        (Saying.FINISHED, words.finished),
        (Saying.NOTHING_HELD, words.nothing_held),
    )


@lru_cache(maxsize=4)
def _compiled(phrases: frozenset[str]) -> Terms:
    return Terms(phrases=sorted(phrases))


def _terms(words: ReplyWords) -> Terms:
    """Raises BadPhrase."""
    return _compiled(frozenset().union(*(phrases for _, phrases in _phrases(words))))


def check_phrases(words: ReplyWords) -> None:
    """Raises BadPhrase for one the language of signals does not allow."""
    _terms(words)


def suggested(
    said: str, *, but: frozenset[str], services: ServiceRules, directory: Directory, domains: tuple[str, ...]
) -> str | None:
    """Whom the words name instead: a colleague's address, a person of the configuration, or a service that has an
    officer. None where they name nobody, or more than one. `but`: addresses it cannot be.
    """
    addresses = {found.casefold().strip(".'") for found in _ADDRESS.findall(said)}
    addresses = {one for one in addresses if one.rpartition("@")[2] in domains} - but
    if addresses:
        return addresses.pop() if len(addresses) == 1 else None
    text = f" {plain(said)} "
    named = {person.email for person in directory.people if person.name and f" {plain(person.name)} " in text} - but
    if named:
        return named.pop() if len(named) == 1 else None
    held = {service.id: service for service in directory.services}
    called = {id for id in held if any(f" {name} " in text for name in _names(id, services))}
    if not called:
        hits = compiled(services).terms.find(cut(said))
        rules = {id: services.service(id) for id in held}
        called = {id for id, rule in rules.items() if rule is not None and any(word in hits for word in rule.words)}
    called = {id for id in called if directory.of_service("owner", id, None) not in but}
    return called.pop() if len(called) == 1 else None


def _names(id: str, services: ServiceRules) -> set[str]:
    rule = services.service(id)
    names = (id.replace("_", " "), *((rule.title, *rule.aliases) if rule else ()))
    return {plain(name.replace("_", " ")) for name in names}
