"""CPU time of reading, octets to `Reading`, over folders of .eml files. Reported, never a failing test.

python -m benchmarks.reading linkbot/demo/linkbot.toml linkbot/demo/mailbox
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from linkbot.engine.read import Reader, read
from linkbot.extraction.direct import DirectExtractor
from linkbot.mailsystems.received_at import told_at
from linkbot.model.decision import Known
from linkbot.wiring import set_up
from linkbot.worker.office import moment_of
from linkbot.worker.reading import look_at


def once(octets: bytes, reader: Reader) -> float:
    """CPU milliseconds of one reading, attachments read in this process."""
    began = time.process_time()
    day = moment_of(told_at(octets, 0)).today
    seen, _ = look_at(octets, received_on=day, reader=reader, extractor=DirectExtractor())
    read(seen, known=Known(checked=False), reader=reader)
    return (time.process_time() - began) * 1000


def main(words: Sequence[str]) -> None:
    config, *folders = words
    reader = set_up(Path(config)).reader
    mails = [path.read_bytes() for folder in folders for path in sorted(Path(folder).rglob("*.eml"))]
    for octets in mails:
        once(octets, reader)  # compiled and warm
    plain = [once(octets, reader) for octets in mails if len(octets) < 6000]
    larger = [once(octets, reader) for octets in mails if len(octets) >= 6000]
    for name, times in (("plain mail", plain), ("with attachments", larger)):
        if times:
            print(f"{name}: {len(times)} mails, median {statistics.median(times):.1f} ms, most {max(times):.1f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
