"""How the council's own complaints went before they came to an Ombudsman, against the Code each was made under.

The Housing Ombudsman's Code wants complaint handling performance told to the Member (9.7a). Nothing is guessed: a step
whose days are not on record is counted as one that cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from linkbot.engine.comply.timeline import timeline
from linkbot.engine.comply.which_code import code_for
from linkbot.model.code import CodeRules
from linkbot.model.code_timeline import Kept, TimelineStep
from linkbot.model.decision import CaseFile
from linkbot.model.report import Breakdown, BreakdownRow, Unit
from linkbot.ports import Transaction
from linkbot.reports.view import View

COLUMNS = (Kept.IN_TIME, Kept.LATE, Kept.OVERDUE, Kept.RUNNING, Kept.CANNOT_TELL)
Steps = Mapping[str, tuple[TimelineStep, ...]]


def code_steps(tx: Transaction, files: Iterable[CaseFile], rules: CodeRules, today: date) -> Steps:
    """By case id, of the cases whose complaint the register knows and which a Code measures."""
    cases = [(file.case, file.case.complaint) for file in files if file.case.complaint]
    wanted = [reference for _, reference in cases if reference]
    known = {_plain(one.reference): one for one in tx.complaints(wanted, None, None)}
    found = {}
    for case, reference in cases:
        complaint = known.get(_plain(reference or ""))
        if complaint is not None:
            told = timeline(complaint, code_for(complaint, case, rules), calendar=rules.calendar, today=today)
            if told.code is not None:
                found[case.id] = told.steps
    return found


def _plain(reference: str) -> str:
    """People and case systems write the same reference with other signs and blanks."""
    return "".join(sign for sign in reference.casefold() if sign.isalnum())


def handling(steps: Steps, view: View) -> Breakdown:
    """Step by step, of the complaints behind the cases received in the period."""
    received = [entry.id for entry in view.entries if view.holds(entry.received_on)]
    measured = [steps[id] for id in received if id in steps]
    names = dict.fromkeys(step.what for each in measured for step in each)
    rows = []
    for name in sorted(names):
        kept = [step.kept for each in measured for step in each if step.what == name]
        rows.append(BreakdownRow(name.capitalize(), tuple(Decimal(kept.count(one)) for one in COLUMNS)))
    left = len(received) - len(measured)
    return Breakdown(
        title="Our own handling of the complaints behind the cases received",
        first="Step of the Code",
        columns=tuple(one.value.capitalize() for one in COLUMNS),
        units=(Unit.COUNT,) * len(COLUMNS),
        rows=tuple(rows),
        note="Each by the Complaint Handling Code in force when it was made, extensions allowed for. "
        f"Not measured, because no complaint is on record or no Code is certain: {left} of {len(received)} cases.",
    )
