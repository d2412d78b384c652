"""Small files that know their job, with names that say it."""

from __future__ import annotations

import statistics

import pytest

from .house import PACKAGE, ROOT, modules

LIMIT = 250
LONGER = {
    "linkbot/ports.py": "the border on one page: every Protocol and its promises, no behaviour",
    "linkbot/wiring.py": "the one place that builds adapters: a list of them, no logic",
    "linkbot/toml_document.py": "one getter a type of value, each a few lines; splitting it would hide the list",
}
"""Files that may be longer, each with its reason. A file not listed here hides an idea without a name."""

DRAWERS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "stuff", "tools", "core"}


def _lines(name: str) -> int:
    return len((ROOT / name).read_text(encoding="utf-8").splitlines())


def test_no_file_is_long_without_a_reason() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in modules()]
    assert [f"{name}: {_lines(name)} lines" for name in names if _lines(name) > LIMIT and name not in LONGER] == []


def test_the_list_of_longer_files_holds_no_past() -> None:
    assert [name for name in LONGER if not (ROOT / name).is_file() or _lines(name) <= LIMIT] == []


def test_the_middle_file_is_small() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in modules() if path.name != "__init__.py"]
    assert statistics.median(lengths) <= 120


def test_there_is_no_drawer_for_everything() -> None:
    names = [path for path in PACKAGE.rglob("*") if path.stem.strip("_") in DRAWERS and path.name != "__pycache__"]
    assert names == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_says_what_it_is_for(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8").lstrip()
    assert text.startswith('"""'), "a module opens with two or three sentences: what for, and what it leaves to others"


def test_no_two_test_files_take_each_others_name() -> None:
    """Files of a folder that is no package share one space of names: the second of a name would not be collected."""
    loose = [path for path in (ROOT / "tests").rglob("*.py") if not (path.parent / "__init__.py").is_file()]
    names = [path.name for path in loose]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
