"""The last release's database opens: its rows come through, and a kill at any point leaves the old or the new one."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from linkbot.model.complaint import Complaint
from linkbot.model.decision import CaseFile
from linkbot.model.outbox import OutboxEntry
from linkbot.model.question import Act, Question
from linkbot.ports import Polled, StoredMessage, Transient
from linkbot.store import DatabaseDamaged, open_store, schema_revision, sqlite, upgrading
from linkbot.store.faults import NoRoomToUpgrade
from linkbot.store.migrations import HEAD

RELEASES = Path(__file__).parent / "releases"
LAST = "0006"


def a_store_of(release: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "linkbot.db")
    connection.executescript((RELEASES / f"{release}.sql").read_text(encoding="utf-8"))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    return folder


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, by column."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names}
    finally:
        connection.close()


def as_plain(shape: object, value: object) -> object:
    return TypeAdapter(shape).dump_python(value, mode="json")


def without_news(now: object, then: object) -> object:
    """What stands now, cut down to the fields there were then."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {key: without_news(now[key], then[key]) for key in then}
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [without_news(one, other) for one, other in zip(now, then, strict=True)]
    return now


def test_the_dump_has_rows_in_every_table_of_its_release(tmp_path: Path) -> None:
    tables = rows(a_store_of(LAST, tmp_path) / "linkbot.db")
    assert len(tables) >= 19 and all(tables.values())


@pytest.mark.parametrize("release", sorted(path.stem for path in RELEASES.glob("*.sql")))
def test_a_database_of_an_earlier_release_opens_with_every_row_as_it_was(tmp_path: Path, release: str) -> None:
    before = rows(a_store_of(release, tmp_path) / "linkbot.db")
    store = open_store(tmp_path)
    with store.begin() as tx:
        now = {
            "cases": as_plain(tuple[CaseFile, ...], tx.cases()),
            "messages": as_plain(tuple[StoredMessage, ...], tx.messages()),
            "questions": as_plain(tuple[Question, ...], tx.questions(open_only=False)),
            "acts": as_plain(tuple[Act, ...], tx.acts()),
            "outbox": as_plain(tuple[OutboxEntry, ...], tx.outbox()),
            "polls": as_plain(tuple[Polled, ...], tx.polls()),
            "complaints": as_plain(tuple[Complaint, ...], tx.complaints(["CRM-104377"], None, None)),
        }
    store.close()
    then = json.loads((RELEASES / f"{release}.json").read_text(encoding="utf-8"))
    assert without_news(now, then) == then
    after = rows(tmp_path / "linkbot.db")
    for table in before.keys() - {"alembic_version"}:
        assert without_news(after[table], before[table]) == before[table], table


def test_what_was_there_is_kept_beside_it_and_nothing_else_is_left_over(tmp_path: Path) -> None:
    before = rows(a_store_of(LAST, tmp_path) / "linkbot.db")
    open_store(tmp_path).close()
    kept = tmp_path / f"linkbot.db.before-{HEAD}"
    assert {path.name for path in tmp_path.iterdir()} == {"linkbot.db", kept.name}
    assert rows(kept) == before
    upgrading.forget_kept(tmp_path, older_than=kept.stat().st_mtime - 1)
    assert kept.exists()
    upgrading.forget_kept(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"linkbot.db"}


def started(work: Callable[[], None]) -> int:
    """A process of its own; its exit code is 1 when it raised. Forked, for starting Python anew takes seconds."""
    pid = os.fork()
    if not pid:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return pid


def in_a_process_of_its_own(work: Callable[[], None]) -> int:
    return ended(started(work))


