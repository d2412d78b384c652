"""A case system that reads a mailbox: each letter is passed on to it as a mail; what it makes of it is its own affair.

Whether it was sent is all that can be known, and is asked of the way it was sent by. All but letters is a person's.
"""

from __future__ import annotations

from linkbot.engine.wording.forwarding import forwarded_mail
from linkbot.engine.wording.headers import HeaderRefused
from linkbot.engine.wording.mime import NotOurReader, Sender
from linkbot.model.case_system import CaseEntry, CaseSystemAbilities, Deed
from linkbot.model.organisation import Organisation
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Outgoing, Permanent, Receipt


class ForwardCaseSystem:
    """Implements `ports.CaseSystem`. `whole`: the letter goes as a file, else its own parts under a header of ours."""

    def __init__(
        self,
        outgoing: Outgoing,
        address: str,
        *,
        organisation: Organisation,
        sender: Sender,
        abilities: CaseSystemAbilities,
        outside: frozenset[str] = frozenset(),
        whole: bool = True,
    ) -> None:
        self._outgoing, self._address, self._outside, self._whole = outgoing, address, outside, whole
        self._organisation, self._sender = organisation, sender
        self.abilities = abilities

    def write(self, key: str, entry: CaseEntry) -> Receipt:
        return self._outgoing.send(self._mail(key, entry))

    def find(self, key: str, entry: CaseEntry) -> Found:
        return self._outgoing.find(self._mail(key, entry)) if entry.deed is Deed.LETTER else Answer.ABSENT

    def _mail(self, key: str, entry: CaseEntry) -> OutgoingMail:
        if entry.deed is not Deed.LETTER or entry.event is None:
            raise Permanent(f"{self.abilities.name} takes letters only, not {entry.deed.value}.")
        if entry.event.case != entry.case.id:
            raise Permanent(f"The letter of {entry.event.case} cannot be registered under {entry.case.id}.")
        if not entry.letter:
            raise Permanent("The letter is not in the store any more: pass it on by hand.")
        try:
            return forwarded_mail(
                entry,
                key=key,
                sender=self._sender,
                organisation=self._organisation,
                to=self._address,
                outside=self._outside,
                whole=self._whole,
            )
        except (NotOurReader, HeaderRefused) as error:
            raise Permanent(str(error)) from error
