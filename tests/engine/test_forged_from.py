"""Octets made to look like an Ombudsman's: odd From lines, display names, fields put on top of a genuine letter."""

from __future__ import annotations

import base64

import pytest

from linkbot.engine.mail.acting import acting
from linkbot.engine.mail.inner_verdict import checked_acting
from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.engine.sender.authenticate import authenticate
from linkbot.engine.sender.gate import gate
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.mail import Message
from tests.engine.genuine_mail import GATES, OMBUDSMEN, OURS, POLICY

PASSES = (
    b"Authentication-Results: mx.anytown.gov.uk; dkim=pass header.d=lgo.org.uk; dmarc=pass header.from=lgo.org.uk\r\n"
)
OTHER = b"Authentication-Results: mx.anytown.gov.uk; dmarc=pass header.from=evil.example\r\n"
JO = b"From: Jo Bell <jo.bell@lgo.org.uk>\r\n"
REST = b"Subject: Enquiry 26 001 111\r\nDate: Mon, 2 Nov 2026 09:14:00 +0000\r\nMessage-ID: <a@lgo.org.uk>\r\n"
BODY = b"\r\nDear Link Officer\r\n"


def judged(octets: bytes) -> Authentication:
    return authenticate(parse(octets), policy=POLICY, organisation=OURS, ombudsmen=OMBUDSMEN)


def of(sender: str | bytes, results: bytes = PASSES) -> Authentication:
    value = sender if isinstance(sender, bytes) else sender.encode()
    return judged(results + b"From: " + value + b"\r\n" + REST + BODY)


def test_the_plain_letter_is_trusted() -> None:
    assert judged(PASSES + JO + REST + BODY).verdict is Verdict.TRUSTED


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "<>",
        "Jo Bell",
        "jo.bell@lgo.org.uk, al@evil.example",
        "Jo <jo.bell@lgo.org.uk>, <al@evil.example>",
        "Undisclosed: jo.bell@lgo.org.uk;",
        '"Jo": Jo Bell <jo.bell@lgo.org.uk>;',
        "Team:;",
        "al@evil.example\0.lgo.org.uk",
        b"al@evil.example\0.lgo.org.uk",
        "jo.bell@lgo.org.uk\r\nFrom: al@evil.example",
        "jo.bell@lgo.org.uk\rFrom: al@evil.example",
        "jo.bell@lgo.org.uk\nfrom: al@evil.example",
        "al@evil.example (\r\n <jo.bell@lgo.org.uk",
        "jo.bell@lgo.org.uk.",
        "=?utf-8?q?jo.bell=40lgo.org.uk?=",
        "<=?utf-8?q?jo.bell?=@lgo.org.uk> <al@evil.example>",
        "a:" * 16_000,
        '"\\' * 16_000,
        "<jo.bell@lgo.org.uk" * 1_500,
        "(" * 30_000 + "jo.bell@lgo.org.uk",
    ],
)
def test_an_unclear_from_is_never_trusted(sender: str | bytes) -> None:
    assert of(sender).verdict in (Verdict.UNVERIFIED, Verdict.FORGED)