def ended(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


on_posix = pytest.mark.skipif(os.name == "nt", reason="there is no fork")
STEPS = ("_alone", "_copied", "migrate", "_checked", "_kept", "_swapped")


@on_posix
@pytest.mark.parametrize(
    ("step", "when"), [*((step, "before") for step in STEPS), *((step, "after") for step in STEPS[1:])]
)
def test_killed_at_any_point_of_an_upgrade_the_old_or_the_new_database_stands_whole(
    tmp_path: Path, step: str, when: str
) -> None:
    folder = a_store_of(LAST, tmp_path)
    before = rows(folder / "linkbot.db")

    def cut_off() -> None:
        real = getattr(upgrading, step)

        def cut(*args: object) -> None:
            if when == "after":
                real(*args)
            os._exit(9)

        setattr(upgrading, step, cut)
        open_store(folder)

    assert in_a_process_of_its_own(cut_off) == 9
    finished = (step, when) == ("_swapped", "after")
    assert schema_revision(folder).current == (HEAD if finished else LAST)
    standing = rows(folder / "linkbot.db")
    assert {name: without_news(standing[name], before[name]) for name in before.keys() - {"alembic_version"}} == {
        name: found for name, found in before.items() if name != "alembic_version"
    }
    open_store(folder).close()
    assert schema_revision(folder).up_to_date
    assert {path.name for path in folder.iterdir()} == {"linkbot.db", f"linkbot.db.before-{HEAD}"}


@on_posix
def test_killed_in_the_middle_of_the_swap_of_names_too(tmp_path: Path) -> None:
    folder = a_store_of(LAST, tmp_path)

    def cut_off() -> None:
        os.utime = lambda *_: os._exit(9)  # the old one has its second name, and that is all
        open_store(folder)

    assert in_a_process_of_its_own(cut_off) == 9
    assert schema_revision(folder).current == LAST
    open_store(folder).close()
    assert schema_revision(folder).up_to_date


def test_without_room_for_the_copy_nothing_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_store_of(LAST, tmp_path)
    before = rows(folder / "linkbot.db")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(upgrading.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    with pytest.raises(NoRoomToUpgrade, match=r"no room.*Nothing was changed"):
        open_store(folder)
    assert rows(folder / "linkbot.db") == before
    assert {path.name for path in folder.iterdir()} == {"linkbot.db"}


def test_a_migration_that_loses_rows_never_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_store_of(LAST, tmp_path)
    before = rows(folder / "linkbot.db")
    real = upgrading.migrate

    def careless(path: Path) -> None:
        real(path)
        connection = sqlite3.connect(path)
        connection.execute("DELETE FROM acts")
        connection.commit()
        connection.close()

    monkeypatch.setattr(upgrading, "migrate", careless)
    with pytest.raises(DatabaseDamaged, match="rows were lost in acts"):
        open_store(folder)
    assert rows(folder / "linkbot.db") == before


def test_a_damaged_database_is_told_and_left(tmp_path: Path) -> None:
    folder = a_store_of(LAST, tmp_path)
    path = folder / "linkbot.db"
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2 :] = b"\xa5" * (len(octets) - len(octets) // 2)
    path.write_bytes(octets)
    with pytest.raises(DatabaseDamaged, match="restore"):
        open_store(folder)
    assert path.read_bytes()[len(octets) // 2 :] == octets[len(octets) // 2 :]


def test_while_another_process_has_it_open_an_old_database_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_store_of(LAST, tmp_path)
    script = f"""
import sqlite3, sys
connection = sqlite3.connect({str(folder / "linkbot.db")!r})
connection.execute("SELECT count(*) FROM messages").fetchone()
print("open", flush=True)
sys.stdin.read()
"""
    other = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    )
    assert other.stdin and other.stdout and other.stdout.readline() == b"open\n"
    monkeypatch.setattr(sqlite, "BUSY_MS", 20)
    with pytest.raises(Transient, match="another process has it open"):
        open_store(folder)
    assert schema_revision(folder).current == LAST
    other.communicate()
    open_store(folder).close()
    assert schema_revision(folder).up_to_date


@on_posix
def test_two_that_start_at_once_upgrade_once(tmp_path: Path) -> None:
    folder = a_store_of(LAST, tmp_path)

    def work() -> None:
        with contextlib.suppress(Transient):
            store = open_store(folder)
            with store.begin() as tx:
                tx.set_mark("opened", "yes")

    both = [started(work), started(work)]
    assert [ended(pid) for pid in both] == [0, 0]
    store = open_store(folder)
    with store.begin() as tx:
        assert tx.mark("opened") == "yes" and len(tx.cases()) == 1
    store.close()
