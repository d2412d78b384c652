"""Whether mail is genuine: only our own receiver's topmost verdict counts, aligned with From."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.engine.sender.authenticate import authenticate
from linkbot.engine.sender.authentication_results import parse_authentication_results
from linkbot.model.authentication import MethodResult, Verdict
from linkbot.model.mail import Message
from linkbot.model.organisation import AuthenticationPolicy
from tests.engine.genuine_mail import (
    FAULTS,
    FROM_INSIDE,
    FROM_OUTSIDE,
    OMBUDSMEN,
    OURS,
    PASSES,
    POLICY,
    a_message,
)

AR = "Authentication-Results"
COLLEAGUE = "Sam Field <sam.field@anytown.gov.uk>"
MICROSOFT = AuthenticationPolicy(microsoft=True)


def verdict(message: Message, policy: AuthenticationPolicy = POLICY) -> Verdict:
    return authenticate(message, policy=policy, organisation=OURS, ombudsmen=OMBUDSMEN).verdict


def results(value: str, sender: str = "Jo Bell <jo.bell@lgo.org.uk>", policy: AuthenticationPolicy = POLICY) -> Verdict:
    return verdict(a_message((AR, value), ("Received", FROM_OUTSIDE), sender=sender), policy)


def test_the_shipped_rules_have_no_fault() -> None:
    assert FAULTS == []


def test_our_receivers_pass_makes_an_ombudsmans_mail_trusted_and_says_why() -> None:
    found = authenticate(a_message((AR, PASSES)), policy=POLICY, organisation=OURS, ombudsmen=OMBUDSMEN)
    assert (found.verdict, found.ombudsman, found.from_domain) == (Verdict.TRUSTED, "lgsco", "lgo.org.uk")
    assert ("dmarc", MethodResult.PASS) in found.methods
    assert "dmarc=pass" in found.evidence[0].quote


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mx.anytown.gov.uk 1; dmarc=pass header.from=lgo.org.uk", Verdict.TRUSTED),
        ("MX.Anytown.gov.uk; dmarc=pass (p=reject dis=none; a=b) header.from=LGO.org.uk", Verdict.TRUSTED),
        ("mx.anytown.gov.uk; dmarc=pass header.from=casework.lgo.org.uk", Verdict.TRUSTED),
        ("mx.anytown.gov.uk; dkim=fail header.d=list.example; dkim=pass header.d=lgo.org.uk", Verdict.TRUSTED),
        ("mx.anytown.gov.uk; dmarc=none; spf=pass smtp.mailfrom=bounce@mail.lgo.org.uk", Verdict.TRUSTED),
        ("mx.anytown.gov.uk; dkim=pass header.i=@lgo.org.uk; dmarc=temperror", Verdict.TRUSTED),
        ("mx.anytown.gov.uk; dmarc=fail (p=none) header.from=lgo.org.uk", Verdict.FORGED),
        ("mx.anytown.gov.uk; spf=fail smtp.mailfrom=lgo.org.uk; dkim=none", Verdict.FORGED),
        ("mx.anytown.gov.uk; spf=pass smtp.mailfrom=bulk.example; dmarc=fail header.from=lgo.org.uk", Verdict.FORGED),
        ("mx.anytown.gov.uk; none", Verdict.UNVERIFIED),
        (
            "mx.anytown.gov.uk; spf=temperror; dkim=temperror; dmarc=temperror header.from=lgo.org.uk",
            Verdict.UNVERIFIED,
        ),
        (
            "mx.anytown.gov.uk; dkim=temperror header.d=lgo.org.uk; dmarc=fail header.from=lgo.org.uk",
            Verdict.UNVERIFIED,
        ),
        ("mx.anytown.gov.uk; spf=softfail smtp.mailfrom=lgo.org.uk; dmarc=none", Verdict.UNVERIFIED),
        ("mx.anytown.gov.uk; dmarc=permerror header.from=lgo.org.uk", Verdict.UNVERIFIED),
        ("mx.anytown.gov.uk; dmarc=pass header.from=bulk.example", Verdict.UNVERIFIED),
        ("mx.anytown.gov.uk; dkim=pass header.d=bulk.example; spf=pass smtp.mailfrom=bulk.example", Verdict.UNVERIFIED),
        ("mx.anytown.gov.uk; spf=pass smtp.mailfrom=lgo.org.uk; dmarc=temperror", Verdict.UNVERIFIED),
        ("mx.anytown.gov.uk.evil.example; dmarc=pass header.from=lgo.org.uk", Verdict.UNVERIFIED),
        ("relay.elsewhere.example; dmarc=pass header.from=lgo.org.uk", Verdict.UNVERIFIED),
        ("dmarc=pass action=none header.from=lgo.org.uk; compauth=pass reason=100", Verdict.UNVERIFIED),
        ('mx.anytown.gov.uk; x-note="dmarc=pass header.from=lgo.org.uk"', Verdict.UNVERIFIED),
        ("mx.anytown.gov.uk; spf=none (dmarc=pass header.from=lgo.org.uk)", Verdict.UNVERIFIED),
        ("", Verdict.UNVERIFIED),
    ],
)
def test_what_our_receiver_wrote_decides(value: str, expected: Verdict) -> None:
    assert results(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            (
                "spf=pass (sender IP is 203.0.113.5) smtp.mailfrom=lgo.org.uk; dkim=pass (signature was verified);"
                "dmarc=pass action=none header.from=lgo.org.uk;compauth=pass reason=100"
            ),
            Verdict.TRUSTED,
        ),
        (
            "spf=fail; dkim=fail; dmarc=fail action=oreject header.from=lgo.org.uk;compauth=pass reason=130",
            Verdict.TRUSTED,
        ),
        (
            "spf=pass smtp.mailfrom=lgo.org.uk; dmarc=bestguesspass header.from=lgo.org.uk; compauth=pass reason=109",
            Verdict.TRUSTED,
        ),
        ("spf=none; dmarc=bestguesspass header.from=lgo.org.uk; compauth=softpass reason=201", Verdict.UNVERIFIED),
        ("dmarc=fail action=none header.from=lgo.org.uk;compauth=pass reason=703", Verdict.FORGED),
        (
            "spf=pass smtp.mailfrom=lgo.org.uk; dmarc=none header.from=lgo.org.uk;compauth=fail reason=001",
            Verdict.FORGED,
        ),
    ],
)
def test_microsofts_form_counts_only_where_the_policy_says_so(value: str, expected: Verdict) -> None:
    assert results(value, policy=MICROSOFT) is expected
    assert results(value) is Verdict.UNVERIFIED


def test_only_the_topmost_results_count() -> None:
    fails = "mx.anytown.gov.uk; dmarc=fail header.from=lgo.org.uk"
    foreign = "other.example; dmarc=pass header.from=lgo.org.uk"
    assert verdict(a_message((AR, fails), (AR, PASSES))) is Verdict.FORGED
    assert verdict(a_message((AR, PASSES), (AR, fails))) is Verdict.TRUSTED
    assert verdict(a_message((AR, foreign), (AR, PASSES))) is Verdict.UNVERIFIED
    assert verdict(a_message()) is Verdict.UNVERIFIED


def test_results_that_travelled_with_the_message_are_not_our_receivers() -> None:
    """A forger wrote our receiver's name into his own mail: the header sits below a hop that was before ours."""
    forged_hop = "from x.example (x.example [203.0.113.9]) by relay.example with SMTP; Mon, 2 Nov 2026 09:13:00 +0000"
    smuggled = a_message(("Received", FROM_OUTSIDE), ("Received", forged_hop), (AR, PASSES))
    assert verdict(smuggled) is Verdict.UNVERIFIED
    assert verdict(a_message(("Received", FROM_OUTSIDE), (AR, PASSES), ("Received", forged_hop))) is Verdict.TRUSTED
    assert verdict(a_message((AR, PASSES), ("Received", FROM_OUTSIDE), ("Received", forged_hop))) is Verdict.TRUSTED


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], Verdict.INTERNAL),
        ([FROM_INSIDE], Verdict.INTERNAL),
        (["from laptop ([192.168.4.5]) by mail.anytown.gov.uk with ESMTPSA; x", FROM_INSIDE], Verdict.INTERNAL),
        (["from out.anytown.gov.uk (out.anytown.gov.uk [203.0.113.77]) by mx.anytown.gov.uk; x"], Verdict.INTERNAL),
        (["by mx.anytown.gov.uk (Postfix, from userid 33) id 77; x"], Verdict.INTERNAL),
        ([FROM_INSIDE, FROM_OUTSIDE], Verdict.UNVERIFIED),
        (["from mail.anytown.gov.uk (unknown [203.0.113.9]) by mx.anytown.gov.uk; x"], Verdict.UNVERIFIED),
        (["from mail.anytown.gov.uk (host9.dialup.example [203.0.113.9]) by mx.anytown.gov.uk; x"], Verdict.UNVERIFIED),
        (["from mail.anytown.gov.uk (10.0.0.1) by relay.bulk.example; x"], Verdict.UNVERIFIED),
    ],
)
def test_colleagues_without_results_are_internal_only_if_nothing_outside_touched_it(
    headers: list[str], expected: Verdict
) -> None:
    message = a_message(*(("Received", value) for value in headers), sender=COLLEAGUE)
    assert verdict(message) is expected
    strict = AuthenticationPolicy(receivers=POLICY.receivers, internal_without_results=False)
    assert verdict(message, strict) is Verdict.UNVERIFIED


