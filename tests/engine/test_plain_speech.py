"""How caseworkers write to people they know: dates without "by", bare demands, answers to a request for time.

Each letter with its kind and the day it sets, or none. The letter is of Wednesday 3 March 2027 and came the day after.
"""

from __future__ import annotations

import pytest

from linkbot.model.deadlines_found import DeadlinesFound
from tests.engine.hand_written import days, replies

SETS = {
    "information_request": [
        ("2027-03-12", "Could you let me have the file? Friday 12 March would be fine."),
        ("2027-03-12", "There are two documents I need. Say noon on Friday 12 March."),
        ("2027-03-12", "Please send the log - Friday 12 March would be ideal."),
        ("2027-03-12", "Please could I have the tenancy file. Friday 12th if poss."),
        ("2027-03-12", "May I see the notes? Any time up to Friday 12 March will do."),
        ("2027-03-24", "I suggest 24 March 2027 for your reply."),
        ("2027-03-24", "I have put 24 March 2027 in my diary for your reply."),
        ("2027-03-24", "I shall look for your reply on 24 March 2027."),
        ("2027-03-24", "I will expect your answers on 24 March 2027."),
        ("2027-03-24", "We look forward to receiving the evidence on or before 24 March 2027."),
        ("2027-03-24", "I'd like the case notes. Shall we say 24 March 2027?"),
        ("2027-03-24", "Your reply date is 24 March 2027."),
        ("2027-03-24", "My deadline for this is 24 March."),
        ("2027-03-17", "I need the diary sheets. Ten working days should be enough."),
        ("2027-03-24", "I can wait until 24 March 2027 but no longer."),
        ("2027-03-24", "I will need the consultant's letter. I am happy to wait for that until 24 March 2027."),
        ("2027-03-17", "Ten working days from the date of this letter is the time we allow."),
        ("2027-03-17", "The period allowed is ten working days from the date of this letter."),
        ("2027-03-24", "We allow 15 working days for a reply."),
        ("2027-03-24", "Our usual allowance is 15 working days, which makes it 24 March 2027."),
        ("2027-03-24", "Time for reply: 15 working days"),
        ("2027-03-24", "Reply date: 24 March 2027"),
        ("2027-03-24", "Needed by: 24 March 2027"),
        ("2027-03-24", "By when: 24 March 2027"),
        ("2027-03-24", "To reach us by: 24 March 2027"),
        ("2027-03-24", "Response due 24 March 2027"),
        ("2027-03-24", "The file is wanted on 24 March 2027."),
        ("2027-03-24", "I expect the file on 24 March 2027."),
        ("2027-03-24", "Get it to me by 24 March."),
        ("2027-03-24", "Drop me a line by 24 March."),
        ("2027-03-24", "Come back to me by 24 March."),
        ("2027-03-24", "Return the form by 24 March."),
        ("2027-03-24", "Answer all of these by 24 March."),
        ("2027-03-24", "Answers by 24 March 2027, if you would."),
        ("2027-03-24", "I need the log, the policy and the photographs. All by 24 March 2027."),
        ("2027-03-12", "I'd like sight of the two letters. Before the end of next week would be good."),
        ("2027-03-12", "It'd be lovely to have it back for Friday 12 March."),
        ("2027-03-12", "Friday 12 March is when I need them."),
        ("2027-03-12", "I need them on Friday 12 March."),
        ("2027-03-17", "Please ring me within a fortnight."),
        ("2027-03-17", "Answers in the next fortnight, please."),
        ("2027-03-10", "Could I have it a week today?"),
        ("2027-03-12", "Could I have it by Friday week?"),
        ("2027-03-31", "It must be here by month end."),
        ("2027-03-11", "Let me have it not later than the day before 12 March 2027."),
        (
            "2027-03-24",
            "The investigator asks the authority to furnish its file on or before the 24th day of March 2027.",
        ),
        ("2027-03-24", "The file should be in my hands by 24 March 2027."),
        ("2027-03-24", "I would ask you to have the file with me by 24 March 2027."),
        ("2027-03-24", "It is important that we have the file by 24 March 2027."),
        ("2027-03-24", "To keep to our timetable the papers have to be on the portal by 24 March 2027."),
        ("2027-03-24", "I am looking to receive the papers by 24 March 2027."),
        ("2027-03-24", "The council is given until 24 March 2027."),
        ("2027-03-24", "A reply by 24 March 2027 will be in time."),
        ("2027-03-24", "A reply on or before 24 March 2027 would oblige."),
        ("2027-03-10", "Would Weds 10 March be possible?"),
        ("2027-03-10", "Please send it by Weds 10/03/2027."),
        ("2027-03-10", "Is Wednesday 10 March doable for the log?"),
        ("2027-03-10", "Can you manage Wednesday 10 March?"),
        ("2027-03-10", "If I could have it by Wednesday 10 March that would be great."),
        ("2027-03-10", "Grateful for sight of the log by 10 March."),
        ("2027-03-10", "Sight of the log by 10 March would help."),
        ("2027-03-24", "The statutory time is 15 working days from the date at the head of this letter."),
        ("2027-03-24", "We should have it in 15 working days from the date shown above."),
        ("2027-03-19", "I'd be happy with Friday 19 March for the minutes."),
        ("2027-03-19", "The panel papers are what I'm after. Friday 19 March is the latest I can take them."),
        ("2027-03-19", "Can this be turned round for Friday 19 March?"),
        ("2027-03-19", "Kindly arrange for the chronology to be in this office on or before Friday 19 March 2027."),
        ("2027-03-19", "Three questions, then. Could your answers be with me for Friday 19 March?"),
        ("2027-03-19", "My target for having all the papers is 19 March 2027, so please work to that."),
        ("2027-03-19", "A fortnight on Friday will be soon enough."),
        ("2027-03-19", "Don't feel you have to rush: 19 March is soon enough."),
        (
            "2027-03-19",
            "If the housing team could let me see its file before the week ending 19 March is out I'd be grateful.",
        ),
        ("2027-03-19", "We have set 19 March 2027 as the date for your reply."),
        ("2027-03-19", "A response is sought by 19 March 2027."),
        ("2027-03-19", "The papers must be lodged not later than 19 March 2027."),
        ("2027-03-19", "You'll want to know by when: 19 March 2027."),
        ("2027-03-19", "By 19 March 2027, kindly:\n- send the log\n- answer my questions"),
        ("2027-03-19", "Time is short. Your reply has to be on my desk on the morning of 19 March 2027."),
        ("2027-03-17", "I'd hope to hear in a fortnight or so. Say two weeks from today."),
        ("2027-03-10", "Can you do it within the week?"),
        ("2027-03-24", "Three weeks ought to be plenty."),
        ("2027-03-24", "You have three weeks for this."),
        ("2027-03-24", "I can let you have three weeks."),
        ("2027-03-24", "I make no apology for asking, and would like all of it in three weeks, that is 24 March 2027."),
        (
            "2027-03-19",
            "Would you be good enough to get this to me before the weekend of 20 March, so Friday 19 March please.",
        ),
        ("2027-03-19", "Your file, complete and in date order, is requested by Friday 19 March 2027."),
        ("2027-03-19", "I have four questions, all short, and no later than 19 March would be splendid."),
        ("2027-03-19", "Date by which we need the file: 19 March 2027"),
        ("2027-03-19", "Documents to be supplied by 19 March 2027:\n- the log\n- the tenancy"),
        ("2027-03-19", "The landlord's evidence should be uploaded not later than midnight on 19 March 2027."),
        (
            "2027-03-19",
            "Would you ask Housing to look these out? There is no great hurry, but I do have to have them by 19 March.",
        ),
        ("2027-03-17", "We give councils ten working days. Please keep to that."),
        (
            "2027-03-24",
            "Under section 29 I require all papers within 15 working days of the date on which this notice is served.",
        ),
    ],
    "new_notification": [
        ("2027-03-24", "Let's say 24 March 2027 for the comments."),
        ("2027-03-24", "The date for your comments is 24 March 2027."),
        ("2027-03-24", "Should the Council wish to be heard, it has until 24 March 2027."),
        ("2027-03-24", "The Council can comment if it wishes, by 24/03/2027."),
        ("2027-03-24", "Comments, if any: 24 March 2027."),
        (
            "2027-03-31",
            "The landlord has 20 working days, which with Easter takes us to 31 March 2027, to upload its evidence.",
        ),
        (
            "2027-03-31",
            "Anything the Council would like us to weigh should come to us before April, that is by 31 March 2027.",
        ),
        ("2027-03-31", "Please treat 31 March 2027 as your date for the file."),
        ("2027-03-31", "Your comments (and the file) are due on Wednesday 31 March 2027."),
        ("2027-03-31", "The Council's observations are invited and should arrive by 31 March 2027."),
        (
            "2027-03-31",
            "If you would like to say anything, you have 20 working days, to 31 March 2027, in which to say it.",
        ),
        ("2027-03-17", "Please let us know within 10 working days who will be the contact for this case."),
    ],
    "draft_decision": [
        ("2027-03-24", "24 March 2027 is the last day on which I can take comments."),
        ("2027-03-24", "I will keep the draft open for your comments until 24 March 2027."),
        ("2027-03-24", "Comments received after 24 March 2027 cannot be considered."),
        ("2027-03-24", "Anything that arrives after 24 March 2027 will be too late."),
        ("2027-03-24", "The time for comments ends on 24 March 2027."),
        ("2027-03-24", "Comments close on 24 March 2027."),
        ("2027-03-17", "You have two weeks to comment."),
        ("2027-03-17", "If the Council thinks I have a fact wrong it should say so by 17 March 2027."),
        (
            "2027-03-17",
            "I will make my final decision after 17 March 2027, so let me have anything you want me to read by then.",
        ),
        ("2027-03-17", "Comments, please, no later than 17 March. The final version will go out after that."),
        ("2027-03-17", "I shall leave it a fortnight, until 17 March 2027, before finalising."),
        ("2027-03-17", "You may reply to this draft up to and including 17 March 2027."),
        ("2027-03-17", "If I have heard nothing by 17 March 2027 I'll assume you agree."),
        ("2027-03-17", "The parties have until 17 March 2027 to make any comments."),
        ("2027-03-17", "Please check it for mistakes and come back to me within two weeks."),
    ],
    "first_chaser": [
        ("2027-03-12", "It is now overdue. You have until Friday 12 March."),
        ("2027-03-12", "I said 26 February and nothing came. Friday 12 March, please."),
        ("2027-03-08", "The proof was wanted last week. Three working days is all I can give."),
        ("2027-03-10", "Where is it? I'd like it here within a week."),
        ("2027-03-12", "It was due on 26 February. I'm now looking for it by 12 March."),
        ("2027-03-12", "Para 40 was due on 26 February and I haven't had it. Send me the letter by the 12th?"),
        (
            "2027-03-12",
            "I'd hoped to have the evidence by now. Can it be with me no later than close of play on Friday 12 March?",
        ),
        (
            "2027-03-10",
            "We wrote on 3 February and again on 17 February. This is the last reminder. 10 March 2027, close of play.",
        ),
        ("2027-03-10", "Just chasing this - can you ping it over by Weds?"),
        ("2027-03-10", "Nothing here yet! Need it by next Wednesday at the outside."),
        ("2027-03-10", "Please let me know when it will come, and in any case by 10 March."),
        ("2027-03-05", "Tomorrow or Friday at the latest please."),
        ("2027-03-10", "I am extending your time to 10 March 2027 but not further."),
        ("2027-03-10", "You are two weeks late with this. Please put it right by Wednesday."),
        (
            "2027-03-10",
            "Could someone let me have the draft reply that was promised for 26 February? By 10 March, please.",
        ),
        ("2027-03-12", "By the end of next week at the very latest."),
        (
            "2027-03-10",
            "If it is on its way ignore this; if not, 10 March is the day I escalate, so have it here by then.",
        ),
    ],
    "final_chaser": [
        ("2027-03-12", "If I have nothing by Friday 12 March I shall take this to a witness summons."),
        ("2027-03-12", "You have one last chance, which ends at noon on Friday 12 March 2027."),
        ("2027-03-12", "My patience ends on 12 March 2027."),
        ("2027-03-19", "I want to see you about this. Please join me by video at 10am on Friday 19 March 2027."),
        ("2027-03-10", "Should the papers not be here by noon on 10 March 2027 a summons will be prepared."),
        ("2027-03-10", "Unless I hear by 10 March 2027 the matter goes to our Head of Investigation."),
        ("2027-03-10", "I shall hold off issuing the order until 10 March 2027."),
        ("2027-03-08", "You have three working days to comply."),
        (
            "2027-03-17",
            "Take this as formal notice that documents not produced by 17 March 2027 will be the subject of a summons.",
        ),
        ("2027-03-17", "The landlord has one further opportunity, until 17 March 2027, to comply."),
    ],
    "extension_decision": [
        ("2027-03-24", "That's fine. 24 March 2027 it is."),
        ("2027-03-10", "No. 10 March stands."),
        ("2027-03-24", "Yes, take until 24 March 2027."),
        ("2027-03-24", "I have pushed it back to 24 March 2027."),
        ("2027-03-24", "Agreed: 24 March 2027."),
        ("2027-03-24", "I've changed the date to 24 March 2027."),
        ("2027-03-17", "Another two weeks is fine."),
        ("2027-03-24", "The 24th of March is fine by us."),
        ("2027-03-17", "I can manage 17 March but not the 24 March you asked for."),
        ("2027-03-31", "Granted. New date: 31 March."),
        ("2027-03-31", "You asked for 14 April. I can only stretch to 31 March 2027."),
        ("2027-03-31", "I have put it in the diary for 31 March 2027 instead of 17 March 2027."),
        ("2027-03-31", "No problem, take it to the end of the month."),
        ("2027-03-17", "I'm afraid the answer is no and 17 March has to hold."),
        ("2027-03-31", "We are content for the landlord to respond by 31 March 2027."),
        ("2027-03-31", "Your time is enlarged to 31 March 2027."),
        ("2027-03-31", "We can live with 31 March 2027."),
        ("2027-03-31", "Our answer is yes. Please note 31 March 2027 as the new deadline."),
        ("2027-03-24", "Not four weeks I'm afraid. Three, making it 24 March 2027."),
    ],
    "early_resolution": [
        ("2027-03-12", "Would Anytown agree? A yes or no by Friday 12 March please."),
        ("2027-03-12", "Can you tell me whether you accept? I'd need to know by 12 March."),
        ("2027-03-12", "The offer stays open until Friday 12 March 2027. Please tell me if the landlord accepts it."),
        ("2027-03-12", "Could you come back to me on this by Friday 12 March?"),
        ("2027-03-12", "I would welcome the landlord's view by 12 March."),
    ],
    "compliance_confirmation": [
        (
            "2027-04-14",
            "The apology is done. The training record is still to come, and I look for it by 14 April 2027.",
        ),
        (
            "2027-06-03",
            "Thank you for the apology. The policy review is due by 3 June 2027 and we'll want to see it then.",
        ),
    ],
    "press_notice": [
        ("2027-03-12", "Any statement you want to make must be with our press office by noon on Friday 12 March 2027."),
    ],
    "public_report": [
        ("2027-06-03", "The Council should tell us within three months what it has done, that is by 3 June 2027."),
    ],
    "review_outcome": [
        ("2027-04-14", "The orders stand. Please send us proof by 14 April 2027."),
    ],
}
SETS_NONE = {
    "information_request": [
        "Please tell me why nothing was done. The lease ends on 30 June 2027.",
        "Please send the log. The trial starts on 4 May 2027.",
        "Please send the log. He moves out on 4 May 2027.",
        "Please send the log. His appointment is on Friday 12 March at 10am.",
        'The officer attended "within ten working days". I have no note of that. Please explain.',
        "Please explain why the works planned for 12 May 2027 cannot start sooner.",
        "Please send the programme for the works due to start on 12 May 2027.",
        "Please send me the letter of 12 April.",
        "The family have a meeting on 15 September 2027 and I need to speak to them before it.",
        "I can give you a ring on Friday 12 March if that helps.",
        "I shall be at your offices on Friday 12 March. Please have somebody meet me.",
        "The council's plan was to finish by May. Please send the plan.",
        "Please reply by September 2027.",
        "Please reply early next week.",
        "If you cannot reply by 24 March tell me.",
        "Please send the log for the period to 31 March 2027.",
        "Please send all notes made up to 3 March 2027.",
        "Please send notes from 1 January until 3 March 2027.",
        "I wonder whether you could explain the note of 19 March 2026.",
        "Please tell me if the review set for 19 April 2027 will go ahead.",
        "He tells me that his operation is on 19 April 2027. Please bear that in mind.",
        "Please send the notice which takes effect on 19 April 2027.",
        "The order of the court expires on 19 May 2027.",
        "She says that works are planned for the week commencing 19 April 2027.",
        "My colleague Jo Marsh is covering until 19 March.",
        "Our office is closed from 26 March until 30 March 2027.",
        "Please note we are closed on 26 March and 29 March 2027.",
        "I attach the complaint form of 19 January.",
        "Her barrister has asked for an adjournment until 19 May 2027; please say what the Council knows of that.",
        "Please explain what will happen to the family when the placement ends on 19 May 2027.",
        "As of 3 March 2027 I have had no answer to my letter of 3 February.",
    ],
    "new_notification": [
        "We should be able to tell you more by 12 May 2027.",
        "You need do nothing now. I hope to write again by 12 May 2027.",
        "I will be your contact from 19 March 2027.",
        "You do not need to reply. I shall be in touch by 19 April 2027 with my questions.",
        "The resident has been told that we will try to finish by 19 September 2027.",
        "The term starts on 19 April 2027 and she hopes to have a place by then.",
        "You will have seen that our opening hours change on 1 April 2027.",
        "We hope to decide within six months.",
    ],
    "draft_decision": [
        "I expect to publish my decision after 24 April 2027.",
        "In my draft I say the Council should pay £200 within one month of my final decision.",
        "The Council told me it will finish the works by 19 May 2027. I think that is fair.",
    ],
    "final_determination": [
        "The resident may ask us to look again within three weeks.",
        "The council must carry out spot checks for eight weeks, beginning on 7 June 2027.",
        "Reviews of its scheme happen by 31 May each year.",
        "The council agreed to visit her by 3 May 2026 and did not.",
        "Either side may ask for a review before 24 March 2027.",
        "We will check compliance on 24 June 2027.",
        "The landlord said it would complete the works by 19 May 2027, which I find reasonable.",
    ],
    "first_chaser": [
        "They were wanted on 26 February.",
        "You promised it by 26 February 2027.",
        "I had expected it on 26 February.",
        "My last email gave you until 24 February 2027.",
        "Your officer told me it would be done by 24 March 2027, and I have had nothing.",
    ],
    "press_notice": [
        "The decision goes public on 24 March 2027. Please keep it to yourselves until then.",
    ],
    "closed_without_investigation": [
        "We will not investigate. Mrs Khan may ask for a review by 19 April 2027.",
    ],
    "extension_decision": [
        "Thank you for your email of 1 March asking for more time until 24 April 2027.",
    ],
}


