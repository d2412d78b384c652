"""Word's automatic numbers: "1.", "(a)", "2.3" are not in a paragraph's text, but orders are named by them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from linkbot.engine.mail.html_list import label
from linkbot.extraction.docx_package import Package, child, local, value

_STYLES = {"decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


@dataclass(frozen=True)
class _Level:
    style: str
    text: str
    start: int


@dataclass
class Numbers:
    """Counts list paragraphs in the order of the document."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _shared: dict[str, str] = field(default_factory=dict)  # numId to the abstract list whose count it shares

    @classmethod
    def of(cls, package: Package) -> Numbers:
        numbers = cls()
        root = package.tree("word/numbering.xml")
        if root is not None:
            numbers._read_lists(root)
        styles = package.tree("word/styles.xml")
        for style in styles if styles is not None else ():
            name, properties = value(style, "styleId"), child(style, "pPr", "numPr")
            if name and properties is not None:
                number, level = value(child(properties, "numId")), value(child(properties, "ilvl")) or "0"
                if number and level.isdigit():
                    numbers.styles[name] = (number, int(level))
        return numbers

    def _read_lists(self, root: etree._Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        for element in root:
            if local(element) == "abstractNum":
                abstract[value(element, "abstractNumId") or ""] = dict(_levels(element))
        for element in root:
            if local(element) != "num":
                continue
            number, source = value(element, "numId") or "", value(child(element, "abstractNumId")) or ""
            self._shared[number] = source
            for level, found in abstract.get(source, {}).items():
                self.levels[number, level] = found
            for override in (inner for inner in element if local(inner) == "lvlOverride"):
                level_text = value(override, "ilvl") or ""
                start = value(child(override, "startOverride"))
                key = (number, int(level_text) if level_text.isdigit() else -1)
                if start and start.isdigit() and key in self.levels:
                    old = self.levels[key]
                    self.levels[key] = _Level(old.style, old.text, int(start))
                    self._shared[number] = f"own {number}"

    def marker(self, paragraph: etree._Element) -> str:
        """What Word prints before this paragraph, with a blank after it; empty for plain ones."""
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        number, level = self.styles.get(value(child(properties, "pStyle")) or "", ("", 0))
        if own is not None:
            number = value(child(own, "numId")) or number
            level_text = value(child(own, "ilvl")) or str(level)
            level = int(level_text) if level_text.isdigit() else 0
        found = self.levels.get((number, level))
        if found is None or number == "0" or found.style == "none":
            return ""
        counts = self._counts.setdefault(self._shared.get(number, number), {})
        counts[level] = counts.get(level, found.start - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]
        if found.style == "bullet":
            return "- "
        return f"{re.sub(r'%([1-9])', lambda m: self._part(number, int(m[1]) - 1, counts), found.text)} ".lstrip()

    def _part(self, number: str, level: int, counts: dict[int, int]) -> str:
        found = self.levels.get((number, level))
        if found is None:
            return ""
        return label(_STYLES.get(found.style, "1"), counts.get(level, found.start))


def _levels(element: etree._Element) -> list[tuple[int, _Level]]:
    found = []
    for inner in element:
        index = value(inner, "ilvl") or ""
        if local(inner) == "lvl" and index.isdigit():
            start = value(child(inner, "start")) or "1"
            style = value(child(inner, "numFmt")) or "decimal"
            text = value(child(inner, "lvlText")) or ""
            found.append((int(index), _Level(style, text, int(start) if start.isdigit() else 1)))
    return found
