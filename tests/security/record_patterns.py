"""Run as a program: prints every regular expression linkbot compiles, as JSON, from code and rules alike.

It looks on while all modules are imported, the shipped rules are loaded and two letters are read.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import traceback
from datetime import date
from pathlib import Path

import linkbot

_PACKAGE = str(Path(linkbot.__file__).parent)
_FOUND: dict[tuple[str, int, bool], str] = {}


def _watch() -> None:
    compiler = re._compiler  # type: ignore[attr-defined]
    really = compiler.compile

    def compile(pattern: object, flags: int = 0) -> re.Pattern[str]:
        made: re.Pattern[str] = really(pattern, flags)
        caller = next(f for f in reversed(traceback.extract_stack(limit=8)[:-1]) if "/re/" not in f.filename)
        place = caller if caller.filename.startswith(_PACKAGE) else None  # spaCy's own are not ours to judge
        if place is not None and isinstance(pattern, str | bytes):
            text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
            where = f"{Path(place.filename).relative_to(_PACKAGE).as_posix()}:{place.lineno}"
            _FOUND.setdefault((text, made.flags, isinstance(pattern, bytes)), where)
        return made

    compiler.compile = compile


def main() -> None:
    _watch()
    for module in pkgutil.walk_packages(linkbot.__path__, "linkbot."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    from linkbot.engine.read import read
    from linkbot.extraction.direct import DirectExtractor
    from linkbot.model.decision import Known
    from linkbot.wiring import set_up
    from linkbot.worker.reading import look_at

    demo = Path(_PACKAGE) / "demo"
    reader = set_up(demo / "linkbot.toml").reader
    for letter in sorted((demo / "mailbox").glob("*.eml"))[5:7]:
        seen, _ = look_at(
            letter.read_bytes(), received_on=date(2027, 1, 20), reader=reader, extractor=DirectExtractor()
        )
        read(seen, known=Known(), reader=reader)
    rows = [{"pattern": p, "flags": f, "octets": b, "where": w} for (p, f, b), w in _FOUND.items()]
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
