"""A letter and its original complaint: linked where that is sure, else put to a person with numbered alternatives.

Doubt holds only the link. What a person has said of a case is never overruled by a likeness.
"""

from __future__ import annotations

from linkbot.engine.casework.telling import long_day
from linkbot.engine.casework.told_case_system import tell_link_again
from linkbot.engine.casework.work import Work
from linkbot.engine.likeness.choose import contradicts, find_complaint
from linkbot.engine.likeness.score import STAGES
from linkbot.engine.trust.linking import QUOTED
from linkbot.model.casework import LinkState
from linkbot.model.complaint import Complaint, ComplaintMatch
from linkbot.model.decision import Known
from linkbot.model.matching import Sought
from linkbot.model.question import About, Act, Verb
from linkbot.model.reading import Reading

LINKBOT = "linkbot"
"""Who tied a case, when no person did."""
NONE = "none"
WAITS = "Tasks and dates run; only the registration against the complaint waits."
NAMED_OTHERWISE = "Nothing is changed by linkbot: to tie the case to another complaint, `linkbot cases link`."


def link_letter(work: Work, reading: Reading, *, known: Known, asks: bool) -> None:
    """`asks`: whether a doubt may be put to a person."""
    case, before = work.case, work.before.case
    if case.link is LinkState.LINKED:
        if asks:
            _tell_contradiction(work, reading, known)
        return
    match = find_complaint(sought(reading), known.candidates, work.desk.matching, alone=known.links_alone)
    outcome = LinkState(match.outcome)
    if before.link_by is not None and before.link_by != LINKBOT:  # a person has said: none of these
        if not match.quoted or match.reference in before.our_references:
            return
        outcome = LinkState.PROPOSED
    if outcome is LinkState.LINKED and match.reference:
        _link(work, match, match.reference)
        return
    if outcome is not LinkState.NONE:
        work.change_case(link=outcome)
    better = outcome is not LinkState.NONE and outcome is not before.link and before.link is not LinkState.PROPOSED
    if asks and known.directory_kept and (better or not work.before.events):
        _ask(work, reading, match, known)


def sought(reading: Reading) -> Sought:
    """What a letter tells of the complaint it is about."""
    service = reading.service.service if reading.service.certain else None
    return Sought(
        references=reading.references.ours,
        name=reading.complainant.name,
        postcode=reading.complainant.postcode,
        letter_on=reading.letter_date,
        days=frozenset(mention.on for mention in reading.mentions if mention.on is not None),
        service=service,
        text=reading.letter.text if reading.letter else "",
    )


def described(complaint: Complaint) -> str:
    """Enough to know it by: name, postcode, service, and its last stage."""
    days = [(day, words) for field, words in STAGES if (day := getattr(complaint, field)) is not None]
    last = max(days, default=None)
    parts = (complaint.name, complaint.postcode, (complaint.service or "").replace("_", " "))
    told = ", ".join(part for part in parts if part)
    return told + (f"; {last[1]} on {long_day(last[0])}" if last else "")


def _link(work: Work, match: ComplaintMatch, reference: str) -> None:
    """By linkbot itself, on record as an act of its own; letters that waited for it are registered now."""
    work.change_case(link=LinkState.LINKED, complaint=reference, link_by=LINKBOT)
    work.reasons.append(f"{work.case.id} belongs to our complaint {reference}: {match.why.rstrip('.')}.")
    work.acts.append(
        Act(
            id=f"a-link-{work.cause[:16]}",
            at=work.moment.at,
            by=LINKBOT,
            verb=Verb.LINK,
            target=work.case.id,
            value=reference,
            reason=match.why,
        )
    )
    work.withdraw_questions(About.COMPLAINT_LINK)
    if work.before.events:
        tell_link_again(work, reference)


def _ask(work: Work, reading: Reading, match: ComplaintMatch, known: Known) -> None:
    by_reference = {complaint.reference: complaint for complaint in known.candidates.complaints}
    told = tuple(_told(by_reference.get(reference), words) for reference, words in match.candidates)
    work.withdraw_questions(About.COMPLAINT_LINK)
    work.ask(
        About.COMPLAINT_LINK,
        reading=f"Which original complaint does this case belong to? {_named(reading)}{_how_it_stands(match)}",
        quote=reading.subject,
        choices=(*(reference for reference, _ in match.candidates), NONE),
        if_unanswered=WAITS,
        subject=f"{work.case.id}:link",
        told=(*told, "none of these") if told else (),
        would=match.sure,
    )


def _named(reading: Reading) -> str:
    who = ", ".join(part for part in (reading.complainant.name, reading.complainant.postcode) if part)
    return f"The letter names {who}. " if who else "The letter names nobody. "


def _how_it_stands(match: ComplaintMatch) -> str:
    if match.sure:
        return f"linkbot is sure that it is {match.sure}, and asks because it may not link by likeness alone."
    if match.why.startswith(QUOTED):
        return match.why
    if not match.candidates:
        return "Nothing like it was found in the list of complaints."
    if match.outcome == LinkState.AMBIGUOUS.value and len(match.candidates) > 1:
        return "Several fit so well that nothing decides between them."
    return "One is likelier than any other, but not enough speaks for it."


def _told(complaint: Complaint | None, words: str) -> str:
    known = described(complaint) if complaint else ""
    return f"{known} ({words})" if known else words


def _tell_contradiction(work: Work, reading: Reading, known: Known) -> None:
    """The reference decides; that the letter names somebody else is told, once a letter."""
    complaint = next((one for one in known.linked if one.reference == work.case.complaint), None)
    name = reading.complainant.name
    if complaint is None or not contradicts(name, complaint.name):
        return
    earlier = work.before.case.complainant
    if earlier is not None and not contradicts(name, earlier):
        return  # that is what its letters have always said, and somebody has linked it knowing so
    work.ask(
        About.LOOK,
        reading=f"The letter names {name}, but {work.case.id} is tied to our complaint {complaint.reference} of "
        f"{complaint.name}. Is it the right case, and the right complaint?",
        quote=reading.subject,
        choices=("done",),
        if_unanswered=NAMED_OTHERWISE,
        subject=f"{work.case.id}:named",
    )
