"""Which header is our own receiver's word: Exchange Online, gateways in front of it, sealers, mail that never left us.

Each scene is the header block of a whole message, topmost line first, as such systems write it.
"""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from linkbot.engine.mail.parse import parse
from linkbot.engine.sender.authenticate import authenticate
from linkbot.engine.sender.received import hop
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.organisation import AuthenticationPolicy, Gateway
from tests.engine.genuine_mail import OMBUDSMEN, OURS, POLICY

CLOUD = AuthenticationPolicy(microsoft=True)
GATEWAY = Gateway("relay.filter.example", ("198.51.100.0/24", "out.filter.example"))
BEHIND = AuthenticationPolicy(microsoft=True, gateways=(GATEWAY,))
SEALED = AuthenticationPolicy(receivers=POLICY.receivers, arc_sealers=("lists.example",))
LETTER = "From: Jo Bell <jo.bell@lgo.org.uk>"
COLLEAGUE = "From: Sam Field <sam.field@anytown.gov.uk>"

TO_BOX = (
    "Received: from AM9P1.eurprd01.prod.exchangelabs.com (2603:10a6:20b::9) by DB9P1.eurprd01.prod.outlook.com"
    " (2603:10a6:10::15) with HTTPS; Mon, 2 Nov 2026 09:14:09 +0000"
)
ARRIVED = (
    "Received: from out.lgo.org.uk (203.0.113.5) by AM9P1.mail.protection.outlook.com (10.167.16.10) with Microsoft"
    " SMTP Server; Mon, 2 Nov 2026 09:14:07 +0000"
)
SENT = "Received: from desk.lgo.org.uk (10.0.0.7) by out.lgo.org.uk with ESMTPS; Mon, 2 Nov 2026 09:14:00 +0000"
PASSED = (
    "Authentication-Results: spf=pass (sender IP is 203.0.113.5) smtp.mailfrom=lgo.org.uk; dkim=pass (signature was"
    " verified) header.d=lgo.org.uk;dmarc=pass action=none header.from=lgo.org.uk;compauth=pass reason=100"
)
FAILED = (
    "Authentication-Results: spf=fail (sender IP is 198.51.100.9) smtp.mailfrom=lgo.org.uk; dkim=fail (body hash did"
    " not verify) header.d=lgo.org.uk;dmarc=fail action=none header.from=lgo.org.uk;compauth=none reason=451"
)


def seen(*lines: str, policy: AuthenticationPolicy = CLOUD) -> Authentication:
    message = parse("\r\n".join((*lines, "Subject: Enquiry", "", "Dear Link Officer")).encode())
    return authenticate(message, policy=policy, organisation=OURS, ombudsmen=OMBUDSMEN)


def results(*said: str) -> Verdict:
    return seen(TO_BOX, ARRIVED, f"Authentication-Results: {'; '.join(said)}", LETTER).verdict