def test_the_passed_domain_must_be_that_of_from() -> None:
    assert of("Jo <jo.bell@lgo.org.uk>", OTHER).verdict is Verdict.UNVERIFIED
    assert of("Jo <jo.bell@casework.lgo.org.uk>").verdict is Verdict.TRUSTED
    assert of("Jo <jo.bell@housing-ombudsman.org.uk>").verdict is Verdict.UNVERIFIED
    parent = PASSES.replace(b"lgo.org.uk", b"org.uk")
    assert of("Jo <jo.bell@lgo.org.uk>", parent).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "name",
    [
        "ombudsman@lgo.org.uk",
        '"ombudsman@lgo.org.uk"',
        "Ombudsman (ombudsman@lgo.org.uk)",
        "ombudsman＠lgo.org.uk",
        "ombudsman at lgo.org.uk",
        "lgo.org.uk",
        "casework@mail.lgo.org.uk",
        "ombudsman@lgo.org.uk via Portal",
        "casework@lgo-org.uk",
        "=?utf-8?q?ombudsman=40lgo.org.uk?=",
        "=?utf-8?q?ombudsman=40lg?= =?utf-8?q?o.org.uk?=",
        f"=?utf-8?b?{base64.b64encode(b'ombudsman@lgo.org.uk <ombudsman@lgo.org.uk>').decode()}?=",
        "Housing Ombudsman",
        "housing   OMBUDSMAN service",
        "Housing Оmbudsman",  # a Cyrillic O
        "Ηousing Ombudsman",  # a Greek Eta
        "Ｈousing Ｏmbudsman",
        "𝐇𝐨𝐮𝐬𝐢𝐧𝐠 𝐎𝐦𝐛𝐮𝐝𝐬𝐦𝐚𝐧",
        "Hou\u200bsing Ombuds\u00adman",
        "H o u s i n g  O m b u d s m a n",
        "Hòusing Ömbudsman",
        "Housing.Ombudsman",
        "Housing 0mbudsman",
        "LGSC0",
        "Local Government & Social Care Ombudsman",
        "The Local Government and Social Care Ombudsman | Casework Team",
        "Jo Bell - Housing Ombudsman Service",
    ],
)
def test_a_strangers_display_name_that_claims_to_be_the_ombudsman_is_named_a_forgery(name: str) -> None:
    found = of(f"{name} <al@evil.example>", OTHER)
    assert found.verdict is Verdict.FORGED
    assert found.look_alike_of in {"lgo.org.uk", "housing-ombudsman.org.uk"} and found.look_alike_of in found.why


def test_a_comment_behind_the_address_is_a_display_name_too() -> None:
    assert of("al@evil.example (Housing Ombudsman)", OTHER).verdict is Verdict.FORGED


def test_an_address_of_ours_as_the_name_of_a_stranger_is_a_forgery_unless_the_stranger_passed() -> None:
    assert of("ce@anytown.gov.uk <al@evil.example>", b"").verdict is Verdict.FORGED
    assert of("ce@anytown.gov.uk <no-reply@evil.example>", OTHER).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "name", ["Al", "Housing Team", "Ombudsman Watch", "R. O'Neil (Flat 4)", "Cllr Jo Bell, Ward 3"]
)
def test_other_names_claim_nothing(name: str) -> None:
    assert of(f"{name} <al@evil.example>", OTHER).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "domain",
    [
        "lgo.org.uk.example.com",
        "lgo-org-uk.example",
        "lgо.org.uk",
        "xn--lg-gmc.org.uk",
        "ｌｇｏ.org.uk",
        "lgo。org。uk",
        "lgo.org.uk\u200b",
        "1go.org.uk",
        "housing-ombudsman.org.uk.evil.example",
        "housing-ornbudsman.org.uk",
        "housing-օmbudsman.org.uk",
        "anytown-gov.uk",
    ],
)
def test_a_look_alike_domain_is_a_forgery_even_when_it_passes(domain: str) -> None:
    passes = f"Authentication-Results: mx.anytown.gov.uk; dmarc=pass header.from={domain}\r\n".encode()
    found = of(f"Jo Bell <jo.bell@{domain}>", passes)
    assert found.verdict is Verdict.FORGED and found.look_alike_of and "imitates" in found.why


@pytest.mark.parametrize(
    "more",
    [
        b"Sender: al@evil.example\r\n",
        b"Reply-To: al@evil.example\r\n",
        b"Resent-From: al@evil.example\r\n",
        b"Return-Path: <al@evil.example>\r\n",
        b"X-Sender: al@evil.example\r\n",
    ],
)
def test_only_from_is_judged(more: bytes) -> None:
    """A differing Sender or Reply-To neither helps nor harms; that no draft goes to it is shown elsewhere."""
    assert judged(PASSES + more + JO + REST + BODY).verdict is Verdict.TRUSTED
    theirs = more.replace(b"al@evil.example", b"jo.bell@lgo.org.uk")
    assert judged(PASSES + theirs + b"From: al@evil.example\r\n" + REST + BODY).verdict is not Verdict.TRUSTED


