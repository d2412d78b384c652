"""Pages that any browser opens without a network: every word that comes from outside is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_STYLE = """
body { font: 15px/1.5 "Segoe UI", Arial, sans-serif; color: #1b1b1b; max-width: 1080px;
  margin: 2em auto; padding: 0 1.2em }
h1 { font-size: 1.5em; margin: 0 0 .2em }
h2 { font-size: 1.15em; margin: 1.8em 0 .5em; border-bottom: 2px solid #1f3864; padding-bottom: .2em }
table { border-collapse: collapse; width: 100%; font-size: .92em }
th, td { text-align: left; vertical-align: top; padding: .35em .6em; border-bottom: 1px solid #d5d9e0;
  white-space: pre-line }
th { background: #eef1f6; font-weight: 600 }
table.facts th { width: 12em }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 Consolas, monospace; background: #f7f8fa;
  padding: 1em }
.closed { background: #7a1020; color: #fff; padding: .5em 1em; font-weight: 600; margin: 0 0 1.2em }
mark.me { background: #cdeccb }
mark.other { background: #ffd9a0 }
.faint { color: #5a6270 }
a { color: #1f4e9e }
@media print { body { margin: 0; max-width: none } a { color: inherit } }
"""
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
Cell = str | tuple[str, str] | None
"""Text, or text with the address it leads to."""


def page(title: str, parts: Iterable[str], *, closed: str | None = None) -> bytes:
    """`closed`: why it is confidential, told on top."""
    banner = f'<p class="closed">{escape(closed)}</p>' if closed else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALONE}"><style>{_STYLE}</style></head>\n'
        f"<body>{banner}<h1>{escape(title)}</h1>\n" + "\n".join(parts) + "\n</body></html>\n"
    ).encode("utf-8", "replace")


def section(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>\n{body}" if body else ""


def table(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Nothing when there are no rows."""
    lines = ["<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n" + "\n".join(lines) + "</tbody></table>" if lines else ""


def facts(pairs: Iterable[tuple[str, Cell]]) -> str:
    rows = [f"<tr><th>{escape(name)}</th><td>{_cell(value)}</td></tr>" for name, value in pairs if value]
    return f'<table class="facts"><tbody>{"".join(rows)}</tbody></table>' if rows else ""


def words(text: str) -> str:
    """As it stands, lines kept."""
    return f"<pre>{escape(text)}</pre>" if text.strip() else ""


def note(text: str) -> str:
    return f'<p class="faint">{escape(text)}</p>'


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return '<span class="faint">–</span>'
    if isinstance(cell, tuple):
        return f'<a href="{escape(cell[1], quote=True)}">{escape(cell[0])}</a>'
    return escape(cell)
