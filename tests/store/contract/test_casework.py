"""Reading the register."""

from __future__ import annotations

from datetime import date, timedelta

from linkbot.model.casework import CaseStatus, TaskState
from linkbot.model.occurrence import Occurrence
from linkbot.model.question import Act, QuestionState, Verb
from linkbot.store import SqlStore

from .values import NOW, a_case, a_decision, a_question, a_task, an_event


def test_case_files_hold_what_is_theirs_and_open_questions_only(store: SqlStore) -> None:
    one, two = "LGSCO 23 012 345", "HO 202312345"
    with store.begin() as transaction:
        transaction.commit_decision(
            None,
            a_decision(
                cases=(a_case(one), a_case(two, opened_at=NOW - timedelta(days=1))),
                tasks=(*(a_task(f"{one}/{number}") for number in range(1, 12)), a_task(f"{two}/1")),
                events=(an_event("late", one, received_at=NOW + timedelta(1)), an_event("early", one)),
                questions=(a_question("q1"), a_question("q2", state=QuestionState.WITHDRAWN)),
            ),
            NOW,
        )
        second, first = transaction.cases()
    assert (first.case.id, second.case.id) == (one, two)
    assert [task.id for task in first.tasks] == [f"{one}/{number}" for number in range(1, 12)]
    assert [task.id for task in second.tasks] == [f"{two}/1"]
    assert [event.id for event in first.events] == ["early", "late"]
    assert [question.id for question in first.questions] == ["q1"]
    assert second.questions == ()


def test_cases_are_chosen_by_id_and_by_being_open(store: SqlStore) -> None:
    cases = (a_case("HO 1"), a_case("HO 2", status=CaseStatus.CLOSED), a_case("HO 3"))
    with store.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=cases), NOW)

        def ids(*args: object, **kwargs: bool) -> list[str]:
            return [file.case.id for file in transaction.cases(*args, **kwargs)]

        assert ids() == ["HO 1", "HO 2", "HO 3"]
        assert ids(open_only=True) == ["HO 1", "HO 3"]
        assert ids(["HO 3", "HO 2", "HO 9", "HO 3"]) == ["HO 2", "HO 3"]
        assert ids(["HO 2"], open_only=True) == []
        assert ids([]) == []
        assert transaction.case("HO 9") is None


def test_a_reference_is_found_by_its_digits_however_it_is_spaced(store: SqlStore) -> None:
    with store.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=(a_case("LGSCO 23 012 345"), a_case("HO 202312345"))), NOW)

        def ids(*references: str) -> list[str]:
            return [file.case.id for file in transaction.cases_of_references(references)]

        assert ids("23-012-345") == ["LGSCO 23 012 345"]
        assert ids("23012345", "Ref 202312345", "23 012 345") == ["HO 202312345", "LGSCO 23 012 345"]
        assert ids("99 999 999", "", "none") == []


def test_tasks_are_open_while_they_are_owed_to_the_ombudsman(store: SqlStore) -> None:
    tasks = tuple(a_task(f"LGSCO 23 012 345/{state.value}", state=state) for state in TaskState)
    with store.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=(a_case(),), tasks=tasks), NOW)
        found = transaction.open_tasks()
    assert {task.state for task in found} == {task.state for task in tasks if task.is_open}


def test_an_act_is_stored_once(store: SqlStore) -> None:
    acts = [Act(id, NOW, "robin", Verb.DONE, "HO 1/1", None, "seen") for id in ("b", "a")]
    with store.begin() as transaction:
        assert all(transaction.add_act(act) for act in acts)
        assert not transaction.add_act(acts[0])
        assert transaction.acts() == tuple(acts)


def test_an_occurrence_happens_once_for_its_job_scope_and_day(store: SqlStore) -> None:
    with store.begin() as transaction:
        assert transaction.last_occurrence("reminder") is None
        for scope, day in (("a", 2), ("a", 5), ("b", 9)):
            assert transaction.add_occurrence(Occurrence("reminder", scope, date(2026, 11, day)), NOW)
        assert not transaction.add_occurrence(Occurrence("reminder", "a", date(2026, 11, 5)), NOW)
        assert transaction.add_occurrence(Occurrence("desk_mail", "a", date(2026, 11, 5)), NOW)
        assert transaction.last_occurrence("reminder") == date(2026, 11, 9)
        assert transaction.last_occurrence("reminder", "a") == date(2026, 11, 5)
        assert transaction.last_occurrence("reminder", "c") is None
