"""A workbook as the parts of its archive: which part is which sheet, and the whole again with a few parts replaced.

A part that nobody replaces keeps its octets. What cannot be changed without harm is refused.
"""

from __future__ import annotations

import copy
import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from functools import cached_property

from linkbot.effectors.shared_workbook.markup import MAIN, all_text, parsed
from linkbot.effectors.shared_workbook.odd import Odd
from linkbot.effectors.shared_workbook.styles import date_styles

_LARGEST = 200 * 1024 * 1024  # unpacked
_OLE = b"\xd0\xcf\x11\xe0"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_FULL = b'fullCalcOnLoad="1"'


class Package:
    """Raises Odd when it is no workbook linkbot may change."""

    def __init__(self, octets: bytes, name: str) -> None:
        if octets.startswith(_OLE):
            raise Odd(f"{name} is protected by a password, or an old .xls file: save it as .xlsx without a password.")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(octets))
            entries = self._archive.infolist()
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise Odd(f"{name} is far too large for a list of cases.")
            self._parts = {entry.filename: self._archive.read(entry) for entry in entries}
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, ValueError, OSError) as error:
            raise Odd(f"{name} is damaged or no workbook ({error}): open it in Excel and save it anew.") from error
        if len(self._parts) != len(entries):
            raise Odd(f"{name} holds a part twice: open it in Excel and save it anew.")
        for start, what in _REFUSED.items():
            if any(part.startswith(start) for part in self._parts):
                raise Odd(f"{name} {what}")
        self._name = name
        self.workbook = self._target("", "officeDocument")

    def part(self, name: str) -> bytes:
        """Raises Odd."""
        try:
            return self._parts[name]
        except KeyError:
            raise Odd(f"{self._name} is incomplete ({name} is missing): open it in Excel and save it anew.") from None

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Part by title, of the sheets with cells."""
        places = {id: target for id, type, target in self._relations(self.workbook) if type == "worksheet"}
        listed = parsed(self.part(self.workbook), self._name).getroot().iterfind(f"{MAIN}sheets/{MAIN}sheet")
        return {str(one.get("name")): places[id] for one in listed if (id := str(one.get(_ID))) in places}

    def tables_of(self, sheet: str) -> tuple[str, ...]:
        return tuple(target for _, type, target in self._relations(sheet) if type == "table")

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """The shared texts of all cells."""
        places = [target for _, type, target in self._relations(self.workbook) if type == "sharedStrings"]
        if not places:
            return ()
        return tuple(all_text(one) for one in parsed(self.part(places[0]), self._name).getroot().iterfind(f"{MAIN}si"))

    @cached_property
    def date_styles(self) -> frozenset[int]:
        """Numbers of the cell styles that show a number as a day."""
        places = [target for _, type, target in self._relations(self.workbook) if type == "styles"]
        return date_styles(parsed(self.part(places[0]), self._name).getroot()) if places else frozenset()

    @cached_property
    def since_1904(self) -> bool:
        """Whether days are counted as the first Macintosh did."""
        properties = parsed(self.part(self.workbook), self._name).getroot().find(f"{MAIN}workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The archive anew with these parts instead."""
        return self.replaced(changed).octets()

    def replaced(self, changed: Mapping[str, bytes]) -> Package:
        """The same workbook with these parts instead."""
        other = copy.copy(self)
        other._parts = {**self._parts, **changed}
        for found in ("sheets", "strings", "date_styles", "since_1904"):
            other.__dict__.pop(found, None)
        return other

    def octets(self) -> bytes:
        """The archive. Where cells compute something from others, Excel is told to compute it all when it opens."""
        parts = dict(self._parts)
        if any(_FORMULA.search(parts.get(sheet, b"")) for sheet in self.sheets.values()):
            parts[self.workbook] = _computed_on_opening(parts[self.workbook])
        after = io.BytesIO()
        with zipfile.ZipFile(after, "w") as archive:
            for entry in self._archive.infolist():
                fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
                fresh.compress_type = entry.compress_type
                fresh.external_attr, fresh.create_system = entry.external_attr, entry.create_system
                archive.writestr(fresh, parts[entry.filename])
        return after.getvalue()

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        """(id, kind, part) of what a part refers to inside the archive."""
        folder, _, name = part.rpartition("/")
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self._parts:
            return []
        found = []
        for one in parsed(self._parts[place], self._name).getroot().iterfind(_RELATION):
            type, target = str(one.get("Type")), str(one.get("Target"))
            if type.startswith("http://purl.oclc.org/ooxml/"):
                raise Odd(f"{self._name} is a Strict Open XML workbook: save it as an ordinary Excel workbook.")
            if one.get("TargetMode") != "External" and type.startswith(_TYPES):
                full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found.append((str(one.get("Id")), type.removeprefix(_TYPES), posixpath.normpath(full)))
        return found

    def _target(self, part: str, wanted: str) -> str:
        found = next((target for _, type, target in self._relations(part) if type == wanted), None)
        if found is None or not found.endswith(".xml"):
            raise Odd(f"{self._name} is no Excel workbook (.xlsx, .xlsm): open it in Excel and save it as one.")
        return found


_REFUSED = {
    "xl/revisions/": "is shared in Excel's old manner (it tracks changes): stop sharing it that way, and save it.",
    "_xmlsignatures/": "bears a digital signature, which any change would break: remove it first.",
}


def _computed_on_opening(workbook: bytes) -> bytes:
    """One attribute is set; every other octet stays."""
    if _FULL in workbook:
        return workbook
    properties = re.search(rb"<((?:\w+:)?)calcPr\b", workbook)
    if properties:
        return workbook[: properties.end()] + b" " + _FULL + workbook[properties.end() :]
    before = list(re.finditer(rb"</(\w+:)?(?:sheets|functionGroups|externalReferences|definedNames)>", workbook))
    if not before:
        return workbook
    after = before[-1]  # the last of those that stand before it
    prefix = after[1] or b""
    return workbook[: after.end()] + b"<" + prefix + b"calcPr " + _FULL + b"/>" + workbook[after.end() :]
