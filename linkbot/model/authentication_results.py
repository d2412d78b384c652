"""One Authentication-Results header as a value (RFC 8601, and Microsoft's form without an authserv-id)."""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.model.authentication import MethodResult


@dataclass(frozen=True)
class MethodReading:
    """One method's result: `result` in our five words, `word` as written (softfail, bestguesspass, policy …)."""

    method: str
    result: MethodResult
    word: str
    properties: tuple[tuple[str, str], ...] = ()  # ("header.d", "lgo.org.uk") …, lower case
    quote: str = ""

    def value(self, name: str) -> str | None:
        return next((value for key, value in self.properties if key == name), None)


@dataclass(frozen=True)
class AuthenticationResults:
    authserv_id: str | None  # None: Microsoft's form
    readings: tuple[MethodReading, ...] = ()
    fault: str | None = None  # why the header cannot be taken at its word: nothing of it may then be believed

    def of(self, method: str) -> tuple[MethodReading, ...]:
        return tuple(reading for reading in self.readings if reading.method == method)
