"""What is installed beside linkbot: in the versions of constraints.txt, under licences a council may use, whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {"pip", "setuptools", "wheel", "linkbot", "uv"}  # what makes an environment, and linkbot itself
COPYLEFT = re.compile(
    r"\b(?:A?GPL|GNU (?:Affero )?General Public|EUPL|SSPL|Commons Clause|BUSL|proprietary)", re.IGNORECASE
)
LESSER = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)
PERMISSIVE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|Zlib|HPND|Unlicense|CC0|0BSD)|"
    r"Public Domain",
    re.IGNORECASE,
)


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = (Requirement(line) for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def wanted(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for: the base, and these extras."""
    facts = project()
    lines = [*facts["dependencies"], *(line for extra in extras for line in facts["optional-dependencies"][extra])]  # type: ignore[misc,index]
    return [Requirement(line) for line in lines]


def closure(*extras: str) -> dict[str, Distribution]:
    """Every distribution those need here, and what they need."""
    found: dict[str, Distribution] = {}
    waiting = [(one, "") for one in wanted(*extras)]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker is not None and not requirement.marker.evaluate({"extra": extra})):
            continue
        found[name] = distribution(requirement.name)
        inner = ("", *requirement.extras)
        waiting += [(Requirement(line), each) for line in found[name].requires or () for each in inner]
    return found


def licence(one: Distribution) -> str:
    """Everything a distribution says of its licence, short of the text itself."""
    facts = one.metadata
    classifiers = [line for line in facts.get_all("Classifier", []) if line.startswith("License ::")]
    first = (facts.get("License") or "").strip().splitlines()[:1]
    return " / ".join([facts.get("License-Expression") or "", *first, *classifiers])


@pytest.fixture(scope="module")
def needed() -> dict[str, Distribution]:
    return closure("dev")


def test_everything_linkbot_needs_is_pinned_and_here_in_that_version(needed: dict[str, Distribution]) -> None:
    assert len(needed) > 50
    here = {name: one.version for name, one in needed.items() if name not in TOOLS}
    assert here == {name: pinned().get(name) for name in here}


def test_the_extras_of_heavy_mail_systems_are_pinned_too() -> None:
    asked = wanted("graph", "exchange")
    assert [str(one) for one in asked if canonicalize_name(one.name) not in pinned()] == []
    assert [str(one) for one in asked if not one.specifier.contains(pinned()[canonicalize_name(one.name)])] == []
    assert {"all", "dev", "graph", "exchange"} <= set(project()["optional-dependencies"])  # type: ignore[call-overload]


def test_no_licence_binds_the_council(needed: dict[str, Distribution]) -> None:
    """A choice with a permissive one in it will do; the lesser licence binds only whoever changes the library."""
    told = {name: licence(one) for name, one in needed.items()}
    assert {
        n: words for n, words in told.items() if COPYLEFT.search(LESSER.sub("", words)) and not PERMISSIVE.search(words)
    } == {}


def test_every_licence_is_known(needed: dict[str, Distribution]) -> None:
    told = {name: licence(one) for name, one in needed.items()}
    unknown = {name for name, words in told.items() if not PERMISSIVE.search(words) and not LESSER.search(words)}
    assert {name for name in unknown if not _own_text_is_permissive(needed[name])} == set()


def _own_text_is_permissive(one: Distribution) -> bool:
    files = [file for file in one.files or () if re.search(r"(?:licen[cs]e|copying)[^/]*$", str(file), re.IGNORECASE)]
    texts = [file.read_text(encoding="utf-8")[:3_000] for file in files]
    grants = ("Permission is hereby granted", "Redistribution and use in source and binary forms, with or without")
    return any(PERMISSIVE.search(text) or any(grant in text for grant in grants) for text in texts)


def test_nothing_installed_contradicts_anything_else() -> None:
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def imports() -> Iterator[tuple[str, str]]:
    """(top-level module, file) of every import in the package."""
    for path in sorted((ROOT / "linkbot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((name.name.split(".")[0], path.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0], path.name


def test_the_base_is_what_the_code_imports_and_nothing_more() -> None:
    """tzdata is for zoneinfo, where a system has no time zones; SQLAlchemy comes with SQLModel."""
    modules = {module for module, _ in imports()} - sys.stdlib_module_names - {"linkbot"}
    owners = packages_distributions()
    imported = {canonicalize_name(owner) for module in modules for owner in owners.get(module, [module])}
    base = {canonicalize_name(one.name) for one in wanted()}
    extras = {
        canonicalize_name(one.name) for one in wanted("graph", "imap", "exchange")
    }  # loaded late, where asked for
    assert imported - base - extras - {"sqlalchemy"} == set()
    assert base - imported - {"tzdata"} == set()


def test_there_is_something_to_check_against() -> None:
    assert len({canonicalize_name(one.metadata["Name"]) for one in distributions()} - TOOLS) > 50
