"""A year of a link officer's mail, made from a seed: several cases at once, each a story, and all that comes between.

Dates are reckoned from the day a letter is written. What the council's people are like is a matter of the seed too, so
that an Ombudsman chases what was not sent, whatever the weather of the year.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from linkbot.worker.office import LONDON
from tests.journeys.letters import Mail, ho, lgsco, the_chief_executives_office_forwards

SERVICES = ("housing repairs", "council tax", "homelessness")
NAMES = ("Ms Zofia Quill", "Mr Obadiah Hale", "Mrs Perpetua Lunn", "Mr Ignace Thorne", "Dr Wilhelmina Oats")


@dataclass(frozen=True)
class Letter:
    """`name` is the handle it has in the mailbox."""

    at: datetime
    name: str
    octets: bytes


def chance_of(seed: int, *what: str) -> random.Random:
    """The same thing is always taken in the same way, whenever it turns up."""
    return random.Random("|".join((str(seed), *what)))


def habit(seed: int, task: str) -> str:
    """What becomes of a task: sent in time, sent late, or left alone."""
    return chance_of(seed, "task", task).choice(("in time", "in time", "late", "never"))


@dataclass(frozen=True)
class Story:
    """One complaint: `day` is when the Ombudsman first writes."""

    seed: int
    number: int
    day: date

    @property
    def local(self) -> bool:
        return self.number % 3 != 2

    @property
    def reference(self) -> str:
        return f"26 1{self.number // 10:02d} {self.number % 10}77" if self.local else f"2026{10_000 + self.number * 37}"

    @property
    def case(self) -> str:
        return f"{'LGSCO' if self.local else 'HO'} {self.reference}"

    def write(self, subject: str, *body: str) -> Mail:
        name, reference = NAMES[self.number % len(NAMES)], self.reference
        head = f"Complaint by: {name}\nOur reference: {reference}" if self.local else f"Case reference: {reference}"
        return (lgsco if self.local else ho)(f"{subject}: {reference}", "\n\n".join((head, *body)))

    def letters(self) -> Iterator[tuple[date, Mail]]:
        """What comes of it, with its day."""
        about, asked, decided = SERVICES[self.number % len(SERVICES)], self.day + timedelta(9), self.day + timedelta(70)
        again = long(weekday(asked + timedelta(31)))
        due, order = weekday(asked + timedelta(20)), weekday(decided + timedelta(35))
        yield (
            self.day,
            self.write(
                "New complaint",
                f"We have received a complaint about your Council's handling of {about}.",
                "We have decided to investigate it. You do not need to send us anything at this stage.",
            ),
        )
        yield (
            asked,
            self.write(
                "Enquiries",
                f"I now have enquiries about {about}. Please send me the following information by {long(due)}:",
                "1. A copy of the records from 1 January 2026.\n2. An explanation of the delay.",
            ),
        )
        if habit(self.seed, f"{self.case}/1") != "in time":
            yield (
                due + timedelta(3),
                self.write(
                    "Reminder",
                    f"I asked for the Council's response about {about} by {long(due)} but I have not received it.",
                    f"It is overdue. Please let me have the outstanding information by {again}.",
                ),
            )
        if habit(self.seed, f"{self.case}/1") == "never":
            last = long(weekday(due + timedelta(21)))
            yield (
                due + timedelta(14),
                self.write(
                    "Final reminder before a witness summons",
                    f"Despite my reminder the Council has still not provided the information about {about}.",
                    f"It is overdue. If I do not receive it by {last} I will issue a witness summons under section 29 "
                    "of the Local Government Act 1974, requiring an officer to attend with the papers.",
                ),
            )
        yield (
            decided,
            self.write(
                "Final decision",
                f"I enclose my final decision. I have upheld the complaint about {about}.",
                "I found fault causing injustice.",
                f"Agreed action\n\nThe Council has agreed to, by {long(order)}:",
                "1. apologise in writing for the delay; and\n2. pay £350 to recognise the distress.",
                "The Council should provide us with evidence it has complied with the above actions.",
            ),
        )
        yield (
            order + timedelta(14),
            self.write(
                "Remedy complete",
                "Thank you for your letter. I am satisfied that the Council has now completed all the agreed actions.",
                "We have recorded the remedy as complete and satisfied, and have closed our file.",
            ),
        )


def weekday(day: date) -> date:
    """A day on which nobody doubts that the office is open."""
    while day.weekday() > 3 or (day.month, day.day) in ((12, 24), (12, 25), (12, 28), (12, 31), (1, 1)):
        day += timedelta(days=1)
    return day


def long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def a_year_s_mail(seed: int, *, start: date, days: int, cases: int) -> list[Letter]:
    """In order of receipt; a case begins wherever its story may, and goes on to the last of these days."""
    chance, found, number = chance_of(seed, "mail"), list[Letter](), 0

    def comes(day: date, mail: Mail | bytes) -> bytes:
        nonlocal number
        number += 1
        at = datetime.combine(day, time(chance.randint(8, 17), chance.randint(0, 59)), tzinfo=LONDON)
        octets = mail if isinstance(mail, bytes) else mail.octets(at, number)
        found.append(Letter(at, f"{number:04d}", octets))
        return octets

    for case in range(cases):
        story = Story(seed, case, start + timedelta(days=chance.randrange(max(days - 40, 1))))
        for day, mail in story.letters():
            if day >= start + timedelta(days=days):
                break
            octets = comes(day, mail)
            if chance.random() < 0.12:  # the same to a second address
                comes(day, octets)
            if chance.random() < 0.08:  # and to the chief executive
                comes(day + timedelta(days=1), the_chief_executives_office_forwards(octets, mail.subject))
            if chance.random() < 0.06:
                comes(day + timedelta(days=2), mail.but(passes=False, body=mail.body.replace("Please", "Kindly")))
    for week in range(0, days, 7):
        day = start + timedelta(days=week + chance.randrange(7))
        comes(day, lgsco("Ombudsman newsletter", "Welcome to our newsletter. In this issue: lessons of the year."))
        if chance.random() < 0.5:
            comes(day, Mail("pat@home.example", "My complaint", "When will somebody ring me back?", passes=None))
        if chance.random() < 0.3:
            automatic = (("Auto-Submitted", "auto-replied"),)
            comes(day, Mail("owner@anytown.gov.uk", "Automatic reply", "I am away.", headers=automatic))
    last = start + timedelta(days=days)
    return sorted((one for one in found if one.at.date() < last), key=lambda one: (one.at, one.name))
