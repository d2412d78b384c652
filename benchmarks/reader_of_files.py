"""The peak of the child process that reads attachments, after those of the demo's mailbox: a number of megabytes.

In a process of its own that holds little itself, since a child's account begins with its parent's.
"""

from __future__ import annotations

from pathlib import Path

import linkbot
from benchmarks.memory import child_peak
from linkbot.engine.mail.parse import parse
from linkbot.extraction.child import ChildExtractor

DEMO = Path(linkbot.__file__).parent / "demo" / "mailbox"


def main() -> None:
    extractor = ChildExtractor()
    for path in sorted(DEMO.glob("*.eml")):
        extractor.extract(parse(path.read_bytes()).all_attachments)
    extractor.close()
    print(child_peak())


if __name__ == "__main__":
    main()
