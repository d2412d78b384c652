"""A second store like the first, as it stands at one moment: for sandboxes (`simulate --continue`) and for backups.

The first is only read, and may be at work meanwhile.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from linkbot.store import sqlite
from linkbot.store.opening import DATABASE, OCTETS
from linkbot.whole_file import make_folder


def copy_store(source: Path, target: Path, *, link: bool = False) -> None:
    """Database first, then octets: every row's file is there. `target` must not hold a store yet (FileExistsError).

    `link` True lets the octets files be shared instead of copied where the disk can; they never change once written.
    """
    if (target / DATABASE).exists():
        raise FileExistsError(f"{target} holds a store already")
    sqlite.create_empty(target / DATABASE)
    sqlite.copy_database(source / DATABASE, target / DATABASE)
    for file in sorted((source / OCTETS).glob("??/??/*")):
        if not file.name.startswith("."):
            there = target / file.relative_to(source)
            make_folder(there.parent, secret=True)
            _copy(file, there, link=link)


def _copy(file: Path, there: Path, *, link: bool) -> None:
    if link:
        try:
            os.link(file, there)
        except OSError:  # another disk, or one that knows no links
            link = False
    if not link:
        shutil.copy2(file, there)
