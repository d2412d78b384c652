"""Reply dates of whole letters: what for, which of two, missed ones, and when a person must look."""

from __future__ import annotations

import pytest

from linkbot.engine.dates.deadlines import find_deadlines
from linkbot.model.deadlines_found import DeadlinesFound
from tests.engine.hand_written import LETTER, RECEIVED, acting, calendar, days, everything, replies, words


def told(found: DeadlinesFound) -> list[tuple[str, str]]:
    return [(each.purpose, str(each.on)) for each in found.deadlines]


def codes(found: DeadlinesFound) -> list[str]:
    return [each.code for each in found.doubts]


def test_a_stated_date_beats_the_count_it_repeats() -> None:
    found = replies("Please answer within 15 working days of this letter. That means no later than 23 March 2027.")
    assert told(found) == [("information", "2027-03-23")]
    assert found.deadlines[0].stated
    assert not found.doubts


def test_a_counted_date_says_how_and_has_a_safe_day_without_bank_holidays() -> None:
    (deadline,) = replies("Please answer within 20 working days of the date of this letter.").deadlines
    assert (str(deadline.on), str(deadline.safe_on)) == ("2027-04-02", "2027-03-31")
    assert deadline.basis == "20 working days from 3 March 2027 (date of the letter)"
    assert not deadline.stated


def test_receipt_is_another_start_than_the_letter() -> None:
    assert days(replies("Please answer within 7 days of receipt of this letter.")) == ["2027-03-11"]


def test_the_time_of_day_is_kept_before_and_after_the_date() -> None:
    for text in ("I need it by noon on Friday 12 March.", "Deadline: Friday 12 March, 12 noon."):
        (deadline,) = replies(text).deadlines
        assert deadline.at is not None
        assert deadline.at.isoformat() == "12:00:00"


def test_the_same_date_in_covering_mail_and_letter_is_one() -> None:
    found = replies("Please reply by 24 March 2027.", "My questions follow. I should have your reply by 24 March 2027.")
    assert told(found) == [("information", "2027-03-24")]


def test_different_dates_in_covering_mail_and_letter_are_asked_about() -> None:
    found = replies("Please reply by 24 March 2027.", "I need the council's reply by 31 March 2027.")
    assert codes(found) == ["two_for_one"]


def test_different_dates_for_different_purposes_are_normal() -> None:
    text = (
        "If the Council wishes to comment it should do so by 17 March 2027. Please send me the file by 24 March 2027."
    )
    found = replies(text, kind="new_notification")
    assert told(found) == [("comments", "2027-03-17"), ("information", "2027-03-24")]
    assert not found.doubts


def test_a_date_that_was_missed_is_no_deadline_and_is_told() -> None:
    text = "We asked for the file by 26 February. It has not come. Please send it within five working days."
    found = replies(text, kind="first_chaser")
    assert told(found) == [("information", "2027-03-10")]
    assert [str(day) for day in found.missed_on] == ["2027-02-26"]


def test_a_chaser_for_a_remedy_asks_for_evidence() -> None:
    text = "The Council agreed to say sorry and pay £200 by 26 February 2027. Please send proof by 12 March 2027."
    assert told(replies(text, kind="first_chaser")) == [("evidence", "2027-03-12")]


@pytest.mark.parametrize(
    ("kind", "ombudsman", "text", "purpose"),
    [
        ("draft_decision", "lgsco", "Tell me by 17 March 2027 if any fact is wrong, please.", "comments"),
        ("public_report", "lgsco", "Please send any comments by 17 March 2027.", "comments"),
        ("new_notification", "ho", "Please upload the repair log by 17 March 2027.", "evidence"),
        ("information_request", "ho", "Please issue your stage 2 reply to her by 17 March 2027.", "information"),
        ("information_request", "lgsco", "Please attend a meeting to be held by 17 March 2027.", "meeting"),
        ("press_notice", "ho", "Please send your learning statement by 17 March 2027.", "information"),
    ],
)
def test_the_purpose_follows_the_words_and_the_kind(kind: str, ombudsman: str, text: str, purpose: str) -> None:
    assert told(replies(text, kind=kind, ombudsman=ombudsman)) == [(purpose, "2027-03-17")]


def test_a_threat_is_a_way_of_asking() -> None:
    text = "If it is not here by 12 March 2027 I will issue a witness summons."
    assert days(replies(text, kind="final_chaser")) == ["2027-03-12"]


def test_proposed_terms_are_not_our_reply_date() -> None:
    text = "Would the landlord agree to pay £90 and mend the gate within 28 days? Please answer within 5 working days."
    assert days(replies(text, kind="early_resolution", ombudsman="ho")) == ["2027-03-10"]


def test_a_draft_names_times_that_do_not_run_yet() -> None:
    text = "Within one month of my final decision the Council should pay £100. Please comment by 17 March 2027."
    assert told(replies(text, kind="draft_decision")) == [("comments", "2027-03-17")]


def test_the_date_for_asking_for_more_time_is_not_the_deadline() -> None:
    text = "Please send it by 24 March 2027. If you need longer please contact me by 17 March 2027."
    assert days(replies(text)) == ["2027-03-24"]


def test_an_extension_in_a_sentence_about_the_past_counts() -> None:
    text = "We asked for your file by 1 March 2027 and agreed to extend that to 15 March 2027."
    assert days(replies(text, kind="extension_decision")) == ["2027-03-15"]


def test_list_items_share_the_date_of_their_lead_in() -> None:
    text = "By 24 March 2027 please send:\n1. the log\n2. the policy (by 31 March 2027)\n"
    assert days(replies(text)) == ["2027-03-24", "2027-03-31"]


def test_kinds_that_ask_nothing_set_no_date() -> None:
    assert replies("Book your place by 12 March 2027, please.", kind="newsletter") == DeadlinesFound()


def test_footers_do_not_count() -> None:
    text = "Please see attached.\nPlease complete our survey by 12 March 2027."
    letter = acting(text).letters[0]
    footed = acting(text)
    footed = type(footed)(
        (type(letter)(letter.role, letter.source, text, boilerplate=((21, len(text)),)),),
        False,
        None,
        (),
        (),
        "",
        None,
        "lgsco",
    )
    found = find_deadlines(
        footed, kind=None, letter_date=LETTER, received_on=RECEIVED, calendar=calendar(), rules=words()
    )
    assert found == DeadlinesFound()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Please reply by 2 March 2027.", "before_letter"),
        ("Please reply by 12 March 2029.", "too_far"),
        ("Please reply by Friday 11 March 2027.", "weekday"),
        ("Please reply by 05/25/2027.", "weekday"),
        ("Please reply within two weeks of the joint inspection.", "unknown_event"),
        ("Please send your reply by 12 March 2027. A reply is required by 19 March 2027.", "two_for_one"),
    ],
)
def test_an_odd_date_goes_to_a_person(text: str, code: str) -> None:
    assert codes(replies(text)) == [code]


def test_a_clock_without_its_event_keeps_its_phrase() -> None:
    (deadline,) = replies("Please reply within two weeks of the joint inspection.").deadlines
    assert deadline.on is None
    assert deadline.safe_on is None
    assert deadline.phrase == "within two weeks of the joint inspection"


def test_an_orders_date_is_not_a_reply_date_too() -> None:
    text = "The landlord must pay £100 by 31 March 2027.\n\nPlease send us evidence by 31 March 2027."
    assert told(everything(text, kind="final_determination", ombudsman="ho")) == [("order 1", "2027-03-31")]
