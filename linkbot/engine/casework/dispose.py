"""Whether a message may be acted on, must be looked at, or is only kept: one table of reasons, the gravest first.

Judged as if its case were known, in mode act, without begin_on. A wrong action costs far more than a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linkbot.engine.facts.reference_slips import slip_among
from linkbot.model.authentication import Authentication, Verdict
from linkbot.model.classification import Certainty, Classification
from linkbot.model.deadline import DateDoubt, Deadline
from linkbot.model.gates import GateHit
from linkbot.model.item import Item, ItemKind
from linkbot.model.playbook import Playbook
from linkbot.model.reading import Confirmation, Disposition, References, ReplyOutcome

FILED_GATES = frozenset({"automatic_reply", "own_mail", "system_mail", "delayed", "newsletter", "duplicate"})
OUTSIDERS = frozenset(
    {"service_evidence", "complainant_mail", "unrelated", "other_ombudsman", "portal_notice"}
    | {"newsletter", "automatic_reply", "delivery_failure"}
)
"""Kinds that need not come from an ombudsman of ours, and that never act."""
WITHOUT_REFERENCE = frozenset({"annual_letter", "newsletter", "automatic_reply", "delivery_failure", "unrelated"})

OLD_FORWARD_DAYS = 30

Judgement = tuple[Disposition, tuple[str, ...]]


@dataclass(frozen=True)
class Grounds:
    """What a disposition rests on."""

    authentication: Authentication
    gate: GateHit | None
    forwarded: bool
    doubt: str | None  # of the acting letter
    classification: Classification
    playbooks: Sequence[Playbook]  # of the kind and of what the letter is besides
    references: References
    deadlines: Sequence[Deadline]
    items: Sequence[Item]
    doubts: Sequence[DateDoubt]
    unreadable: Sequence[str]
    by_ocr: Sequence[str]  # what was read from pictures
    says_no_orders: bool
    extension: ReplyOutcome | None
    confirmation: Confirmation | None
    in_thread: bool  # answers a message of a known case
    sender_ombudsman: str | None
    letter_date: date | None
    received_on: date
    another_body: str | None = None  # the letter is about somebody else's conduct
    leans_on_unread: bool = False  # its own words only point to what could not be read
    vouched: bool = False  # a person brought it in: it waits for their yes


def dispose(grounds: Grounds) -> Judgement:
    """The disposition and the sentences that give its reasons."""
    if grounds.vouched:
        return _brought_in(grounds)
    return _judged(grounds)


def _brought_in(g: Grounds) -> Judgement:
    """What a person brought in neither acts by itself nor is put away unseen: they confirm how it was read."""
    disposition, reasons = _judged(g)
    doubts = reasons if disposition is Disposition.REVIEW else ()
    return Disposition.REVIEW, (*doubts, "A letter that was brought in acts once somebody has confirmed it.")


def _judged(grounds: Grounds) -> Judgement:
    for rule in (_gate, _ocr):
        judgement = rule(grounds)
        if judgement is not None:
            return judgement
    return _of_its_words(grounds)


def _of_its_words(grounds: Grounds) -> Judgement:
    for rule in (_sender, _kind, _age, _default, _reference, _body, _unread, _dates):
        judgement = rule(grounds)
        if judgement is not None:
            return judgement
    kind = (grounds.classification.kind or "").replace("_", " ")
    return Disposition.ACT, (f"A clear {kind} from a trusted sender.",)


def _gate(g: Grounds) -> Judgement | None:
    if g.gate is None:
        return None
    disposition = Disposition.FILE if g.gate.id in FILED_GATES else Disposition.REVIEW
    return disposition, (g.gate.reason,)


def _ocr(g: Grounds) -> Judgement | None:
    """What a machine guessed from a picture never acts by itself, whatever it seems to say."""
    if not g.by_ocr:
        return None
    disposition, reasons = _of_its_words(g)
    doubts = reasons if disposition is Disposition.REVIEW else ()
    return Disposition.REVIEW, (f"It was read by OCR from a scan ({', '.join(g.by_ocr)}).", *doubts)


def _sender(g: Grounds) -> Judgement | None:
    if g.references.unweighed:
        return Disposition.REVIEW, ("It holds thousands of numbers that look like cases, and not all were weighed.",)
    if g.doubt:
        return Disposition.REVIEW, (g.doubt,)
    trusted = (
        g.authentication.verdict is Verdict.TRUSTED
        or g.vouched
        or (g.authentication.verdict is Verdict.INTERNAL and g.forwarded)
    )
    if trusted or g.classification.kind in OUTSIDERS or g.classification.kind is None:
        return None
    return Disposition.REVIEW, ("It does not come from an ombudsman's verified address.",)


def _kind(g: Grounds) -> Judgement | None:
    kind = g.classification.kind
    if kind is None:
        return Disposition.REVIEW, ("No rule knows what this is.",)
    if g.classification.certainty is Certainty.UNCLEAR:
        rival = g.classification.rivals[0].kind.replace("_", " ") if g.classification.rivals else "something else"
        return Disposition.REVIEW, (f"It reads as {kind.replace('_', ' ')}, but {rival} is too near.",)
    if g.classification.certainty is Certainty.LIKELY and g.gate is None and kind not in OUTSIDERS:
        return Disposition.REVIEW, (f"It is probably {kind.replace('_', ' ')}, on too few words to act on.",)
    return None


def _age(g: Grounds) -> Judgement | None:
    """A forwarded letter that is old when it comes has been dealt with, or needs a person; it never acts."""
    if not g.forwarded or g.letter_date is None or (g.received_on - g.letter_date).days <= OLD_FORWARD_DAYS:
        return None
    return Disposition.REVIEW, (f"A letter of {g.letter_date}, forwarded more than {OLD_FORWARD_DAYS} days later.",)


def _default(g: Grounds) -> Judgement | None:
    main = g.playbooks[0] if g.playbooks else None
    if main is None:
        return Disposition.REVIEW, ("This kind has no playbook.",)
    if main.disposition is Disposition.ACT:
        return None
    if main.disposition is Disposition.FILE:
        if g.sender_ombudsman and g.references.about:
            return Disposition.REVIEW, ("It reads as nothing to act on, but an ombudsman names a case in it.",)
        return Disposition.FILE, (f"{main.title}: kept, nobody told.",)
    return Disposition.REVIEW, (f"{main.title}: always for a person.",)


def _reference(g: Grounds) -> Judgement | None:
    if g.classification.kind in WITHOUT_REFERENCE:
        return None
    if not g.references.about and not g.in_thread:
        return Disposition.REVIEW, ("No case reference was found in it.",)
    form = g.references.ombudsman
    if g.references.about and form and g.sender_ombudsman and form != g.sender_ombudsman:
        return Disposition.REVIEW, ("The reference has the form of another ombudsman's.",)
    if (slip := slip_among(g.references)) is not None:
        return Disposition.REVIEW, (f"The subject says {slip[0]}, the letter {slip[1]}: which case is it about?",)
    return None


def _body(g: Grounds) -> Judgement | None:
    """Passing on what was meant for another council would be a breach of data protection."""
    if g.another_body is None:
        return None
    return Disposition.REVIEW, (f"It is about {g.another_body}, and never names us: was it meant for us?",)


def _unread(g: Grounds) -> Judgement | None:
    main = g.playbooks[0]
    if g.unreadable and g.leans_on_unread and main.kind not in WITHOUT_REFERENCE:
        return Disposition.REVIEW, ("It could not be read: " + ", ".join(g.unreadable) + ".",)
    orders = [item for item in g.items if item.kind is not ItemKind.REQUEST]
    if main.needs_items and not orders and not g.says_no_orders:
        if g.unreadable:
            return Disposition.REVIEW, ("It could not be read: " + ", ".join(g.unreadable) + ".",)
        return Disposition.REVIEW, ("Neither orders nor a word that there are none could be found.",)
    if g.unreadable and not any(d.on for d in g.deadlines) and not g.items and main.needs_deadline:
        return Disposition.REVIEW, ("It could not be read: " + ", ".join(g.unreadable) + ".",)
    if main.kind == "compliance_confirmation" and g.confirmation is None:
        return Disposition.REVIEW, ("Which orders it confirms could not be read.",)
    return None


def _dates(g: Grounds) -> Judgement | None:
    if g.doubts:
        return Disposition.REVIEW, tuple(doubt.sentence for doubt in g.doubts)
    asks = any(item.kind is ItemKind.REQUEST for item in g.items)
    needs = g.playbooks[0].needs_deadline or (asks and any(p.needs_deadline for p in g.playbooks))
    replies = [d for d in g.deadlines if not d.purpose.startswith(("order", "recommendation"))]
    refused = g.extension is ReplyOutcome.REFUSED
    own_dates = [d for d in g.deadlines if d.on and d not in replies]
    if needs and not any(d.on for d in replies) and not own_dates and not refused:
        return Disposition.REVIEW, ("It wants something, but no date could be found.",)
    undated = [i for i in g.items if i.kind is ItemKind.ORDER and (i.deadline is None or i.deadline.on is None)]
    if undated and g.playbooks[0].needs_items:
        numbers = ", ".join(str(item.number) for item in undated)
        return Disposition.REVIEW, (f"No date could be found for order {numbers}.",)
    return None
