"""An invented council in a folder of its own, as a council would set linkbot up: Maildir, store, drafts, workbook and
sent mail are real files. Only the clock is ours, since the letters are of other years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.letters import OURS, RECEIVER, Mail
from linkbot.effectors.recording import Recording, RecordingSheet
from linkbot.wiring import office_of, set_up
from linkbot.worker.office import Office

CONFIG = f"""
[organisation]
name = "Anytown Council"
domains = ["anytown.gov.uk"]
mailboxes = ["{OURS}"]
our_references = ['CRM-\\d{{6}}']
[authentication]
receivers = ["{RECEIVER}"]
[worker]
mode = "act"
messages_per_hour = 1000000
[mailbox]
path = "mail"
[automation]
kinds = "all"
sample_percent = 0
[smtp]
outbox_folder = "sent"
[people.link_officer]
email = "officer@anytown.gov.uk"
deputy = "deputy"
[people.deputy]
email = "deputy@anytown.gov.uk"
[people.head_of_resident_contact]
email = "contact@anytown.gov.uk"
[people.ceo_office]
email = "ceo@anytown.gov.uk"
[people.monitoring_officer]
email = "law@anytown.gov.uk"
[services.housing_repairs]
owner = "repairs@anytown.gov.uk"
head = "head.of.repairs@anytown.gov.uk"
[services.council_tax]
owner = "revenues@anytown.gov.uk"
[services.homelessness]
owner = "homelessness@anytown.gov.uk"
"""


class StandingClock:
    """Stands still while work is measured."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def found(folder: Path, mails: Sequence[Mail]) -> Path:
    """The configuration of a council whose Maildir holds these mails and of which nothing has been read."""
    for place in ("tmp", "new", "cur"):
        (folder / "mail" / place).mkdir(parents=True, exist_ok=True)
    for number, mail in enumerate(mails):
        (folder / "mail" / "new" / f"{int(mail.at.timestamp())}.{number:06d}.bench").write_bytes(mail.octets)
    config = folder / "linkbot.toml"
    config.write_text(CONFIG, encoding="utf-8")
    return config


def evening_after(mails: Sequence[Mail]) -> datetime:
    """When everything has come: after hours on the last day."""
    return max(mail.at for mail in mails).replace(hour=18, minute=0) + timedelta(days=1)


@contextmanager
def at_work(config: Path, clock: StandingClock, *, workbook: bool = True) -> Iterator[Office]:
    """The office as wired but for the clock; without the workbook where that is not what is measured."""
    office = replace(office_of(set_up(config)), clock=clock)
    if not workbook:
        office = replace(office, sheet=RecordingSheet(Recording()))
    try:
        yield office
    finally:
        office.extractor.close()
        office.store.close()
