"""How words are meant: what is denied, supposed, only possible, asked or told of others says nothing of the letter."""

from __future__ import annotations

import pytest

from linkbot.engine.kinds.matching import Found, cut
from linkbot.engine.kinds.moods import silenced
from linkbot.model.moods import Mood
from tests.engine.letters_of_a_test import a_letter, kind_of, rules


def said(sentence: str, words: str, mood: Mood) -> bool:
    text, sought = cut(sentence), [word.text for word in cut(words).words]
    first = next(i for i in range(len(text.plain)) if list(text.plain[i : i + len(sought)]) == sought)
    return silenced(text, Found(first, first + len(sought)), (mood,), rules().kinds.weighing.moods)


@pytest.mark.parametrize(
    ("sentence", "words", "mood"),
    [
        ("We have not opened an investigation.", "opened an investigation", Mood.NEGATED),
        ("We haven't yet been able to open an investigation.", "open an investigation", Mood.NEGATED),
        ("No public report will be issued.", "public report", Mood.NEGATED),
        ("If it does not come we will open an investigation.", "open an investigation", Mood.CONDITIONAL),
        ("We will open an investigation unless you reply.", "open an investigation", Mood.CONDITIONAL),
        ("Should it not arrive, we will open an investigation.", "open an investigation", Mood.CONDITIONAL),
        ("We would then consider opening an investigation.", "opening an investigation", Mood.POSSIBLE),
        ("Was the work overdue?", "overdue", Mood.ASKED),
        ("The contractor had been sent a reminder.", "reminder", Mood.OTHERS),
        ("The works were overdue by the contractor.", "overdue", Mood.OTHERS),
        ("The tenants say that the repairs are overdue.", "overdue", Mood.TOLD),
        ("Mrs Idowu says that the plan is overdue.", "overdue", Mood.TOLD),
        ("According to her the visit is overdue.", "overdue", Mood.TOLD),
        ("I asked Mr Lowther for his statements by 22 February and he sent them.", "asked", Mood.TOLD),
        ("We asked the resident on 4 January to send her photographs.", "asked", Mood.TOLD),
    ],
)
def test_such_words_say_nothing(sentence: str, words: str, mood: Mood) -> None:
    assert said(sentence, words, mood)


@pytest.mark.parametrize(
    ("sentence", "words", "mood"),
    [
        ("We have not only opened an investigation but asked for papers.", "opened an investigation", Mood.NEGATED),
        ("She was not answered and we have opened an investigation.", "opened an investigation", Mood.NEGATED),
        ("I do not wish to issue a witness summons.", "witness summons", Mood.NEGATED),
        ("Please do not make me resort to a summons.", "summons", Mood.NEGATED),
        (
            "We have opened an investigation and if you wish you may comment.",
            "opened an investigation",
            Mood.CONDITIONAL,
        ),
        ("We may write again; we have opened an investigation.", "opened an investigation", Mood.POSSIBLE),
        ("Is your reply still overdue?", "overdue", Mood.ASKED),
        ("The contractor was late but your reply is overdue.", "overdue", Mood.OTHERS),
    ],
)
def test_such_words_stand_as_they_are(sentence: str, words: str, mood: Mood) -> None:
    assert not said(sentence, words, mood)


def test_an_investigation_that_was_not_opened_is_no_notification() -> None:
    mail = a_letter(
        "Dear landlord\n\nPlease issue your stage 2 response to the resident by 9 April 2027 and send us a copy. We "
        "have not opened an investigation.",
        subject="202712712 - request for a stage 2 response",
        sender="ho",
    )
    assert (kind_of(mail).kind, kind_of(mail).also) == ("information_request", ())


def test_an_investigation_we_would_consider_is_a_threat_and_no_notification() -> None:
    mail = a_letter(
        "Dear Link Officer\n\nThe payment was due on 27 April and we have had no evidence of it. If it does not come "
        "by 15 June we would consider opening a new investigation, and that could lead to a public report.",
        subject="Remedy not complete: 26 011 049",
    )
    assert (kind_of(mail).kind, kind_of(mail).also) == ("final_chaser", ())


def test_questions_about_a_late_contractor_chase_nobody() -> None:
    mail = a_letter(
        "Dear colleague\n\nPlease answer these questions by 24 November 2026.\n\nHas the contractor's overdue invoice "
        "been paid? Was a reminder sent to the contractor, when the works had still not been received?",
        subject="26 011 049 - enquiries",
    )
    assert kind_of(mail).kind == "information_request"


def test_a_report_that_will_not_be_issued_threatens_nobody() -> None:
    mail = a_letter(
        "Dear Link Officer\n\nThe Council has now complied with the remedy in full, although late, and the case is "
        "closed. No public report will be issued.",
        subject="26 010 998",
    )
    assert kind_of(mail).kind == "compliance_confirmation"
