"""What a machine guessed from a picture goes to a person, with the guess shown, whatever it seems to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest

from linkbot.engine.casework.assumed import assumed
from linkbot.engine.casework.decide import decide
from linkbot.engine.read import read
from linkbot.model.decision import Decision, Known
from linkbot.model.effect import DraftReply, SendEmail
from linkbot.model.mail import Attachment, ExtractedText, TextStatus, Unpacked
from linkbot.model.reading import Disposition, Reading
from linkbot.wiring import set_up
from linkbot.worker.office import LONDON, moment_of
from linkbot.worker.reading import look_at
from tests.journeys.conversation import CONFIG
from tests.journeys.letters import Mail
from tests.journeys.papers import REQUEST_TEXT


@dataclass(frozen=True)
class Reads:
    """An extractor that found these words in every file."""

    reader: str

    def extract(self, attachments: Sequence[Attachment]) -> tuple[ExtractedText, ...]:
        return tuple(ExtractedText(one.index, TextStatus.READ, (REQUEST_TEXT,), self.reader) for one in attachments)

    def unpack(self, attachments: Sequence[Attachment]) -> tuple[Unpacked, ...]:
        return ()

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("ocr") / "linkbot.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return set_up(path)


def told(setup, reader: str) -> tuple[Reading, Decision]:  # type: ignore[no-untyped-def]
    at = datetime(2026, 11, 2, 10, tzinfo=LONDON)
    mail = Mail(
        "Sam Reed <sam.reed@housing-ombudsman.org.uk>",
        "Request for information: 202604377",
        "Dear landlord\n\nPlease see our letter, attached.\n\nSam Reed\n",
        files=(("letter.pdf", b"%PDF-1.4 anything"),),
    )
    moment = moment_of(at)
    seen, _ = look_at(mail.octets(at, 1), received_on=moment.today, reader=setup.reader, extractor=Reads(reader))
    reading = read(seen, known=Known(checked=False), reader=setup.reader)
    known = assumed(reading, desk=setup.desk, at=at)
    return reading, decide(reading, message="m", received_at=at, known=known, desk=setup.desk, moment=moment)


@pytest.mark.parametrize("reader", ["pypdfium2 5 + ocr tesseract eng", "pypdfium2 5 + ocr of the sender"])
def test_a_letter_that_would_act_is_a_question_when_it_was_read_by_ocr(setup, reader: str) -> None:  # type: ignore[no-untyped-def]
    typed, acted = told(setup, "pypdfium2 5")
    assert typed.disposition is Disposition.ACT and any(isinstance(i.effect, SendEmail) for i in acted.intents)
    reading, decision = told(setup, reader)
    assert reading.disposition is Disposition.REVIEW
    assert reading.reasons[0] == "It was read by OCR from a scan (letter.pdf)."
    assert [d.on for d in reading.deadlines] == [d.on for d in typed.deadlines], "the clock is proposed all the same"
    assert not any(isinstance(intent.effect, DraftReply) for intent in decision.intents)
    (question,) = decision.questions
    assert "read by OCR from a scan (letter.pdf)" in question.reading
    assert "Please provide the following information" in question.reading
