"""Who holds which post, who stands in, and who owns which service: the council's own table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

LINK_OFFICER = "link_officer"
IT = "it"
"""Who reads alarms about linkbot itself, besides the link officer. No post: a playbook cannot name it."""

ROLES = (
    LINK_OFFICER,
    "slt_director",
    "head_of_communications",
    "head_of_resident_contact",
    "ceo_office",
    "monitoring_officer",
    "ad_resident_contacts",
    "head_of_dispute_resolutions",
    "report_compiler",
    "complaints_team",
    "member_responsible",
)
"""Posts a playbook may name. The last three fall to the link officer until somebody is named."""

SERVICE_ROLES = ("owner", "head", "director")


@dataclass(frozen=True)
class Absence:
    from_on: date
    to_on: date  # inclusive


@dataclass(frozen=True)
class Person:
    id: str
    email: str
    deputy: str | None = None  # another person's id
    absences: tuple[Absence, ...] = ()
    name: str | None = None  # as a spreadsheet may write it

    def is_away(self, on: date) -> bool:
        return any(a.from_on <= on <= a.to_on for a in self.absences)


@dataclass(frozen=True)
class Service:
    """Addresses or person ids; None falls to `services.default`, then to the link officer."""

    id: str
    owner: str | None = None
    head: str | None = None
    director: str | None = None
    daily_list: bool = False
    directorate: str | None = None  # by which reports add services up


@dataclass(frozen=True)
class Directory:
    """Answers "who gets this" with an address, deputies applied. Total: an unfilled post is the link officer's."""

    people: tuple[Person, ...]
    services: tuple[Service, ...] = ()
    default: Service = field(default_factory=lambda: Service("default"))

    def person(self, id_or_email: str) -> Person | None:
        wanted = id_or_email.casefold()
        return next((p for p in self.people if wanted in (p.id.casefold(), p.email.casefold())), None)

    def service(self, id: str | None) -> Service | None:
        return next((s for s in self.services if s.id == id), None)

    def address(self, id_or_email: str, on: date | None) -> str:
        """The address of a person (id or e-mail), or of whoever stands in on that day (`on` None: the person's own)."""
        person, seen = self.person(id_or_email), set[str]()
        if person is None:
            return id_or_email.casefold()
        while on is not None and person.is_away(on) and person.deputy and person.id not in seen:
            seen.add(person.id)
            stand_in = self.person(person.deputy)
            if stand_in is None:
                return person.deputy.casefold() if "@" in person.deputy else person.email
            person = stand_in
        return person.email

    def post(self, role: str, on: date | None) -> str:
        """The address of a post; an unfilled one is the link officer's."""
        return self.address(role if self.person(role) else LINK_OFFICER, on)

    def is_filled(self, role: str) -> bool:
        return self.person(role) is not None

    def of_service(self, role: str, service: str | None, on: date | None) -> str:
        """The owner, head or director of a service: itself, else the default service, else the post that stands in."""
        own = self.service(service)
        for candidate in (own, self.default):
            name = getattr(candidate, role) if candidate else None
            if name:
                return self.address(name, on)
        return self.post("slt_director" if role == "director" else LINK_OFFICER, on)
