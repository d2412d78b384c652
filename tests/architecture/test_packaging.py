"""What the wheel carries, what the base loads and when, and that CI tries the wheel where a council would."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from .house import PACKAGE, ROOT, document, tracked

HEAVY = ("spacy", "numpy", "thinc", "sqlalchemy", "sqlmodel", "pydantic", "alembic", "jinja2", "lxml", "openpyxl")
HEAVY += ("pypdfium2", "pypdf", "icalendar", "apscheduler", "selectolax", "rapidfuzz", "httpx", "msal", "exchangelib")


def _loaded_by(code: str) -> set[str]:
    """Top-level modules that are loaded after this code, in a fresh process."""
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('|'.join(sys.modules), file=sys.stderr)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in told.stderr.strip().splitlines()[-1].split("|")}


def test_help_loads_nothing_heavy() -> None:
    """Counted, not timed: with none of these it takes a twentieth of a second anywhere."""
    code = "from linkbot.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert _loaded_by(code) & {*HEAVY, "asyncio", "email"} == set()


def test_the_configuration_is_shown_without_reader_or_store() -> None:
    words = ["config", "show", "--config", str(ROOT / "config.example.toml")]
    code = f"from linkbot.cli.main import main\nmain({words!r})"
    assert _loaded_by(code) & {"spacy", "numpy", "sqlalchemy", "openpyxl", "pypdfium2", "alembic"} == set()


def test_the_wheel_carries_rules_templates_and_the_example() -> None:
    wheel = tomllib.loads(document("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    carried: dict[str, str] = wheel["force-include"]
    assert {"rules", "templates", "config.example.toml"} <= set(carried)
    assert all(place == f"linkbot/_shipped/{name}" for name, place in carried.items())
    assert wheel["packages"] == ["linkbot"]


def test_what_the_package_reads_beside_its_code_is_tracked_inside_it() -> None:
    names = set(tracked())
    assert {"linkbot/demo/linkbot.toml", "linkbot/demo/acts.jsonl", "linkbot/demo/complaints.csv"} <= names
    steps = {path.relative_to(ROOT).as_posix() for path in (PACKAGE / "store" / "migrations" / "versions").glob("*.py")}
    assert steps and steps <= names


def test_ci_tries_the_wheel_and_asks_for_vulnerabilities() -> None:
    run = document(".ci/run")
    assert 'gate "wheel" make' in run and 'gate "audit" make' in run
    wheel = document("scripts/check_wheel.sh")
    for word in ("linkbot init", "rules check", "rules show", "explain --json", "linkbot poll", "linkbot demo"):
        assert word in wheel


def test_an_audit_that_could_not_be_made_says_so(tmp_path: Path) -> None:
    """pip-audit calls it "no known vulnerabilities" when it could look nothing up."""
    nothing = '{"dependencies": [{"name": "a", "skip_reason": "not found"}], "fixes": []}'
    report = tmp_path / "report.json"
    assert _read_audit(report, nothing, "--reached")[0] == 1
    assert "0 of 1 versions looked up" in _read_audit(report, nothing)[1]
    found = (
        '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},'
        ' {"name": "b", "version": "1", "vulns": []}]}'
    )
    code, told = _read_audit(report, found)
    assert code == 1 and "a 1: CVE-1, mended in 2" in told
    assert _read_audit(report, found.replace('{"id": "CVE-1", "fix_versions": ["2"]}', ""))[0] == 0
    assert _read_audit(report, "no JSON")[0] == 2


def _read_audit(report: Path, text: str, *options: str) -> tuple[int, str]:
    report.write_text(text, encoding="utf-8")
    program = ROOT / "scripts" / "audit_read.py"
    told = subprocess.run([sys.executable, str(program), str(report), *options], capture_output=True, text=True)
    return told.returncode, told.stdout


PRESCRIBED = ("exchangelib", "msal", "spacy", "icalendar", "sqlmodel", "apscheduler", "jinja2", "pytest", "freezegun")
"""What linkbot was to be built with."""


def test_what_was_prescribed_is_really_used_and_where_it_belongs() -> None:
    """By the product, but what only tests need; by a name in `pyproject.toml` and in `constraints.txt` as well."""
    product = {name for path in PACKAGE.rglob("*.py") for name in _imported(path)}
    tried = {name for path in (ROOT / "tests").rglob("*.py") for name in _imported(path)}
    for name in PRESCRIBED:
        assert name in (tried if name in ("pytest", "freezegun") else product), name
        assert re.search(rf'^    "{name}\b|"{name}[>=<]', document("pyproject.toml"), re.MULTILINE | re.IGNORECASE), (
            name
        )
        assert re.search(rf"^{name}==", document("constraints.txt"), re.MULTILINE | re.IGNORECASE), name


def _imported(path: Path) -> set[str]:
    """Top-level packages, also those imported late."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    of = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in plain | of}
