"""The worker killed at each request to iCasework, on a real store: one case there, each letter once, nothing left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from linkbot.model.outbox import OutboxState
from linkbot.worker.office import Office
from tests.contracts.icasework_worlds import ABILITIES, TERMS
from tests.contracts.icasework_worlds import World as Icasework
from tests.journeys.letters import NOTICE, REQUEST

from .seams import Crash
from .world import World

TRAIL = replace(TERMS, trail_report="trail", trail_column="Words", letter_form="UF1")


def beside(world: World, far: Icasework) -> Callable[[Office], Office]:
    """The office with iCasework as its case system: another process each time, the same far side."""

    def wrap(office: Office) -> Office:
        return replace(office, case_system=far.open().case_system, desk=replace(office.desk, case_system=ABILITIES))

    return wrap


def lived(folder: Path, fault: str | None = None, nth: int = 0) -> tuple[World, Icasework]:
    """Two letters of one case; with a fault, the worker dies at the nth request and comes back."""
    folder.mkdir()
    world = World(folder)
    far = Icasework(terms=TRAIL, clock=world.clock.now)
    far.server.crash = Crash
    far.server.script.extend([None] * nth + [fault] if fault else [])
    wrap = beside(world, far)
    world.post(NOTICE)
    world.post(REQUEST)
    if fault:
        with pytest.raises(Crash):
            world.run(2, wrap)
    world.run(5, wrap)
    return world, far


def is_whole(world: World, far: Icasework) -> None:
    (case,) = far.server.cases
    written = [case.fields["Details"], *(entry.fields["Details"] for entry in case.entries)]
    assert len(written) == len(set(written)) == 2
    assert case.attributes["OmbudsmanDue"] == "2026-11-27"
    with world.office() as office, office.store.begin() as tx:
        (file,) = tx.cases()
        states = {entry.state for entry in tx.registrations_on(file.case.id)}
    assert states == {OutboxState.DONE}


@pytest.fixture(scope="module")
def requests(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many there are on a good day."""
    world, far = lived(tmp_path_factory.mktemp("calm") / "w")
    is_whole(world, far)
    return len(far.server.asked)


@pytest.mark.parametrize("fault", ["crash before", "crash after"])
def test_killed_while_the_case_is_opened(fault: str, requests: int, tmp_path: Path) -> None:
    """The third request: after the token and the question whether it is there."""
    world, far = lived(tmp_path / "w", fault, 2)
    assert ("POST", "createcase") in far.server.asked and requests > 5
    is_whole(world, far)


@pytest.mark.slow
def test_killed_at_any_request(requests: int, tmp_path: Path) -> None:
    for nth in range(requests):
        for fault in ("crash before", "crash after"):
            is_whole(*lived(tmp_path / f"{nth}-{fault.split()[1]}", fault, nth))
    print(f"{2 * requests} deaths")
