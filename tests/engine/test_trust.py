"""How far a kind has earned trust: the bound, the counts, who is looked at, and when trust is lost. Values only."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.casework.work import Moment
from linkbot.engine.trust.sampling import is_drawn, wants_check
from linkbot.engine.trust.switching import asked_first, lost, switch_of
from linkbot.engine.trust.tally import opinion, percent, record_of
from linkbot.engine.trust.wilson import Z, lower_bound, needed
from linkbot.model.question import About, Act, Verb
from linkbot.model.trust import EVERYTHING, Automation, Proof, Switch

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
KIND = "first_chaser"
BY_TRUST = Automation()


def proof(n: int, answer: str | None, *, about: About = About.CHECK, kind: str = KIND, days: int = 0) -> Proof:
    asked = AT + timedelta(days=days, minutes=n)
    answered = asked + timedelta(hours=1) if answer else None
    return Proof(f"q-{n}", about, kind, asked, answer is None, "LGSCO 26 104 377", answer, answered)


def proofs(answers: str, **more: object) -> list[Proof]:
    """`y` a yes, `n` a no, `.` not answered."""
    said = {"y": "yes", "n": "no", ".": None}
    return [proof(n, said[one], **more) for n, one in enumerate(answers)]  # type: ignore[arg-type]


def act(value: str, *, days: int = 0, kind: str = KIND, by: str = "Marian Osei") -> Act:
    return Act(f"a-{days}-{value}", AT + timedelta(days=days), by, Verb.TRUST, kind, value, "it reads them well")


@pytest.mark.parametrize(
    ("right", "of", "bound"),
    [
        (0, 0, 0.0),
        (0, 10, 0.0),
        (1, 1, 0.2699),
        (10, 10, 0.7871),
        (300, 300, 0.9911),
        (600, 600, 0.9955),
    ],
)
def test_the_lower_bound_is_wilsons(right: int, of: int, bound: float) -> None:
    """None wrong in 300 says at least 99 %, in 600 at least 99.5 %."""
    assert lower_bound(right, of) == pytest.approx(bound, abs=0.0001)


@pytest.mark.parametrize(("right", "of"), [(19, 20), (297, 300), (1, 7), (539, 540)])
def test_the_bound_is_where_the_share_would_just_be_a_surprise(right: int, of: int) -> None:
    """Wilson's own definition: the truth from which the share seen lies one quantile of its spread away."""
    bound, share = lower_bound(right, of), right / of
    assert bound < share
    assert (share - bound) ** 2 == pytest.approx(Z * Z * bound * (1 - bound) / of)


@given(of=st.integers(1, 2000), data=st.data())
def test_the_bound_lies_below_the_share_and_grows_with_what_is_right(of: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, of))
    assert 0 <= lower_bound(right, of) <= right / of
    assert lower_bound(right, of) <= lower_bound(right + 1, of + 1)
    assert lower_bound(right, of + 1) <= lower_bound(right, of)


@pytest.mark.parametrize(("right", "of"), [(2, 1), (-1, 1)])
def test_more_right_than_there_are_is_a_fault(right: int, of: int) -> None:
    with pytest.raises(ValueError, match="right of"):
        lower_bound(right, of)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.95, 0.98, 0.99, 0.995])
def test_the_number_needed_is_the_smallest_that_will_do(share: float) -> None:
    enough = needed(share)
    assert lower_bound(enough, enough) >= share - 1e-12 > lower_bound(enough - 1, enough - 1)


def test_the_numbers_people_ask_for() -> None:
    assert (needed(0.95), needed(0.99), needed(0.995)) == (52, 268, 539)


@pytest.mark.parametrize(("share", "said"), [(0.9499, "94 %"), (0.9911, "99.1 %"), (0.99, "99 %"), (0.9899, "98 %")])
def test_a_share_is_never_rounded_up(share: float, said: str) -> None:
    assert percent(share) == said


def test_nothing_acts_alone_until_a_person_says_so_and_their_latest_word_holds() -> None:
    assert not switch_of(KIND, BY_TRUST, []).on
    on = switch_of(KIND, BY_TRUST, [act("on")])
    assert (on.on, on.by, on.since, on.reason) == (True, "Marian Osei", AT, "it reads them well")
    assert not switch_of(KIND, BY_TRUST, [act("on"), act("off", days=1)]).on
    assert not switch_of("final_chaser", BY_TRUST, [act("on")]).on
    assert switch_of(KIND, BY_TRUST, [act("on"), act("off", days=1)], at=AT + timedelta(hours=1)).on


