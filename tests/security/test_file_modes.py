"""What linkbot writes, nobody but its own account may read: asked for file by file, not left to the umask."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkbot.casesystems.local import LocalCaseSystem
from linkbot.cli.main import main
from linkbot.effectors.submissions import FolderSubmissions
from linkbot.store.copying import copy_store
from linkbot.whole_file import make_folder, write_private, write_whole
from tests.contracts.casework import CASE, TASK, to_write
from tests.faults.world import World
from tests.journeys.letters import FINAL, REQUEST

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps lists of rights, not mode bits")


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A service started by somebody who cares for nothing."""
    usual = os.umask(0)
    yield
    os.umask(usual)


def too_open(folder: Path) -> list[str]:
    """Everything below the folder, itself too, that group or others may touch."""
    return [
        f"{stat.filemode(path.lstat().st_mode)} {path.relative_to(folder.parent)}"
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.lstat().st_mode) & 0o077
    ]


def a_world(folder: Path) -> World:
    (folder / "council").mkdir()
    return World(folder / "council")


def test_a_morning_s_work_leaves_nothing_open_to_others(tmp_path: Path, open_umask: None) -> None:
    world = a_world(tmp_path)
    world.post(REQUEST)
    world.run()
    world.post(FINAL)
    world.run()
    made = [world.folder / name for name in ("store", "sent", "mail/.Drafts", "ombudsman-register.xlsx")]
    assert [path.name for path in made if not path.exists()] == []
    assert any((world.folder / "store" / "octets").rglob("*"))
    assert [line for path in made for line in too_open(path)] == []


def test_slips_and_packs_are_for_this_account_alone(tmp_path: Path, open_umask: None) -> None:
    FolderSubmissions(tmp_path / "packs").prepare("k", TASK, CASE)
    LocalCaseSystem(tmp_path / "slips").write("k", to_write())
    assert too_open(tmp_path / "packs") == [] and too_open(tmp_path / "slips") == []


def test_a_copy_of_the_store_is_as_closed_as_the_store(tmp_path: Path, open_umask: None) -> None:
    world = a_world(tmp_path)
    world.post(REQUEST)
    world.run(1)
    for link in (False, True):
        copy_store(world.folder / "store", tmp_path / f"copy-{link}", link=link)
        assert too_open(tmp_path / f"copy-{link}") == []


def test_init_writes_for_this_account_alone(
    tmp_path: Path, open_umask: None, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "council"
    assert main(["init", "--config", str(folder / "linkbot.toml")]) == 0
    assert (folder / "linkbot.toml").is_file() and (folder / "mail" / "new").is_dir()
    assert too_open(folder) == []


def test_a_command_takes_rights_away_from_whatever_else_it_writes(
    tmp_path: Path, open_umask: None, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["status", "--config", str(tmp_path / "none.toml")])
    assert os.umask(0o077) == 0o077


def test_a_file_that_people_were_let_into_stays_open_to_them(tmp_path: Path, open_umask: None) -> None:
    workbook = tmp_path / "register.xlsx"
    write_whole(workbook, b"first")
    assert stat.S_IMODE(workbook.stat().st_mode) == 0o600
    workbook.chmod(0o640)
    write_whole(workbook, b"second")
    assert stat.S_IMODE(workbook.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "darwin", reason="there every folder hands its group down")
def test_a_folder_marked_as_a_group_s_stays_the_group_s_and_nobody_else_s(tmp_path: Path, open_umask: None) -> None:
    shared = tmp_path / "submissions"
    shared.mkdir()
    shared.chmod(0o2770)
    make_folder(shared / "HO 202612345-1" / "evidence")
    write_whole(shared / "HO 202612345-1" / "index.txt", b"what was asked")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in shared.rglob("*")}
    assert modes == {"HO 202612345-1": 0o2770, "evidence": 0o2770, "index.txt": 0o660}


def test_the_register_is_never_a_group_s(tmp_path: Path, open_umask: None) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2770)
    make_folder(shared / "store", secret=True)
    assert stat.S_IMODE((shared / "store").stat().st_mode) & 0o077 == 0


def test_a_private_text_is_private_from_its_first_moment(
    tmp_path: Path, open_umask: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written first and closed to others afterwards, it could be opened in between."""
    seen: list[int] = []
    really = os.open

    def watched(path: str, flags: int, mode: int = 0o777) -> int:
        handle = really(path, flags, mode)
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        return handle

    monkeypatch.setattr("linkbot.whole_file.os.open", watched)
    write_private(tmp_path / "account.txt", "who, what and when")
    assert seen == [0o600]
