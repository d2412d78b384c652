"""The audit log stands with what it records or not at all, holds no content, and shows when it was tampered with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from linkbot.engine.audit import broken_at, link, person
from linkbot.model.audit import AuditEntry, AuditHead, AuditNote, Happened
from linkbot.model.outbox import OutboxState
from linkbot.model.question import Act, Verb
from linkbot.ports import Override
from linkbot.store import SqlStore

from .values import NOW, a_case, a_decision, a_message, a_question, a_task, an_event, an_intent

CASE, SECRET = "LGSCO 23 012 345", "Mrs Ottoline Vance fell ill"


def a_working_day(store: SqlStore) -> None:
    decision = a_decision(
        cases=(a_case(complainant=SECRET),),
        tasks=(a_task(text=SECRET, title=SECRET),),
        events=(an_event(),),
        questions=(a_question(reading=SECRET, quote=SECRET),),
        intents=(an_intent("k1"), an_intent("k2")),
    )
    with store.begin() as tx:
        tx.add_message(a_message(cases=(CASE,), subject=SECRET))
        tx.commit_decision("m1", decision, NOW)
    with store.begin() as tx:
        tx.add_act(Act("a1", NOW, "Ines Castell", Verb.DONE, a_task().id, SECRET, SECRET))
        tx.add_override(Override("m1", "kind", SECRET, "a1"))
        assert tx.claim("k1", "token", timedelta(minutes=1), NOW)
        assert tx.settle("k1", "token", OutboxState.DONE, NOW, receipt=SECRET)
        assert tx.settle("k2", None, OutboxState.WITHDRAWN, NOW, by="Ines Castell")


def entries(store: SqlStore) -> tuple[AuditEntry, ...]:
    with store.begin() as tx:
        return tx.audit()


def test_each_thing_that_happened_is_on_record_once_with_who_and_of_what(store: SqlStore) -> None:
    a_working_day(store)
    notes = [entry.note for entry in entries(store)]
    ines = person("ines  castell")
    assert [(note.what, note.who, note.case, note.subject) for note in notes] == [
        (Happened.DECIDED, "linkbot", CASE, "m1"),
        (Happened.ASKED, "linkbot", a_question().case, a_question().id),
        (Happened.ACTED, ines, CASE, "a1"),
        (Happened.OVERRODE, ines, CASE, "m1"),
        (Happened.DELIVERED, "linkbot", notes[4].case, "k1"),
        (Happened.DELIVERED, ines, notes[5].case, "k2"),
    ]
    assert notes[2].about == "done" and notes[4].about.endswith("done") and notes[5].about.endswith("withdrawn")
    with store.begin() as tx:
        assert tx.audit(case="another") == () and len(tx.audit(case=CASE)) >= 3
        assert tx.audit(since=NOW + timedelta(days=1)) == ()


def test_no_name_and_no_content_gets_into_it(store: SqlStore) -> None:
    a_working_day(store)
    told = repr(entries(store))
    assert not any(word in told for word in (*SECRET.split(), "Ines", "Castell"))


def test_what_is_rolled_back_was_never_on_record(store: SqlStore) -> None:
    a_working_day(store)
    before = entries(store)
    with pytest.raises(RuntimeError), store.begin() as tx:
        tx.add_act(Act("a2", NOW, "Ines", Verb.DONE, "x", None, ""))
        raise RuntimeError("cut off")
    assert entries(store) == before
    with store.begin() as tx:
        assert not tx.add_act(Act("a1", NOW, "Ines", Verb.DONE, "x", None, ""))  # twice is once
    assert entries(store) == before and broken_at(before) is None


def test_a_row_of_the_spreadsheet_is_no_deed(store: SqlStore) -> None:
    from linkbot.model.effect import UpdateSheet
    from linkbot.model.outbox import Intent

    with store.begin() as tx:
        row = Intent("s1", UpdateSheet(case=CASE, row_key=f"case:{CASE}", revision=1))
        tx.commit_decision(None, a_decision(intents=(row,)), NOW)
        before = tx.audit_head()
        tx.claim("s1", "token", timedelta(minutes=1), NOW)
        tx.settle("s1", "token", OutboxState.DONE, NOW)
        assert tx.audit_head() == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE audit SET who = 'linkbot' WHERE number = 3",
        "UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE number = 1",
        "UPDATE audit SET why = NULL WHERE number = 2",
        "DELETE FROM audit WHERE number = 4",
        "DELETE FROM audit WHERE number = 1",
        "UPDATE audit SET number = 40 WHERE number = 6",
    ],
)
def test_tampering_shows(store: SqlStore, harm: str) -> None:
    a_working_day(store)
    with store._engine.begin() as connection:
        connection.execute(text(harm))
    assert broken_at(entries(store)) is not None


notes = st.builds(
    AuditNote,
    what=st.sampled_from(Happened),
    who=st.sampled_from(["linkbot", person("a")]),
    at=st.just(NOW) | st.none(),
    about=st.text(max_size=5),
    case=st.none() | st.text(max_size=3),
    subject=st.none() | st.text(max_size=3),
    why=st.none() | st.text(max_size=3),
)


@given(st.lists(notes, min_size=2, max_size=8), st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_no_entry_can_be_changed_moved_or_left_out_unseen(said: list[AuditNote], data: st.DataObject) -> None:
    chain: list[AuditEntry] = []
    for note in said:
        before = AuditHead(chain[-1].number, chain[-1].digest) if chain else AuditHead(0, "")
        chain.append(link(before, note))
    assert broken_at(chain) is None
    at = data.draw(st.integers(0, len(chain) - 2))
    assert broken_at(chain[:at] + chain[at + 1 :]) == at + 1
    swapped = [*chain[:at], chain[at + 1], chain[at], *chain[at + 2 :]]
    assert broken_at(swapped) == at + 1
    other = data.draw(notes.filter(lambda note: note != chain[at].note))
    forged = AuditEntry(number=chain[at].number, note=other, digest=chain[at].digest)
    assert broken_at([*chain[:at], forged, *chain[at + 1 :]]) == at + 1
