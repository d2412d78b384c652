"""Opening a store folder: made with care, migrated in one go, never touched by a reader, and clear when it is wrong."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from linkbot.ports import Transient
from linkbot.store import (
    DatabaseDamaged,
    NotOurs,
    SchemaTooNew,
    SchemaTooOld,
    migrations,
    open_existing,
    open_store,
    schema_revision,
    sqlite,
)
from linkbot.store.migrations import HEAD
from linkbot.store.sqlite import file_url, make_engine
from linkbot.store.tables import METADATA

from .contract.values import NOW, a_case, a_decision

MIGRATIONS = Path(migrations.__file__).parent
on_posix = pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")


def steps() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def sql(folder: Path, *statements: str) -> list[tuple]:
    connection = sqlite3.connect(folder / "linkbot.db")
    try:
        answers = [connection.execute(statement).fetchall() for statement in statements]
        connection.commit()
    finally:
        connection.close()
    return answers[-1]


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {file.name: (file.stat().st_size, file.stat().st_mtime_ns) for file in folder.iterdir()}


def test_a_migrated_database_equals_the_tables_of_the_code(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    engine = create_engine(file_url(tmp_path / "linkbot.db"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_every_constraint_has_a_name(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    tables = [text for (text,) in sql(tmp_path, "SELECT sql FROM sqlite_master WHERE type = 'table'")]
    assert len(tables) > 15
    for text in tables:
        for kind in ("PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK"):
            assert len(re.findall(rf"{kind} ?\(", text)) == len(re.findall(rf"CONSTRAINT \w+ {kind} ?\(", text)), text


def test_the_head_named_in_the_code_is_that_of_the_steps() -> None:
    assert steps().get_heads() == [HEAD]
    for step in steps().walk_revisions():
        assert Path(step.path).name.startswith(f"step_{step.revision}_")


def test_the_steps_name_no_column_type_of_the_code() -> None:
    for step in (MIGRATIONS / "versions").glob("step_*.py"):
        assert not re.search(r"linkbot|sqlmodel", step.read_text(encoding="utf-8")), step


@on_posix
def test_only_the_owner_may_read_what_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "store"
    store = open_store(folder)
    digest = store.keep_octets(b"Subject: private")
    with store.begin() as transaction:
        transaction.set_cursor("a", "1")
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {path.name for path in modes if path.is_file()} >= {"linkbot.db", "linkbot.db-wal", digest}
    store.close()


def test_a_reader_makes_nothing_where_there_is_no_store(tmp_path: Path) -> None:
    assert open_existing(tmp_path / "none") is None
    assert open_existing(tmp_path) is None
    assert schema_revision(tmp_path).current is None
    assert list(tmp_path.iterdir()) == []


def test_a_reader_leaves_a_store_as_it_found_it_and_cannot_write(tmp_path: Path) -> None:
    folder = tmp_path / "a b%20#?é"
    writer = open_store(folder)
    digest = writer.keep_octets(b"octets")
    with writer.begin() as transaction:
        transaction.commit_decision(None, a_decision(cases=(a_case(),)), NOW)
    writer.close()
    before = listing(folder)
    reader = open_existing(folder)
    with reader.begin() as transaction:
        assert [file.case.id for file in transaction.cases()] == ["LGSCO 23 012 345"]
    assert reader.octets(digest) == b"octets"
    with pytest.raises(Transient, match="readonly"), reader.begin() as transaction:
        transaction.set_cursor("a", "1")
    reader.close()
    assert schema_revision(folder).up_to_date
    assert listing(folder) == before


def test_a_reader_does_not_wait_for_the_worker(tmp_path: Path) -> None:
    writer = open_store(tmp_path)
    reader = open_existing(tmp_path)
    with writer.begin() as writing:
        writing.commit_decision(None, a_decision(cases=(a_case(),)), NOW)
        with reader.begin() as reading:
            assert reading.cases() == ()
    with reader.begin() as reading:
        assert len(reading.cases()) == 1
    reader.close()
    writer.close()


def test_a_database_of_a_newer_linkbot_is_refused_unchanged(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    sql(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    before = listing(tmp_path)
    with pytest.raises(SchemaTooNew, match=r"newer linkbot.*9999"):
        open_store(tmp_path)
    with pytest.raises(SchemaTooNew):
        open_existing(tmp_path)
    assert not schema_revision(tmp_path).known
    assert listing(tmp_path) == before


def test_a_database_of_an_older_linkbot_is_migrated_by_the_worker_and_refused_by_a_reader(tmp_path: Path) -> None:
    first = steps().get_base()
    script = f"""
