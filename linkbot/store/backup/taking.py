"""Taking a backup while the worker works: the database in one moment, then the octets that this copy names.

It stands under its name only when it is complete and verified. When it is due, and who hears of it, is the worker's.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from linkbot.ports import BackupTaken, Permanent, Transient
from linkbot.store import sqlite
from linkbot.store.backup.copy import Proved, copied, octets_in, put
from linkbot.store.backup.manifest import FILE, Manifest, digest_of_all, digest_of_file
from linkbot.store.backup.shelf import PARTIAL, Shelf
from linkbot.store.lock import WorkerLock
from linkbot.store.migrations import HEAD
from linkbot.store.octets import OctetsFolder
from linkbot.store.opening import DATABASE, OCTETS, schema_revision
from linkbot.store.sql_store import SqlStore
from linkbot.store.upgrading import forget_kept
from linkbot.whole_file import disk_fault, make_folder, sync_folder, write_whole

BESIDE = "beside.zip"
_WORK = ".backup-"
_LONGEST = timedelta(hours=2)
_ROUNDS = 64
"""Every so many days each file of the pool has been read again and, if it has rotted, replaced."""


@dataclass(frozen=True)
class StoreBackups:
    """Implements `ports.Backups`. `beside` names folders of the store that are neither database nor octets.

    `keep_days` None: nothing is ever removed (a folder somebody chose by hand).
    """

    store: Path
    folder: Path
    linkbot: str
    keep_days: int | None = None
    keep_months: int = 0
    config: Path | None = None
    beside: tuple[str, ...] = ()

    def top_up(self, *, files: int, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Bring up to so many octets into the pool that the register names now; True when it has them all.

        So that the first backup of a big store does not keep the mail waiting. Raises Transient, Permanent.
        """
        with _in_words(f"Backing up to {self.folder}"):
            self._placed()
            named = octets_named_now(self.store / DATABASE)
            waiting = [digest for digest in named if not _there(self._pool, digest)]
            for digest in waiting[:files]:
                if stopping():
                    return False
                self._pooled(digest)
            return len(waiting) <= files

    def take(self, now: datetime) -> BackupTaken:
        """Raises Transient or Permanent; then nothing stands under a backup's name that is not whole."""
        with _in_words(f"Backing up to {self.folder}"):
            self._placed()
            with self._the_only_one(now), self._workshop() as workshop:
                proved = copied(self.store / DATABASE, workshop / DATABASE)
                missing = tuple(digest for digest in proved.octets if not self._kept_well(digest, now))
                name = self._shelf.free_name(now)
                manifest = Manifest(
                    taken_at=now,
                    linkbot=self.linkbot,
                    schema=proved.schema,
                    database_digest=proved.digest,
                    database_size=proved.size,
                    octets=len(proved.octets),
                    octets_digest=digest_of_all(proved.octets),
                    missing=missing,
                    config_digest=digest_of_file(self.config) if self.config and self.config.is_file() else None,
                )
                self._shelve(name, proved, manifest)
            if self.keep_days is not None:
                self._shelf.tidy(keep_days=self.keep_days, keep_months=self.keep_months)
            if proved.schema == HEAD:
                forget_kept(self.store)
        return BackupTaken(name, now, str(self.folder), proved.size, len(proved.octets), missing)

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self.folder)

    @property
    def _pool(self) -> OctetsFolder:
        return self._shelf.pool

    def _placed(self) -> None:
        """Raises Permanent for a folder that is not there, or that would be lost with the store."""
        here, there = self.store.resolve(), self.folder.resolve()
        if not (self.store / DATABASE).is_file():
            raise Permanent(f"There is no register in {self.store} yet: there is nothing to back up.")
        if here == there or here in there.parents or there in here.parents:
            raise Permanent(
                f"The backup folder {self.folder} and the store {self.store} lie in one another: name "
                "another folder, on another disk."
            )
        if not self.folder.is_dir():
            raise Permanent(
                f"The backup folder {self.folder} is not there. If it lies on a share, see whether the share is "
                "mounted; else make it, for linkbot's account alone."
            )

    @contextlib.contextmanager
    def _the_only_one(self, now: datetime) -> Iterator[None]:
        """Two at once would tidy away each other's octets. A register of another linkbot has no lease to take."""
        if not schema_revision(self.store).up_to_date:
            yield
            return
        store = SqlStore(sqlite.file_url(self.store / DATABASE), self.store / OCTETS)
        owner = f"backup {secrets.token_hex(6)}"
        try:
            lock = WorkerLock(store, "backup")
            if not lock.acquire(owner, now, _LONGEST):
                raise Transient("Another backup of this store is being made just now. Nothing was done.")
            try:
                yield
            finally:
                lock.release(owner)
        finally:
            store.close()

    @contextlib.contextmanager
    def _workshop(self) -> Iterator[Path]:
        """A place on the store's own disk, where SQLite's locks work whatever the backup folder lies on."""
        for rest in self.store.glob(f"{_WORK}*"):
            shutil.rmtree(rest, ignore_errors=True)  # of a run that was cut off
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=self.store) as folder:
            yield Path(folder)

    def _kept_well(self, digest: str, now: datetime) -> bool:
        """In the pool, and right: newly come ones are, and a part of the others is read again each day."""
        if _there(self._pool, digest) and int(digest[:2], 16) % _ROUNDS != now.toordinal() % _ROUNDS:
            return True
        try:
            self._pool.read(digest)
        except KeyError:
            return self._pooled(digest)
        return True

    def _pooled(self, digest: str) -> bool:
        """False when the store itself does not have these octets any more, or not whole."""
        try:
            octets = OctetsFolder(self.store / OCTETS).read(digest)
        except KeyError:
            return False
        make_folder(self.folder / "octets", secret=True)
        return self._pool.keep(octets) == digest

    def _shelve(self, name: str, proved: Proved, manifest: Manifest) -> None:
        partial = self.folder / f"{PARTIAL}{name}"
        make_folder(partial, secret=True)
        put(proved.path, partial / DATABASE)
        if digest_of_file(partial / DATABASE) != proved.digest:
            raise Transient(f"The copy of the register in {partial} did not come out as it went in. It is tried again.")
        if self.config and self.config.is_file():
            put(self.config, partial / self.config.name)
        self._pack(partial / BESIDE)
        gone = [digest for digest in proved.octets if digest not in manifest.missing and not _there(self._pool, digest)]
        if gone:
            raise Transient(
                f"{len(gone)} files vanished from {self.folder} while it was backed up to. It is tried again."
            )
        write_whole(partial / FILE, manifest.to_json().encode())
        partial.rename(self.folder / name)
        sync_folder(self.folder)

    def _pack(self, target: Path) -> None:
        """What else the store holds, small files all of them, in one."""
        files = sorted(file for name in self.beside for file in (self.store / name).rglob("*") if file.is_file())
        if not files:
            return
        target.touch(mode=0o600)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:
            for file in files:
                with contextlib.suppress(FileNotFoundError):
                    packed.write(file, file.relative_to(self.store).as_posix())
        sqlite.sync_file(target)


def octets_named_now(database: Path) -> tuple[str, ...]:
    """Of a register at work. Raises sqlite3.Error."""
    with contextlib.closing(sqlite.reading(database)) as connection:
        return octets_in(connection)


def _there(pool: OctetsFolder, digest: str) -> bool:
    try:
        return pool.path(digest).stat().st_size > 0
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _in_words(doing: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise sqlite.plainly(error, doing) or Transient(f"{doing}: {error}. It is tried again.") from error
    except OSError as error:
        raise disk_fault(error, doing) from error
