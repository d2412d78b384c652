"""What the link officer is told about backups and after a restore. No name, no fact of a case: ids and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from linkbot.engine.casework.keys import effect_key
from linkbot.model.desk import Desk
from linkbot.model.effect import Facts, SendEmail, Template
from linkbot.model.outbox import Intent, OutboxEntry
from linkbot.model.people import LINK_OFFICER
from linkbot.ports import BackupTaken
from linkbot.worker.log import SHORT
from linkbot.worker.office import LONDON
from linkbot.worker.restored import RestoredTo

LISTED = 25
"""So many are named in the mail; the commands list all."""


def backup_failed_alert(why: str, *, last_good: datetime | None, desk: Desk, today: date) -> Intent:
    """Told once a day."""
    last = f"The last good backup is of {_moment(last_good)}." if last_good else "There is no good backup yet."
    facts = (
        ("headline", "linkbot could not make its nightly backup."),
        ("detail", f"{why}\n{last}"),
        (
            "todo",
            "Ask whoever runs the server to put it right: linkbot tries again every hour.\nTo try now: linkbot backup",
        ),
    )
    return _alert(facts, cause=f"backup@{today.isoformat()}", desk=desk, today=today)


def backup_incomplete_alert(taken: BackupTaken, *, desk: Desk, today: date) -> Intent:
    """Told once a day: the copy is as good as the store is."""
    facts = (
        ("headline", "The nightly backup was made, but some messages are damaged in the store itself."),
        (
            "detail",
            f"{len(taken.missing)} of {taken.octets} messages could not be copied: their files are lost or damaged.",
        ),
        ("todo", "Ask whoever runs the server to look at the disk. The messages may still be in the mailbox."),
    )
    return _alert(facts, cause=f"backup_incomplete@{today.isoformat()}", desk=desk, today=today)


def restored_alert(
    word: RestoredTo,
    *,
    done: Sequence[OutboxEntry],
    doubtful: Sequence[OutboxEntry],
    unsure: Sequence[OutboxEntry],
    moved: Sequence[tuple[str, str]],
    drop_folder: bool = False,
    desk: Desk,
    today: date,
) -> Intent:
    """Once for each restore: what a person must look at."""
    detail = [f"It was done on {_moment(word.at)} by {word.by}" + (f": {word.reason}." if word.reason else ".")]
    detail.append(f"{len(done)} things were found done meanwhile and are not done again.")
    if doubtful:
        detail.append(f"{len(doubtful)} may have been done, nobody can tell. They wait for you:")
        detail += _listed(doubtful)
    if unsure:
        detail.append(f"{len(unsure)} are held as they were then, and may have been released and sent since:")
        detail += _listed(unsure)
    if moved:
        folders = Counter(folder for folder, _ in moved)
        places = ", ".join(f"{folder} ({count})" for folder, count in sorted(folders.items()))
        detail.append(
            f"{len(moved)} messages that came since lie outside the inbox and are unknown to linkbot: {places}."
        )
    if word.acts:
        detail.append("People said or did this since, and linkbot has forgotten it:")
        detail += [*word.acts[:LISTED], *([f"and {len(word.acts) - LISTED} more"] if len(word.acts) > LISTED else [])]
    todo = []
    if doubtful:
        todo.append(
            "See whether each arrived, then: linkbot outbox settle KEY done (or: again). All of them: "
            "linkbot outbox --state doubtful"
        )
    if unsure:
        todo.append("Before you approve one that is held, see whether it was sent: linkbot outbox --state held")
    if moved:
        todo.append("Move letters of the Ombudsman among them back into the inbox; linkbot then reads them.")
    if drop_folder:
        todo.append("Letters dropped into the folder since lie in its folders `read`: drop in again what is unknown.")
    todo.append(
        "Do again what was answered, reported done or decided in linkbot since then."
        if word.acts
        else "What you or others answered, reported done or decided in linkbot since then must be given again."
    )
    facts = (
        ("headline", f"linkbot was restored to the state of {_moment(word.state_of)}."),
        ("detail", "\n".join(detail)),
        ("todo", "\n".join(todo)),
    )
    return _alert(facts, cause=f"restored@{word.at.isoformat()}", desk=desk, today=today)


def _listed(entries: Sequence[OutboxEntry]) -> list[str]:
    told = [
        " ".join(
            part
            for part in (
                entry.key[:SHORT],
                str(getattr(entry.effect, "template", entry.effect.effect)).replace("_", " "),
                f"of {entry.effect.case}" if entry.effect.case else "",
            )
            if part
        )
        for entry in entries[:LISTED]
    ]
    return [*told, *([f"and {len(entries) - LISTED} more"] if len(entries) > LISTED else [])]


def _alert(facts: Facts, *, cause: str, desk: Desk, today: date) -> Intent:
    alert = SendEmail(
        template=Template.ALERT.value, role=LINK_OFFICER, to=(desk.directory.post(LINK_OFFICER, today),), facts=facts
    )
    return Intent(effect_key(cause=cause, step="mail:alert", subject="store", role=LINK_OFFICER), alert)


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"
