"""A real Dovecot on the loopback, set up from nothing in a folder of its own and stopped with the tests.

Every user exists, with the password `right`. The plain server may do all that Dovecot can; the poor one is the same
program with most of its capabilities not offered, as old or simple servers are.
"""

from __future__ import annotations

import atexit
import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import pytest

POOR = "IMAP4rev1 LITERAL+ CHILDREN NAMESPACE UNSELECT"
WHY = "dovecot is not installed (Debian: apt-get install --no-install-recommends dovecot-imapd)"
NUMBERS = count(1)

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
listen = 127.0.0.1
log_path = {folder}/log
protocols = imap
ssl = {ssl}
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
default_process_limit = 100
default_client_limit = 2000
mail_fsync = never
mail_max_userip_connections = 1000
mail_location = maildir:~/Maildir
auth_failure_delay = 0
{capability}
protocol imap {{
  mail_plugins = {plugins}
}}
plugin {{
  acl = vfile
}}
passdb {{
  driver = static
  args = password=right
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
  mailbox {drafts} {{
    auto = subscribe
    {drafts_use}
  }}
  mailbox {sent} {{
    auto = subscribe
    {sent_use}
  }}
  mailbox {junk} {{
    auto = subscribe
    {junk_use}
  }}
  mailbox {deleted} {{
    auto = subscribe
    {deleted_use}
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  service_count = 1000
  client_limit = 1
}}
service auth {{
  inet_listener {{
    port = {auth_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""

KEEPER = """
"$0" -F -c "$1/dovecot.conf" </dev/null &
cat >/dev/null
kill $!
wait $!
rm -rf "$1"
"""
"""Stops the server and tidies up when whoever began this is gone: also when the tests were killed."""


@dataclass(frozen=True)
class Dovecot:
    port: int
    tls_port: int
    folder: Path
    certificate: Path | None = None
    auth_port: int = 0  # where another server may ask whether a password is right

    def maildir(self, user: str) -> Path:
        return self.folder / "mail" / user / "Maildir"

    def staff(self, user: str) -> imaplib.IMAP4:
        """A member of the team with a mail program: nothing of linkbot's is used."""
        line = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        line.login(user, "right")
        return line


def program() -> str | None:
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")


def new_user() -> str:
    return f"user{next(NUMBERS)}"


@cache
def dovecot() -> Dovecot:
    """Folders as in Outlook, by special use; TLS with a certificate of its own, for `localhost`."""
    return _started(
        _names(drafts="Entwürfe", sent='"Sent Items"', junk="Junk", deleted='"Deleted Items"', marked=True),
        tls=True,
    )


@cache
def poor_dovecot() -> Dovecot:
    """No MOVE, UIDPLUS, CONDSTORE, IDLE, SPECIAL-USE, LIST-STATUS; folders lie in INBOX, with "." between levels."""
    return _started(
        _names(drafts="Drafts", sent="Sent", junk="Spam", deleted="Trash", marked=False)
        | {"separator": ".", "prefix": "INBOX.", "capability": f"imap_capability = {POOR}"}
    )


def _names(*, drafts: str, sent: str, junk: str, deleted: str, marked: bool) -> dict[str, str]:
    uses = {"drafts": "Drafts", "sent": "Sent", "junk": "Junk", "deleted": "Trash"}
    return {
        "drafts": drafts,
        "sent": sent,
        "junk": junk,
        "deleted": deleted,
        "separator": "/",
        "prefix": "",
        "capability": "",
        "plugins": "acl imap_acl" if marked else "",
        **{f"{name}_use": f"special_use = \\{use}" if marked else "" for name, use in uses.items()},
    }


def _started(facts: dict[str, str], *, tls: bool = False) -> Dovecot:
    server = program()
    if server is None:
        pytest.skip(WHY)
    folder = Path(tempfile.mkdtemp(prefix="linkbot-dovecot-"))
    folder.chmod(0o755)
    user, group = _account()
    for name in ("run", "state", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "mail", user, group)
    port, tls_port, auth_port = free_port(), free_port(), free_port()
    certificate = certificate_in(folder) if tls else None
    facts = facts | {
        "folder": str(folder),
        "user": user,
        "group": group,
        "port": str(port),
        "auth_port": str(auth_port),
        "tls_port": str(tls_port if tls else 0),
        "ssl": f"yes\nssl_cert = <{folder}/cert.pem\nssl_key = <{folder}/key.pem" if tls else "no",
    }
    (folder / "dovecot.conf").write_text(CONFIG.format(**facts), encoding="utf-8")
    with (folder / "said").open("wb") as said:
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, server, folder],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    atexit.register(_stop, keeper)
    _wait(port, folder)
    return Dovecot(port, tls_port, folder, certificate, auth_port)


def _account() -> tuple[str, str]:
    """Dovecot serves no mail as root; started by somebody else it can only be that one."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    one = next(one for name in ("mail", "nobody", "daemon") for one in pwd.getpwall() if one.pw_name == name)
    return one.pw_name, grp.getgrgid(one.pw_gid).gr_name


def certificate_in(folder: Path, *, name: str = "DNS:localhost") -> Path:
    """`name`: as in subjectAltName."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, and the tests make their own certificate")
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", f"subjectAltName={name}"]
    subprocess.run(
        [*command, *names, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True
    )
    return folder / "cert.pem"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _wait(port: int, folder: Path) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    log = folder / "log"
    raise RuntimeError(
        f"dovecot did not start: {(folder / 'said').read_text()}{log.read_text() if log.exists() else ''}"
    )


def _stop(keeper: subprocess.Popen[bytes]) -> None:
    keeper.communicate(timeout=120)
