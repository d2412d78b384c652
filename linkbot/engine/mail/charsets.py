"""Octets to text when the label may be missing, wrong or unknown. Nothing is ever refused; guesses come as a defect."""

from __future__ import annotations

import codecs

_WESTERN = frozenset({"", "ascii", "iso8859-1", "cp1252"})
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_TRUSTED_PREFIXES = ("utf", "iso8859", "cp", "windows", "mac", "koi8", "gb", "big5", "shift", "euc", "iso2022", "tis")
_UNLABELLED = frozenset({"", "us-ascii", "ascii", "7bit", "8bit", "unknown-8bit", "x-unknown", "unknown", "default"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _one_octet_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    octet = error.object[error.start : error.start + 1]
    try:
        return octet.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return octet.decode("latin-1"), error.start + 1


codecs.register_error("linkbot-cp1252", _one_octet_as_cp1252)


def decode(octets: bytes, charset: str | None) -> tuple[str, str | None]:
    """The text, and what had to be guessed (None when nothing).

    A byte order mark wins. Western labels are often wrong: valid UTF-8 is read as UTF-8, else as cp1252, of which
    ISO-8859-1 is a mislabelled part (the pound sign is the same, the curly quotes are not).
    """
    for mark, marked in _MARKS:
        if octets.startswith(mark):
            return octets.decode(marked, "replace"), None
    label = (charset or "").split(";")[0].strip(" \t\"'").lower()
    name = _codec(label)
    if name in _WESTERN:
        text = (
            _western(octets) if label in _UNLABELLED or _is_utf8(octets) else octets.decode("cp1252", "linkbot-cp1252")
        )
        guessed = label in _UNLABELLED and not octets.isascii()
        return text, "8-bit text without a charset: read as UTF-8 or Windows-1252" if guessed else None
    if name in _WIDE:
        return _wide(octets, name)
    if name == "utf-8":
        text = octets.decode("utf-8", "linkbot-cp1252")
        return text, None if _is_utf8(octets) else "labelled UTF-8 but is not: odd octets read as Windows-1252"
    if name is None:
        return _western(octets), f"unknown charset {label[:40]!r}: read as UTF-8 or Windows-1252"
    try:
        return octets.decode(name), None
    except (UnicodeError, ValueError):
        return octets.decode(name, "replace"), f"some octets are not {label[:40]}"


def _codec(label: str) -> str | None:
    """The canonical codec name, "" for no label, None for one that is unknown or not a charset of mail."""
    if label in _UNLABELLED:
        return ""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if name == "utf-8-sig":
        return "utf-8"
    return name if name.startswith(_TRUSTED_PREFIXES) or name in _WESTERN else None


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _western(octets: bytes) -> str:
    if octets.isascii():
        return octets.decode("ascii")
    if _is_utf8(octets):
        return octets.decode("utf-8")
    return octets.decode("utf-8", "linkbot-cp1252")


def _wide(octets: bytes, name: str) -> tuple[str, str | None]:
    """UTF-16 without a mark: the zero octets tell the order; without any, the label is wrong."""
    if octets and octets.count(0) * 8 < len(octets):
        return _western(octets), f"labelled {name} but is not"
    if name == "utf-16":
        name = "utf-16-be" if octets[0::2].count(0) > octets[1::2].count(0) else "utf-16-le"
    return octets.decode(name, "replace"), None
