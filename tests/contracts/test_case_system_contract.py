"""What every case system keeps: written once, found again by its key, and nothing done that it cannot."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from linkbot.mailsystems.memory_sending import MemoryOutgoing
from linkbot.model.case_system import Deed
from linkbot.ports import Answer, Permanent, Receipt
from tests.contracts.case_system_worlds import KINDS, LETTER, CaseWorld, case_world, forwarding
from tests.contracts.casework import CASE, EVENT, to_write

KEYS = ["f" * 64, "job@2026-11-02", "../../outside", "nul", "UPPER and space"]


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> CaseWorld:
    return case_world(request.param, tmp_path)


@pytest.mark.parametrize("key", KEYS)
def test_a_registration_is_absent_then_found_with_the_receipt_of_writing(world: CaseWorld, key: str) -> None:
    assert world.system.find(key, world.entry) is Answer.ABSENT and world.count() == 0
    receipt = world.system.write(key, world.entry)
    assert world.system.find(key, world.entry) == receipt and world.count() == 1


def test_two_letters_are_two_things(world: CaseWorld) -> None:
    """The second is found where the far side shows it; where it does not, nobody says that it is not there."""
    world.system.write("1" * 64, world.entry)
    before = world.system.find("2" * 64, world.entry)
    assert before in (Answer.ABSENT, Answer.CANNOT_TELL)
    receipt = world.system.write("2" * 64, replace(world.entry, title="1st chaser of 4 December 2026"))
    assert isinstance(receipt, Receipt) and world.count() == 2
    assert world.system.find("2" * 64, world.entry) in (receipt, Answer.CANNOT_TELL)


@pytest.mark.parametrize("deed", list(Deed))
def test_what_a_case_system_does_not_do_is_refused_and_nothing_is_left_of_it(world: CaseWorld, deed: Deed) -> None:
    entry = to_write(deed, letter=LETTER)
    if deed in world.system.abilities.does:
        return
    with pytest.raises(Permanent):
        world.system.write("k" * 64, entry)
    assert world.system.find("k" * 64, entry) is Answer.ABSENT and world.count() == 0


def test_a_letter_of_another_case_is_not_registered(world: CaseWorld) -> None:
    if type(world.system).__name__.startswith("Recording"):
        return
    with pytest.raises(Permanent):
        world.system.write("k", replace(world.entry, event=replace(EVENT, case="HO 202300001")))
    assert world.count() == 0 and CASE.id != "HO 202300001"


def test_a_letter_passed_on_whole_is_the_letter_octet_for_octet() -> None:
    outgoing = MemoryOutgoing()
    forwarding(outgoing).write("a" * 64, to_write(letter=LETTER))
    mail = outgoing.sent[0]
    assert LETTER in mail.octets and mail.recipients == ("cases@anytown.gov.uk",)
    parsed = message_from_bytes(mail.octets, policy=default)
    assert parsed["Subject"] == "HO 202312345: Final determination of 30 October 2026"
    assert parsed["From"].addresses[0].addr_spec == "ombudsman@anytown.gov.uk" and "Castell" not in str(
        parsed["Subject"]
    )


def test_a_letter_passed_on_as_it_is_keeps_its_text_and_files_under_our_own_header() -> None:
    letter = LETTER.replace(b"text/plain", b"multipart/mixed;\r\n boundary=b").replace(
        b"Dear", b"--b\r\nContent-Type: text/plain\r\n\r\nDear"
    )
    file = b'--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="d.pdf"\r\n\r\n%PDF'
    letter += file + b"\r\n--b--\r\n"
    outgoing = MemoryOutgoing()
    forwarding(outgoing, whole=False).write("a" * 64, to_write(letter=letter))
    parsed = message_from_bytes(outgoing.sent[0].octets, policy=default)
    assert parsed["From"].addresses[0].addr_spec == "ombudsman@anytown.gov.uk"
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["d.pdf"]
    body = parsed.get_body()
    assert body is not None and "Dear Link Officer" in body.get_content()
    forwarding(outgoing, whole=False).write("b" * 64, to_write(letter=letter + "£".encode()))
    assert message_from_bytes(outgoing.sent[1].octets, policy=default).get_content_type() == "multipart/mixed"
    assert b"letter.eml" in outgoing.sent[1].octets, "not every relay takes eight bits: then it goes as a file"


def test_a_letter_leaves_the_organisation_only_to_an_address_that_was_allowed_by_name() -> None:
    outgoing = MemoryOutgoing()
    forwarding(outgoing, address="anytown@cases.example").write("a" * 64, to_write(letter=LETTER))
    with pytest.raises(Permanent, match="lies outside"):
        forwarding(outgoing, address="other@cases.example").write("b" * 64, to_write(letter=LETTER))
    assert len(outgoing.sent) == 1
    with pytest.raises(Permanent, match="by hand"):
        forwarding(outgoing).write("c" * 64, to_write())
