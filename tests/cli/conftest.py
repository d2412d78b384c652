"""A small council in a folder of its own: a Maildir with two letters of the demo, mail out as files, mode act."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import linkbot
from linkbot import wiring
from linkbot.cli.main import main
from linkbot.model.rulebook import Rulebook
from linkbot.model.templates import Templates
from linkbot.settings.values import Settings

DEMO = Path(linkbot.__file__).parent / "demo"
LETTERS = ("003-ho-accepted-and-evidence-request.eml", "006-lgsco-enquiry-letter.eml")
HO, LGSCO = "HO 202690417", "LGSCO 26 031 408"

CONFIG = """
[organisation]
name = "Anytown Council"
domains = ["anytown.gov.uk"]
mailboxes = ["ombudsman@anytown.gov.uk"]
[authentication]
receivers = ["mx.anytown.gov.uk"]
[worker]
mode = "act"
poll_seconds = 5
[automation]
kinds = "all"
sample_percent = 0
[smtp]
outbox_folder = "sent"
[people.link_officer]
email = "marian.osei@anytown.gov.uk"
[services.homelessness]
owner = "bea.sandiford@anytown.gov.uk"
[services.housing_repairs]
owner = "nadia.whitlock@anytown.gov.uk"
"""


@dataclass(frozen=True)
class Said:
    """What a command said and with which code it ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Council:
    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def config(self) -> Path:
        return self.folder / "linkbot.toml"

    def deliver(self, *names: str) -> None:
        for name in names:
            shutil.copy(DEMO / "mailbox" / name, self.folder / "mail" / "new" / name)

    def linkbot(self, *words: str) -> Said:
        self.capture.readouterr()
        code = main([*words, "--config", str(self.config)])
        told = self.capture.readouterr()
        return Said(int(code), told.out, told.err)

    def rows(self, *words: str) -> list[dict[str, object]]:
        return self.linkbot(*words, "--json").rows


def found(folder: Path, capture: pytest.CaptureFixture[str], config: str = CONFIG) -> Council:
    for place in ("new", "cur", "tmp"):
        (folder / "mail" / place).mkdir(parents=True)
    (folder / "linkbot.toml").write_text(config, encoding="utf-8")
    return Council(folder, capture)


@pytest.fixture(scope="session", autouse=True)
def _rules_read_once() -> Iterator[None]:
    """The shipped rules and templates do not change while the tests run: read once, not for each command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "load_rulebook", _cached_rules(wiring.load_rulebook))
        patch.setattr(wiring, "templates_of", _cached_templates(wiring.templates_of))
        yield


def _cached_rules(read: Callable[..., Rulebook]) -> Callable[..., Rulebook]:
    """Other folders' tests run in the same session: what an overlay adds is read each time."""
    shipped_only = cache(read)

    def load_rulebook(layers: tuple[Path, ...], **more: object) -> Rulebook:
        return shipped_only(layers, **more) if len(layers) == 1 else read(layers, **more)

    return load_rulebook


def _cached_templates(read: Callable[[Settings], Templates]) -> Callable[[Settings], Templates]:
    kept: list[Templates] = []

    def templates_of(settings: Settings) -> Templates:
        if settings.overlay is not None:
            return read(settings)
        kept.extend([read(settings)] if not kept else [])
        return kept[0]

    return templates_of


@pytest.fixture
def council(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Council:
    """Nothing has come yet."""
    return found(tmp_path, capsys)


@pytest.fixture(scope="session")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two letters have been read and acted on, once for all tests."""
    folder = tmp_path_factory.mktemp("polled")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for place in ("new", "cur", "tmp"):
            (folder / "mail" / place).mkdir(parents=True)
        (folder / "linkbot.toml").write_text(CONFIG, encoding="utf-8")
        for name in LETTERS:
            shutil.copy(DEMO / "mailbox" / name, folder / "mail" / "new" / name)
        assert main(["poll", "--json"]) == 0
    return folder


@pytest.fixture
def at_work(polled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Council]:
    """A council of one's own with the two letters read."""
    folder = tmp_path / "council"
    shutil.copytree(polled, folder)
    yield Council(folder, capsys)