from alembic import command
import linkbot.store.migrating as migrating
real = command.upgrade
command.upgrade = lambda config, _head: real(config, {first!r})
migrating.migrate(__import__("pathlib").Path({str(tmp_path / "linkbot.db")!r}))
"""
    subprocess.run([sys.executable, "-c", script], check=True)
    sql(tmp_path, "INSERT INTO mailbox_cursors VALUES ('a', '17')")
    assert (schema_revision(tmp_path).current, schema_revision(tmp_path).known) == (first, True)
    with pytest.raises(SchemaTooOld, match="older linkbot"):
        open_existing(tmp_path)
    store = open_store(tmp_path)
    with store.begin() as transaction:
        assert transaction.cursor("a") == "17"
        assert transaction.cases() == ()
    store.close()
    assert schema_revision(tmp_path).up_to_date


def test_a_crash_in_the_middle_of_the_migrations_leaves_an_empty_database_that_opens_later(tmp_path: Path) -> None:
    script = f"""
import os
from pathlib import Path
from alembic import op
from linkbot.store import open_store
real, made = op.create_table, []
def create_table(*args, **kwargs):
    made.append(real(*args, **kwargs))
    if len(made) == 9:
        os._exit(9)
op.create_table = create_table
open_store(Path({str(tmp_path)!r}))
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    assert sql(tmp_path, "SELECT name FROM sqlite_master") == []
    open_store(tmp_path).close()
    assert schema_revision(tmp_path).up_to_date


@pytest.mark.parametrize(
    "octets", [b"this was never a database, whatever its name" * 40, b"SQLite format 3\0" + b"?" * 5000]
)
def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "linkbot.db").write_bytes(octets)
    for attempt in (open_store, open_existing, schema_revision):
        with pytest.raises(DatabaseDamaged, match="cannot be read"):
            attempt(tmp_path)
    assert (tmp_path / "linkbot.db").read_bytes() == octets


def test_a_database_damaged_in_the_middle_is_told_when_it_is_read(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.begin() as transaction:
        cases = tuple(a_case(f"HO {n}") for n in range(500))
        transaction.commit_decision(None, a_decision(cases=cases), NOW)
    store.close()
    path = tmp_path / "linkbot.db"
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2 :] = b"\xa5" * (len(octets) - len(octets) // 2)
    path.write_bytes(octets)
    with pytest.raises(DatabaseDamaged, match="restore the latest backup"):
        store = open_store(tmp_path)
        with store.begin() as transaction:
            transaction.cases()


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    sql(tmp_path, "CREATE TABLE recipes (id INTEGER)")
    before = (tmp_path / "linkbot.db").read_bytes()
    for attempt in (open_store, open_existing):
        with pytest.raises(NotOurs, match="did not make"):
            attempt(tmp_path)
    assert (tmp_path / "linkbot.db").read_bytes() == before


def test_an_up_to_date_store_opens_without_loading_alembic(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    script = f"""
import sys
from pathlib import Path
from linkbot.store import open_existing, open_store
open_store(Path({str(tmp_path)!r})).close()
open_existing(Path({str(tmp_path)!r})).close()
sys.exit(int("alembic" in sys.modules))
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_full_disk_is_a_fault_that_passes(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with pytest.raises(Transient, match="disk is full"), store.begin() as transaction:
        connection = transaction._connection
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        transaction.commit_decision(None, a_decision(cases=tuple(a_case(f"HO {n}") for n in range(5000))), NOW)
    with store.begin() as transaction:
        assert transaction.cases() == ()
    store.close()


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 0)])
def test_what_is_committed_is_synced_and_what_is_erased_is_overwritten(
    tmp_path: Path, durable: bool, synchronous: int
) -> None:
    engine = make_engine(file_url(tmp_path / "x.db"), durable=durable)
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    engine.dispose()
    assert settings == {
        "journal_mode": "wal",
        "synchronous": synchronous,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }


def test_a_database_another_process_holds_too_long_is_a_fault_that_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 20)
    one, two = open_store(tmp_path), open_store(tmp_path)
    with one.begin(), pytest.raises(Transient, match="in use by another process"), two.begin():
        pass
    with two.begin() as transaction:
        assert transaction.cases() == ()
    one.close()
    two.close()
