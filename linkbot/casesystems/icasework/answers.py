"""iCasework's answers as plain values, in XML, JSON or CSV: whichever comes is recognised by its first letter.

A page of HTML, an empty or a broken answer is `NoAnswer`: never parsed further, and never shown.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

from lxml import etree

from linkbot.ports import Transient

Row = Mapping[str, str]


class NoAnswer(ValueError):
    """The octets are no answer of iCasework's: a page, nothing at all, or a part of one."""


def token_of(content: bytes) -> str:
    """Raises Transient when it is no token: some proxy answered."""
    try:
        value = json.loads(content)["access_token"]
    except (ValueError, TypeError, KeyError):
        value = None
    if not isinstance(value, str) or not value:
        raise Transient("Signing in to iCasework was answered with what is no token.")
    return value


def id_of(content: bytes) -> str:
    """The case id, or the entry's own id, of a call that wrote something; empty when it says none. Raises NoAnswer."""
    if _is_json(content):
        told = _objects(content)
        inner = next(iter(told[0].values()), None) if told else None
        values = {name.casefold(): str(value) for name, value in inner.items()} if isinstance(inner, dict) else {}
    else:
        values = {_name(child).casefold(): (child.text or "").strip() for child in _tree(content)}
    return values.get("caseid") or values.get("id") or ""


def cases(content: bytes) -> tuple[Row, ...]:
    """Of getcasedetails: one row a case, its dotted names as they are. Raises NoAnswer."""
    if _is_json(content):
        return tuple({name: _plain(value) for name, value in one.items()} for one in _objects(content))
    tree = _tree(content)
    if _name(tree) != "Cases":
        raise NoAnswer("not a list of cases")
    return tuple({_name(field): field.text or "" for field in case} for case in tree if _name(case) == "Case")


def report_rows(content: bytes) -> Iterator[Row]:
    """Of getreport, row by row. Raises NoAnswer, at the latest with the row that is broken."""
    if not content.strip():  # a report without rows still has its frame
        raise NoAnswer("nothing")
    if _is_json(content):
        yield from ({name: _plain(value) for name, value in one.items()} for one in _objects(content))
    elif content.lstrip()[:1] == b"<":
        yield from ({_name(field): field.text or "" for field in row} for row in _tree(content))
    else:
        yield from _csv(content)


def _csv(content: bytes) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(_text(content), newline=""), strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                raise NoAnswer("a row with more or fewer cells than the header")
            yield dict(row)
    except csv.Error as error:
        raise NoAnswer("a row that breaks off") from error


def _text(content: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, or what older Windows programs write."""
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        if error.encoding != "utf-8":
            raise NoAnswer("letters of no known sort") from error
        return content.decode("cp1252", errors="replace")


def _is_json(content: bytes) -> bool:
    return content.lstrip()[:1] in (b"{", b"[")


def _objects(content: bytes) -> list[dict[str, object]]:
    """One object, a list of them, or several one after another without anything in between."""
    try:
        text = content.decode("utf-8")
        decoder, found, at = json.JSONDecoder(), list[object](), 0
        while at < len(text):
            if text[at].isspace() or text[at] == ",":
                at += 1
                continue
            value, at = decoder.raw_decode(text, at)
            found += value if isinstance(value, list) else [value]
    except (ValueError, RecursionError) as error:
        raise NoAnswer("broken JSON") from error
    objects = [value for value in found if isinstance(value, dict)]
    if len(objects) != len(found):
        raise NoAnswer("JSON of another shape")
    return objects


def _tree(content: bytes) -> etree._Element:
    head = content.lstrip()[:200].lower()
    if not head or b"<html" in head or b"<!doctype html" in head:
        raise NoAnswer("a page, or nothing")
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise NoAnswer("broken XML") from error


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)
