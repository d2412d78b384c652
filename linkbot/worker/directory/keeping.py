"""Keeping the list of complaints fresh: what is due is begun, what has come is saved a little each turn.

Crash-safe by order: the cursor and the mark of a taken file are written when all of it is saved, so that a worker cut
off on the way takes the same again, which changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from linkbot.model.decision import Decision
from linkbot.model.outbox import Intent
from linkbot.model.reading import Disposition
from linkbot.ports import Permanent, Transaction, Transient
from linkbot.worker.directory.columns import NotComplaints
from linkbot.worker.directory.feeds import source_rows
from linkbot.worker.directory.keeper import Keeper, Running
from linkbot.worker.directory.pulling import LISTED, End, Lot, Pull
from linkbot.worker.directory.telling import fault_alert, rows_alert
from linkbot.worker.office import LONDON, Office

LOOKED, TAKEN, CURSOR, TOLD, TRIED = (
    f"directory.{name}" for name in ("looked", "taken", "cursor", "told", "tried_since")
)
LOTS_A_TURN = 10
PATIENCE = timedelta(days=1)
"""A case system that does not answer is told of when it has not for so long; other faults at once."""


def keep_directory(office: Office) -> int:
    """A stage of each turn: how many complaints were saved in it. Raises OSError when the folder cannot be read."""
    keeper = office.directory
    if keeper is None or office.stopping():
        return 0
    saved = _collect(office, keeper, wait=False) if keeper.running else 0
    if keeper.running is None:
        for feed in _feeds(keeper):
            if keeper.running is None and _is_due(office, feed, keeper.every):
                _begin(office, keeper, feed)
    return saved


def finish_directory(office: Office) -> int:
    """For a process that ends after one turn: what that turn has begun is waited for."""
    keeper, saved = office.directory, 0
    while keeper is not None and keeper.running is not None and not office.stopping():
        saved += _collect(office, keeper, wait=True)
    return saved


@dataclass(frozen=True)
class Refreshed:
    saved: int
    faults: tuple[str, ...] = ()


def refresh_now(office: Office) -> Refreshed:
    """All feeds, to their end, whatever was taken before: for a person who waits for it."""
    keeper, saved = office.directory, 0
    if keeper is None:
        return Refreshed(0)
    faults: list[str] = []
    for feed in _feeds(keeper):
        _begin(office, keeper, feed, again=True)
        while keeper.running is not None:
            saved += _collect(office, keeper, wait=True)
        with office.store.begin() as tx:
            told = tx.mark(f"{TOLD}.{feed}")
        faults += [f"{_name(keeper, feed)}: {told}"] if told else []
    return Refreshed(saved, tuple(faults))


def _feeds(keeper: Keeper) -> tuple[str, ...]:
    return (*(("file",) if keeper.file else ()), *(("source",) if keeper.source else ()))


def _is_due(office: Office, feed: str, every: timedelta) -> bool:
    now = office.moment().at
    with office.store.begin() as tx:
        last = tx.mark(f"{LOOKED}.{feed}")
        if last is not None and timedelta(0) <= now - datetime.fromisoformat(last) < every:
            return False
        tx.set_mark(f"{LOOKED}.{feed}", now.isoformat())
    return True


def _begin(office: Office, keeper: Keeper, feed: str, *, again: bool = False) -> None:
    moment, mapped, services = office.moment(), keeper.mapped, keeper.services
    with office.store.begin() as tx:
        taken, cursor = tx.mark(TAKEN), tx.mark(CURSOR)
    if feed == "file" and keeper.file is not None:
        export = keeper.file
        try:
            found = export.found(moment.at)
        except OSError as error:
            _failed(office, feed, error, name=export.name)
            return
        if found is None or (found[1] == taken and not again):
            return
        path, mark = found
        pull = Pull(lambda: export.rows(path, mapped, services, today=moment.today))
        keeper.running = Running(feed, pull, moment.at, mark=mark)
    elif feed == "source" and keeper.source is not None:
        source, since = keeper.source, datetime.fromisoformat(cursor) if cursor else None
        pull = Pull(lambda: source_rows(source, mapped, services, since=since, today=moment.today))
        keeper.running = Running(feed, pull, moment.at)


def _collect(office: Office, keeper: Keeper, *, wait: bool) -> int:
    """Save what has come; at the end write down how far it came."""
    running, saved = keeper.running, 0
    for _ in range(LOTS_A_TURN):
        if running is None or office.stopping():
            break
        came = running.pull.next(wait=wait)
        if came is None:
            break
        if isinstance(came, Lot):
            with office.store.begin() as tx:
                tx.save_complaints(came.complaints)
            saved += len(came.complaints)
            _note(running, came)
            continue
        keeper.running = None
        _end(office, keeper, running, came)
        break
    return saved


def _note(running: Running, lot: Lot) -> None:
    running.kept += len(lot.complaints)
    running.bad += lot.bad
    running.doubts += lot.doubts
    running.newest = max(running.newest, lot.newest)
    running.told += [(row.line, row.reason) for row in lot.told][: LISTED - len(running.told)]


def _end(office: Office, keeper: Keeper, running: Running, end: End) -> None:
    name = _name(keeper, running.feed)
    if end.fault is not None:
        _failed(office, running.feed, end.fault, name=name)
        return
    moment = office.moment()
    with office.store.begin() as tx:
        if running.mark is not None:
            tx.set_mark(TAKEN, running.mark)
        elif cursor := _cursor(running):
            tx.set_mark(CURSOR, max(cursor, tx.mark(CURSOR) or ""))
        tx.set_mark(f"{TRIED}.{running.feed}", None)
        alert = rows_alert(
            name,
            kept=running.kept,
            bad=running.bad,
            doubts=running.doubts,
            told=running.told,
            desk=office.desk,
            today=moment.today,
        )
        _tell_once(tx, office, running.feed, alert, f"{running.bad} bad, {running.doubts} in part" if alert else "")


def _cursor(running: Running) -> str:
    """The latest change seen, in UTC; where the report tells none, a day before this pull began."""
    if running.kept == 0 and running.bad == 0:
        return ""
    try:
        newest = datetime.fromisoformat(running.newest)
    except ValueError:
        newest = running.begun - timedelta(days=1)
    aware = newest if newest.tzinfo else newest.replace(tzinfo=LONDON)
    return min(aware, running.begun).astimezone(UTC).isoformat()


def _failed(office: Office, feed: str, fault: Exception, *, name: str) -> None:
    """In the log each time; to the link officer once, a far side that is only away for a while after a day."""
    if not isinstance(fault, Transient | Permanent | OSError | NotComplaints):
        why = f"{type(fault).__name__}: a fault of linkbot's own"
    else:
        why = str(fault)
    office.observer.fault("directory", "tick", f"{name}: {why}")
    now, today = office.moment().at, office.moment().today
    with office.store.begin() as tx:
        since = tx.mark(f"{TRIED}.{feed}") or now.isoformat()
        tx.set_mark(f"{TRIED}.{feed}", since)
        if isinstance(fault, Transient) and now - datetime.fromisoformat(since) < PATIENCE:
            return
        _tell_once(tx, office, feed, fault_alert(name, why, desk=office.desk, today=today), why)


def _tell_once(tx: Transaction, office: Office, feed: str, alert: Intent | None, words: str) -> None:
    """The same thing is not said again until something else was to be said, or all was well."""
    if tx.mark(f"{TOLD}.{feed}") == words:
        return
    tx.set_mark(f"{TOLD}.{feed}", words or None)
    if alert is not None:
        tx.commit_decision(None, Decision(Disposition.REVIEW, intents=(alert,)), office.moment().at)


def _name(keeper: Keeper, feed: str) -> str:
    named = keeper.file if feed == "file" else keeper.source
    return named.name if named is not None else feed
