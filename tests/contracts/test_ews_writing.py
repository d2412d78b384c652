"""Drafts, sending, the diary and filing on an Exchange server: what people did stays, what was lost is found."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from ews_server import EwsServer
from ews_store import Exchange, Item
from ews_worlds import EwsWorld, a_line, a_server
from graph_letters import COMPLAINANT, INVESTIGATOR, LETTER_ID, a_letter
from mailbox_worlds import MONDAY, a_message
from outgoing_mails import HEAD, OWNER, a_mail, with_files
from test_calendar_contract import EVENT, GONE, MOVED

from linkbot.mailsystems.ews.diary import EwsDiary
from linkbot.mailsystems.ews.drafts import EwsDrafts
from linkbot.mailsystems.ews.mailbox import EwsMailbox
from linkbot.mailsystems.ews.sending import EwsOutgoing
from linkbot.ports import Answer, Doubtful, Permanent, Receipt, Transient

REPLY = a_mail("reply1", INVESTIGATOR, body="Thank you for your letter.\n")


@pytest.fixture
def server() -> EwsServer:
    made = a_server()
    made.exchange.arrive(a_letter(), MONDAY)
    return made


@pytest.fixture
def drafts(server: EwsServer) -> EwsDrafts:
    return EwsDrafts(a_line(server))


def only_draft(exchange: Exchange) -> Item:
    (draft,) = exchange.within("drafts")
    return draft


def letter_of(exchange: Exchange) -> Item:
    return next(one for one in exchange.within("inbox") if one.message_id == f"<{LETTER_ID}>")


def at(operation: str, what: Callable[[], object], server: EwsServer) -> None:
    """Somebody acts just before the next such request."""

    def fault(asked: str) -> None:
        if asked == operation:
            server.fault_of = lambda _: None
            what()

    server.fault_of = fault  # type: ignore[assignment]


# drafts


def test_an_answer_is_in_its_thread_and_to_the_ombudsman_alone(server: EwsServer, drafts: EwsDrafts) -> None:
    """Reply-To leads elsewhere and the complainant was copied: neither gets it, and nothing is quoted."""
    letter = letter_of(server.exchange)
    drafts.save(REPLY, LETTER_ID)
    draft = only_draft(server.exchange)
    shown = message_from_bytes(draft.octets(), policy=default)
    assert draft.people == {"ToRecipients": [INVESTIGATOR], "CcRecipients": [], "BccRecipients": []}
    assert (shown["In-Reply-To"], shown["References"]) == (f"<{LETTER_ID}>", f"<{LETTER_ID}>")
    assert draft.index[:-5] == letter.index and draft.topic == letter.subject, "Outlook shows it with the letter"
    assert shown["Message-ID"] == f"<{REPLY.message_id}>"
    assert shown.get_content().strip() == "Thank you for your letter."
    assert COMPLAINANT.encode() not in draft.octets()


def test_a_letter_with_an_odd_subject_breaks_no_header(server: EwsServer, drafts: EwsDrafts) -> None:
    letter = letter_of(server.exchange)
    letter.topic = "Übung\r\nBcc: somebody@elsewhere.example"
    drafts.save(REPLY, LETTER_ID)
    draft = only_draft(server.exchange)
    assert draft.people["BccRecipients"] == []
    assert message_from_bytes(draft.octets(), policy=default)["Bcc"] is None


@pytest.mark.parametrize("index", [b"", b"short"])
def test_a_letter_without_a_thread_of_its_own_is_answered_all_the_same(
    server: EwsServer, drafts: EwsDrafts, index: bytes
) -> None:
    letter_of(server.exchange).index = index
    drafts.save(REPLY, LETTER_ID)
    assert b"Thread-Index" not in only_draft(server.exchange).octets()


def test_readers_whom_the_header_does_not_name_are_named(server: EwsServer, drafts: EwsDrafts) -> None:
    """The header has the first of the two only."""
    drafts.save(a_mail("two", OWNER, HEAD), None)
    assert only_draft(server.exchange).people["ToRecipients"] == [OWNER, HEAD]


def test_a_draft_that_exchange_addresses_otherwise_is_taken_away(server: EwsServer, drafts: EwsDrafts) -> None:
    def stubborn(operation: str) -> None:
        for one in server.exchange.within("drafts"):
            one.people["CcRecipients"] = [COMPLAINANT]

    server.fault_of = stubborn  # type: ignore[assignment]
    with pytest.raises(Permanent, match="otherwise"):
        drafts.save(REPLY, LETTER_ID)
    assert server.exchange.within("drafts") == []


def test_files_are_on_the_draft_whole(server: EwsServer, drafts: EwsDrafts) -> None:
    mail = with_files(REPLY, ("evidence.pdf", 3_300_000), ("evidence.pdf", 30), ("Übersicht.pdf", 40))
    drafts.save(mail, LETTER_ID)
    draft = only_draft(server.exchange)
    assert draft.files == ["evidence.pdf", "evidence.pdf", "Übersicht.pdf"]
    assert draft.octets().endswith(mail.octets)
    too_large = replace(mail, octets=mail.octets + b"x" * 48_000_000)
    with pytest.raises(Permanent, match="octets"):
        drafts.save(replace(too_large, key="k2", message_id="k2@linkbot.example"), None)


@pytest.mark.parametrize("later", [False, True])
def test_a_half_made_draft_is_completed_not_made_again(server: EwsServer, later: bool) -> None:
    """The process died before the mark that it is whole. Had somebody time to write into it, it is theirs for good."""
    server.fault_of = lambda operation: "cut before" if operation == "UpdateItem" else None
    with pytest.raises(Transient):
        EwsDrafts(a_line(server)).save(REPLY, LETTER_ID)
    server.fault_of = lambda operation: None
    if later:
        server.exchange.now = server.exchange.now.replace(year=2027)
        server.exchange.edit(only_draft(server.exchange), "Dear Ines")
    again = EwsDrafts(a_line(server))
    assert again.find(REPLY) is Answer.ABSENT
    receipt = again.save(REPLY, LETTER_ID)
    assert again.find(REPLY) == receipt
    assert len(server.exchange.within("drafts")) == 1
    again.remove(receipt)
    assert len(server.exchange.within("drafts")) == later


@pytest.mark.parametrize("change", ["body", "subject", "people", "files"])
def test_what_a_person_edited_is_neither_overwritten_nor_taken_back(
    server: EwsServer, drafts: EwsDrafts, change: str
) -> None:
    receipt = drafts.save(REPLY, LETTER_ID)
    draft = only_draft(server.exchange)
    values = {"body": "Dear Ines", "subject": "Another", "files": ["more.pdf"]}
    setattr(draft, change, values.get(change) or draft.people | {"ToRecipients": ["head@lgo.example"]})
    server.exchange.touch(draft)
    before = (draft.body, draft.subject, dict(draft.people), list(draft.files))
    assert drafts.save(REPLY, LETTER_ID) == receipt
    drafts.remove(receipt)
    kept = only_draft(server.exchange)
    assert (kept.body, kept.subject, kept.people, kept.files) == before


def test_having_read_or_flagged_a_draft_is_no_edit(server: EwsServer, drafts: EwsDrafts) -> None:
    receipt = drafts.save(REPLY, LETTER_ID)
    only_draft(server.exchange).categories.append("Red")
    server.exchange.read(only_draft(server.exchange))
    drafts.remove(receipt)
    assert server.exchange.within("drafts") == server.exchange.within("deleteditems") == []
    assert drafts.find(REPLY) is Answer.ABSENT


@pytest.mark.parametrize("moment", ["UpdateItem", "DeleteItem"])
def test_a_draft_edited_while_it_is_taken_back(server: EwsServer, drafts: EwsDrafts, moment: str) -> None:
    """Up to linkbot's word that it goes it stays; after it Exchange still keeps what was written for some days."""
    receipt = drafts.save(REPLY, LETTER_ID)
    draft = only_draft(server.exchange)
    at(moment, lambda: server.exchange.edit(draft, "Just now"), server)
    drafts.remove(receipt)
    kept = server.exchange.within("drafts") if moment == "UpdateItem" else server.exchange.purged
    assert [one.body for one in kept] == ["Just now"]


