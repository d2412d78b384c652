"""The sandbox of conftest.py holds."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from .conftest import NetworkRefused


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_a_socket_to_another_machine_is_refused(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one, pytest.raises(NetworkRefused):
        one.connect((host, 25))


def test_a_foreign_name_is_not_even_looked_up() -> None:
    with pytest.raises(NetworkRefused):
        socket.getaddrinfo("mail.anytown.example", 25)


def test_a_server_on_this_machine_is_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as client,
    ):
        assert client.getpeername()[0] == "127.0.0.1"


def test_home_is_not_the_persons_own(sandbox: Path) -> None:
    assert Path.home() == sandbox
    assert not [name for name in os.environ if name.startswith("LINKBOT_")]
