"""Reads `rules/ombudsmen/*.toml` into the `Ombudsmen` value, telling every fault at once.

It does not look for the files (that is `layers`) and knows no ombudsman by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from linkbot.model.ombudsman import Ombudsman, Ombudsmen, ReferenceForm
from linkbot.toml_document import Fault, Table, read_toml

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def load_ombudsmen(paths: Mapping[str, Path], faults: list[Fault]) -> Ombudsmen:
    """One ombudsman a file, in the order of `paths` (stem → file). Faults are added, nothing is raised."""
    loaded = [_ombudsman(stem, read_toml(path, faults)) for stem, path in paths.items()]
    return Ombudsmen(tuple(one for one in loaded if one.domains))


def _ombudsman(stem: str, table: Table) -> Ombudsman:
    id = table.text("id", stem, required=True)
    if id != stem:
        table.fault(f"id is {id!r} but the file is called {stem}.toml: make them equal", "id")
    domains = tuple(domain.casefold() for domain in table.texts("domains", required=True))
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            table.fault(f"domains holds {domain!r}, which is not a domain such as 'lgo.org.uk'", "domains")
    ombudsman = Ombudsman(
        id=id,
        name=table.text("name", stem, required=True),
        short_name=table.text("short_name", stem, required=True),
        domains=domains,
        reference=_reference(table.table("reference", required=True)),
        portal=table.boolean("portal"),
        sign_offs=table.texts("sign_offs"),
        names=table.texts("names", required=True),
        domain_words=tuple(word.casefold().replace("-", "") for word in table.texts("domain_words")),
        genuine_others=tuple(domain.casefold() for domain in table.texts("genuine_others")),
        carried_by=tuple(words.casefold() for words in table.texts("carried_by")),
    )
    table.finish()
    return ombudsman


def _reference(table: Table) -> ReferenceForm:
    digits = table.text("digits", r"(?!)", required=True)
    try:
        re.compile(digits)
    except re.error as error:
        table.fault(f"reference.digits is not a regular expression: {error}", "digits")
        digits = r"(?!)"
    groups = table.text("groups", "9", required=True).split()
    if not groups or not all(group.isdecimal() and int(group) > 0 for group in groups):
        table.fault('reference.groups must say how many digits stand together, such as "2 3 3"', "groups")
        groups = ["9"]
    if table.integer("year_digits", 0) not in (0, 2, 4):
        table.fault("reference.year_digits must be 2, 4 or left out", "year_digits")
    form = ReferenceForm(
        digits=digits,
        groups=tuple(int(group) for group in groups),
        bare_needs_cue=table.boolean("bare_needs_cue"),
        year_digits=table.integer("year_digits", 0, minimum=0),
    )
    table.finish()
    return form