def test_taking_a_draft_back_goes_on_after_it_broke_off(server: EwsServer, drafts: EwsDrafts) -> None:
    receipt = drafts.save(REPLY, LETTER_ID)
    server.fault_of = lambda operation: "cut before" if operation == "DeleteItem" else None
    with pytest.raises(Transient):
        drafts.remove(receipt)
    server.fault_of = lambda operation: None
    drafts.remove(receipt)
    assert server.exchange.within("drafts") == []


@pytest.mark.parametrize("fate", ["sent", "thrown away", "moved"])
def test_what_staff_did_with_a_draft_is_found_and_left_alone(server: EwsServer, drafts: EwsDrafts, fate: str) -> None:
    receipt = drafts.save(REPLY, LETTER_ID)
    draft = only_draft(server.exchange)
    if fate == "sent":
        server.exchange.send(draft)
    else:
        folder = "deleteditems" if fate == "thrown away" else server.exchange.folder("For Monday").id
        server.exchange.move(draft, folder)
    assert drafts.find(REPLY) == receipt
    assert drafts.save(REPLY, LETTER_ID) == receipt
    drafts.remove(receipt)
    assert server.exchange.by_key(draft.key) is draft
    assert server.exchange.within("drafts") == []


# sending


def test_everybody_gets_a_mail_and_nobody_else(server: EwsServer) -> None:
    EwsOutgoing(a_line(server)).send(a_mail("k1", OWNER, HEAD))
    ((_, to),) = server.exchange.left
    assert to == (OWNER, HEAD)
    assert [one.people["BccRecipients"] for one in server.exchange.within("sentitems")] == [[HEAD]]


