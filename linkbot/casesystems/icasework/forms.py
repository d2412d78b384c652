"""What the calls that write are given: fields with their names as iCasework spells them. Pure; no name of a person
unless the council wants it so.
"""

from __future__ import annotations

from datetime import datetime

from linkbot.casesystems.icasework.known_cases import external_id, mark_of
from linkbot.casesystems.icasework.line import LONDON
from linkbot.casesystems.icasework.terms import Terms
from linkbot.model.case_system import CaseEntry

Form = dict[str, str]


def new_case(key: str, entry: CaseEntry, terms: Terms) -> Form:
    """Of createcase: the Ombudsman's reference is what iCasework links cases by."""
    case = entry.case
    form = {
        "Type": terms.case_type,
        "Format": terms.format,
        "ExternalId": external_id(case, terms),
        "Reference": case.reference,
        "RequestMethod": terms.request_method,
        "RequestDate": stamp(entry.event.received_at if entry.event else entry.at),
        "Details": words(key, entry),
    }
    if terms.mark_field:
        form[terms.mark_field] = f"{case.id} ({mark_of(key)})"
    if terms.complaint_field and entry.complaint:
        form[terms.complaint_field] = entry.complaint
    if terms.complainant and case.complainant:
        first, _, last = case.complainant.rpartition(" ")
        form |= {"Customer.FirstName": first, "Customer.Surname": last, "Customer.Postcode": case.postcode or ""}
    return {name: value for name, value in (*form.items(), *terms.fields) if value}


def letter_action(key: str, entry: CaseEntry, terms: Terms, *, case_id: str) -> Form:
    """Of createaction: what was done about the case, and is done."""
    return {"CaseId": case_id, "Type": terms.letter_form, "Format": terms.format, terms.letter_field: words(key, entry)}


def trail_entry(key: str, entry: CaseEntry, terms: Terms, *, case_id: str) -> Form:
    """Of createauditentry. iCasework drops the same details a second time within the hour."""
    return {
        "CaseId": case_id,
        "Name": f"Letter of the Ombudsman: {entry.title}",
        "Details": words(key, entry),
        "By": "linkbot",
        "ExcludeRepeats": "true",
        "Format": terms.format,
    }


def attributes(entry: CaseEntry, terms: Terms) -> Form:
    """Of updatecase: each fact for which a name is configured, also an empty one."""
    facts = entry.attributes
    values = {
        "reference": facts.reference,
        "stage": facts.stage.replace("_", " "),
        "status": facts.status,
        "remedy": f"{facts.remedy_gbp:.2f}" if facts.remedy_gbp is not None else "",
        "due": facts.due_on.isoformat() if facts.due_on else "",
        "complaint": facts.complaint or "",
    }
    return {theirs: values[ours] for ours, theirs in terms.attributes}


def words(key: str, entry: CaseEntry) -> str:
    """What people read in iCasework, and by which linkbot knows its own entry again."""
    event, complaint = entry.event, entry.complaint
    lines = [entry.title, f"Ombudsman's case: {entry.case.id}"]
    if event is not None:
        lines.append(f"Received: {stamp(event.received_at).replace('T', ' ')}")
    if complaint:
        lines.append(f"Original complaint: {complaint}")
    return "\n".join([*lines, f"[{mark_of(key)}]"])


def stamp(at: datetime) -> str:
    return at.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M:%S")