def read(kind: str, text: str) -> DeadlinesFound:
    return replies(text, kind=kind, ombudsman="ho" if "landlord" in text.lower() else "lgsco")


@pytest.mark.parametrize(
    ("kind", "day", "text"), [(kind, day, text) for kind, said in SETS.items() for day, text in said]
)
def test_a_day_is_set_in_plain_speech(kind: str, day: str, text: str) -> None:
    assert days(read(kind, text)) == [day]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, said in SETS_NONE.items() for text in said])
def test_a_day_named_by_the_way_is_nobodys_deadline(kind: str, text: str) -> None:
    assert days(read(kind, text)) == []


def test_two_things_may_have_two_days_and_no_doubt() -> None:
    text = (
        "First, the lettings file. Please send it by 24 March 2027.\n\n"
        "Secondly, your comments on her letter. I can wait for those until 7 April 2027."
    )
    found = read("information_request", text)
    assert [(each.purpose, str(each.on)) for each in found.deadlines] == [
        ("information", "2027-03-24"),
        ("comments", "2027-04-07"),
    ]
    assert not found.doubts


@pytest.mark.parametrize(
    "table",
    [
        "Document\tNeeded by\nThe repair log\t24 March 2027\nThe lease\t7 April 2027",
        "| Paper | When |\n| Repair log | 24 March 2027 |\n| Lease | 7 April 2027 |",
        "Paper             Return by\nRepair log        24 March 2027\nLease             7 April 2027",
    ],
)
def test_a_column_of_due_dates_is_read(table: str) -> None:
    assert days(read("information_request", f"What I still need:\n\n{table}\n")) == ["2027-03-24", "2027-04-07"]


