"""smtp.test: what became of the last test mail, as far as linkbot can know: whether it came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from linkbot.cli.checks.finding import Finding, Patient, ok, wrong
from linkbot.worker.office import LONDON
from linkbot.worker.trial_mail import last_trial

ID = "smtp.test"


def last(patient: Patient) -> Iterator[Finding]:
    """Nothing where none was ever sent."""
    if patient.store is None:
        return
    with patient.store.begin() as tx:
        trial = last_trial(tx)
    if trial is None:
        return
    sent = f"The test mail of {datetime.fromisoformat(trial.at).astimezone(LONDON):%d %B %Y, %H:%M} to {trial.to}"
    if trial.failed is None:
        yield ok(ID, f"{sent} has not come back. (Whether it lies in the inbox, its reader sees.)")
        return
    yield wrong(
        ID,
        f"{sent} came back: {trial.failed}.",
        why="Mail to this address, perhaps to others too, does not arrive: an officer would not hear of a task.",
        todo="Show these words to whoever runs the mail server; then once more: linkbot doctor --send-test ADDRESS",
    )
