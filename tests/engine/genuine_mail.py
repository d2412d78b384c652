"""Builders for the tests on genuine mail: a message of headers, and the shipped ombudsmen and gates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from linkbot.engine.mail.addresses import parse_addresses
from linkbot.model.mail import Address, Letter, LetterRole, Message
from linkbot.model.organisation import AuthenticationPolicy, Organisation
from linkbot.rulebook.gates import load_gates
from linkbot.rulebook.layers import find_all
from linkbot.rulebook.ombudsmen import load_ombudsmen
from linkbot.toml_document import Fault

RULES = Path(__file__).parents[2] / "rules"
FAULTS: list[Fault] = []
OMBUDSMEN = load_ombudsmen(find_all([RULES], "ombudsmen"), FAULTS)
GATES = load_gates(RULES / "gates.toml", FAULTS)
OURS = Organisation("Anytown Council", ("anytown.gov.uk",), ("ombudsman@anytown.gov.uk",), (r"CRM-\d{6}",))
POLICY = AuthenticationPolicy(receivers=("mx.anytown.gov.uk",))
INVESTIGATOR = "Jo Bell <jo.bell@lgo.org.uk>"
PASSES = (
    "mx.anytown.gov.uk; spf=pass smtp.mailfrom=lgo.org.uk; dkim=pass header.d=lgo.org.uk; "
    "dmarc=pass header.from=lgo.org.uk"
)
FROM_OUTSIDE = "from out.lgo.org.uk (out.lgo.org.uk [203.0.113.5]) by mx.anytown.gov.uk with ESMTPS; Mon, 2 Nov 2026"
FROM_INSIDE = "from EXCH01.anytown.local (10.2.3.4) by mx.anytown.gov.uk (10.2.3.9) with ESMTP; Mon, 2 Nov 2026"


def a_message(
    *headers: tuple[str, str], sender: str = INVESTIGATOR, subject: str = "Enquiry", text: str = ""
) -> Message:
    """A message with these headers on top, then From and Subject, and one new letter."""
    addresses, _ = parse_addresses(sender)
    from_ = addresses[0] if len(addresses) == 1 else None
    date = datetime(2026, 11, 2, 9, 14, tzinfo=UTC)
    new = Letter(LetterRole.NEW, "body", text, from_, subject=subject, date=date)
    return Message(
        message_id="a1@lgo.org.uk",
        in_reply_to=(),
        references=(),
        date=date,
        from_=from_,
        sender=None,
        reply_to=(),
        to=(Address("ombudsman@anytown.gov.uk"),),
        cc=(),
        subject=subject,
        headers=(*((key.lower(), value) for key, value in headers), ("from", sender), ("subject", subject)),
        body=text,
        body_source="text/plain",
        letters=(new,),
    )


def with_letters(message: Message, *letters: Letter) -> Message:
    return replace(message, letters=(*message.letters, *letters))
