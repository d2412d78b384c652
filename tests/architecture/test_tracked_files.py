"""What is committed can be checked out anywhere, Windows too, and tells nothing of the machine it was written on."""

from __future__ import annotations

import re

from .house import ROOT, tracked

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789")}
OWN_PATH = re.compile(rb"(?<![\w.:/~-])/(?:work|root|home/[a-z]\w*|Users/\w+)/|[A-Z]:\\Users\\")
"""A path on somebody's own machine."""

REGISTRY = re.compile(rb"pypi\.org|pythonhosted\.org|[-]-(?:extra-)?index-url|[-]-find-links")


def _holding(pattern: re.Pattern[bytes]) -> list[str]:
    found = []
    for name in tracked():
        octets = (ROOT / name).read_bytes()
        hit = pattern.search(octets)
        if hit:
            line = octets.count(b"\n", 0, hit.start()) + 1
            found.append(f"{name}:{line}: {hit[0]!r}")
    return found


def test_there_are_files_to_look_at() -> None:
    assert len(tracked()) > 100


def test_no_file_name_is_illegal_on_windows() -> None:
    wrong = []
    for name in tracked():
        for part in name.split("/"):
            if (
                re.search(r'[<>:"\\|?*\x00-\x1f]', part)
                or part[-1] in ". "
                or part.split(".")[0].casefold() in RESERVED
            ):
                wrong.append(name)
    assert wrong == []


def test_no_two_names_differ_only_in_case() -> None:
    folded = [name.casefold() for name in tracked()]
    assert [name for name in tracked() if folded.count(name.casefold()) > 1] == []


def test_paths_leave_room_for_a_long_checkout_folder() -> None:
    assert [name for name in tracked() if len(name) > 160] == []


def test_no_path_of_a_developers_machine_is_committed() -> None:
    assert _holding(OWN_PATH) == []


def test_no_registry_address_is_committed() -> None:
    assert _holding(REGISTRY) == []


def test_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert len(pins) > 50
    wanted = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+(?:; sys_platform == \"win32\")?")
    assert [pin for pin in pins if not wanted.fullmatch(pin)] == []