def test_our_own_domain_is_judged_by_our_receiver_when_it_speaks() -> None:
    assert results("mx.anytown.gov.uk; dmarc=pass header.from=anytown.gov.uk", COLLEAGUE) is Verdict.INTERNAL
    assert results("mx.anytown.gov.uk; dmarc=fail header.from=anytown.gov.uk", COLLEAGUE) is Verdict.FORGED
    assert results("mx.anytown.gov.uk; spf=none; dkim=none", COLLEAGUE) is Verdict.UNVERIFIED
    foreign = a_message((AR, "relay.example; dmarc=pass header.from=anytown.gov.uk"), sender=COLLEAGUE)
    assert verdict(foreign) is Verdict.UNVERIFIED


def test_inside_the_own_tenant_microsofts_hops_are_inside() -> None:
    hop = "from AM0.eurprd.prod.outlook.com (2603:10a6::1) by DB9.eurprd.prod.outlook.com (2603:10a6::2) with HTTPS; x"
    inside = a_message(("Received", hop), ("X-MS-Exchange-Organization-AuthAs", "Internal"), sender=COLLEAGUE)
    assert verdict(inside, MICROSOFT) is Verdict.INTERNAL
    assert verdict(a_message(("Received", hop), sender=COLLEAGUE), MICROSOFT) is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "Undisclosed: jo.bell@lgo.org.uk, x@evil.example;",
        "Jo <jo.bell@lgo.org.uk>, Al <al@evil.example>",
    ],
)
def test_an_odd_from_is_never_trusted(sender: str) -> None:
    assert results(PASSES, sender) is Verdict.UNVERIFIED


