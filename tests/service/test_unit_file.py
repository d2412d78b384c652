"""What the pages on services promise is true of the program: options, paths, figures, names of files."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from linkbot.cli import run
from linkbot.cli.exit_codes import ExitCode
from linkbot.settings.load import load_settings
from linkbot.toml_document import parse_toml
from linkbot.worker.figures import Service, figures
from linkbot.worker.standing import position
from tests.faults.world import START, World

SERVICE = Path(__file__).parents[2] / "docs" / "service"
UNIT, PAGE, WINDOWS = (
    (SERVICE / name).read_text(encoding="utf-8") for name in ("linkbot.service", "README.md", "windows.md")
)


def values(section: str) -> list[tuple[str, str]]:
    """A key may come more than once."""
    body = re.search(rf"^\[{section}\]\n(.*?)(?=^\[|\Z)", UNIT, re.MULTILINE | re.DOTALL)
    assert body
    lines = [line for line in body[1].splitlines() if line and not line.startswith("#")]
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


def arguments(words: list[str]) -> argparse.Namespace:
    """Ends the test (SystemExit) when one of them is none of `linkbot run`."""
    assert words[0] == "run"
    parser = argparse.ArgumentParser()
    run.add(parser)
    return parser.parse_args(words[1:])


def test_the_unit_starts_run_with_options_there_are() -> None:
    command = shlex.split(dict(values("Service"))["ExecStart"])
    assert command[0] == "/opt/linkbot/bin/linkbot"
    assert arguments(command[1:]).config == Path("/etc/linkbot/linkbot.toml")


def test_every_path_of_the_unit_is_explained() -> None:
    paths = {
        path.rstrip("-") for _, value in values("Service") for path in re.findall(r"(?<![\w.])-?(/[\w/.-]+)", value)
    }
    assert len(paths) >= 6
    table = PAGE.partition("## The paths of the unit file")[2].partition("\n## ")[0]
    assert [path for path in sorted(paths) if f"`{path}`" not in table] == []


def test_the_unit_waits_for_word_and_ends_only_the_worker_gently() -> None:
    service = dict(values("Service"))
    assert (service["Type"], service["KillMode"], service["UMask"]) == ("notify", "mixed", "0077")
    assert service["RestartPreventExitStatus"] == str(ExitCode.USAGE.value)
    assert {"NoNewPrivileges", "PrivateTmp", "RestrictAddressFamilies", "SystemCallFilter", "MemoryMax"} <= {*service}
    assert ("SystemCallFilter", "@system-service") in values("Service")
    assert "ProcSubset" not in service, "the start of the machine is read there, to know a killed worker"


def test_the_credential_of_the_unit_is_the_file_the_page_names() -> None:
    name = dict(values("Service"))["LoadCredential"].partition(":")[0]
    assert f'password_file = "/run/credentials/linkbot.service/{name}"' in PAGE


def test_the_windows_task_starts_run_with_options_there_are() -> None:
    words = re.search(r"-Argument '(run [^']+)'", WINDOWS)
    assert words
    told = arguments(words[1].split())
    assert None not in (told.log_file, told.stop_file, told.config)


@pytest.mark.parametrize("page", [PAGE, WINDOWS], ids=["systemd", "windows"])
def test_the_settings_shown_are_settings(page: str, tmp_path: Path) -> None:
    """Each key is one that a whole configuration is read with."""
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    faults: list = []
    shown = parse_toml(block, "page", faults)
    assert faults == []
    World(tmp_path)
    base = (tmp_path / "linkbot.toml").read_text(encoding="utf-8")
    for section in shown.names():
        base = re.sub(rf"^\[{section}\]\n(?:(?!\[).*\n)*", "", base, flags=re.MULTILINE)
    (tmp_path / "linkbot.toml").write_text(base + block, encoding="utf-8")
    text = (tmp_path / "linkbot.toml").read_text(encoding="utf-8")
    if 'username = "' not in text:
        text = text.replace("[smtp]\n", '[smtp]\nusername = "linkbot"\n')
    (tmp_path / "linkbot.toml").write_text(text, encoding="utf-8")
    load_settings(tmp_path / "linkbot.toml")


def test_every_figure_is_explained_and_no_other(tmp_path: Path) -> None:
    service = Service(version="1", schema="1", mode="act", up=True, started_at=START)
    world = World(tmp_path)
    with world.office() as office, office.store.begin() as tx:
        found = position(tx, today=START.date())
    names = {one.name for one in figures(service, found, now=START)}
    table = PAGE.partition("The figures,")[2].partition("\n\nWorth")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for cell in first for name in re.findall(r"`(\w+)`", cell)} == names
    rules = PAGE.partition("Worth a rule")[2]
    assert set(re.findall(r"linkbot_(\w+)", rules)) <= names
