"""By which Code a complaint is measured. A doubt gives none, and says why; a person may still ask for one by name.

The Housing Ombudsman says itself that the Code in force on the day a complaint was made is the one that counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkbot.model.casework import Case
from linkbot.model.code import Code, CodeRules
from linkbot.model.complaint import Complaint
from linkbot.model.services import ServiceWords

_NO_SERVICE = "The service is not certain, and for some services the law has procedures of its own."


@dataclass(frozen=True)
class Choice:
    code: Code | None
    why: str


def code_for(complaint: Complaint, case: Case, rules: CodeRules) -> Choice:
    """The Code in force when the complaint was made, of the ombudsman who takes such complaints."""
    codes = rules.codes.of(case.ombudsman)
    if not codes:
        return Choice(None, "No Code of this ombudsman is in rules/codes.")
    service = _service(complaint, case, rules)
    doubt = _doubt(case, service, codes)
    if doubt:
        return Choice(None, doubt)
    made_on = complaint.stage1_received_on
    if made_on is None:
        return Choice(None, "The day the complaint was received is not known, and so not which Code was in force.")
    code = next((one for one in codes if one.in_force(made_on)), None)
    if code is None:
        return Choice(None, f"No Code of this ombudsman was in force on {_day(made_on)}, when the complaint was made.")
    return Choice(code, f"In force on {_day(made_on)}, when the complaint was made.")


def _service(complaint: Complaint, case: Case, rules: CodeRules) -> ServiceWords | None:
    """The case system's word for it first, then the letters', if certain."""
    named = rules.services.named(complaint.service) if complaint.service else None
    if named is not None:
        return named
    return rules.services.service(case.service) if case.service and case.service_certain else None


def _doubt(case: Case, service: ServiceWords | None, codes: tuple[Code, ...]) -> str | None:
    """An ombudsman and a service that do not go together, or a procedure that the law puts in a Code's place."""
    excluded = [one for code in codes for one in code.excluded]
    if service is None:
        return _NO_SERVICE if excluded else None
    if not service.concerns(case.ombudsman):
        return f"{service.title} is not what this ombudsman takes complaints about."
    if service.landlord and not any(code.landlords for code in codes):
        return f"{service.title}: a landlord's service, but it is not the landlords' ombudsman who writes."
    own = next((one for one in excluded if one.service in (service.id, *service.aliases)), None)
    return f"{service.title}: no Code clock, for {own.procedure} may govern it." if own else None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