def test_a_mail_whose_header_names_a_stranger_goes_to_nobody(server: EwsServer) -> None:
    mail = replace(a_mail("k1", OWNER), recipients=(HEAD,))
    with pytest.raises(Permanent, match="not meant"):
        EwsOutgoing(a_line(server)).send(mail)
    assert server.exchange.left == [] and server.exchange.within("drafts") == []
    with pytest.raises(Permanent, match="no recipient"):
        EwsOutgoing(a_line(server)).send(replace(mail, recipients=()))


@pytest.mark.parametrize("fault", ["cut after", "slow", "504 after", "500 after", "half", "crash"])
@pytest.mark.parametrize("late", [0, 2])
def test_a_mail_whose_answer_was_lost_is_found_among_what_was_sent(server: EwsServer, fault: str, late: int) -> None:
    server.exchange.late = late
    mail = a_mail("k1", OWNER)

    def broken(operation: str) -> str | None:
        if operation != "SendItem":
            return None
        server.fault_of = lambda _: None
        return "crash after" if fault == "crash" else fault

    server.fault_of = broken
    if fault == "crash":
        with pytest.raises(KeyboardInterrupt):
            EwsOutgoing(a_line(server)).send(mail)
        receipt = EwsOutgoing(a_line(server)).find(mail)
    else:
        receipt = EwsOutgoing(a_line(server)).send(mail)
    assert receipt == Receipt(mail.message_id)
    assert len(server.exchange.left) == 1


@pytest.mark.parametrize("fault", ["cut before", "503", "500"])
def test_a_mail_that_did_not_go_goes_with_the_next_try(server: EwsServer, fault: str) -> None:
    mail = a_mail("k1", OWNER)
    outgoing = EwsOutgoing(a_line(server))
    server.fault_of = lambda operation: fault if operation == "SendItem" else None
    with pytest.raises(Transient):
        outgoing.send(mail)
    server.fault_of = lambda operation: None
    assert outgoing.find(mail) is Answer.ABSENT
    assert only_draft(server.exchange).draft
    assert outgoing.send(mail) == Receipt(mail.message_id)
    assert len(server.exchange.left) == 1
    assert server.exchange.within("drafts") == []


