"""Plain mail for measuring, as much as is wanted: the lives of invented cases of both Ombudsmen, and noise between.

The same count gives the same mail, octet for octet. Every five hundred hold the same mixture, so that a thousand and
ten thousand can be compared.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import islice
from zoneinfo import ZoneInfo

from benchmarks.ho import HO
from benchmarks.lgsco import LGSCO
from benchmarks.wording import NOISE, PEOPLE, STREETS, Body, Sender, Trouble

BLOCK, DAYS = 500, 30
"""Mails of one block, and the calendar days they come in."""
CASES = 100
FIRST_DAY = datetime(2027, 1, 4, 8, 0, tzinfo=ZoneInfo("Europe/London"))
OURS, RECEIVER = "ombudsman@anytown.gov.uk", "mx.anytown.gov.uk"


@dataclass(frozen=True)
class Mail:
    at: datetime
    octets: bytes


def mails(count: int) -> tuple[Mail, ...]:
    """The first `count` of an endless stream, in the order they come."""
    return tuple(islice(_stream(), count))


def _stream() -> Iterator[Mail]:
    number = 0
    while True:
        chance = random.Random(number)
        begin = FIRST_DAY + timedelta(days=DAYS * number)
        block: list[tuple[datetime, Sender, str, str]] = []
        for place in range(CASES):
            block += _life(number * CASES + place, begin, chance)
        while len(block) < BLOCK:
            block.append(_noise(len(block), begin, chance))
        block.sort(key=lambda mail: mail[0])
        for place, (at, sender, subject, body) in enumerate(block[:BLOCK]):
            yield Mail(at, _octets(at, sender, subject, body, f"{number}-{place}"))
        number += 1


def _life(serial: int, begin: datetime, chance: random.Random) -> Iterator[tuple[datetime, Sender, str, str]]:
    """Four letters of one case: new, asked about, chased, decided; or decided and complied with."""
    house = LGSCO if serial % 2 else HO
    trouble = chance.choice(house.troubles)
    reference = house.reference(serial)
    facts = _facts(reference, trouble, serial, chance)
    day = chance.randrange(4)
    told: tuple[tuple[int, Body], ...] = (
        (day, house.notice),
        (day + 2 + chance.randrange(3), house.request),
        (day + 16, house.chaser),
        (day + 20 + chance.randrange(3), house.decision),
    )
    if serial % CASES % 3 == 0:  # answered in time, and the remedy done
        told = (*told[:2], told[3], (day + 25, house.complied))
    for after, body in told:
        at = begin + timedelta(days=after, minutes=chance.randrange(9 * 60))
        yield at, house.sender, *_filled(body, facts | _days(at))


def _noise(place: int, begin: datetime, chance: random.Random) -> tuple[datetime, Sender, str, str]:
    at = begin + timedelta(days=chance.randrange(DAYS - 2), minutes=chance.randrange(9 * 60))
    sender, body = NOISE[place % len(NOISE)]
    facts = _facts("", chance.choice(LGSCO.troubles), place, chance)
    return at, sender, *_filled(body, facts | _days(at))


def _facts(reference: str, trouble: Trouble, serial: int, chance: random.Random) -> dict[str, str]:
    title, surname = chance.choice(("Mr", "Mrs", "Ms", "Miss")), chance.choice(PEOPLE)
    return {
        "reference": reference,
        "ours": f"CRM-{100_000 + serial * 7 % 900_000}",
        "name": f"{title} {surname}{chance.choice(('', 'son', 'ley', 'by', 'wick', '-Hart'))}",
        "street": f"{chance.randrange(1, 180)} {chance.choice(STREETS)}",
        "postcode": f"AN{chance.randrange(1, 9)} {chance.randrange(1, 9)}{''.join(chance.choices('ABDEFGHJLN', k=2))}",
        "service": trouble.service,
        "what": trouble.what,
        "papers": trouble.papers,
        "sum": str(50 * chance.randrange(2, 12)),
        "time": str(chance.randrange(3, 30)),
    }


def _days(at: datetime) -> dict[str, str]:
    def day(offset: int) -> str:
        on = at + timedelta(days=offset)
        while on.weekday() > 4:
            on += timedelta(days=1)
        return f"{on:%A} {on.day} {on:%B %Y}"

    return {"today": day(0), "soon": day(10), "later": day(28), "before": day(-14), "missed": day(-3)}


def _filled(body: Body, facts: dict[str, str]) -> tuple[str, str]:
    return body.subject.format_map(facts), body.text.format_map(facts)


def _octets(at: datetime, sender: Sender, subject: str, text: str, id: str) -> bytes:
    domain = sender.address.rpartition("@")[2]
    inside, stamp = domain == "anytown.gov.uk", format_datetime(at)
    relay = f"desk.{domain} ([10.1.2.3])" if inside else f"out.{domain} ([192.0.2.7])"
    verdict = f"spf=pass smtp.mailfrom={domain};\r\n dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    head = [
        f"Received: from {relay}\r\n by {RECEIVER} with ESMTPS; {stamp}",
        f"Authentication-Results: {RECEIVER}; {verdict}",
        f"From: {sender.name} <{sender.address}>",
        f"To: {OURS}",
        f"Subject: {subject}",
        f"Date: {stamp}",
        f"Message-ID: <bench-{id}@{domain}>",
        *sender.headers,
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    return ("\r\n".join(head) + "\r\n\r\n" + text.strip().replace("\n", "\r\n") + "\r\n").encode()
