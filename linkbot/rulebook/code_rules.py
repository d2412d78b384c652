"""The few rules that measuring a complaint needs, without the rest of the rulebook: for commands that only show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linkbot.model.code import CodeRules
from linkbot.rulebook.bank_holidays import load_calendar
from linkbot.rulebook.codes import load_codes
from linkbot.rulebook.layers import find_all, find_file
from linkbot.rulebook.ombudsmen import load_ombudsmen
from linkbot.rulebook.services import read_services
from linkbot.toml_document import Fault, Faulty


def load_code_rules(layers: Sequence[Path]) -> CodeRules:
    """Raises Faulty with the faults of these files."""
    faults: list[Fault] = []
    services = read_services(_file(layers, "services.toml"), faults)
    ombudsmen = load_ombudsmen(find_all(layers, "ombudsmen"), faults)
    codes = load_codes(
        find_all(layers, "codes"),
        faults,
        ombudsmen=[one.id for one in ombudsmen.all],
        services=[name for service in services.services for name in (service.id, *service.aliases)],
    )
    calendar = load_calendar(_file(layers, "bank_holidays.toml"), faults)
    if faults:
        raise Faulty(tuple(faults))
    return CodeRules(codes, calendar, services)


def _file(layers: Sequence[Path], name: str) -> Path:
    return find_file(layers, name) or layers[-1] / name
