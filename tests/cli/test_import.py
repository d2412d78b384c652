"""The council's complaints from a CSV, as spreadsheets and case systems write them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from linkbot.model.complaint import Complaint
from linkbot.store import open_existing
from linkbot.worker.directory.columns import Mapped, NotComplaints
from linkbot.worker.directory.reading import read_complaints

from .conftest import DEMO, Council

TITLES = "reference,name,postcode,address,service,stage1_answered_on,stage2_answered_on\n"


def _read(folder: Path, text: str, encoding: str = "utf-8") -> tuple[tuple[Complaint, ...], list[tuple[int, str]]]:
    path = folder / "complaints.csv"
    path.write_bytes(text.encode(encoding))
    read = read_complaints(path)
    return read.complaints, [(row.line, row.reason) for row in (*read.bad, *read.doubts)]


def test_complaints_come_into_the_register_and_a_second_import_replaces_by_reference(council: Council) -> None:
    first = council.linkbot("import", "complaints", str(DEMO / "complaints.csv"))
    assert (first.code, first.err) == (0, "")
    count = len((DEMO / "complaints.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert f"{count} complaints are in the register: {count} new, 0 replaced" in first.out
    (again,) = council.rows("import", "complaints", str(DEMO / "complaints.csv"))
    assert again == {"imported": count, "new": 0, "replaced": count, "bad": [], "in_part": []}
    store = open_existing(council.folder / "store")
    assert store is not None
    with store.begin() as tx:
        (found,) = tx.complaints(["crm 204417"], None, None)
    store.close()
    assert (found.name, found.service) == ("Ms Danuta Wilczek", "homelessness")
    assert found.stage1_answered_on == date(2026, 8, 14)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_keep_their_letters_whatever_program_wrote_the_file(tmp_path: Path, encoding: str) -> None:
    complaints, bad = _read(tmp_path, TITLES + "CRM-1,Zoë Núñez,AN1 1AA,,,,\n", encoding)
    assert (complaints[0].name, bad) == ("Zoë Núñez", [])


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_columns_are_found_by_their_titles_in_any_order_and_spelling(tmp_path: Path, mark: str) -> None:
    rows = [
        ["Service Area", "Stage 1 response date", "CUSTOMER NAME", "Notes", "Post Code", "Case  Ref"],
        ["housing_repairs", "14/08/2026", "Mr Idris  Caldwell", "rang twice", "an3 5st", "CRM-208240"],
    ]
    complaints, bad = _read(tmp_path, "\n".join(mark.join(row) for row in rows))
    assert bad == []
    assert complaints == (
        Complaint(
            "CRM-208240",
            "Mr Idris Caldwell",
            "AN3 5ST",
            service="housing_repairs",
            stage1_answered_on=date(2026, 8, 14),
        ),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027-01-11", date(2027, 1, 11)),
        ("11/01/2027", date(2027, 1, 11)),
        ("11/01/27", date(2027, 1, 11)),
        ("11 January 2027", date(2027, 1, 11)),
        ("11-Jan-27", date(2027, 1, 11)),
        ("2027-01-11 00:00:00", date(2027, 1, 11)),
        ("11/01/2027 09:30", date(2027, 1, 11)),
        ("-", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_in_britain_write_them(tmp_path: Path, written: str, meant: date | None) -> None:
    complaints, bad = _read(tmp_path, TITLES + f"CRM-1,,,,,{written},\n")
    assert (bad, complaints[0].stage1_answered_on) == ([], meant)


def test_bad_rows_are_told_with_line_and_reason_and_the_good_ones_kept(council: Council) -> None:
    path = council.folder / "complaints.csv"
    path.write_text(
        TITLES
        + "CRM-1,Mrs Gwen Abara,AN7 2LP,,,,\n"
        + ",Mr No Reference,AN1 1AA,,,,\n"
        + "CRM-3,Mr Bad Date,AN1 1AA,,,last week,\n"
        + '\n"CRM-4","Mr Two\nLines",AN1 1AA,,,,\n'
        + "CRM-5,Mr Short\n"
        + "CRM-6,Mr Comma, Esq,AN1 1AA,4 Weir Road, Anytown,,,2027-01-11\n"
        + "crm 1,Mrs Gwen Abara again,,,,,\n",
        encoding="utf-8",
    )
    said = council.linkbot("import", "complaints", str(path))
    assert said.code == 1
    assert "3 complaints are in the register" in said.out
    assert "4 rows were left out. 1 were taken in part." in said.out
    told = dict(line.removeprefix(f"linkbot: {path}:").split(": ", 1) for line in said.err.splitlines())
    assert list(told) == ["3", "8", "9", "10", "4"]
    assert told["3"] == "it has no reference"
    assert "taken without this: stage1_answered_on is 'last week'" in told["4"]
    assert "only 2 of 7 values" in told["8"]
    assert "quotation marks" in told["9"]
    assert "stands further up already" in told["10"]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    rows = "".join(f"CRM-{number},Name,AN1 1AA,,,,\n" for number in range(3, 30))
    complaints, bad = _read(tmp_path, TITLES + "CRM-1,Name,,,,,\n" + 'CRM-2,"Name,,,,,\n' + rows)
    assert [complaint.reference for complaint in complaints] == ["CRM-1"]
    assert "quotation mark" in bad[0][1]


@pytest.mark.parametrize("text", ["", "\n", "name,postcode\nMr A,AN1 1AA\n", "\x00\x01\x02"])
def test_a_file_without_a_column_for_the_reference_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotComplaints, match="no column for the reference"):
        _read(tmp_path, text)


def test_a_file_that_is_not_there_is_told(council: Council) -> None:
    said = council.linkbot("import", "complaints", str(council.folder / "none.csv"))
    assert (said.code, "cannot be read" in said.err) == (2, True)


def a_workbook(path: Path, *rows: Sequence[object], sheet: str = "Complaints") -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Cover"
    tab = book.create_sheet(sheet)
    for row in rows:
        tab.append(list(row))
    book.save(path)
    return path


def test_a_messy_workbook_gives_every_good_row_and_tells_every_fault(tmp_path: Path) -> None:
    titles = ("Case Number", "Title", "First name", "Surname", "Address", "Date received", "Stage 1 response", "Closed")
    path = a_workbook(
        tmp_path / "export.xlsx",
        titles,
        (),
        (208240, "Mr", "Idris", "Caldwell", "3 Weir Rd, AN3 5ST", date(2026, 5, 1), "14/08/2026", 46353),
        ("CRM-2", "Ms", "Zoë", "O'Brien", "1 High St", "1st of May 2026", "31/02/2026", "no"),
        ("CRM-3", None, "Ann", "Lee", "=A1&B1", "2026-05-01 10:22:13", "soon", None),
        ("CRM-2", "Ms", "Zoe", "Again", None, None, None, None),
        (None, "Mr", "No", "Reference", None, None, None, None),
        ("#N/A", "Mr", "Broken", "Reference", None, None, None, None),
        ("CRM-" + "9" * 90, None, None, "Long", None, None, None, None),
    )
    read = read_complaints(path, sheet="Complaints")
    one, two, three = read.complaints
    assert (one.reference, one.name, one.postcode) == ("208240", "Mr Idris Caldwell", "AN3 5ST")
    assert (one.stage1_received_on, one.stage1_answered_on) == (date(2026, 5, 1), date(2026, 8, 14))
    assert one.closed_on == date(2026, 11, 27)
    assert (two.name, two.stage1_received_on, two.stage1_answered_on) == ("Ms Zoë O'Brien", date(2026, 5, 1), None)
    assert (three.name, three.address, three.stage1_received_on) == ("Ann Lee", None, date(2026, 5, 1))
    assert [(row.line, row.reason.split(":")[0][:40]) for row in read.bad] == [
        (6, "its reference CRM-2 stands further up al"),
        (7, "it has no reference"),
        (8, "its reference holds #N/A, an error of th"),
        (9, "its reference is longer than 80 letters"),
    ]
    told = {(row.line, row.reason.split()[0]) for row in read.doubts}
    assert told == {(4, "stage1_answered_on"), (5, "address"), (5, "stage1_answered_on")}
    with pytest.raises(NotComplaints, match="no column for the reference"):
        read_complaints(path)  # the first sheet is a cover
    with pytest.raises(NotComplaints, match="no sheet 'Complaint'"):
        read_complaints(path, sheet="Complaint")


def test_lines_of_several_programs_in_one_file_each_keep_their_letters(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes(b"\xef\xbb\xbfref,name\n" + "CRM-1,Zoë Núñez\n".encode() + "CRM-2,Siân £\n".encode("cp1252"))
    assert [one.name for one in read_complaints(path).complaints] == ["Zoë Núñez", "Siân £"]


def test_titles_of_ones_own_and_american_days_are_read_as_configured(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Ticket,Who,Ref,Opened\nT-1,Ann Lee,x,12/31/2026\nT-2,Bo Fox,y,31 December 2026\n")
    mapped = Mapped({"reference": "ticket", "name": "Who", "stage1_received_on": "Opened"}, "%m/%d/%Y")
    read = read_complaints(path, mapped=mapped)
    assert [(c.reference, c.name, c.stage1_received_on) for c in read.complaints] == [
        ("T-1", "Ann Lee", date(2026, 12, 31)),
        ("T-2", "Bo Fox", date(2026, 12, 31)),
    ]
    with pytest.raises(NotComplaints, match="no column 'Nummer'"):
        read_complaints(path, mapped=Mapped({"reference": "Nummer"}))


@pytest.mark.parametrize("octets", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0 old", b"plain text"])
def test_what_is_no_workbook_is_refused_in_words(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(octets)
    with pytest.raises(NotComplaints, match=r"workbook|\.xls file"):
        read_complaints(path)


def test_the_configuration_s_columns_are_taken_and_a_wrong_field_is_a_fault_with_its_line(council: Council) -> None:
    config = council.folder / "linkbot.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text + '\n[complaints.columns]\nreference = "Ticket"\n', encoding="utf-8")
    path = council.folder / "own.csv"
    path.write_text("Ticket,Name\nT-1,Ann Lee\n", encoding="utf-8")
    assert council.linkbot("import", "complaints", str(path)).code == 0
    (row,) = council.rows("complaints", "search", "lee")
    assert (row["reference"], row["name"]) == ("T-1", "Ann Lee")
    assert "Ann Lee" in council.linkbot("complaints", "show", "t1").out
    assert "No complaint" in council.linkbot("complaints", "search", "lee", "nobody").out
    (trust,) = council.rows("complaints", "trust")
    assert (trust["alone"], trust["confirmed"], trust["may_be_switched_on"]) == (False, 0, False)
    refused = council.linkbot("complaints", "auto-link", "on", "--by", "Ines", "--reason", "trial")
    assert (refused.code, "300 are wanted first" in refused.err) == (1, True)
    gone = council.linkbot("complaints", "forget", "T-1", "--by", "Ines", "--reason", "asked to")
    assert (gone.code, "1 erased" in gone.out) == (0, True)
    assert council.linkbot("complaints", "show", "t1").code == 2
    config.write_text(text + '\n[complaints.columns]\nrefrence = "Ticket"\n', encoding="utf-8")
    wrong = council.linkbot("import", "complaints", str(path))
    assert wrong.code == 2 and "did you mean 'reference'" in wrong.err


def test_one_poll_takes_a_new_export_to_its_end(council: Council) -> None:
    config = council.folder / "linkbot.toml"
    config.write_text(config.read_text(encoding="utf-8") + '\n[complaints]\npath = "exports"\n', encoding="utf-8")
    (council.folder / "exports").mkdir()
    export = council.folder / "exports" / "monday.csv"
    export.write_text("reference,name\n" + "".join(f"CRM-{n},Ann Lee{n}\n" for n in range(700)), encoding="utf-8")
    os.utime(export, (2, 2))
    assert council.linkbot("poll").code == 0
    assert len(council.rows("complaints", "search", "lee699")) == 1
    said = council.linkbot("complaints", "refresh")
    assert (said.code, said.out) == (0, "700 complaints were taken.\n")
