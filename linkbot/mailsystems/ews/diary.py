"""The diary of the shared mailbox: Exchange itself invites people, moves the entry and tells them when it goes.

An entry is made first without guests, then told to them by a change that is refused where somebody was before: a lost
answer never invites anybody twice. It is found by linkbot's uid, and its state by the key of the effect that wanted it
so. The times are UTC, which no zone can misread.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

from linkbot.mailsystems.ews.finding import got, search
from linkbot.mailsystems.ews.folders import CALENDAR, Folders
from linkbot.mailsystems.ews.line import Line, Request
from linkbot.mailsystems.ews.marks import KEY, SEQUENCE, UID, bears, mark, mark_of, mark_uri
from linkbot.mailsystems.ews.moving import updated
from linkbot.mailsystems.ews.words import (
    Element,
    field,
    id_of,
    item_id,
    m,
    set_field,
    t,
    text,
    truth,
    yes,
)
from linkbot.mailsystems.exchange.faults import Changed, Gone, Unsure
from linkbot.model.diary import DiaryEvent
from linkbot.ports import Answer, Found, Permanent, Receipt, Transient

_PUT, _CANCEL, _FIND = "Putting an entry into the diary", "Cancelling an entry of the diary", "Looking into the diary"
_TRIES = 4
_FIELDS = ("calendar:UID", "calendar:IsCancelled", "item:DateTimeCreated")


class EwsDiary:
    """Implements `ports.Calendar`. The receipt is the iCalendar UID: attendees' answers bear it."""

    def __init__(self, line: Line) -> None:
        self._line, self._folders = line, Folders(line)

    def put(self, event: DiaryEvent) -> Receipt:
        fault: Unsure | Changed | None = None
        for _ in range(_TRIES):
            entry = self._entry(event.uid)
            if entry is not None and _stands(entry, event):
                return _receipt(entry)
            try:
                if entry is None:
                    self._line.ask(self._made(event))
                else:
                    told = "SendToAllAndSaveCopy"
                    self._line.ask(updated(entry, *_changes(event), what=_PUT, invitations=told))
            except (Unsure, Changed) as error:
                fault = error  # what became of it is looked at before anything is written again
            except Gone:
                continue
        entry = self._entry(event.uid)
        if entry is not None and _stands(entry, event):
            return _receipt(entry)
        raise fault or Unsure(f"{_PUT}: Exchange does not show it yet.")

    def cancel(self, event: DiaryEvent) -> Receipt:
        fault: Unsure | Changed | None = None
        for _ in range(_TRIES):
            entry = self._entry(event.uid)
            if entry is None:
                return Receipt(event.uid)
            try:
                self._line.ask(self._taken_away(entry, event))
                return _receipt(entry)
            except Gone:
                return _receipt(entry)
            except (Unsure, Changed) as error:
                fault = error
        raise fault or Unsure(_CANCEL)

    def find(self, event: DiaryEvent) -> Found:
        entry = self._entry(event.uid)
        if event.over:
            return Receipt(event.uid) if entry is None else Answer.ABSENT
        return _receipt(entry) if entry is not None and _stands(entry, event) else Answer.ABSENT

    def _entry(self, uid: str) -> Element | None:
        """One that was told to its guests before one that was not: of those, made by a request whose answer was lost,
        all but the oldest are taken away.
        """
        found = sorted(self._entries(uid), key=lambda one: (mark_of(one, KEY) is None, text(one, "t:DateTimeCreated")))
        for spare in found[1:]:
            if mark_of(spare, KEY) is None:
                with contextlib.suppress(Gone, Transient):  # nobody knows of it: the next look takes it away
                    self._line.ask(_deleted(spare))
        return found[0] if found else None

    def _entries(self, uid: str) -> list[Element]:
        folder = self._folders.well_known().get(CALENDAR)
        if folder is None:
            raise Permanent(f"{_FIND}: {self._line.access.mailbox} shows no calendar. Give the account a right to it.")
        marks = [mark_uri(name) for name in (KEY, UID, SEQUENCE)]
        found = []
        for one in search(self._line, bears(mark_uri(UID), uid), (folder,), (field("item:Subject"),), what=_FIND):
            try:
                entry = got(self._line, id_of(one)[0], *(field(name) for name in _FIELDS), *marks, what=_FIND)
            except Gone:
                continue
            if not truth(entry, "t:IsCancelled"):
                found.append(entry)
        return found

    def _made(self, event: DiaryEvent) -> Request:
        """Nobody is told of it yet."""
        entry = t(
            "CalendarItem",
            t("Subject", event.subject),
            t("Body", event.text, BodyType="Text"),
            t("ReminderIsSet", "false"),
            mark(UID, event.uid),
            t("Start", _time(event.starts_at)),
            t("End", _time(event.ends_at)),
            t("LegacyFreeBusyStatus", "Free"),
            t("StartTimeZone", Id="UTC"),
            t("EndTimeZone", Id="UTC"),
        )
        saved = m("SavedItemFolderId", self._folders.known(CALENDAR))
        payload = m("CreateItem", saved, m("Items", entry), SendMeetingInvitations="SendToNone")
        return Request("CreateItem", payload, _PUT)

    def _taken_away(self, entry: Element, event: DiaryEvent) -> Request:
        if mark_of(entry, KEY) is None:
            return _deleted(entry)
        cancel = t(
            "CancelCalendarItem",
            item_id(*id_of(entry), name="ReferenceItemId"),
            t("NewBodyContent", event.text, BodyType="Text"),
        )
        saved = m("SavedItemFolderId", self._folders.known("sentitems"))
        payload = m("CreateItem", saved, m("Items", cancel), MessageDisposition="SendAndSaveCopy")
        return Request("CreateItem", payload, _CANCEL)


