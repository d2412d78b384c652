"""Mail packed into attachments is read as if it had come plainly: the same letter, the same dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from functools import cache

import pytest

from linkbot.engine.mail.parse import parse
from linkbot.engine.read import Look, Reader, read
from linkbot.extraction.direct import DirectExtractor
from linkbot.model.authentication import Verdict
from linkbot.model.decision import Known
from linkbot.model.mail import Attachment, ExtractedText, LetterRole, TextStatus, Unpacked
from linkbot.model.organisation import AuthenticationPolicy, Organisation
from linkbot.model.people import Directory
from linkbot.model.reading import Disposition, Reading
from linkbot.model.vouch import Vouch
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers
from linkbot.worker import opening
from linkbot.worker.reading import look_at
from tests.extraction.outlook_files import File, Mail, msg, nested, tnef

CAME = date(2027, 3, 4)
THEIRS, OURS = "Ines Okoro <i.okoro@lgo.org.uk>", "Bo Lind <bo.lind@anytown.gov.uk>"
LETTER = """Dear Sir or Madam

Our reference: 23 012 345
Complaint by Ms Zofia Quill

We are investigating this complaint. Please send us the following by 19 March 2027:

1. A copy of the housing file.
2. An explanation of the delay after 4 May 2026.

Yours faithfully
Ines Okoro
Investigator
"""
PAPER = "Local Government and Social Care Ombudsman\n\n3 March 2027\n\n" + LETTER
REQUEST = Mail(subject="Enquiries 23 012 345", body=LETTER, sent=datetime(2027, 3, 3, 9, tzinfo=UTC))


@cache
def reader() -> Reader:
    organisation = Organisation("Anytown Council", ("anytown.gov.uk",), ("ombudsman@anytown.gov.uk",))
    policy = AuthenticationPolicy(("mx.anytown.gov.uk",))
    return Reader(load_rulebook(rule_layers(None)), organisation, policy, Directory(()))


def a_mail(
    *files: tuple[str, bytes], words: str = "", from_: str = THEIRS, subject: str = "Enquiries 23 012 345"
) -> EmailMessage:
    message = EmailMessage()
    domain = from_.rpartition("@")[2].rstrip(">")
    message["Received"] = "from mail.example by mx.anytown.gov.uk; Thu, 4 Mar 2027 08:00:00 +0000"
    message["Authentication-Results"] = f"mx.anytown.gov.uk; dmarc=pass header.from={domain}; spf=pass; dkim=pass"
    message["From"], message["To"], message["Subject"] = from_, "ombudsman@anytown.gov.uk", subject
    message["Date"], message["Message-ID"] = "Wed, 3 Mar 2027 09:00:00 +0000", "<one@mail.example>"
    message.set_content(words)
    for name, octets in files:
        message.add_attachment(octets, maintype="application", subtype="octet-stream", filename=name)
    return message


def looked(
    mail: EmailMessage, *, texts: tuple[ExtractedText, ...] | None = None, vouch: Vouch | None = None
) -> tuple[Look, tuple[ExtractedText, ...]]:
    return look_at(
        mail.as_bytes(), received_on=CAME, reader=reader(), extractor=DirectExtractor(), texts=texts, vouch=vouch
    )


def reading_of(mail: EmailMessage) -> Reading:
    return read(looked(mail)[0], known=Known(), reader=reader())


def says(reading: Reading) -> tuple[object, ...]:
    return (
        reading.kind,
        reading.ombudsman,
        reading.references.about,
        reading.complainant.name,
        reading.letter_date,
        [deadline.on for deadline in reading.deadlines],
        [item.text for item in reading.items],
        reading.disposition,
    )


def test_a_letter_in_winmail_is_read_as_one_that_came_plainly() -> None:
    plain = reading_of(a_mail(words=LETTER))
    assert plain.disposition is Disposition.ACT and [one.on for one in plain.deadlines] == [date(2027, 3, 19)]
    for words in ("", "This message needs an HTML viewer.", LETTER):
        assert says(reading_of(a_mail(("winmail.dat", tnef(REQUEST)), words=words))) == says(plain), words


def test_a_paper_in_winmail_is_read_as_one_that_was_attached() -> None:
    words = "Dear Sir or Madam\n\nPlease see the attached letter.\n\nInes Okoro\n"
    plain = reading_of(a_mail(("letter.txt", PAPER.encode()), words=words))
    packed = tnef(Mail(body=words, files=(File("letter.txt", PAPER.encode()),)))
    assert says(reading_of(a_mail(("winmail.dat", packed), words=words))) == says(plain)
    assert plain.disposition is Disposition.ACT and plain.letter_date == date(2027, 3, 3)


def test_a_letter_a_colleague_sends_on_as_an_outlook_item_is_read_like_an_attached_message() -> None:
    covering = a_mail(words="For you, I think.", from_=OURS, subject="An Ombudsman letter")
    inner = a_mail(words=LETTER)
    for name in ("Received", "Authentication-Results", "Message-ID"):
        del inner[name]
    attached = a_mail(words="For you, I think.", from_=OURS, subject="An Ombudsman letter")
    attached.add_attachment(inner)
    covering.add_attachment(msg(REQUEST), maintype="application", subtype="vnd.ms-outlook", filename="letter.msg")
    plain, packed = reading_of(attached), reading_of(covering)
    assert packed.forwarded and packed.kind == "information_request" and packed.references.about == ("23 012 345",)
    assert says(packed) == says(plain)
    assert packed.letter_digest == plain.letter_digest, "the same letter by two ways is one event"


@pytest.mark.parametrize("name", ["letter.eml", "Ombudsman letter", "letter.dat"])
def test_a_saved_mail_is_known_by_its_header_whatever_it_is_called(name: str) -> None:
    reading = reading_of(
        a_mail((name, a_mail(words=LETTER).as_bytes()), words="See attached.", from_=OURS, subject="FYI")
    )
    assert reading.forwarded and reading.references.about == ("23 012 345",)


def test_a_paper_inside_a_saved_mail_inside_another_is_named_by_its_way() -> None:
    inner = replace(REQUEST, body="See the attached letter.", files=(File("letter.txt", PAPER.encode()),))
    seen, _ = looked(a_mail(("fwd.msg", msg(nested(2, inner))), words="See attached.", from_=OURS))
    assert [(one.source, one.role, one.depth) for one in seen.message.letters] == [
        ("body", LetterRole.NEW, 0),
        ("nested:1", LetterRole.NESTED, 1),
        ("nested:1/nested:1", LetterRole.NESTED, 2),
        ("nested:1/nested:1/nested:1", LetterRole.NESTED, 3),
        ("nested:1/nested:1/nested:1/attachment:letter.txt", LetterRole.ATTACHED, 3),
    ]


def test_what_is_packed_in_what_is_packed_is_opened_too() -> None:
    plain = a_mail(("more.msg", msg(REQUEST)), words="inner").as_bytes()
    outer = tnef(Mail(body="outer", files=(File("a.eml", plain), File("b.msg", msg(replace(REQUEST, subject="B"))))))
    seen, texts = looked(a_mail(("winmail.dat", outer)))
    subjects = [one.subject for one in seen.message.nested]
    assert subjects == ["Enquiries 23 012 345", "B"]
    assert [one.subject for one in seen.message.nested[0].nested] == ["Enquiries 23 012 345"]
    assert not seen.unreadable and all(text.opened for text in texts)
    assert len({text.index for text in texts}) == len(texts) == 3


def test_a_saved_mails_own_word_for_its_sender_counts_for_nothing() -> None:
    boast = (
        "Authentication-Results: mx.anytown.gov.uk; dmarc=pass header.from=lgo.org.uk\r\nFrom: i.okoro@lgo.org.uk\r\n"
    )
    stranger = a_mail(
        ("letter.msg", msg(replace(REQUEST, headers=boast))), words="See attached.", from_="x@mail.example"
    )
    reading = reading_of(stranger)
    assert reading.authentication.verdict not in (Verdict.TRUSTED, Verdict.INTERNAL)
    assert not reading.forwarded and reading.disposition is not Disposition.ACT
    bare = a_mail(("winmail.dat", tnef(replace(REQUEST, headers=boast))), from_="x@mail.example")
    assert reading_of(bare).authentication.verdict not in (Verdict.TRUSTED, Verdict.INTERNAL)


def test_what_our_receiver_found_against_a_mail_still_stands_when_it_is_saved() -> None:
    found = (
        "Received: from mail.example by mx.anytown.gov.uk; Wed, 3 Mar 2027 09:01:00 +0000\r\n"
        "Authentication-Results: mx.anytown.gov.uk; dmarc=fail header.from=lgo.org.uk\r\nFrom: i.okoro@lgo.org.uk\r\n"
    )
    fake = a_mail(("letter.msg", msg(replace(REQUEST, headers=found))), words="See attached.", from_=OURS)
    reading = reading_of(fake)
    assert not reading.forwarded and reading.disposition is Disposition.REVIEW
    assert any("not to be genuine" in reason for reason in reading.reasons)


def test_a_letter_that_imitates_an_ombudsman_in_a_saved_mail_is_a_doubt() -> None:
    fake = replace(REQUEST, sender=("Ines Okoro", "i.okoro@lgo-org.uk"))
    seen, _ = looked(a_mail(("letter.msg", msg(fake)), words="See attached.", from_=OURS))
    assert seen.acting.doubt and "imitates" in seen.acting.doubt


def test_a_letter_brought_in_may_be_a_saved_mail() -> None:
    seen, _ = looked(
        a_mail(("letter.msg", msg(REQUEST)), words="cover"), vouch=Vouch("lgsco", "officer@anytown.gov.uk")
    )
    reading = read(seen, known=Known(), reader=reader())
    assert reading.references.about == ("23 012 345",) and [one.on for one in reading.deadlines] == [date(2027, 3, 19)]


def test_a_damaged_container_holds_the_mail_back_and_says_why() -> None:
    files = (File("letter.txt", PAPER.encode()),)
    reading = reading_of(a_mail(("winmail.dat", tnef(replace(REQUEST, files=files))[:-300]), words=LETTER))
    assert reading.disposition is Disposition.REVIEW
    assert "winmail.dat" in reading.unreadable[0] and "damaged" in reading.unreadable[0]


def test_kept_texts_serve_a_second_reading_and_it_says_the_same() -> None:
    packed = tnef(replace(REQUEST, files=(File("letter.txt", PAPER.encode()), File("b", inside=Mail(body="inner")))))
    mail = a_mail(("winmail.dat", packed), ("other.txt", b"other"))
    first, texts = looked(mail)
    again, kept = looked(mail, texts=texts)
    assert kept is texts and again == first
    assert [(text.index, text.opened) for text in texts] == [(0, True), (1, False), (2, False)]
    assert first.message.content_digest == parse(mail.as_bytes()).content_digest


class Shut(DirectExtractor):
    """Opens nothing, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def unpack(self, attachments: Sequence[Attachment]) -> tuple[Unpacked, ...]:
        self.asked += len(attachments)
        return tuple(
            replace(one, octets=None, text=replace(one.text, status=TextStatus.FAILED, opened=False))
            for one in super().unpack(attachments)
        )


