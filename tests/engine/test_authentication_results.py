"""Authentication-Results headers as receivers write them, and as senders try to write in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.sender.authentication_results import LONGEST, parse_authentication_results
from linkbot.model.authentication_results import AuthenticationResults

ID = "mx.anytown.gov.uk"


def read(value: str) -> AuthenticationResults:
    return parse_authentication_results(value)


def said(value: str) -> dict[str, str]:
    found = read(value)
    assert found.fault is None
    return {one.method: one.word for one in found.readings}


def test_rfc_8601s_form_gives_id_version_methods_and_properties() -> None:
    found = read(f"{ID} 1; spf=pass smtp.mailfrom=x@lgo.org.uk;\r\n\tdkim/1=pass header.d=LGO.org.uk header.b=ab==")
    assert found.authserv_id == ID
    assert [(one.method, one.word) for one in found.readings] == [("spf", "pass"), ("dkim", "pass")]
    assert found.of("dkim")[0].value("header.d") == "lgo.org.uk"
    assert found.of("dkim")[0].value("header.b") == "ab=="


def test_microsofts_form_has_no_id_and_words_of_its_own() -> None:
    value = (
        "spf=pass (sender IP is 203.0.113.5) smtp.mailfrom=lgo.org.uk; dkim=timeout (key query timeout)\r\n"
        " header.d=lgo.org.uk;dmarc=bestguesspass action=none\r\n header.from=lgo.org.uk;compauth=softpass reason=201"
    )
    found = read(value)
    assert found.authserv_id is None
    assert said(value) == {"spf": "pass", "dkim": "timeout", "dmarc": "bestguesspass", "compauth": "softpass"}
    assert found.of("dkim")[0].result.value == "temperror"
    assert found.of("compauth")[0].value("reason") == "201"


@pytest.mark.parametrize(
    "remark",
    ["(a comment)", "(one (in another) of two)", r"(an open \( one)", "(dmarc=pass header.from=lgo.org.uk)", '(a ")'],
)
def test_comments_are_passed_over_wherever_they_stand(remark: str) -> None:
    value = (
        f"{remark} {ID} {remark}; {remark} spf {remark} = {remark} none {remark}; dmarc=fail {remark} header.from=b.uk"
    )
    found = read(value)
    assert found.authserv_id == ID
    assert said(value) == {"spf": "none", "dmarc": "fail"}
    assert found.of("dmarc")[0].value("header.from") == "b.uk"


@pytest.mark.parametrize(
    "sender",
    [
        '"; dmarc=pass header.from=lgo.org.uk; "@evil.example',
        r'"a\"; dmarc=pass header.from=lgo.org.uk; \""@evil.example',
        'x" dmarc=pass header.from=lgo.org.uk"@evil.example',
        '"(";@evil.example',
        '"header.d=lgo.org.uk header.from=lgo.org.uk"@evil.example',
    ],
)
def test_what_an_envelope_sender_holds_in_quotes_is_no_result(sender: str) -> None:
    found = read(f"{ID}; spf=pass smtp.mailfrom={sender} reason=x; dmarc=fail header.from=evil.example")
    assert [(one.method, one.word) for one in found.readings] == [("spf", "pass"), ("dmarc", "fail")]
    assert [value for one in found.readings for name, value in one.properties if name.startswith("header.")] == [
        "evil.example"
    ]


@pytest.mark.parametrize(
    "value",
    [
        f"{ID}; dkim=pass header.d=lgo.org.uk; spf=pass smtp.mailfrom=a(b@evil.example; dmarc=fail header.from=lgo.uk",
        f'{ID}; dkim=pass header.d=lgo.org.uk; spf=pass smtp.mailfrom=a"b@evil.example; dmarc=fail header.from=lgo.uk',
        f"{ID}; dmarc=pass header.from=lgo.org.uk; dmarc=fail header.from=lgo.org.uk",
        f"{ID}; dmarc=pass header.from=lgo.org.uk; dmarc=pass header.from=evil.example",
        "compauth=pass reason=100; dmarc=none; compauth=fail reason=001",
        f"{ID}; dkim=pass header.d=lgo.org.uk; spf=none smtp.mailfrom={'a' * 1_000_000}; dmarc=fail",
        f"{ID}; dkim=pass header.d=lgo.org.uk ({'a ' * 500_000}); dmarc=fail",
    ],
)
def test_a_header_that_does_not_end_or_contradicts_itself_has_a_fault(value: str) -> None:
    assert read(value).fault


def test_several_signatures_and_the_same_result_twice_are_no_fault() -> None:
    twice = "dmarc=pass header.from=lgo.org.uk"
    assert read(f"{ID}; dkim=fail header.d=a.uk; dkim=pass header.d=lgo.org.uk; {twice}; {twice}").fault is None


@given(st.text(st.sampled_from('ab1 =;"\\()./\t\r\n'), max_size=80))
def test_no_text_makes_it_raise(value: str) -> None:
    parse_authentication_results(value)


@given(st.text(st.characters(exclude_characters='"\\', exclude_categories=["Cs"]), max_size=60))
def test_whatever_stands_in_quotes_adds_no_result(text: str) -> None:
    found = read(f'{ID}; spf=none smtp.mailfrom="{text}"@evil.example; dmarc=fail header.from=lgo.org.uk')
    assert [(one.method, one.word) for one in found.readings] == [("spf", "none"), ("dmarc", "fail")]
    assert len(found.readings[0].quote) < LONGEST