def test_a_mail_that_goes_long_after_its_answer_was_given_up_goes_once(server: EwsServer) -> None:
    broken = iter(["later", "later"])
    server.fault_of = lambda asked: next(broken, None) if asked == "SendItem" else None
    EwsOutgoing(a_line(server)).send(a_mail("k1", OWNER))
    server.settle()
    assert len(server.exchange.left) == 1


def test_a_mail_that_is_nowhere_to_be_seen_is_a_doubt(server: EwsServer) -> None:
    server.exchange.late = 1_000
    server.fault_of = lambda operation: "cut after" if operation == "SendItem" else None
    mail, outgoing = a_mail("k1", OWNER), EwsOutgoing(a_line(server))
    with pytest.raises(Doubtful, match="message trace"):
        outgoing.send(mail)
    assert outgoing.find(mail) is Answer.CANNOT_TELL
    with pytest.raises(Doubtful):
        outgoing.send(mail)
    assert len(server.exchange.left) == 1


@pytest.mark.parametrize("where", ["drafts", "outbox"])
def test_a_mail_that_waits_to_be_carried_away_is_on_its_way(server: EwsServer, where: str) -> None:
    """The server's transport stands still: what was told to go is shown as submitted, or lies in the Outbox."""
    mail = a_mail("k1", OWNER)

    def stuck(item: Item, *, to: str) -> None:
        item.submitted = where == "drafts"
        server.exchange.move(item, where)
        server.fault_of = lambda _: None

    server.exchange.send = stuck  # type: ignore[method-assign, assignment]
    server.fault_of = lambda operation: "crash after" if operation == "SendItem" else None
    with pytest.raises(KeyboardInterrupt):
        EwsOutgoing(a_line(server)).send(mail)
    server.fault_of = lambda _: None
    again = EwsOutgoing(a_line(server))
    assert again.find(mail) == again.send(mail) == Receipt(mail.message_id)
    assert server.asked.count("SendItem") == 1


@pytest.mark.parametrize(("shown", "goes"), [("o.hale@anytown.example", True), ("owen.hale@elsewhere.example", False)])
def test_a_colleague_whom_exchange_shows_by_another_address_is_the_same(
    server: EwsServer, shown: str, goes: bool
) -> None:
    arrive = server.exchange.arrive

    def resolved(*how: object, **more: object) -> Item:
        item = arrive(*how, **more)  # type: ignore[arg-type]
        item.people["ToRecipients"] = [shown]
        return item

    server.exchange.arrive = resolved  # type: ignore[method-assign, assignment]
    outgoing = EwsOutgoing(a_line(server))
    if goes:
        outgoing.send(a_mail("k1", OWNER, HEAD))
        assert [to for _, to in server.exchange.left] == [(shown, HEAD)]
    else:
        with pytest.raises(Permanent, match="not meant"):
            outgoing.send(a_mail("k1", OWNER, HEAD))


def test_a_mail_that_was_sent_and_deleted_for_good_is_known(server: EwsServer) -> None:
    mail, outgoing = a_mail("k1", OWNER), EwsOutgoing(a_line(server))
    outgoing.send(mail)
    (sent,) = server.exchange.within("sentitems")
    server.exchange.purge(sent)
    assert outgoing.find(mail) == Receipt(mail.message_id)


def test_a_mail_that_exchange_refuses_leaves_no_draft_that_somebody_might_send(server: EwsServer) -> None:
    server.denied["send"] = "ErrorSendAsDenied"
    with pytest.raises(Permanent, match="Send As"):
        EwsOutgoing(a_line(server)).send(a_mail("k1", OWNER))
    assert server.exchange.within("drafts") == []


