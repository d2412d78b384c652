"""The log as a file: no line lost when it is moved, put aside by size, and a full disk stops no work."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from linkbot.effectors.log_file import LogFile
from linkbot.wiring import SystemClock
from linkbot.worker.log import Action, Log


def test_whoever_moves_the_file_away_finds_every_line(tmp_path: Path) -> None:
    path = tmp_path / "linkbot.log"
    log = LogFile(path)
    log("one")
    path.rename(tmp_path / "taken")
    log("two £")
    assert (tmp_path / "taken").read_bytes() == b"one\n"
    assert path.read_bytes() == "two £\n".encode()


def test_it_is_put_aside_by_size_and_the_oldest_go(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "linkbot.log", largest=20, kept=2)
    for number in range(10):
        log(f"line {number:03d}")
    kept = {path.name: path.read_text(encoding="utf-8").split("\n")[:-1] for path in tmp_path.iterdir()}
    assert kept == {
        "linkbot.log": ["line 008", "line 009"],
        "linkbot.log.1": ["line 006", "line 007"],
        "linkbot.log.2": ["line 004", "line 005"],
    }


def test_a_line_longer_than_the_limit_is_written_all_the_same(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "linkbot.log", largest=5, kept=1)
    log("a long line")
    log("another")
    assert (tmp_path / "linkbot.log").read_text(encoding="utf-8") == "another\n"


def test_a_file_that_cannot_be_written_sends_the_line_to_the_error_stream(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    LogFile(tmp_path / "no" / "linkbot.log")("started")
    told = capsys.readouterr().err
    assert told.startswith("started\n")
    assert "could not be written" in told


def test_lines_of_several_threads_stay_whole(tmp_path: Path) -> None:
    log = Log(SystemClock(), write=LogFile(tmp_path / "linkbot.log", largest=2_000, kept=50))
    threads = [
        threading.Thread(target=lambda: [log.tell(Action.TURNED, received=n) for n in range(50)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = [line for path in tmp_path.iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 200
    assert all(" turned received=" in line for line in lines)
