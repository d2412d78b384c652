"""reading.ocr: the program that reads scans is there and knows the languages, where it is switched on."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, ok, wrong
from linkbot.extraction.ocr import missing

ID = "reading.ocr"


def readable(patient: Patient) -> Iterator[Finding]:
    reading = patient.settings.reading
    if not reading.ocr:
        yield ok(ID, "Scans are not read: each goes to a person as it is.")
        return
    fault = missing(reading.ocr_program, reading.ocr_languages)
    if fault:
        yield wrong(
            ID,
            fault,
            why="A scan goes to a person without a proposal of what it says.",
            todo="Install it (on Debian: apt-get install tesseract-ocr, with Welsh tesseract-ocr-cym), name its path "
            "in reading.ocr_program, or switch reading.ocr off.",
        )
        return
    yield ok(ID, f"{reading.ocr_program} ({reading.ocr_languages}) reads scans; each goes to a person.")
