"""Titles and cells of a council's own spreadsheet, in the many ways councils write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from linkbot.model.casework import TaskKind
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.open_item import Chasers, RowState
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers
from linkbot.worker import open_items_cells as cells
from linkbot.worker.open_items_titles import guess
from linkbot.worker.spreadsheet import Row, Unsaved
from linkbot.worker.written_days import only_day

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def ombudsmen() -> Ombudsmen:
    return load_rulebook(rule_layers(None)).ombudsmen


def _no_reference(cell: object) -> bool:
    return False


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Omb ref", "reference"),
        ("Omb. Ref No.", "reference"),
        ("LGSCO reference", "reference"),
        ("LGO Ref", "reference"),
        ("Housing Ombudsman Ref", "reference"),
        ("HOS case number", "reference"),
        ("Ombudsman's Reference", "reference"),
        ("LGSCO/HOS ref", "reference"),
        ("Case officer", "owner"),
        ("Lead Officer", "owner"),
        ("Assigned to", "owner"),
        ("Officer responsible", "owner"),
        ("Deadline", "due"),
        ("Date due", "due"),
        ("Response due by", "due"),
        ("Ombudsman's deadline", "due"),
        ("Due date (dd/mm/yyyy)", "due"),
        ("Compliance date due", "due"),
        ("Internal deadline", None),
        ("Action required", "text"),
        ("What the landlord must do", "text"),
        ("Information requested", "text"),
        ("Orders / Recommendations", "text"),
        ("Date chased", "chased"),
        ("2nd chaser", "chased"),
        ("Final chaser date", "chased"),
        ("Chaser sent to service", None),
        ("Last reminder sent", None),
        ("Our ref", "complaint"),
        ("iCasework ref", "complaint"),
        ("Complaint number", "complaint"),
        ("Extension granted to", "extended_to"),
        ("Revised deadline", "extended_to"),
        ("Extension requested?", "extension_asked"),
        ("Date of final decision", "letter_on"),
        ("Date closed", "closed"),
        ("Complied?", "closed"),
        ("Completion date", None),
        ("Date sent to LGSCO", "submitted_on"),
        ("Response date", None),
        ("Compensation ordered (£)", "amount_gbp"),
        ("Order #", "number"),
        ("Directorate", "service"),
        ("What we must do", "text"),
        ("What is wanted of us", "text"),
        ("Actions to be taken by the council", "text"),
        ("Officer dealing", "owner"),
        ("Requested by", None),
        ("LGSCO investigator / officer", None),
        ("Final date due to Ombudsman", "due"),
        ("Evidence deadline (HOS)", "due"),
        ("Days to deadline", None),
        ("Old deadline", None),
        ("Action taken", None),
        ("Date action completed", None),
        ("Name of tenant", "complainant"),
        ("Resident contact date", None),
        ("RAG", None),
        ("Notes", None),
    ],
)
def test_a_title_means_one_field_or_is_left_alone(title: str, field: str | None) -> None:
    """What may mean two things (a bare "Response date") is better not read than read wrongly."""
    found = guess([title], (), is_reference=_no_reference)
    assert found == ({field: (title,)} if field else {})


def test_a_bare_reference_is_the_ombudsmans_only_if_its_cells_are(ombudsmen: Ombudsmen) -> None:
    def is_theirs(cell: object) -> bool:
        try:
            return bool(cells.reference_of(str(cell), ombudsmen))
        except ValueError:
            return False

    ours = (Row(2, ("CRM-204117", "26 104 377")), Row(3, ("CRM-204118", "26 104 378")))
    found = guess(["Case ref", "Ref"], ours, is_reference=is_theirs)
    assert found == {"reference": ("Ref",), "complaint": ("Case ref",)}


def test_a_column_an_ombudsman_and_a_column_a_chaser_are_taken_together() -> None:
    titles = ["LGSCO ref", "HOS ref", "1st chaser", "2nd chaser", "Deadline", "Target date"]
    found = guess(titles, (), is_reference=_no_reference)
    assert found["reference"] == ("LGSCO ref", "HOS ref") and found["chased"] == ("1st chaser", "2nd chaser")
    assert found["due"] == ("Deadline",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("26 104 377", "26 104 377"),
        ("LGSCO 26-104-377", "26 104 377"),
        ("26\u00a0104\u00a0377", "26 104 377"),
        (26104377, "26 104 377"),
        (26104377.0, "26 104 377"),
        ("LGO/26104377", "26 104 377"),
        ("Ref: 26.104.377 (H)", "26 104 377"),
        (202604377, "202604377"),
        ("2026 04377", "202604377"),
        ("HO-202604377", "202604377"),
        ("202604377\n", "202604377"),
        ("_x000D_202604377", "202604377"),
    ],
)
def test_a_reference_is_known_however_it_is_spaced(written: object, meant: str, ombudsmen: Ombudsmen) -> None:
    assert cells.reference_of(written, ombudsmen)[1] == meant  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["", None, "CRM-204117", "26 104 37", "261043777", "0300 061 0614", "2.02604E+08"])
def test_what_is_no_reference_is_none(written: object, ombudsmen: Ombudsmen) -> None:
    with pytest.raises(ValueError):
        cells.reference_of(written, ombudsmen)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("27/11/2026", date(2026, 11, 27)),
        ("27.11.26", date(2026, 11, 27)),
        ("by 5pm on Fri 27th November 2026", date(2026, 11, 27)),
        ("27-Nov-26", date(2026, 11, 27)),
        ("November 27, 2026", date(2026, 11, 27)),
        ("46353", date(2026, 11, 27)),
        (46353.7, date(2026, 11, 27)),
        (datetime.fromisoformat("2026-11-27T17:00"), date(2026, 11, 27)),
        ("2026-11-27T00:00:00", date(2026, 11, 27)),
        ("tbc", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_in_britain_and_spreadsheets_write_it(written: object, meant: date | None) -> None:
    assert only_day(written) == meant


def test_a_workbook_of_an_old_mac_counts_from_another_day() -> None:
    assert only_day(44891, MAC_EPOCH) == only_day(46353, WINDOWS_EPOCH) == date(2026, 11, 27)


@pytest.mark.parametrize(
    "written",
    ["11/22/2026", "31/02/2027", "27 Nov", "ASAP", "Monday 27 November 2026", "1/12/2026 or 8/12/2026", 7, True],
)
def test_what_is_no_one_day_is_not_guessed_at(written: object) -> None:
    with pytest.raises(ValueError):
        only_day(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Closed", RowState.CLOSED),
        ("Case closed 3 Nov", RowState.CLOSED),
        ("Complete - evidence accepted", RowState.CLOSED),
        ("Remedy satisfied", RowState.CLOSED),
        ("NFA", RowState.CLOSED),
        ("Submitted 12/10/26", RowState.SUBMITTED),
        ("Sent to LGSCO", RowState.SUBMITTED),
        ("With Ombudsman", RowState.SUBMITTED),
        ("Open", RowState.OPEN),
        ("", RowState.OPEN),
        ("Not complete", RowState.OPEN),
        ("Incomplete", RowState.OPEN),
        ("Not yet submitted", RowState.OPEN),
        ("To be closed", RowState.OPEN),
        ("Complete by Friday", RowState.OPEN),
        ("Completed draft only", RowState.OPEN),
        ("Partially complied", RowState.OPEN),
        ("Awaiting evidence", RowState.OPEN),
        ("Sent to service for comments", RowState.OPEN),
        ("Draft sent to head of service", RowState.OPEN),
        ("Ongoing - not closed", RowState.OPEN),
        ("Overdue", RowState.OPEN),
    ],
)
def test_only_what_plainly_says_so_is_over(written: str, meant: RowState) -> None:
    """A row taken for closed is an order nobody carries out; a row taken for open is a line to strike out."""
    assert cells.state_of(written) is meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (date(2026, 11, 3), True),
        (date(2026, 12, 3), False),
        ("Y", True),
        ("yes", True),
        ("N", False),
        ("Not yet", False),
        ("Partially", False),
        ("03/11/2026", True),
        (True, True),
        (None, False),
    ],
)
def test_a_day_to_come_closes_nothing(written: object, meant: bool) -> None:
    assert cells.is_yes(written, epoch=WINDOWS_EPOCH, today=TODAY) is meant  # type: ignore[arg-type]


FIRST, SECOND = date(2026, 10, 12), date(2026, 11, 2)


@pytest.mark.parametrize(
    ("written", "title", "meant"),
    [
        (2, "Chasers", Chasers(undated=2)),
        ("Yes", "Chased?", Chasers(undated=1)),
        ("No", "Chased?", Chasers()),
        (datetime.fromisoformat("2026-10-12"), "Date chased", Chasers((FIRST,))),
        (datetime.fromisoformat("2026-10-12"), "Final chaser", Chasers((), (FIRST,))),
        ("12/10/2026; 02/11/2026", "Date chased", Chasers((FIRST, SECOND))),
        ("12/10/2026 and 2 Nov 2026", "Date chased", Chasers((FIRST, SECOND))),
        ("1st 12/10/26, summons threatened 2 Nov 26", "Chasers", Chasers((FIRST,), (SECOND,))),
        ("46307", "Date chased", Chasers((FIRST,))),
    ],
)
def test_chasers_are_days_a_number_or_a_yes(written: object, title: str, meant: Chasers) -> None:
    assert cells.chasers_of(written, title, epoch=WINDOWS_EPOCH, today=TODAY) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "number"),
    [("2. Pay £600", 2), ("Order 3: apologise", 3), ("(1) Write", 1), ("£600 to pay", None), ("3 months", None)],
)
def test_a_number_at_the_head_of_the_words_is_the_printed_one(text: str, number: int | None) -> None:
    assert cells.leading_number(text) == number


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("Order 2",), TaskKind.ORDER),
        (("R3",), TaskKind.RECOMMENDATION),
        (("Rec 1",), TaskKind.RECOMMENDATION),
        (("Agreed action",), TaskKind.ORDER),
        (("", "Enquiry"), TaskKind.REQUEST),
        (("", "Investigation stage"), TaskKind.REQUEST),
        (("",), None),
    ],
)
def test_a_kind_is_read_from_the_first_words_that_say_one(texts: tuple[str, ...], kind: TaskKind | None) -> None:
    assert cells.kind_of(*texts) is kind


def test_a_formula_without_its_value_is_never_an_empty_cell() -> None:
    with pytest.raises(ValueError, match="save it"):
        cells.words(Unsaved("=A1+7"))
