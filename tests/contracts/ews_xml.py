"""The envelope and the small parts of a SOAP answer of Web Services, as the fake server writes them."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

NAMES = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "t": "http://schemas.microsoft.com/exchange/services/2006/types",
    "m": "http://schemas.microsoft.com/exchange/services/2006/messages",
    "e": "http://schemas.microsoft.com/exchange/services/2006/errors",
}
WITH_ITEMS = ("GetItem", "CreateItem", "UpdateItem", "MoveItem")
"""Their answers always name the items, if only to say that there are none."""
_SPACES = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMES.items() if name != "e")


def el(name: str, *inside: str, **attributes: str) -> str:
    """`inside` is XML already: `tx` makes it of text."""
    told = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{told}>{''.join(inside)}</{name}>"


def tx(name: str, text: str, **attributes: str) -> str:
    return el(name, escape(text), **attributes)


def envelope(body: str) -> bytes:
    version = '<t:ServerVersionInfo MajorVersion="15" MinorVersion="2" MajorBuildNumber="2562" MinorBuildNumber="17"/>'
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope {_SPACES}><s:Header>{version}</s:Header>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def message(operation: str, inside: str) -> str:
    good = tx("m:ResponseCode", "NoError")
    return el(f"m:{operation}ResponseMessage", good, inside, ResponseClass="Success")


def refused(operation: str, code: str, values: Mapping[str, str] | None = None) -> str:
    """`values`: what Exchange hides in MessageXml."""
    told = "".join(tx("t:Value", value, Name=name) for name, value in (values or {}).items())
    inside = tx("m:MessageText", "No.") + tx("m:ResponseCode", code) + tx("m:DescriptiveLinkKey", "0")
    hidden = el("m:MessageXml", told) if told else ""
    none = el("m:Items") if operation in WITH_ITEMS else ""
    return el(f"m:{operation}ResponseMessage", inside, hidden, none, ResponseClass="Error")


def response(operation: str, *messages: str) -> bytes:
    return envelope(el(f"m:{operation}Response", el("m:ResponseMessages", *messages)))


def fault(code: str, values: Mapping[str, str] | None = None) -> bytes:
    told = "".join(tx("t:Value", value, Name=name) for name, value in (values or {}).items())
    hidden = el("t:MessageXml", told, **{"xmlns:t": NAMES["t"]}) if told else ""
    detail = el(
        "detail",
        tx("e:ResponseCode", code, **{"xmlns:e": NAMES["e"]}),
        tx("e:Message", "No.", **{"xmlns:e": NAMES["e"]}),
        hidden,
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{NAMES["s"]}"><s:Body><s:Fault>'
        f'<faultcode xmlns:a="{NAMES["t"]}">a:{code}</faultcode><faultstring xml:lang="en-GB">No.</faultstring>'
        f"{detail}</s:Fault></s:Body></s:Envelope>"
    ).encode()
