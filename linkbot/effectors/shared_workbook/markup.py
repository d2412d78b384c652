"""XML of a workbook's parts, read without following anything it refers to and written back as it was."""

from __future__ import annotations

import re

from lxml import etree

from linkbot.effectors.shared_workbook.odd import Odd

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def parsed(octets: bytes, name: str) -> etree._ElementTree:
    """Raises Odd."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    if b"<!DOCTYPE" in octets[:10_000]:
        raise Odd(f"{name} was not written by a spreadsheet program: open it in Excel and save it anew.")
    try:
        root = etree.fromstring(octets, parser)
    except etree.XMLSyntaxError as error:
        raise Odd(f"{name} is damaged ({error}): open it in Excel and save it anew.") from error
    return root.getroottree()


def written(tree: etree._ElementTree) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def all_text(holder: etree._Element) -> str:
    """Of a text with or without runs of other letters; what says how to pronounce it is left out."""
    parts = [child for child in holder if child.tag == f"{MAIN}t"]
    parts += [text for run in holder.iterfind(f"{MAIN}r") for text in run.iterfind(f"{MAIN}t")]
    joined = "".join(part.text or "" for part in parts)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), joined)


def escaped(text: str) -> str:
    """What looks like one of Excel's escapes is meant as it stands."""
    return _ESCAPED.sub(lambda found: f"_x005F{found[0]}", text)
