"""Imports point downwards only; siblings of one floor do not know each other (the contracts are in pyproject.toml)."""

from __future__ import annotations

import pytest
from importlinter.cli import lint_imports

from .house import ROOT


def test_imports_point_downwards_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    told = capsys.readouterr().out
    assert code == 0, told
    assert "0 broken" in told, told
