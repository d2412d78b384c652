"""Putting a backup back: verified whole first, then into the store; what stood there is set aside, never deleted.

What may go out afterwards is the worker's business (`worker.comparing`): `prepare` lets it leave a word in the register
before anybody can open it.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from linkbot.model.question import Act
from linkbot.ports import Permanent, Transaction
from linkbot.store import sqlite
from linkbot.store.backup.copy import octets_named, put
from linkbot.store.backup.former import Former, acts_since, bring_messages, look_back
from linkbot.store.backup.manifest import Manifest, digest_of_all, digest_of_file, read_manifest
from linkbot.store.backup.shelf import POOL
from linkbot.store.backup.taking import BESIDE
from linkbot.store.lock import WorkerLock
from linkbot.store.octets import OctetsFolder
from linkbot.store.opening import DATABASE, OCTETS, RESTORING, open_store
from linkbot.store.sql_store import SqlStore
from linkbot.whole_file import make_folder, sync_folder, write_whole

ASIDE = "set-aside-"
_WORK = ".restoring"


@dataclass(frozen=True)
class Restored:
    """`aside` is where the former store lies now, None when there was none. `brought` counts the messages that came
    from it; `acts` are what people did since, which must be done again.
    """

    backup: Path
    manifest: Manifest
    aside: Path | None
    brought: int = 0
    acts: tuple[Act, ...] = ()


def verified(backup: Path) -> Manifest:
    """Every octet of it is there and right. Raises Permanent, or OSError; changes nothing."""
    manifest = read_manifest(backup)
    database = backup / DATABASE
    if not database.is_file() or digest_of_file(database) != manifest.database_digest:
        raise Permanent(f"The backup {backup} cannot be used: its register is not the one that was written then.")
    named = octets_named(database)
    if named is None or len(named) != manifest.octets or digest_of_all(named) != manifest.octets_digest:
        raise Permanent(f"The backup {backup} cannot be used: its register does not name the messages it should.")
    pool, bad = OctetsFolder(backup.parent / POOL), 0
    for digest in named:
        if digest not in manifest.missing:
            try:
                pool.read(digest)
            except KeyError:
                bad += 1
    if bad:
        raise Permanent(
            f"The backup {backup} is not whole: {bad} of {len(named)} messages are missing or damaged in "
            f"{backup.parent / POOL}. Nothing was changed. Take another backup: linkbot restore --list"
        )
    return manifest


def is_empty(store: Path) -> bool:
    """Nothing has been registered there."""
    database = store / DATABASE
    return not (database.is_file() and database.stat().st_size) and not any((store / OCTETS).glob("??/??/*"))


def at_work(store: Path, now: datetime) -> str | None:
    """The worker of this store, if it can be told."""
    if not (store / DATABASE).is_file():
        return None
    opened = SqlStore(sqlite.reading_url(store / DATABASE), store / OCTETS, read_only=True)
    try:
        return WorkerLock(opened).holder(now)
    except Exception:  # no table of leases, no database at all: the reason, perhaps, of restoring
        return None
    finally:
        opened.close()


def restore(
    backup: Path,
    store: Path,
    *,
    replace: bool,
    now: datetime,
    beside: tuple[str, ...] = (),
    prepare: Callable[[Transaction, Former | None], None] = lambda _tx, _former: None,
) -> Restored:
    """Raises Permanent when it must not be done or the backup is not whole, StoreFault, Transient or OSError.

    Of the folders `beside`, what the former store held and the backup does not is brought along: slips of what was
    done stay done.
    """
    worker = at_work(store, now)
    if worker:
        raise Permanent(f"A worker is at work on {store} ({worker}): stop it first. Nothing was changed.")
    if not is_empty(store) and not replace:
        raise Permanent(
            f"There is a register in {store}. Nothing was changed. To put the backup in its place, add --replace: the "
            "present one is then set aside, not deleted."
        )
    manifest = verified(backup)
    make_folder(store, secret=True)
    former = look_back(store)
    work = store / _WORK
    shutil.rmtree(work, ignore_errors=True)
    make_folder(work, secret=True)
    try:
        _laid_out(backup, manifest, work)
        brought, acts = _prepared(work, former, now, prepare)
        aside = _put_in_place(work, store, now, beside)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Restored(backup, manifest, aside, brought, acts)


def _prepared(
    work: Path, former: Former | None, now: datetime, prepare: Callable[[Transaction, Former | None], None]
) -> tuple[int, tuple[Act, ...]]:
    """The register as it will be opened: up to date, nobody's, and knowing of the restore."""
    opened = open_store(work)  # brings an older one up to date; a newer one is refused here
    brought: int = 0
    acts: tuple[Act, ...] = ()
    try:
        with opened.begin() as tx:
            for lease in ("worker", "backup"):
                holder = tx.lease_holder(lease, now)
                if holder:
                    tx.drop_lease(lease, holder)
            if former is not None:
                brought = bring_messages(former, tx, OctetsFolder(work / OCTETS))
                acts = acts_since(former, tx.acts())
            prepare(tx, former)
    finally:
        opened.close()
    with closing(sqlite.single_file(work / DATABASE)):
        pass  # all of it in its one file, which one step puts in place
    return brought, acts


def _laid_out(backup: Path, manifest: Manifest, work: Path) -> None:
    put(backup / DATABASE, work / DATABASE)
    pool, octets = OctetsFolder(backup.parent / POOL), OctetsFolder(work / OCTETS)
    for digest in octets_named(work / DATABASE) or ():
        if digest not in manifest.missing:
            octets.keep(pool.read(digest))
    if (backup / BESIDE).is_file():
        with zipfile.ZipFile(backup / BESIDE) as packed:
            for name in packed.namelist():  # as Python does it, no name leads out of the folder
                packed.extract(name, work)


def _put_in_place(work: Path, store: Path, now: datetime, beside: tuple[str, ...]) -> Path | None:
    """The database last: a store without one is not opened while the word that a restore goes on stands there."""
    write_whole(store / RESTORING, b"A restore goes on, or was cut off: give it again.\n")
    aside = store / f"{ASIDE}{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    old = [store / name for name in (*_databases(store), OCTETS, *beside) if (store / name).exists()]
    if old:
        make_folder(aside, secret=True)
        for entry in old:
            entry.rename(aside / entry.name)
    for name in beside:
        for file in sorted((aside / name).rglob("*")):
            there = work / file.relative_to(aside)
            if file.is_file() and not there.exists():
                make_folder(there.parent, secret=True)
                put(file, there)
    for name in (*beside, OCTETS, DATABASE):
        if (work / name).exists():
            (work / name).rename(store / name)
    sync_folder(store)
    (store / RESTORING).unlink()
    sync_folder(store)
    return aside if old else None


def _databases(store: Path) -> Iterator[str]:
    """With SQLite's side files, which belong to it."""
    yield from (f"{DATABASE}{side}" for side in ("-wal", "-shm", "-journal", ""))