def test_two_from_headers_are_never_trusted() -> None:
    assert verdict(a_message((AR, PASSES), ("From", "x@evil.example"))) is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ('"Housing Ombudsman" <case.desk@freemail.example>', Verdict.FORGED),
        ('"Local Government and Social Care Ombudsman - Casework Team" <a@freemail.example>', Verdict.FORGED),
        ('"jo.bell@lgo.org.uk" <a@freemail.example>', Verdict.FORGED),
        ('"Ombudsman fan" <a@freemail.example>', Verdict.UNVERIFIED),
        ('"Mary Housing" <a@freemail.example>', Verdict.UNVERIFIED),
        ('"Housing Ombudsman via SealPost" <a@sealpost.example>', Verdict.UNVERIFIED),
    ],
)
def test_a_display_name_that_claims_to_be_the_body_is_forged(sender: str, expected: Verdict) -> None:
    domain = sender.rpartition("@")[2].rstrip(">")
    assert results(f"mx.anytown.gov.uk; dmarc=pass header.from={domain}", sender) is expected


def test_a_mailing_house_and_a_secure_carrier_may_name_the_body() -> None:
    passes = (AR, "mx.anytown.gov.uk; dmarc=pass header.from=house.example")
    sender = '"Housing Ombudsman" <news@house.example>'
    assert verdict(a_message(passes, ("List-Id", "news <n.house.example>"), sender=sender)) is Verdict.UNVERIFIED
    assert verdict(a_message(passes, sender=sender, subject="Secure message for you")) is Verdict.UNVERIFIED
    assert verdict(a_message(sender=sender, subject="Secure message for you")) is Verdict.FORGED


@given(st.text(max_size=200))
def test_no_results_header_raises_or_trusts_by_accident(value: str) -> None:
    parse_authentication_results(value)
    assert results(value) is not Verdict.TRUSTED or "pass" in value.casefold()
