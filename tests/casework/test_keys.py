"""Identities: the same causes give the same keys, other causes other ones, and the order of reading is no cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from linkbot.engine.casework.keys import digest, effect_key, event_id, letter_digest
from linkbot.engine.items.same_items import meet
from linkbot.model.effect import UpdateSheet
from linkbot.model.item import Item

from .builders import CASE, a_reading, a_recommendation, a_task, after, an_order, decided

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
PARTS = st.tuples(WORDS, WORDS, WORDS, WORDS, st.integers(0, 9))


def key(parts: tuple[str, str, str, str, int]) -> str:
    cause, step, subject, role, revision = parts
    return effect_key(cause=cause, step=step, subject=subject, role=role, revision=revision)


@given(PARTS, PARTS)
def test_an_effect_s_key_is_its_five_parts_and_nothing_else(
    one: tuple[str, str, str, str, int], other: tuple[str, str, str, str, int]
) -> None:
    assert (key(one) == key(other)) is (one == other)


@given(st.lists(st.none() | WORDS, max_size=4), st.lists(st.none() | WORDS, max_size=4))
def test_no_two_lists_of_parts_meet(one: list[str | None], other: list[str | None]) -> None:
    same = [part or "" for part in one] == [part or "" for part in other] and len(one) == len(other)
    assert (digest(*one) == digest(*other)) is same


@given(st.lists(st.sampled_from(["The", "quick,", "brown", "–", "fox;"]), min_size=1), st.sampled_from(["\n> ", " \n"]))
def test_a_letter_is_its_words_however_a_forward_wraps_them(words: list[str], gap: str) -> None:
    assert letter_digest((" ".join(words),)) == letter_digest((gap.join(words).upper(),))


def test_one_text_of_one_date_is_one_letter_and_another_date_another() -> None:
    def event(on: date, reference: str = "26 104 377") -> str:
        return event_id(ombudsman="lgsco", reference=reference, letter_on=on, letter_digest="d")

    assert event(date(2026, 11, 2)) != event(date(2026, 11, 3))
    assert event(date(2026, 11, 2)) != event(date(2026, 11, 2), "26 104 388")


TEXTS = st.sampled_from(["Apologise.", "Pay £250.", "Survey the roof.", "Train the staff.", "Review the policy."])
DUE_DATES = st.dates(date(2026, 11, 9), date(2027, 1, 29))
ITEMS = st.lists(
    st.builds(
        lambda recommends, number, text, due: (
            a_recommendation(number, text, due) if recommends else an_order(number, text, due)
        ),
        st.booleans(),
        st.integers(1, 7),
        TEXTS,
        DUE_DATES,
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=100)
@given(ITEMS, st.randoms(use_true_random=False))
def test_items_read_again_in_any_order_make_no_new_mail_and_no_new_task(items: list[Item], random: object) -> None:
    reading = a_reading("final_determination", items=tuple(items), text="the report")
    first = decided(reading)
    assert len(first.tasks) == len(items)  # none merged, none lost
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = decided(replace(reading, items=tuple(shuffled)), after(first))
    known = {i.key for i in first.intents}
    new = [i.effect for i in again.intents if i.key not in known and not isinstance(i.effect, UpdateSheet)]
    assert not [t for t in again.tasks if t.version == 0]
    assert all(e.effect == "ask_person" for e in new)
    identities = [(i.kind, i.number, i.text) for i in items]
    if len(set(identities)) == len(items):
        assert new == [] and again.questions == ()


@given(ITEMS, ITEMS)
def test_meeting_is_one_to_one_and_leaves_nobody_out(before: list[Item], now: list[Item]) -> None:
    tasks = decided(a_reading("final_determination", items=tuple(before))).tasks
    meeting = meet(now, tasks)
    assert len(meeting.pairs) + len(meeting.new) == len(now)
    met = [task.id for _, task in meeting.pairs]
    assert sorted([*met, *(t.id for t in meeting.gone)]) == sorted(t.id for t in tasks)


@given(st.integers(0, 400), st.sampled_from(["information_request", "final_determination", "first_chaser"]))
def test_a_decision_is_the_same_whenever_it_is_made_again(days: int, kind: str) -> None:
    """The keys hold no clock: what was decided before a crash is recognised after it."""
    on = date(2026, 11, 2) + timedelta(days=days)
    reading = a_reading(kind, on=on, reply_by=on + timedelta(days=20), items=(an_order(1, "Apologise.", on),))
    files = [] if kind == "information_request" else [after(decided(a_reading(on=on, reply_by=on)))]
    one, two = decided(reading, *files), decided(reading, *files)
    assert one == two and len({i.key for i in one.intents}) == len(one.intents)


def test_task_ids_are_given_once() -> None:
    assert a_task(3, due=None).id == f"{CASE}/3"
    file = after(decided(a_reading(reply_by=date(2026, 11, 27), text="one")))
    second = decided(a_reading(reply_by=date(2026, 11, 27), text="two"), file, message="m-2")
    assert [t.id for t in second.tasks] == [f"{CASE}/2"]
