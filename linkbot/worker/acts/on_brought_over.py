"""Cases in flight: bringing a spreadsheet's rows into the register, and releasing them to the officers later.

The rows have been read before; both acts are put on record in the same transaction as what follows from them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from linkbot.engine.casework.bringing_over import Became, BroughtOver, bring_over
from linkbot.engine.casework.deeds import Refused
from linkbot.engine.casework.releasing import release, waits
from linkbot.engine.casework.work import Moment
from linkbot.model.decision import Decision
from linkbot.model.desk import Desk
from linkbot.model.effect import SendEmail
from linkbot.model.mode import Mode
from linkbot.model.open_item import OpenItem
from linkbot.model.question import Act
from linkbot.ports import Store, Transaction
from linkbot.worker.acts.finding import plain
from linkbot.worker.acts.on_tasks import commit_act
from linkbot.worker.modes import for_mode
from linkbot.worker.office import Office

EVERYBODY = "all"
"""The target of a release of everything that waits."""

CLOSED_CASES = "open_items:closed"
"""Where the store remembers the cases of which a spreadsheet said that nothing is open: a JSON list of ids."""


def look_over(tx: Transaction, items: Sequence[OpenItem], *, cause: str, moment: Moment, desk: Desk) -> BroughtOver:
    """What the rows would become; nothing is written."""
    references = tuple(dict.fromkeys(item.reference for item in items))
    settled = {plain(act.target) for act in tx.acts() if "/" in act.target}
    files = tx.cases_of_references(references)
    decided = frozenset(t.id for file in files for t in file.tasks if _is_settled(t.id, t.case, settled))
    return bring_over(items, files=files, cause=cause, moment=moment, desk=desk, settled=decided)


def _is_settled(task: str, case: str | None, settled: set[str]) -> bool:
    """Whether a person has acted on it, under its id or the Ombudsman's reference alone."""
    number, bare = task.rpartition("/")[2], (case or "").partition(" ")[2]
    return plain(task) in settled or plain(f"{bare}/{number}") in settled


def bring_into(
    store: Store, items: Sequence[OpenItem], *, act: Act, moment: Moment, desk: Desk, mode: Mode
) -> BroughtOver:
    """Look over and keep, in one transaction. A file that changes nothing leaves no act behind."""
    with store.begin() as tx:
        brought = look_over(tx, items, cause=f"act:{act.id}", moment=moment, desk=desk)
        _remember_closed(tx, items, brought)
        decision = for_mode(brought.decision, mode)
        if decision.cases or decision.tasks or decision.events:
            tx.add_act(replace(act, value=_told(brought)))
            tx.commit_decision(None, decision, moment.at)
    return brought


def _told(brought: BroughtOver) -> str:
    found = [result.became for result in brought.results]
    return f"open items: {found.count(Became.NEW)} new tasks, {found.count(Became.CHANGED)} changed"


def _remember_closed(tx: Transaction, items: Sequence[OpenItem], brought: BroughtOver) -> None:
    """The last file that names a case says whether it is closed."""
    named = {result.case for result in brought.results}
    before = closed_cases(tx)
    after = sorted((before - named) | set(brought.closed_cases))
    if set(after) != before:
        tx.set_mark(CLOSED_CASES, json.dumps(after))


def closed_cases(tx: Transaction) -> set[str]:
    """Ids of cases that an imported spreadsheet said are closed."""
    return set(json.loads(tx.mark(CLOSED_CASES) or "[]"))


def release_stored(office: Office, act: Act) -> str:
    """`act.target`: an officer (address or person's id), or `all`. Raises `Refused`."""
    if office.mode is Mode.WATCH:
        raise Refused("The mode is watch, so nobody would be told. Set worker.mode to draft or act, then release.")
    said = act.target.strip()
    owner = None if said == EVERYBODY else office.desk.directory.address(said, None)
    with office.store.begin() as tx:
        files = tx.cases(sorted({task.case for task in tx.open_tasks() if task.case and waits(task)}))
        decision = release(files, owner=owner, cause=f"act:{act.id}", desk=office.desk, moment=office.moment())
        new = commit_act(tx, office, act, decision)
    office.observer.fell_due(decision, new)
    return _released(decision, held=office.mode is Mode.DRAFT)


def _released(decision: Decision, *, held: bool) -> str:
    readers = sorted({to for i in decision.intents if isinstance(i.effect, SendEmail) for to in i.effect.to})
    tasks = sum(task.last_notice_on is not None and not task.awaiting_release for task in decision.tasks)
    how = "is held: linkbot outbox approve" if held else "goes with the next cycle"
    many = "one summary" if len(readers) == 1 else f"one summary for each of {len(readers)} officers"
    what = "1 task is" if tasks == 1 else f"{tasks} tasks are"
    return f"{what} released; {many} ({', '.join(readers)}) {how}."
