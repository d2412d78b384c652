"""Every kind of request linkbot makes, and every answer of our fake, has the shape that Microsoft describes."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from graph_contract import Contract, contract_folder
from graph_letters import LETTER_ID, a_letter
from graph_worlds import GraphWorld
from mailbox_worlds import MONDAY, a_message
from outgoing_mails import OWNER, a_mail, with_files
from test_calendar_contract import EVENT, GONE, MOVED
from test_mailbox_contract import everything

from linkbot.mailsystems.graph.diary import GraphDiary
from linkbot.mailsystems.graph.drafts import GraphDrafts
from linkbot.mailsystems.graph.examined import GraphExamined
from linkbot.mailsystems.graph.mailbox import GraphMailbox
from linkbot.mailsystems.graph.marks import PROPERTIES, mark_of
from linkbot.mailsystems.graph.paging import DELTA, NEXT
from linkbot.mailsystems.graph.past import GraphPast
from linkbot.mailsystems.graph.sending import GraphOutgoing

FOLDER = contract_folder()
described = pytest.mark.skipif(
    FOLDER is None, reason="Microsoft's description of Graph is not there (LINKBOT_CONTRACTS)"
)


@described
def test_requests_and_answers_are_as_microsoft_describes_them(tmp_path: Path) -> None:
    assert FOLDER is not None
    contract = Contract(FOLDER)
    world = GraphWorld(tmp_path)
    world.server.check = contract.check
    world.server.page_size = 2
    _reads(world)
    _writes(world)
    diary = GraphDiary(world.line)
    for put in (EVENT, MOVED):
        diary.put(put)
    diary.cancel(GONE)
    GraphPast(world.line).traces(frozenset({"a" * 32 + "@linkbot.anytown.gov.uk"}), MONDAY)
    examined = GraphExamined(
        world.line,
        authority="https://login.microsoftonline.com",
        now=lambda: world.exchange.now,
        reach=lambda host, port: None,
    )
    assert all(one.fine for one in examined.examine())
    assert contract.wrong == []
    used = " ".join(sorted(contract.seen))
    for part in ("messages/delta", "createReply", "/send", "/move", "createUploadSession", "events/{event-id}/cancel"):
        assert part in used
    assert len(contract.seen) >= 20, used


def _reads(world: GraphWorld) -> None:
    mailbox = GraphMailbox(world.line, "m", leave=("Processed",), category="linkbot")
    housing = world.exchange.folder("Housing")
    world.exchange.folder("Repairs", housing.id)
    handles = [world.arrive(a_message(n, MONDAY), MONDAY + timedelta(hours=n)) for n in range(5)]
    _, cursor = everything(mailbox)
    world.exchange.move(world.exchange.messages[handles[0]], housing.id)
    world.exchange.purge(world.exchange.messages[handles[1]])
    _, cursor = everything(mailbox, cursor)
    world.exchange.epoch += 1
    everything(mailbox, cursor)
    mailbox.file(handles[2], "Processed/2026", "key")


def _writes(world: GraphWorld) -> None:
    world.arrive(a_letter(), MONDAY)
    drafts = GraphDrafts(world.line)
    receipt = drafts.save(with_files(a_mail("d1", OWNER), ("small.pdf", 10), ("large.pdf", 5_000_000)), LETTER_ID)
    drafts.remove(receipt)
    drafts.save(a_mail("d2", OWNER), "unknown@lgo.example")
    GraphOutgoing(world.line).send(a_mail("s1"))


@described
def test_the_check_itself_finds_what_does_not_fit(tmp_path: Path) -> None:
    assert FOLDER is not None
    contract = Contract(FOLDER)
    for path, body in (
        ("/messages", {"subject": 1}),
        ("/messages", {"bodyy": {}}),
        ("/messages/x/createReply", {"coment": ""}),
        ("/mesages", {}),
        ("/events", {"reminderMinutesBeforeStart": "60"}),
    ):
        request = httpx.Request("POST", f"https://graph.microsoft.com/v1.0/users/a@b{path}", json=body)
        before = len(contract.wrong)
        contract.check(request, httpx.Response(201))
        assert len(contract.wrong) > before, path


@described
def test_documented_answers_have_the_names_that_linkbot_reads() -> None:
    assert FOLDER is not None
    samples = json.loads((FOLDER / "graph-doc-samples.json").read_text(encoding="utf-8"))
    links = set(re.findall(r"@odata\.\w+Link", json.dumps(samples)))
    assert {NEXT} <= links <= {NEXT, DELTA, "@odata.associationLink", "@odata.navigationLink"}
    marked = [item for one in samples for item in _objects(one.get("body"))]
    assert marked
    for item in marked:
        assert mark_of({PROPERTIES: [item]}, str(item["id"]).upper()) == item["value"]


def _objects(body: object) -> list[dict[str, object]]:
    if isinstance(body, dict):
        held = body.get("singleValueExtendedProperties")
        if isinstance(held, list):
            return held
        return [item for value in body.values() for item in _objects(value)]
    return [item for one in body for item in _objects(one)] if isinstance(body, list) else []
