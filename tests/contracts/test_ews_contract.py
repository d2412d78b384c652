"""Every kind of request linkbot makes, and every answer of our fake, has the shape that Microsoft's schema says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from ews_contract import Contract, schema_file
from ews_worlds import EwsWorld
from ews_xml import envelope
from graph_letters import LETTER_ID, a_letter
from mailbox_worlds import MONDAY, a_message
from outgoing_mails import OWNER, a_mail, with_files
from test_calendar_contract import EVENT, GONE, MOVED
from test_mailbox_contract import everything

from linkbot.mailsystems.ews.diary import EwsDiary
from linkbot.mailsystems.ews.drafts import EwsDrafts
from linkbot.mailsystems.ews.examined import EwsExamined
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.past import EwsPast
from linkbot.mailsystems.ews.sending import EwsOutgoing

FILE = schema_file()
described = pytest.mark.skipif(
    FILE is None, reason="Microsoft's schema of Web Services is not there (LINKBOT_CONTRACTS)"
)
OPERATIONS = {
    *("GetFolder", "FindFolder", "CreateFolder", "SyncFolderItems", "GetItem", "FindItem", "CreateItem", "UpdateItem"),
    *("SendItem", "MoveItem", "DeleteItem"),
}


@described
@pytest.mark.parametrize("impersonate", [False, True])
def test_requests_and_answers_are_as_the_schema_says(tmp_path: Path, impersonate: bool) -> None:
    assert FILE is not None
    contract = Contract(FILE)
    world = EwsWorld(tmp_path, impersonate=impersonate)
    world.server.impersonation = impersonate
    world.server.check = contract.check
    world.server.page_size = 4
    _reads(world)
    _writes(world)
    diary = EwsDiary(world.line)
    for put in (EVENT, MOVED):
        diary.put(put)
    diary.cancel(GONE)
    EwsPast(world.line).traces(frozenset({"a" * 32 + "@linkbot.anytown.gov.uk"}), MONDAY)
    examined = EwsExamined(world.line, now=lambda: world.exchange.now, reach=lambda host, port: None)
    assert [one for one in examined.examine() if not one.fine] == []
    assert contract.wrong == []
    assert contract.seen == OPERATIONS


def _reads(world: EwsWorld) -> None:
    mailbox = EwsMailbox(world.line, "m", leave=("Processed",), category="linkbot")
    housing = world.exchange.folder("Housing")
    world.exchange.folder("Repairs", housing.id)
    handles = [world.arrive(a_message(n, MONDAY), MONDAY + timedelta(hours=n)) for n in range(5)]
    _, cursor = everything(mailbox)
    world.exchange.move(world.item(handles[0]), housing.id)
    world.exchange.purge(world.item(handles[1]))
    world.read_by_staff(handles[3])
    _, cursor = everything(mailbox, cursor)
    world.exchange.epoch += 1
    everything(mailbox, cursor)
    mailbox.file(handles[2], "Processed/2026", "key")


def _writes(world: EwsWorld) -> None:
    world.arrive(a_letter(), MONDAY)
    drafts = EwsDrafts(world.line)
    receipt = drafts.save(with_files(a_mail("d1", OWNER), ("small.pdf", 10)), LETTER_ID)
    drafts.remove(receipt)
    drafts.save(a_mail("d2"), "unknown@lgo.example")
    EwsOutgoing(world.line).send(a_mail("s1"))


@described
def test_the_check_itself_finds_what_does_not_fit() -> None:
    assert FILE is not None
    contract = Contract(FILE)
    for body in (
        "<m:GetItem><m:ItemShape><t:BaseShape>Everything</t:BaseShape></m:ItemShape><m:ItemIds/></m:GetItem>",
        '<m:SendItem SaveItemToFolder="perhaps"><m:ItemIds><t:ItemId Id="a"/></m:ItemIds></m:SendItem>',
        "<m:MoveItemms/>",
    ):
        before = len(contract.wrong)
        contract.check("x", envelope(body), envelope(""))
        assert len(contract.wrong) > before, body
