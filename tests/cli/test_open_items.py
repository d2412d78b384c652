"""`linkbot import open-items`, as its user runs it: workbooks and CSVs as councils keep them, and what it says."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from linkbot.cli.clock import today
from linkbot.model.casework import Task
from linkbot.model.decision import CaseFile
from linkbot.model.outbox import OutboxState
from linkbot.ports import MessageStatus
from linkbot.store import open_existing

from .conftest import CONFIG, Council, Said, found

TITLES = (
    "Omb ref",
    "Complainant",
    "Service",
    "Officer",
    "Order no",
    "Action required",
    "Deadline",
    "Date chased",
    "Status",
)
Cells = Sequence[object]


def soon(days: int = 30) -> date:
    return today() + timedelta(days=days)


def a_row(reference: object = "26 104 377", text: object = "Send the repair log", **cells: object) -> list[object]:
    named = {
        "complainant": "Ms Quill", "service": "Housing repairs", "officer": "nadia.whitlock@anytown.gov.uk",
        "number": None, "due": soon(), "chased": None, "status": "Open",
    } | cells  # fmt: skip
    return [
        reference, named["complainant"], named["service"], named["officer"], named["number"], text, named["due"],
        named["chased"], named["status"],
    ]  # fmt: skip


def workbook(council: Council, *rows: Cells, titles: Sequence[str] = TITLES, name: str = "register.xlsx") -> str:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (titles, *rows):
        sheet.append(list(row))
    path = council.folder / name
    made.save(path)
    return str(path)


def csv_file(council: Council, *rows: Cells, titles: Sequence[str] = TITLES) -> str:
    path = council.folder / "register.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows([titles, *rows])
    return str(path)


def register(council: Council) -> tuple[CaseFile, ...]:
    store = open_existing(council.folder / "store")
    assert store is not None
    with store.begin() as tx:
        files = tx.cases()
    store.close()
    return files


def tasks(council: Council) -> list[Task]:
    return [task for file in register(council) for task in file.tasks]


def reasons(said: Said) -> dict[str, str]:
    """Line to reason, as told on the error stream."""
    lines = [line.split(":", 3) for line in said.err.splitlines() if line.startswith("linkbot: ")]
    return {line[2]: line[3].strip() for line in lines}


def test_a_workbook_is_brought_over_waits_is_released_and_each_officer_gets_one_mail(council: Council) -> None:
    path = workbook(
        council,
        a_row(),
        a_row("202604377", "Apologise", number="Order 1", service="Homelessness", officer=None),
        a_row("202604377", "Pay £350", number="Order 2", service="Homelessness", officer=None, due=soon(40)),
        a_row("26 104 378", "Send files", status="Closed 3 Nov"),
    )
    dry = council.linkbot("import", "open-items", path, "--dry-run")
    assert dry.code == 0 and "3 tasks would be brought over" in dry.out and "1 closed rows would be skipped" in dry.out
    assert not (council.folder / "store").exists() and not (council.folder / "open-items-columns.toml").exists()

    said = council.linkbot("import", "open-items", path, "--by", "Marian")
    assert (said.code, said.err) == (0, "") and "3 tasks were brought over" in said.out
    assert 'owner       = ["Officer"]' in (council.folder / "open-items-columns.toml").read_text()
    assert council.linkbot("poll").code == 0
    assert list((council.folder / "sent").glob("*")) == []
    assert "3 not released yet" in council.linkbot("status").out
    assert council.rows("status")[0]["tasks_awaiting_release"] == 3
    assert council.linkbot("tasks").out.count("not released") == 3

    released = council.linkbot("import", "release", "--by", "Marian", "--reason", "go-live")
    assert released.code == 0 and "3 tasks are released; one summary for each of 2 officers" in released.out
    assert council.linkbot("import", "release", "--by", "Marian").code == 1
    council.linkbot("poll")
    mails = [row for row in council.rows("outbox", "--state", "done") if row.get("template") == "handover"]
    assert sorted(row["to"][0] for row in mails) == ["bea.sandiford@anytown.gov.uk", "nadia.whitlock@anytown.gov.uk"]  # type: ignore[index]
    assert "not released" not in council.linkbot("tasks").out


def test_the_same_file_twice_and_a_corrected_one_double_nothing(council: Council) -> None:
    rows = [a_row(), a_row("202604377", "Apologise", number=1), a_row("202604377", "Pay £350", number=2)]
    (first,) = council.rows("import", "open-items", workbook(council, *rows), "--by", "M")
    assert (first["tasks_new"], first["cases_new"]) == (3, 2)
    (again,) = council.rows("import", "open-items", workbook(council, *rows), "--by", "M")
    assert (again["tasks_new"], again["tasks_changed"], again["same"]) == (0, 0, 3)
    corrected = [*rows[:2], a_row("202604377", "Pay £350", number=2, due=soon(45)), a_row("26 104 379", "Send files")]
    (third,) = council.rows("import", "open-items", workbook(council, *corrected), "--by", "M")
    assert (third["tasks_new"], third["tasks_changed"], third["same"]) == (1, 1, 2)
    assert len(tasks(council)) == 4 and soon(45) in {task.official_on for task in tasks(council)}


BAD: dict[str, tuple[list[object], str]] = {
    "no reference form": (a_row("CRM-204117"), "has not the form of an Ombudsman's reference"),
    "shortened by Excel": (a_row("2.02604E+08"), "Excel has shortened the reference"),
    "two cases": (a_row("26 104 377 / 26 104 378"), "give each case a row of its own"),
    "a row of totals that is none": (a_row("Sub 12"), "has not the form"),
    "an outsider": (a_row(officer="nadia@gmail.example"), "outside anytown.gov.uk"),
    "no day": (a_row(due="ASAP"), "Deadline is 'ASAP'"),
    "American": (a_row(due="11/22/2027"), "which is no day"),
    "two days": (a_row(due="27/11/2026 (was 13/11/2026)"), "several days"),
    "wrong weekday": (a_row(due="Monday 27 November 2026"), "which is a Friday"),
    "year slip": (a_row(due=soon(500)), "is the year right?"),
    "error of Excel": (a_row(due="#REF!"), "an error of the spreadsheet"),
    "chaser to come": (a_row(chased=soon(3).strftime("%d/%m/%Y")), "still to come"),
    "chaser of no sort": (a_row(chased="rang twice"), "days of the chasers"),
    "the same again": (a_row(), "it says the same as line 2"),
}


@pytest.mark.parametrize("make", [workbook, csv_file], ids=["xlsx", "csv"])
def test_bad_rows_are_told_with_their_line_and_the_good_ones_kept(council: Council, make: Callable[..., str]) -> None:
    good = a_row()
    said = council.linkbot("import", "open-items", make(council, good, *(row for row, _ in BAD.values())), "--by", "M")
    assert said.code == 1
    told = reasons(said)
    assert list(told) == [str(line) for line in range(3, 3 + len(BAD))]
    for (name, (_, reason)), sentence in zip(BAD.items(), told.values(), strict=True):
        assert reason in sentence, name
    assert [task.id for task in tasks(council)] == ["LGSCO 26 104 377/1"]
    assert f"{len(BAD)} rows were left out" in said.out


def test_a_row_of_a_csv_with_a_comma_too_many_is_told_and_not_shifted(council: Council) -> None:
    path = Path(csv_file(council, *([a_row(due=soon())] + [a_row(f"26 104 {n}") for n in range(400, 420)])))
    text = path.read_text(encoding="cp1252").replace("26 104 419;Ms Quill", "26 104 419;Ms; Quill")
    path.write_text(text, encoding="cp1252")
    said = council.linkbot("import", "open-items", str(path), "--by", "M")
    assert list(reasons(said)) == ["22"] and "values for 9 columns" in reasons(said)["22"]
    assert len(register(council)) == 20


def test_another_landlords_list_in_words_nobody_has_prepared_for(council: Council) -> None:
    """A housing association's: no column for numbers or services, kinds told by the stage, numbers in the words."""
    titles = (
        "Ref",
        "Tenant",
        "Stage",
        "Finding",
        "What we must do",
        "Comply by",
        "Person responsible",
        "Evidence submitted",
        "Ombudsman satisfied",
    )
    due = soon().strftime("%d %B %Y")
    path = workbook(
        council,
        (
            "202512345",
            "Ms A",
            "Determination",
            "Maladministration",
            "1. Apologise in writing",
            due,
            "Repairs",
            None,
            None,
        ),
        ("202512345", "Ms A", "Determination", "Maladministration", "2. Pay £600", due, "Repairs", None, None),
        ("202512345", "Ms A", "Determination", None, "Recommendation: review the policy", None, "Repairs", None, None),
        (
            "202512346",
            "Mr B",
            "Evidence request",
            None,
            "Full case file",
            due,
            "Nadia Whitlock",
            today() - timedelta(3),
            None,
        ),
        ("202512347", "Mr C", "Determination", None, "Inspect the roof", due, "Repairs", None, "Y"),
        ("202512348", "Mr D", "Investigation", None, None, None, None, None, None),
        ("Total", 4, None, None, None, None, None, None, None),
        titles=titles,
    )
    (row,) = council.rows("import", "open-items", path, "--by", "M")
    assert (row["bad"], row["closed"], row["case_only"], row["cases_new"]) == ([], 1, 1, 3)
    assert row["columns_not_read"] == ["Finding"]
    assert {(t.title, t.owner, t.state.value, t.awaiting_release) for t in tasks(council)} == {
        ("Order 1 (apology)", "nadia.whitlock@anytown.gov.uk", "open", True),
        ("Order 2 (payment)", "nadia.whitlock@anytown.gov.uk", "open", True),
        ("Recommendation (review)", "nadia.whitlock@anytown.gov.uk", "open", True),
        ("Information request", "nadia.whitlock@anytown.gov.uk", "submitted", False),
    }