def test_what_stayed_shut_is_not_tried_again_when_the_mail_is_read_again() -> None:
    mail, shut = a_mail(("winmail.dat", tnef(REQUEST)), words=LETTER), Shut()
    first, texts = look_at(mail.as_bytes(), received_on=CAME, reader=reader(), extractor=shut)
    assert [text.status for text in texts] == [TextStatus.FAILED] and shut.asked == 1
    again, kept = look_at(mail.as_bytes(), received_on=CAME, reader=reader(), extractor=shut, texts=texts)
    assert kept is texts and again == first and shut.asked == 1


def test_what_no_longer_opens_is_read_anew_and_asked_about() -> None:
    mail = a_mail(("winmail.dat", tnef(replace(REQUEST, files=(File("letter.txt", PAPER.encode()),)))), words=LETTER)
    _, texts = looked(mail)
    again, kept = look_at(mail.as_bytes(), received_on=CAME, reader=reader(), extractor=Shut(), texts=texts)
    assert kept is not texts and [text.status for text in kept] == [TextStatus.FAILED]
    assert again.unreadable


def test_texts_kept_before_there_was_an_opener_stay_what_they_were() -> None:
    mail = a_mail(("winmail.dat", tnef(REQUEST)), words=LETTER)
    old = (ExtractedText(0, TextStatus.UNSUPPORTED, extractor="linkbot-reader 1", reason="winmail.dat"),)
    seen, kept = looked(mail, texts=old)
    assert kept is old and seen.unreadable


