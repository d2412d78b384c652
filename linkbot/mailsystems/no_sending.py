"""Stands where no way to send is set up, so that what needs none (mode watch, a person's act) works all the same."""

from __future__ import annotations

from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Receipt, Transient


class NoSending:
    """Implements `ports.Outgoing`: nothing goes and nothing is lost; each mail waits until sending is set up."""

    def __init__(self, why: str) -> None:
        self._why = why

    def send(self, mail: OutgoingMail) -> Receipt:
        raise Transient(self._why)

    def find(self, mail: OutgoingMail) -> Found:
        """Nothing ever went this way; another way may have been set up before."""
        return Answer.CANNOT_TELL