def test_a_column_of_dates_gone_by_sets_nothing() -> None:
    table = "| Case | Action | Was due |\n| 1 | refund | 26 February 2027 |\n| 2 | apology | 19 February 2027 |"
    found = read("first_chaser", f"Both of these are late. Can you tell me by Friday where they are?\n\n{table}\n")
    assert days(found) == ["2027-03-05"]


@pytest.mark.parametrize(
    "said", ["by September 2027", "early next week", "by mid-April", "before May", "by late March"]
)
def test_words_that_name_no_day_are_asked_about(said: str) -> None:
    found = read("information_request", f"Please let me have the minutes {said}.")
    assert days(found) == []
    assert [doubt.code for doubt in found.doubts] == ["vague"]


def test_a_vague_word_beside_a_day_is_no_doubt() -> None:
    found = read("information_request", "Please reply by mid-April. Your reply is due on 14 April 2027.")
    assert days(found) == ["2027-04-14"]
    assert not found.doubts


def test_a_day_that_may_be_meant_is_asked_about_and_never_taken() -> None:
    found = read(
        "information_request", "I need the minutes. You and I could settle on paper, and 24 March 2027 crossed my mind."
    )
    assert days(found) == []
    assert [doubt.code for doubt in found.doubts] == ["possible"]


def test_a_missed_date_is_no_doubt() -> None:
    found = read(
        "information_request",
        "Your first reply was late: it was due on 26 February 2027. Please send the rest by 12 March.",
    )
    assert days(found) == ["2027-03-12"]
    assert not found.doubts


