"""What this council's iCasework is called by: forms, codes, fields, reports. None of it is fixed by the product."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

Field = tuple[str, str]


@dataclass(frozen=True)
class Terms:
    """Empty texts are things that this council does not use."""

    case_type: str
    request_method: str = "Email"
    prefix: str = "omb:"  # of the ExternalId
    fields: tuple[Field, ...] = ()  # further fields of createcase, as they are
    mark_field: str = "Label"  # of createcase, that holds linkbot's mark
    mark_shown_as: str = "CaseDetails.CaseLabel"  # the same one in getcasedetails
    complaint_field: str = ""  # of createcase, that holds our reference of the original complaint
    complainant: bool = False  # name and postcode go along
    letter_form: str = ""  # of createaction; without it a further letter is an entry of the audit trail
    letter_field: str = "Details"
    task_done_form: str = ""
    task_done_code: str = ""
    closed_form: str = ""
    attributes: tuple[Field, ...] = ()  # (one of CaseAttributes, its name in iCasework)
    format: str = "xml"
    documents_folder: Path | None = None
    documents_url: str = ""
    documents_keep_hours: int = 24
    trail_report: str = ""
    trail_column: str = ""

    def attribute(self, name: str) -> str:
        return next((theirs for ours, theirs in self.attributes if ours == name), "")


@dataclass(frozen=True)
class ActionColumns:
    """The columns of the corrective actions report. `done`: values of `state` that mean it is."""

    report: str = ""
    id: str = "ActionId"
    task: str = "Title"  # holds linkbot's id of the task somewhere in it
    state: str = "Status"
    done: tuple[str, ...] = field(default=("Completed", "Closed", "Done"))
    owner: str = "AssignedTo"
    by: str = "LastUpdatedBy"
    at: str = "LastUpdatedTime"
