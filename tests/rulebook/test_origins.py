"""Where each file of rules and wording comes from, and which files of an overlay nobody reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linkbot.model.effect import Template
from linkbot.model.people import ROLES, SERVICE_ROLES
from linkbot.rulebook.load import load_rulebook
from linkbot.rulebook.origins import origins, strays
from linkbot.rulebook.shipped import rule_layers, shipped, template_layers
from linkbot.rulebook.templates import load_templates
from linkbot.toml_document import Fault

TEMPLATES = {template.value for template in Template}
VARIANTS = {"en", *ROLES, *SERVICE_ROLES, "lgsco", "ho"}
ONE_OF_EACH_SORT = (
    "rules/kinds/final_chaser.toml",
    "rules/ombudsmen/ho.toml",
    "rules/services.toml",
    "rules/gates.toml",
    "rules/deadlines.toml",
    "rules/boilerplate.toml",
    "rules/classification.toml",
    "rules/bank_holidays.toml",
    "templates/task/en.txt",
    "templates/parts/{part}",
    "templates/frame.html",
)


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    return folder


def put(overlay: Path, name: str, text: str = "") -> Path:
    path = overlay / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def copied(overlay: Path, name: str) -> Path:
    room, _, rest = name.partition("/")
    path = overlay / name
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(shipped(room) / rest, path)
    return path


def told(overlay: Path) -> dict[str, str]:
    found = strays(overlay, templates=TEMPLATES, variants=VARIANTS)
    return {stray.path.relative_to(overlay).as_posix(): stray.message for stray in found}


def test_every_shipped_file_is_told_as_shipped() -> None:
    files = {
        f"{room}/{path.relative_to(shipped(room)).as_posix()}"
        for room, ends in (("rules", {".toml"}), ("templates", {".txt", ".html"}))
        for path in shipped(room).rglob("*")
        if path.suffix in ends
    }
    found = origins(None)
    assert {origin.name for origin in found} == files
    assert not any(origin.own for origin in found)


@pytest.mark.parametrize("name", ONE_OF_EACH_SORT)
def test_the_council_s_own_file_is_told_and_is_the_one_that_is_read(overlay: Path, name: str) -> None:
    name = name.format(part=min(path.name for path in (shipped("templates") / "parts").iterdir()))
    path = copied(overlay, name)
    (origin,) = (one for one in origins(overlay) if one.name == name)
    assert (origin.own, origin.replaces, origin.path) == (True, True, path)
    assert sum(one.own for one in origins(overlay)) == 1
    path.write_text("this is [ no rule and {% no template", encoding="utf-8")
    assert any(str(path) in str(fault) for fault in faults_of(overlay))


def faults_of(overlay: Path) -> list[Fault]:
    from linkbot.toml_document import Faulty

    faults: list[Fault] = []
    load_templates(template_layers(overlay), faults)
    try:
        load_rulebook(rule_layers(overlay))
    except Faulty as faulty:
        faults += faulty.faults
    return faults


def test_a_shipped_overlay_of_everything_has_no_stray(overlay: Path) -> None:
    shutil.copytree(shipped("rules"), overlay / "rules")
    shutil.copytree(shipped("templates"), overlay / "templates")
    assert told(overlay) == {}
    assert all(origin.own and origin.replaces for origin in origins(overlay))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("rules/deadline.toml", "is not read.*did you mean 'rules/deadlines.toml'"),
        ("rules/bank-holidays.toml", "is not read.*did you mean 'rules/bank_holidays.toml'"),
        ("rules/kinds/final_chaser.tml", "is not read"),
        ("rules/kind/final_chaser.toml", "is not read.*did you mean"),
        ("rules/final_chaser.toml", "is not read.*rules/kinds/final_chaser.toml"),
        ("kinds/final_chaser.toml", "is not read"),
        ("template/task/en.txt", "is not read.*templates/task/en.txt"),
        ("templates/frame.htm", "is not read.*templates/frame.html"),
        ("templates/task.txt", "is not read"),
        ("rules/kinds/final_chasser.toml", "final_chaser.toml stays in force beside it"),
        ("rules/ombudsmen/lgscо.toml", "stays in force beside it"),
        ("templates/aknowledgement/en.txt", "is not used.*did you mean 'acknowledgement'"),
        ("templates/task/ownr.txt", "is not used.*did you mean 'owner'"),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest_right_one(overlay: Path, name: str, message: str) -> None:
    import re

    put(overlay, name)
    assert list(told(overlay)) == [name]
    assert re.search(message, told(overlay)[name])


def test_what_is_meant_as_new_and_what_lies_beside_is_no_stray(overlay: Path) -> None:
    put(overlay, "rules/kinds/site_visit.toml")
    put(overlay, "rules/ombudsmen/water.toml")
    put(overlay, "templates/task/owner.txt")
    put(overlay, "README.md")
    put(overlay, "rules/.keep")
    assert told(overlay) == {}


def test_an_overlay_that_is_not_there_is_told(tmp_path: Path) -> None:
    (stray,) = strays(tmp_path / "our", templates=TEMPLATES, variants=VARIANTS)
    assert "there is none" in stray.message
    assert strays(None, templates=TEMPLATES, variants=VARIANTS) == ()


def test_every_shipped_variant_of_a_template_is_somebody_s() -> None:
    stems = {
        Path(origin.name).stem
        for origin in origins(None)
        if origin.name.startswith("templates/") and "/parts/" not in origin.name and origin.name.endswith(".txt")
    }
    assert stems - VARIANTS == set()
