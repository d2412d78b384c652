"""No date is lost in silence: each is taken, explained, or asked about; `explain` tells which and from what it counts.

The letter is of Wednesday 3 March 2027 and came the day after.
"""

from __future__ import annotations

import pytest

from linkbot.engine.explain_dates import mention_json, mention_line
from linkbot.engine.mail.boilerplate import boilerplate
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.deadlines_found import DeadlinesFound
from linkbot.rulebook.boilerplate import load_boilerplate
from linkbot.toml_document import Fault
from tests.engine.hand_written import RULES, days, everything

POLICY = "how long it may take at any time, by a policy or habit"


def codes(found: DeadlinesFound) -> list[str]:
    return [doubt.code for doubt in found.doubts]


def whys(found: DeadlinesFound) -> list[str]:
    return [mention.why for mention in found.mentions]


@pytest.mark.parametrize(
    "text",
    [
        "The landlord must hand the keys to the surveyor on 18 March 2027. Please answer our letter by 25 March 2027.",
        "The council is to have the ramp in use on 22 April 2027, and please tell us more by 25 March 2027.",
    ],
)
def test_a_day_on_which_we_must_do_something_that_no_rule_takes_is_asked_about(text: str) -> None:
    found = everything(text, kind="information_request")
    assert days(found) == ["2027-03-25"]
    assert codes(found) == ["unaccounted"]
    assert "not accounted for" in found.doubts[0].sentence


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("She can ask for a review until 24 March 2027.", "for asking for a review"),
        ("The tenant must leave by 19 March 2027 as her lease ends.", "somebody else's date"),
        ("The policy gives it five working days to inspect.", POLICY),
        ("A visit should follow within two days of a report.", POLICY),
        ("We aim to decide by 30 April 2027.", "what the ombudsman or somebody else plans"),
    ],
)
def test_a_date_that_is_not_ours_is_explained_and_asks_nothing(text: str, why: str) -> None:
    found = everything(f"Please reply by 25 March 2027.\n\n{text}", kind="information_request")
    assert days(found) == ["2027-03-25"]
    assert codes(found) == []
    assert why in whys(found)


@pytest.mark.parametrize(
    "text",
    [
        "The Council should have moved the family within six weeks.",
        "The landlord ought to have told her within ten days what it would do.",
        "It could have rehoused them within two months.",
    ],
)
def test_what_was_not_done_in_its_time_asks_nothing(text: str) -> None:
    assert codes(everything(f"Please reply by 25 March 2027.\n\n{text}", kind="information_request")) == []


def test_of_the_date_asked_for_and_the_one_given_only_the_second_counts() -> None:
    text = "We agree to move the deadline from 10 March 2027 to 19 March 2027. We cannot wait until 31 March 2027."
    found = everything(text, kind="extension_decision")
    assert days(found) == ["2027-03-19"]
    assert "a date that is refused" in whys(found)
    assert codes(found) == []


def test_more_time_that_depends_on_something_is_asked_about_and_sets_no_day() -> None:
    text = "I might agree to another ten working days, only if you tell me first what is missing."
    found = everything(text, kind="extension_decision")
    assert days(found) == []
    assert "conditional" in codes(found)


def test_a_covering_mail_that_says_another_day_for_the_orders_is_asked_about() -> None:
    report = "Determination\n\nOrders\n\n1. The landlord must apologise to the resident by 7 April 2027."
    at_odds = everything("All orders must be complied with by 31 March 2027.", report, kind="final_determination")
    agreed = everything("All orders must be complied with by 7 April 2027.", report, kind="final_determination")
    assert "two_for_one" in codes(at_odds)
    assert codes(agreed) == []


def test_two_points_of_a_list_may_have_two_dates() -> None:
    text = "1. The log. I need it by 12 March 2027.\n\n2. The plan. I need it by 19 March 2027."
    found = everything(text, kind="information_request")
    assert days(found) == ["2027-03-12", "2027-03-19"]
    assert codes(found) == []


@pytest.mark.parametrize("head", ["Needed by", "By when", "Target", "To be with us by", "Last day for this"])
def test_a_column_of_due_dates_is_known_by_its_head_whatever_a_row_tells(head: str) -> None:
    table = f"No | Paper | {head}\n1 | The agreement dated 4 June 2026 | 12 March 2027\n2 | The log | 19 March 2027"
    assert days(everything(table, kind="information_request")) == ["2027-03-12", "2027-03-19"]