def test_what_others_wrote_in_quotation_marks_sets_nothing() -> None:
    found = read(
        "information_request", 'The notice reads "works must be finished by 14 May 2027". Please send it by 12 March.'
    )
    assert days(found) == ["2027-03-12"]


def test_an_invitation_to_meet_is_a_meeting() -> None:
    found = read("final_chaser", "Please meet me at our office at 11am on Tuesday 16 March 2027.")
    (meeting,) = found.deadlines
    assert str(meeting.on) == "2027-03-16"
    assert meeting.at is not None
    assert meeting.at.hour == 11


def test_of_two_sayings_of_one_day_the_hour_is_kept() -> None:
    (deadline,) = read(
        "information_request", "The end of this week would be good, say noon on Friday 5 March."
    ).deadlines
    assert deadline.at is not None
    assert deadline.at.hour == 12


def test_two_days_for_the_same_paper_are_asked_about() -> None:
    found = read(
        "information_request",
        "Please send the lettings policy by 24 March 2027.\n\n(My note has the lettings policy due on 17 March 2027.)",
    )
    assert [doubt.code for doubt in found.doubts] == ["two_for_one"]


def test_two_days_for_two_papers_are_no_doubt() -> None:
    found = read(
        "information_request",
        "Please send the lettings policy by 24 March 2027.\n\nI need the photographs of the stairs by 31 March 2027.",
    )
    assert not found.doubts
