"""`rules/matching.toml` into the points of matching, every fault noted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from linkbot.model.matching import MatchingRules
from linkbot.toml_document import Fault, Table, read_toml


def load_matching(path: Path, faults: list[Fault]) -> MatchingRules:
    """Faults are added to `faults`; a weight that is missing or turned round is one."""
    root = read_toml(path, faults)
    limits, trust, name, place, rest, nick = (
        root.table(key, required=True) for key in ("thresholds", "trust", "name", "place", "rest", "nicknames")
    )
    rules = MatchingRules(
        link=_over(limits, "link"),
        margin=_over(limits, "margin"),
        propose=_over(limits, "propose"),
        offered=limits.integer("offered", 5, required=True, minimum=1),
        confirmations=trust.integer("confirmations", 300, required=True, minimum=1),
        at_least=trust.number("at_least", 0.99, required=True),
        smallest_register=name.integer("smallest_register", 1000, required=True, minimum=2),
        surname_most=_over(name, "surname_most"),
        surname_half=_against(name, "surname_half"),
        surname_typo=_against(name, "surname_typo"),
        names_swapped=_against(name, "names_swapped"),
        surname_differs=_against(name, "surname_differs"),
        forename_same=_over(name, "forename_same"),
        forename_variant=_over(name, "forename_variant"),
        forename_typo=_over(name, "forename_typo"),
        initial_same=_over(name, "initial_same"),
        forename_unknown=name.number("forename_unknown", required=True),
        initial_differs=_against(name, "initial_differs"),
        forename_differs=_against(name, "forename_differs"),
        title_differs=_against(name, "title_differs"),
        postcode_same=_over(place, "postcode_same"),
        postcode_near=_over(place, "postcode_near"),
        postcode_differs=_against(place, "postcode_differs"),
        street_named=_over(place, "street_named"),
        day_named=_over(rest, "day_named"),
        days_plausible=_over(rest, "days_plausible"),
        days_old=_against(rest, "days_old"),
        days_implausible=_against(rest, "days_implausible"),
        plausible_years=rest.integer("plausible_years", 3, required=True, minimum=1),
        service_same=_over(rest, "service_same"),
        service_differs=_against(rest, "service_differs"),
        nicknames=dict(_grouped(nick)),
    )
    if rules.propose > rules.link:
        limits.fault("thresholds.propose is above thresholds.link: what is linked would never be shown", "propose")
    if not 0.5 <= rules.at_least < 1:
        trust.fault("trust.at_least must be a share such as 0.99, below 1", "at_least")
    for table in (limits, trust, name, place, rest, nick, root):
        table.finish()
    return rules


def _over(table: Table, key: str) -> float:
    return _checked(table, key, "speaks for a complaint: it must be 0 or more", low=0.0)


def _against(table: Table, key: str) -> float:
    return _checked(table, key, "speaks against a complaint: it must be 0 or less", high=0.0)


def _checked(table: Table, key: str, told: str, *, low: float = -100.0, high: float = 100.0) -> float:
    value = table.number(key, required=True)
    if not low <= value <= high:
        table.fault(f"{table.place[0]}.{key} is {value:g}, but {told}", key)
    return value


def _grouped(table: Table) -> Iterator[tuple[str, int]]:
    """A form that stands in two groups belongs to the first."""
    known: set[str] = set()
    for number, group in enumerate(table.text_lists("groups")):
        for form in group:
            if not form.isalpha() or form != form.casefold():
                table.fault(f"nicknames.groups holds {form!r}: one name in lower case is wanted", "groups")
            elif form not in known:
                known.add(form)
                yield form, number
