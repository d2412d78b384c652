"""config.example.toml and docs/configuration.md know every key the settings accept, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linkbot.model.people import ROLES
from linkbot.settings.load import load_settings
from linkbot.toml_document import Faulty

from .config_keys import accepted_keys, named
from .house import ROOT, document

EXAMPLE = ROOT / "config.example.toml"
_SETTING = re.compile(r"^(# )?(\w+) = ")


def _example_keys() -> dict[str, list[int]]:
    """Every key of the example, commented ones too, with its lines."""
    found: dict[str, list[int]] = {}
    section = ""
    for number, line in enumerate(document("config.example.toml").splitlines()):
        header = re.match(r"\[([\w.]+)\]", line)
        setting = _SETTING.match(line)
        if header:
            section = header[1]
        elif setting:
            found.setdefault(named(f"{section}.{setting[2]}"), []).append(number)
    return found


@pytest.fixture
def accepted(monkeypatch: pytest.MonkeyPatch) -> frozenset[str]:
    keys = accepted_keys(EXAMPLE, monkeypatch)
    assert {
        "organisation.name",
        "worker.begin_on",
        "smtp.outbox_folder",
        "people.ID.deputy",
        "services.ID.head",
    } <= keys
    return keys


def test_the_example_is_a_sound_configuration() -> None:
    settings = load_settings(EXAMPLE)
    assert settings.organisation.domains == ("anytown.gov.uk",)
    assert all(settings.directory.is_filled(post) for post in ROLES)
    assert settings.worker.mode.value == "watch", "a copied example must not act before somebody has said so"


def test_the_example_shows_every_key(accepted: frozenset[str]) -> None:
    assert set(_example_keys()) == accepted


def test_the_configuration_page_explains_every_key(accepted: frozenset[str]) -> None:
    rows = set(re.findall(r"^\| `((?:\w+\.)+\w+)` \|", document("docs/configuration.md"), re.MULTILINE))
    assert rows == accepted


def test_the_configuration_page_names_every_post() -> None:
    page = document("docs/configuration.md")
    assert [post for post in ROLES if f"`{post}`" not in page] == []


def test_a_commented_key_is_understood_once_its_mark_is_taken_away(tmp_path: Path) -> None:
    lines = document("config.example.toml").splitlines()
    commented = [number for lines_ in _example_keys().values() for number in lines_ if lines[number].startswith("# ")]
    assert len(commented) >= 5
    for number in commented:
        trial = [*lines]
        trial[number] = trial[number].removeprefix("# ")
        path = tmp_path / "linkbot.toml"
        path.write_text("\n".join(trial), encoding="utf-8")
        try:
            load_settings(path)
        except Faulty as faulty:  # a choice that excludes another, or wants one beside it, is told as such
            told = str(faulty)
            assert "exclude each other" in told or " needs " in told, f"{lines[number]}: {faulty}"


def test_the_smallest_configuration_of_the_page_is_enough(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", document("docs/configuration.md"), re.DOTALL)
    assert block is not None
    path = tmp_path / "linkbot.toml"
    path.write_text(block[1], encoding="utf-8")
    assert load_settings(path).directory.is_filled("link_officer")
