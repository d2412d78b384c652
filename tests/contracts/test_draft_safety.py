"""The worker's drafts on every mail system: to the Ombudsman's own address whatever a letter asks for, and gone again
when the team has answered itself. That a draft somebody edited is left alone, each system's own tests show.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from demo_worlds import DEMO_WORLDS, OURS, opened, read
from test_demo_on_every_system import council

from linkbot.cli.demo import SAMPLES
from linkbot.effectors.recording import Recording, RecordingSheet
from linkbot.model.outbox import OutboxState
from linkbot.worker.simulation import Arrival, WalkingClock, arrivals_in
from linkbot.worker.tick import tick

ELSEWHERE = b"Reply-To: Casework <answers@example.net>\nCc: resident@example.net, somebody@anytown.gov.uk\n"


def a_letter() -> Arrival:
    """The first one of the demo; whoever answers all would answer others, and whoever answers only its Reply-To."""
    plain = next(one for one in arrivals_in(SAMPLES / "mailbox") if one.name.startswith("001-"))
    octets = plain.octets.replace(b"\r\n", b"\n").replace(b"\nTo: ", b"\n" + ELSEWHERE + b"To: ", 1)
    assert read(octets)["Reply-To"] and read(octets)["Cc"]
    return replace(plain, octets=octets)


def an_answer(letter: Arrival, to: str) -> Arrival:
    at = letter.at + timedelta(hours=2)
    text = (
        f"From: {OURS}\nTo: {to}\nSubject: Re: your letter\nDate: {at:%a, %d %b %Y %H:%M:%S +0000}\n"
        f"Message-ID: <own-1@anytown.gov.uk>\nIn-Reply-To: {str(read(letter.octets)['Message-ID']).strip()}\n\n"
        "Thank you. We are looking into it and will write by the date you named.\n"
    )
    return Arrival(at, "own-1.eml", text.encode())


@pytest.mark.parametrize("kind", DEMO_WORLDS)
def test_a_draft_goes_to_the_ombudsman_alone_and_is_taken_back_when_the_team_has_answered(
    kind: str, tmp_path: Path
) -> None:
    letter = a_letter()
    writer = read(letter.octets)["From"].addresses[0].addr_spec
    clock = WalkingClock(letter.at)
    with opened(kind, tmp_path / kind, clock) as (world, config), council(config, clock) as plain:
        office = replace(world.on(plain), sheet=RecordingSheet(Recording()))
        world.arrive(letter)
        tick(office)
        (octets,) = world.drafts()
        draft = read(octets)
        assert [one.addr_spec for one in draft["To"].addresses] == [writer]
        assert not draft["Cc"] and not draft["Bcc"] and not draft["Reply-To"] and b"example.net" not in octets
        assert writer not in {
            reader for _, readers in world.left() for reader in readers
        }  # nothing goes to them by itself
        answer = an_answer(letter, writer)
        clock.walk_to(answer.at)
        world.team_sends(answer)
        tick(office)
        assert world.drafts() == []
        clock.walk_to(answer.at + timedelta(days=1))
        tick(office)
        assert world.drafts() == []
        with office.store.begin() as tx:
            states = {entry.state for entry in tx.outbox()}
        assert states <= {OutboxState.DONE, OutboxState.WITHDRAWN, OutboxState.HELD}
