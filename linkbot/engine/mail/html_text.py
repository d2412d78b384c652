"""HTML mail to plain text by an own walk over the tree: what a reader sees, a table row on one line, list numbers.

Hidden preheaders, styles, scripts and conditional comments are left out. Nothing is fetched and no link is followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from linkbot.engine.mail.html_list import HtmlList
from linkbot.engine.mail.html_table import Cell, row_text

LARGEST = 5 * 1024 * 1024  # characters
DEEPEST = 5_000  # elements; the parser's time grows with the square of it

_SKIPPED = frozenset({
    "head", "style", "script", "title", "template", "noscript", "object", "iframe", "svg", "select", "button",
    "textarea", "xml",
})  # fmt: skip
_BLOCKS = frozenset({
    "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "section",
    "article", "header", "footer", "aside", "main", "nav", "address", "center", "form", "fieldset", "table",
    "tbody", "thead", "tfoot", "caption", "figure", "figcaption", "li", "tr", "hr", "body",
})  # fmt: skip
_SPACED = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "blockquote",
})  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:^|;)\s*font-size\s*:\s*[01](?:px|pt)?\s*(?:;|!|$)"
    r"|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)|(?:^|;)\s*opacity\s*:\s*0\s*(?:;|!|$)",
    re.IGNORECASE,
)
_TIGHT = re.compile(r"margin(?:-bottom)?\s*:\s*0", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,20})(?=[\s/>])")
_VOID = frozenset({
    "br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "track", "wbr", "p", "li",
    "td", "th", "tr", "option", "o:p",
})  # fmt: skip


def html_text(html: str) -> str:
    """The readable text, not yet normalised (see `normalise.plain`). Never raises."""
    html = html[:LARGEST]
    if "\0" in html:
        html = html.replace("\0", "")
    if _depth(html) > DEEPEST:
        return _without_tags(html)
    body = LexborHTMLParser(html).body
    return _Walk().text(body) if body is not None else ""


def _depth(html: str) -> int:
    """An upper bound of how deep the tree can get."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _VOID:
            continue
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _without_tags(html: str) -> str:
    """For a page too deep to be honest: its words without its tags."""
    html = re.sub(r"<(style|script|head)\b[^>]*>.*?</\1\s*>|<!--.*?-->", " ", html, flags=re.DOTALL | re.IGNORECASE)
    words = re.sub(r"<(?:br|p|div|tr)\b[^>]{0,2000}>", "\n", html, flags=re.IGNORECASE)
    body = LexborHTMLParser(re.sub(r"<[^<>]{1,4000}>", " ", words).replace("<", " ")).body
    return body.text() if body is not None else ""


@dataclass
class _Buffer:
    """Text under way: pieces, and whether a line or a blank line is owed before the next word."""

    pieces: list[str] = field(default_factory=list)
    owed: int = 0
    at_start: bool = True
    trailing_space: bool = True
    marker: str = ""

    def line(self, count: int) -> None:
        if not self.at_start:
            self.owed = max(self.owed, count)

    def hard_line(self) -> None:
        self.pieces.append("\n" * self.owed + "\n")
        self.owed, self.trailing_space = 0, True

    def words(self, text: str) -> None:
        if self.trailing_space or self.owed:
            text = text.lstrip(" ")
        if not text:
            return
        self.pieces.append("\n" * self.owed + self.marker + text)
        self.owed, self.marker, self.at_start = 0, "", False
        self.trailing_space = text.endswith((" ", "\n"))

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class _Walk:
    """One walk over one tree, with an own stack: mail nests deeper than Python recurses."""

    def __init__(self) -> None:
        self._buffers = [_Buffer()]
        self._rows: list[list[Cell]] = []
        self._lists: list[HtmlList] = []
        self._pre = 0

    def text(self, root: LexborNode) -> str:
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node.text_content or "")
            elif not tag.startswith("-") and self._enter(node, tag):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
        return self._buffers[0].text

    @property
    def _here(self) -> _Buffer:
        return self._buffers[-1]

    def _text(self, text: str) -> None:
        if self._pre:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._here.hard_line()
                self._here.words(line)
        else:
            self._here.words(_SPACE.sub(" ", text))

    def _enter(self, node: LexborNode, tag: str) -> bool:
        """False when nothing of this element is to be read."""
        if tag in _SKIPPED:
            return False
        attributes = node.attributes
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return False
        if tag == "br":
            self._here.hard_line()
            return False
        if tag in _BLOCKS or tag == "p":
            self._here.line(self._gap(tag, attributes))
        if tag in ("ul", "ol", "menu"):
            self._lists.append(HtmlList.of(tag, attributes))
        elif tag == "li":
            self._here.marker = self._marker(attributes)
        elif tag == "pre":
            self._pre += 1
        elif tag == "tr":
            self._rows.append([])
        elif (tag in ("td", "th") and self._rows) or _is_quote(tag, attributes):
            self._buffers.append(_Buffer())
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        attributes = node.attributes
        if tag in ("ul", "ol", "menu"):
            self._lists.pop()
        elif tag == "pre":
            self._pre -= 1
        elif tag in ("td", "th") and self._rows:
            layout = node.css_first("table") is not None
            self._rows[-1].append(Cell(self._buffers.pop().text, layout))
        elif tag == "tr":
            self._lines(row_text(self._rows.pop()))
        elif _is_quote(tag, attributes):
            quoted = self._buffers.pop().text.strip("\n")
            self._lines("\n".join(f"> {line}" for line in quoted.split("\n")) if quoted.strip() else "")
        if tag == "li":
            self._here.marker = ""
        if tag in _BLOCKS or tag == "p":
            self._here.line(self._gap(tag, attributes))

    def _lines(self, text: str) -> None:
        """A ready text of several lines, taken over as it is."""
        if text.strip():
            self._here.line(1)
            self._here.words(text)
            self._here.line(1)

    def _gap(self, tag: str, attributes: dict[str, str | None]) -> int:
        if tag == "p":
            style, kind = attributes.get("style") or "", attributes.get("class") or ""
            return 1 if kind.lower().startswith("mso") or _TIGHT.search(style) or self._rows or self._lists else 2
        return 2 if tag in _SPACED and not self._lists and not self._rows else 1

    def _marker(self, attributes: dict[str, str | None]) -> str:
        return self._lists[-1].marker(attributes) if self._lists else "- "


def _is_quote(tag: str, attributes: dict[str, str | None]) -> bool:
    """Somebody else's words: Apple's and Thunderbird's cite, Gmail's quote (a plain blockquote is only an indent)."""
    if tag != "blockquote":
        return False
    return (attributes.get("type") or "").lower() == "cite" or "gmail_quote" in (attributes.get("class") or "")
