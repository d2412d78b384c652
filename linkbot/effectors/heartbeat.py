"""Signs of life for a monitor outside: a file that is touched, an address that is called. No content leaves.

The address itself is a secret of the monitor's: no fault tells it.
"""

from __future__ import annotations

import http.client
import socket
import threading
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from linkbot.ports import Transient
from linkbot.whole_file import disk_fault

SECONDS = 5.0


class HeartbeatFile:
    """Implements `worker.signs.Heartbeat`."""

    name = "heartbeat_file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def beat(self) -> None:
        """Raises Transient or Permanent."""
        try:
            self._path.touch()
        except OSError as error:
            raise disk_fault(error, "The heartbeat file") from error


class HeartbeatUrl:
    """Implements `worker.signs.Heartbeat`. A server that answers by the drop, or a name service that hangs, is left
    behind after `seconds`; while it hangs no second call is made.
    """

    name = "heartbeat_url"

    def __init__(self, url: str, *, seconds: float = SECONDS) -> None:
        self._url, self._seconds = url, seconds
        self._opener = urllib.request.build_opener(_StaysThere())
        self._call: threading.Thread | None = None
        self._fault: str | None = None

    def beat(self) -> None:
        """Raises Transient: it is called again after the next turn anyway."""
        if self._call is None or not self._call.is_alive():
            self._fault = None
            self._call = threading.Thread(target=self._get, name="linkbot-heartbeat", daemon=True)
            self._call.start()
        self._call.join(self._seconds)
        if self._call.is_alive():
            raise Transient(f"it did not answer within {self._seconds:g} seconds")
        if self._fault is not None:
            raise Transient(self._fault)

    def _get(self) -> None:
        request = urllib.request.Request(self._url, headers={"User-Agent": "linkbot"})
        try:
            with self._opener.open(request, timeout=self._seconds):
                pass  # what it says is of no interest
        except urllib.error.HTTPError as error:
            with error:
                self._fault = f"it answered HTTP {error.code}"
        except urllib.error.URLError as error:
            self._fault = f"it cannot be reached: {_words(error.reason)}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._fault = f"it cannot be reached: {_words(error)}"


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """Another page of the same server is all right; another server, or an open line instead of a closed one, is not."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        same = new.hostname == old.hostname and (new.scheme == old.scheme or new.scheme == "https")
        return super().redirect_request(req, fp, code, msg, headers, newurl) if same else None


def _words(reason: object) -> str:
    """The kind of fault and the system's own word for it; never a text that may hold the address."""
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, socket.gaierror):
        return "its name is not known"
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return type(reason).__name__
