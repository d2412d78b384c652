"""case_system.reminders, .reach, .by_hand: where cases are kept, who reminds the officers, what people do there."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.model.case_system import CaseSystemAbilities, Deed
from linkbot.model.mode import Mode
from linkbot.ports import Permanent
from linkbot.settings.case_system import CaseSystemKind, RemindersBy
from linkbot.settings.values import Settings
from linkbot.wiring_cases import abilities_of, icasework_of

REMINDERS, REACH, BY_HAND = "case_system.reminders", "case_system.reach", "case_system.by_hand"
_DEEDS = {
    Deed.LETTER: "registering letters",
    Deed.LINK: "linking a case to its original complaint",
    Deed.FILES: "attaching files",
    Deed.TASK: "opening corrective actions",
    Deed.TASK_MOVED: "moving them",
    Deed.TASK_DONE: "completing them",
    Deed.ATTRIBUTES: "the facts of a case",
    Deed.CLOSED: "closing a case",
}


def why_only_watching(settings: Settings) -> str | None:
    """Why linkbot does less than worker.mode says; None when it does not."""
    if not settings.case_system.undecided or settings.worker.mode is Mode.WATCH:
        return None
    return (
        "linkbot: only watching, because case_system.reminders_by is not set: nobody has said whether iCasework or "
        "linkbot reminds the officers (linkbot doctor)."
    )


def reminders(patient: Patient) -> Iterator[Finding]:
    """Two chains of reminders would be as bad as none: nobody may guess."""
    case_system = patient.settings.case_system
    if case_system.undecided:
        yield wrong(
            REMINDERS,
            f"Nobody has said who reminds the officers beside iCasework. linkbot only watches, although worker.mode is "
            f"{patient.settings.worker.mode.value}.",
            why="If both do, officers get two reminders for each task; if neither does, dates are missed.",
            todo="Ask whether iCasework sends reminders; set case_system.reminders_by to linkbot or icasework.",
        )
    elif case_system.reminders_by is RemindersBy.ICASEWORK:
        yield ok(REMINDERS, "iCasework reminds the officers; linkbot sends no three-day reminders, and all else.")
    else:
        yield ok(REMINDERS, "linkbot reminds the officers every three days.")


def reach(patient: Patient) -> Iterator[Finding]:
    """From the outside in; nothing is written."""
    kind = patient.settings.case_system.kind
    if kind is CaseSystemKind.LOCAL:
        yield ok(REACH, "Cases are kept in linkbot's own register only.")
    elif kind is CaseSystemKind.FORWARD:
        address = patient.settings.case_system.forward.address
        yield note(
            REACH,
            f"Letters are passed on to {address}.",
            why="If the case system reads the shared mailbox itself, or somebody forwards by hand, each letter opens a "
            "case twice there: linkbot cannot see that.",
            todo="Make sure that this is the only way letters get there (docs/case-systems.md).",
        )
    else:
        yield from _icasework(patient)


def _icasework(patient: Patient) -> Iterator[Finding]:
    try:
        one = icasework_of(patient.settings, abilities_of(patient.settings, patient.rulebook))
    except Permanent as error:
        yield wrong(
            REACH,
            str(error),
            why="Nothing is registered in iCasework until this is put right; it waits in the outbox.",
            todo="Put the secret there, readable by linkbot's account only, or install what is missing.",
        )
        return
    bad = False
    for seen in one.examinable.examine():
        bad = bad or not seen.fine
        finding = ok(seen.check, seen.seen)
        yield finding if seen.fine else wrong(seen.check, seen.seen, why=seen.why, todo=seen.todo)
    one.close()
    if not bad:
        yield ok(REACH, "iCasework can be asked and written to, as far as can be told without writing.")


def by_hand(patient: Patient) -> Iterator[Finding]:
    """What the desk mail will ask people to do there, and how much of it waits."""
    abilities = abilities_of(patient.settings, patient.rulebook)
    if not abilities.by_hand:
        yield ok(BY_HAND, "Nothing is left to people in a case system.")
        return
    yield ok(BY_HAND, f"Done by people in {abilities.name}, told by the desk mail: {_named(abilities)}.")


def _named(abilities: CaseSystemAbilities) -> str:
    return ", ".join(words for deed, words in _DEEDS.items() if deed in abilities.by_hand)
