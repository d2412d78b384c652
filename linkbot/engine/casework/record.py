"""What a letter tells of its case, on record: the case's own facts, its original complaint, its rows in the sheet."""

from __future__ import annotations

from linkbot.engine.casework.linking import link_letter
from linkbot.engine.casework.opening import letter_title
from linkbot.engine.casework.work import Work
from linkbot.model.decision import Known
from linkbot.model.marks import FLAGS
from linkbot.model.playbook import Playbook
from linkbot.model.reading import Reading


def event_title(reading: Reading, playbook: Playbook | None) -> str:
    """An ombudsman's letter by its date; other mail just by what it is."""
    if playbook is None:
        return "Letter"
    return letter_title(reading, playbook) if reading.ombudsman else playbook.title


def update_case(work: Work, reading: Reading, *, known: Known, acted: bool, asks: bool) -> None:
    """Fill in what the letter adds. `asks`: whether a doubt about the original complaint may be put to a person."""
    case = work.case
    service, certain = case.service, case.service_certain
    if not certain and reading.service.service is not None:
        service = reading.service.service
        certain = reading.service.certain and not reading.service.sensitive
    letters = [day for day in (case.last_letter_on, reading.letter_date) if day is not None]
    first_by_forward = reading.forwarded and not work.before.events
    work.change_case(
        stage=reading.kind if acted and reading.kind else case.stage,
        our_references=tuple(dict.fromkeys((*case.our_references, *reading.references.ours))),
        complainant=case.complainant or reading.complainant.name,
        postcode=case.postcode or reading.complainant.postcode,
        service=service,
        service_certain=certain,
        flags=tuple(dict.fromkeys((*case.flags, *(mark.kind.value for mark in reading.marks if mark.kind in FLAGS)))),
        last_letter_on=max(letters, default=None),
        seen_only_forwarded=first_by_forward or (case.seen_only_forwarded and reading.forwarded),
    )
    link_letter(work, reading, known=known, asks=asks)
