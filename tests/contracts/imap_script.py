"""An IMAP server that only recites: for what a real one will not do on demand. One connection after another."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence


class Reciting:
    """`answers`: to the first word of a command, or (`+`) to what follows a challenge, one after another; the tag goes
    where `TAG` stands.
    """

    def __init__(self, answers: Mapping[str, Sequence[str]]) -> None:
        self._answers = {word: list(said) for word, said in answers.items()}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.heard: list[str] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client, contextlib.suppress(OSError):
                client.settimeout(10)
                self._recite(client)

    def _recite(self, client: socket.socket) -> None:
        client.sendall(b"* OK ready\r\n")
        with client.makefile("rb") as lines:
            tag = ""
            for line in lines:
                said = line.decode().strip()
                self.heard.append(said)
                if found := re.match(r"([A-P]{4}\d+) (\S+)", said):
                    tag, word = found[1], found[2].upper()
                else:  # the answer to a challenge
                    word = "+"
                answers = self._answers.get(word, ["TAG OK done"])
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                client.sendall(answer.replace("TAG", tag).replace("\n", "\r\n").encode() + b"\r\n")
                if word == "LOGOUT":
                    return

    @property
    def responses(self) -> list[bytes]:
        """What came after challenges, decoded."""
        return [base64.b64decode(said) for said in self.heard if " " not in said]


CAPABLE = "* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2\nTAG OK done"


@contextlib.contextmanager
def reciting(**answers: str | Sequence[str]) -> Iterator[Reciting]:
    """`challenged` is what is said to the answer to a challenge."""
    said = {"CAPABILITY": CAPABLE, "AUTHENTICATE": "+ "} | answers
    words = {
        ("+" if word == "challenged" else word): [one] if isinstance(one, str) else one for word, one in said.items()
    }
    server = Reciting(words)
    try:
        yield server
    finally:
        server.close()
