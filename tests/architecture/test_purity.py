"""The core is pure: floors 1 and 2 know no clock, file, chance, network or environment. Today is an argument."""

from __future__ import annotations

import pytest

from .house import PACKAGE, ROOT
from .purity import OF_OTHERS, impurities

FLOORS = {"model": (), "engine": OF_OTHERS}


@pytest.mark.parametrize("floor", sorted(FLOORS))
def test_a_pure_floor_touches_nothing(floor: str) -> None:
    files = sorted((PACKAGE / floor).rglob("*.py"))
    assert len(files) > 20
    found = [
        f"{path.relative_to(ROOT)}:{line}: {reason}"
        for path in files
        for line, reason in impurities(path.read_text(encoding="utf-8"), third_party=FLOORS[floor])
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import random",
        "import time",
        "import uuid",
        "import socket",
        "import threading",
        "import sqlmodel",
        "from pathlib import Path",
        "from urllib import request",
        "import urllib.request",
        "from os import environ",
        "text = open('x').read()",
        "import io\nio.open('x')",
        "from datetime import datetime\nwhen = datetime.now()",
        "from datetime import datetime, UTC\nwhen = datetime.now(UTC)",
        "from datetime import date\nday = date.today()",
        "import datetime\nday = datetime.date.today()",
        "from email.utils import make_msgid\nname = make_msgid()",
        "import spacy\nnlp = spacy.load('en_core_web_sm')",
        "from jinja2 import FileSystemLoader\nloader = FileSystemLoader('.')",
        "key = hash('letter')",
        "local = when.astimezone()",
    ],
)
def test_each_way_out_is_seen(source: str) -> None:
    assert list(impurities(source, third_party=OF_OTHERS))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nday = date(2027, 1, 4)",
        "from urllib.parse import urlsplit",
        "import spacy\nnlp = spacy.blank('en')",
        "local = when.astimezone(zone)",
        "def due(now):\n    return now",
    ],
)
def test_what_computes_may_stay(source: str) -> None:
    assert not list(impurities(source, third_party=OF_OTHERS))


def test_the_nouns_may_not_use_what_the_engine_may() -> None:
    assert list(impurities("import spacy", third_party=FLOORS["model"]))