def test_a_table_that_lost_its_columns_is_read_by_its_head_and_its_line_ends() -> None:
    table = (
        "No. What we want To be received by\n1 The log 12 March 2027\n2 Records from 1 May 2025 to 31\nJanuary 2027\n"
        "19 March 2027\n3 The plan 12 March 2027\nThe landlord wrote to her on 14 January 2027."
    )
    assert days(everything(table, kind="information_request")) == ["2027-03-12", "2027-03-19"]


def test_a_count_that_does_not_come_to_the_day_given_for_it_is_asked_about() -> None:
    wrong = everything("Please reply within 10 working days, which is 24 March 2027.", kind="information_request")
    right = everything("Please reply within 10 working days, which is 17 March 2027.", kind="information_request")
    assert codes(wrong) == ["count"]
    assert codes(right) == []


def test_what_will_follow_otherwise_is_no_deadline_but_its_condition_is() -> None:
    text = "A summons will be issued on 16 March 2027. A summons will be issued if I do not have it by 12 March 2027."
    assert days(everything(text, kind="final_chaser")) == ["2027-03-12"]


def test_the_papers_of_a_stretch_of_days_are_no_deadline() -> None:
    text = "Please send the records from 5 April to 30 June 2026 by 12 March 2027."
    found = everything(text, kind="information_request")
    assert (days(found), codes(found)) == (["2027-03-12"], [])


def test_two_columns_of_dates_are_both_read() -> None:
    table = "No | Paper | Was due | New date\n1 | The log | 26 February 2027 | 19 March 2027"
    assert days(everything(table, kind="information_request")) == ["2027-03-19"]


@pytest.mark.parametrize("written", ["monday 17 March 2027", "MONDAY 17 MARCH 2027", "Mon 17 march 2027"])
def test_a_weekday_that_does_not_fit_is_asked_about_in_any_case_of_letters(written: str) -> None:
    assert "weekday" in codes(everything(f"Please reply by {written}.", kind="information_request"))


def test_each_date_is_told_with_what_it_counts_from() -> None:
    text = "Please reply within 15 working days of the date of this letter. Send the plan within a week of the visit."
    found = everything(text, kind="information_request")
    assert [mention.anchor for mention in found.mentions] == [
        "15 working days from 3 March 2027 (date of the letter)",
        "starts from the visit, which the letter does not date",
    ]
    told = mention_json(found.mentions[0])
    assert (told["on"], told["taken"], told["why"]) == ("2027-03-24", True, "it is asked for")
    assert mention_line(found.mentions[1], "x") == "  other date  “x” in body: it is asked for"


FOOTERS = [
    "Not the person we wrote to? Then you may not keep this; let us know within two days.",
    "For the named recipient only. Anybody else must destroy it within 24 hours and may not pass it on.",
    "Sent to you by accident? Please notify us within one working day. Company number 01234567.",
]
LETTERS = [
    "This draft is confidential. You must not show it to anybody. Please comment within 10 working days.",
    "The letter reached the wrong person and the landlord must explain why by 12 March 2027.",
    "Please delete the note within five working days and tell us when you have.",
]


def rules() -> BoilerplateRules:
    faults: list[Fault] = []
    return load_boilerplate(RULES / "boilerplate.toml", faults)


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_legal_footer_is_known_by_what_it_says(footer: str) -> None:
    text = f"Dear Ms Farrow\n\nPlease reply soon.\n\nYours sincerely\nP Lyle\n\n{footer}"
    assert [text[start:end] for start, end in boilerplate(text, rules())] == [footer]


@pytest.mark.parametrize("said", LETTERS)
def test_a_letter_that_only_sounds_like_a_footer_stays_a_letter(said: str) -> None:
    assert boilerplate(f"Dear Ms Farrow\n\nHello.\n\n{said}\n\nYours sincerely\nP Lyle", rules()) == ()


def test_what_looks_like_a_footer_in_the_midst_of_a_letter_is_read() -> None:
    text = f"Dear Ms Farrow\n\n{FOOTERS[1]}\n\nOne.\n\nTwo.\n\nThree.\n\nYours sincerely\nP Lyle"
    assert boilerplate(text, rules()) == ()
