"""Octets on the disk: exact, checked, whole or absent."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkbot.ports import Transient
from linkbot.store.octets import OctetsFolder

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="uses a file size limit or /proc")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(octets=st.binary(max_size=300))
def test_octets_come_back_exactly_under_their_digest(tmp_path: Path, octets: bytes) -> None:
    folder = OctetsFolder(tmp_path / "octets", durable=False)
    digest = folder.keep(octets)
    assert digest == hashlib.sha256(octets).hexdigest()
    assert folder.read(digest) == octets
    assert folder.keep(octets) == digest


def test_the_file_lies_two_folders_deep_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = OctetsFolder(tmp_path)
    digest = folder.keep(b"x")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / digest[:2] / digest[2:4] / digest]


@pytest.mark.parametrize("digest", ["", "0" * 64, "../../etc/passwd", "A" * 64, "0" * 63 + "\n"])
def test_what_is_not_there_is_a_key_error(tmp_path: Path, digest: str) -> None:
    with pytest.raises(KeyError):
        OctetsFolder(tmp_path).read(digest)


@pytest.mark.parametrize("damage", [b"", b"octets!", b"octet"])
def test_a_damaged_file_is_a_key_error_and_is_mended_by_keeping_it_again(tmp_path: Path, damage: bytes) -> None:
    folder = OctetsFolder(tmp_path)
    digest = folder.keep(b"octets")
    folder.path(digest).write_bytes(damage)
    with pytest.raises(KeyError):
        folder.read(digest)
    assert folder.keep(b"octets") == digest
    assert folder.read(digest) == b"octets"


def test_a_write_that_is_cut_short_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = OctetsFolder(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Transient, match="disk is full"):
            folder.keep(b"octets")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert folder.read(folder.keep(b"octets")) == b"octets"


@on_linux
def test_a_limit_on_file_size_is_told_as_trouble_that_passes(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    folder = OctetsFolder(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(Transient, match="could not be kept"):
            folder.keep(b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_that_is_a_file_is_told_as_trouble_that_passes(tmp_path: Path) -> None:
    (tmp_path / "octets").write_text("in the way")
    with pytest.raises(Transient, match="could not be kept"):
        OctetsFolder(tmp_path / "octets").keep(b"x")


@on_linux
def test_a_new_file_and_each_new_folder_name_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def watch(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        real(handle)

    monkeypatch.setattr(os, "fsync", watch)
    digest = OctetsFolder(tmp_path / "octets").keep(b"x")
    file = next(name for name in synced if name.startswith(".new-"))
    assert synced == [tmp_path.name, "octets", digest[:2], file, digest[2:4]]
