"""All rule files of all layers into one `Rulebook`; every fault of every file is told at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from linkbot.model.rulebook import Rulebook
from linkbot.model.signals import KindRules
from linkbot.rulebook.bank_holidays import load_calendar
from linkbot.rulebook.boilerplate import load_boilerplate
from linkbot.rulebook.classification import read_weighing
from linkbot.rulebook.codes import load_codes
from linkbot.rulebook.deadlines import load_deadlines
from linkbot.rulebook.gates import load_gates
from linkbot.rulebook.kinds import read_kind
from linkbot.rulebook.layers import find_all, find_file
from linkbot.rulebook.marks import load_marks
from linkbot.rulebook.matching import load_matching
from linkbot.rulebook.ombudsmen import load_ombudsmen
from linkbot.rulebook.replies import load_replies
from linkbot.rulebook.services import read_services
from linkbot.toml_document import Fault, Faulty


def load_rulebook(layers: Sequence[Path], *, templates: Collection[str] = ()) -> Rulebook:
    """The rules of the layers, an earlier layer's file winning. `templates` names those an overlay adds.

    Raises Faulty with all faults.
    """
    faults: list[Fault] = []
    weighing = read_weighing(_file(layers, "classification.toml", faults), faults)
    kinds = [read_kind(path, kind, templates, faults) for kind, path in find_all(layers, "kinds").items()]
    if not kinds:
        faults.append(Fault(str(layers[-1] if layers else "rules"), None, "holds no kinds/*.toml"))
    services = read_services(_file(layers, "services.toml", faults), faults)
    signals = tuple(signals for signals, _ in kinds)
    faults += _across(layers, [s.kind for s in signals], [(s.kind, c.kind) for s in signals for c in s.companions])
    faults += _one_final_chaser(layers, [s.kind for s in signals if s.final_chaser])
    ombudsmen = load_ombudsmen(find_all(layers, "ombudsmen"), faults)
    codes = load_codes(
        find_all(layers, "codes"),
        faults,
        ombudsmen=[one.id for one in ombudsmen.all],
        services=[name for service in services.services for name in (service.id, *service.aliases)],
    )
    gates = load_gates(_file(layers, "gates.toml", faults), faults)
    boilerplate = load_boilerplate(_file(layers, "boilerplate.toml", faults), faults)
    deadlines = load_deadlines(_file(layers, "deadlines.toml", faults), faults)
    calendar = load_calendar(_file(layers, "bank_holidays.toml", faults), faults)
    replies = load_replies(_file(layers, "replies.toml", faults), [s.kind for s in signals], faults)
    marks = load_marks(_file(layers, "marks.toml", faults), faults)
    matching = load_matching(_file(layers, "matching.toml", faults), faults)
    if faults:
        raise Faulty(tuple(faults))
    return Rulebook(
        kinds=KindRules(signals, weighing),
        playbooks=tuple(playbook for _, playbook in kinds),
        services=services,
        ombudsmen=ombudsmen,
        gates=gates,
        boilerplate=boilerplate,
        deadlines=deadlines,
        calendar=calendar,
        replies=replies,
        marks=marks,
        matching=matching,
        codes=codes,
    )


def _file(layers: Sequence[Path], name: str, faults: list[Fault]) -> Path:
    return find_file(layers, name) or (layers[-1] if layers else Path("rules")) / name


def _across(layers: Sequence[Path], kinds: list[str], companions: list[tuple[str, str]]) -> list[Fault]:
    files = find_all(layers, "kinds")
    return [
        Fault(str(files[kind]), None, f"also names {other!r}, which is no kind")
        for kind, other in companions
        if other not in kinds
    ]


def _one_final_chaser(layers: Sequence[Path], finals: list[str]) -> list[Fault]:
    files = find_all(layers, "kinds")
    return [Fault(str(files[kind]), None, "final_chaser is marked in more than one kind") for kind in finals[1:]]
