"""What people write back, in the words people use, and what linkbot makes of it: an act, or a question back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from linkbot.engine.replies.answerable import of_act
from linkbot.engine.replies.read_reply import read_reply
from linkbot.engine.replies.understand import Lexicon
from linkbot.model.people import Directory, Person, Service
from linkbot.model.question import About, Act, Question, Verb
from linkbot.model.reply import Answerable, Sort
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers

RULES = load_rulebook(rule_layers(None))
AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LEXICON = Lexicon(
    words=RULES.replies,
    playbooks=RULES.playbooks,
    services=RULES.services,
    directory=Directory(
        people=(Person("link_officer", "officer@anytown.gov.uk"), Person("dana", "dana@anytown.gov.uk")),
        services=(Service("housing_repairs"), Service("homelessness"), Service("council_tax")),
    ),
    domains=("anytown.gov.uk",),
    today=date(2026, 11, 16),
    our_references=(r"CRM-\d{6}",),
)


def asked(about: About, *choices: str, number: int = 1) -> Answerable:
    question = Question(
        id=f"q-{number:010d}",
        about=about,
        message="m-1",
        case="HO 202312345",
        reading="",
        quote="",
        choices=choices,
        if_unanswered="",
        owner="officer@anytown.gov.uk",
        asked_at=AT,
        due_at=AT,
    )
    return Answerable(number, Sort.QUESTION, question.id, choices, question)


KIND = asked(About.KIND, "final_chaser", "first_chaser", "nothing")
ONE_KIND = asked(About.KIND, "information_request", "nothing")
YES_NO = asked(About.SENIOR_NOTICES, "yes", "no")
DATE = asked(About.DATE, "2026-11-27", "2026-11-30", "YYYY-MM-DD")
SERVICE = asked(About.SERVICE, "housing_repairs", "homelessness", "council_tax", "an address")
LINK = asked(About.COMPLAINT_LINK, "CRM-100200", "none")
WHICH_CASE = asked(About.KIND, "a case reference", "information_request", "nothing")
LOOK = asked(About.LOOK, "done")
CONFIRM = asked(About.CONFIRM, "yes", "first_chaser", "YYYY-MM-DD", "a case reference", "nothing")
CHECK = asked(About.CHECK, "yes", "final_chaser", "no")
HELD = Answerable(1, Sort.HELD, "a" * 64, ("release", "withdraw"))
DOUBTFUL = Answerable(1, Sort.DOUBTFUL, "b" * 64, ("arrived", "again"))
PARKED = Answerable(1, Sort.PARKED, "m-0123456789abcdef", ("retry", "discard"))
PORTAL = Answerable(1, Sort.PORTAL, "HO 202312345/1", ("nothing to do",))


@pytest.mark.parametrize(
    ("thing", "said", "verb", "value"),
    [
        (CONFIRM, "Yes, that's right", Verb.ANSWER, "yes"),
        (CONFIRM, "no", None, None),
        (CONFIRM, "it is the first chaser", Verb.ANSWER, "first_chaser"),
        (CONFIRM, "final determination", Verb.ANSWER, "final_determination"),
        (CONFIRM, "due by 27 November 2026", Verb.ANSWER, "2026-11-27"),
        (CONFIRM, "yes but by 27 November 2026", None, None),
        (CONFIRM, "202312399", Verb.ANSWER, "202312399"),
        (CONFIRM, "nothing to do", Verb.ANSWER, "nothing"),
        (CHECK, "Right.", Verb.ANSWER, "yes"),
        (CHECK, "No, wrong", Verb.ANSWER, "no"),
        (CHECK, "information request", Verb.ANSWER, "information_request"),
        (CHECK, "yes but the owner is another", None, None),
        (CHECK, "nothing", None, None),
        (YES_NO, "yes", Verb.ANSWER, "yes"),
        (YES_NO, "Yes please.", Verb.ANSWER, "yes"),
        (YES_NO, "Yep, go ahead", Verb.ANSWER, "yes"),
        (YES_NO, "Yes, no", None, None),
        (YES_NO, "YES!!", Verb.ANSWER, "yes"),
        (YES_NO, "1 yes", Verb.ANSWER, "yes"),
        (YES_NO, "1: Yes, thanks", Verb.ANSWER, "yes"),
        (YES_NO, "Hi,\n\nYes\n\nKind regards\nMarian Osei\nTel 020 7946 0123", Verb.ANSWER, "yes"),
        (YES_NO, "No thank you\n\nSent from my iPhone", Verb.ANSWER, "no"),
        (YES_NO, "That’s right", Verb.ANSWER, "yes"),
        (YES_NO, "Don’t do it", Verb.ANSWER, "no"),
        (YES_NO, "Yes\n\nMarian", Verb.ANSWER, "yes"),
        (YES_NO, "Yes\nMarian", Verb.ANSWER, "yes"),
        (PORTAL, "Nothing to do.\n\nMarian Osei", Verb.WITHDRAW, None),
        (YES_NO, "yes but not before Friday", None, None),
        (YES_NO, "yes?", None, None),
        (YES_NO, "I think so", None, None),
        (YES_NO, "Yes\nbut wait for Dana", None, None),
        (YES_NO, "Yes\n\nUnless Dana has done it", None, None),
        (YES_NO, "not yet", None, None),
        (YES_NO, "yes and no", None, None),
        (YES_NO, "Please ring me", None, None),
        (YES_NO, "", None, None),
        (KIND, "it is the first chaser", Verb.ANSWER, "first_chaser"),
        (KIND, "1 -> 2nd chaser", Verb.ANSWER, "final_chaser"),
        (KIND, "First chaser please", Verb.ANSWER, "first_chaser"),
        (KIND, "final_chaser", Verb.ANSWER, "final_chaser"),
        (KIND, "Nothing to do.", Verb.ANSWER, "nothing"),
        (KIND, "yes", None, None),
        (KIND, "not a chaser", None, None),
        (KIND, "the first or the final one", None, None),
        (ONE_KIND, "yes", Verb.ANSWER, "information_request"),
        (ONE_KIND, "it's a draft decision", Verb.ANSWER, "draft_decision"),
        (DATE, "27 November 2026", Verb.ANSWER, "2026-11-27"),
        (DATE, "Friday 27 November", Verb.ANSWER, "2026-11-27"),
        (DATE, "1 December 2026", Verb.ANSWER, "2026-12-01"),
        (DATE, "by 30/11/2026 please", Verb.ANSWER, "2026-11-30"),
        (DATE, "2026-11-30", Verb.ANSWER, "2026-11-30"),
        (DATE, "Monday 27 November 2026", None, None),
        (DATE, "27 November or 30 November", None, None),
        (DATE, "yes", None, None),
        (DATE, "27 November 2029", None, None),
        (DATE, "end of the month-ish", None, None),
        (SERVICE, "-> repairs", Verb.ANSWER, "housing_repairs"),
        (SERVICE, "it belongs to Council Tax", Verb.ANSWER, "council_tax"),
        (SERVICE, "dana@anytown.gov.uk", Verb.ANSWER, "dana@anytown.gov.uk"),
        (SERVICE, "dana", Verb.ANSWER, "dana"),
        (SERVICE, "dana@elsewhere.example", None, None),
        (SERVICE, "parking", None, None),
        (SERVICE, "an address", None, None),
        (LINK, "CRM-300400", Verb.ANSWER, "CRM-300400"),
        (LINK, "none of them", Verb.ANSWER, "none"),
        (LINK, "the one about damp", None, None),
        (WHICH_CASE, "it's 202612345", Verb.ANSWER, "202612345"),
        (WHICH_CASE, "LGSCO 26 104 377 please", Verb.ANSWER, "lgsco 26 104 377"),
        (WHICH_CASE, "a case reference", None, None),
        (LOOK, "Done, thanks", Verb.ANSWER, "done"),
        (HELD, "release", Verb.APPROVE, None),
        (HELD, "Send it", Verb.APPROVE, None),
        (HELD, "don't send", Verb.WITHDRAW, None),
        (HELD, "send it tomorrow", None, None),
        (DOUBTFUL, "it arrived", Verb.SETTLE, "done"),
        (DOUBTFUL, "not arrived", Verb.SETTLE, "again"),
        (PARKED, "try again", Verb.RETRY, None),
        (PARKED, "discard", Verb.DISCARD, None),
        (PORTAL, "Nothing to do", Verb.WITHDRAW, None),
        (PORTAL, "done", None, None),
    ],
)
def test_one_answer(thing: Answerable, said: str, verb: Verb | None, value: str | None) -> None:
    answers = read_reply(said, [thing], LEXICON)
    if verb is None:
        assert answers.given == () and len(answers.unclear) == 1
    else:
        (given,) = answers.given
        assert (given.verb, given.value, given.target) == (verb, value, thing.target)
        assert answers.unclear == ()


SEVEN = [
    replace(thing, number=number) for number, thing in enumerate((YES_NO, KIND, DATE, SERVICE, LOOK, HELD, DOUBTFUL), 1)
]


def said_of(text: str) -> dict[int | None, str]:
    answers = read_reply(text, SEVEN, LEXICON, tasks=True)
    told: dict[int | None, str] = {g.number: f"{g.verb.value} {g.value or ''}".strip() for g in answers.given}
    return told | {unclear.number: "?" for unclear in answers.unclear}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 first chaser\n4 -> repairs", {2: "answer first_chaser", 4: "answer housing_repairs"}),
        ("1 yes, 2 final chaser, 5 done", {1: "answer yes", 2: "answer final_chaser", 5: "answer done"}),
        (
            "1. Yes\n2. It is the first chaser.\n3. 27 November 2026",
            {1: "answer yes", 2: "answer first_chaser", 3: "answer 2026-11-27"},
        ),
        ("Q1: no\nQuestion 6: release", {1: "answer no", 6: "approve"}),
        ("#7 it arrived", {7: "settle done"}),
        ("1 and 6 yes", {1: "answer yes", 6: "approve"}),
        ("1, 6: no", {1: "answer no", 6: "withdraw"}),
        ("- 1) yes\n- 5) done", {1: "answer yes", 5: "answer done"}),
        ("1 yes\n1 no", {1: "?"}),
        ("1 yes\n2 dunno", {1: "answer yes", 2: "?"}),
        ("9 yes", {None: "?"}),
        ("yes", {None: "?"}),
        ("1 yes\n2 first chaser\n\nPlease wait with 2 until Friday.", {1: "answer yes", 2: "?"}),
        ("1 yes\n2 first chaser\n\nBut wait until Friday.", {1: "?", 2: "?"}),
        ("Morning,\n4 it belongs to council\ntax\n\nThanks\nM", {4: "answer council_tax"}),
        ("4 repairs\nI have told Bob.\n\n5 done", {4: "answer housing_repairs", 5: "answer done"}),
        ("202312345/2 submitted", {None: "submitted"}),
        ("HO 202312345/2: submitted\n1 yes", {None: "submitted", 1: "answer yes"}),
        ("202312345/2 reassign to dana@anytown.gov.uk", {None: "reassign dana@anytown.gov.uk"}),
        ("202312345/2 will be late", {None: "?"}),
        ("2026-11-27 is the day", {None: "?"}),
    ],
)  # fmt: skip
def test_answers_by_number(text: str, expected: dict[int | None, str]) -> None:
    assert said_of(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("trust first chaser on", [("first_chaser", Verb.TRUST, "on")]),
        ("Trust: 2nd chaser - OFF.", [("final_chaser", Verb.TRUST, "off")]),
        ("- trust information_request: on", [("information_request", Verb.TRUST, "on")]),
        ("trust the reminder off", [("first_chaser", Verb.TRUST, "off")]),
        ("trust the stars on", []),
        ("I trust the first chaser is on its way", []),
        ("trust first chaser on if you like", []),
        ("first chaser on", []),
    ],
)
def test_a_kind_is_switched_by_a_line_that_says_so_and_no_other(
    line: str, expected: list[tuple[str, Verb, str]]
) -> None:
    answers = read_reply(f"1 yes\n\n{line}", [CONFIRM, replace(CHECK, number=2)], LEXICON, tasks=True)
    switched = [(given.target, given.verb, given.value) for given in answers.given if given.verb is Verb.TRUST]
    assert switched == expected
    unnamed = read_reply(line, [CONFIRM], LEXICON).given
    assert not [given for given in unnamed if given.verb is Verb.TRUST], "where tasks are not named, kinds are not"


def test_yes_to_all_is_taken_where_yes_is_an_answer_and_asked_back_elsewhere() -> None:
    told = said_of("Yes to all")
    assert (told[1], told[6], told[2], told[3]) == ("answer yes", "approve", "?", "?")


def test_a_date_that_begins_with_a_questions_number_is_a_date() -> None:
    (given,) = read_reply("1 December", [DATE], LEXICON).given
    assert given.value == "2026-12-01"


def test_an_endless_reply_is_read_in_reasonable_steps() -> None:
    text = "\n".join(["1 yes, " * 200] * 50 + ["lorem ipsum " * 500] * 50)
    answers = read_reply(text, SEVEN, LEXICON)
    assert all(given.number == 1 for given in answers.given)


@pytest.mark.parametrize(
    ("thing", "said"), [(PORTAL, "nothing to do"), (PARKED, "discard"), (HELD, "release"), (DOUBTFUL, "it arrived")]
)
def test_what_an_act_has_settled_is_read_again_as_it_was_put(thing: Answerable, said: str) -> None:
    (given,) = read_reply(said, [thing], LEXICON).given
    act = Act("a-1", AT, "officer@anytown.gov.uk", given.verb, given.target, given.value, "")
    assert read_reply(said, [of_act(1, act)], LEXICON).given == (given,)
