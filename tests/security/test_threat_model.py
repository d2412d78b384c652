"""docs/threat-model.md and genuine-mail.md claim nothing without a proof: each claim names a test that exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
GENUINE = (ROOT / "docs" / "genuine-mail.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE + GENUINE)


def found_in(file: str) -> set[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 40
    assert [f"{file}::{name}" for file, name in NAMED if name not in found_in(file)] == []


def test_every_claim_names_its_test() -> None:
    chapters = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    proved = [
        text for text in chapters if not text.startswith(("What is worth", "Who may make", "What linkbot does not"))
    ]
    claims = [claim for text in proved for claim in re.split(r"^- ", text, flags=re.MULTILINE)[1:]]
    assert len(claims) > 25
    assert [claim.splitlines()[0] for claim in claims if "::test_" not in claim] == []


def test_every_fact_about_headers_names_its_test() -> None:
    facts = [line for line in GENUINE.partition("## What counts for what")[2].splitlines() if line.startswith("| ")][2:]
    assert len(facts) > 20
    assert [line[:60] for line in facts if "::test_" not in line and "no such code" not in line] == []


def test_nothing_of_the_security_tests_goes_unmentioned() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in Path(__file__).parent.glob("test_*.py")}
    assert files - {file for file, _ in NAMED} == {"tests/security/test_threat_model.py"}
