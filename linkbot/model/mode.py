"""How much linkbot does by itself: the three steps of a calm start."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    WATCH = "watch"  # reads, registers and explains; nothing leaves
    DRAFT = "draft"  # internal mail and drafts are held for release
    ACT = "act"
