"""A store of one's own for each test, on every backend of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from linkbot.store import SqlStore

from .contract.backends import BACKENDS, Backend


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    backend = BACKENDS[request.param](tmp_path)
    yield backend
    backend.close()


@pytest.fixture
def store(backend: Backend) -> SqlStore:
    return backend.open(durable=False)