def test_mails_too_deep_and_too_many_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    deep, texts = looked(a_mail(("a.msg", msg(nested(6, Mail(body="innermost"))))))
    assert deep.unreadable and any(text.status is TextStatus.REFUSED for text in texts)
    chain = REQUEST
    for _ in range(6):  # each packed as a file of its own, so that no single one is deep
        chain = Mail(body="around", files=(File("next.msg", msg(chain)),))
    _, texts = looked(a_mail(("a.msg", msg(chain))))
    assert [text.status for text in texts] == [TextStatus.IGNORED] * 5 + [TextStatus.REFUSED]
    monkeypatch.setattr(opening, "MOST_CONTAINERS", 2)
    many, texts = looked(a_mail(*[(f"{n}.msg", msg(REQUEST)) for n in range(4)]))
    assert [text.opened for text in texts] == [True, True, False, False] and len(many.unreadable) == 2
    monkeypatch.setattr(opening, "MOST_OCTETS", 100)
    none, _ = looked(a_mail(("a.msg", msg(REQUEST))))
    assert none.unreadable and not none.message.nested


def test_attachments_inside_count_against_the_limit_of_the_whole_mail() -> None:
    files = tuple(File(f"{n}.txt", b"words") for n in range(40))
    seen, _ = looked(a_mail(("a.msg", msg(Mail(files=files))), ("b.msg", msg(Mail(files=files)))))
    assert any("are not read" in one for one in seen.unreadable)
    assert len(seen.message.all_attachments) <= 51