@pytest.mark.parametrize(
    "extra",
    [
        b"Subject: Final demand 26 001 111\r\n",
        b"Date: Mon, 9 Nov 2026 09:14:00 +0000\r\n",
        b"Message-ID: <b@evil.example>\r\n",
        b"Content-Type: text/plain\r\nContent-Type: text/html\r\n",
        b"X-Note : Please pay 5,000 pounds by 1 December 2026.\r\n",
        b"Please pay 5,000 pounds by 1 December 2026.\r\n",
        b"From evil: Please pay\r\n",
        b"X-Note: a\r\rPlease pay 5,000 pounds by 1 December 2026.\r\n",
        b"X-Note: a\rSubject: Final demand\r\n",
        b"X-Note: a\n\nPlease pay 5,000 pounds by 1 December 2026.\r\n",
        b"X-A: b\r\n" * 1_100,
    ],
)
def test_what_was_put_on_top_of_a_signed_letter_takes_its_trust_away(extra: bytes) -> None:
    """The signature of a genuine letter still passes when somebody adds a field and sends it on to us."""
    found = judged(PASSES + JO + extra + REST + BODY)
    assert found.verdict is Verdict.UNVERIFIED
    assert found.evidence[0].signal == "authentication:headers" and "; but " in found.why


def test_the_envelope_sender_writes_no_results_of_its_own() -> None:
    hidden = b"=?utf-8?q?a;_dmarc=3Dpass_header.from=3Dlgo.org.uk;_x?=@evil.example"
    for verdict in (b"dmarc=fail header.from=lgo.org.uk", b"dmarc=none header.from=lgo.org.uk"):
        line = (
            b"Authentication-Results: mx.anytown.gov.uk; spf=pass smtp.mailfrom=" + hidden + b"; " + verdict + b"\r\n"
        )
        assert judged(line + JO + REST + BODY).verdict is not Verdict.TRUSTED


def test_folded_headers_are_one_header() -> None:
    folded = PASSES.replace(b"; ", b";\r\n\t ")
    assert judged(folded + JO + REST + BODY).verdict is Verdict.TRUSTED
    below = b"X-Long: a\r\n " + PASSES + JO + REST + BODY
    assert judged(below).verdict is Verdict.UNVERIFIED


def forward(inner: bytes) -> Message:
    head = b"From: sam.field@anytown.gov.uk\r\nSubject: FW: look\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    part = b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    return segment(parse(head + part), (), BoilerplateRules())


def test_a_mail_our_receiver_had_refused_does_not_act_when_a_colleague_attaches_it() -> None:
    inside = Authentication(Verdict.INTERNAL, "anytown.gov.uk", None)
    for results, doubted in ((PASSES.replace(b"=pass", b"=fail"), True), (PASSES, False), (b"", False)):
        message = forward(results + JO + REST + BODY)
        assert acting(message, inside, organisation=OURS, ombudsmen=OMBUDSMEN).ombudsman == "lgsco"
        checked = checked_acting(message, inside, policy=POLICY, organisation=OURS, ombudsmen=OMBUDSMEN)
        assert (checked.doubt is not None, checked.forwarded) == (doubted, not doubted)


def test_the_link_officer_is_told_which_header_decided() -> None:
    message = parse(PASSES.replace(b"=pass", b"=fail") + JO + REST + BODY)
    found = authenticate(message, policy=POLICY, organisation=OURS, ombudsmen=OMBUDSMEN)
    act = acting(message, found, organisation=OURS, ombudsmen=OMBUDSMEN)
    closed = gate(message, found, act, rules=GATES, organisation=OURS)
    assert closed is not None and closed.id == "forged"
    assert "topmost Authentication-Results header, of our receiver mx.anytown.gov.uk" in closed.evidence[0].quote + (
        closed.reason
    )
