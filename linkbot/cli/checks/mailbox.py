"""mailbox.reach, drafts.writable: the shared mailbox can be read, and a draft saved where people look for it."""

from __future__ import annotations

from collections.abc import Iterator

from linkbot.cli.checks.finding import Finding, Patient, State, ok, wrong
from linkbot.cli.checks.folders import hindrance
from linkbot.ports import Examined, Permanent, Transient
from linkbot.settings.values import MailboxKind
from linkbot.wiring_mail import drafts_folder, mail_system_of


def reach(patient: Patient) -> Iterator[Finding]:
    """From the outside in where the mail system can be asked; then reads one message and leaves no mark on it."""
    try:
        system = mail_system_of(patient.settings)
        told = [_finding(one) for one in system.examinable.examine()] if system.examinable else []
        yield from told
        if any(one.state is State.WRONG for one in told):
            system.close()
            return
        page = system.mailbox.fetch(None, 1)
        system.close()
    except (Permanent, Transient, OSError) as error:
        yield wrong(
            "mailbox.reach",
            str(error),
            why="No mail is seen until this is put right; nothing is lost, it waits in the mailbox.",
            todo="Correct [mailbox] in the configuration, or give linkbot's account the right to read there.",
        )
        return
    what = "it holds mail" if page.messages else "it is empty"
    yield ok("mailbox.reach", f"{system.mailbox.name} can be read; {what}.")


def _finding(one: Examined) -> Finding:
    return ok(one.check, one.seen) if one.fine else wrong(one.check, one.seen, why=one.why, todo=one.todo)


def drafts(patient: Patient) -> Iterator[Finding]:
    """Of mailboxes made of files; a server is asked by `reach`."""
    if patient.settings.mailbox.kind not in (MailboxKind.MAILDIR, MailboxKind.FOLDER):
        return
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
