"""Which column of an export or report holds what: by the titles such columns usually bear, or as it is configured.

Capitals, underscores and double blanks do not matter. Of several titles of one field the first that is there is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from linkbot.worker.spreadsheet import NotASpreadsheet

_ANSWERED = ("{0} answered on", "{0} answered", "{0} response", "{0} response date", "{0} date completed", "{0}")
_RECEIVED = ("{0} received on", "{0} received", "{0} requested on", "{0} requested", "{0} escalated", "{0} start date")
_ACKNOWLEDGED = ("{0} acknowledged on", "{0} acknowledged", "{0} acknowledgement", "{0} acknowledgement date")
_EXTENDED = ("{0} extended to", "{0} extension", "{0} extended until", "{0} extended target")


def _stage(number: int, forms: Sequence[str]) -> tuple[str, ...]:
    return tuple(form.format(stage) for stage in (f"stage {number}", f"stage{number}") for form in forms)


KNOWN: Mapping[str, tuple[str, ...]] = {
    "reference": (
        *("reference", "ref", "our reference", "our ref", "complaint reference", "complaint ref", "complaint number"),
        *("complaint id", "case reference", "case ref", "case number", "case id", "casedetails.caseid", "id"),
    ),
    "name": (
        *("name", "full name", "complainant", "complainant name", "customer", "customer name", "resident"),
        *("resident name", "mainparty.fullname"),
    ),
    "title": ("title", "salutation", "mainparty.title"),
    "first_name": ("first name", "firstname", "forename", "forenames", "given name", "mainparty.firstname"),
    "last_name": ("last name", "lastname", "surname", "family name", "mainparty.lastname"),
    "postcode": ("postcode", "post code", "postal code", "mainparty.postcode"),
    "address": ("address", "full address", "property", "property address", "customer address", "mainparty.address"),
    "service": ("service", "service area", "department", "team", "directorate", "casedetails.department"),
    "external_id": ("external id", "externalid", "external reference", "casedetails.externalid"),
    "handler": ("handler", "case officer", "assigned to", "case owner", "casedetails.assignedto"),
    "outcome": ("outcome", "decision", "result", "casestatus.currentoutcome"),
    "stage1_received_on": (
        *_stage(1, _RECEIVED),
        *("received on", "received", "date received", "received date", "casestatusreceipt.datereceived"),
    ),
    "stage1_acknowledged_on": (*_stage(1, _ACKNOWLEDGED), "acknowledged on", "date acknowledged", "acknowledged"),
    "stage1_extended_to": _stage(1, _EXTENDED),
    "stage1_answered_on": (*_stage(1, _ANSWERED), "casestagestage1.datecompleted"),
    "stage2_requested_on": (*_stage(2, _RECEIVED), "casestagestage2.datereceived"),
    "stage2_acknowledged_on": _stage(2, _ACKNOWLEDGED),
    "stage2_extended_to": _stage(2, _EXTENDED),
    "stage2_answered_on": (*_stage(2, _ANSWERED), "casestagestage2.datecompleted"),
    "stage3_requested_on": (*_stage(3, _RECEIVED), "casestagestage3.datereceived"),
    "stage3_answered_on": (*_stage(3, _ANSWERED), "casestagestage3.datecompleted"),
    "closed_on": ("closed on", "closed", "date closed", "closed date", "casestatusclosure.dateclosed"),
    "updated_at": ("updated at", "last updated", "lastupdatedtime", "casestatustouchtimes.lastupdatedtime"),
}
"""Our fields, each with the titles it may bear."""
DAYS = tuple(name for name in KNOWN if name.endswith(("_on", "_to")))
WORDS = ("title", "first_name", "last_name", "external_id", "handler", "outcome")


class NotComplaints(NotASpreadsheet):
    """The file or report as a whole cannot be understood; the message says what was expected."""


@dataclass(frozen=True)
class Mapped:
    """The configuration's own titles of some fields, and how its days are written (`strptime`) where it says so."""

    titles: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None

    def places(self, titles: Sequence[str]) -> dict[str, int]:
        """Our fields to the positions of their columns. Raises NotComplaints."""
        found = [plain_title(title) for title in titles]
        missing = [title for title in self.titles.values() if plain_title(title) not in found]
        if missing:
            raise NotComplaints(
                f"There is no column {missing[0]!r}, which complaints.columns names. The titles are: {_listed(titles)}."
            )
        places = {name: found.index(plain_title(title)) for name, title in self.titles.items()}
        for name, known in KNOWN.items():
            at = next((found.index(title) for title in known if title in found), None)
            if name not in places and at is not None and at not in places.values():
                places[name] = at
        if "reference" not in places:
            others = ", ".join(name for name in KNOWN if name != "reference")
            raise NotComplaints(
                f"The first line has no column for the reference: it holds {_listed(titles)}. Give the column with "
                f"your complaint numbers the title 'reference', or name it in complaints.columns; the others may be "
                f"{others}."
            )
        return places


def plain_title(title: str) -> str:
    return " ".join(title.replace("_", " ").casefold().split())


def _listed(titles: Sequence[str]) -> str:
    return ", ".join(title.strip() for title in titles if title.strip())[:200] or "nothing"
