"""The labelled samples: verdicts and gates as their twins say, whoever wrote them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from linkbot.engine.mail.acting import acting
from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.engine.sender.authenticate import authenticate
from linkbot.engine.sender.gate import gate
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.organisation import AuthenticationPolicy, Organisation
from tests.engine.genuine_mail import GATES, OMBUDSMEN

SAMPLES = Path(__file__).parents[1] / "samples"


def read_all() -> Iterator[tuple[str, dict[str, object], str, str | None]]:
    """Name, twin, our verdict and our gate of every sample."""
    for config in sorted(SAMPLES.glob("*/linkbot.toml")):
        told = tomllib.loads(config.read_text("utf-8"))
        own, results = told["organisation"], told.get("authentication", {})
        organisation = Organisation(own["name"], tuple(own["domains"]), tuple(own["mailboxes"]))
        policy = AuthenticationPolicy(
            receivers=tuple(results.get("receivers", ())),
            microsoft=results.get("microsoft", False),
            internal_without_results=results.get("internal_without_results", True),
        )
        for twin in sorted(config.parent.glob("*.toml")):
            if twin == config:
                continue
            message = segment(parse(twin.with_suffix(".eml").read_bytes()), (), BoilerplateRules())
            found = authenticate(message, policy=policy, organisation=organisation, ombudsmen=OMBUDSMEN)
            acts = acting(message, found, organisation=organisation, ombudsmen=OMBUDSMEN)
            hit = gate(message, found, acts, rules=GATES, organisation=organisation)
            name = f"{twin.parent.name}/{twin.stem}"
            yield name, tomllib.loads(twin.read_text("utf-8")), found.verdict.value, hit.id if hit else None


def test_every_verdict_is_as_labelled_and_no_letter_is_caught_in_a_gate_for_noise() -> None:
    """A noise gate on a letter is a lost letter, so there the floor is all of them; a wrong verdict likewise."""
    wrong, caught, gates, total = [], [], 0, 0
    noise = {"bounce", "automatic_reply", "own_mail", "newsletter"}
    for name, twin, verdict, closed in read_all():
        if twin.get("verdict", verdict) != verdict:
            wrong.append(f"{name}: {verdict}, not {twin['verdict']}")
        labelled = twin.get("gate")
        if closed in noise and closed != labelled and twin.get("kind") not in ("newsletter", "automatic_reply"):
            caught.append(f"{name}: {closed}")
        if labelled is not None:
            total += 1
            gates += closed == labelled
    assert wrong == []
    assert caught == []
    assert total > 10 and gates / total > 0.85
