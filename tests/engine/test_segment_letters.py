"""Attached and nested letters, their sources and pages, and the spans that never count as the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.model.mail import ExtractedText, LetterRole, TextStatus
from linkbot.rulebook.boilerplate import load_boilerplate
from linkbot.toml_document import Fault

NONE = BoilerplateRules()
READ = TextStatus.READ


def shipped() -> BoilerplateRules:
    faults: list[Fault] = []
    rules = load_boilerplate(Path(__file__).parents[2] / "rules" / "boilerplate.toml", faults)
    assert faults == []
    return rules


def mixed(*parts: str, boundary: str = "b", subject: str = "s") -> str:
    inner = "".join(f"--{boundary}\n{part}\n" for part in parts)
    head = (
        f"From: a@x.example\nTo: b@x.example\nSubject: {subject}\nContent-Type: multipart/mixed; boundary={boundary}\n"
    )
    return f"{head}\n{inner}--{boundary}--\n"


def file(name: str) -> str:
    return f"Content-Type: application/pdf; name={name}\nContent-Disposition: attachment\n\nx"


BLOCK = "From: Q <q@x.example>\nSent: 2 May 2026 10:00\nTo: z\nSubject: y"
TEXT = "Content-Type: text/plain\n\nCover"


def test_each_readable_attachment_is_a_letter_of_its_own() -> None:
    message = parse(mixed(TEXT, file("a.pdf"), file("b.pdf"), file("a.pdf")).encode())
    texts = [
        ExtractedText(0, READ, ("one",), "x 1"),
        ExtractedText(1, TextStatus.SCAN, (), "x 1"),
        ExtractedText(2, READ, ("three",), "x 1"),
    ]
    letters = segment(message, texts, NONE).letters
    assert [(str(x.role), x.source, x.text, x.filename) for x in letters] == [
        ("new", "body", "Cover", None),
        ("attached", "attachment:a.pdf", "one", "a.pdf"),
        ("attached", "attachment:a.pdf (2)", "three", "a.pdf"),
    ]


def test_pages_are_joined_and_their_starts_known() -> None:
    message = parse(mixed(TEXT, file("a.pdf")).encode())
    pages = ("Page one has a rea\x02\r\nsonable dead-\r\nline", "Page\u00a0two, twenty-\nfive", "three")
    letter = segment(message, [ExtractedText(0, READ, pages, "pypdfium2 5")], NONE).letters[1]
    assert letter.text == "Page one has a reasonable deadline\nPage two, twenty-five\nthree"
    assert [letter.text[start:].split()[0] for start in letter.page_starts] == ["Page", "three"]


def test_nested_messages_bring_their_own_history_and_attachments() -> None:
    deepest = mixed("Content-Type: text/plain\n\nDeep", file("d.pdf"), boundary="d", subject="deep")
    middle = mixed(
        f"Content-Type: text/plain\n\nMiddle\n\n{BLOCK}\n\nOlder",
        file("m.pdf"),
        f"Content-Type: message/rfc822\n\n{deepest}",
        boundary="m",
        subject="FW: middle",
    )
    message = parse(mixed(TEXT, f"Content-Type: message/rfc822\n\n{middle}", file("z.pdf")).encode())
    texts = [ExtractedText(index, READ, (f"text {index}",), "x 1") for index in range(3)]
    letters = segment(message, texts, NONE).letters
    assert [(x.source, str(x.role), x.depth, x.text) for x in letters] == [
        ("body", "new", 0, "Cover"),
        ("attachment:z.pdf", "attached", 0, "text 2"),
        ("nested:1", "nested", 1, "Middle"),
        ("nested:1/forwarded:1", "forwarded", 1, "Older"),
        ("nested:1/attachment:m.pdf", "attached", 1, "text 0"),
        ("nested:1/nested:1", "nested", 2, "Deep"),
        ("nested:1/nested:1/attachment:d.pdf", "attached", 2, "text 1"),
    ]
    assert letters[2].subject == "FW: middle" and letters[5].subject == "deep"


def marked(body: str) -> list[str]:
    message = parse(f"From: a@x.example\nSubject: s\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode())
    letter = segment(message, (), shipped()).letters[0]
    return [" ".join(letter.text[start:end].split()) for start, end in letter.boilerplate]


LETTER = "Dear Link Officer\n\nPlease send the file by 5 March 2027.\n\nOona Fair\nInvestigator"


@pytest.mark.parametrize(
    "banner",
    [
        (
            "CAUTION: This email originated from outside of the organisation. Do not\n"
            "click links or open attachments unless you recognise the sender."
        ),
        "[EXTERNAL EMAIL] This message came from outside the Council.",
        "You don't often get email from o.fair@lgo.example. Learn why this is important",
        "*** WARNING: External sender, please take care when opening attachments ***",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_gateway_banners_are_set_aside_and_the_letter_is_not(banner: str, gap: str) -> None:
    spans = marked(banner + gap + LETTER)
    assert len(spans) == 1
    assert spans[0] == " ".join(banner.split())


@pytest.mark.parametrize(
    "footer",
    [
        (
            "This email and any files transmitted with it are confidential and intended solely for the person to\n"
            "whom they are addressed. If you are not the intended recipient please tell us within 5 working days."
        ),
        (
            "NOTICE - This message contains information intended only for the use of the addressee named above. If you "
            "have received this message in error please delete it."
        ),
        "All email sent to and from this address may be monitored.",
        "Get Outlook for iOS",
    ],
)
def test_disclaimers_are_set_aside_to_the_end_of_their_paragraph(footer: str) -> None:
    spans = " ".join(marked(f"{LETTER}\n\n{footer}\n\nPlease also answer question 4."))
    assert " ".join(footer.split())[-20:] in spans
    assert "5 March" not in spans and "question 4" not in spans


def test_do_not_reply_takes_its_sentence_only() -> None:
    spans = marked(
        "Dear all\n\nYou must answer by 5 March. Please do not reply to this email. Use the Portal by 6 March."
    )
    assert spans == ["Please do not reply to this email."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The landlord must pay the resident £500 and monitor its emails.",
        "This letter is confidential and must not be shared outside the council.",
        "The council should exercise caution in future and reply by 5 March.",
        "We intend to publish the decision. The scheme is intended only for tenants.",
        "If we do not hear from you we shall consider a witness summons.",
    ],
)
def test_words_of_letters_are_never_set_aside(sentence: str) -> None:
    assert marked(f"Dear Link Officer\n\n{sentence}\n\nOona") == []


def test_a_very_long_paragraph_is_never_swallowed_whole() -> None:
    text = "This email and any attachments are confidential. " + "The council must pay £100 by 5 March. " * 60
    assert marked(text) == ["This email and any attachments are confidential."]


def test_faulty_phrases_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "boilerplate.toml"
    path.write_text('banners = ["short", "a phrase that is fine"]\nparagraph = ["x"]\nsentences = "one"\n')
    faults: list[Fault] = []
    rules = load_boilerplate(path, faults)
    assert rules.banners == ("a phrase that is fine",) and rules.sentences == ()
    assert sorted((fault.line or 0, fault.message.split()[0]) for fault in faults) == [
        (1, "banners"),
        (2, "unknown"),
        (3, "sentences"),
    ]


def test_an_attached_letter_has_no_banner() -> None:
    message = parse(mixed(TEXT, file("a.pdf")).encode())
    text = "Caution: this email was mentioned in the complaint.\n\nPay by 5 March."
    letter = segment(message, [ExtractedText(0, READ, (text,), "x 1")], shipped()).letters[1]
    assert letter.role is LetterRole.ATTACHED and letter.boilerplate == ()
