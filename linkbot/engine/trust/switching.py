"""Which kinds act alone: the latest act about each, else the configuration; and when a kind is switched off by itself.

Switching on is always a person's act. Off it goes by itself: nothing goes outward on a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from linkbot.model.playbook import Playbook
from linkbot.model.question import About, Act
from linkbot.model.reading import Disposition
from linkbot.model.trust import Automation, Proof, Switch

ON, OFF = "on", "off"
BY_ITSELF = "linkbot"
"""Who switched it off, when nobody did."""

LAST, TOO_MANY = 20, 2
"""So many corrections among so many of the latest checks of a kind switch it off."""


def acting_kinds(playbooks: Iterable[Playbook]) -> tuple[str, ...]:
    """Kinds that have something to switch: the others go to a person, or are only kept, whatever anybody says."""
    return tuple(playbook.kind for playbook in playbooks if playbook.disposition is Disposition.ACT)


def switch_of(kind: str, automation: Automation, acts: Sequence[Act], *, at: datetime | None = None) -> Switch:
    """`acts` of the verb `trust`, in the order they were done; those until then when an instant is given."""
    latest = next(
        (a for a in reversed(acts) if a.target == kind and a.value in (ON, OFF) and (at is None or a.at <= at)), None
    )
    if latest is None:
        return Switch(kind, automation.allows(kind))
    return Switch(kind, latest.value == ON, latest.at, latest.by, latest.reason)


def asked_first(kinds: Iterable[str], automation: Automation, acts: Sequence[Act]) -> frozenset[str]:
    """Those of the kinds whose letters wait for a person's yes."""
    return frozenset(kind for kind in kinds if not switch_of(kind, automation, acts).on)


def lost(switch: Switch, proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    """The corrections that switch the kind off; none while it keeps its trust, or when it is off.

    Only checks of what it handled alone since it was switched on count: what was corrected before, the person who
    switched it on has seen.
    """
    if not switch.on:
        return ()
    checked = sorted(
        (
            proof
            for proof in proofs
            if proof.about is About.CHECK
            and proof.kind == switch.kind
            and proof.answered_at is not None
            and proof.answer is not None
            and (switch.since is None or proof.asked_at >= switch.since)
        ),
        key=lambda proof: (proof.answered_at, proof.question),
    )
    corrected = tuple(proof for proof in checked[-LAST:] if proof.corrected)
    return corrected if len(corrected) >= TOO_MANY else ()