def test_exchange_onlines_header_below_its_own_line_is_believed_and_named() -> None:
    found = seen(TO_BOX, ARRIVED, PASSED, "Received-SPF: Pass (protection.outlook.com)", SENT, LETTER)
    assert found.verdict is Verdict.TRUSTED
    assert "topmost Authentication-Results header, as Exchange Online writes it" in found.why
    assert found.evidence[0].quote == "dmarc=pass action=none header.from=lgo.org.uk"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("dmarc=pass header.from=lgo.org.uk", "compauth=fail reason=000"), Verdict.FORGED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=fail reason=001"), Verdict.FORGED),
        (("dmarc=pass header.from=lgo.org.uk", "compauth=fail reason=002"), Verdict.FORGED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=fail reason=010"), Verdict.FORGED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=fail reason=601"), Verdict.FORGED),
        (("dkim=timeout header.d=lgo.org.uk", "dmarc=fail", "compauth=fail reason=000"), Verdict.UNVERIFIED),
        (("dmarc=pass header.from=lgo.org.uk", "compauth=pass reason=601"), Verdict.UNVERIFIED),
        (("dmarc=pass header.from=lgo.org.uk", "compauth=pass reason=100"), Verdict.TRUSTED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=pass reason=109"), Verdict.UNVERIFIED),
        (("dmarc=fail header.from=lgo.org.uk", "compauth=pass reason=130"), Verdict.TRUSTED),
        (("dmarc=fail header.from=bulk.example", "compauth=pass reason=130"), Verdict.FORGED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=softpass reason=202"), Verdict.UNVERIFIED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=none reason=301"), Verdict.UNVERIFIED),
        (("dmarc=pass header.from=lgo.org.uk", "compauth=none reason=405"), Verdict.TRUSTED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=pass reason=451"), Verdict.UNVERIFIED),
        (("dmarc=fail header.from=lgo.org.uk", "compauth=pass reason=703"), Verdict.FORGED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=pass reason=704"), Verdict.UNVERIFIED),
        (("dmarc=none header.from=lgo.org.uk", "compauth=none reason=905"), Verdict.UNVERIFIED),
        (("spf=pass smtp.mailfrom=lgo.org.uk", "dmarc=bestguesspass header.from=lgo.org.uk"), Verdict.TRUSTED),
        (("dkim=pass header.d=lgo.org.uk", "dmarc=bestguesspass header.from=lgo.org.uk"), Verdict.TRUSTED),
        (("spf=pass smtp.mailfrom=bulk.example", "dmarc=bestguesspass header.from=lgo.org.uk"), Verdict.UNVERIFIED),
    ],
)
def test_compauth_takes_away_and_gives_only_by_the_sealers_code(said: tuple[str, ...], expected: Verdict) -> None:
    assert results(*said) is expected


@pytest.mark.parametrize("mark", ["SPOOF", "PHSH", "HPHISH", "DIMP", "UIMP", "GIMP"])
def test_the_filters_doubts_about_the_sender_take_the_trust_away(mark: str) -> None:
    report = f"X-Forefront-Antispam-Report: CIP:203.0.113.5;SCL:8;CAT:{mark};SFS:(1);DIR:INB;"
    found = seen(TO_BOX, ARRIVED, PASSED, report, LETTER)
    assert found.verdict is Verdict.UNVERIFIED and mark in found.why
    assert seen(TO_BOX, ARRIVED, PASSED, report.replace(mark, "NONE"), LETTER).verdict is Verdict.TRUSTED


@pytest.mark.parametrize(
    "above",
    [
        # first into an own server that writes no results, then over a connector: the header came with the mail
        ("Received: from x.example (203.0.113.9) by mail.anytown.gov.uk with ESMTP; x",),
        (TO_BOX, "Received: from mail.anytown.gov.uk (192.0.2.7) by A.mail.protection.outlook.com (10.1.1.1); x", SENT),
        # a hop of the cloud that the forger wrote himself, under the line our side wrote of him
        (TO_BOX, "Received: from x.example (203.0.113.9) by A.mail.protection.outlook.com (10.1.1.1); x", TO_BOX),
        (
            TO_BOX,
            "Received: from y.outlook.com (203.0.113.9) by A.mail.protection.outlook.com (10.1.1.1); x",
            "Received: from out.lgo.org.uk (203.0.113.5) by y.outlook.com; x",
        ),
    ],
)
def test_a_nameless_header_that_came_with_the_mail_is_not_exchange_onlines(above: tuple[str, ...]) -> None:
    found = seen(*above, PASSED, LETTER)
    assert found.verdict is Verdict.UNVERIFIED
    assert "was in the message before Exchange Online got it" in found.why


