"""Lists of Graph, page after page: the next link is followed to the end, and never taken for the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from linkbot.mailsystems.exchange.faults import StateLost
from linkbot.mailsystems.graph.line import Json, Line, Request
from linkbot.ports import Transient

NEXT, DELTA = "@odata.nextLink", "@odata.deltaLink"
_MOST_PAGES = 2_000


def items(line: Line, request: Request) -> Iterator[Json]:
    """Raises as `Line.ask`; Transient when a link broke in the middle."""
    seen: set[str] = set()
    for _ in range(_MOST_PAGES):
        try:
            body = line.ask(request).body
        except StateLost as error:
            raise Transient(f"{request.what} broke off between two pages ({error}).") from None
        yield from objects(body)
        link = body.get(NEXT)
        if not isinstance(link, str):
            return
        if link in seen:
            break
        seen.add(link)
        request = replace(request, path=link, query=())
    raise Transient(f"{request.what}: the list has no end.")


def objects(body: Json) -> list[Json]:
    value = body.get("value")
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(item: Json, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
