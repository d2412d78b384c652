"""The words of the invented mail: what it is about, who writes, and what else lies in such a mailbox.

The Ombudsmen's own letters are `lgsco.py` and `ho.py`. In braces stand the facts of a case: `{reference}`, `{name}`,
`{soon}` and so on; `letters.py` fills them in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    subject: str
    text: str


@dataclass(frozen=True)
class Sender:
    name: str
    address: str
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trouble:
    service: str
    what: str
    papers: str


@dataclass(frozen=True)
class House:
    """How one Ombudsman writes."""

    sender: Sender
    reference: Callable[[int], str]
    troubles: tuple[Trouble, ...]
    notice: Body
    request: Body
    chaser: Body
    decision: Body
    complied: Body


PEOPLE = (
    "Ashdown", "Brackley", "Castell", "Dunmore", "Ellery", "Farrow", "Gorse", "Hollis", "Ibbot", "Jessop",
    "Kettle", "Larch", "Mossop", "Nettle", "Orme", "Pascoe", "Quayle", "Rudd", "Sallow", "Thorne", "Upton",
    "Varley",
)  # fmt: skip
STREETS = ("Mill Lane", "Quarry Road", "Ferry Street", "Orchard Close", "Tannery Walk", "Station Parade", "Heron Way")

REPAIRS = Trouble("housing repairs", "a leaking roof and damp in the bedrooms of the home", "the repairs log")
TAX = Trouble("council tax", "the recovery of council tax for a flat that stood empty", "the account history")
CARE = Trouble("adult social care", "the care assessment and the charges for home care", "the care plan and reviews")
HOMELESS = Trouble("homelessness", "the homelessness application and the interim housing", "the personal housing plan")
LIFT = Trouble("housing repairs", "a lift that was out of order for months", "the contractor's job sheets")
NOISE_NEXT_DOOR = Trouble("anti-social behaviour", "reports of noise from a neighbour", "the diary sheets")

_LIST = ("List-Unsubscribe: <mailto:leave@lgo.org.uk>", "Precedence: bulk")
_AUTOMATIC = ("Auto-Submitted: auto-replied",)
NOISE: tuple[tuple[Sender, Body], ...] = (
    (
        Sender("Ombudsman News", "news@lgo.org.uk", _LIST),
        Body(
            "Newsletter: learning from complaints",
            "This month: our new guide on {service}, a webinar on {soon}, and what we learned from last year's cases. "
            "You receive this newsletter because you subscribed to it.\n",
        ),
    ),
    (
        Sender("Nadia Whitlock", "nadia.whitlock@anytown.gov.uk", _AUTOMATIC),
        Body(
            "Automatic reply: Task",
            "Thank you for your message. I am out of the office until {soon}. If it is urgent please ring the desk.\n",
        ),
    ),
    (
        Sender("Facilities", "facilities@anytown.gov.uk"),
        Body(
            "Fire drill on {soon}",
            "Dear all\n\nThere will be a fire drill in the civic centre on {soon}. Please leave by the nearest stairs "
            "and wait in the car park until you are told to return.\n\nFacilities\n",
        ),
    ),
    (
        Sender("A Resident", "resident@mail.example"),
        Body(
            "My bins again",
            "Hello\n\nMy bins at {street} have not been emptied for two weeks. I have rung three times about {what}. "
            "Who deals with this?\n\nThank you\n{name}\n",
        ),
    ),
)
