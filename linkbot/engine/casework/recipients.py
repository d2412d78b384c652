"""Who gets what: posts and service roles to addresses, deputies applied, doubles removed."""

from __future__ import annotations

from datetime import date

from linkbot.model.desk import Desk
from linkbot.model.people import LINK_OFFICER, SERVICE_ROLES
from linkbot.model.reading import Reading

SENIOR = ("slt_director", "ceo_office", "monitoring_officer")
"""Told of a final chaser only without any doubt (design: escalation)."""


def address_of(role: str, *, desk: Desk, service: str | None, on: date | None) -> str:
    """The address behind a role on that day (None: the holder's own); `slt_director` is the service's own director
    where one is named.
    """
    if role in SERVICE_ROLES:
        return desk.directory.of_service(role, service, on)
    if role == "slt_director":
        return desk.directory.of_service("director", service, on)
    return desk.directory.post(role, on)


def link_officer(desk: Desk, on: date | None) -> str:
    return desk.directory.post(LINK_OFFICER, on)


def owner_for(*, desk: Desk, service: str | None, certain: bool, sensitive: bool) -> str:
    """The officer a new task goes to: the link officer assigns what is uncertain or sensitive.

    The post-holder's own address, also while away: a task outlives an absence, its mails go to whoever stands in.
    """
    if service is None or not certain or sensitive:
        return desk.directory.post(LINK_OFFICER, None)
    return desk.directory.of_service("owner", service, None)


def rota(desk: Desk) -> frozenset[str]:
    """Addresses (lower case) of those who may answer linkbot's questions: the link officer, the Head of Resident
    Contact, and whoever stands in for either, present or away.
    """
    directory, found = desk.directory, set[str]()
    for role in (LINK_OFFICER, "head_of_resident_contact"):
        waiting: str | None = role if directory.is_filled(role) else None
        while waiting:
            person = directory.person(waiting)
            address = (person.email if person else waiting).casefold()
            if address in found or "@" not in address:
                break
            found.add(address)
            waiting = person.deputy if person else None
    return frozenset(found)


def draft_address(reading: Reading, desk: Desk) -> str | None:
    """Where a draft may go: the letter's own From, in that ombudsman's domains, if somebody reads it there.

    None for a letter that was brought in: nobody verified the address in it.
    """
    if reading.vouch is not None:
        return None
    ombudsman = desk.ombudsmen.by_id(reading.ombudsman)
    sender = reading.letter.from_ if reading.letter else None
    if ombudsman is None or sender is None or not ombudsman.owns(sender.domain):
        return None
    unread = ("noreply", "no-reply", "donotreply", "do-not-reply", "portal", "mailer-daemon", "postmaster")
    return None if sender.local_part.startswith(unread) else sender.address
