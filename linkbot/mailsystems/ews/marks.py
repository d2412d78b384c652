"""linkbot's own marks (`exchange.marks`) as Web Services write them, and the search key of a message: the one thing in
it that stays when it is moved to another folder, while its id does not.
"""

from __future__ import annotations

from linkbot.mailsystems.ews.words import Element, every, first, t, text
from linkbot.mailsystems.exchange.marks import KEY, SEQUENCE, SET, UID, WHOLE

__all__ = ["KEY", "SEQUENCE", "UID", "WHOLE", "bears", "mark", "mark_of", "mark_uri", "search_key", "search_key_uri"]
_SEARCH_KEY = "0x300b"


def mark_uri(name: str) -> Element:
    return t("ExtendedFieldURI", PropertySetId=SET, PropertyName=name, PropertyType="String")


def mark(name: str, value: str) -> Element:
    return t("ExtendedProperty", mark_uri(name), t("Value", value))


def mark_of(item: Element, name: str) -> str | None:
    """Names are compared without case: Exchange writes a set's id as it likes."""
    for one in every(item, "t:ExtendedProperty"):
        uri = first(one, "t:ExtendedFieldURI")
        if uri is None:
            continue
        named = uri.get("PropertyName", "").casefold() == name.casefold()
        if named and uri.get("PropertySetId", "").strip("{}").casefold() == SET.casefold():
            return text(one, "t:Value")
    return None


def search_key_uri() -> Element:
    return t("ExtendedFieldURI", PropertyTag=_SEARCH_KEY, PropertyType="Binary")


def search_key(item: Element) -> str:
    """In base64; empty when it has none."""
    for one in every(item, "t:ExtendedProperty"):
        uri = first(one, "t:ExtendedFieldURI")
        if uri is not None and uri.get("PropertyTag", "").casefold() == _SEARCH_KEY:
            return text(one, "t:Value").strip()
    return ""


def bears(uri: Element, value: str) -> Element:
    """For a restriction."""
    return t("IsEqualTo", uri, t("FieldURIOrConstant", t("Constant", Value=value)))
