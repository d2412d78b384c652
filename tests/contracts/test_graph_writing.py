"""What linkbot writes into a shared mailbox of Microsoft 365: drafts in their thread, mail, entries, filed letters."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from graph_letters import COMPLAINANT, INVESTIGATOR, LETTER_ID, a_letter
from graph_server import MAILBOX, GraphServer
from graph_store import Exchange, Message
from graph_worlds import GraphWorld, a_line, a_server
from mailbox_worlds import MONDAY, a_message
from outgoing_mails import HEAD, OWNER, a_mail, with_files
from test_calendar_contract import EVENT, GONE, MOVED

from linkbot.mailsystems.exchange.faults import Refused, Unsure
from linkbot.mailsystems.graph.diary import GraphDiary
from linkbot.mailsystems.graph.drafts import GraphDrafts
from linkbot.mailsystems.graph.mailbox import GraphMailbox
from linkbot.mailsystems.graph.sending import GraphOutgoing
from linkbot.ports import Answer, Doubtful, Permanent, Receipt, Transient

REPLY = a_mail("d" * 32, INVESTIGATOR, body="Thank you for your letter.\n")


@pytest.fixture
def server() -> GraphServer:
    server = a_server()
    server.exchange.arrive(a_letter(), MONDAY)
    return server


@pytest.fixture
def drafts(server: GraphServer) -> GraphDrafts:
    return GraphDrafts(a_line(server))


def only_draft(exchange: Exchange) -> Message:
    (draft,) = exchange.within("drafts")
    return draft


# drafts


def test_an_answer_is_a_reply_in_its_thread_to_the_ombudsman_alone(server: GraphServer, drafts: GraphDrafts) -> None:
    """Reply-To leads elsewhere and the complainant was copied: neither gets it, and nothing is quoted."""
    drafts.save(REPLY, LETTER_ID)
    draft = only_draft(server.exchange)
    shown = message_from_bytes(draft.octets(), policy=default)
    assert shown["To"] == INVESTIGATOR
    assert (shown["Cc"], shown["Bcc"]) == (None, None)
    assert (shown["In-Reply-To"], shown["References"]) == (f"<{LETTER_ID}>", f"<{LETTER_ID}>")
    assert shown["Message-ID"] == f"<{REPLY.message_id}>"
    assert shown["Subject"] == "HO 202312345: housing repairs"
    assert shown.get_content().strip() == "Thank you for your letter."
    assert COMPLAINANT.encode() not in draft.octets()
    assert any(path.endswith("/createReply") for _, path in server.asked)


def test_a_draft_that_exchange_addresses_otherwise_is_taken_away(server: GraphServer, drafts: GraphDrafts) -> None:
    change = server.exchange.change

    def stubborn(message: Message, changes: dict[str, object]) -> None:
        changes.pop("toRecipients", None)
        change(message, changes)

    server.exchange.change = stubborn  # type: ignore[method-assign]
    with pytest.raises(Permanent, match="otherwise"):
        drafts.save(REPLY, LETTER_ID)
    assert server.exchange.within("drafts") == []


@pytest.mark.parametrize("size", [20, 3_300_000])
@pytest.mark.parametrize("letter", [LETTER_ID, None])
def test_files_are_on_the_draft_whole(server: GraphServer, drafts: GraphDrafts, size: int, letter: str | None) -> None:
    mail = with_files(REPLY, ("evidence.pdf", size), ("evidence.pdf", 30), ("Übersicht.pdf", 40))
    drafts.save(mail, letter)
    draft = only_draft(server.exchange)
    held = [(one["name"], one["contentBytes"]) for one in draft.files]
    wanted = message_from_bytes(mail.octets, policy=default)
    parts = [(part.get_filename(), "".join(part.get_payload().split())) for part in wanted.iter_attachments()]
    assert held == parts
    shown = message_from_bytes(draft.octets(), policy=default)
    body = shown.get_body(("plain",))
    assert body is not None and body.get_content().strip() == "Thank you for your letter."


def test_an_upload_that_breaks_off_goes_on_where_it_was(server: GraphServer, drafts: GraphDrafts) -> None:
    puts = [0]

    def fault(method: str, path: str) -> str | None:
        if method == "PUT":
            puts[0] += 1
            return {1: "cut after", 2: "503", 3: "cut before"}.get(puts[0])
        return None

    server.fault_of = fault
    drafts.save(with_files(REPLY, ("evidence.pdf", 4_500_000)), LETTER_ID)
    (file,) = only_draft(server.exchange).files
    assert len(str(file["contentBytes"])) == 6_000_000


def test_a_half_made_draft_is_completed_not_made_again(server: GraphServer) -> None:
    """The process died after Exchange had made the reply: it still goes to Reply-To then."""
    server.fault_of = lambda method, path: "cut before" if method == "PATCH" else None
    drafts = GraphDrafts(a_line(server))
    with pytest.raises(Transient):
        drafts.save(REPLY, LETTER_ID)
    assert message_from_bytes(only_draft(server.exchange).octets(), policy=default)["To"] != INVESTIGATOR
    server.fault_of = lambda method, path: None
    again = GraphDrafts(a_line(server))
    assert again.find(REPLY) is Answer.ABSENT
    words = {"contentType": "text", "content": "Dear Ines, here are the papers."}
    server.exchange.change(only_draft(server.exchange), {"body": words})  # staff found it before linkbot came back
    receipt = again.save(REPLY, LETTER_ID)
    assert message_from_bytes(only_draft(server.exchange).octets(), policy=default)["To"] == INVESTIGATOR
    assert again.find(REPLY) == receipt
    again.remove(receipt)
    assert only_draft(server.exchange).fields["body"] == words


@pytest.mark.parametrize("change", ["body", "subject", "toRecipients", "file"])
def test_what_a_person_edited_is_neither_overwritten_nor_taken_back(
    server: GraphServer, drafts: GraphDrafts, change: str
) -> None:
    receipt = drafts.save(REPLY, LETTER_ID)
    draft = only_draft(server.exchange)
    if change == "file":
        draft.files.append({"name": "more.pdf", "contentType": "application/pdf", "contentBytes": ""})
        server.exchange.touch(draft)
    else:
        value = {
            "body": {"contentType": "text", "content": "Dear Ines"},
            "subject": "Another",
            "toRecipients": [{"emailAddress": {"address": "head@lgo.example"}}],
        }[change]
        server.exchange.change(draft, {change: value})
    before = (dict(draft.fields), list(draft.files))
    assert drafts.save(REPLY, LETTER_ID) == receipt
    drafts.remove(receipt)
    kept = only_draft(server.exchange)
    assert (kept.fields, kept.files) == before


def test_having_read_or_flagged_a_draft_is_no_edit(server: GraphServer, drafts: GraphDrafts) -> None:
    receipt = drafts.save(REPLY, LETTER_ID)
    server.exchange.change(only_draft(server.exchange), {"isRead": True, "categories": ["Red"]})
    drafts.remove(receipt)
    assert server.exchange.within("drafts") == server.exchange.within("deleteditems") == []
    assert drafts.find(REPLY) is Answer.ABSENT


def test_a_draft_edited_between_the_look_and_the_deletion_is_kept(server: GraphServer, drafts: GraphDrafts) -> None:
    receipt = drafts.save(REPLY, LETTER_ID)

    def fault(method: str, path: str) -> None:
        if method == "DELETE":
            server.exchange.change(
                only_draft(server.exchange), {"body": {"contentType": "text", "content": "Just now"}}
            )

    server.fault_of = fault  # type: ignore[assignment]
    drafts.remove(receipt)
    assert b"Just now" in only_draft(server.exchange).octets()


@pytest.mark.parametrize("fate", ["sent", "thrown away", "moved"])
def test_what_staff_did_with_a_draft_is_found_and_left_alone(
    server: GraphServer, drafts: GraphDrafts, fate: str
) -> None:
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
    assert draft.id in server.exchange.messages
    assert server.exchange.within("drafts") == []


def test_after_a_restore_a_message_id_is_receipt_enough(server: GraphServer, drafts: GraphDrafts) -> None:
    drafts.save(REPLY, LETTER_ID)
    drafts.remove(Receipt(REPLY.message_id))
    assert server.exchange.within("drafts") == []


# sending


def test_everybody_gets_a_mail_and_nobody_else() -> None:
    server = a_server()
    GraphOutgoing(a_line(server)).send(a_mail("k1", OWNER, HEAD))
    ((_, to),) = server.exchange.left
    assert to == (OWNER, HEAD)


def test_a_mail_whose_header_names_a_stranger_goes_to_nobody() -> None:
    server = a_server()
    mail = replace(a_mail("k1", OWNER), recipients=(HEAD,))
    with pytest.raises(Permanent, match="not meant"):
        GraphOutgoing(a_line(server)).send(mail)
    assert server.exchange.left == [] and server.exchange.within("drafts") == []
    with pytest.raises(Permanent, match="no recipient"):
        GraphOutgoing(a_line(server)).send(replace(mail, recipients=()))


@pytest.mark.parametrize("fault", ["cut after", "slow", "504 after", "crash"])
@pytest.mark.parametrize("late", [0, 2])
def test_a_mail_whose_answer_was_lost_is_found_among_what_was_sent(fault: str, late: int) -> None:
    server = a_server()
    server.late = late
    server.fault_of = lambda method, path: (
        fault + " after" if fault == "crash" and path.endswith("/send") else (fault if path.endswith("/send") else None)
    )
    server.crash = ZeroDivisionError
    mail = a_mail("k1")
    if fault == "crash":
        with pytest.raises(ZeroDivisionError):
            GraphOutgoing(a_line(server)).send(mail)
    else:
        GraphOutgoing(a_line(server)).send(mail)
    server.fault_of = lambda method, path: None
    again = GraphOutgoing(a_line(server))
    while again.find(mail) is Answer.ABSENT and late:
        late -= 1  # shortly after: nobody asks that soon after a crash
    assert isinstance(again.find(mail), Receipt)
    assert again.send(mail) == again.find(mail)
    assert len(server.exchange.left) == 1


@pytest.mark.parametrize("fault", ["cut before", "503 html", "no route"])
def test_a_mail_that_did_not_go_lies_in_drafts_and_goes_with_the_next_try(fault: str) -> None:
    server = a_server()
    server.fault_of = lambda method, path: fault if path.endswith("/send") else None
    outgoing = GraphOutgoing(a_line(server))
    with pytest.raises(Transient):
        outgoing.send(a_mail("k1"))
    assert server.exchange.left == []
    assert outgoing.find(a_mail("k1")) is Answer.ABSENT
    server.fault_of = lambda method, path: None
    GraphOutgoing(a_line(server)).send(a_mail("k1"))
    assert len(server.exchange.left) == 1
    assert server.exchange.within("drafts") == []


def test_a_mail_that_is_nowhere_to_be_seen_is_a_doubt() -> None:
    server = a_server()
    server.late = 99
    server.fault_of = lambda method, path: "cut after" if path.endswith("/send") else None
    outgoing = GraphOutgoing(a_line(server))
    mail = a_mail("k1")
    with pytest.raises(Doubtful, match="message trace"):
        outgoing.send(mail)
    assert outgoing.find(mail) is Answer.CANNOT_TELL
    with pytest.raises(Doubtful):
        outgoing.send(mail)
    assert len(server.exchange.left) == 1


def test_a_mail_that_was_sent_and_deleted_for_good_is_known() -> None:
    server = a_server()
    outgoing = GraphOutgoing(a_line(server))
    receipt = outgoing.send(a_mail("k1"))
    (sent,) = server.exchange.within("sentitems")
    server.exchange.move(sent, "recoverableitemsdeletions")
    assert outgoing.find(a_mail("k1")) == receipt


def test_a_mail_that_exchange_refuses_leaves_no_draft_that_somebody_might_send() -> None:
    server = a_server()
    server.denied["POST /send$"] = (403, "ErrorSendAsDenied")
    with pytest.raises(Refused, match=r"Mail\.Send"):
        GraphOutgoing(a_line(server)).send(a_mail("k1"))
    assert server.exchange.within("drafts") == []


def test_a_large_mail_goes_with_its_files_and_its_headers() -> None:
    server = a_server()
    mail = with_files(a_mail("k1", OWNER), ("pack.pdf", 3_000_000), ("note.pdf", 20))
    mail = replace(mail, octets=b"Auto-Submitted: auto-generated\r\nX-Linkbot: 1\r\n" + mail.octets)
    GraphOutgoing(a_line(server)).send(mail)
    (sent,) = server.exchange.within("sentitems")
    assert [one["name"] for one in sent.files] == ["pack.pdf", "note.pdf"]
    shown = message_from_bytes(sent.octets(), policy=default)
    assert (shown["Auto-Submitted"], shown["X-Linkbot"]) == ("auto-generated", "1")
    assert shown["Message-ID"] == f"<{mail.message_id}>"
    assert shown.get_content().splitlines() == ["Two points are open."]


# the diary


@pytest.mark.parametrize("fault", ["cut after", "slow", "504 after", "cut before", "503 html"])
def test_attendees_hear_once_whatever_answers_are_lost(fault: str) -> None:
    server = a_server()
    diary = GraphDiary(a_line(server))
    for deed, event in ((diary.put, EVENT), (diary.put, MOVED), (diary.cancel, GONE)):
        server.script += [None, fault]
        deed(event)
    assert [what for what, _ in server.exchange.told] == ["invited", "moved", "cancelled"]
    assert server.exchange.told[-1][1]["comment"] == GONE.text


def test_an_entry_has_its_guests_its_reminder_and_blocks_nobody() -> None:
    server = a_server()
    receipt = GraphDiary(a_line(server)).put(EVENT)
    (entry,) = server.exchange.events.values()
    assert receipt == Receipt(entry.uid)
    assert entry.body["isReminderOn"] is True and entry.body["reminderMinutesBeforeStart"] == 60
    assert entry.body["showAs"] == "free" and entry.body["transactionId"] == EVENT.key
    assert entry.body["start"] == {"dateTime": "2026-12-01T09:00:00", "timeZone": "UTC"}


def test_an_entry_that_was_never_made_or_whose_repeat_was_dropped_is_told_honestly() -> None:
    server = a_server()
    server.fault_of = lambda method, path: "cut before" if method == "POST" else None
    with pytest.raises(Unsure):
        GraphDiary(a_line(server)).put(EVENT)
    assert GraphDiary(a_line(server)).find(EVENT) is Answer.ABSENT
    server.fault_of = lambda method, path: None
    server.denied["POST /events$"] = (409, "ErrorDuplicateTransactionId")
    with pytest.raises(Transient):
        GraphDiary(a_line(server)).put(EVENT)


def test_an_older_state_never_comes_back_over_a_newer_one() -> None:
    """After a restore the former state may be asked for once more."""
    server = a_server()
    diary = GraphDiary(a_line(server))
    diary.put(EVENT)
    receipt = diary.put(MOVED)
    assert diary.find(EVENT) == diary.put(EVENT) == receipt
    assert [what for what, _ in server.exchange.told] == ["invited", "moved"]


# filing


def test_a_category_is_added_to_those_people_gave_also_when_they_are_quicker(tmp_path: Path) -> None:
    world = GraphWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    message = world.exchange.messages[handle]
    world.exchange.change(message, {"categories": ["Red"]})
    once = iter([True])

    def fault(method: str, path: str) -> None:
        if method == "PATCH" and next(once, False):
            world.exchange.change(message, {"categories": ["Red", "Urgent"]})

    world.server.fault_of = fault  # type: ignore[assignment]
    GraphMailbox(world.line, MAILBOX, category="linkbot").file(handle, "Done/2026", "key")
    assert message.fields["categories"] == ["Red", "Urgent", "linkbot"]
    assert world.exchange.folders[message.folder].name == "2026"


@pytest.mark.parametrize("fault", ["cut after", "slow", "504 after", "cut before"])
def test_a_move_whose_answer_was_lost_is_done_once(tmp_path: Path, fault: str) -> None:
    world = GraphWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)
    faults = iter([fault])
    world.server.fault_of = lambda method, path: next(faults, None) if path.endswith("/move") else None
    world.mailbox.file(handle, "Processed", "key")
    assert len(world.filed("Processed")) == 1


def test_a_folder_that_somebody_else_makes_at_the_same_moment_is_used(tmp_path: Path) -> None:
    world = GraphWorld(tmp_path)
    handle = world.arrive(a_message(1, MONDAY), MONDAY)

    def fault(method: str, path: str) -> None:
        if method == "POST" and path.endswith("mailFolders"):
            world.exchange.folder("processed")

    world.server.fault_of = fault  # type: ignore[assignment]
    world.mailbox.file(handle, "Processed", "key")
    assert sum(one.name.casefold() == "processed" for one in world.exchange.folders.values()) == 1
    assert len(world.filed("processed")) == 1