def test_a_draft_that_somebody_adds_a_stranger_to_is_not_sent(server: EwsServer) -> None:
    """Between linkbot's look and its word to go: Exchange refuses, and the second look tells."""

    def meddle() -> None:
        draft = only_draft(server.exchange)
        draft.people["CcRecipients"] = [COMPLAINANT]
        server.exchange.touch(draft)

    at("SendItem", meddle, server)
    with pytest.raises(Permanent, match="not meant"):
        EwsOutgoing(a_line(server)).send(a_mail("k1", OWNER))
    assert server.exchange.left == []


# the diary


@pytest.mark.parametrize("fault", ["cut after", "cut before", "slow", "later", "500 after", "503", "busy 2", "half"])
@pytest.mark.parametrize("operation", ["CreateItem", "UpdateItem"])
def test_attendees_hear_once_whatever_answers_are_lost(server: EwsServer, fault: str, operation: str) -> None:
    broken = iter([fault, fault])
    server.fault_of = lambda asked: next(broken, None) if asked == operation else None
    diary = EwsDiary(a_line(server))
    assert diary.put(EVENT) == diary.find(EVENT)
    assert diary.put(MOVED) == diary.find(MOVED)
    diary.cancel(GONE)
    server.settle()
    assert isinstance(diary.find(GONE), Receipt)
    told = [(what, values["Start"]) for what, values in server.exchange.told]
    assert told == [
        ("invited", "2026-12-01T09:00:00Z"),
        ("moved", "2026-12-08T09:00:00Z"),
        ("cancelled", "2026-12-08T09:00:00Z"),
    ]
    assert server.exchange.told[-1][1]["comment"] == "Nothing more is wanted."


def test_an_entry_made_twice_without_anybodys_knowledge_becomes_one(server: EwsServer) -> None:
    """The first creation took effect long after the answer to it was given up."""
    broken = iter(["later"])
    server.fault_of = lambda asked: next(broken, None) if asked == "CreateItem" else None
    diary = EwsDiary(a_line(server))
    diary.put(EVENT)
    server.settle()
    diary.put(MOVED)
    assert len(server.exchange.within("calendar")) == 1
    assert [what for what, _ in server.exchange.told] == ["invited", "moved"]


def test_an_entry_has_its_guests_its_reminder_and_blocks_nobody(server: EwsServer) -> None:
    EwsDiary(a_line(server)).put(EVENT)
    (entry,) = server.exchange.within("calendar")
    assert entry.people["RequiredAttendees"] == list(EVENT.attendees)
    assert entry.values["ReminderIsSet"] == "true" and entry.values["ReminderMinutesBeforeStart"] == "60"
    assert (entry.values["Start"], entry.values["End"]) == ("2026-12-01T09:00:00Z", "2026-12-01T09:30:00Z")
    assert (entry.values["LegacyFreeBusyStatus"], entry.values["IsResponseRequested"]) == ("Free", "true")
    assert entry.values["StartTimeZone"] == "UTC"


def test_an_older_state_never_comes_back_over_a_newer_one(server: EwsServer) -> None:
    diary = EwsDiary(a_line(server))
    diary.put(MOVED)
    diary.put(EVENT)
    assert [what for what, _ in server.exchange.told] == ["invited"]
    (entry,) = server.exchange.within("calendar")
    assert entry.values["Start"] == "2026-12-08T09:00:00Z"


def test_an_entry_that_an_attendees_answer_changes_meanwhile_is_read_again(server: EwsServer) -> None:
    diary = EwsDiary(a_line(server))
    diary.put(EVENT)
    (entry,) = server.exchange.within("calendar")
    at("UpdateItem", lambda: server.exchange.touch(entry), server)
    diary.put(MOVED)
    at("CreateItem", lambda: server.exchange.touch(entry), server)
    diary.cancel(GONE)
    assert [what for what, _ in server.exchange.told] == ["invited", "moved", "cancelled"]


