"""What a whole borough gets in a year: a hundred cases, each with one of the plots that a link officer knows.

Beside the usual course of `a_year_of_mail`: cases turned down, sent back, given more time, drafted first, ordered in
parts, put under a failure order, hidden in the Portal. Invented people only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from linkbot.worker.office import LONDON
from tests.journeys.letters import Mail, the_chief_executives_office_forwards

from .a_year_of_mail import SERVICES, Letter, Story, chance_of, long, weekday

Plot = Callable[["Case"], Iterator[tuple[date, Mail]]]
MORE_SERVICES_WITH_ABSENCES = """
[people.tax]
email = "tax@anytown.gov.uk"
deputy = "tax_deputy"
absences = [
    { from = 2027-12-20, to = 2028-01-04 }, { from = 2028-02-28, to = 2028-03-03 },
    { from = 2028-07-31, to = 2028-08-18 },
]
[people.tax_deputy]
email = "tax-deputy@anytown.gov.uk"
[people.homeless]
email = "homeless@anytown.gov.uk"
deputy = "tax"
absences = [{ from = 2028-03-24, to = 2028-04-10 }]
[people.head_of_repairs]
email = "head@anytown.gov.uk"
deputy = "contact_deputy"
absences = [{ from = 2028-05-01, to = 2028-05-12 }]
[people.contact_deputy]
email = "contact-deputy@anytown.gov.uk"
[services.council_tax]
owner = "tax"
head = "tax-head@anytown.gov.uk"
director = "director@anytown.gov.uk"
[services.homelessness]
owner = "homeless"
head = "homeless-head@anytown.gov.uk"
director = "director@anytown.gov.uk"
"""


@dataclass(frozen=True)
class Case(Story):
    """A story with its plot; `about` is the service that its words name."""

    @property
    def about(self) -> str:
        return SERVICES[self.number % len(SERVICES)]

    def in_days(self, days: int) -> date:
        return weekday(self.day + timedelta(days))

    def asks(self, due: date) -> Mail:
        return self.write(
            "Enquiries",
            f"I now have enquiries about {self.about}. Please send me the following information by {long(due)}:",
            "1. A copy of the records from 1 January 2027.\n2. An explanation of the delay.",
        )


def turned_down(case: Case) -> Iterator[tuple[date, Mail]]:
    yield (
        case.day,
        case.write(
            "New complaint",
            f"We have received a complaint about your Council's handling of {case.about}.",
            "We have decided to investigate it. You do not need to send us anything at this stage.",
        ),
    )
    yield (
        case.in_days(21),
        case.write(
            "Our decision not to investigate",
            f"We have decided not to investigate this complaint about {case.about}.",
            "We have closed our file and you do not need to do anything.",
        ),
    )


def given_time(case: Case) -> Iterator[tuple[date, Mail]]:
    due, moved = case.in_days(27), case.in_days(41)
    yield case.day, case.asks(due)
    yield (
        due - timedelta(5),
        case.write(
            "Your request for more time",
            f"Thank you for asking for more time to answer my enquiries about {case.about}. I agree to extend the "
            f"deadline. Please send the information by {long(moved)}.",
        ),
    )
    yield (
        case.in_days(80),
        case.write(
            "Final decision",
            f"I enclose my final decision. I have not upheld the complaint about {case.about}.",
            "I found no fault by the Council. I have completed my investigation and closed the case.",
        ),
    )


def drafted_first(case: Case) -> Iterator[tuple[date, Mail]]:
    comments, order = case.in_days(14), case.in_days(70)
    yield (
        case.day,
        case.write(
            "Draft decision, in confidence",
            f"I attach my draft decision on the complaint about {case.about}. It is confidential and not final.",
            f"Please let me have any comments by {long(comments)}. I will then make my final decision.",
        ),
    )
    yield (
        case.in_days(30),
        case.write(
            "Final decision",
            f"I enclose my final decision. I have upheld the complaint about {case.about}.",
            f"Agreed action\n\nThe Council has agreed to, by {long(order)}:",
            "1. apologise in writing for the delay;\n2. pay £275 to recognise the distress; and\n"
            "3. complete the repair of the roof.",
            "The Council should provide us with evidence it has complied with the above actions.",
        ),
    )
    yield (
        order + timedelta(7),
        case.write(
            "Remedy",
            "Thank you for the evidence you sent. I am satisfied that actions 1 and 2 have been completed. Action 3 is "
            f"still outstanding. Please send evidence of it by {long(weekday(order + timedelta(28)))}.",
        ),
    )


def failure_order(case: Case) -> Iterator[tuple[date, Mail]]:
    due, ordered = case.in_days(15), case.in_days(45)
    yield case.day, case.asks(due)
    yield (
        case.in_days(36),
        case.write(
            "Complaint Handling Failure Order",
            f"You have not provided the information about {case.about} we asked for by {long(due)}, which is overdue. "
            "That is a failure to co-operate, and we have decided to issue this Order.",
            f"Order\nThe landlord must send us the information we asked for by {long(ordered)}.",
        ),
    )


def too_soon(case: Case) -> Iterator[tuple[date, Mail]]:
    yield (
        case.day,
        case.write(
            "Complaint received too early",
            f"We have received a complaint about {case.about}. It is premature: the Council has not yet had the chance "
            "to answer it through its own complaints procedure. We have sent it back to you and closed our file.",
        ),
    )


def in_the_portal(case: Case) -> Iterator[tuple[date, Mail]]:
    yield (
        case.day,
        case.write(
            "New message in the Portal", "There is a new message for you about this case. Please sign in to read it."
        ),
    )
    yield case.in_days(9), case.asks(case.in_days(30))


PLOTS: tuple[tuple[Plot, int], ...] = (
    (Case.letters, 8),
    (turned_down, 2),
    (given_time, 3),
    (drafted_first, 3),
    (too_soon, 1),
    (failure_order, 2),
    (in_the_portal, 1),
)
"""With how many of twenty cases take it."""


def plot_of(seed: int, number: int) -> Plot:
    plots = [plot for plot, times in PLOTS for _ in range(times)]
    return chance_of(seed, "plot", str(number)).choice(plots)


def a_borough_s_mail(seed: int, *, start: date, days: int, cases: int) -> list[Letter]:
    """In order of receipt; cases begin all over the year and end, if they do, within it."""
    chance, found = chance_of(seed, "borough"), list[Letter]()

    def comes(day: date, mail: Mail | bytes) -> bytes:
        name = len(found) + 1
        at = datetime.combine(day, time(chance.randint(8, 17), chance.randint(0, 59)), tzinfo=LONDON)
        octets = mail if isinstance(mail, bytes) else mail.octets(at, name)
        found.append(Letter(at, f"{name:04d}", octets))
        return octets

    for number in range(cases):
        case = Case(seed, number, start + timedelta(days=chance.randrange(max(days - 60, 1))))
        for day, mail in plot_of(seed, number)(case):
            octets = comes(day, mail)
            if chance.random() < 0.1:
                comes(day, octets)
            if chance.random() < 0.05:
                comes(day + timedelta(days=1), the_chief_executives_office_forwards(octets, mail.subject))
    last = start + timedelta(days=days)
    return sorted((one for one in found if one.at.date() < last), key=lambda one: (one.at, one.name))
