"""The letters of a message that may act: its newest text and what is attached, or the inner letter of a forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkbot.model.mail import Address, Letter


@dataclass(frozen=True)
class Acting:
    """`letters`: the covering text first (it may be empty), then each attached letter that could be read.

    Headers are those of the letter: of the outer message when it came directly, of the inner one when a colleague
    forwarded it (`forwarded`). `doubt` says why no inner letter may act although there seems to be one.
    """

    letters: tuple[Letter, ...]
    forwarded: bool
    from_: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    date: datetime | None
    ombudsman: str | None  # whose domain `from_` is in
    doubt: str | None = None
    history: tuple[Letter, ...] = ()  # older quoted text below: never acts, names the thread as a last resort
    attachment_names: tuple[str, ...] = ()  # file names of what came with it, readable or not
