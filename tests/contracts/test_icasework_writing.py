"""What is written into iCasework, and what never is: a second case, the same letter again, a page for an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from linkbot.casesystems.icasework.answers import cases, id_of, report_rows
from linkbot.casesystems.icasework.known_cases import mark_of
from linkbot.model.case_system import Deed
from linkbot.ports import Answer, Doubtful, Permanent, Receipt, Transient
from tests.contracts.casework import CASE, EVENT, TASK, to_write
from tests.contracts.icasework_server import FAULTS
from tests.contracts.icasework_worlds import DOES, MORNING, TERMS, World

K1, K2 = "1" * 64, "2" * 64
TRAIL = replace(TERMS, trail_report="trail", trail_column="Words")
DIES = ("crash before", "crash after")


@pytest.mark.parametrize("format", ["xml", "json"])
def test_the_first_letter_opens_the_case_and_the_next_is_added_to_it(format: str) -> None:
    world = World(terms=replace(TERMS, format=format))
    system = world.open().case_system
    assert system.find(K1, to_write()) is Answer.ABSENT
    first = system.write(K1, to_write())
    assert system.write(K1, to_write()) == first == system.find(K1, to_write())
    second = system.write(K2, to_write(title="1st chaser of 4 December 2026"))
    (case,) = world.server.cases
    assert second != first and len(case.entries) == 1
    assert case.fields["ExternalId"] == "omb:HO-202312345" and case.fields["Reference"] == "202312345"
    assert case.fields["RequestDate"] == "2026-11-02T09:00:00" and "CRM-100200" in case.fields["Details"]
    assert "Castell" not in str(case.fields) + str(case.entries), "no name goes along unless the council wants it"
    assert mark_of(K2) in case.entries[0].fields["Details"] and case.entries[0].kind == "audit"


def test_what_a_council_has_named_goes_along() -> None:
    terms = replace(
        TERMS,
        fields=(("Team", "OMB"), ("Impact", "High")),
        complaint_field="ParentCaseId",
        complainant=True,
        letter_form="UF1",
        letter_field="Notes",
    )
    world = World(terms=terms)
    system = world.open().case_system
    system.write(K1, to_write())
    system.write(K2, to_write())
    (case,) = world.server.cases
    assert {"Team": "OMB", "Impact": "High", "ParentCaseId": "CRM-100200"}.items() <= case.fields.items()
    assert case.fields["Customer.Surname"] == "Castell-Moreau" and case.fields["Customer.Postcode"] == "ZZ1 1ZZ"
    assert [(e.kind, "Notes" in e.fields) for e in case.entries] == [("action", True)]


def test_facts_are_written_as_they_stand_and_again_without_harm() -> None:
    world = World()
    system = world.open().case_system
    system.write(K1, to_write())
    for _ in range(2):
        system.write(K2, to_write(Deed.ATTRIBUTES))
    (case,) = world.server.cases
    assert case.attributes == {
        "OmbudsmanReference": "202312345",
        "TotalRedress": "300.00",
        "OmbudsmanDue": "2026-11-27",
    }
    assert system.find(K2, to_write(Deed.ATTRIBUTES)) is Answer.ABSENT, "asking is not needed: it may be repeated"


def test_facts_of_a_case_that_is_not_there_yet_wait_or_are_a_person_s() -> None:
    system = World().open().case_system
    with pytest.raises(Transient, match="first letter is not written"):
        system.write(K1, to_write(Deed.ATTRIBUTES, letter_waits=True))
    with pytest.raises(Permanent, match="ExternalId omb:HO-202312345"):
        system.write(K1, to_write(Deed.ATTRIBUTES))


@pytest.mark.parametrize("label", [True, False])
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in ("no route", "cut before", "token dies")])
def test_no_fault_at_createcase_ever_makes_a_second_case(fault: str, label: bool) -> None:
    world = World()
    world.server.crash = _Gone
    world.server.shown_label = label
    world.server.script.extend([None, None, fault])  # token, lookup, createcase
    for _ in range(6):
        try:
            receipt = world.open().case_system.write(K1, to_write())
            break
        except (Transient, _Gone) as error:
            world.at += timedelta(seconds=getattr(error, "retry_after", None) or 660)
            system = world.open().case_system
            found = system.find(K1, to_write())
            assert isinstance(found, Receipt) == bool(world.server.cases)
    world.at += timedelta(hours=2)
    world.server.arrive()
    assert len(world.server.cases) == 1 and receipt == Receipt(f"icasework:{world.server.cases[0].id} opened")


class _Gone(BaseException):
    pass


@pytest.mark.parametrize("terms", [TERMS, TRAIL, replace(TERMS, letter_form="UF1")], ids=["bare", "trail", "form"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_further_letter_is_written_once_or_left_to_a_person(fault: str, terms: object) -> None:
    world = World(terms=terms)  # type: ignore[arg-type]
    world.server.crash = _Gone
    world.open().case_system.write(K1, to_write())
    world.open().case_system.write("0" * 64, to_write())
    world.server.script.extend([None, None, fault])
    entry = to_write(receipts=(f"icasework:{world.server.cases[0].id} opened",))
    doubtful = done = cut_off = False
    for attempt in range(8):
        system = world.open().case_system
        try:
            if attempt and (found := system.find(K2, entry)) is Answer.CANNOT_TELL:
                doubtful = cut_off
                if doubtful:
                    break
            done = bool(found) if attempt and isinstance(found, Receipt) else bool(system.write(K2, entry))
            break
        except _Gone:
            cut_off = True
            world.at += timedelta(minutes=11)
        except Transient as error:
            cut_off = False
            world.at += timedelta(seconds=error.retry_after or 60)
        except Doubtful:
            doubtful = True
            break
    world.at += timedelta(hours=2)
    world.server.arrive()
    written = world.server.written(mark_of(K2))
    assert written <= 1 and len(world.server.cases) == 1
    assert written == 1 if done else doubtful
    if terms is TRAIL:
        assert done, "a report that shows the trail leaves no doubt"


def test_a_case_whose_external_id_somebody_changed_is_found_by_the_number_linkbot_was_given() -> None:
    world = World()
    system = world.open().case_system
    receipt = system.write(K1, to_write())
    world.server.cases[0].fields["ExternalId"] = "changed by hand"
    system.write(K2, to_write(receipts=(receipt.reference,)))
    assert len(world.server.cases) == 1 and len(world.server.cases[0].entries) == 1
    world.server.cases.clear()
    with pytest.raises(Permanent, match="no longer has case"):
        system.write(K2, to_write(receipts=(receipt.reference,)))
    assert world.server.cases == []


@pytest.mark.parametrize("format", ["xml", "json"])
def test_two_cases_with_our_id_are_a_person_s_to_settle_unless_one_is_known(format: str) -> None:
    world = World(terms=replace(TERMS, format=format))
    system = world.open().case_system
    receipt = system.write(K1, to_write())
    world.server.cases.append(replace(world.server.cases[0], id="480777", entries=[]))
    with pytest.raises(Permanent, match="2 cases with the ExternalId"):
        system.write(K2, to_write())
    system.write(K2, to_write(receipts=(receipt.reference,)))
    assert [len(case.entries) for case in world.server.cases] == [1, 0]


def test_a_case_that_began_before_linkbot_is_never_opened_a_second_time() -> None:
    world = World()
    with pytest.raises(Permanent, match="Give that case the ExternalId"):
        world.open().case_system.write(K1, to_write(brought_over=True))
    assert world.server.cases == []


@pytest.mark.parametrize("fault", ["empty", "html 200", "truncated", "500"])
def test_what_is_no_answer_is_never_taken_for_there_is_no_such_case(fault: str) -> None:
    world = World()
    system = world.open().case_system
    system.write(K1, to_write())
    world.server.script.extend([fault] * 3)
    with pytest.raises(Transient):
        system.find(K1, to_write())


def test_a_no_without_a_word_about_the_case_is_not_taken_for_one_either() -> None:
    world = World()
    system = world.open().case_system
    world.server._find = lambda said: _deny()  # type: ignore[method-assign]
    with pytest.raises(Permanent, match="400, no reason given"):
        system.write(K1, to_write())
    assert world.server.cases == []


def _deny() -> list[object]:
    from tests.contracts.icasework_server import Denied

    raise Denied(400)


def test_an_unknown_type_is_told_with_where_to_look() -> None:
    with pytest.raises(Permanent, match=r"\[case_system.icasework\]"):
        World(terms=replace(TERMS, case_type="Nothing")).open().case_system.write(K1, to_write())


def test_a_task_is_completed_only_where_there_is_one_it_can_mean() -> None:
    terms = replace(TRAIL, task_done_form="UF2", task_done_code="OMBTASK")
    world = World(terms=terms, does=DOES | {Deed.TASK_DONE})
    system = world.open().case_system
    system.write(K1, to_write())
    entry = to_write(Deed.TASK_DONE, title=f"{TASK.title}: submitted")
    with pytest.raises(Permanent, match="by hand"):
        system.write(K2, replace(entry, open_actions=1))
    world.server.script.extend([None, "cut after"])
    receipt = system.write(K2, entry)
    assert receipt == system.find(K2, entry) and world.server.cases[0].outstanding == []
    with pytest.raises(Permanent, match="no outstanding task OMBTASK"):
        system.write("3" * 64, entry)


def test_a_case_is_closed_where_a_form_does_so_and_never_opened_again() -> None:
    world = World(terms=replace(TERMS, closed_form="UF3"), does=DOES | {Deed.CLOSED})
    system = world.open().case_system
    system.write(K1, to_write())
    shut = to_write(Deed.CLOSED)
    system.write(K2, replace(shut, attributes=replace(shut.attributes, status="closed")))
    with pytest.raises(Permanent, match="by hand"):
        system.write("3" * 64, shut)
    assert [e.fields["Type"] for e in world.server.cases[0].entries] == ["UF3"]


def test_files_go_by_address_where_a_folder_is_shown_and_are_tidied_away(tmp_path: Path) -> None:
    folder = tmp_path / "shown"
    terms = replace(
        TERMS, letter_form="UF1", documents_folder=folder, documents_url="https://files.anytown.gov.uk/omb/"
    )
    world = World(terms=terms)
    letter = (
        b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        b'Hello\n--b\nContent-Type: application/pdf; name="../De cision.pdf"\n'
        b'Content-Disposition: attachment; filename="../De cision.pdf"\n\n%PDF\n--b--\n'
    )
    one = world.open()
    system = one.case_system
    assert one.tidy is not None and World().open().tidy is None
    one.tidy()
    system.write(K1, to_write(letter=letter))
    fields = world.server.cases[0].fields
    assert fields["Document2.URL"].startswith("https://files.anytown.gov.uk/omb/") and "Document3.URL" not in fields
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) == 2 and files[0].read_bytes().startswith(b"%PDF") and files[1].read_bytes() == letter
    assert fields["Document2.URL"].endswith(f"{files[0].parent.name}/{files[0].name}")
    (folder / "somebody's own").mkdir()
    one.tidy()
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == files
    world.at += timedelta(days=40_000)
    one.tidy()
    assert [path.name for path in folder.iterdir()] == ["somebody's own"]


def test_a_report_without_rows_is_told_from_no_report() -> None:
    assert [list(report_rows(octets)) for octets in (b"[]", b"<Report/>", b"A,B\r\n")] == [[], [], []]
    with pytest.raises(ValueError):
        list(report_rows(b""))


def test_a_lost_answer_stays_in_doubt_when_the_repeat_cannot_even_be_sent() -> None:
    """Seen in a schedule: the second try said "nothing was done", which was true of it alone."""
    world = World()
    world.open().case_system.write(K1, to_write())
    world.server.script.extend([None, None, "truncated", "no route"])
    with pytest.raises(Doubtful):
        world.open().case_system.write(K2, to_write(first_letter=False))


def test_within_the_hour_an_entry_whose_answer_was_lost_is_made_again_and_kept_once() -> None:
    world = World()
    world.open().case_system.write(K1, to_write())
    world.server.script.extend([None, None, "cut after"])
    world.open().case_system.write(K2, to_write(first_letter=False))
    assert world.server.asked.count(("POST", "createauditentry")) == 2 and world.server.written(mark_of(K2)) == 1


def test_near_the_full_hour_an_entry_is_not_repeated_on_a_promise_about_hours() -> None:
    world = World(at=MORNING.replace(minute=58))
    world.open().case_system.write(K1, to_write())
    world.server.script.extend([None, None, "cut after"])
    with pytest.raises(Doubtful, match=f"Look for “{mark_of(K2)}”"):
        world.open().case_system.write(K2, to_write(first_letter=False))
    assert world.server.asked.count(("POST", "createauditentry")) == 1


def test_an_answer_that_names_no_case_is_no_word_that_it_was_opened() -> None:
    world = World()
    handle = world.server.handle

    def silent(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/createcase":
            return httpx.Response(200, text="<createcaseresponse/>")
        return handle(request)

    world.server.handle = silent  # type: ignore[method-assign]
    with pytest.raises(Transient) as told:
        world.open().case_system.write(K1, to_write())
    assert told.value.retry_after == 600.0


def test_only_the_first_letter_opens_a_case_where_icasework_shows_no_mark() -> None:
    """Seen in a schedule: the second letter found the case of the first, took it for its own and was lost."""
    world = World()
    world.server.shown_label = False
    later = to_write(first_letter=False)
    with pytest.raises(Transient, match="letter before this one"):
        world.open().case_system.write(K2, later)
    world.open().case_system.write(K1, to_write())
    assert world.open().case_system.find(K2, later) is Answer.CANNOT_TELL
    world.open().case_system.write(K2, later)
    assert world.server.written(mark_of(K2)) == 1


READERS: list[Callable[[bytes], object]] = [id_of, cases, lambda octets: list(report_rows(octets))]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "octets",
    [
        b"<html><body>Error Page</body></html>",
        b"<Cases><Case><CaseDetails.CaseId>48",
        b'{"a": ',
        b"[1, 2]",
        b"\xff\xfe<",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Cases>&e;',
    ],
)
def test_what_is_broken_is_no_answer(read: Callable[[bytes], object], octets: bytes) -> None:
    with pytest.raises(ValueError):
        read(octets)


def test_json_objects_stand_one_after_another_when_cases_share_an_id() -> None:
    octets = b'{"CaseDetails.CaseId": "1", "A": "}{"}\n{"CaseDetails.CaseId": "2", "A": null}'
    assert [row["CaseDetails.CaseId"] for row in cases(octets)] == ["1", "2"] and cases(octets)[1]["A"] == ""


def test_a_letter_of_another_case_is_not_written() -> None:
    with pytest.raises(Permanent, match="not one of"):
        World().open().case_system.write(K1, to_write(event=replace(EVENT, case="HO 202300001")))
    assert CASE.id != "HO 202300001"