def test_titles_in_two_rows_with_merged_cells_headings_and_parts_of_a_case_are_understood(council: Council) -> None:
    """A real one: a banner over all columns, group titles over the middle ones, one case over several rows."""
    made = Workbook()
    notes = made.active
    assert notes is not None
    notes.append(["How to use this list"])
    sheet = made.create_sheet("Live cases")
    sheet.append(["Ombudsman register 2026/27"])
    sheet.append(
        ["LGSCO / HOS reference", "Resident", "What they want", None, None, "Lead officer", "Chaser 1", "Final chaser"]
    )
    sheet.append([None, None, "Order no.", "Details", "Due date (dd/mm/yyyy)"])
    for merged in ("A1:H1", "A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:G3", "H2:H3"):
        sheet.merge_cells(merged)
    sheet.append(["HOUSING OMBUDSMAN"])
    serial = (soon() - date(1899, 12, 30)).days
    sheet.append(
        [
            202604377,
            "Mr Bell",
            "1",
            "Apologise",
            datetime.combine(soon(), datetime.min.time()),
            "Nadia Whitlock",
            "05/10/2026",
            None,
        ]
    )
    sheet.append([None, None, "2", "Pay £350", serial, None, None, "19 Oct 2026"])
    sheet.append([None, None, "Rec 1", "Review the policy", str(serial), None, None, None])
    sheet.append(["LGSCO"])
    sheet.append(
        [
            "26-104-377",
            "Ms Quill",
            None,
            "Send the log",
            soon().strftime("%a %d %B %Y"),
            "Nadia.Whitlock%40anytown.gov.uk",
            None,
            None,
        ]
    )
    sheet.merge_cells("A5:A7")
    path = council.folder / "live.xlsx"
    made.save(path)
    (row,) = council.rows("import", "open-items", str(path), "--by", "M")
    assert row["sheet"] == "Live cases" and row["bad"] == [] and row["headings"] == 2
    brought = {task.id: task for task in tasks(council)}
    assert {(t.title, t.official_on, t.owner) for t in brought.values()} == {
        ("Order 1 (apology)", soon(), "nadia.whitlock@anytown.gov.uk"),
        ("Order 2 (payment)", soon(), "nadia.whitlock@anytown.gov.uk"),
        ("Recommendation 1 (review)", soon(), "nadia.whitlock@anytown.gov.uk"),
        ("Information request", soon(), "nadia.whitlock@anytown.gov.uk"),
    }
    file = next(one for one in register(council) if one.case.id == "HO 202604377")
    assert [(e.kind, e.letter_on) for e in file.events] == [
        ("first_chaser", date(2026, 10, 5)),
        ("final_chaser", date(2026, 10, 19)),
    ]
    assert len([note for note in row["notes"] if "further part" in str(note)]) == 2  # type: ignore[union-attr]


