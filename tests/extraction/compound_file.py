"""A small writer of OLE compound files, for tests: version 3, short streams in the mini stream, balanced trees."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass
class _Entry:
    name: str
    sort: int
    content: bytes = b""
    left: int = NONE
    right: int = NONE
    child: int = NONE
    start: int = END
    size: int = 0

    def octets(self) -> bytes:
        name = self.name.encode("utf-16-le")[:62] + b"\0\0"
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), self.sort, 1)
        tree = struct.pack("<III", self.left, self.right, self.child)
        return head + tree + bytes(36) + struct.pack("<IQ", self.start, self.size)


@dataclass
class _Sectors:
    """Sectors of the file with their chain in the FAT."""

    data: bytearray = field(default_factory=bytearray)
    fat: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """The first sector of a chain that holds it; END for nothing."""
        count = -(-len(content) // SECTOR)
        first = len(self.fat)
        self.fat += [first + number + 1 for number in range(count - 1)] + [END] * bool(count)
        self.data += content.ljust(count * SECTOR, b"\0")
        return first if count else END


def compound_file(tree: Tree) -> bytes:
    """The file whose storages are the mappings and whose streams are the octets. Up to about 7 MB."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(entries, tree)
    sectors, mini, minifat = _Sectors(), bytearray(), list[int]()
    for entry in entries:
        if entry.sort != _STREAM:
            continue
        entry.size = len(entry.content)
        if entry.size >= CUTOFF:
            entry.start = sectors.add(entry.content)
        elif entry.size:
            count = -(-entry.size // MINI)
            entry.start = len(minifat)
            minifat += [entry.start + number + 1 for number in range(count - 1)] + [END]
            mini += entry.content.ljust(count * MINI, b"\0")
    entries[0].start, entries[0].size = sectors.add(bytes(mini)), len(mini)
    packed = b"".join(struct.pack("<I", one) for one in minifat)
    minifat_start = sectors.add(packed.ljust(-(-len(packed) // SECTOR) * SECTOR, b"\xff"))
    directory = b"".join(entry.octets() for entry in entries)
    empty = bytes(68) + struct.pack("<III", NONE, NONE, NONE) + bytes(48)
    directory_start = sectors.add(directory + empty * (-len(entries) % 4))
    fats = 1
    while fats * (SECTOR // 4) < len(sectors.fat) + fats:
        fats += 1
    places = range(len(sectors.fat), len(sectors.fat) + fats)
    table = [*sectors.fat, *[FAT_SECTOR] * fats]
    table += [FREE] * (fats * (SECTOR // 4) - len(table))
    fat = struct.pack(f"<{len(table)}I", *table)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIII", 0, fats, directory_start, 0, CUTOFF, minifat_start, len(packed) // SECTOR + 1, END, 0
    )
    header += struct.pack("<109I", *places, *[FREE] * (109 - fats))
    return header + bytes(sectors.data) + fat


def _add(entries: list[_Entry], tree: Tree) -> int:
    """Entries for everything in a storage, and where its balanced tree begins."""
    places: list[int] = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        inside = tree[name]
        entry = _Entry(name, _STREAM, inside) if isinstance(inside, bytes) else _Entry(name, _STORAGE)
        places.append(len(entries))
        entries.append(entry)
        if not isinstance(inside, bytes):
            entry.child = _add(entries, inside)
    return _balance(entries, places)


def _balance(entries: list[_Entry], places: list[int]) -> int:
    if not places:
        return NONE
    middle = len(places) // 2
    entry = entries[places[middle]]
    entry.left, entry.right = _balance(entries, places[:middle]), _balance(entries, places[middle + 1 :])
    return places[middle]