INVITATION = """BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
UID:1@lgo.example
SUMMARY:Call about 23 012 345
DTSTART;TZID=Europe/London:20270319T100000
DTEND;TZID=Europe/London:20270319T110000
LOCATION:By telephone
DESCRIPTION:Please have the housing file at hand.{more}
END:VEVENT
END:VCALENDAR
"""


def an_invitation(words: str, *, method: str = "REQUEST", more: str = "") -> EmailMessage:
    mail = a_mail(words=words)
    entry = INVITATION.format(method=method, more=more)
    mail.add_alternative(entry.encode(), maintype="text", subtype="calendar", params={"method": method})
    return mail


def test_an_invitation_is_read_and_its_hours_are_no_date_to_reply_by() -> None:
    seen, _ = looked(an_invitation("Let us talk."))
    (entry,) = [one for one in seen.message.letters if one.role is LetterRole.ATTACHED]
    assert "Invitation: Call about 23 012 345" in entry.text and "Please have the housing file at hand." in entry.text
    assert "When: Friday 19 March 2027 at 10:00 to Friday 19 March 2027 at 11:00" in entry.text
    reading = read(seen, known=Known(), reader=reader())
    assert reading.references.about == ("23 012 345",)
    assert not reading.deadlines and reading.letter_date == date(2027, 3, 3)
    asks = reading_of(an_invitation("Please send the housing file.", more="\\nPlease reply by 12 March 2027."))
    assert [one.on for one in asks.deadlines] == [date(2027, 3, 12)], "words of the caseworker do count"


def test_an_entry_repeats_no_word_of_the_mail() -> None:
    seen, _ = looked(an_invitation("Hello\n\nPlease have the housing file at hand.\n"))
    (entry,) = [one for one in seen.message.letters if one.role is LetterRole.ATTACHED]
    assert "housing file" not in entry.text and "Call about" in entry.text


def test_an_answer_to_an_invitation_says_nothing_and_a_broken_one_is_asked_about() -> None:
    seen, texts = looked(an_invitation("Accepted", method="REPLY"))
    assert texts[0].status is TextStatus.IGNORED and not seen.unreadable
    broken, _ = looked(an_invitation("See below", more="\nEND:VEVENT\nEND:NOTHING"))
    assert broken.unreadable or "Call about" in broken.message.letters[-1].text
