"""Puts into a fresh environment, as links, exactly the packages that linkbot's base depends on, and no other.

So a wheel can be tried as a council would have it, in a second and without the network: what a developer's
environment holds besides is not there. Says what all of it weighs, and each extra besides. Usage: python link_base.py
WHEEL SITE_PACKAGES, run by the environment that has the packages.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def required(wheel: Path) -> list[Requirement]:
    """What the wheel itself says it needs, without its extras."""
    with zipfile.ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        lines = HeaderParser().parsestr(opened.read(name).decode()).get_all("Requires-Dist", [])
    return [Requirement(line) for line in lines]


def closure(wanted: list[Requirement], extra: str = "") -> dict[str, Distribution]:
    """Every distribution those need, and the ones they need; with the extra's own, when one is named."""
    found: dict[str, Distribution] = {}
    waiting = [(one, name) for one in wanted for name in {"", extra}]
    done: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        installed = distribution(requirement.name)
        if not requirement.specifier.contains(installed.version, prereleases=True):
            raise SystemExit(f"{requirement} is wanted, {installed.version} is installed")
        found[canonicalize_name(requirement.name)] = installed
        for inner in ("", *requirement.extras):
            if (requirement.name, inner) not in done:
                done.add((requirement.name, inner))
                waiting += [(Requirement(line), inner) for line in installed.requires or ()]
    return found


def megabytes(packages: Iterable[Distribution]) -> float:
    """On the disk, without what Python compiles of it."""
    files = [Path(str(one.locate_file(file))) for one in packages for file in one.files or ()]
    return sum(path.stat().st_size for path in files if "__pycache__" not in path.parts and path.is_file()) / 1e6


def extras(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return HeaderParser().parsestr(opened.read(name).decode()).get_all("Provides-Extra", [])


def link(installed: Distribution, site: Path) -> None:
    for name in {file.parts[0] for file in installed.files or () if file.parts[0] not in ("..", "__pycache__")}:
        place = site / name
        if not place.exists():
            place.symlink_to(Path(str(installed.locate_file(name))).resolve())


if __name__ == "__main__":
    wheel, site = Path(sys.argv[1]), Path(sys.argv[2])
    packages = closure(required(wheel))
    for one in packages.values():
        link(one, site)
    print(f"{len(packages)} packages of {megabytes(packages.values()):.0f} MB are all that the base needs")
    for extra in extras(wheel):
        if extra not in ("all", "dev"):
            more = closure(required(wheel), extra)
            besides = megabytes(more[name] for name in more.keys() - packages.keys())
            print(f"  [{extra}] adds {len(more) - len(packages)} of {besides:.0f} MB")
