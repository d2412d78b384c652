"""Figures of cases and decisions: received, investigated, upheld, findings, reviews, what is open."""

from __future__ import annotations

from decimal import Decimal

from linkbot.model.finding import FindingOutcome as F
from linkbot.model.report import Unit
from linkbot.reports.measure import Measure, count, share
from linkbot.reports.view import View

UPHELD = frozenset({F.UPHELD, F.FAULT, F.FAULT_CAUSING_INJUSTICE})
NOT_UPHELD = frozenset({F.NOT_UPHELD, F.NO_FAULT})
AGAINST_THE_LANDLORD = frozenset({F.SEVERE_MALADMINISTRATION, F.MALADMINISTRATION, F.SERVICE_FAILURE})
HOUSING = frozenset(
    {*AGAINST_THE_LANDLORD, F.REASONABLE_REDRESS, F.RESOLVED, F.NO_MALADMINISTRATION, F.OUTSIDE_JURISDICTION}
)
"""Findings by complaint point, as the Housing Ombudsman makes them; all others are an LGSCO decision's."""
AGES = ((30, "up to 30 days"), (90, "31 to 90 days"), (180, "91 to 180 days"), (365, "181 to 365 days"))
OLDER = "more than 365 days"


def findings(view: View) -> list[F]:
    """One a complaint point, of the decisions of the period."""
    return [outcome for _, letter in view.decisions() for outcome in letter.outcomes]


def _received(view: View) -> Decimal:
    return count([entry for entry in view.entries if view.holds(entry.received_on)])


def _cases_with(kind: str) -> Measure:
    label, note = {
        "closed_without_investigation": (
            "Closed without an investigation",
            "cases with a letter in the period that the Ombudsman will not investigate",
        ),
        "premature_referral": ("Sent back to us as premature", "cases with such a letter in the period"),
        "early_resolution": ("Early resolution proposed", "cases with such a letter in the period"),
    }[kind]
    return Measure(kind, label, Unit.COUNT, note, lambda view: count({entry.id for entry, _ in view.letters(kind)}))


def _decided(view: View) -> Decimal:
    return count(view.decisions())


def _upheld(view: View) -> tuple[int, int]:
    """Decisions that uphold, and those of which that can be said."""
    found = [set(letter.outcomes) for _, letter in view.decisions()]
    upheld = sum(bool(outcomes & UPHELD) for outcomes in found)
    return upheld, upheld + sum(bool(outcomes & NOT_UPHELD) and not outcomes & UPHELD for outcomes in found)


def _uphold_rate(view: View) -> Decimal | None:
    return share(*_upheld(view))


def _maladministration(view: View) -> Decimal | None:
    counted = [one for one in findings(view) if one in HOUSING and one is not F.OUTSIDE_JURISDICTION]
    return share(sum(one in AGAINST_THE_LANDLORD for one in counted), len(counted))


def _redress(view: View) -> Decimal | None:
    counted = [one for one in findings(view) if one in HOUSING and one is not F.OUTSIDE_JURISDICTION]
    return share(sum(one is F.REASONABLE_REDRESS for one in counted), len(counted))


def _unread(view: View) -> Decimal:
    return count([entry for entry, letter in view.decisions() if not letter.outcomes])


def _open(view: View) -> Decimal:
    return count([entry for entry in view.entries if entry.is_open(view.as_of)])


def _oldest(view: View) -> Decimal | None:
    ages = [(view.as_of - entry.opened_on).days for entry in view.entries if entry.is_open(view.as_of)]
    return Decimal(max(ages)) if ages else None


def age_of(days: int) -> str:
    return next((title for limit, title in AGES if days <= limit), OLDER)


RECEIVED = Measure(
    "received",
    "Cases received",
    Unit.COUNT,
    "cases whose first letter came in the period; cases brought over from an earlier spreadsheet are not counted",
    _received,
    "Received",
)
INVESTIGATED = Measure(
    "decided",
    "Cases decided after an investigation",
    Unit.COUNT,
    "cases with a final decision or determination dated in the period; one amended at review counts once",
    _decided,
    "Decided",
)
OF_CASES = (
    RECEIVED,
    INVESTIGATED,
    _cases_with("closed_without_investigation"),
    _cases_with("premature_referral"),
    _cases_with("early_resolution"),
    Measure("upheld", "Complaints upheld (LGSCO)", Unit.COUNT,
            "decisions of the period with fault found or the complaint upheld", lambda view: Decimal(_upheld(view)[0])),
    Measure("uphold_rate", "Uphold rate (LGSCO)", Unit.PERCENT,
            "upheld decisions of those upheld or not upheld", _uphold_rate),
    Measure("maladministration_rate", "Maladministration rate (HO)", Unit.PERCENT,
            "findings of severe maladministration, maladministration and service failure of all findings by complaint "
            "point, those outside jurisdiction left out", _maladministration),
    Measure("satisfactory_remedy", "Satisfactory remedy before the Ombudsman (HO)", Unit.PERCENT,
            "findings of reasonable redress of the same findings; LGSCO's own figure is only in its annual letter",
            _redress),
    Measure("findings_unread", "Decisions whose finding is not on record", Unit.COUNT,
            "left out of the rates: the letter's words for it could not be read, or it came before linkbot kept them",
            _unread),
    Measure("review_requested", "Reviews asked for", Unit.COUNT, "letters of the period that a review was asked for",
            lambda view: count(list(view.letters("review_requested")))),
    Measure("review_outcome", "Reviews decided", Unit.COUNT, "letters of the period with a review's outcome",
            lambda view: count(list(view.letters("review_outcome")))),
    Measure("open", "Cases open at the end", Unit.COUNT, "opened by that day and not closed on it", _open,
            "Open cases"),
    Measure("oldest", "Oldest open case", Unit.DAYS, "calendar days since it was opened", _oldest),
)  # fmt: skip


def finding_measure(outcome: F) -> Measure:
    return Measure(
        f"finding_{outcome.name.lower()}",
        outcome.value,
        Unit.COUNT,
        "findings of the period's decisions, one a complaint point",
        lambda view: Decimal(findings(view).count(outcome)),
    )


FINDINGS = tuple(finding_measure(outcome) for outcome in F)
