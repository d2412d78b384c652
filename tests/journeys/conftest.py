"""A story begins: `begin(date)` gives a conversation in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conversation import Conversation

Begin = Callable[..., Conversation]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    begun: list[Conversation] = []

    def story(*args: object, **more: object) -> Conversation:
        begun.append(Conversation(tmp_path, *args, **more))  # type: ignore[arg-type]
        return begun[-1]

    yield story
    for one in begun:
        one.close()
