"""What iCasework says no with, as linkbot's own errors in sentences that say what to do.

Its reasons stand in two headers, and are often missing; the page beneath is always the same, so it is neither read nor
shown. Of the headers only a number and a short word are repeated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from linkbot.ports import Permanent, Transient

_WORD = re.compile(r"[A-Za-z0-9_. \-]{1,80}")
NO_SUCH_TASK = frozenset({"1003", "1004"})
BAD_KEY = "19002"
MENDING = 1800.0
"""Seconds between two tries while people have something to mend."""
PLACE = "case_system.icasework"
WRONG_DB = (
    "iCasework's sign-in answers with nothing at all, as it does when the account is not there. Check "
    f"{PLACE}.db and {PLACE}.base: on the shared test system db names the account, in production there is none."
)
WRONG_KEY = (
    f"iCasework's sign-in takes neither {PLACE}.api_key nor its secret for good. Ask whoever administers iCasework for "
    "the key pair, and whether it is switched on."
)
DENIED = (
    "iCasework refuses this machine or this key. Ask whoever administers iCasework whether the key is limited to "
    "certain IP addresses (this machine's public address must be among them) and what it may do."
)


class Unsure(Transient):
    """It may have been done: no answer came, or none that says so. Whoever hears of it asks first."""


class Refused(Permanent):
    """A no for good. `code` as iCasework gave it, empty when it gave none. `no_such_case`: that is what it means."""

    def __init__(self, message: str, *, status: int, code: str = "", no_such_case: bool = False) -> None:
        super().__init__(message)
        self.status, self.code, self.no_such_case = status, code, no_such_case


class NotLetIn(Transient):
    """The key, the account or this machine is not taken. Nothing was done; all goes on once that is mended."""

    def __init__(self, message: str) -> None:
        super().__init__(message, MENDING)


@dataclass(frozen=True)
class Told:
    """What of an error may be repeated."""

    status: int
    code: str = ""
    info: str = ""

    def __str__(self) -> str:
        rest = " ".join(part for part in (self.code, self.info) if part)
        return f"{self.status} {rest}" if rest else f"{self.status}, no reason given"


def told(status: int, headers: Mapping[str, str]) -> Told:
    return Told(status, _kept(headers, "x-application-error-code"), _kept(headers, "x-application-error-info"))


def _kept(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "").strip()
    return value if _WORD.fullmatch(value) else ""


def refusal(said: Told, what: str, *, by_id: bool = False) -> Refused | NotLetIn:
    """`what` was being done, as a sentence begins: "Opening a case". `by_id`: the no was about the id in the call."""
    unknown = said.status == 400 and (by_id or said.code.endswith("002"))
    if said.status in (401, 403):
        return NotLetIn(f"{what} was refused ({said}). {DENIED}")
    if said.code.endswith("000") and said.code:
        words = "This address takes no such call: check the hosts in the configuration."
    elif said.code.endswith("001") and said.code:
        words = "This host does not offer it: reports have a host of their own (case_system.icasework.reports)."
    else:
        words = "Compare the names in [case_system.icasework] with iCasework's; `linkbot doctor` asks for each it can."
    return Refused(f"{what} was refused ({said}). {words}", status=said.status, code=said.code, no_such_case=unknown)
