"""Words mail gateways and mail programs put around a letter: set aside wherever they stand, and never a word of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from linkbot.engine.mail.parse import parse
from linkbot.engine.mail.segment import segment
from linkbot.model.boilerplate import BoilerplateRules
from linkbot.rulebook.boilerplate import load_boilerplate
from linkbot.toml_document import Fault

LETTER = "Dear Link Officer\n\nPlease send the file by 5 March 2027.\n\nOona Fair\nInvestigator"
BANNERS = (
    "This Message Is From an Untrusted Sender\nYou have not previously corresponded with this sender.",
    "ZjQcmQRYFpfptBannerStart\nThis message came from outside your organisation.\nZjQcmQRYFpfptBannerEnd",
    "ATTENTION: This e-mail is from an EXTERNAL sender - please think before opening links",
    "External Sender: Use caution with links and attachments.",
    "This email has come from an external source. Please take care.",
    "The sender of this email is external to the Council.",
    "Notice: Message sent from outside of the council network.",
    "Caution - This message has originated from an External Source. Please use proper judgment.",
    "Think before you link! This email came from someone outside the organisation.",
    "OFFICIAL\nThis email was received from the INTERNET.",
    "Be careful with this message. It is the first time this sender has written to your organisation.",
    "This email originated outside the network. If in doubt, call the service desk before you open anything.",
)
FOOTERS = (
    "Click here to report this email as spam.",
    "This email was scanned by a filter for spam and viruses.",
    "This message has been checked for all known viruses.",
    "Although we have taken reasonable precautions to ensure no viruses are present in this email, there may be one.",
    "Unauthorised use, disclosure, copying or alteration of this message is strictly forbidden.",
    "If you have received it in error, please tell us within 5 working days and delete it.",
    "The Ombudsman does not accept service of legal documents by e-mail.",
    "Please consider your environmental responsibility before printing this e-mail",
    "Sent from Mail for Windows",
)


@cache
def shipped() -> BoilerplateRules:
    faults: list[Fault] = []
    rules = load_boilerplate(Path(__file__).parents[2] / "rules" / "boilerplate.toml", faults)
    assert not faults
    return rules


def marked(body: str, sort: str = "plain") -> str:
    """What is set aside, as one line."""
    mail = f"From: a@x.example\nSubject: s\nContent-Type: text/{sort}; charset=utf-8\n\n{body}"
    letter = segment(parse(mail.encode()), (), shipped()).letters[0]
    return " ".join(" ".join(letter.text[start:end] for start, end in letter.boilerplate).split())


@pytest.mark.parametrize("banner", BANNERS)
def test_a_banner_is_set_aside_above_below_and_in_a_table(banner: str) -> None:
    line = " ".join(banner.split())
    assert marked(f"{banner}\n\n{LETTER}") == line
    assert marked(f"{banner}\n{LETTER}") == line
    cells = "<br>".join(banner.split("\n"))
    page = "".join(f"<p>{words}</p>" for words in LETTER.split("\n\n"))
    table = f"<table><tr><td>&nbsp;</td><td><b>{cells}</b></td></tr></table>"
    assert line in marked(table + page, "html") and "5 March" not in marked(table + page, "html")
    long = "\n\n".join((LETTER, *["The resident told us about the roof. " * 8] * 8))
    below = marked(f"{long}\n\n{banner}")
    assert below and line.endswith(below[-20:]) and "roof" not in below


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_set_aside(footer: str) -> None:
    assert marked(f"{LETTER}\n\n{footer}") == footer


@pytest.mark.parametrize("banner", BANNERS)
def test_a_letter_that_follows_without_a_line_between_is_kept(banner: str) -> None:
    for words in ("Please send the housing file by\n5 March 2027.", "Our reference is 23 012 345."):
        assert words.split()[-1] not in marked(f"{banner}. {words}")
        assert "housing file" not in marked(f"{banner}.\n{words}")
    greeted = marked(f"{banner}. Dear Ms Reed, the file is wanted soon.")
    assert "Dear" not in greeted and "wanted" not in greeted


def test_a_signature_behind_its_mark_is_set_aside_and_a_sentence_behind_one_is_not() -> None:
    signature = "-- \nOona Fair\nInvestigator\n0300 555 0199\nPO Box 12, Millford MF1 2AB"
    assert marked(f"{LETTER}\n{signature}") == " ".join(signature.split())
    assert marked(f"{LETTER}\n-- \nPlease also send the log by 9 March 2027.") == ""
    assert marked(f"-- \n{LETTER}") == ""
