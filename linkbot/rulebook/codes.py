"""Reads `rules/codes/*.toml` into Codes, telling every fault of every file at once.

A limit that counts from nothing, two Codes of one ombudsman in force on one day, a draft with a date: all are faults.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path

from linkbot.model.code import Act, Code, Codes, Excluded, Extension, Start, ThirdStage, TimeLimit, Weight
from linkbot.toml_document import Fault, Table, read_toml

_STAGES = (1, 2, 3)


def load_codes(
    paths: Mapping[str, Path], faults: list[Fault], *, ombudsmen: Collection[str], services: Collection[str]
) -> Codes:
    """One Code a file, in the order of `paths` (stem → file). Faults are added, nothing is raised."""
    codes = [_code(stem, read_toml(path, faults), ombudsmen, services) for stem, path in paths.items()]
    for one, other in combinations(codes, 2):
        if one.ombudsman == other.ombudsman and _overlap(one, other):
            message = f"is in force on days on which {one.id} is: give one an end (applies_to) before the other begins"
            faults.append(Fault(str(paths.get(other.id, other.id)), None, message))
    return Codes(tuple(codes))


def _code(stem: str, root: Table, ombudsmen: Collection[str], services: Collection[str]) -> Code:
    id = root.text("id", stem, required=True)
    if id != stem:
        root.fault(f"id is {id!r} but the file is called {stem}.toml: make them equal", "id")
    draft = root.boolean("draft")
    ombudsman = root.text("ombudsman", required=not draft)
    if ombudsman and ombudsman not in ombudsmen:
        root.fault(f"ombudsman is {ombudsman!r}, of whom rules/ombudsmen knows nothing", "ombudsman")
    begins, ends = root.day("applies_from", required=not draft), root.day("applies_to")
    if draft and (begins or ends):
        root.fault("a draft is never in force: leave out applies_from and applies_to", "draft")
    if begins and ends and ends < begins:
        root.fault("applies_to comes before applies_from", "applies_to")
    weight = root.choice("weight", Weight, Weight.MUST, required=True)
    third = root.choice("third_stage", ThirdStage, ThirdStage.NONE, required=True)
    limits = tuple(_limit(table, weight) for table in root.tables("limits"))
    _check(root, limits, third)
    code = Code(
        id=stem,
        name=root.text("name", stem, required=True),
        short_name=root.text("short_name", stem, required=True),
        ombudsman=ombudsman,
        limits=tuple(sorted(limits, key=lambda limit: (limit.stage, limit.act is Act.ANSWERED))),
        applies_from=begins,
        applies_to=ends,
        draft=draft,
        landlords=root.boolean("landlords"),
        third_stage=third,
        third_stage_section=root.text("third_stage_section"),
        excluded=tuple(_excluded(table, services) for table in root.tables("excluded")),
        note=root.text("note"),
    )
    root.finish()
    return code


def _limit(table: Table, weight: Weight) -> TimeLimit:
    stage = table.integer("stage", 1, required=True)
    if stage not in _STAGES:
        table.fault(f"stage is {stage}: it may be 1, 2 or 3", "stage")
        stage = 1
    limit = TimeLimit(
        stage=stage,
        act=table.choice("act", Act, Act.ANSWERED, required=True),
        section=table.text("section", required=True),
        days=table.integer("days", 1, required=True, minimum=1),
        start=table.choice("from", Start, Start.RECEIVED, required=True),
        weight=table.choice("weight", Weight, weight),
        extension=_extension(table.table("extension")) if "extension" in table else None,
    )
    if limit.start is (Start.REQUESTED if stage == 1 else Start.RECEIVED):
        table.fault("stage 1 is received, the later ones are requested", "from")
    if limit.act is Act.ACKNOWLEDGED and not limit.start.is_receipt:
        table.fault("an acknowledgement cannot count from itself", "from")
    if stage == 3 and not (limit.act is Act.ANSWERED and limit.start.is_receipt and limit.extension is None):
        table.fault("of stage 3 only the request and the answer are known", "stage")
    if limit.act is Act.ACKNOWLEDGED and limit.extension is not None:
        table.fault("only answers are extended", "extension")
    table.finish()
    return limit


def _extension(table: Table) -> Extension:
    extension = Extension(
        days=table.integer("days", 1, required=True, minimum=1),
        section=table.text("section", required=True),
        plain_days=table.boolean("plain_days"),
    )
    table.finish()
    return extension


def _excluded(table: Table, services: Collection[str]) -> Excluded:
    service = table.text("service", required=True)
    if service and service not in services:
        table.fault(f"service is {service!r}, which rules/services.toml does not hold", "service")
    excluded = Excluded(service, table.text("procedure", required=True))
    table.finish()
    return excluded


def _check(root: Table, limits: tuple[TimeLimit, ...], third: ThirdStage) -> None:
    if not limits:
        root.fault("has no [[limits]]: a Code without time limits measures nothing")
    given = [(limit.stage, limit.act) for limit in limits]
    for stage, act in sorted({one for one in given if given.count(one) > 1}):
        root.fault(f"gives two limits for stage {stage} {act.value}", "limits")
    if third is not ThirdStage.ALLOWED and any(stage == 3 for stage, _ in given):
        root.fault("gives a time for stage 3 though third_stage is not allowed", "third_stage")
    if third is not ThirdStage.ALLOWED and not root.text("third_stage_section"):
        root.fault("third_stage_section is missing: where does the Code say so?")


def _overlap(one: Code, other: Code) -> bool:
    if one.draft or other.draft or one.applies_from is None or other.applies_from is None:
        return False
    return one.applies_from <= (other.applies_to or date.max) and other.applies_from <= (one.applies_to or date.max)
