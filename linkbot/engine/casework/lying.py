"""What the place of a message in the mailbox adds to its reading: the spam filter's doubt, a hand that deleted, our own
words in Sent. A filter errs, and so does a tired hand: an Ombudsman's letter is asked about, never put away unseen.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.model.authentication import Verdict
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.place import Place
from linkbot.model.reading import Disposition, Reading

SENT = "sent"
"""Stands where the id of a gate stands: what we wrote ourselves is no letter to us."""
_WHERE = {Place.JUNK: "the junk folder", Place.DELETED: "the deleted items"}


def as_it_lies(reading: Reading, place: Place, *, ombudsmen: Ombudsmen) -> Reading:
    """The reading with what its place says. A person's word comes after it, and before it in weight."""
    if place is Place.INBOX:
        return reading
    if place is Place.SENT:
        return replace(
            reading, gate=SENT, disposition=Disposition.FILE, reasons=("It lies in Sent: it was written here.",)
        )
    if reading.disposition is Disposition.FILE:
        return reading
    where = _WHERE[place]
    if not _may_be_wanted(reading, ombudsmen):
        reason = f"It lay in {where} and is neither from an Ombudsman's address nor from a colleague."
        return replace(reading, disposition=Disposition.FILE, reasons=(reason,))
    doubts = reading.reasons if reading.disposition is Disposition.REVIEW else ()
    reason = f"It lay in {where}: nothing is done about it until somebody has said so."
    return replace(reading, disposition=Disposition.REVIEW, reasons=(reason, *doubts))


def _may_be_wanted(reading: Reading, ombudsmen: Ombudsmen) -> bool:
    """Also when it failed the receiver's check: that is what real letters end in junk for."""
    sender = reading.authentication
    return sender.verdict is Verdict.INTERNAL or ombudsmen.of_domain(sender.from_domain or "") is not None
