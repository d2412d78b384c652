"""The council's complaints from a CSV, as spreadsheets and case systems write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from linkbot.model.complaint import Complaint
from linkbot.store import open_existing
from linkbot.worker.complaints_csv import NotComplaints, read_complaints

from .conftest import DEMO, Council

TITLES = "reference,name,postcode,address,service,stage1_answered_on,stage2_answered_on\n"


def _read(folder: Path, text: str, encoding: str = "utf-8") -> tuple[tuple[Complaint, ...], list[tuple[int, str]]]:
    path = folder / "complaints.csv"
    path.write_bytes(text.encode(encoding))
    complaints, bad = read_complaints(path)
    return complaints, [(row.line, row.reason) for row in bad]


def test_complaints_come_into_the_register_and_a_second_import_replaces_by_reference(council: Council) -> None:
    first = council.linkbot("import", "complaints", str(DEMO / "complaints.csv"))
    assert (first.code, first.err) == (0, "")
    count = len((DEMO / "complaints.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert f"{count} complaints are in the register: {count} new, 0 replaced" in first.out
    (again,) = council.rows("import", "complaints", str(DEMO / "complaints.csv"))
    assert again == {"imported": count, "new": 0, "replaced": count, "bad": []}
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
    assert "2 complaints are in the register" in said.out
    assert "5 rows were left out" in said.out
    told = dict(line.removeprefix(f"linkbot: {path}:").split(": ", 1) for line in said.err.splitlines())
    assert list(told) == ["3", "4", "8", "9", "10"]
    assert told["3"] == "it has no reference"
    assert "'last week'" in told["4"]
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