def test_a_formula_gives_the_value_saved_with_it_and_one_without_is_told(council: Council) -> None:
    """What Excel saves holds both; a program that writes formulas alone leaves no value, and an empty date would be a
    task without its date.
    """
    import zipfile

    path = Path(workbook(council, a_row(due="=TODAY()+30"), a_row("26 104 378", due="=G2+3")))
    saved = path.with_name("saved.xlsx")
    serial = (soon() - date(1899, 12, 30)).days
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(saved, "w") as new:
        for part in old.namelist():
            octets = old.read(part)
            if part.endswith("sheet1.xml"):
                octets = octets.replace(b"TODAY()+30</f><v />", b"TODAY()+30</f><v>%d</v>" % serial)
                octets = octets.replace(b"TODAY()+30</f><v></v>", b"TODAY()+30</f><v>%d</v>" % serial)
            new.writestr(part, octets)
    said = council.linkbot("import", "open-items", str(saved), "--by", "M")
    assert list(reasons(said)) == ["3"] and "formula whose result is not in the file" in reasons(said)["3"]
    assert [task.official_on for task in tasks(council)] == [soon()]


def test_a_cell_that_looks_like_a_formula_stays_words_on_its_way_to_mail_and_workbook(council: Council) -> None:
    evil = '=HYPERLINK("http://evil.example","click")'
    said = council.linkbot(
        "import", "open-items", csv_file(council, a_row(text=evil, complainant="{{ 7*7 }}", due=soon())), "--by", "M"
    )
    assert said.code == 0 and tasks(council)[0].text == evil
    council.linkbot("import", "release", "--by", "M")
    council.linkbot("poll")
    from openpyxl import load_workbook

    written = load_workbook(council.folder / "ombudsman-register.xlsx")["Tasks"]
    cells = [cell for row in written.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert [(cell.data_type, str(cell.value)[0]) for cell in cells] == [("s", "'")]
    (mail,) = [f.read_text() for f in (council.folder / "sent").glob("*.eml") if "HYPERLINK" in f.read_text()]
    assert "{{ 7*7 }}" in mail and "<a href" not in mail


def test_the_saved_columns_are_believed_and_may_be_corrected(council: Council) -> None:
    titles = (*TITLES[:6], "Needed at the latest", *TITLES[7:])
    path = workbook(council, a_row(), titles=titles)
    (first,) = council.rows("import", "open-items", path, "--by", "M")
    assert first["columns_not_read"] == ["Needed at the latest"] and not tasks(council)[0].due_stated
    saved = council.folder / "open-items-columns.toml"
    saved.write_text(saved.read_text().replace("[columns]", '[columns]\ndue = ["needed at the  latest"]'))
    (second,) = council.rows("import", "open-items", path, "--by", "M")
    assert (second["tasks_changed"], second["tasks_new"]) == (1, 0) and tasks(council)[0].official_on == soon()


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (('due         = ["Deadline"]', 'due         = ["Dedline"]'), 13, "did you mean 'Deadline'?"),
        (("owner       =", "ower        ="), 10, "did you mean 'owner'?"),
        (('["Officer"]', '["Deadline"]'), 13, "names 'Deadline', which is columns.owner already"),
        (("[columns]", "[colums]"), None, "columns"),
        (('["Officer"]', "[Officer]"), 10, "not valid TOML"),
    ],
)
def test_a_mistake_in_the_saved_columns_is_an_error_with_its_line(
    council: Council, change: tuple[str, str], line: int | None, words: str
) -> None:
    path = workbook(council, a_row())
    council.linkbot("import", "open-items", path, "--by", "M")
    saved = council.folder / "open-items-columns.toml"
    assert change[0] in saved.read_text()
    saved.write_text(saved.read_text().replace(*change))
    said = council.linkbot("import", "open-items", path, "--by", "M")
    assert said.code == 2 and words in said.err
    assert line is None or f"open-items-columns.toml:{line}:" in said.err, said.err


