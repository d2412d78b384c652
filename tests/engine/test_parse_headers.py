"""Headers: strict addresses, decoded words, dates, ids, names of attachments."""

from __future__ import annotations

import base64
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbot.engine.mail.addresses import parse_addresses
from linkbot.engine.mail.encoded_words import decode_words
from linkbot.engine.mail.parse import parse


def mail(*headers: str, body: str = "Hello", charset: str = "utf-8") -> bytes:
    return ("\r\n".join(headers) + "\r\n\r\n" + body).encode(charset)


@pytest.mark.parametrize(
    ("value", "address", "name"),
    [
        ("Oona <o.f@LGO.org.uk>", "o.f@lgo.org.uk", "Oona"),
        ('"o.f@lgo.org.uk" <evil@fake.example>', "evil@fake.example", "o.f@lgo.org.uk"),
        ("o.f@lgo.org.uk <evil@fake.example>", "evil@fake.example", "o.f@lgo.org.uk"),
        ("=?utf-8?Q?Zo=C3=AB_K=2E?= <z@x.example>", "z@x.example", "Zoë K."),
        ('"=?utf-8?B?Wm/Dqw==?= Khan" <z@x.example>', "z@x.example", "Zoë Khan"),
        ("Smith, John <j@x.example>", "j@x.example", "Smith, John"),
        ("LGSCO [Team 4] <t@x.example>", "t@x.example", "LGSCO [Team 4]"),
        ("j@x.example (John (Jack) Lee)", "j@x.example", None),
        ("(<y@lgo.org.uk>) <a@evil.example>", "a@evil.example", None),
        ('"a\\" <b@lgo.org.uk>" <c@evil.example>', "c@evil.example", "a <b@lgo.org.uk>"),
        ("Team: a@b.example;", "a@b.example", None),
    ],
)
def test_an_address_is_what_stands_in_the_brackets(value: str, address: str, name: str | None) -> None:
    found = parse(mail(f"From: {value}")).from_
    assert found is not None
    assert (found.address, found.name) == (address, name)


@pytest.mark.parametrize(
    "value",
    [
        "alice@example.org)bob@lgo.org.uk",
        "<a@lgo.org.uk> <b@evil.example>",
        "<a@lgo.org.uk",
        "a@lgo.org.uk.",
        "a@b@lgo.org.uk",
        '"a@lgo.org.uk" b@evil.example',
        "=?utf-8?Q?a=40lgo.org.uk?=",
        "a@lgo.org.uk, b@evil.example",
        "Chief Executive",
        "<>",
        "undisclosed-recipients:;",
    ],
)
def test_what_is_not_plainly_one_address_is_none(value: str) -> None:
    assert parse(mail(f"From: {value}")).from_ is None


def test_two_from_headers_are_none_and_said() -> None:
    message = parse(mail("From: a@lgo.org.uk", "From: b@evil.example"))
    assert message.from_ is None
    assert any("more than one From" in defect for defect in message.defects)


def test_absent_headers_are_empty_never_phantoms() -> None:
    message = parse(mail("X-Other: 1", "Cc:"))
    assert message.message_id is None and message.date is None and message.from_ is None and message.sender is None
    assert message.to == message.cc == message.reply_to == message.in_reply_to == message.references == ()
    assert message.subject == ""


def test_every_address_field_is_kept() -> None:
    message = parse(
        mail(
            "From: a@x.example",
            "Sender: s@x.example",
            "Reply-To: r@x.example",
            "To: b@x.example,",
            " c@x.example",
            "Cc: d@x.example",
        )
    )
    assert message.sender is not None and message.sender.address == "s@x.example"
    assert [a.address for a in message.reply_to] == ["r@x.example"]
    assert [a.address for a in message.to] == ["b@x.example", "c@x.example"]
    assert [a.address for a in message.cc] == ["d@x.example"]


@pytest.mark.parametrize(
    ("raw", "id"),
    [
        ("<abc@x.example>", "abc@x.example"),
        ("  < abc@x.example > ", "abc@x.example"),
        ("<[3f2a]-odd@[10.0.0.1]>", "[3f2a]-odd@[10.0.0.1]"),
        ("no-brackets", "no-brackets"),
        ("<no-at-sign>", "no-at-sign"),
        ("<a\r\n b@x.example>", "ab@x.example"),
        ("<>", None),
        ("", None),
    ],
)
def test_message_ids_of_odd_shapes_identify(raw: str, id: str | None) -> None:
    assert parse(mail(f"Message-ID: {raw}")).message_id == id


