"""The case system of an organisation that lets linkbot keep none but its own register.

The register itself is the store. What this adds is a slip for each registration, named after its key, so that "was it
registered?" has an answer and people who keep another system by hand can copy from it. No names stand in a slip.
"""

from __future__ import annotations

import json
from pathlib import Path

from linkbot.model.case_system import CaseEntry, CaseSystemAbilities, Deed
from linkbot.ports import Answer, Found, Permanent, Receipt
from linkbot.whole_file import disk_fault, make_folder, name_for, write_whole


class LocalCaseSystem:
    """Implements `ports.CaseSystem` in a folder of JSON slips; the receipt is `local:` and the name of the slip."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.abilities = CaseSystemAbilities()

    def write(self, key: str, entry: CaseEntry) -> Receipt:
        """A letter. The first slip of a key stands: writing again changes nothing."""
        case, event = entry.case, entry.event
        if entry.deed is not Deed.LETTER or event is None:
            raise Permanent(f"{self.abilities.name} keeps {entry.deed.value} in its own rows, not in slips.")
        if event.case != case.id:
            raise Permanent(f"The letter of {event.case} cannot be registered under {case.id}.")
        path = self._path(key)
        slip = {
            "key": key,
            "case": case.id,
            "ombudsman": case.ombudsman,
            "reference": case.reference,
            "original_complaint": entry.complaint,
            "event": event.id,
            "kind": event.kind,
            "letter_on": event.letter_on.isoformat() if event.letter_on else None,
            "received_at": event.received_at.isoformat(),
        }
        try:
            make_folder(self._folder)
            if not path.exists():
                write_whole(path, (json.dumps(slip, ensure_ascii=False, indent=1) + "\n").encode())
        except OSError as error:
            raise disk_fault(error, f"Registering {case.id}") from error
        return self._receipt(path)

    def find(self, key: str, entry: CaseEntry) -> Found:
        path = self._path(key)
        try:
            return self._receipt(path) if path.exists() else Answer.ABSENT
        except OSError as error:
            raise disk_fault(error, "Looking for a registration") from error

    def _path(self, key: str) -> Path:
        return self._folder / f"{name_for(key)}.json"

    @staticmethod
    def _receipt(path: Path) -> Receipt:
        return Receipt(f"local:{path.stem}")