def test_tabs_are_chosen_by_name_and_others_are_pointed_at(council: Council) -> None:
    made = Workbook()
    first = made.active
    assert first is not None
    first.title = "LGSCO"
    second, hidden = made.create_sheet("HOS"), made.create_sheet("Archive")
    hidden.sheet_state = "hidden"
    for sheet, reference in ((first, "26 104 377"), (second, "202604377"), (hidden, "25 104 377")):
        sheet.append(list(TITLES))
        sheet.append(a_row(reference))
    path = council.folder / "tabs.xlsx"
    made.save(path)
    said = council.linkbot("import", "open-items", str(path), "--by", "M")
    assert "Tab 'LGSCO'" in said.out and "--sheet: HOS" in said.out and "Archive" not in said.out
    assert council.linkbot("import", "open-items", str(path), "--sheet", "hos", "--by", "M").code == 0
    assert {file.case.id for file in register(council)} == {"LGSCO 26 104 377", "HO 202604377"}
    wrong = council.linkbot("import", "open-items", str(path), "--sheet", "PHSO", "--by", "M")
    assert wrong.code == 2 and "LGSCO, HOS, Archive" in wrong.err


@pytest.mark.parametrize(
    ("name", "octets", "words"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0rest", "save it as .xlsx"),
        ("broken.xlsx", b"PK\x03\x04rest", "cannot be read as a workbook"),
        ("words.xlsx", b"Omb ref,Deadline\n", "no Excel workbook"),
        ("empty.csv", b"", "no row of titles"),
        ("other.csv", b"Fruit,Price\nApples,1\n", "no row of titles"),
    ],
)
def test_a_file_that_is_no_list_of_cases_is_refused_whole(
    council: Council, name: str, octets: bytes, words: str
) -> None:
    (council.folder / name).write_bytes(octets)
    said = council.linkbot("import", "open-items", str(council.folder / name), "--by", "M")
    assert said.code == 2 and words in said.err
    assert not (council.folder / "open-items-columns.toml").exists()


