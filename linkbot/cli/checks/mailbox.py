"""mailbox.reach, drafts.writable: the shared mailbox can be read, and a draft saved where people look for it."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.ports import Permanent, Transient
from linkbot.wiring import drafts_folder, mailbox_of


def reach(patient: Patient) -> Iterator[Finding]:
    """Reads one message and leaves no mark on it."""
    try:
        mailbox = mailbox_of(patient.settings)
        page = mailbox.fetch(None, 1)
    except (Permanent, Transient, OSError) as error:
        yield wrong(
            "mailbox.reach",
            str(error),
            why="No mail is seen until this is put right; nothing is lost, it waits in the mailbox.",
            todo="Correct [mailbox] in the configuration, or give linkbot's account the right to read there.",
        )
        return
    what = "it holds mail" if page.messages else "it is empty"
    yield ok("mailbox.reach", f"{patient.settings.resolve(patient.settings.mailbox.path)} can be read; {what}.")


def drafts(patient: Patient) -> Iterator[Finding]:
    folder = drafts_folder(patient.settings)
    reason = hindrance(folder)
    if reason:
        yield wrong(
            "drafts.writable",
            reason,
            why="Acknowledgements and other letters to an Ombudsman cannot be laid ready for the link officer.",
            todo="Give linkbot's account the right to write there, or name another folder as mailbox.drafts.",
        )
        return
    yield ok("drafts.writable", f"Drafts can be saved in {folder}.")
