"""What floors 1 and 2 may import and call, found in a syntax tree. Nothing is run or imported to find out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# fmt: off
HARMLESS = (
    "__future__", "abc", "base64", "binascii", "bisect", "calendar", "codecs", "collections", "contextlib", "copy",
    "dataclasses", "datetime", "decimal", "difflib", "email", "enum", "fractions", "functools", "hashlib",
    "heapq", "hmac", "html", "io", "ipaddress", "itertools", "json", "math", "operator", "quopri", "re", "statistics",
    "string", "struct", "textwrap", "types", "typing", "unicodedata", "urllib.parse", "zlib", "zoneinfo",
)
# fmt: on
"""Of the standard library: what computes and nothing else. zoneinfo reads tables that do not change while it runs."""

OF_OTHERS = ("spacy", "jinja2", "icalendar", "lxml", "selectolax", "rapidfuzz")
"""Third party on the engine's floor; the nouns use none."""

CLOCKS = {"now", "utcnow", "today", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime", "make_msgid"}
OUTSIDE = {"open", "input", "print", "exec", "eval", "compile", "__import__", "breakpoint"}
UNSTEADY = {"hash", "id"}  # differ from one process to the next
READS_FILES = {"FileSystemLoader", "PackageLoader", "read_text", "read_bytes", "write_text", "write_bytes"}


def impurities(source: str, *, third_party: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Line and reason of whatever a pure module may not do. `third_party` are the packages its floor allows."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for name in _imported(node):
            if not _allowed(name, (*HARMLESS, *third_party, "linkbot")):
                yield node.lineno, f"imports {name}"
        if isinstance(node, ast.Call):
            reason = _refused(node)
            if reason:
                yield node.lineno, reason


def _imported(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Import):
        return tuple(alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return tuple(f"{module}.{alias.name}" for alias in node.names) if module == "urllib" else (module,)
    return ()


def _allowed(name: str, roots: tuple[str, ...]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in roots)


def _refused(call: ast.Call) -> str | None:
    function = call.func
    if isinstance(function, ast.Name):
        if function.id in OUTSIDE | UNSTEADY | READS_FILES | CLOCKS:
            return f"calls {function.id}()"
    elif isinstance(function, ast.Attribute):
        name, bare = function.attr, not call.args and not call.keywords
        if name in CLOCKS or name in READS_FILES:
            return f"calls .{name}()"
        if name == "open" or (name in ("load", "parse") and _spelled(function.value) in ("spacy", "etree", "json")):
            return f"calls {_spelled(function.value)}.{name}()"
        if name == "astimezone" and bare:
            return "calls .astimezone() without a zone: that is the machine's own"
        if name == "formatdate" and bare:
            return "calls formatdate() without an instant"
    return None


def _spelled(value: ast.expr) -> str:
    return value.id if isinstance(value, ast.Name) else ast.unparse(value).rpartition(".")[2]
