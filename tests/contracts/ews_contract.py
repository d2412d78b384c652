"""Microsoft's own schema of Exchange Web Services (XSD), as a check of our requests and of the fake's answers.

The files are no part of this repository: they are looked for in the folder that LINKBOT_CONTRACTS names, else in
`../shared/contracts` beside the checkout. Without them the tests that need them are skipped.
"""

from __future__ import annotations

import os
from pathlib import Path

from ews_xml import NAMES
from lxml import etree

NAME = "ews/messages.xsd"
_FOLDER = os.environ.get("LINKBOT_CONTRACTS")
_SIBLING = Path(__file__).resolve().parents[2].parent / "shared" / "contracts"
SOAP_ITSELF = ("Fault",)


def schema_file() -> Path | None:
    for folder in (Path(_FOLDER) if _FOLDER else None, _SIBLING):
        if folder is not None and (folder / NAME).is_file():
            return folder / NAME
    return None


class Contract:
    """Collects what does not fit, so that one run tells everything."""

    def __init__(self, file: Path) -> None:
        self.schema = etree.XMLSchema(etree.parse(str(file)))
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def check(self, operation: str, question: bytes, answer: bytes) -> None:
        self.seen.add(operation)
        for what, octets in (("request", question), ("answer", answer)):
            envelope = etree.fromstring(octets)
            for part in ("s:Header", "s:Body"):
                for one in envelope.iterfind(f"{part}/*", NAMES):
                    self._fits(one, f"{operation}: {what}")

    def _fits(self, element: etree._Element, what: str) -> None:
        if etree.QName(element).localname in SOAP_ITSELF:
            return
        alone = etree.fromstring(etree.tostring(element))
        if not self.schema.validate(alone):
            self.wrong += [f"{what}: {error.message[:300]}" for error in self.schema.error_log]
