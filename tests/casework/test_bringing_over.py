"""A council's own spreadsheet into cases and tasks that nobody is told of: what becomes of each row, and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from linkbot.engine.casework.bringing_over import Became, BroughtOver, bring_over
from linkbot.engine.casework.named_owner import owner_named
from linkbot.model.casework import CaseStatus, Event, LinkState, TaskKind, TaskState
from linkbot.model.decision import CaseFile, Decision
from linkbot.model.effect import UpdateSheet
from linkbot.model.open_item import Chasers, OpenItem, RowState
from linkbot.model.people import Directory, Person, Service

from .builders import CASE, MONDAY, OFFICER, OWNER, STAND_IN, a_case, a_desk, a_file, a_moment, a_task

DUE = date(2026, 11, 27)
REFERENCE = CASE.partition(" ")[2]


def an_item(line: int = 2, **changes: object) -> OpenItem:
    item = OpenItem(
        line, "lgsco", REFERENCE, text="Send the repair log.", owner=OWNER, due_on=DUE, service="housing_repairs",
        service_certain=True,
    )  # fmt: skip
    return replace(item, **changes)  # type: ignore[arg-type]


def an_order(line: int, number: int | None, text: str, due_on: date | None = DUE, **changes: object) -> OpenItem:
    return an_item(line, kind=TaskKind.ORDER, number=number, text=text, due_on=due_on, **changes)


def brought(*items: OpenItem, files: tuple[CaseFile, ...] = (), day: date = MONDAY, **more: object) -> BroughtOver:
    return bring_over(items, files=files, cause="act:a-1", moment=a_moment(day), desk=a_desk(), **more)  # type: ignore[arg-type]


def kept(decision: Decision, *before: CaseFile) -> tuple[CaseFile, ...]:
    """The store in small: every case file as it stands once the decision is committed."""
    files = {file.case.id: file for file in before}
    for case in decision.cases:
        files[case.id] = replace(files.get(case.id, CaseFile(case)), case=replace(case, version=case.version + 1))
    for id, file in files.items():
        tasks = {t.id: t for t in file.tasks}
        tasks |= {t.id: replace(t, version=t.version + 1) for t in decision.tasks if t.case == id}
        events = {e.id: e for e in file.events} | {e.id: e for e in decision.events if e.case == id}
        files[id] = replace(file, tasks=tuple(tasks.values()), events=tuple(events.values()))
    return tuple(files.values())


def became(result: BroughtOver) -> list[Became]:
    return [row.became for row in result.results]


def test_a_row_becomes_a_case_and_a_task_that_awaits_release_and_nobody_hears_of_it() -> None:
    result = brought(an_item(complainant="Ms Quill", postcode="AN1 1AA", complaint="CRM-204117"))
    (case,), (task,) = result.decision.cases, result.decision.tasks
    assert (case.id, case.complainant, case.service, case.service_certain) == (
        CASE,
        "Ms Quill",
        "housing_repairs",
        True,
    )
    assert (case.complaint, case.link, case.our_references) == ("CRM-204117", LinkState.LINKED, ("CRM-204117",))
    assert (task.id, task.owner, task.official_on, task.due_on) == (f"{CASE}/1", OWNER, DUE, DUE)
    assert task.internal_due_on == date(2026, 11, 20)
    assert task.awaiting_release and task.is_open and not task.wants_reminders and task.last_notice_on is None
    assert {type(intent.effect) for intent in result.decision.intents} == {UpdateSheet}
    assert not result.decision.questions and not result.decision.invitations


def test_the_officials_date_is_kept_and_the_clock_goes_by_the_working_day_before() -> None:
    (task,) = brought(an_item(due_on=date(2026, 11, 28))).decision.tasks  # a Saturday
    assert (task.official_on, task.due_on) == (date(2026, 11, 28), date(2026, 11, 27))


def test_titles_hold_none_of_the_rows_own_words() -> None:
    rows = (
        an_item(2, text="Ms Quill's medical letter", letter_on=date(2026, 11, 2)),
        an_order(3, 2, "Pay Ms Quill £350"),
        an_order(4, None, "Apologise to Ms Quill in person"),
        an_item(5, kind=TaskKind.RECOMMENDATION, number=1, text="Review Ms Quill's banding"),
        an_order(6, 5, "Give Ms Quill what she asked"),
    )
    titles = [task.title for task in brought(*rows).decision.tasks]
    expected = ["Order 2 (payment)", "Order (apology)", "Recommendation 1 (review)", "Order 5"]
    assert titles == ["Information request of 2 November 2026", *expected]


def test_the_same_file_again_changes_nothing_also_on_another_day() -> None:
    rows = (
        an_item(2, chasers=Chasers((date(2026, 10, 5),), (), 1), complaint="CRM-1", complainant="Ms Quill"),
        an_order(3, 1, "Apologise"),
        an_order(4, None, "Pay £350"),
        an_order(5, None, "", due_on=None),
        an_item(6, reference="26 104 999", text="", due_on=None, asks=False),
        an_item(7, reference="26 104 998", state=RowState.SUBMITTED, submitted_on=date(2026, 10, 30)),
    )
    first = brought(*rows)
    files = kept(first.decision)
    again = brought(*rows, files=files, day=date(2026, 11, 9))
    assert became(again) == [Became.SAME] * 4 + [Became.CASE, Became.SAME]
    assert again.decision.cases == again.decision.tasks == again.decision.events == again.decision.intents == ()
    assert again.not_in_file == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (an_order(3, 2, "Pay £350"), an_order(3, 2, "Pay £350 by cheque", due_on=date(2026, 12, 4))),
        (an_order(3, None, "Pay £350"), an_order(9, None, "Pay £350", due_on=date(2026, 12, 4))),
        (an_order(3, None, "Pay £350"), an_order(9, None, "Pay £450 to her")),
        (an_order(3, None, ""), an_order(3, None, "Pay £450")),
        (an_item(3), an_item(3, owner=STAND_IN)),
        (an_item(3), an_item(3, chasers=Chasers(undated=1))),
        (an_item(3), an_item(3, extension_pending=True)),
        (an_item(3, due_on=None), an_item(3, due_on=date(2026, 12, 4))),
        (an_item(3), an_item(3, state=RowState.SUBMITTED, submitted_on=date(2026, 10, 30))),
    ],
)
def test_a_corrected_row_changes_its_own_task_while_it_waits(before: OpenItem, after: OpenItem) -> None:
    neighbour = an_order(20, 7, "Apologise", due_on=date(2026, 12, 18))
    files = kept(brought(before, neighbour).decision)
    result = brought(after, neighbour, files=files)
    assert became(result) == ([Became.CHANGED, Became.SAME])
    (task,) = result.decision.tasks
    assert task.id == f"{CASE}/1" and len(kept(result.decision, *files)[0].tasks) == 2


def test_a_row_put_in_between_does_not_move_the_others() -> None:
    rows = (an_order(2, None, "Apologise"), an_order(3, None, "Pay £350"))
    files = kept(brought(*rows).decision)
    result = brought(an_order(2, None, "Write to her"), *(replace(row, line=row.line + 1) for row in rows), files=files)
    assert became(result) == [Became.NEW, Became.SAME, Became.SAME]


def test_two_rows_that_say_the_same_are_one_task_and_a_bad_row() -> None:
    result = brought(an_item(2), an_item(5))
    assert sorted(became(result)) == [Became.BAD, Became.NEW]
    assert result.results[1].sentences == ("it says the same as line 2: one of them is left out",)


def test_what_is_released_stays_and_the_difference_is_told() -> None:
    (file,) = kept(brought(an_item()).decision)
    released = replace(file, tasks=(replace(file.tasks[0], awaiting_release=False, last_notice_on=MONDAY),))
    result = brought(an_item(due_on=date(2026, 12, 4), owner=STAND_IN), files=(released,))
    (row,) = result.results
    assert row.became is Became.LEFT and not result.decision.tasks
    assert "due 4 December 2026" in row.sentences[0] and STAND_IN in row.sentences[1]
    assert became(brought(an_item(), files=(released,))) == [Became.SAME]


def test_what_a_person_has_said_of_a_task_since_is_not_undone_by_the_file() -> None:
    (file,) = kept(brought(an_item()).decision)
    moved = replace(file, tasks=(replace(file.tasks[0], owner=STAND_IN),))
    result = brought(an_item(), files=(moved,), settled=frozenset({f"{CASE}/1"}))
    assert became(result) == [Became.LEFT] and not result.decision.tasks
    gone = replace(file, tasks=(replace(file.tasks[0], state=TaskState.WITHDRAWN, done=True),))
    result = brought(an_item(), files=(gone,), settled=frozenset({f"{CASE}/1"}))
    assert became(result) == [Became.LEFT] and "withdrawn" in result.results[0].sentences[0]


def test_a_row_closed_meanwhile_withdraws_its_task_and_a_closed_one_makes_none() -> None:
    assert brought(an_item(state=RowState.CLOSED)).decision.cases == ()
    assert brought(an_item(state=RowState.CLOSED)).closed_cases == (CASE,)
    files = kept(brought(an_item(2), an_order(3, 1, "Pay")).decision)
    result = brought(an_item(2, state=RowState.CLOSED), an_order(3, 1, "Pay"), files=files)
    assert became(result) == [Became.CHANGED, Became.SAME] and result.closed_cases == ()
    (task,) = result.decision.tasks
    assert (task.id, task.state, task.awaiting_release) == (f"{CASE}/1", TaskState.WITHDRAWN, False)


def test_a_closed_row_beside_an_open_one_of_the_same_words_takes_nothing_from_it() -> None:
    closed = an_item(2, state=RowState.CLOSED, due_on=date(2026, 9, 4))
    files = kept(brought(closed, an_item(3)).decision)
    result = brought(closed, an_item(3, due_on=date(2026, 12, 4)), files=files)
    assert became(result) == [Became.CLOSED, Became.CHANGED] and result.decision.tasks[0].due_on == date(2026, 12, 4)


def test_a_task_linkbot_has_from_the_letter_is_not_brought_over_again() -> None:
    known = a_file(a_task(due=DUE, text="1. The log of repairs\n2. An explanation"))
    result = brought(an_item(), files=(known,))
    assert became(result) == [Became.SAME] and not result.decision.tasks
    order = a_file(a_task(due=DUE, kind=TaskKind.ORDER, number=2, text="Order the council to pay her £350."))
    assert became(brought(an_order(2, 2, "pay", due_on=date(2026, 12, 4)), files=(order,))) == [Became.LEFT]
    assert became(brought(an_order(2, 3, "write", due_on=DUE), files=(order,))) == [Became.NEW]


def test_something_else_due_the_same_day_is_brought_over_and_pointed_at() -> None:
    order = a_file(a_task(due=DUE, kind=TaskKind.ORDER, number=2))
    (row,) = brought(an_item(), files=(order,)).results
    assert row.became is Became.NEW and f"{CASE}/1" in row.sentences[0] and "the same" in row.sentences[0]


def test_chasers_so_far_are_events_once_and_make_the_task_a_priority() -> None:
    days = (date(2026, 10, 5), date(2026, 10, 19))
    rows = (
        an_order(2, 1, "Apologise", chasers=Chasers(days[:1], days[1:])),
        an_order(3, 2, "Pay", chasers=Chasers(days[:1], days[1:])),
    )
    result = brought(*rows)
    assert [(e.kind, e.letter_on, e.message) for e in result.decision.events] == [
        ("first_chaser", days[0], ""),
        ("final_chaser", days[1], ""),
    ]
    assert all(task.priority for task in result.decision.tasks)
    assert (result.decision.cases[0].stage, result.decision.cases[0].last_letter_on) == ("final_chaser", days[1])
    files = kept(result.decision)
    moved = replace(rows[0], chasers=Chasers((date(2026, 10, 6),), days[1:]))
    corrected = brought(moved, replace(rows[1], chasers=moved.chasers), files=files)
    assert [e.letter_on for e in kept(corrected.decision, *files)[0].events] == [date(2026, 10, 6), days[1]]


def test_a_chaser_whose_letter_is_in_the_register_is_not_told_twice() -> None:
    seen = Event("e-1", CASE, "first_chaser", date(2026, 10, 5), a_moment(date(2026, 10, 6)).at, "m-1")
    known = a_file(case=a_case(), events=(seen,))
    assert brought(an_item(chasers=Chasers((date(2026, 10, 5),))), files=(known,)).decision.events == ()


def test_a_chaser_without_a_day_is_told_without_one() -> None:
    (event,) = brought(an_item(chasers=Chasers(undated=1))).decision.events
    assert event.letter_on is None and "day not known" in event.title


def test_a_case_that_is_closed_in_the_register_takes_no_row() -> None:
    closed = a_file(case=a_case(status=CaseStatus.CLOSED))
    result = brought(an_item(2), an_item(3, state=RowState.CLOSED), files=(closed,))
    assert became(result) == [Became.BAD, Became.CLOSED] and result.decision.tasks == result.decision.cases == ()


def test_what_letters_have_told_of_the_case_is_not_overwritten_and_blanks_are_filled() -> None:
    known = a_file(case=a_case(complainant="Ms Zofia Quill", complaint="CRM-1", link=LinkState.LINKED))
    (case,) = brought(
        an_item(complainant="Quill", postcode="AN1 1AA", complaint="CRM-9"), files=(known,)
    ).decision.cases
    assert (case.complainant, case.postcode, case.complaint) == ("Ms Zofia Quill", "AN1 1AA", "CRM-1")
    assert case.our_references == ("CRM-9",)


def test_a_row_without_a_date_gets_one_of_ours_so_that_its_clock_runs() -> None:
    result = brought(an_item(due_on=None))
    (task,) = result.decision.tasks
    assert not task.due_stated and task.official_on is None and task.due_on == date(2026, 11, 30)
    assert "no date" in result.results[0].sentences[0]


def test_papers_that_are_not_public_stay_with_the_link_officer() -> None:
    result = brought(an_item(confidential=True, text="Comments on the draft decision"))
    (task,) = result.decision.tasks
    assert (task.owner, task.confidential, task.title) == (OFFICER, True, "Confidential papers")


def test_what_has_gone_to_the_ombudsman_is_brought_over_as_submitted_and_waits_for_nobody() -> None:
    (task,) = brought(an_item(state=RowState.SUBMITTED, submitted_on=date(2026, 10, 30))).decision.tasks
    assert (task.state, task.done, task.awaiting_release) == (TaskState.SUBMITTED, True, False)
    assert task.submitted_at is not None and task.submitted_at.date() == date(2026, 10, 30)


def test_amounts_and_what_binds_come_along() -> None:
    order, advice = brought(
        an_order(2, 1, "Pay", amount_gbp=Decimal("350.50")), an_item(3, kind=TaskKind.RECOMMENDATION, text="Review")
    ).decision.tasks
    assert (order.amount_gbp, order.binding, advice.binding) == (Decimal("350.50"), True, False)


def test_a_task_of_the_case_that_the_file_no_longer_names_is_told_and_kept() -> None:
    files = kept(brought(an_item(2), an_order(3, 1, "Pay")).decision)
    result = brought(an_item(2), files=files)
    assert result.not_in_file == (f"{CASE}/2",) and not result.decision.tasks


# Whose it is

NADIA = Person("repairs_lead", "n.w@anytown.gov.uk", name="Nadia Whitlock")
NAMED = Directory(
    (Person("link_officer", OFFICER), NADIA, Person("sam_reed", "sam@anytown.gov.uk")),
    (
        Service("housing_repairs", "repairs_lead"),
        Service("council_tax", "bea.sandiford@anytown.gov.uk", head="ben.sandiford@anytown.gov.uk"),
    ),
)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("n.w@anytown.gov.uk", NADIA.email),
        ("N.W@Anytown.gov.uk", NADIA.email),
        ("Nadia Whitlock <n.w@anytown.gov.uk>", NADIA.email),
        ("Nadia Whitlock", NADIA.email),
        ("Whitlock, Nadia", NADIA.email),
        ("Mrs N. Whitlock", NADIA.email),
        ("repairs_lead", NADIA.email),
        ("Repairs lead", NADIA.email),
        ("Sam Reed", "sam@anytown.gov.uk"),
        ("Bea Sandiford", "bea.sandiford@anytown.gov.uk"),
        ("Council Tax", "bea.sandiford@anytown.gov.uk"),
        ("somebody.new@anytown.gov.uk", "somebody.new@anytown.gov.uk"),
    ],
)
def test_an_owner_is_known_by_address_person_name_or_service(written: str, address: str) -> None:
    found, why = owner_named(an_item(owner=written), desk=a_desk(directory=NAMED))
    assert (found, why) == (address, None)


@pytest.mark.parametrize(
    ("written", "service", "address", "why"),
    [
        (None, "housing_repairs", NADIA.email, "names no owner"),
        ("Nadia", "council_tax", "bea.sandiford@anytown.gov.uk", "nobody known"),
        ("B Sandiford", None, OFFICER, "several people"),
        ("Who Knows", None, OFFICER, "nobody known"),
        ("a.b@anytown.gov.uk; c.d@anytown.gov.uk", "housing_repairs", OFFICER, "2 owners"),
        ("ombudsman@anytown.gov.uk", "housing_repairs", OFFICER, "mailbox itself"),
    ],
)
def test_a_name_that_fits_nobody_or_two_is_not_guessed_at(
    written: str | None, service: str | None, address: str, why: str
) -> None:
    item = an_item(owner=written, service=service, service_certain=service is not None)
    found, sentence = owner_named(item, desk=a_desk(directory=NAMED))
    assert found == address and why in (sentence or "")


@pytest.mark.parametrize(
    "written", ["nadia@gmail.com", "n.w@anytown.gov.uk.evil.example", "a@anytown.gov.uk, b@lgo.org.uk", "nadia@"]
)
def test_an_outsider_never_owns_a_task(written: str) -> None:
    result = brought(an_item(owner=written), an_item(3, reference="26 104 999"))
    assert became(result) == [Became.BAD, Became.NEW]
    assert "outside anytown.gov.uk" in result.results[0].sentences[0] or "no address" in result.results[0].sentences[0]


def test_a_sensitive_service_goes_to_the_link_officer_when_nobody_is_named() -> None:
    (task,) = brought(an_item(owner=None, service="housing_repairs", service_certain=False)).decision.tasks
    assert task.owner == OFFICER
