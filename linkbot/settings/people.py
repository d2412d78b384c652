"""`[people.*]` and `[services.*]` to a `Directory`. A person's id is the post's name, or any other word."""

from __future__ import annotations

import re
from datetime import date

from linkbot.model.people import SERVICE_ROLES, Absence, Directory, Person, Service
from linkbot.toml_document import Table

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


def directory(people: Table, services: Table) -> Directory:
    """Faults are left in the tables: an unknown deputy, something that is neither address nor person."""
    persons = tuple(_person(people.table(name), name) for name in people.names())
    ids = {person.id for person in persons}
    for person in persons:
        if person.deputy and person.deputy not in ids and not _ADDRESS.fullmatch(person.deputy):
            people.table(person.id).fault(f"people.{person.id}.deputy: nobody is called {person.deputy!r}", "deputy")
    all_services = tuple(_service(services.table(name), name, ids) for name in services.names())
    default = next((service for service in all_services if service.id == "default"), Service("default"))
    people.finish()
    services.finish()
    return Directory(persons, tuple(s for s in all_services if s.id != "default"), default)


def _person(table: Table, name: str) -> Person:
    email = table.text("email", required=True)
    if email and not _ADDRESS.fullmatch(email):
        table.fault(f"people.{name}.email: {email!r} is not an e-mail address", "email")
    absences = _absences(table, name)
    person = Person(
        id=name,
        email=email.casefold(),
        deputy=table.optional_text("deputy"),
        absences=absences,
        name=table.optional_text("name"),
    )
    table.finish()
    return person


def _absences(table: Table, name: str) -> tuple[Absence, ...]:
    """`[{ from = 2027-04-01, to = 2027-04-09 }]`, `[[2027-04-01, 2027-04-09]]` or `["2027-04-01..2027-04-09"]`."""
    absences = []
    for value in table.values("absences"):
        days = _days(value)
        if days is None:
            table.fault(
                f"people.{name}.absences: write {{ from = 2027-04-01, to = 2027-04-09 }}, not {value!r}", "absences"
            )
        elif days[1] < days[0]:
            table.fault(f"people.{name}.absences: 'to' lies before 'from' in {value!r}", "absences")
        else:
            absences.append(Absence(*days))
    return tuple(absences)


def _days(value: object) -> tuple[date, date] | None:
    if isinstance(value, dict):
        value = [value.get("from"), value.get("to", value.get("until"))] if len(value) == 2 else []
    elif isinstance(value, str):
        value = re.findall(r"\d{4}-\d{2}-\d{2}", value)
        value = value * 2 if len(value) == 1 else value
    elif isinstance(value, date):
        value = [value, value]
    if not isinstance(value, list) or len(value) != 2:
        return None
    try:
        start, end = (item if type(item) is date else date.fromisoformat(str(item)) for item in value)
    except ValueError:
        return None
    return start, end


def _service(table: Table, name: str, ids: set[str]) -> Service:
    held = {role: table.optional_text(role) for role in SERVICE_ROLES}
    for role, who in held.items():
        if who and who not in ids and not _ADDRESS.fullmatch(who):
            table.fault(f"services.{name}.{role}: {who!r} is neither an e-mail address nor a person's id", role)
    service = Service(
        name,
        held["owner"],
        held["head"],
        held["director"],
        table.boolean("daily_list"),
        table.optional_text("directorate"),
    )
    table.finish()
    return service
