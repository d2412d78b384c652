"""Catching up with an IMAP account and looking at it when nothing happens, on a real Dovecot. Reported, never a failing
test.

python -m benchmarks.imap              with 10,000 mails in three folders
python -m benchmarks.imap 50000 --json

The reading is a process of its own, so that its peak of memory is told apart from what filled the account. Memory is
that of the mailbox alone: nothing is stored or decided. Of the server's own work nothing is counted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.letters import mails
from benchmarks.memory import own_peak

TESTS = Path(__file__).parent.parent / "tests" / "contracts"
COUNTS = (10_000,)
BLOCK = 500
FOLDERS = ("", ".Cases", ".Cases.2026")
"""The inbox gets all but two mails of twenty."""
PAGE, IDLE = 50, 30


def measured(count: int) -> dict[str, object]:
    """Fills an account and has it read by a child. Raises `RuntimeError` without Dovecot."""
    sys.path.insert(0, str(TESTS))
    import dovecot

    if dovecot.program() is None:
        raise RuntimeError(dovecot.WHY)
    server, user = dovecot.dovecot(), dovecot.new_user()
    with server.staff(user) as staff:
        staff.select("INBOX")  # the account comes about
    octets = _fill(server.maildir(user), count)
    command = [sys.executable, "-m", "benchmarks.imap", "--read", str(server.port), user]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent).stdout
    figures: dict[str, object] = json.loads(told)
    if figures["mails"] != count:
        raise RuntimeError(f"{figures['mails']} of {count} mails were read")
    return figures | {"megabytes_of_mail": round(octets / 1_000_000)}


def _fill(maildir: Path, count: int) -> int:
    """The same five hundred mails over and over: what they say is of no matter here."""
    owner, block, octets = maildir.stat(), mails(min(count, BLOCK)), 0
    for folder in FOLDERS:
        for name in ("cur", "new", "tmp"):
            (maildir / folder / name).mkdir(parents=True, exist_ok=True)
        for path in (maildir / folder, *(maildir / folder / name for name in ("cur", "new", "tmp"))):
            os.chown(path, owner.st_uid, owner.st_gid)
    for number in range(count):
        mail = block[number % len(block)]
        path = (
            maildir / FOLDERS[{7: 1, 13: 2}.get(number % 20, 0)] / "cur" / f"{1_700_000_000 + number}.M{number}.mx:2,"
        )
        path.write_bytes(mail.octets)
        os.utime(path, (1_700_000_000 + number,) * 2)
        os.chown(path, owner.st_uid, owner.st_gid)
        octets += len(mail.octets)
    return octets


def read(port: int, user: str) -> dict[str, object]:
    from linkbot.mailsystems.imap import ImapMailbox
    from linkbot.mailsystems.imap_session import ImapSession, Server
    from linkbot.mailsystems.imap_sign_in import Password

    session = ImapSession(Server("127.0.0.1", port, "none"), Password(user, "right"))
    mailbox = ImapMailbox(session, "imap")
    before, begun, cpu = own_peak(), time.monotonic(), time.process_time()
    cursor, more, count = None, True, 0
    while more:
        page = mailbox.fetch(cursor, PAGE)
        cursor, more, count = page.cursor, page.more, count + len(page.messages)
    took, used = time.monotonic() - begun, time.process_time() - cpu
    idle = []
    for _ in range(IDLE):
        cpu = time.process_time()
        mailbox.fetch(cursor, PAGE)
        idle.append((time.process_time() - cpu) * 1000)
    session.close()
    return {
        "mails": count,
        "mails_a_second": round(count / took),
        "cpu_ms_a_mail": round(used / count * 1000, 2),
        "idle_look_cpu_ms": round(statistics.median(idle), 2),
        "cursor_octets": len(cursor or ""),
        "peak_mb_before": before,
        "peak_mb": own_peak(),
    }


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--read", nargs=2, metavar=("PORT", "USER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args(words)
    if arguments.read:
        print(json.dumps(read(int(arguments.read[0]), arguments.read[1])))
        return
    for count in arguments.counts:
        try:
            figures = measured(count)
        except RuntimeError as error:
            print(f"Not measured: {error}")
            return
        if arguments.json:
            print(json.dumps(figures), flush=True)
            continue
        print(f"{count} mails ({figures['megabytes_of_mail']} MB) by IMAP:")
        print("  " + ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items()), flush=True)


if __name__ == "__main__":
    main()
