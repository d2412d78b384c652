"""What the recipes share: an overlay folder and its configuration, used through the commands a person would type."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from linkbot.cli.main import main

HERE = Path(__file__).parent
Explained = dict[str, object]


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str]) -> Callable[[str, str], Explained]:
    """`explain("water", "001-…")`: what `linkbot explain --json` says of a recipe's sample."""

    def run(recipe: str, sample: str) -> Explained:
        config, letter = HERE / recipe / "linkbot.toml", HERE / recipe / "samples" / f"{sample}.eml"
        assert main(["explain", "--json", "--config", str(config), str(letter)]) == 0
        line: Explained = json.loads(capsys.readouterr().out)
        return line

    return run


@pytest.fixture
def rules(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """`rules("water", "check")`: what `linkbot rules` prints; it must have found nothing wrong."""

    def run(recipe: str, *words: str) -> str:
        assert main(["rules", *words, "--config", str(HERE / recipe / "linkbot.toml")]) == 0
        return capsys.readouterr().out

    return run


def effects(explained: Explained) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Effect, template and addressees of what linkbot would do."""
    would = explained["would"]
    assert isinstance(would, list)
    return [(deed["effect"], deed["template"], tuple(deed["to"])) for deed in would]
