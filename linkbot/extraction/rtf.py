"""Rich text letters to plain text: words, paragraphs, tabs and table cells. Pictures and style tables are skipped."""

from __future__ import annotations

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


def read_rtf(content: bytes) -> str:
    """The text; code pages other than Western are read as Windows-1252, `\\u` characters exactly."""
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
                symbol, symbol.decode("cp1252", "replace")
            )
        elif code is not None:
            piece = "" if pending else bytes([int(code, 16)]).decode("cp1252", "replace")
            pending = max(0, pending - 1)
        elif text is not None:
            piece, pending = text[pending:].decode("cp1252", "replace"), max(0, pending - len(text))
        if piece and not skipping:
            pieces.append(piece)
            total += len(piece)
            if total > MOST_CHARACTERS:
                break
    return "".join(pieces)
