"""One `rules/kinds/<id>.toml` into its signals and its playbook, every fault noted."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from linkbot.model.casework import TaskKind
from linkbot.model.effect import Template
from linkbot.model.moods import Mood
from linkbot.model.people import LINK_OFFICER, ROLES, SERVICE_ROLES
from linkbot.model.playbook import Do, Duty, Playbook, Step, When
from linkbot.model.reading import Disposition
from linkbot.model.signals import Companion, Fact, KindSignals, Place, Sender, Signal
from linkbot.rulebook.phrase_check import patterns, phrase_groups, phrases
from linkbot.rulebook.stated import check_stated
from linkbot.toml_document import Fault, Table, read_toml

_NEEDS_ROLE = frozenset((Do.NOTIFY,))
_NEEDS_TEMPLATE = frozenset((Do.TASK_PER_LETTER, Do.TASK_PER_ITEM, Do.NOTIFY, Do.DRAFT, Do.PORTAL_TEXT))


def read_kind(path: Path, kind: str, templates: Collection[str], faults: list[Fault]) -> tuple[KindSignals, Playbook]:
    """The kind a file describes; faulty parts are left out and told."""
    root = read_toml(path, faults)
    playbook = _playbook(root, kind, templates)
    signals = tuple(_signal(table) for table in root.tables("signals"))
    _refuse_twins(root, "signals", [signal.id for signal in signals])
    _refuse_twins(root, "duties", [duty.id for duty in playbook.duties])
    senders = root.choices("from", Sender)
    if not senders:
        root.fault("from is missing: who writes such letters (ombudsman, internal, outside)?", "from")
    companions = tuple(_companion(table) for table in root.tables("also"))
    encloses = root.texts("encloses")
    check_stated(root.table("stated", required=True), playbook)
    root.finish()
    return KindSignals(kind, senders, signals, companions, playbook.chaser, playbook.final_chaser, encloses), playbook


def _playbook(root: Table, kind: str, templates: Collection[str]) -> Playbook:
    days = root.integer("default_days", minimum=1) if "default_days" in root else None
    return Playbook(
        kind=kind,
        title=root.text("title", required=True),
        disposition=root.choice("disposition", Disposition, Disposition.REVIEW, required=True),
        steps=tuple(_step(table, templates) for table in root.tables("steps")),
        needs_deadline=root.boolean("needs_deadline"),
        needs_items=root.boolean("needs_items"),
        default_days=days,
        task_kind=root.choice("task_kind", TaskKind, TaskKind.REQUEST).value,
        urgent=root.boolean("urgent"),
        confidential=root.boolean("confidential"),
        chaser=root.boolean("chaser"),
        final_chaser=root.boolean("final_chaser"),
        task_text=root.text("task_text"),
        duties=tuple(_duty(table) for table in root.tables("duties")),
    )


def _duty(table: Table) -> Duty:
    clocks = [name for name in ("working_days", "weeks", "months") if name in table]
    if len(clocks) != 1:
        table.fault("a duty has exactly one of working_days, weeks and months, counted from the letter's date")
    days, weeks, months = (
        table.integer(name, minimum=1) if name in table else None for name in ("working_days", "weeks", "months")
    )
    duty = Duty(
        id=table.text("id", required=True),
        title=table.text("title", required=True),
        text=table.text("text", required=True),
        role=_role(table, required=True) or LINK_OFFICER,
        source=table.text("source", required=True),
        working_days=days,
        weeks=weeks,
        months=months,
        asked=table.boolean("asked"),
    )
    table.finish()
    return duty


def _role(table: Table, *, required: bool = False) -> str | None:
    role = table.text("role", required=True) if required else table.optional_text("role")
    if role and role not in (*ROLES, *SERVICE_ROLES):
        table.fault(f"role {role!r} is nobody's; it may be {', '.join((*SERVICE_ROLES, *ROLES))}", "role")
    return role


def _step(table: Table, templates: Collection[str]) -> Step:
    known = (*(t.value for t in Template), *templates)
    do = table.choice("do", Do, Do.ASK, required=True)
    role, template = _role(table), table.optional_text("template")
    if template is not None and template not in known:
        table.fault(f"template {template!r} does not exist; it may be {', '.join(known)}", "template")
    if do in _NEEDS_ROLE and role is None:
        table.fault(f"{do} needs a role")
    if do in _NEEDS_TEMPLATE and template is None:
        table.fault(f"{do} needs a template")
    if "offset" in table:
        table.fault("a diary entry's days stand in rules/deadlines.toml, invite_before_days, for all kinds", "offset")
    when = table.choice("when", When, When.ALWAYS)
    table.finish()
    return Step(do, role, template, when)


def _signal(table: Table) -> Signal:
    signal = Signal(
        id=table.text("id", required=True),
        weight=table.number("weight", required="veto" not in table),
        phrases=phrases(table, "phrases"),
        patterns=patterns(table, "patterns"),
        together=phrase_groups(table, "together"),
        unless=phrases(table, "unless"),
        places=table.choices("places", Place),
        silent_when=table.choices("silent_when", Mood),
        facts=table.choices("facts", Fact),
        from_domains=table.texts("from_domains"),
        veto=table.boolean("veto"),
        generic=table.boolean("generic"),
        threat=table.boolean("threat"),
        missed=table.boolean("missed"),
    )
    if not (signal.phrases or signal.patterns or signal.together or signal.facts or signal.from_domains):
        table.fault(f"signal {signal.id!r} has nothing to look for: phrases, patterns, together, facts or from_domains")
    table.finish()
    return signal


def _companion(table: Table) -> Companion:
    companion = Companion(
        kind=table.text("kind", required=True),
        own=table.number("own", required=True),
        other=table.number("other", required=True),
    )
    table.finish()
    return companion


def _refuse_twins(root: Table, what: str, ids: list[str]) -> None:
    for id in dict.fromkeys(id for id in ids if id and ids.count(id) > 1):
        root.fault(f"two {what} are called {id!r}", what)
