"""The XML of Exchange Web Services, written and read: elements of its two namespaces, fields asked for, values found.

The order of the elements is the schema's; whoever writes a request keeps to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

Element = etree._Element
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
_NAMES = {"t": TYPES, "m": MESSAGES}
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def t(name: str, *inside: Element | str, **attributes: str) -> Element:
    return _made(TYPES, name, inside, attributes)


def m(name: str, *inside: Element | str, **attributes: str) -> Element:
    return _made(MESSAGES, name, inside, attributes)


def _made(namespace: str, name: str, inside: tuple[Element | str, ...], attributes: dict[str, str]) -> Element:
    made = etree.Element(f"{{{namespace}}}{name}", attributes, nsmap=_NAMES)
    for one in inside:
        if isinstance(one, str):
            made.text = _ILLEGAL.sub("", one)
        else:
            made.append(one)
    return made


def yes(value: bool) -> str:
    return "true" if value else "false"


def field(uri: str) -> Element:
    return t("FieldURI", FieldURI=uri)


def first(element: Element, path: str) -> Element | None:
    """By a path such as `m:Items/t:Message`."""
    return element.find(path, _NAMES)


def every(element: Element, path: str) -> Iterator[Element]:
    return iter(element.findall(path, _NAMES))


def text(element: Element, path: str) -> str:
    """Empty when it is not there."""
    found = first(element, path)
    return (found.text or "") if found is not None else ""


def truth(element: Element, path: str) -> bool:
    return text(element, path).strip().casefold() in ("true", "1")


def id_of(element: Element, path: str = "t:ItemId") -> tuple[str, str]:
    """Id and change key, empty when they are not there."""
    found = first(element, path)
    return (found.get("Id", ""), found.get("ChangeKey", "")) if found is not None else ("", "")


def item_id(id: str, change: str = "", *, name: str = "ItemId") -> Element:
    """With a change key the far side refuses if somebody has changed the item since."""
    return t(name, Id=id, ChangeKey=change) if change else t(name, Id=id)


def shape(*fields: Element, mime: bool = False) -> Element:
    made = m("ItemShape", t("BaseShape", "IdOnly"))
    if mime:
        made.append(t("IncludeMimeContent", "true"))
    if fields:
        made.append(t("AdditionalProperties", *fields))
    return made


def local(element: Element) -> str:
    return etree.QName(element).localname


def addresses(item: Element, name: str) -> list[str]:
    """Of `ToRecipients` and the like, in lower case; "?" for a recipient without an address."""
    return [text(one, "t:EmailAddress").casefold() or "?" for one in every(item, f"t:{name}/t:Mailbox")]


def people(name: str, addresses: tuple[str, ...] | list[str]) -> Element:
    return t(name, *(t("Mailbox", t("EmailAddress", address)) for address in addresses))


def set_field(uri: Element, kind: str, value: Element) -> Element:
    return t("SetItemField", uri, t(kind, value))


def delete_field(uri: str) -> Element:
    return t("DeleteItemField", field(uri))
