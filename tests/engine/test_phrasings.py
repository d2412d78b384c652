"""How letters say by when: each sentence with the day it sets, or none.

The letter is of Wednesday 3 March 2027 and came the day after.
"""

from __future__ import annotations

import pytest

from tests.engine.hand_written import days, replies

STATED = [
    ("2027-03-12", "Kindly send your answer by 5pm on Friday 12 March 2027."),
    ("2027-04-03", "Please make the file available no later than close of play on 3/4/27."),
    ("2027-03-12", "The plan is required by 12 March 2027 at the latest."),
    ("2027-03-12", "We ask for a response by 12th March 2027."),
    ("2027-03-22", "The reply is due on 22 March 2027"),
    ("2027-03-19", "Deadline: 19/03/2027"),
    ("2027-03-19", "Deadline for your comments: 19.03.27"),
    ("2027-04-05", "The proof should be with me on or before Monday, 5th April 2027."),
    ("2027-04-09", "These papers must be received by noon on 09/04/2027."),
    ("2027-03-24", "Your comments are invited by 2027-03-24."),
    ("2027-03-17", "We would be grateful to hear back by 17 March."),
    ("2027-03-19", "Kindly respond by Friday 19 March."),
    ("2027-03-05", "Could you get this to me by Friday?"),
    ("2027-03-31", "The council should comply with the order by March 31, 2027."),
    ("2027-03-31", "The landlord must refund the resident £450 by 31st of March 2027."),
    ("2027-04-06", "Your letter should reach us not later than Tues 6 Apr 2027."),
    ("2027-03-16", "Observations, if any, are to reach the investigator before 5pm, 16 March 2027."),
    ("2027-04-01", "Due date: 1st April"),
    ("2028-01-04", "Please finish the remedy by 4 January."),
    ("2027-03-11", "An answer is requested by COB 11-Mar-2027."),
    ("2027-03-18", "Please let us have the logs by 17:00 on the 18th of March."),
    ("2027-03-12", "Please say by the 12th inst. whether this is agreed."),
    ("2027-03-31", "The apology is expected to go out by the end of March 2027."),
    ("2027-04-30", "The landlord should have it done by the end of next month."),
    ("2027-03-05", "Please post it by the end of this week."),
    ("2027-03-26", "The deadline is extended to 26 March 2027."),
    ("2027-03-31", "The new deadline is Wednesday 31/3."),
    ("2027-03-22", "The upload window is open between 8 March and 22 March 2027."),
    ("2027-03-19", "Comments are accepted from 8 - 19 March 2027."),
    ("2027-03-04", "Please book the visit by tomorrow."),
    ("2027-03-25", "Would you let me have the council's views by 25th March?"),
    ("2027-04-08", "The closing date for responses is Thursday 8 April 2027."),
    ("2027-03-15", "I must have the council's answer by midday on 15/03/2027 at the very latest."),
    ("2027-03-10", "Please reply by return, and in any event not later than 10 March 2027."),
    ("2027-04-12", "Respond by: 12 Apr 27"),
    ("2027-03-25", "Please get the papers to us before Good Friday."),
    ("2027-04-01", "The council now has until 5pm on 1 April 2027."),
    ("2027-04-09", "We can agree to more time and the new date is 9 April 2027."),
    ("2027-03-19", "We have moved the deadline from 12 March to 19 March 2027."),
    ("2027-03-15", "Any thoughts and comments please by Mon 15th."),
    ("2027-03-22", "We expect to have your file with us by week commencing 22 March 2027."),
    ("2027-03-31", "The landlord must comply with the order by 31 March."),
]
COUNTED = [
    ("2027-03-24", "Kindly reply within 15 working days of the date of this letter."),
    ("2027-04-02", "We need your answer within 20 working days of the date of this letter."),
    ("2027-03-31", "The council should act within four weeks of the date of this determination."),
    ("2027-03-31", "Within 4 weeks of the date of this report, the landlord must say sorry."),
    ("2027-04-03", "Within one month of my final decision the council has agreed to say sorry."),
    ("2027-03-31", "Please forward it in the next 28 days."),
    ("2027-03-10", "You have five working days to answer."),
    ("2027-03-10", "Please get back to us within 5 (five) working days."),
    ("2027-06-03", "Within three months of the date of this decision the landlord will revise its policy."),
    ("2027-04-14", "Proof of compliance must be supplied within six weeks."),
    ("2027-03-17", "Please forward the papers within a fortnight."),
    ("2027-03-18", "We require comments within 10 clear working days of this letter."),
    ("2027-03-30", "Please comply within 28 days beginning with the date of this notice."),
    ("2027-03-10", "A response is requested no later than 7 days from today's date."),
    ("2027-04-28", "The council is to confirm that it has complied within 8 weeks from the date of this letter."),
    ("2027-03-24", "Kindly respond within two to three weeks of this email."),
    ("2027-03-17", "We should be grateful for your response in 14 days' time."),
    ("2027-03-31", "The works must be finished within twenty-eight calendar days of the date of this letter."),
    ("2027-04-04", "Kindly answer within a month of receiving this letter."),
    ("2027-03-05", "Please call us within the next 48 hours."),
    ("2027-03-17", "Within ten working days of the date of this email kindly let us have the housing file."),
    ("2027-04-02", "The council has 20 working days from today to put this right."),
    ("2027-03-10", "Unless we hear from you within 7 days an order will follow."),
    ("2027-03-31", "We want to see the council's response in four weeks' time."),
    ("2027-03-31", "The council must, within 28 calendar days of this report, write to Mrs Khan."),
    ("2027-05-03", "Please let us see the proof within 2 months from the final decision."),
    ("2027-03-24", "Kindly answer within the timescale of 3 weeks."),
]
MORE = [
    ("2027-03-12", "Could I have it by return, and no later than the end of next week?"),
    ("2027-03-19", "I'd appreciate a reply by the 19th."),
    ("2027-03-09", "Can you turn this round by Tuesday?"),
    ("2027-03-10", "I am giving you a further 5 working days from today to send it."),
    ("2027-03-10", "I can allow another week from the date of this email."),
    ("2027-03-17", "Timescale: 10 working days from the date of this letter"),
    ("2027-03-19", "Reply needed: 19 March"),
    ("2027-03-19", "Please return by: 19 March 2027"),
    ("2027-03-08", "Please send it by close of play on Monday."),
    ("2027-03-31", "Please send it before the end of the month."),
    ("2027-03-19", "Failure to reply by 19 March 2027 will lead to a witness summons."),
    ("2027-03-19", "It would help if you could get it to me by 19 March."),
    ("2027-03-19", "You asked for more time. I have decided you may have until 19 March 2027."),
    ("2027-03-17", "Please reply within ten (10) working days from the date of this correspondence."),
    ("2027-03-19", "Nothing had come when I looked on 1 March 2027, so please send it by 19 March 2027."),
]
NONE = [
    "The resident expects the landlord to reply by 19 March 2027.",
    "We expect to reach a decision by 19 March 2027.",
    "Mr Obi can ask us to review this until 19 March 2027.",
    "I will be away from 8 March to 19 March 2027.",
    "My letter to the council about this went on 12 January 2027.",
    "She told the landlord of the leak on 3 February 2025.",
    "The final complaint reply bears the date 11/11/2026.",
    "Under its procedure the council says it will answer stage one complaints within 10 working days.",
    "The surveyor inspected the flat between 4 and 6 May 2026.",
    "I am grateful for your letter of 1 March 2027.",
    "I am on leave until 15 March 2027.",
    "Our conference for link officers is on 22 April 2027 in Leeds.",
    "Mrs Khan was born on 4 May 1971.",
    "It took the landlord 23 working days to respond.",
    "We will publish our decision on 14 April 2027.",
    "The landlord should have finished the repair within 28 days and did not.",
    "Dated: 3 March 2027",
    "According to the resident somebody is due to visit on 9 March 2027.",
    "The landlord told her that a plumber would visit within five working days.",
    "He asked for a review by 14 February 2027 and nothing came.",
    "The tribunal has listed the hearing for 20 May 2027.",
    "We aim to give the case to an investigator by 30 June 2027.",
    "Its policy says that the landlord should deal with emergencies within 24 hours.",
    "The contract for the lift runs out on 31 March 2028.",
    "On 8 January 2027 the council promised to finish the work by 29 January 2027.",
    "There is nothing that you need to do by any given date.",
    "She moved into the flat by the end of March 2024.",
    "We shall write to you again by 2 April 2027.",
]


@pytest.mark.parametrize(("day", "sentence"), STATED + COUNTED + MORE)
def test_a_sentence_that_asks_sets_its_day(day: str, sentence: str) -> None:
    assert days(replies(sentence)) == [day]


@pytest.mark.parametrize("sentence", NONE)
def test_a_date_that_nobody_is_asked_to_keep_is_no_deadline(sentence: str) -> None:
    assert days(replies(sentence)) == []


def test_two_deadlines_may_stand_in_one_sentence() -> None:
    sentence = "The landlord should refund Mrs Khan £300 by 30 April 2027 and send us the proof by 14 May 2027."
    assert days(replies(sentence)) == ["2027-04-30", "2027-05-14"]
