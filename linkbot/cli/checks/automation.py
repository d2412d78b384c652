"""automation.kinds: which kinds of letter are handled alone, and whether anybody looks at them afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.engine.trust.switching import acting_kinds, switch_of
from linkbot.model.mode import Mode
from linkbot.model.question import Act, Verb
from linkbot.toml_document import Faulty
from linkbot.wiring import automation_of

NAME = "automation.kinds"


def kinds(patient: Patient) -> Iterator[Finding]:
    try:
        automation = automation_of(patient.settings, patient.rulebook)
    except Faulty as error:
        yield wrong(NAME, str(error), why="linkbot does not start on a kind it does not know.", todo="Correct the key.")
        return
    acts: tuple[Act, ...] = ()
    if patient.store is not None:
        with patient.store.begin() as tx:
            acts = tx.acts(verb=Verb.TRUST)
    every = acting_kinds(patient.rulebook.playbooks)
    alone = [kind for kind in every if switch_of(kind, automation, acts).on]
    if alone and not automation.sample_percent:
        yield note(
            NAME,
            f"{len(alone)} of {len(every)} kinds are handled alone, and nobody looks at any of them afterwards.",
            why="What is known of linkbot's readings grows old unseen: wording changes, and so do rules.",
            todo="Set automation.sample_percent to 2 or more.",
        )
    elif not alone and patient.settings.mode is Mode.ACT:
        yield note(
            NAME,
            f"The mode is act, and none of {len(every)} kinds is handled alone.",
            why="Every letter waits for the link officer's yes before anybody hears of it.",
            todo="See `linkbot rules trust`; a kind that has earned it: linkbot rules trust on KIND",
        )
    else:
        yield ok(NAME, f"{len(alone)} of {len(every)} kinds are handled alone.")
