"""How an Exchange server shows an item: the fields asked for, in the schema's order, and what a list cannot show."""

from __future__ import annotations

import base64
import re

from ews_store import Item, stamp
from ews_xml import NAMES, el, tx
from lxml import etree

NOT_IN_LISTS = frozenset({"mime", "item:Body", "item:Attachments", "item:InternetMessageHeaders"})
_SEARCH_KEY = "0x300b"


def fields_asked(asked: etree._Element) -> frozenset[str]:
    """`item:Subject`, `mime`, `0x300b`, or a mark as `set/name`."""
    shape = asked.find("m:ItemShape", NAMES)
    assert shape is not None and shape.findtext("t:BaseShape", "", NAMES) == "IdOnly"
    found = {one.get("FieldURI", "") for one in shape.iterfind(".//t:FieldURI", NAMES)}
    for one in shape.iterfind(".//t:ExtendedFieldURI", NAMES):
        tag = one.get("PropertyTag", "").casefold()
        found.add(tag or f"{one.get('PropertySetId', '').casefold()}/{one.get('PropertyName')}")
    if shape.findtext("t:IncludeMimeContent", "", NAMES) == "true":
        found.add("mime")
    return frozenset(found)


def shown(item: Item, wanted: frozenset[str], *, listed: bool) -> str:
    if listed:
        assert not wanted & NOT_IN_LISTS and not any("Recipients" in name for name in wanted), wanted
    own = (*_item_fields(item), *(_entry_fields(item) if item.tag == "CalendarItem" else _mail_fields(item)))
    told = [xml for name, xml in own if (name in wanted or name == "id") and xml]
    return el(f"t:{item.tag}", *told)


def _item_fields(item: Item) -> tuple[tuple[str, str], ...]:
    files = "".join(
        el("t:FileAttachment", tx("t:AttachmentId", "", Id=f"{item.id}{at}"), tx("t:Name", name))
        for at, name in enumerate(item.files)
    )
    headers = "".join(
        tx("t:InternetMessageHeader", value, HeaderName=name) for name, value in headers_of(item.octets())
    )
    categories = "".join(tx("t:String", one) for one in item.categories)
    marks = tuple((name, _mark(name, value)) for name, value in item.marks.items())
    return (
        ("mime", tx("t:MimeContent", base64.b64encode(item.octets()).decode(), CharacterSet="UTF-8")),
        ("id", tx("t:ItemId", "", Id=item.id, ChangeKey=item.change_key)),
        ("item:ParentFolderId", tx("t:ParentFolderId", "", Id=item.folder, ChangeKey="AQ==")),
        ("item:Subject", tx("t:Subject", item.subject)),
        ("item:Body", tx("t:Body", item.body.replace("\r", ""), BodyType="Text")),
        ("item:Attachments", el("t:Attachments", files) if files else ""),
        ("item:DateTimeReceived", tx("t:DateTimeReceived", stamp(item.received))),
        ("item:Size", tx("t:Size", str(len(item.octets()) + 500))),
        ("item:Categories", el("t:Categories", categories) if categories else ""),
        ("item:IsSubmitted", tx("t:IsSubmitted", "true" if item.submitted else "false")),
        ("item:IsDraft", tx("t:IsDraft", "true" if item.draft else "false")),
        ("item:InternetMessageHeaders", el("t:InternetMessageHeaders", headers) if headers else ""),
        ("item:DateTimeCreated", tx("t:DateTimeCreated", stamp(item.created))),
        (_SEARCH_KEY, _property(item.key)),
        *marks,
        ("item:LastModifiedTime", tx("t:LastModifiedTime", stamp(item.modified))),
    )


def _mail_fields(item: Item) -> tuple[tuple[str, str], ...]:
    people = (
        (f"message:{name}", el(f"t:{name}", *(_mailbox(one) for one in item.people.get(name, ()))))
        for name in ("ToRecipients", "CcRecipients", "BccRecipients")
    )
    return (
        *((name, xml if "Mailbox" in xml else "") for name, xml in people),
        ("message:ConversationIndex", tx("t:ConversationIndex", base64.b64encode(item.index).decode())),
        ("message:ConversationTopic", tx("t:ConversationTopic", item.topic)),
        ("message:InternetMessageId", tx("t:InternetMessageId", item.message_id)),
    )


def _entry_fields(item: Item) -> tuple[tuple[str, str], ...]:
    return (
        ("calendar:UID", tx("t:UID", item.uid)),
        ("calendar:IsCancelled", tx("t:IsCancelled", item.values.get("IsCancelled", "false"))),
    )


def _mailbox(address: str) -> str:
    return el("t:Mailbox", tx("t:Name", address), tx("t:EmailAddress", address), tx("t:RoutingType", "SMTP"))


def _mark(name: str, value: str) -> str:
    set, _, own = name.partition("/")
    uri = tx("t:ExtendedFieldURI", "", PropertySetId=set.upper(), PropertyName=own, PropertyType="String")
    return el("t:ExtendedProperty", uri, tx("t:Value", value))


def _property(value: str) -> str:
    uri = tx("t:ExtendedFieldURI", "", PropertyTag=_SEARCH_KEY, PropertyType="Binary")
    return el("t:ExtendedProperty", uri, tx("t:Value", value))


def headers_of(octets: bytes) -> list[tuple[str, str]]:
    section = re.split(rb"\r?\n\r?\n", octets, maxsplit=1)[0]
    lines: list[tuple[str, str]] = []
    for line in re.split(r"\r?\n", section.decode("utf-8", "replace")):
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and lines:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
        elif colon:
            lines.append((name, re.sub("[^\t\x20-\ud7ff\ue000-\ufffd]", "", value.strip())))
    return lines