def test_the_thread_is_read_from_both_headers() -> None:
    message = parse(mail("In-Reply-To: Message of Monday <a@x>", "References: <z@x>\r\n\t<a@x> <a@x>"))
    assert message.in_reply_to == ("a@x",)
    assert message.references == ("z@x", "a@x")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Thu, 02 Jul 2026 10:12:00 +0100", datetime(2026, 7, 2, 9, 12, tzinfo=UTC)),
        ("Thu, 02 Jul 2026 10:12:00 -0000", datetime(2026, 7, 2, 10, 12, tzinfo=UTC)),
        ("02 Jul 2026 10:12", datetime(2026, 7, 2, 10, 12, tzinfo=UTC)),
        ("Thu, 32 Jul 2026 10:12:00 +0100", None),
        ("Thu, 02 Jul 1700 10:12:00 +2300", None),
        ("yesterday", None),
    ],
)
def test_dates_are_aware_or_none(raw: str, expected: datetime | None) -> None:
    message = parse(mail(f"Date: {raw}"))
    assert message.date == expected
    assert expected is not None or message.defects


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ("Content-Disposition: attachment; filename*=UTF-8''caf%C3%A9%20%C2%A3.pdf", "café £.pdf"),
        ("Content-Disposition: attachment; filename*0*=UTF-8''long%20; filename*1=name.pdf", "long name.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?Q?caf=C3=A9.pdf?="', "café.pdf"),
        ('Content-Disposition: attachment; filename="café.pdf"', "café.pdf"),
        ("Content-Disposition: attachment; filename=plain name.pdf", "plain name.pdf"),
        ('Content-Disposition: attachment; filename="C:\\\\Users\\\\x\\\\letter.pdf"', "letter.pdf"),
        ('Content-Disposition: attachment; filename="../../etc/letter.pdf"', "letter.pdf"),
        ("Content-Disposition: attachment; filename*=x-nothing''a%20b.pdf", "a b.pdf"),
        ("Content-Disposition: attachment", None),
    ],
)
def test_names_of_attachments_are_decoded_however_they_come(headers: str, name: str | None) -> None:
    message = parse(mail("Content-Type: application/pdf", headers, body="x"))
    assert [a.filename for a in message.attachments] == [name]


def test_the_name_may_stand_in_the_content_type_only() -> None:
    message = parse(mail('Content-Type: application/pdf; name="=?iso-8859-1?Q?caf=E9.pdf?="', body="x"))
    assert message.attachments[0].filename == "café.pdf"


def test_encoded_words_split_inside_a_character_are_put_together() -> None:
    raw = "Déc£sion".encode()
    words = " ".join(f"=?utf-8?B?{base64.b64encode(raw[i : i + 2]).decode()}?=" for i in range(0, len(raw), 2))
    assert decode_words(words) == "Déc£sion"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?B?!!!?= plain", " plain"),
        ("=?x-nothing?Q?caf=C3=A9?=", "café"),
        ("=?us-ascii?Q?caf=E9?=", "café"),
        ("=?utf-8*en?Q?a_b?= =?utf-8?Q?c?= d", "a bc d"),
        ("a =?utf-8?Q?b", "a =?utf-8?Q?b"),
        ("=?iso-8859-1?Q?=93quoted=94?=", "“quoted”"),
    ],
)
def test_broken_encoded_words_do_what_they_can(raw: str, text: str) -> None:
    assert decode_words(raw) == text


def test_eight_bit_subjects_are_read_as_utf8_or_windows_1252() -> None:
    assert parse("Subject: £250 – order\r\n\r\nx".encode()).subject == "£250 – order"
    assert parse(b"Subject: \xa3250 \x96 order\r\n\r\nx").subject == "£250 – order"


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Lo", "Co"]),
        min_size=1,
        max_size=80,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_subject_comes_back_as_it_was_sent(subject: str) -> None:
    # seen elsewhere: a backslash in a subject was taken for a replacement pattern
    encoded = f"=?utf-8?B?{base64.b64encode(subject.encode()).decode()}?="
    # the joined letters of a typesetter (ﬀ, ﬁ …) are read as the letters they join
    letters = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in subject)
    expected = " ".join(unicodedata.normalize("NFC", letters).split())
    assert " ".join(parse(mail(f"Subject: {encoded}")).subject.split()) == expected


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_octets_make_it_raise(octets: bytes) -> None:
    assert parse(octets).size == len(octets)


NAMES = ["From", "To", "Date", "Subject", "Message-ID", "Content-Type", "Content-Disposition"]
NAMES += ["Content-Transfer-Encoding", "References", "Sender"]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=60)), max_size=8), st.text(max_size=100))
@settings(max_examples=300, deadline=None)
def test_no_headers_make_it_raise_or_lose_the_message(headers: list[tuple[str, str]], body: str) -> None:
    octets = (
        "\n".join(f"{name}: {value}" for name, value in headers).encode("utf-8", "replace")
        + b"\n\n"
        + body.encode("utf-8", "replace")
    )
    message = parse(octets)
    assert not any("could not be parsed" in defect for defect in message.defects)


@given(st.text(st.sampled_from('ab@.<>",;:()\\ [] \t=?_'), max_size=40))
@settings(max_examples=300, deadline=None)
def test_every_address_found_has_one_at_sign_outside_quotes(value: str) -> None:
    found, _ = parse_addresses(value)
    for address in found:
        assert address.domain and "@" not in address.domain and not set(address.domain) & set('<>",;:()\\ ')


@pytest.mark.parametrize("value", ['"' * 50_000, "(" * 50_000, "<" * 50_000, "a@b.example," * 4_000, "=?a?q?" * 9_000])
def test_hostile_address_headers_take_no_time(value: str) -> None:
    assert parse(mail(f"From: {value}")).from_ is None
