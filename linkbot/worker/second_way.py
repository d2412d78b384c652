"""The way alarms take: the second server first, and when it cannot, the ordinary one after all."""

from __future__ import annotations

from linkbot.model.effect import Effect, SendEmail
from linkbot.model.outgoing import OutgoingMail
from linkbot.ports import Answer, Found, Outgoing, Permanent, Receipt, Transient
from linkbot.worker.office import Office


class SecondWay:
    """Implements `ports.Outgoing`. Both errors that lead on say that nothing was done; a doubt stays a doubt."""

    def __init__(self, second: Outgoing, first: Outgoing) -> None:
        self._second, self._first = second, first

    def send(self, mail: OutgoingMail) -> Receipt:
        """Raises Transient when either may work later; Permanent when both refuse for good; Doubtful."""
        try:
            return self._second.send(mail)
        except (Transient, Permanent) as error:
            refused = error
        try:
            return self._first.send(mail)
        except (Transient, Permanent) as error:
            words = f"By the second way: {refused} By the ordinary one: {error}"
            if isinstance(refused, Permanent) and isinstance(error, Permanent):
                raise Permanent(words) from error
            raise Transient(words) from error

    def find(self, mail: OutgoingMail) -> Found:
        """What one of them has is sent; what one of them cannot tell, nobody can."""
        answers = [self._second.find(mail), self._first.find(mail)]
        receipts = (answer for answer in answers if isinstance(answer, Receipt))
        return next(receipts, Answer.CANNOT_TELL if Answer.CANNOT_TELL in answers else Answer.ABSENT)


def goes_second(effect: Effect) -> bool:
    return isinstance(effect, SendEmail) and effect.route == "second"


def way_of(effect: Effect, office: Office) -> Outgoing:
    """The server that carries it. Where no second one is configured there is only the ordinary way."""
    second = office.vigil.second_route if office.vigil else None
    return SecondWay(second, office.outgoing) if second is not None and goes_second(effect) else office.outgoing


def sender_of(effect: Effect, office: Office) -> str:
    """The second server may want another sender than the first."""
    own = office.vigil.sender if office.vigil and goes_second(effect) else None
    return own or office.sender
