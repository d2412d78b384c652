"""The zip around a Word document: opened under limits, its parts as XML trees without entities."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lxml import etree

from linkbot.extraction.limits import HIGHEST_RATIO, LARGEST_MEMBER, LARGEST_PACKAGE, MOST_MEMBERS, Unreadable
from linkbot.model.mail import TextStatus

_DAMAGED = "The Word document is damaged. Please ask the sender for it again, or open it and say what it is."
_TOO_MUCH = "The Word document unpacks to far more than a letter needs. Please open it with care and say what it is."


class Package:
    """Parts by name. Raises Unreadable for a damaged or overblown package."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable(TextStatus.FAILED, _DAMAGED) from error
        members = self._zip.infolist()
        total = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or total > LARGEST_PACKAGE or total > HIGHEST_RATIO * max(len(content), 1):
            raise Unreadable(TextStatus.REFUSED, _TOO_MUCH)
        self._names = {member.filename for member in members}

    def matching(self, pattern: str) -> list[str]:
        """Part names in order of their numbers: header1, header2 …"""
        names = [name for name in self._names if re.fullmatch(pattern, name)]
        return sorted(names, key=lambda name: (len(name), name))

    def tree(self, name: str) -> etree._Element | None:
        """The root of a part, None when there is none."""
        if name not in self._names:
            return None
        try:
            info = self._zip.getinfo(name)
            if info.file_size > LARGEST_MEMBER or info.file_size > HIGHEST_RATIO * max(info.compress_size, 1_000):
                raise Unreadable(TextStatus.REFUSED, _TOO_MUCH)
            with self._zip.open(info) as member:
                octets = member.read(LARGEST_MEMBER + 1)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
            raise Unreadable(TextStatus.FAILED, _DAMAGED) from error
        if len(octets) > LARGEST_MEMBER:  # the directory lied
            raise Unreadable(TextStatus.REFUSED, _TOO_MUCH)
        try:
            return etree.fromstring(octets, _parser())
        except etree.XMLSyntaxError as error:
            raise Unreadable(TextStatus.FAILED, _DAMAGED) from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )


def local(element: etree._Element) -> str:
    """The tag without namespace, so that strict and transitional documents read alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child, grandchild … with these local names."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element