def _deleted(entry: Element) -> Request:
    ids = m("ItemIds", item_id(*id_of(entry)))
    payload = m("DeleteItem", ids, DeleteType="HardDelete", SendMeetingCancellations="SendToNone")
    return Request("DeleteItem", payload, _CANCEL)


def _stands(entry: Element, event: DiaryEvent) -> bool:
    """This very state, or a later one: after a restore an older one may be asked for once more."""
    sequence = mark_of(entry, SEQUENCE) or ""
    return mark_of(entry, KEY) == event.key or (sequence.isdecimal() and int(sequence) > event.sequence)


def _receipt(entry: Element) -> Receipt:
    return Receipt(text(entry, "t:UID") or id_of(entry)[0])


def _changes(event: DiaryEvent) -> tuple[Element, ...]:
    """Shown as free: a deadline must not block a diary. A no is worth knowing, another time is not to be had."""
    remind = event.remind_before
    guests = (t("Attendee", t("Mailbox", t("EmailAddress", one))) for one in dict.fromkeys(event.attendees))
    minutes = str(int(remind.total_seconds() // 60) if remind is not None else 0)
    values = (
        (field("item:Subject"), t("Subject", event.subject)),
        (field("item:Body"), t("Body", event.text, BodyType="Text")),
        (field("item:ReminderIsSet"), t("ReminderIsSet", yes(remind is not None))),
        (field("item:ReminderMinutesBeforeStart"), t("ReminderMinutesBeforeStart", minutes)),
        (mark_uri(KEY), mark(KEY, event.key)),
        (mark_uri(SEQUENCE), mark(SEQUENCE, str(event.sequence))),
        (field("calendar:Start"), t("Start", _time(event.starts_at))),
        (field("calendar:End"), t("End", _time(event.ends_at))),
        (field("calendar:StartTimeZone"), t("StartTimeZone", Id="UTC")),
        (field("calendar:EndTimeZone"), t("EndTimeZone", Id="UTC")),
        (field("calendar:RequiredAttendees"), t("RequiredAttendees", *guests)),
        (field("calendar:IsResponseRequested"), t("IsResponseRequested", "true")),
        (field("calendar:AllowNewTimeProposal"), t("AllowNewTimeProposal", "false")),
    )
    return tuple(set_field(uri, "CalendarItem", value) for uri, value in values)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
