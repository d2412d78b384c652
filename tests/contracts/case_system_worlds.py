"""Every case system there is, each on a far side that tests can look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from linkbot.casesystems.forward import ForwardCaseSystem
from linkbot.casesystems.local import LocalCaseSystem
from linkbot.effectors.recording import Recording, RecordingCaseSystem
from linkbot.engine.wording.mime import Sender
from linkbot.mailsystems.memory_sending import MemoryOutgoing
from linkbot.model.case_system import CaseEntry, CaseSystemAbilities
from linkbot.model.organisation import Organisation
from linkbot.ports import CaseSystem
from tests.contracts.casework import to_write
from tests.contracts.icasework_worlds import World as IcaseworkWorld

OURS = Organisation("Anytown Council", ("anytown.gov.uk",), ("ombudsman@anytown.gov.uk",))
LETTER = b"From: a@lgo.org.uk\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\nDear Link Officer\r\n"
KINDS = ("local", "recording", "forward", "icasework")


@dataclass(frozen=True)
class CaseWorld:
    """`count`: how many things lie on the far side."""

    system: CaseSystem
    count: Callable[[], int]
    entry: CaseEntry


def forwarding(outgoing: MemoryOutgoing, *, whole: bool = True, address: str = "cases@anytown.gov.uk") -> CaseSystem:
    return ForwardCaseSystem(
        outgoing,
        address,
        organisation=OURS,
        sender=Sender("ombudsman@anytown.gov.uk", "Ombudsman desk"),
        abilities=CaseSystemAbilities(name="the case system", takes_the_letter=True),
        whole=whole,
        outside=frozenset({"anytown@cases.example"}),
    )


def case_world(kind: str, folder: Path) -> CaseWorld:
    entry = to_write(letter=LETTER)
    if kind == "local":
        slips = folder / "slips"
        return CaseWorld(LocalCaseSystem(slips), lambda: len(list(slips.glob("*"))), entry)
    if kind == "recording":
        recording = Recording()
        return CaseWorld(RecordingCaseSystem(recording), lambda: len(recording.calls), entry)
    if kind == "forward":
        outgoing = MemoryOutgoing()
        return CaseWorld(forwarding(outgoing), lambda: len(outgoing.sent), entry)
    world = IcaseworkWorld()
    cases = world.server.cases
    return CaseWorld(world.open().case_system, lambda: sum(1 + len(case.entries) for case in cases), entry)
