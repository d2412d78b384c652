"""Which original complaint a letter is about: by our own reference, else by the score and its lead over the next.

Sure is not linked: whether a sure answer links by itself is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from linkbot.engine.likeness.names import folded, people_in
from linkbot.engine.likeness.naming import compared
from linkbot.engine.likeness.places import postcode_key
from linkbot.engine.likeness.score import Scored, Search, plain_reference
from linkbot.model.casework import LinkState
from linkbot.model.complaint import Complaint, ComplaintMatch
from linkbot.model.matching import Alias, Candidates, MatchingRules, Sought

NAMES_CONTRADICT = 60  # of 100: below this, two names that share no surname are two people's


def find_complaint(sought: Sought, candidates: Candidates, rules: MatchingRules, *, alone: bool) -> ComplaintMatch:
    """`linked` when our own reference is quoted and no name contradicts; by likeness only where `alone` allows it."""
    ours = {plain_reference(reference) for reference in sought.references} - {""}
    quoted = [c for c in candidates.complaints if plain_reference(c.reference) in ours]
    if quoted:
        return _by_reference(sought, quoted)
    ranked = rank(sought, candidates, rules)
    shown = [one for one in ranked if one.points >= rules.propose][: rules.offered]
    if not shown:
        return ComplaintMatch(None, LinkState.NONE.value)
    best, lead = ranked[0], _lead(ranked, rules)
    sure = best.points >= rules.link and lead >= rules.margin and best.is_firm
    told = tuple((one.complaint.reference, in_words(one)) for one in shown)
    outcome = (
        LinkState.LINKED if sure and alone else LinkState.PROPOSED if lead >= rules.margin else LinkState.AMBIGUOUS
    )
    reference = best.complaint.reference if outcome is not LinkState.AMBIGUOUS else None
    why = f"{told[0][1]}; {lead:.0f} more than the next" if len(ranked) > 1 else told[0][1]
    return ComplaintMatch(reference, outcome.value, told, sure=best.complaint.reference if sure else None, why=why)


def rank(sought: Sought, candidates: Candidates, rules: MatchingRules) -> list[Scored]:
    """Best first, each complaint by the best of what the letter says and what people have said of that person."""
    best: dict[str, Scored] = {}
    for variant, said in _variants(sought, candidates.aliases):
        search = Search(variant, rules, total=candidates.total, bearers=candidates.bearers, said=said)
        for complaint in candidates.complaints:
            scored, before = search.score(complaint), best.get(complaint.reference)
            if before is None or scored.points > before.points:
                best[complaint.reference] = scored
    return sorted(best.values(), key=lambda one: (-one.points, one.complaint.reference))


def in_words(scored: Scored) -> str:
    """`same surname, same postcode, another first name: 17 points`."""
    told = sorted((one for one in scored.likenesses if one.words), key=lambda one: -one.points)
    return f"{', '.join(one.words for one in told) or 'nothing in common'}: {scored.points:.0f} points"


def contradicts(name: str | None, other: str | None) -> bool:
    """Whether both are known and no two people of them can be the same."""
    mine, theirs = people_in(name), people_in(other)
    if not mine or not theirs:
        return False
    if not all(compared(one, two, {}).contradicts for one in mine for two in theirs):
        return False
    apart = not any(set(one.keys) & set(two.keys) for one in mine for two in theirs)
    return not apart or fuzz.token_set_ratio(_spoken(name), _spoken(other)) < NAMES_CONTRADICT


def alias_applies(alias: Alias, sought: Sought) -> bool:
    """The same name, and no other postcode."""
    if not alias.name or not sought.name or _run_together(alias.name) != _run_together(sought.name):
        return False
    mine, theirs = postcode_key(sought.postcode or ""), postcode_key(alias.postcode or "")
    return not (mine and theirs and mine != theirs)


def _by_reference(sought: Sought, quoted: Sequence[Complaint]) -> ComplaintMatch:
    if len(quoted) > 1:
        told = tuple((one.reference, "the letter quotes this reference") for one in quoted)
        return ComplaintMatch(None, LinkState.AMBIGUOUS.value, told, why="The letter quotes several of our references.")
    complaint, why = quoted[0], f"The letter quotes our reference {quoted[0].reference}."
    if contradicts(sought.name, complaint.name):
        told = ((complaint.reference, "the letter quotes this reference, but the names differ"),)
        return ComplaintMatch(complaint.reference, LinkState.PROPOSED.value, told, why=f"{why} But the names differ.")
    told = ((complaint.reference, "the letter quotes this reference"),)
    return ComplaintMatch(complaint.reference, LinkState.LINKED.value, told, why=why, quoted=True)


def _variants(sought: Sought, aliases: Sequence[Alias]) -> Iterator[tuple[Sought, str]]:
    yield sought, ""
    for alias in aliases:
        if alias_applies(alias, sought):
            same_place = bool(sought.postcode) and bool(alias.postcode)
            postcode = alias.known_postcode if same_place else sought.postcode
            name = alias.known_name or sought.name
            yield replace(sought, name=name, postcode=postcode), "a person has said that this is the same complainant"


def _lead(ranked: Sequence[Scored], rules: MatchingRules) -> float:
    """How far the best is before the next. Before another complaint of what may be the same person only the case
    itself counts: that the register knows less of the person there is no lead."""
    best, *others = ranked
    leads = [best.points]
    for one in others:
        same = one.may_be_same_person and one.points >= rules.propose
        leads.append(best.case_points - one.case_points if same else best.points - one.points)
    return min(leads)


def _run_together(name: str) -> str:
    """`Adeyemi Hart` and `Adeyemi-Hart` are one here."""
    return _spoken(name).replace(" ", "")


def _spoken(name: str | None) -> str:
    people = people_in(name)
    return " & ".join(" ".join((*one.forenames, one.surname)) for one in people) or folded(name or "")
