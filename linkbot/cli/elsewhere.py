"""Where copies of a case lie that erasing it from the register does not reach: told to whoever must see to them."""

from __future__ import annotations

from datetime import timedelta

from linkbot.settings.values import Settings
from linkbot.settings.workbook import WorkbookKind
from linkbot.store.backup.restoring import ASIDE
from linkbot.store.backup.shelf import Shelf


def copies_elsewhere(settings: Settings, case: str) -> tuple[str, ...]:
    return (
        (
            f"the mailbox ({', '.join(settings.organisation.mailboxes)}), Sent, Drafts and its own archive: "
            "the original mail is there under the case's reference, unless the mail system has deleted it"
        ),
        "mailboxes and files of the officers who were written to, and the council's case system",
        *_backups(settings),
        *_workbook(settings),
        *_submissions(settings, case),
        *_former(settings),
    )


def _backups(settings: Settings) -> tuple[str, ...]:
    if settings.backup.folder is None:
        return ("backups that your own system makes of linkbot's folder",)
    shelf = Shelf(settings.resolve(settings.backup.folder))
    try:
        there = shelf.backups()
    except OSError:
        there = ()
    if not there:
        return (f"no backup lies in {shelf.folder}; copies of that folder elsewhere",)
    last = max(one.day for one in there)
    days, months = settings.backup.keep_days, settings.backup.keep_months
    gone = last + timedelta(days=max(days, months * 31))
    return (
        (
            f"{len(there)} backups in {shelf.folder}, the newest of {last:%d %B %Y}: the last is removed by about "
            f"{gone:%d %B %Y}. Whoever puts one of them back brings the case back: erase it again then"
        ),
    )


def _workbook(settings: Settings) -> tuple[str, ...]:
    path = settings.resolve(settings.workbook.path)
    said = f"the workbook {path.name}: linkbot takes its rows out with its next cycle"
    if settings.workbook.kind is WorkbookKind.EXISTING:
        said += "; what people wrote in the same rows, and the copies made before each change, are theirs to clear"
    found = path.parent.glob(f"{path.stem} *") if path.parent.is_dir() else ()
    beside = sorted(one.name for one in found if one.name.startswith((f"{path.stem} set aside", f"{path.stem} - rows")))
    return (said, *(f"an old workbook or rows of it, beside it: {name}" for name in beside))


def _submissions(settings: Settings, case: str) -> tuple[str, ...]:
    folder = settings.resolve(settings.submissions)
    packs = sorted(one.name for one in folder.glob(f"{case}*") if one.is_dir()) if folder.is_dir() else []
    return tuple(f"the evidence people laid out in {folder / name}" for name in packs)


def _former(settings: Settings) -> tuple[str, ...]:
    store = settings.resolve(settings.store)
    others = sorted(store.glob(f"{ASIDE}*")) if store.is_dir() else []
    return tuple(f"a former register that a restore set aside, to be deleted: {folder}" for folder in others)