def test_received_spf_and_lower_or_foreign_results_never_count() -> None:
    assert seen(TO_BOX, ARRIVED, "Received-SPF: Pass (domain of lgo.org.uk)", LETTER).verdict is Verdict.UNVERIFIED
    foreign = "Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=lgo.org.uk"
    assert seen(TO_BOX, ARRIVED, foreign, PASSED, LETTER).verdict is Verdict.UNVERIFIED
    assert seen(TO_BOX, ARRIVED, FAILED, foreign, PASSED, LETTER).verdict is Verdict.FORGED
    original = PASSED.replace("Authentication-Results", "Authentication-Results-Original")
    arc = "ARC-Authentication-Results: i=1; mx.microsoft.com 1; dmarc=pass header.from=lgo.org.uk"
    assert seen(TO_BOX, ARRIVED, original, arc, LETTER).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "name",
    [
        "mx.anytown.gov.uk.evil.example",
        "mx.anytown.gov.uk.",
        "mx-anytown.gov.uk",
        "mx.anytоwn.gov.uk",
        "anytown.gov.uk",
    ],
)
def test_a_servers_name_nearly_ours_is_not_ours(name: str) -> None:
    line = f"Authentication-Results: {name}; dmarc=pass header.from=lgo.org.uk"
    assert seen(line, LETTER, policy=POLICY).verdict is Verdict.UNVERIFIED


# ---- a gateway in front ---------------------------------------------------------------------------------------------

BY_GATEWAY = (
    "Authentication-Results: relay.filter.example; dkim=pass header.d=lgo.org.uk header.s=s1; dmarc=pass"
    " (policy=reject) header.from=lgo.org.uk; spf=pass smtp.mailfrom=bounce@lgo.org.uk"
)
HANDED_OVER = (
    "Received: from out7.filter.example (198.51.100.9) by AM9P1.mail.protection.outlook.com (10.167.16.10) with"
    " Microsoft SMTP Server; Mon, 2 Nov 2026 09:14:07 +0000"
)
FILTERED = "Received: from out.lgo.org.uk (203.0.113.5) by relay.filter.example with ESMTPS; Mon, 2 Nov 2026 09:14:05"


def test_a_gateways_results_count_only_where_they_are_configured() -> None:
    mail = (TO_BOX, HANDED_OVER, FAILED, FILTERED, BY_GATEWAY, SENT, LETTER)
    found = seen(*mail, policy=BEHIND)
    assert found.verdict is Verdict.TRUSTED and "our gateway relay.filter.example" in found.why
    assert seen(*mail, policy=CLOUD).verdict is Verdict.FORGED
    above = (TO_BOX, HANDED_OVER, FAILED, BY_GATEWAY, FILTERED, SENT, LETTER)
    assert seen(*above, policy=BEHIND).verdict is Verdict.TRUSTED
    fails = BY_GATEWAY.replace("dmarc=pass", "dmarc=fail")
    assert seen(TO_BOX, HANDED_OVER, PASSED, FILTERED, fails, LETTER, policy=BEHIND).verdict is Verdict.FORGED


@pytest.mark.parametrize(
    "mail",
    [
        # past the gateway, straight to us, with a gateway's header written by the forger
        (TO_BOX, ARRIVED.replace("203.0.113.5", "203.0.113.66"), FAILED, FILTERED, BY_GATEWAY, LETTER),
        # the forger calls himself the gateway
        (TO_BOX, HANDED_OVER.replace("198.51.100.9", "203.0.113.66"), FAILED, FILTERED, BY_GATEWAY, LETTER),
        # a whole trail of forged lines below his own
        (TO_BOX, ARRIVED.replace("203.0.113.5", "203.0.113.66"), FAILED, HANDED_OVER, FILTERED, BY_GATEWAY, LETTER),
        # he calls himself a server of the cloud
        (
            TO_BOX,
            "Received: from y.outlook.com (203.0.113.66) by AM9P1.mail.protection.outlook.com (10.1.1.1); x",
            FAILED,
            "Received: from out7.filter.example (198.51.100.9) by y.outlook.com; x",
            FILTERED,
            BY_GATEWAY,
            LETTER,
        ),
        # through the gateway, and the header was in it when the gateway got it
        (TO_BOX, HANDED_OVER, FAILED, FILTERED, SENT, BY_GATEWAY, LETTER),
        # another's results lie above
        (TO_BOX, HANDED_OVER, FAILED, "Authentication-Results: x.example; none", FILTERED, BY_GATEWAY, LETTER),
    ],
)
def test_a_gateways_results_are_not_believed_from_anybody_else(mail: tuple[str, ...]) -> None:
    assert seen(*mail, policy=BEHIND).verdict is Verdict.FORGED


