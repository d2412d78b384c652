"""Letters for the tests of kinds and services: who wrote, to whom, which words; the rest as a direct mail has it."""

from __future__ import annotations

from functools import lru_cache

from linkbot.engine.kinds.classify import classify
from linkbot.model.acting import Acting
from linkbot.model.case_facts import CaseFacts
from linkbot.model.classification import Classification
from linkbot.model.mail import Address, Letter, LetterRole
from linkbot.model.rulebook import Rulebook
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.shipped import rule_layers

SENDERS = {
    "lgsco": "r.pugh@lgo.org.uk",
    "ho": "a.obi@housing-ombudsman.org.uk",
    "int": "t.marsh@town.gov.uk",
    "out": "joe@mail.example",
    "phso": "l.hart@ombudsman.org.uk",
}


@lru_cache
def rules() -> Rulebook:
    return load_rulebook(rule_layers())


def a_letter(
    text: str,
    *,
    subject: str = "26 004 912",
    sender: str = "lgsco",
    to: tuple[str, ...] = ("ombudsman@town.gov.uk",),
    cc: tuple[str, ...] = (),
    quoted: str = "",
    attached: tuple[tuple[str, str], ...] = (),
    names: tuple[str, ...] = (),
) -> Acting:
    """A direct mail with its new text, what is quoted below, and readable attachments (name, text)."""
    letters = [Letter(LetterRole.NEW, "body", text)]
    letters += [Letter(LetterRole.ATTACHED, f"attachment:{n}", t, filename=n) for n, t in attached]
    if quoted:
        letters.append(Letter(LetterRole.QUOTED, "quoted:1", quoted))
    return Acting(
        letters=tuple(letters),
        forwarded=False,
        from_=Address(SENDERS[sender]),
        to=tuple(Address(address) for address in to),
        cc=tuple(Address(address) for address in cc),
        subject=subject,
        date=None,
        ombudsman=sender if sender in ("lgsco", "ho") else None,
        attachment_names=(*names, *(name for name, _ in attached)),
    )


def kind_of(acting: Acting, facts: CaseFacts | None = None) -> Classification:
    given = facts or CaseFacts(internal=acting.from_ == Address(SENDERS["int"]))
    return classify(acting, kinds=rules().kinds, facts=given, ombudsman=acting.ombudsman)
