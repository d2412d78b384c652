"""Erasing takes a case's rows out and nothing of another's; what both need stays with the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from linkbot.model.complaint import Complaint
from linkbot.model.erasure import Erasure
from linkbot.model.mail import ExtractedText, TextStatus
from linkbot.model.question import About, Act, Verb
from linkbot.model.slip import Slip
from linkbot.ports import MessageStatus, Override
from linkbot.store import SqlStore
from linkbot.store.parts.erasing import NOT_OF_A_CASE, OF_A_CASE
from linkbot.store.tables import METADATA

from .values import NOW, a_case, a_decision, a_message, a_question, a_task, an_event, an_intent, an_invitation

CASE, OTHER, SECRET = "LGSCO 23 012 345", "LGSCO 23 099 999", "Ottoline Vance"


def two_cases(store: SqlStore) -> tuple[str, str]:
    """`m1` is the first case's alone, `m2` both's; answers the digests of their octets."""
    alone, both = store.keep_octets(b"alone " + SECRET.encode()), store.keep_octets(b"both")
    ours, theirs = a_case(complainant=SECRET), a_case(OTHER)
    with store.begin() as tx:
        tx.save_complaints([Complaint(reference="CRM-1", name=SECRET)])
        tx.add_message(a_message("m1", octets_digest=alone, cases=(CASE,), subject=SECRET, message_id="x@y"))
        tx.add_message(a_message("m2", octets_digest=both, cases=(CASE, OTHER), subject="for both"))
        tx.save_texts(alone, (ExtractedText(0, TextStatus.READ, (SECRET,)),))
        tx.commit_decision(
            None,
            a_decision(
                cases=(ours, theirs),
                tasks=(a_task(text=SECRET), a_task(f"{OTHER}/1")),
                events=(an_event(message="m1"),),
                invitations=(an_invitation(),),
                questions=(
                    a_question("q-1", case=CASE, reading=SECRET),
                    a_question("q-2", case=CASE, about=About.CONFIRM, message="m1", quote=SECRET),
                    a_question("q-3", case=OTHER),
                ),
                intents=(an_intent("k1"), an_intent("k2")),
            ),
            NOW,
        )
        answered = tx.question("q-2")
        assert answered is not None
        tx.commit_decision(None, a_decision(questions=(replace(answered, answer=SECRET, answered_by="Ines"),)), NOW)
        tx.add_act(Act("a1", NOW, "Ines", Verb.DONE, f"{CASE}/1", None, SECRET))
        tx.add_act(Act("a2", NOW, "Ines", Verb.DONE, f"{OTHER}/1", None, "theirs"))
        tx.add_override(Override("m1", "kind", SECRET, "a1"))
        tx.add_slips([Slip("t", 1, "q-1", "x@anytown.gov.uk", NOW), Slip("t", 2, "q-3", "x@anytown.gov.uk", NOW)])
        tx.remember_sent("sent@us", CASE, f"{CASE}/1")
        tx.remember_sent("sent@us", OTHER, None)
    return alone, both


WHAT = Erasure(
    case=CASE,
    tasks=(f"{CASE}/1",),
    messages=("m1",),
    shared=("m2",),
    questions=("q-1",),
    proofs=("q-2",),
    acts=("a1",),
    entries=("k1",),
    complaint="CRM-1",
)


def test_every_table_is_known_to_hold_something_of_a_case_or_not() -> None:
    assert set(METADATA.tables) == OF_A_CASE | NOT_OF_A_CASE and not OF_A_CASE & NOT_OF_A_CASE


def test_what_is_a_cases_goes_and_what_another_needs_stays(store: SqlStore) -> None:
    alone, both = two_cases(store)
    with store.begin() as tx:
        before = tx.audit()
        done = tx.erase(WHAT)
    assert done.octets == (alone,) and dict(done.rows)["cases"] == 1
    with store.begin() as tx:
        assert [file.case.id for file in tx.cases()] == [OTHER] and tx.task(f"{CASE}/1") is None
        left, shared = tx.message("m1"), tx.message("m2")
        assert left is not None and left.is_erased and left.status is MessageStatus.DISCARDED
        assert (left.subject, left.sender, left.message_id, left.cases, left.handle) == (None, None, None, (), "")
        assert not tx.add_message(a_message("m1"))  # it is known, and does not come again
        assert shared is not None and shared.cases == (OTHER,) and shared.subject == "for both"
        assert tx.question("q-1") is None and tx.question("q-3") is not None
        proof = tx.question("q-2")
        assert proof is not None and (proof.answer, proof.quote, proof.answered_by) == ("no", "", None)
        assert [act.id for act in tx.acts()] == ["a2"] and tx.overrides("m1") == () and tx.texts(alone) is None
        assert [slip.target for slip in tx.slips("t")] == ["q-3"] and tx.entry("k1") is None and tx.entry("k2")
        assert tx.cases_of_thread(["sent@us"]) == (OTHER,) and not tx.has_complaints()
        assert tx.audit() == before
    assert store.erase_octets([alone, both]) == 1 and store.erase_octets([alone]) == 0
    assert store.octets(both) == b"both"
    store.leave_no_trace()


def test_no_word_of_it_is_left_in_any_file(store: SqlStore, tmp_path: Path) -> None:
    alone, _ = two_cases(store)
    with store.begin() as tx:
        tx.erase(WHAT)
    store.erase_octets([alone])
    store.leave_no_trace()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files and not [path for path in files if SECRET.encode() in path.read_bytes()]
