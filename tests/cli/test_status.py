"""`status --json` tells a monitor all there is to know, in fields that the page for programs explains."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

from linkbot import __version__
from linkbot.cli import clock
from linkbot.model.alarm import Alarm, AlarmKind
from linkbot.store import open_store
from linkbot.store.migrations import HEAD

from .conftest import Council


def fields(value: object) -> set[str]:
    """Every name in it; what is counted by state is explained as a whole."""
    if isinstance(value, list):
        return {name for item in value for name in fields(item)}
    if isinstance(value, dict):
        return {*value} | {
            name for key, item in value.items() if key not in ("messages", "outbox") for name in fields(item)
        }
    return set()


def test_every_field_is_explained_to_programs(at_work: Council) -> None:
    with_alarm(at_work)
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    chapter = page.partition("### `linkbot status`")[2].partition("### ")[0]
    table = "\n".join(line for line in chapter.splitlines() if line.startswith("|"))
    words = {"watch", "draft", "act", *(kind.value for kind in AlarmKind)} - {"outbox"}  # also the name of a field
    promised = set(re.findall(r"`(\w+)`", table)) - words
    (row,) = at_work.rows("status")
    assert fields(row) <= promised


def with_alarm(council: Council) -> None:
    store = open_store(council.folder / "store")
    with store.begin() as tx:
        since = clock.now() - timedelta(hours=3)
        tx.save_alarm(Alarm(AlarmKind.NO_POLL, "ombudsman@anytown.gov.uk", since, since))
    store.close()


def test_what_runs_and_what_waits_is_told_by_number(at_work: Council) -> None:
    said = at_work.linkbot("status", "--json")
    (row,) = said.rows
    assert said.code == 0
    assert (row["version"], row["schema"], row["registered"], row["alarms"]) == (__version__, HEAD, True, [])
    assert [row[name] for name in ("backlog", "parked", "held", "failed", "doubtful")] == [0, 0, 0, 0, 0]
    assert row["polls"][0]["succeeded_at"] == row["polls"][0]["at"]  # type: ignore[index]


def test_an_open_alarm_is_told_and_is_the_exit_code(at_work: Council) -> None:
    with_alarm(at_work)
    said = at_work.linkbot("status", "--json")
    (row,) = said.rows
    (alarm,) = row["alarms"]  # type: ignore[misc]
    assert (said.code, alarm["kind"], alarm["ended_at"]) == (1, "no_poll", None)
    told = at_work.linkbot("status")
    assert told.code == 1
    assert re.search(r"^ALARM: +\S+ cannot be read, since \d{4}-", told.out, re.MULTILINE)


def test_before_the_first_poll_only_what_runs_is_told(council: Council) -> None:
    said = council.linkbot("status", "--json")
    assert said.code == 0
    assert json.loads(said.out) == {
        "version": __version__,
        "schema": HEAD,
        "mode": "act",
        "registered": False,
        "worker": None,
    }


def test_a_failed_look_names_the_last_good_one(at_work: Council) -> None:
    (at_work.folder / "mail").rename(at_work.folder / "gone")
    assert at_work.linkbot("poll").code == 1
    assert "The last good look: 2" in at_work.linkbot("status").out
    (row,) = at_work.rows("status")
    (poll,) = row["polls"]  # type: ignore[misc]
    assert poll["fault"]
    assert poll["succeeded_at"] < poll["at"]


def test_a_register_that_cannot_be_read_is_exit_code_1_and_a_sentence(at_work: Council) -> None:
    (at_work.folder / "store" / "linkbot.db").write_bytes(b"rot" * 5000)
    said = at_work.linkbot("status", "--json")
    assert (said.code, said.out) == (1, "")
    assert "restore the latest backup" in said.err
