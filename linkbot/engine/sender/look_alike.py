"""Does a domain imitate one we trust? Homoglyphs, punycode, hyphen and dot games, typing errors, borrowed names.

It compares names only; a look-alike is forged even when its own DMARC passes, because it proves only that it is itself.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from linkbot.engine.sender.domains import RESTRICTED, below, clean, organisational, suffix
from linkbot.engine.sender.shapes import shape
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.organisation import Organisation

_JOINERS = frozenset(
    [
        "uk",
        "org",
        "gov",
        "com",
        "net",
        "co",
        "portal",
        "mail",
        "email",
        "secure",
        "casework",
        "case",
        "cases",
        "online",
        "team",
        "service",
        "services",
        "office",
        "council",
        "admin",
        "support",
        "notice",
        "notices",
        "ombudsman",
        "complaints",
        "enquiries",
        "info",
    ]
)


@dataclass(frozen=True)
class LookAlike:
    of: str  # the real domain
    how: str  # for a person


def look_alike(domain: str, *, ombudsmen: Ombudsmen, organisation: Organisation) -> LookAlike | None:
    """Which real domain this one imitates, or None. A real domain and its sub-domains imitate nothing."""
    name = clean(domain)
    genuine = (*organisation.domains, *(d for one in ombudsmen.all for d in (*one.domains, *one.genuine_others)))
    if not name or below(name, genuine):
        return None
    for one in ombudsmen.all:
        for real in one.domains:
            how = _imitates(name, real) or _borrows(name, one.domain_words)
            if how:
                return LookAlike(real, how)
    for real in organisation.domains:
        how = _imitates(name, real)
        if how:
            return LookAlike(real, how)
    return None


def _imitates(name: str, real: str) -> str | None:
    shown = _decoded(name)
    skeleton, real_skeleton = shape(shown), shape(real)
    if skeleton == real_skeleton or below(skeleton, (real_skeleton,)):
        return "letters that look the same"
    dotted = f".{skeleton.replace('-', '.')}."
    if f".{real_skeleton.replace('-', '.')}." in dotted:
        return "the real name inside another domain"
    ours, theirs = shape(_label(shown)), shape(_label(real))
    if ours.replace("-", "") == theirs.replace("-", ""):
        free = suffix(name) not in RESTRICTED
        return "the real name with another ending or hyphens" if free or suffix(name) == suffix(real) else None
    words = ours.split("-")
    core = theirs.split("-")
    if _holds(words, core) and all(word in _JOINED for word in words if word not in core):
        return "the real name with words added"
    if _mistyped(ours.replace("-", ""), theirs.replace("-", ""), name, real):
        return "the real name mistyped"
    return None


def _holds(words: list[str], core: list[str]) -> bool:
    return any(words[at : at + len(core)] == core for at in range(len(words) - len(core) + 1))


def _borrows(name: str, words: tuple[str, ...]) -> str | None:
    """The body's own name in the registered part, when it is long enough not to stand there by chance."""
    label = shape(_label(_decoded(name)))
    joined = label.replace("-", "")
    for word in words:
        sought = shape(word)
        if joined == sought or (len(sought) >= 9 and sought in joined):
            return "the body's name in another's domain"
        pieces = label.split("-")
        if sought in pieces and all(piece in _JOINED for piece in pieces if piece != sought):
            return "the body's name with words added"
    return None


def _mistyped(ours: str, theirs: str, name: str, real: str) -> bool:
    """One slip, two in a long name. Where a registry checks who asks, exchanged letters make another real body."""
    distance = OSA.distance(ours, theirs)
    same_ending = suffix(name) == suffix(real)
    if suffix(name) in RESTRICTED:
        slipped = len(ours) != len(theirs) or sorted(ours) == sorted(theirs)
        return same_ending and distance == 1 and len(theirs) >= 7 and slipped
    if len(theirs) >= 9:
        return distance <= 2
    if len(theirs) >= 5:
        return distance == 1 and same_ending
    doubled = len(ours) == len(theirs) + 1 and set(ours) == set(theirs)
    return same_ending and distance == 1 and (doubled or sorted(ours) == sorted(theirs))


def _label(domain: str) -> str:
    """The registered name without its ending."""
    registered = organisational(domain)
    return registered[: -len(suffix(domain))].rstrip(".") or registered


def _decoded(name: str) -> str:
    """Punycode labels as the reader sees them; a broken one stays as it is."""
    labels = []
    for label in name.split("."):
        if label.startswith("xn--"):
            with suppress(UnicodeError, ValueError):
                label = label[4:].encode("ascii").decode("punycode")
        labels.append(label)
    return ".".join(labels)


_JOINED = frozenset(shape(word) for word in _JOINERS)