def test_before_an_own_server_the_gateway_is_known_by_the_name_that_was_looked_up() -> None:
    policy = AuthenticationPolicy(receivers=POLICY.receivers, gateways=(GATEWAY,))
    entry = "Received: from {helo} ({name} [192.0.2.80]) by mx.anytown.gov.uk with ESMTPS; Mon, 2 Nov 2026 09:14:07"
    known = entry.format(helo="a", name="mta3.out.filter.example")
    assert seen(known, BY_GATEWAY, FILTERED, SENT, LETTER, policy=policy).verdict is Verdict.TRUSTED
    called = entry.format(helo="mta3.out.filter.example", name="unknown")
    assert seen(called, BY_GATEWAY, FILTERED, SENT, LETTER, policy=policy).verdict is Verdict.UNVERIFIED


# ---- sealers --------------------------------------------------------------------------------------------------------

BROKEN = "Authentication-Results: mx.anytown.gov.uk; arc=pass (i=1); dmarc=fail header.from=lgo.org.uk"
SEAL = "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=lists.example; s=k; b=abc"
SAW = "ARC-Authentication-Results: i=1; lists.example; dkim=pass header.d=lgo.org.uk; dmarc=pass header.from=lgo.org.uk"


def test_a_sealer_of_our_choice_may_vouch_for_what_it_broke() -> None:
    found = seen(BROKEN, SEAL, SAW, LETTER, policy=SEALED)
    assert found.verdict is Verdict.TRUSTED and "sealer we trust" in found.why
    assert seen(BROKEN, SEAL, SAW, LETTER, policy=POLICY).verdict is Verdict.FORGED


@pytest.mark.parametrize(
    "lines",
    [
        (BROKEN.replace("arc=pass", "arc=fail"), SEAL, SAW),
        (BROKEN.replace("arc=pass (i=1); ", ""), SEAL, SAW),
        (BROKEN, SEAL.replace("d=lists.example", "d=evil.example"), SAW),
        (BROKEN, SEAL.replace("i=1", "i=2"), SAW.replace("i=1", "i=2")),
        (BROKEN, SEAL, SAW.replace("lgo.org.uk", "evil.example")),
        (BROKEN, SEAL, SAW.replace("=pass", "=fail")),
        (BROKEN, SEAL, SAW, SAW),
        (BROKEN, SEAL, SEAL, SAW),
        (BROKEN, SEAL),
        (BROKEN, SAW),
        (BROKEN, SEAL.replace("i=1", "i=2"), SEAL.replace("lists", "other"), SAW, SAW.replace("i=1", "i=2")),
    ],
)
def test_no_other_chain_vouches_for_anything(lines: tuple[str, ...]) -> None:
    assert seen(*lines, LETTER, policy=SEALED).verdict is Verdict.FORGED


# ---- mail that moved inside -----------------------------------------------------------------------------------------

INTERNAL = "X-MS-Exchange-Organization-AuthAs: Internal"
SILENT = (
    "Authentication-Results: dkim=none (message not signed) header.d=none;dmarc=none action=none"
    " header.from=anytown.gov.uk;"
)


