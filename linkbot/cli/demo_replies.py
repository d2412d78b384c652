"""The demo's people answer linkbot's mails: a reply is written to the mail it sent them, and delivered at its time.

Only the hand that writes is the demo's; the mark, the numbers and what becomes of the words are the real ones.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from linkbot.cli.demo_targets import target_of
from linkbot.engine.casework.deeds import Refused
from linkbot.engine.wording.tokens import reply_tokens
from linkbot.model.question import Verb
from linkbot.ports import Store, Transaction
from linkbot.worker.acts.perform import make_act
from linkbot.worker.simulation import Arrival

_PLACE = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class PlannedReply:
    """`words` with `{target in words}` where the number of that thing in the mail belongs, or the id of a task."""

    at: datetime
    by: str
    to: str  # how the subject of the answered mail begins
    words: str


def replies_in(samples: Path) -> tuple[PlannedReply, ...]:
    rows = [json.loads(line) for line in (samples / "replies.jsonl").read_text(encoding="utf-8").splitlines() if line]
    return tuple(PlannedReply(datetime.fromisoformat(r["at"]), r["by"], r["to"], r["words"]) for r in rows)


def written(planned: PlannedReply, store: Store, *, sent: Path) -> Arrival:
    """The reply as a mail program writes it, to the newest mail of linkbot's that it answers. Raises Refused."""
    with store.begin() as tx:
        targets = {place: target_of(tx, place) for place in _PLACE.findall(planned.words)}
        asked = {target for target in targets.values() if "/" not in target}
        original, numbers = _newest(sent, planned, asked, tx)

    def number(match: re.Match[str]) -> str:
        """A task is named by its id, whatever else by its number in the mail; one question needs none."""
        target = targets[match[1]]
        return target if "/" in target else str(numbers[target]) if len(numbers) > 1 else ""

    reply = EmailMessage(policy=policy.default.clone(linesep="\r\n"))
    reply["From"], reply["To"] = planned.by, str(original["From"])
    reply["Subject"] = f"RE: {original['Subject']}"
    reply["Date"] = format_datetime(planned.at)
    act = make_act(at=planned.at, by=planned.by, verb=Verb.ANSWER, target=planned.to, value=planned.words, reason="")
    reply["Message-ID"] = f"<{act.id}@{planned.by.rpartition('@')[2]}>"
    reply["In-Reply-To"] = str(original["Message-ID"])
    body = original.get_body(preferencelist=("plain",))
    quoted = (
        f"From: {original['From']}\nSent: {original['Date']}\nTo: {original['To']}\nSubject: {original['Subject']}\n\n"
        f"{body.get_content() if body is not None else ''}"
    )
    reply.set_content(f"{_PLACE.sub(number, planned.words).strip()}\n\n{quoted}")
    return Arrival(planned.at, f"reply-{act.id}.eml", reply.as_bytes())


def _newest(sent: Path, planned: PlannedReply, asked: set[str], tx: Transaction) -> tuple[EmailMessage, dict[str, int]]:
    """The newest mail of that subject to them that puts these things, with its numbers. Raises Refused."""
    found = []
    for path in sent.glob("**/*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        subject = str(mail["Subject"])
        if not subject.startswith(planned.to) or planned.by not in str(mail["To"]):
            continue
        numbers = {
            s.target: s.number for t in reply_tokens(subject=subject, references=(), texts=()) for s in tx.slips(t)
        }
        if numbers and asked <= set(numbers) and isinstance(mail, EmailMessage):
            found.append((mail["Date"].datetime, path.name, mail, numbers))
    if not found:
        raise Refused(f"linkbot has written no mail {planned.to!r} to {planned.by} that asks this.")
    return max(found, key=lambda one: one[:2])[2:]