def test_a_mailbox_whose_calendar_may_not_be_seen_says_so(server: EwsServer) -> None:
    server.denied["folder calendar"] = "ErrorAccessDenied"
    with pytest.raises(Permanent, match="shows no calendar"):
        EwsDiary(a_line(server)).put(EVENT)


# filing


def test_a_category_is_added_to_those_people_gave_also_when_they_are_quicker(tmp_path: Path) -> None:
    world = EwsWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    item = world.item(handle)
    item.categories.append("Red")

    def quicker() -> None:
        item.categories.append("Blue")
        world.exchange.touch(item)

    at("UpdateItem", quicker, world.server)
    mailbox = EwsMailbox(world.line, "m", leave=("Processed",), category="linkbot")
    for _ in range(2):
        mailbox.file(handle, "Processed", "key")
    assert item.categories == ["Red", "Blue", "linkbot"]
    assert world.filed("Processed") == [a_message(1, MONDAY)]


@pytest.mark.parametrize("fault", ["cut after", "cut before", "slow", "later", "504 after", "half"])
@pytest.mark.parametrize("seen", [True, False])
def test_a_move_whose_answer_was_lost_is_done_once(tmp_path: Path, fault: str, seen: bool) -> None:
    world = EwsWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    if seen:
        world.mailbox.fetch(None, 10)
    broken = iter([fault])
    world.server.fault_of = lambda asked: next(broken, None) if asked == "MoveItem" else None
    world.mailbox.file(handle, "Processed", "key")
    world.server.settle()
    assert world.filed("Processed") == [a_message(1, MONDAY)]
    assert world.exchange.within("inbox") == []


def test_a_letter_that_staff_sorted_meanwhile_is_filed_from_where_it_lies(tmp_path: Path) -> None:
    """Its id changed with their move; its search key did not."""
    world = EwsWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    world.mailbox.fetch(None, 10)
    world.exchange.move(world.item(handle), world.exchange.folder("Housing").id)
    world.mailbox.file(handle, "Processed", "key")
    assert world.filed("Processed") == [a_message(1, MONDAY)]


def test_of_two_copies_one_is_filed_however_often_it_is_asked_for(tmp_path: Path) -> None:
    world = EwsWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    copy = world.exchange.arrive(a_message(1, MONDAY), MONDAY, world.exchange.folder("Housing").id)
    copy.key = handle
    for _ in range(3):
        world.mailbox.file(handle, "Processed", "key")
    assert len(world.filed("Processed")) == 1
    assert len(world.exchange.items) == 2


@pytest.mark.parametrize("act", ["moved", "deleted"])
def test_a_letter_that_staff_take_away_at_that_very_moment_is_theirs(tmp_path: Path, act: str) -> None:
    world = EwsWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    world.mailbox.fetch(None, 10)
    theirs = world.moved_by_staff if act == "moved" else lambda handle: world.exchange.purge(world.item(handle))
    at("MoveItem", lambda: theirs(handle), world.server)
    assert isinstance(world.mailbox.file(handle, "Processed", "key"), Receipt)
    assert world.filed("Processed") == []


def test_a_folder_that_somebody_else_makes_at_the_same_moment_is_used(tmp_path: Path) -> None:
    world = EwsWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    at("CreateFolder", lambda: world.exchange.folder("Processed"), world.server)
    world.mailbox.file(handle, "Processed", "key")
    assert len([one for one in world.exchange.folders.values() if one.name == "Processed"]) == 1
    assert world.filed("Processed") == [a_message(1, MONDAY)]


def test_marks_are_the_same_by_whichever_way_linkbot_comes(server: EwsServer, drafts: EwsDrafts) -> None:
    """A mailbox that is moved to Microsoft 365 keeps them: the property set and the names are those of Graph."""
    from linkbot.mailsystems.graph.marks import KEY as BY_GRAPH

    drafts.save(REPLY, LETTER_ID)
    names = {name.replace("/", "} Name ") for name in only_draft(server.exchange).marks}
    assert BY_GRAPH.partition("{")[2] in names
    assert base64.b64decode(only_draft(server.exchange).key)