def test_words_that_do_not_belong_together_are_refused(council: Council) -> None:
    assert council.linkbot("import", "open-items").code == 2
    assert council.linkbot("import", "open-items", str(council.folder / "none.xlsx")).code == 2
    assert "knows no --owner" in council.linkbot("import", "complaints", "x.csv", "--owner", "a@b").err
    assert "knows no --dry-run" in council.linkbot("import", "release", "--dry-run").err
    assert council.linkbot("import", "release").code == 2  # nothing is registered yet


def test_while_watching_nothing_is_released_because_nobody_would_hear_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watching = found(tmp_path, capsys, CONFIG.replace('"act"', '"watch"'))
    assert watching.linkbot("import", "open-items", workbook(watching, a_row()), "--by", "M").code == 0
    said = watching.linkbot("import", "release", "--by", "M")
    assert said.code == 1 and "mode is watch" in said.err and tasks(watching)[0].awaiting_release


def test_in_draft_the_summaries_are_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drafting = found(tmp_path, capsys, CONFIG.replace('"act"', '"draft"'))
    drafting.linkbot("import", "open-items", workbook(drafting, a_row()), "--by", "M")
    assert "is held" in drafting.linkbot("import", "release", "--by", "M").out
    held = drafting.rows("outbox", "--state", OutboxState.HELD.value)
    assert {row["template"] for row in held} == {"handover", "invitation"}


# The doctor


@pytest.fixture
def before_go_live(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Council:
    """Two letters of the demo came before `begin_on`: an evidence request and an enquiry letter."""
    council = found(tmp_path, capsys, CONFIG.replace("[worker]", "[worker]\nbegin_on = 2027-02-02"))
    council.deliver("003-ho-accepted-and-evidence-request.eml", "006-lgsco-enquiry-letter.eml")
    assert council.linkbot("poll").code == 0
    return council


def finding(council: Council, check: str) -> dict[str, object]:
    return next(row for row in council.rows("doctor") if row["check"] == check)


def test_the_doctor_names_older_letters_that_no_imported_case_answers(before_go_live: Council) -> None:
    warned = finding(before_go_live, "open_items.known")
    assert warned["state"] == "note" and str(warned["seen"]).startswith("2 letters")
    store = open_existing(before_go_live.folder / "store")
    assert store is not None
    with store.begin() as tx:
        ids = [message.id for message in tx.messages(MessageStatus.DECIDED)]
    store.close()
    assert all(id in str(warned["seen"]) for id in ids)

    path = workbook(
        before_go_live,
        a_row("202690417", "Send the evidence"),
        a_row("26 031 408", "Answer the enquiries", status="Closed"),
    )
    before_go_live.linkbot("import", "open-items", path, "--by", "M")
    assert finding(before_go_live, "open_items.known")["state"] == "ok"
    assert "1 tasks brought over" in str(finding(before_go_live, "open_items.released")["seen"])


def test_a_letter_of_long_ago_is_nobodys_loose_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    council = found(tmp_path, capsys, CONFIG.replace("[worker]", "[worker]\nbegin_on = 2027-11-30"))
    council.deliver("006-lgsco-enquiry-letter.eml")
    council.linkbot("poll")
    assert finding(council, "open_items.known")["state"] == "ok"
