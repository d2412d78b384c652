"""What a believed Authentication-Results header says of one From domain: passed and aligned, failed, or neither.

PASS needs a method that names the domain in From (relaxed alignment, RFC 7489); FAIL needs our receiver to say so; a
temporary error and silence accuse nobody. Microsoft's `compauth` can only take away, but for one code.
"""

from __future__ import annotations

from dataclasses import dataclass

from linkbot.engine.sender.arc import sealed_pass
from linkbot.engine.sender.domains import aligned
from linkbot.model.authentication import MethodResult
from linkbot.model.authentication_results import AuthenticationResults, MethodReading
from linkbot.model.mail import Message

_ARC_OVERRIDE = "130"  # a sealer our tenant trusts vouches for a message whose DMARC broke on the way
_ACCUSING = ("0", "6")  # compauth codes that belong to a failure: beside `pass` they contradict it
_PASS, _FAIL, _TEMPERROR, _NONE = MethodResult.PASS, MethodResult.FAIL, MethodResult.TEMPERROR, MethodResult.NONE


@dataclass(frozen=True)
class Finding:
    result: MethodResult
    by: tuple[MethodReading, ...]  # what decided it
    why: str  # the end of "our receiver says": for a person


def finding(message: Message, results: AuthenticationResults, domain: str, *, sealers: tuple[str, ...]) -> Finding:
    dmarc, compauth = _first(results, "dmarc"), _first(results, "compauth")
    dkim = [one for one in results.of("dkim") if aligned(_signer(one), domain)]
    spf = [one for one in results.of("spf") if aligned(_envelope(one), domain)]
    about_from = dmarc is not None and aligned(dmarc.value("header.from"), domain)
    timed_out = next((one for one in (*results.of("dkim"), *spf) if one.result is _TEMPERROR), None)
    waiting = timed_out or next((one for one in results.readings if one.result is _TEMPERROR), None)

    if compauth and compauth.result is _FAIL:
        if waiting:
            return _found(_TEMPERROR, "a check timed out", compauth, waiting)
        return _found(_FAIL, "Exchange Online found the sender not to be genuine", compauth)
    if compauth and compauth.result is _PASS:
        reason = compauth.value("reason") or ""
        if reason.startswith(_ACCUSING):
            return _found(_NONE, "its compauth result contradicts its own reason", compauth)
        if reason == _ARC_OVERRIDE and about_from:
            return _found(_PASS, "a sealer that our tenant trusts vouches for it", compauth)
    if dmarc and dmarc.result is _FAIL:
        sealed = sealed_pass(message, results, domain, sealers=sealers)
        if sealed and about_from:
            return _found(_PASS, f"a sealer we trust saw {domain} pass", *results.of("arc"), sealed)
        if timed_out:
            return _found(_TEMPERROR, "a check timed out", dmarc, timed_out)
        return _found(_FAIL, f"{domain} did not send it", dmarc)
    if dmarc and dmarc.result is _PASS and about_from:
        return _found(_PASS, f"{domain} sent it", dmarc)
    return _without_dmarc(results, domain, dmarc, dkim, spf, waiting)


def _without_dmarc(
    results: AuthenticationResults,
    domain: str,
    dmarc: MethodReading | None,
    dkim: list[MethodReading],
    spf: list[MethodReading],
    waiting: MethodReading | None,
) -> Finding:
    """No policy of the domain decided: its own signature does; without a policy, its own server does too."""
    signed = next((one for one in dkim if one.result is _PASS), None)
    if signed:
        return _found(_PASS, f"{domain} signed it", signed)
    no_policy = dmarc is None or dmarc.word in ("none", "bestguesspass")
    sent = next((one for one in spf if one.result is _PASS), None)
    if sent and no_policy:
        return _found(_PASS, f"a server of {domain} sent it", sent)
    failed = next((one for one in (*dkim, *spf) if one.result is _FAIL), None)
    if failed and no_policy and not waiting:
        return _found(_FAIL, f"{domain} did not send it", failed)
    if waiting:
        return _found(_TEMPERROR, "a check timed out", waiting)
    other = next((one for one in results.readings if one.result is _PASS), None)
    why = "what passed is another domain than that of From" if other else f"nothing about {domain} passed"
    return _found(_NONE, why, dmarc, *results.readings[:3])


def _found(result: MethodResult, why: str, *by: MethodReading | None) -> Finding:
    return Finding(result, tuple(dict.fromkeys(one for one in by if one)), why)


def _first(results: AuthenticationResults, method: str) -> MethodReading | None:
    return next(iter(results.of(method)), None)


def _signer(dkim: MethodReading) -> str | None:
    return dkim.value("header.d") or (dkim.value("header.i") or "").rpartition("@")[2] or None


def _envelope(spf: MethodReading) -> str | None:
    return (spf.value("smtp.mailfrom") or spf.value("smtp.mail") or "").rpartition("@")[2] or None
