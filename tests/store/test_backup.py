"""A backup is whole or is none; it is taken at work, kept by a rule, and what is put back is what was there."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import stat
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbot.model.erasure import Erasure
from linkbot.model.evidence_file import EvidenceFile, FileState
from linkbot.model.outbox import OutboxState
from linkbot.ports import MessageStatus, Permanent, Transient
from linkbot.store import SchemaTooNew, SqlStore, StoreFault, WorkerLock, open_store
from linkbot.store.backup import restoring, taking
from linkbot.store.backup.manifest import read_manifest
from linkbot.store.backup.restoring import restore, verified
from linkbot.store.backup.shelf import Shelf, Shelved, to_remove
from linkbot.store.backup.taking import StoreBackups

from .contract.values import NOW, a_case, a_decision, a_message, a_task, an_intent

on_posix = pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
TWO_AT_NIGHT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def a_store(folder: Path, *letters: bytes) -> SqlStore:
    store = open_store(folder / "store")
    for number, letter in enumerate(letters):
        add(store, f"m{number}", letter)
    return store


def add(store: SqlStore, id: str, letter: bytes) -> str:
    digest = store.keep_octets(letter)
    with store.begin() as tx:
        tx.add_message(a_message(id, octets_digest=digest))
    return digest


def backups_of(tmp_path: Path, **changes: object) -> StoreBackups:
    (tmp_path / "backup").mkdir(exist_ok=True)
    given = {"store": tmp_path / "store", "folder": tmp_path / "backup", "linkbot": "0.1.0", "beside": ("slips",)}
    return StoreBackups(**{**given, **changes})  # type: ignore[arg-type]


def pool(folder: Path) -> set[str]:
    return {path.name for path in (folder / "backup" / "octets").glob("??/??/*")}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backup").iterdir() if path.name != "octets")


def test_a_backup_holds_the_register_the_octets_and_what_lies_beside(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter", b"another")
    (tmp_path / "store" / "slips").mkdir()
    (tmp_path / "store" / "slips" / "one.json").write_text("{}")
    (tmp_path / "linkbot.toml").write_text("# ours")
    taken = backups_of(tmp_path, config=tmp_path / "linkbot.toml").take(TWO_AT_NIGHT)
    store.close()
    assert taken.name == "2026-11-02T020000Z" and taken.octets == 2 and not taken.missing
    folder = tmp_path / "backup" / taken.name
    assert sorted(path.name for path in folder.iterdir()) == [
        "beside.zip",
        "linkbot.db",
        "linkbot.toml",
        "manifest.json",
    ]
    manifest = verified(folder)
    assert (manifest.taken_at, manifest.linkbot, manifest.octets) == (TWO_AT_NIGHT, "0.1.0", 2)
    assert manifest.config_digest
    assert len(pool(tmp_path)) == 2
    assert not list((tmp_path / "store").glob(".backup-*"))


@on_posix
def test_only_the_owner_may_read_a_backup(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    (tmp_path / "store" / "slips").mkdir()
    (tmp_path / "store" / "slips" / "one.json").write_text("{}")
    backups_of(tmp_path).take(TWO_AT_NIGHT)
    store.close()
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "backup").rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_while_the_worker_writes_a_backup_is_one_moment_with_every_letter_it_names(tmp_path: Path) -> None:
    store, over = a_store(tmp_path, b"first"), threading.Event()

    def work() -> None:
        number = 0
        while not over.is_set():
            number += 1
            add(store, f"w{number}", b"letter %d" % number)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        taken = [backups_of(tmp_path).take(TWO_AT_NIGHT + timedelta(hours=n)) for n in range(5)]
    finally:
        over.set()
        worker.join()
        store.close()
    counts = [verified(tmp_path / "backup" / one.name).octets for one in taken]
    assert counts == sorted(counts) and not any(one.missing for one in taken)


def test_the_second_backup_copies_only_what_is_new(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"old")
    backups_of(tmp_path).take(TWO_AT_NIGHT)
    (old,) = (tmp_path / "backup" / "octets").glob("??/??/*")
    before = old.stat().st_mtime_ns
    add(store, "m9", b"new")
    backups_of(tmp_path).take(TWO_AT_NIGHT + timedelta(days=1))
    store.close()
    assert old.stat().st_mtime_ns == before and len(pool(tmp_path)) == 2


def test_a_big_store_is_copied_ahead_a_little_each_turn(tmp_path: Path) -> None:
    store = a_store(tmp_path, *(b"letter %d" % number for number in range(7)))
    backups = backups_of(tmp_path)
    assert [backups.top_up(files=3) for _ in range(3)] == [False, False, True]
    assert len(pool(tmp_path)) == 7 and names(tmp_path) == []
    assert backups.top_up(files=3, stopping=lambda: True)
    add(store, "m8", b"later")
    assert not backups.top_up(files=3, stopping=lambda: True)
    store.close()


def test_what_rotted_in_the_pool_is_found_within_the_rounds_and_replaced(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    backups = backups_of(tmp_path)
    backups.take(TWO_AT_NIGHT)
    (file,) = (tmp_path / "backup" / "octets").glob("??/??/*")
    file.write_bytes(b"rotten")
    days = (TWO_AT_NIGHT + timedelta(days=day) for day in range(1, 65))
    its_turn = next(day for day in days if day.toordinal() % 64 == int(file.name[:2], 16) % 64)
    taken = backups.take(its_turn)
    store.close()
    assert file.read_bytes() == b"a letter" and not taken.missing


def test_a_letter_lost_in_the_store_does_not_keep_the_others_from_being_backed_up(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"well", b"lost")
    digest = add(store, "m7", b"rotten")
    path = tmp_path / "store" / "octets" / digest[:2] / digest[2:4] / digest
    path.write_bytes(b"something else")
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    store.close()
    assert taken.missing == (digest,) and len(pool(tmp_path)) == 2
    assert verified(tmp_path / "backup" / taken.name).missing == (digest,)


def test_a_damaged_register_is_never_called_a_backup(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    with store.begin() as tx:
        tx.commit_decision(None, a_decision(cases=tuple(a_case(f"HO {n}") for n in range(500))), NOW)
    store.close()
    path = tmp_path / "store" / "linkbot.db"
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2 : len(octets) // 2 + 9000] = b"\xa5" * 9000
    path.write_bytes(octets)
    with pytest.raises((Permanent, StoreFault)):
        backups_of(tmp_path).take(TWO_AT_NIGHT)
    assert names(tmp_path) == []


@pytest.mark.parametrize("where", ["store", "store/inside", "."])
def test_a_backup_that_would_be_lost_with_the_store_is_refused(tmp_path: Path, where: str) -> None:
    a_store(tmp_path).close()
    (tmp_path / where).mkdir(exist_ok=True)
    with pytest.raises(Permanent, match="lie in one another"):
        backups_of(tmp_path, folder=tmp_path / where).take(TWO_AT_NIGHT)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """It may be a share that is not mounted: a backup beside it would be none."""
    a_store(tmp_path).close()
    with pytest.raises(Permanent, match="mounted"):
        backups_of(tmp_path, folder=tmp_path / "share" / "backup").take(TWO_AT_NIGHT)
    assert not (tmp_path / "share").exists()


def test_a_full_disk_passes_and_leaves_nothing_that_looks_like_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path, b"a letter")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(taking, "put", full)
        with pytest.raises(Transient, match="disk is full"):
            backups_of(tmp_path).take(TWO_AT_NIGHT)
    assert not Shelf(tmp_path / "backup").backups()
    backups_of(tmp_path, keep_days=3).take(TWO_AT_NIGHT)
    store.close()
    assert names(tmp_path) == ["2026-11-02T020000Z"]  # what the full disk left behind is gone


def test_two_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    lock = WorkerLock(store, "backup")
    assert lock.acquire("another", TWO_AT_NIGHT, timedelta(hours=1))
    with pytest.raises(Transient, match="Another backup"):
        backups_of(tmp_path).take(TWO_AT_NIGHT)
    lock.release("another")
    assert [backups_of(tmp_path).take(TWO_AT_NIGHT).name for _ in range(2)] == [
        "2026-11-02T020000Z",
        "2026-11-02T020000Z-2",
    ]
    store.close()


def test_a_good_backup_takes_the_place_of_what_an_upgrade_kept(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    (tmp_path / "store" / "linkbot.db.before-0007").write_bytes(b"old")
    backups_of(tmp_path).take(TWO_AT_NIGHT)
    store.close()
    assert not (tmp_path / "store" / "linkbot.db.before-0007").exists()


# what is kept


def shelved(*days: str) -> list[Shelved]:
    return [Shelved(datetime.fromisoformat(day).replace(tzinfo=UTC), 1, day) for day in days]


def test_of_the_last_days_each_last_and_of_each_month_the_last_are_kept() -> None:
    every = [datetime(2026, 6, 1, 2, tzinfo=UTC) + timedelta(days=n) for n in range(155)]  # to 2 November
    all_of_them = [Shelved(at, 1, f"{at:%m-%d}") for at in every]
    gone = {one.name for one in to_remove(all_of_them, keep_days=3, keep_months=2)}
    kept = [one.name for one in all_of_them if one.name not in gone]
    assert kept == ["09-30", "10-31", "11-01", "11-02"]


def test_all_of_the_newest_day_are_kept_and_of_the_day_before_the_last() -> None:
    some = shelved("2026-11-01T02:00", "2026-11-01T15:00", "2026-11-02T02:00", "2026-11-02T09:00")
    assert [one.name for one in to_remove(some, keep_days=2, keep_months=0)] == ["2026-11-01T02:00"]


def test_the_day_is_londons() -> None:
    summer = shelved("2026-07-01T22:30", "2026-07-01T23:30")  # the second is 2 July there
    assert to_remove(summer, keep_days=2, keep_months=0) == ()


def test_a_worker_that_stood_still_for_a_year_throws_nothing_away() -> None:
    some = shelved("2025-10-01T02:00", "2025-10-02T02:00", "2026-11-02T02:00")
    assert to_remove(some, keep_days=3, keep_months=0) == ()


@given(
    st.lists(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)), unique=True),  # noqa: DTZ001
    st.integers(1, 20),
    st.integers(0, 12),
)
def test_the_newest_is_always_kept_and_tidying_twice_is_once(at: list[datetime], days: int, months: int) -> None:
    some = [Shelved(one, 1, one.isoformat()) for one in at]
    gone = to_remove(some, keep_days=days, keep_months=months)
    left = [one for one in some if one not in gone]
    assert not some or max(some) in left
    assert to_remove(left, keep_days=days, keep_months=months) == ()
    assert len({one.day for one in left}) >= min(days, len({one.day for one in some}))


def test_octets_go_when_no_backup_names_them_any_more(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"kept")
    gone = add(store, "m7", b"erased on request")
    backups = backups_of(tmp_path, keep_days=1, keep_months=0)
    backups.take(TWO_AT_NIGHT)
    assert gone in pool(tmp_path)
    connection = sqlite3.connect(tmp_path / "store" / "linkbot.db")
    connection.execute("DELETE FROM messages WHERE id = 'm7'")
    connection.commit()
    connection.close()
    (tmp_path / "backup" / "notes of mine.txt").write_text("left alone")
    backups.take(TWO_AT_NIGHT + timedelta(days=1))
    store.close()
    assert gone not in pool(tmp_path) and len(pool(tmp_path)) == 1
    assert names(tmp_path) == ["2026-11-03T020000Z", "notes of mine.txt"]


def test_a_folder_chosen_by_hand_is_never_tidied(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    for day in (0, 0, 40, 400):
        backups_of(tmp_path).take(TWO_AT_NIGHT + timedelta(days=day))
    store.close()
    assert len(names(tmp_path)) == 4


# putting it back


def test_what_is_put_back_is_what_was_there(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    with store.begin() as tx:
        tx.commit_decision(None, a_decision(cases=(a_case(),), intents=(an_intent("k1"),)), NOW)
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    store.close()
    restore(tmp_path / "backup" / taken.name, tmp_path / "new", replace=False, now=NOW)
    again = open_store(tmp_path / "new")
    with again.begin() as tx:
        (message,) = tx.messages()
        assert [file.case.id for file in tx.cases()] == ["LGSCO 23 012 345"]
        assert [entry.key for entry in tx.outbox()] == ["k1"]
    assert again.octets(message.octets_digest) == b"a letter"
    again.close()
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["linkbot.db", "octets"]


def test_files_that_services_sent_come_back_and_what_was_erased_is_not_missed(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter", b"to be erased")
    files = {name: store.keep_octets(name.encode()) for name in ("log.pdf", "virus.exe")}
    with store.begin() as tx:
        sent = tuple(
            EvidenceFile(
                id=name,
                task=a_task().id,
                message="m0",
                index=number,
                name=name,
                media_type="application/pdf",
                size=1,
                digest=digest,
                sender="x@anytown.gov.uk",
                at=NOW,
                state=FileState.REFUSED if name == "virus.exe" else FileState.KEPT,
            )
            for number, (name, digest) in enumerate(files.items())
        )
        tx.commit_decision(None, a_decision(cases=(a_case(),), tasks=(a_task(),), evidence=sent), NOW)
        erased = tx.erase(Erasure(case="another", messages=("m1",)))
    store.erase_octets(erased.octets)
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    assert taken.octets == 2 and not taken.missing
    store.close()
    shutil.rmtree(tmp_path / "store")
    restore(tmp_path / "backup" / taken.name, tmp_path / "store", replace=False, now=NOW, beside=())
    back = open_store(tmp_path / "store")
    assert back.octets(files["log.pdf"]) == b"log.pdf"
    with pytest.raises(KeyError):
        back.octets(files["virus.exe"])
    back.close()


def test_a_register_is_never_replaced_unasked_and_set_aside_when_asked(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    (tmp_path / "store" / "slips").mkdir()
    (tmp_path / "store" / "slips" / "old.json").write_text("old")
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    add(store, "m9", b"since")
    (tmp_path / "store" / "slips" / "since.json").write_text("since")
    store.close()
    backup, place = tmp_path / "backup" / taken.name, tmp_path / "store"
    with pytest.raises(Permanent, match="--replace"):
        restore(backup, place, replace=False, now=NOW)
    done = restore(backup, place, replace=True, now=NOW, beside=("slips",))
    assert done.aside == place / "set-aside-2026-11-02T093000Z" and done.brought == 1
    former = open_store(done.aside)
    with former.begin() as tx:
        assert {message.id for message in tx.messages()} == {"m0", "m9"}
    former.close()
    again = open_store(place)
    with again.begin() as tx:
        assert {(m.id, m.status) for m in tx.messages()} == {
            ("m0", MessageStatus.RECEIVED),
            ("m9", MessageStatus.RECEIVED),
        }
        (since,) = [m for m in tx.messages() if m.id == "m9"]
    assert again.octets(since.octets_digest) == b"since"
    again.close()
    assert {path.name for path in (place / "slips").iterdir()} == {"old.json", "since.json"}


def test_a_register_that_cannot_be_read_is_replaced_too(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    store.close()
    (tmp_path / "store" / "linkbot.db").write_bytes(b"SQLite format 3\0" + b"?" * 5000)
    done = restore(tmp_path / "backup" / taken.name, tmp_path / "store", replace=True, now=NOW)
    assert done.aside is not None and (done.aside / "linkbot.db").read_bytes().endswith(b"???")
    open_store(tmp_path / "store").close()


def test_under_a_worker_nothing_is_restored(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    WorkerLock(store).acquire("server-1, process 7", NOW, timedelta(minutes=1))
    backup = tmp_path / "backup" / taken.name
    with pytest.raises(Permanent, match=r"process 7.*stop it first"):
        restore(backup, tmp_path / "store", replace=True, now=NOW)
    store.close()
    restore(backup, tmp_path / "store", replace=True, now=NOW + timedelta(minutes=2))


def test_the_lease_of_the_worker_that_was_then_is_not_restored(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    WorkerLock(store).acquire("server-1", NOW, timedelta(minutes=1))
    taken = backups_of(tmp_path).take(NOW)
    store.close()
    restore(tmp_path / "backup" / taken.name, tmp_path / "new", replace=False, now=NOW)
    again = open_store(tmp_path / "new")
    assert WorkerLock(again).holder(NOW) is None and WorkerLock(again, "backup").holder(NOW) is None
    again.close()


@pytest.mark.parametrize("harm", ["database", "octets", "manifest", "newer", "count"])
def test_a_backup_that_is_not_whole_is_refused_before_anything_changes(tmp_path: Path, harm: str) -> None:
    store = a_store(tmp_path, b"a letter", b"another")
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    store.close()
    backup = tmp_path / "backup" / taken.name
    manifest = json.loads((backup / "manifest.json").read_text())
    if harm == "database":
        octets = bytearray((backup / "linkbot.db").read_bytes())
        octets[-1] ^= 0xFF
        (backup / "linkbot.db").write_bytes(octets)
    elif harm == "octets":
        next((tmp_path / "backup" / "octets").glob("??/??/*")).write_bytes(b"rotten")
    elif harm == "manifest":
        (backup / "manifest.json").unlink()
    elif harm == "newer":
        (backup / "manifest.json").write_text(json.dumps(manifest | {"form": 2}))
    else:
        (backup / "manifest.json").write_text(json.dumps(manifest | {"octets": 3}))
    before = (tmp_path / "store" / "linkbot.db").read_bytes()
    with pytest.raises(Permanent):
        restore(backup, tmp_path / "store", replace=True, now=NOW)
    assert (tmp_path / "store" / "linkbot.db").read_bytes() == before
    assert {path.name for path in (tmp_path / "store").iterdir()} == {"linkbot.db", "octets"}


def test_a_backup_of_a_newer_linkbot_is_refused_and_the_store_stands(tmp_path: Path) -> None:
    store = a_store(tmp_path, b"a letter")
    with store.begin() as tx:
        tx._connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    with pytest.raises(SchemaTooNew):
        restore(tmp_path / "backup" / taken.name, tmp_path / "new", replace=False, now=NOW)
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("cut", ["put", "rmtree", "rename", "unlink"])
def test_a_restore_cut_off_is_never_taken_for_an_empty_register(
    tmp_path: Path, cut: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path, b"a letter")
    with store.begin() as tx:
        tx.commit_decision(None, a_decision(cases=(a_case(),)), NOW)
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    store.close()
    backup, place = tmp_path / "backup" / taken.name, tmp_path / "store"

    class PowerCut(BaseException):
        pass

    def gone(*_: object, **__: object) -> None:
        raise PowerCut

    passed = 0
    real = Path.rename

    def third(self: Path, target: Path) -> Path:
        nonlocal passed
        passed += 1
        if passed == 3:
            raise PowerCut
        return real(self, target)

    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        if cut == "put":
            patch.setattr(restoring, "put", gone)
        elif cut == "rmtree":
            patch.setattr(shutil, "rmtree", gone)
        elif cut == "rename":
            patch.setattr(Path, "rename", third)
        else:
            patch.setattr(restoring, "sync_folder", gone)
        restore(backup, place, replace=True, now=NOW)
    if cut in ("rename", "unlink"):
        with pytest.raises(StoreFault, match="cut off half-way"):
            open_store(place)
    restore(backup, place, replace=True, now=NOW + timedelta(minutes=1))
    again = open_store(place)
    with again.begin() as tx:
        assert len(tx.cases()) == 1 and len(tx.messages()) == 1
    again.close()


def test_the_word_left_in_the_register_sees_what_the_former_one_had_done(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with store.begin() as tx:
        tx.commit_decision(None, a_decision(intents=(an_intent("k1"), an_intent("k2"))), NOW)
    taken = backups_of(tmp_path).take(TWO_AT_NIGHT)
    with store.begin() as tx:
        assert tx.claim("k1", "t", timedelta(minutes=1), NOW)
        tx.settle("k1", "t", OutboxState.DONE, NOW, receipt="sent as 17")
    store.close()
    seen: list[object] = []
    backup = tmp_path / "backup" / taken.name
    restore(
        backup,
        tmp_path / "store",
        replace=True,
        now=NOW,
        prepare=lambda _, former: seen.append(former.done if former else None),
    )
    assert seen == [(("k1", "sent as 17"),)]
    assert read_manifest(backup).taken_at == TWO_AT_NIGHT and date(2026, 11, 2) == NOW.date()