def test_exchange_onlines_mark_of_inside_mail_is_believed_of_colleagues_only() -> None:
    assert seen(TO_BOX, INTERNAL, COLLEAGUE).verdict is Verdict.INTERNAL
    assert seen(TO_BOX, SILENT, INTERNAL, COLLEAGUE).verdict is Verdict.INTERNAL
    assert seen(TO_BOX, SILENT, INTERNAL, LETTER).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "lines",
    [
        (TO_BOX, SILENT),
        (TO_BOX, SILENT, INTERNAL, INTERNAL),
        (TO_BOX, SILENT, INTERNAL, "X-MS-Exchange-Organization-AuthAs: Anonymous"),
        (TO_BOX, SILENT, "X-MS-Exchange-CrossTenant-AuthAs: Internal"),
        (TO_BOX, SILENT, "X-MS-Exchange-Organization-AuthAs: =?utf-8?q?Internal?="),
        (TO_BOX, ARRIVED, SILENT, INTERNAL),
        (TO_BOX, SILENT.replace("dkim=none", "spf=softfail smtp.mailfrom=x.example; dkim=none"), INTERNAL),
        ("Received: from y.outlook.com (203.0.113.9) by mail.anytown.gov.uk; x", INTERNAL),
        ("Received: from y.outlook.com (203.0.113.9) by A.mail.protection.outlook.com; x", INTERNAL),
    ],
)
def test_the_mark_of_inside_mail_is_not_believed_with_anything_amiss(lines: tuple[str, ...]) -> None:
    assert seen(*lines, COLLEAGUE).verdict is Verdict.UNVERIFIED
    assert seen(TO_BOX, SILENT, INTERNAL, COLLEAGUE, policy=POLICY).verdict is Verdict.UNVERIFIED


def test_a_rule_that_redirects_inside_keeps_the_first_verdict_and_its_from() -> None:
    """The chief executive's office passes letters on by a rule: From stays, lines are added on top."""
    again = TO_BOX.replace("DB9P1", "VI1P2")
    resent = "Resent-From: Chief Executive <ce@anytown.gov.uk>"
    assert seen(again, TO_BOX, ARRIVED, PASSED, SENT, resent, LETTER).verdict is Verdict.TRUSTED
    assert seen(again, TO_BOX, ARRIVED, FAILED, SENT, resent, LETTER).verdict is Verdict.FORGED


@pytest.mark.parametrize(
    "line",
    [
        "from mail.anytown.gov.uk (10.0.0.5.evil.example [203.0.113.9]) by mx.anytown.gov.uk; x",
        "from mail.anytown.gov.uk (host.example [203.0.113.9] (may be forged)) by mx.anytown.gov.uk; x",
        "from mail.anytown.gov.uk (mail.anytown.gov.uk [203.0.113.9] (may be forged)) by mx.anytown.gov.uk; x",
        "from unknown (HELO mail.anytown.gov.uk) (203.0.113.9) by mx.anytown.gov.uk; x",
        "from [203.0.113.9] (helo=mail.anytown.gov.uk) by mx.anytown.gov.uk with esmtp; x",
        "from [10.0.0.5] (unknown [203.0.113.9]) by mx.anytown.gov.uk; x",
        "from mail.anytown.gov.uk ([10.0.0.5] [203.0.113.9]) by mx.anytown.gov.uk; x",
        "from mail.anytown.gov.uk ([IPv6:2001:db8::7]) by mx.anytown.gov.uk; x",
        "from mail.anytown.gov.uk (HELO (x [10.0.0.5]) [203.0.113.9]) by mx.anytown.gov.uk; x",
    ],
)
def test_what_a_host_calls_itself_brings_it_nowhere(line: str) -> None:
    assert seen(f"Received: {line}", COLLEAGUE, policy=POLICY).verdict is Verdict.UNVERIFIED


def test_a_hop_says_what_the_receiver_recorded() -> None:
    found = hop("from helo.x (real.y [IPv6:2001:db8::7]) by mx.z (10.0.0.1) with ESMTPS (TLS) id 7; Mon, 2 Nov 2026")
    assert (found.helo, found.name, found.by, found.by_address) == ("helo.x", "real.y", "mx.z", "10.0.0.1")
    assert ip_address(found.address or "") == ip_address("2001:db8::7")
    assert hop("by mx.z (Postfix, from userid 33) id 77; x").helo is None
