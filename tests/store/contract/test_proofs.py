"""What people were asked about clear letters, by the kind each was first read as; acts by their verb."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from linkbot.model.question import About, Act, QuestionState, Verb
from linkbot.store import SqlStore

from .values import NOW, a_decision, a_message, a_question


def test_proofs_bear_the_kind_of_their_message_and_come_in_the_order_they_were_asked(store: SqlStore) -> None:
    first = a_question("q-1", about=About.CHECK, message="m-1", asked_at=NOW)
    later = a_question("q-2", about=About.CONFIRM, message="m-2", asked_at=NOW + timedelta(days=3))
    others = (
        a_question("q-3", about=About.KIND, message="m-1", asked_at=NOW),
        a_question("q-4", about=About.CHECK, message=None, asked_at=NOW),
    )
    with store.begin() as transaction:
        transaction.add_message(a_message("m-1", kind="first_chaser"))
        transaction.add_message(a_message("m-2", kind="final_chaser"))
        transaction.commit_decision(None, a_decision(questions=(later, first, *others)), NOW)
        found = transaction.proofs()
        assert [(one.question, one.kind, one.about, one.is_open) for one in found] == [
            ("q-1", "first_chaser", About.CHECK, True),
            ("q-2", "final_chaser", About.CONFIRM, True),
        ]
        assert [one.question for one in transaction.proofs("final_chaser")] == ["q-2"]
        assert [one.question for one in transaction.proofs(since=NOW + timedelta(days=1))] == ["q-2"]


def test_an_answer_and_its_time_are_part_of_a_proof_and_a_question_settled_otherwise_has_none(store: SqlStore) -> None:
    asked = [a_question(f"q-{n}", about=About.CHECK, message="m-1", asked_at=NOW) for n in (1, 2)]
    with store.begin() as transaction:
        transaction.add_message(a_message("m-1", kind="first_chaser"))
        transaction.commit_decision(None, a_decision(questions=tuple(asked)), NOW)
        said = replace(asked[0], version=1, state=QuestionState.ANSWERED, answer="no", answered_at=NOW)
        transaction.commit_decision(None, a_decision(questions=(said,), answered=("q-2",)), NOW)
        answered, settled = transaction.proofs()
    assert (answered.answer, answered.answered_at, answered.corrected, answered.is_open) == ("no", NOW, True, False)
    assert (settled.answer, settled.confirmed, settled.corrected, settled.is_open) == (None, False, False, False)


def test_acts_are_found_by_their_verb(store: SqlStore) -> None:
    acts = [Act(verb.value, NOW, "robin", verb, "first_chaser", "on", "seen") for verb in (Verb.TRUST, Verb.DONE)]
    with store.begin() as transaction:
        for act in acts:
            transaction.add_act(act)
        assert transaction.acts(verb=Verb.TRUST) == (acts[0],)
        assert transaction.acts(NOW + timedelta(days=1), verb=Verb.TRUST) == ()
