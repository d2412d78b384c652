"""A real Postfix on the loopback: an instance of its own with its own folders, stopped and taken away with the tests.

Two ports: 25-like without a log-in, and a submission port with STARTTLS and AUTH, where Dovecot says whose password is
right (`right`, for every user). People of anytown.example have Maildirs in it; some addresses are refused, put off,
full, or behind a next server that a test scripts.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from dovecot import certificate_in, dovecot, free_port

WHY = "postfix is not installed (Debian: apt-get install --no-install-recommends postfix)"
LIMIT = 200_000
LATER = "later@anytown.example"
BEHIND = "anyone@behind.anytown.example"

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = /
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.anytown.example
mydestination =
mynetworks = 127.0.0.0/8
biff = no
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:nobody lives here
message_size_limit = {limit}
mailbox_size_limit = 0
virtual_mailbox_domains = anytown.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/people
virtual_mailbox_limit = 0
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
relay_domains = behind.anytown.example
transport_maps = inline:{{ behind.anytown.example=smtp:[127.0.0.1]:{next_port} }}
smtpd_recipient_restrictions =
  check_recipient_access inline:{{ {{ {later} = 450 4.2.1 mailbox busy }} }}
  reject_unlisted_recipient, permit
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth_port}
smtpd_peername_lookup = no
smtp_tls_security_level = none
smtputf8_enable = no
queue_run_delay = 1s
minimal_backoff_time = 1s
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

KEEPER = """
umask 022
"$0" -c "$1" start-fg </dev/null &
cat >/dev/null
"$0" -c "$1" stop
wait $!
rm -rf "$2"
"""
"""Stops the server and tidies up when whoever began this is gone: also when the tests were killed."""


@dataclass(frozen=True)
class Postfix:
    port: int
    submission: int
    next_port: int  # where it delivers what lies behind it
    folder: Path
    certificate: Path

    def arrived(self, person: str, count: int = 1) -> list[bytes]:
        """What lies in a person's Maildir, once so many are there."""
        new = self.folder / "mail" / person / "new"
        for _ in range(400):
            found = sorted(new.iterdir()) if new.is_dir() else []
            if len(found) >= count:
                return [path.read_bytes() for path in found]
            time.sleep(0.05)
        raise AssertionError(f"{person} has {len(found)} mails, not {count}: {self.log()[-3000:]}")

    def has(self, person: str) -> int:
        new = self.folder / "mail" / person / "new"
        return len(list(new.iterdir())) if new.is_dir() else 0

    def at_rest(self) -> None:
        """Once nothing is under way any more."""
        places = [self.folder / "queue" / one for one in ("maildrop", "incoming", "active", "deferred")]
        for _ in range(400):
            if not any(path.is_file() for place in places for path in place.rglob("*")):
                return
            time.sleep(0.05)
        raise AssertionError(f"mail is under way still: {self.log()[-3000:]}")

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


@cache
def postfix() -> Postfix:
    server = shutil.which("postfix") or shutil.which("postfix", path="/usr/sbin:/usr/local/sbin")
    if server is None:
        pytest.skip(WHY)
    if os.getuid() != 0:
        pytest.skip("postfix starts as root only")
    folder = Path(tempfile.mkdtemp(prefix="linkbot-postfix-"))
    folder.chmod(0o755)
    certificate = certificate_in(folder)
    assert certificate is not None
    port, submission, next_port = free_port(), free_port(), free_port()
    facts = {
        "folder": folder,
        "limit": LIMIT,
        "later": LATER,
        "uid": 8,  # mail: Debian's fixed number
        "gid": 8,
        "port": port,
        "submission": submission,
        "next_port": next_port,
        "auth_port": dovecot().auth_port,
    }
    config = folder / "etc"
    for name in ("etc", "queue", "data", "mail"):
        (folder / name).mkdir()
        (folder / name).chmod(0o755)  # the tests' own umask may be tighter
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mail", 8, 8)
    (config / "main.cf").write_text(MAIN.format(**facts), encoding="utf-8")
    (config / "master.cf").write_text(MASTER.format(**facts), encoding="utf-8")
    people = ("ombudsman", "linkbot", "owen.hale", "head.repairs", "later", "marian")
    (folder / "people").write_text("".join(f"{one}@anytown.example {one}/\n" for one in people), encoding="utf-8")
    for path in (config / "main.cf", config / "master.cf", folder / "people"):
        path.chmod(0o644)
    with (folder / "said").open("wb") as said:
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, server, config, folder],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    atexit.register(keeper.communicate, timeout=120)
    one = Postfix(port, submission, next_port, folder, certificate)
    _wait(one)
    return one


def _wait(server: Postfix) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", server.port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"postfix did not start: {(server.folder / 'said').read_text()}{server.log()}")
