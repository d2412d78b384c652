"""roles.filled, authentication.receivers, templates.complete: what the configuration leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, note, ok, wrong
from linkbot.model.people import ROLES
from linkbot.toml_document import Faulty
from linkbot.wiring import templates_of


def roles(patient: Patient) -> Iterator[Finding]:
    directory = patient.settings.directory
    empty = [role for role in ROLES if not directory.is_filled(role)]
    if not empty:
        yield ok("roles.filled", f"All {len(ROLES)} posts are filled.")
        return
    yield note(
        "roles.filled",
        f"Nobody holds {', '.join(empty)}.",
        why="What is meant for these posts, chaser and decision notices among it, goes to the link officer instead.",
        todo="; ".join(f'add [people.{role}] with email = "…"' for role in empty) + ".",
    )


def services(patient: Patient) -> Iterator[Finding]:
    """A service in the file that no rule knows would never get a task."""
    known = patient.rulebook.services
    unknown = [s.id for s in patient.settings.directory.services if known.service(s.id) is None]
    unknown += [name for name in patient.settings.reports.daily_services if known.service(name) is None]
    if unknown:
        yield wrong(
            "services.known",
            f"The configuration names services that no rule tells of: {', '.join(dict.fromkeys(unknown))}.",
            why="linkbot recognises a service by the words of rules/services.toml: these will never be recognised.",
            todo="Use one of these ids, or add the service to your overlay's rules/services.toml: "
            + ", ".join(service.id for service in known.services)
            + ".",
        )
        return
    yield ok(
        "services.known", f"{len(patient.settings.directory.services)} services are set up, all known to the rules."
    )


def receivers(patient: Patient) -> Iterator[Finding]:
    policy = patient.settings.authentication
    if policy.receivers or policy.microsoft:
        names = [*policy.receivers, *(["Exchange Online"] if policy.microsoft else [])]
        names += [f"the gateway {gateway}" for gateway in policy.gateways]
        names += [f"the sealer {sealer}" for sealer in policy.arc_sealers]
        yield ok("authentication.receivers", f"The word of {', '.join(names)} is believed.")
        return
    yield wrong(
        "authentication.receivers",
        "No receiving server of your own is named.",
        why="Without its word no Ombudsman mail counts as genuine: every letter goes to a person, nothing is acted on.",
        todo="Save a mail that came from outside as a file and run `linkbot explain FILE`: its sender line names the "
        "topmost Authentication-Results header. If that header begins with a name of your own server, put the name "
        "under authentication.receivers; if it begins with a result (spf=…, dkim=…), as in Exchange Online, set "
        "authentication.microsoft = true; if with the name of a mail filter, see docs/genuine-mail.md.",
    )


def templates(patient: Patient) -> Iterator[Finding]:
    try:
        found = templates_of(patient.settings)
    except Faulty as error:
        yield wrong(
            "templates.complete",
            f"The templates have faults: {error}",
            why="Mail cannot be worded; linkbot does not start.",
            todo="Correct these lines in your overlay's templates/, then run `linkbot rules check`.",
        )
        return
    yield ok("templates.complete", f"{len(found.sources)} template files, all sound.")
