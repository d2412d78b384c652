"""erasure.finished: what was erased is gone altogether, and no backup has brought it back."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, ok, wrong
from linkbot.worker.records.certificate import erased_cases
from linkbot.worker.records.erasing import unfinished

ID = "erasure.finished"


def finished(patient: Patient) -> Iterator[Finding]:
    if patient.store is None:
        return
    erased = erased_cases(patient.settings.resolve(patient.settings.retention.certificates))
    with patient.store.begin() as tx:
        half = unfinished(tx)
        back = [file.case.id for file in tx.cases(sorted(erased))]
    for plan in half:
        yield wrong(
            ID,
            f"The erasure of {plan.case} was cut off: files of it may still be there.",
            why="It has been promised that nothing of the case is left.",
            todo="Finish it: linkbot retention erase --by NAME",
        )
    for case in back:
        yield wrong(
            ID,
            f"{case} was erased on {erased[case][:10]} and is in the register again.",
            why="A backup from before was put back, or the Ombudsman wrote anew about it.",
            todo=f"If it came with a backup: linkbot retention erase {case!r} --early --by NAME --reason TEXT",
        )
    if not half and not back:
        yield ok(ID, f"{len(erased)} cases were erased, nothing of them is left to be done.")
