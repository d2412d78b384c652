"""The diary of the shared mailbox: Exchange itself invites people, moves the entry and tells them when it goes.

An entry is found by linkbot's uid, and its state by the key of the effect that wanted it so. The times are UTC, which
no zone can misread.
"""

from __future__ import annotations

from datetime import UTC, datetime

from linkbot.mailsystems.exchange.faults import Gone, Refused, Unsure
from linkbot.mailsystems.graph.line import Json, Line, Request, encoded
from linkbot.mailsystems.graph.marks import KEY, PROPERTIES, SEQUENCE, UID, bears, mark_of, marks, with_marks
from linkbot.mailsystems.graph.paging import items, text
from linkbot.model.diary import DiaryEvent
from linkbot.ports import Answer, Found, Receipt

_PUT, _CANCEL, _FIND = "Putting an entry into the diary", "Cancelling an entry of the diary", "Looking into the diary"
_TRIES = 3


class GraphDiary:
    """Implements `ports.Calendar`. The receipt is the iCalUId: attendees' answers bear it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def put(self, event: DiaryEvent) -> Receipt:
        fault: Unsure | None = None
        for _ in range(_TRIES):
            entry = self._entry(event.uid)
            if entry is not None and _stands(entry, event):
                return _receipt(entry)
            try:
                return _receipt(self._written(event, entry))
            except Unsure as error:
                fault = error  # what became of it is looked at before anything is written again
        raise fault or Unsure(_PUT)

    def cancel(self, event: DiaryEvent) -> Receipt:
        fault: Unsure | None = None
        for _ in range(_TRIES):
            entry = self._entry(event.uid)
            if entry is None:
                return Receipt(event.uid)
            try:
                self._taken_away(entry, event)
                return _receipt(entry)
            except Gone:
                return _receipt(entry)
            except Unsure as error:
                fault = error
        raise fault or Unsure(_CANCEL)

    def find(self, event: DiaryEvent) -> Found:
        entry = self._entry(event.uid)
        if event.over:
            return Receipt(event.uid) if entry is None else Answer.ABSENT
        return _receipt(entry) if entry is not None and _stands(entry, event) else Answer.ABSENT

    def _entry(self, uid: str) -> Json | None:
        query = (
            ("$filter", bears(UID, uid)),
            ("$select", "id,iCalUId,isCancelled,createdDateTime"),
            ("$expand", with_marks(KEY, UID, SEQUENCE)),
        )
        found = [
            one for one in items(self._line, Request("GET", "/events", _FIND, query)) if not one.get("isCancelled")
        ]
        return min(found, key=lambda one: text(one, "createdDateTime"), default=None)

    def _written(self, event: DiaryEvent, entry: Json | None) -> Json:
        body = _body(event)
        if entry is not None:
            path = f"/events/{encoded(text(entry, 'id'))}"
            return entry | self._line.ask(Request("PATCH", path, _PUT, json=body)).body
        body["transactionId"] = event.key  # Exchange drops the repeat of a creation whose answer was lost
        try:
            return self._line.ask(Request("POST", "/events", _PUT, json=body)).body
        except Refused as error:
            if error.status != 409:
                raise
            raise Unsure(str(error)) from None

    def _taken_away(self, entry: Json, event: DiaryEvent) -> None:
        path = f"/events/{encoded(text(entry, 'id'))}/cancel"
        self._line.ask(Request("POST", path, _CANCEL, json={"Comment": event.text}))


def _stands(entry: Json, event: DiaryEvent) -> bool:
    """This very state, or a later one: after a restore an older one may be asked for once more."""
    sequence = mark_of(entry, SEQUENCE) or ""
    return mark_of(entry, KEY) == event.key or (sequence.isdecimal() and int(sequence) > event.sequence)


def _receipt(entry: Json) -> Receipt:
    return Receipt(text(entry, "iCalUId") or text(entry, "id"))


def _body(event: DiaryEvent) -> Json:
    """Shown as free: a deadline must not block a diary. A no is worth knowing, another time is not to be had."""
    remind = event.remind_before
    return {
        "subject": event.subject,
        "body": {"contentType": "text", "content": event.text},
        "start": _time(event.starts_at),
        "end": _time(event.ends_at),
        "attendees": [
            {"emailAddress": {"address": address}, "type": "required"} for address in dict.fromkeys(event.attendees)
        ],
        "isReminderOn": remind is not None,
        "reminderMinutesBeforeStart": int(remind.total_seconds() // 60) if remind is not None else 0,
        "showAs": "free",
        "responseRequested": True,
        "allowNewTimeProposals": False,
        PROPERTIES: marks(KEY=event.key, UID=event.uid, SEQUENCE=str(event.sequence)),
    }


def _time(at: datetime) -> Json:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
