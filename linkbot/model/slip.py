"""One line of a mail that people answer by replying: what its number stands for, and to whom it was put.

A slip proves that whoever answers has the mail; whether they may answer is decided by authentication and the rota.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Slip:
    """`token` is the mail's own mark, `number` the line as printed (from 1), `target` a question's or task's id.

    A slip settles one thing once: `used_by` names the message (id) whose answer it was used for.
    """

    token: str
    number: int
    target: str
    address: str
    at: datetime
    used_by: str | None = None
