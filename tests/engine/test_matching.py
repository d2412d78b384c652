"""Words, phrases and the matcher: how a letter is cut, what a phrase stands for, what is found."""

from __future__ import annotations

import pytest

from linkbot.engine.kinds.expansion import BadPhrase, expand_pattern, expand_phrase
from linkbot.engine.kinds.matching import Terms, cut
from linkbot.engine.kinds.words import words


def _words(text: str) -> list[str]:
    return [word.text for word in words(text)]


def test_contractions_are_written_out_with_or_without_their_apostrophe() -> None:
    assert _words("I haven't, we’ve, dont, can't, cannot, that's") == (
        ["i", "have", "not", "we", "have", "do", "not", "can", "not", "can", "not", "that", "is"]
    )


def test_may_is_a_month_only_beside_a_number() -> None:
    assert _words("You may reply by 4 May 2027 or in May") == (
        ["you", "may", "reply", "by", "4", "may_the_month", "2027", "or", "in", "may"]
    )


def test_wrapped_lines_join_and_headings_break() -> None:
    assert "¶" not in _words("Please send the whole of the housing file that you hold and the\nnotes of the visit")
    assert _words("Agreed action\nThe Council will pay") == ["agreed", "action", "¶", "the", "council", "will", "pay"]
    assert _words("one thing\n- another") == ["one", "thing", "¶", "another"]


def test_offsets_lead_back_to_the_letters_own_words() -> None:
    text = "Dear Sir,\n\nWe’ve not had it."
    assert [text[w.start : w.end] for w in words(text)][2:5] == ["\n\n", "We’ve", "We’ve"]


def test_alternatives_are_expanded_and_empty_ones_are_optional() -> None:
    assert expand_phrase("(send|give) us (the |)file") == (
        ("send", "us", "the", "file"),
        ("send", "us", "file"),
        ("give", "us", "the", "file"),
        ("give", "us", "file"),
    )


@pytest.mark.parametrize("bad", ["", "( )", "send ... file", "by # may", "((a|b)|c)", "send (a|b", "a (&|b)", "a|b"])
def test_a_phrase_outside_the_language_is_refused(bad: str) -> None:
    with pytest.raises(BadPhrase):
        expand_phrase(bad)


@pytest.mark.parametrize("bad", ["(asked|wrote) ... by #", "(the |)date ... passed", "... by", "# days", "asked ..."])
def test_a_pattern_that_would_try_every_word_is_refused(bad: str) -> None:
    with pytest.raises(BadPhrase):
        expand_pattern(bad)


def test_phrases_and_patterns_are_found_with_their_place() -> None:
    text = cut("I asked the Council to reply by 4 June. It hasn't replied.")
    found = Terms(phrases=["(has|have) not replied"], patterns=["asked ... by #"]).find(text)
    assert {term: text.text[slice(*text.span(f.first, f.after))] for term, (f,) in found.items()} == {
        "asked ... by #": "asked the Council to reply by 4",
        "(has|have) not replied": "hasn't replied",
    }


def test_a_gap_does_not_leave_its_sentence() -> None:
    assert not Terms(phrases=(), patterns=["asked ... by #"]).find(cut("I asked you. Come by 4 June"))


def test_an_empty_text_holds_nothing() -> None:
    assert Terms(phrases=["file"], patterns=["by #"]).find(cut("")) == {}
