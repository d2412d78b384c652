"""Rich text letters to plain text: words, paragraphs, tabs and table cells. Pictures and style tables are skipped."""

from __future__ import annotations

import codecs
import re

from linkbot.extraction.limits import MOST_CHARACTERS

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE
)
_SKIPPED = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "colorschememapping", "datastore",
    "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "fldinst", "template",
    "bkmkstart", "bkmkend", "operator", "mmathPr",
})  # fmt: skip
_WORDS = {"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": "\t", "bullet": "•",
          "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
          "emspace": " ", "enspace": " "}  # fmt: skip


def read_packed_rtf(content: bytes) -> str:
    """The text of a body as Outlook keeps it, compressed ([MS-OXRTFCP]). Raises Exception when it is damaged."""
    from compressed_rtf import decompress

    return read_rtf(decompress(content))


def read_rtf(content: bytes) -> str:
    """The text, in the code page the document names for all of it; `\\u` characters exactly."""
    page = _code_page(content)
    pieces: list[str] = []
    stack: list[tuple[bool, int]] = []
    skipping, fallback, pending, total = False, 1, 0, 0
    for token in _TOKEN.finditer(content):
        word, number, code, symbol, brace, text = token.groups()
        piece = ""
        if brace == b"{":
            stack.append((skipping, fallback))
            pending = 0
        elif brace == b"}":
            skipping, fallback = stack.pop() if stack else (False, 1)
            pending = 0
        elif word is not None:
            name, value = word.decode("ascii"), int(number) if number else None
            if name in _SKIPPED or (name == "bin" and value):
                skipping = True
            elif name == "uc" and value is not None:
                fallback = max(0, value)
            elif name == "u" and value is not None:
                piece, pending = chr(value % 65536), fallback
            else:
                piece = _WORDS.get(name, "")
        elif symbol == b"*":
            skipping = True
        elif symbol is not None:
            piece = {b"~": " ", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}.get(
                symbol, symbol.decode(page, "replace")
            )
        elif code is not None:
            piece = "" if pending else bytes([int(code, 16)]).decode(page, "replace")
            pending = max(0, pending - 1)
        elif text is not None:
            piece, pending = text[pending:].decode(page, "replace"), max(0, pending - len(text))
        if piece and not skipping:
            pieces.append(piece)
            total += len(piece)
            if total > MOST_CHARACTERS:
                break
    return "".join(pieces)


def _code_page(content: bytes) -> str:
    """The one-octet code page named near the start; Windows-1252 for none, an unknown one, or one of many octets."""
    named = re.search(rb"\\ansicpg(\d{3,5})", content[:2_000])
    try:
        name = codecs.lookup(f"cp{int(named[1])}").name if named else "cp1252"
        return name if len(bytes(range(128, 256)).decode(name, "replace")) == 128 else "cp1252"
    except (LookupError, ValueError):
        return "cp1252"