def test_the_configuration_holds_where_nobody_has_said_anything() -> None:
    assert switch_of(KIND, EVERYTHING, []).on
    assert not switch_of(KIND, EVERYTHING, [act("off")]).on, "a person's no goes before the configuration's all"
    listed = Automation(kinds=frozenset({KIND}))
    assert asked_first([KIND, "final_chaser"], listed, []) == {"final_chaser"}


def test_two_corrections_among_the_last_twenty_checks_switch_a_kind_off() -> None:
    on = switch_of(KIND, BY_TRUST, [act("on", days=-1)])
    assert [one.question for one in lost(on, proofs("nyyyyyyyyyyyyyyyyyyn"))] == ["q-0", "q-19"]
    assert lost(on, proofs("nyyyyyyyyyyyyyyyyyyyn")) == (), "the first has left the last twenty"
    assert lost(on, proofs("yyyyyn")) == ()
    assert lost(on, proofs("n.n")), "what nobody answered counts for nothing"


def test_only_checks_of_its_own_since_it_was_switched_on_count_against_a_kind() -> None:
    on = switch_of(KIND, BY_TRUST, [act("on", days=5)])
    assert lost(on, proofs("nn")) == (), "the person who switched it on had seen these"
    assert lost(on, proofs("nn", days=6))
    assert lost(on, proofs("nn", days=6, about=About.CONFIRM)) == (), "it had not acted on these"
    assert lost(on, proofs("nn", days=6, kind="final_chaser")) == ()
    assert lost(Switch(KIND, on=False), proofs("nn", days=6)) == (), "what is off cannot be switched off"


def test_the_kind_it_was_read_as_confirms_as_a_yes_does() -> None:
    record = record_of(
        KIND, [proof(1, KIND), proof(2, "yes"), proof(3, "final_chaser"), proof(4, None)], EVERYTHING, []
    )
    assert (record.confirmed, record.corrected, record.unanswered) == (2, 1, 1)


def test_a_check_put_before_the_kind_acted_alone_is_no_sample() -> None:
    """Of watching and drafting each letter is asked about; only afterwards is it a sample of what nobody saw."""
    asked = [*proofs("yyn"), *proofs("yn", days=9)]
    record = record_of(KIND, asked, BY_TRUST, [act("on", days=8)])
    assert (record.confirmed, record.corrected) == (3, 2)
    assert (record.sampled_right, record.sampled_wrong) == (1, 1)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        (0, 0, "Nothing has been confirmed yet: nothing can be said."),
        (12, 0, "None wrong in 12: at least 81 % are right. Too little to rely on: 40 more without a correction"),
        (52, 0, "None wrong in 52: at least 95 % are right. 133 without one would say 98 %."),
        (300, 0, "None wrong in 300: at least 99.1 % are right. 539 without one would say 99.5 %."),
        (299, 1, "1 wrong in 300: at least 98 % are right."),
        (40, 3, "3 wrong in 43: at least 83 % are right. Too little to rely on"),
    ],
)
def test_the_figures_are_put_into_words(right: int, wrong: int, words: str) -> None:
    asked = [proof(n, "yes" if n < right else "no") for n in range(right + wrong)]
    assert opinion(record_of(KIND, asked, BY_TRUST, [])).startswith(words)


def moment(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, 11, tzinfo=UTC), day)


def digest(n: int) -> str:
    return hashlib.sha256(str(n).encode()).hexdigest()


@pytest.mark.parametrize("share", [2, 3, 5])
def test_of_many_letters_about_so_many_of_a_hundred_are_drawn_and_the_same_each_time(share: int) -> None:
    drawn = [n for n in range(20_000) if is_drawn(digest(n), share)]
    assert drawn == [n for n in range(20_000) if is_drawn(digest(n), share)]
    assert abs(len(drawn) / 20_000 - share / 100) < 0.005


def test_the_first_letter_of_a_kind_in_a_week_is_always_looked_at() -> None:
    never = "f" * 64
    friday, monday = moment(date(2026, 11, 6)), moment(date(2026, 11, 9))
    earlier = [proof(1, None)]  # Monday the second
    assert wants_check(KIND, digest=never, proofs=[], percent=2, moment=friday)
    assert not wants_check(KIND, digest=never, proofs=earlier, percent=2, moment=friday)
    assert wants_check(KIND, digest="0" * 64, proofs=earlier, percent=2, moment=friday)
    assert wants_check(KIND, digest=never, proofs=earlier, percent=2, moment=monday)
    assert wants_check("final_chaser", digest=never, proofs=earlier, percent=2, moment=friday)
    asked_before = [proof(1, "yes", about=About.CONFIRM)]
    assert wants_check(KIND, digest=never, proofs=asked_before, percent=2, moment=friday), "that was no sample"
    assert not wants_check(KIND, digest="0" * 64, proofs=[], percent=0, moment=friday)
