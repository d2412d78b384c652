"""Is this message really from whom it says? One verdict, from our own receiver's results only, with its evidence.

It decides on From alone; what a message says, and whether it may act, is decided elsewhere. RFC 8601 sections 5-7
(which results may be believed), RFC 7489 (alignment); Microsoft's form is believed only where the policy says so.
"""

from __future__ import annotations

import re

from linkbot.engine.sender.authentication_results import parse_authentication_results
from linkbot.engine.sender.claimed_name import claimed_ombudsman
from linkbot.engine.sender.domains import aligned
from linkbot.engine.sender.look_alike import look_alike
from linkbot.engine.sender.received import came_from_outside, was_there_on_arrival
from linkbot.model.authentication import Authentication, MethodResult, Verdict
from linkbot.model.authentication_results import AuthenticationResults, MethodReading
from linkbot.model.evidence import Evidence
from linkbot.model.mail import Message
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.organisation import AuthenticationPolicy, Organisation

_RESULTS = "authentication-results"
_ARC_OVERRIDE = "130"  # a sealer our tenant trusts vouches for a message whose DMARC broke on the way
_PASS, _FAIL, _TEMPERROR = MethodResult.PASS, MethodResult.FAIL, MethodResult.TEMPERROR


def authenticate(
    message: Message, *, policy: AuthenticationPolicy, organisation: Organisation, ombudsmen: Ombudsmen
) -> Authentication:
    """The verdict on a message's From. Total: whatever is missing or odd makes it `unverified`, never trusted."""
    domain = message.from_.domain if message.from_ else None
    ombudsman = ombudsmen.of_domain(domain)
    oddity = _odd_from(message)
    if oddity or domain is None:
        why = oddity or "there is no From address"
        seen = Evidence(
            "authentication:from", Verdict.UNVERIFIED, "header:From", f"{why}: {message.header('from') or ''}"
        )
        return Authentication(Verdict.UNVERIFIED, domain, None, evidence=(seen,))
    results, note = _believed(message, policy, organisation)
    methods = tuple((reading.method, reading.result) for reading in results.readings) if results else ()
    ombudsman_id = ombudsman.id if ombudsman else None
    imitation = look_alike(domain, ombudsmen=ombudsmen, organisation=organisation)
    if imitation:
        claim = f"{domain} imitates {imitation.of}: {imitation.how}"
        seen = Evidence("authentication:look_alike", Verdict.FORGED, "header:From", claim)
        return Authentication(Verdict.FORGED, domain, None, methods, imitation.of, (seen,))

    finding, evidence = _finding(results, domain, note)
    own = domain in organisation.domains
    if finding is _FAIL:
        return Authentication(Verdict.FORGED, domain, ombudsman_id, methods, None, evidence)
    if finding is _PASS and (ombudsman or own):
        verdict = Verdict.TRUSTED if ombudsman else Verdict.INTERNAL
        return Authentication(verdict, domain, ombudsman_id, methods, None, _claiming(evidence, verdict))
    if own and message.header(_RESULTS) is None:
        verdict, evidence = _without_results(message, policy, organisation)
        return Authentication(verdict, domain, None, methods, None, evidence)
    if not ombudsman and not own:
        claimed = claimed_ombudsman(message, ombudsmen=ombudsmen, passed=finding is _PASS)
        if claimed:
            return Authentication(Verdict.FORGED, domain, None, methods, claimed.domains[0], _display_name(message))
    return Authentication(
        Verdict.UNVERIFIED, domain, ombudsman_id, methods, None, _claiming(evidence, Verdict.UNVERIFIED)
    )


def _odd_from(message: Message) -> str | None:
    """RFC 5322 wants one From with one mailbox; mail programs disagree on which of several to show."""
    values = message.all_headers("from")
    if len(values) > 1:
        return "more than one From header"
    value = re.sub(r'"(?:[^"\\]|\\.)*"', "", values[0]) if values else ""
    if re.search(r"^[^<@]*:[^<]*.*;\s*$", value):
        return "group syntax in From"
    if len(re.findall(r"<[^<>]*@[^<>]*>", value)) > 1:
        return "more than one address in From"
    return None


def _believed(
    message: Message, policy: AuthenticationPolicy, organisation: Organisation
) -> tuple[AuthenticationResults | None, str]:
    """The topmost results if they are our receiver's, with a note why not otherwise."""
    position = next((at for at, (name, _) in enumerate(message.headers) if name == _RESULTS), None)
    if position is None:
        return None, "no Authentication-Results of our receiver"
    results = parse_authentication_results(message.headers[position][1])
    if results.authserv_id is None:
        return (
            (results, "")
            if policy.microsoft
            else (None, "topmost results without an authserv-id are not believed here")
        )
    receivers = tuple(receiver.casefold().strip() for receiver in policy.receivers)
    if results.authserv_id not in receivers:
        return None, f"topmost results are of {results.authserv_id}, not of our receiver"
    if was_there_on_arrival(message, position, receivers=receivers, domains=organisation.domains):
        return None, "these results were in the message before our receiver got it"
    return results, ""


def _finding(
    results: AuthenticationResults | None, domain: str, note: str
) -> tuple[MethodResult, tuple[Evidence, ...]]:
    """PASS only when aligned with From; FAIL when our receiver says so; TEMPERROR and NONE accuse nobody."""
    if results is None:
        return MethodResult.NONE, (Evidence("authentication:results", "", "header:Authentication-Results", note),)
    dmarc, compauth = _first(results, "dmarc"), _first(results, "compauth")
    dkim = [one for one in results.of("dkim") if aligned(_signer(one), domain)]
    spf = [one for one in results.of("spf") if aligned(_envelope(one), domain)]
    dkim_passes = next((one for one in dkim if one.result is _PASS), None)
    spf_passes = next((one for one in spf if one.result is _PASS), None)
    about_from = dmarc is not None and aligned(dmarc.value("header.from"), domain)

    if compauth and compauth.word == "pass" and compauth.value("reason") == _ARC_OVERRIDE and about_from:
        return _PASS, _quoted(compauth)
    if compauth and compauth.result is _FAIL:
        return _FAIL, _quoted(compauth)
    if dmarc and dmarc.result is _FAIL:
        timed_out = next((one for one in results.of("dkim") if one.result is _TEMPERROR), None)
        return (_TEMPERROR, _quoted(dmarc, timed_out)) if timed_out else (_FAIL, _quoted(dmarc))
    if dmarc and dmarc.result is _PASS and about_from:
        return _PASS, _quoted(dmarc)
    if dkim_passes:
        return _PASS, _quoted(dkim_passes)
    no_policy = dmarc is None or dmarc.word in ("none", "bestguesspass")
    if spf_passes and no_policy:
        return _PASS, _quoted(spf_passes)
    failed = next((one for one in (*dkim, *spf) if one.result is _FAIL), None)
    waiting = next((one for one in results.readings if one.result is _TEMPERROR), None)
    if failed and no_policy and not waiting:
        return _FAIL, _quoted(failed)
    return (_TEMPERROR if waiting else MethodResult.NONE), _quoted(waiting or dmarc, *results.readings[:3])


def _first(results: AuthenticationResults, method: str) -> MethodReading | None:
    return next(iter(results.of(method)), None)


def _signer(dkim: MethodReading) -> str | None:
    return dkim.value("header.d") or (dkim.value("header.i") or "").rpartition("@")[2] or None


def _envelope(spf: MethodReading) -> str | None:
    return (spf.value("smtp.mailfrom") or spf.value("smtp.mail") or "").rpartition("@")[2] or None


def _quoted(*readings: MethodReading | None) -> tuple[Evidence, ...]:
    seen = dict.fromkeys(one for one in readings if one)
    return tuple(
        Evidence(f"authentication:{one.method}", "", "header:Authentication-Results", one.quote) for one in seen
    ) or (Evidence("authentication:results", "", "header:Authentication-Results", "holds no result"),)


def _claiming(evidence: tuple[Evidence, ...], verdict: Verdict) -> tuple[Evidence, ...]:
    return tuple(Evidence(one.signal, verdict.value, one.source, one.quote) for one in evidence)


def _without_results(
    message: Message, policy: AuthenticationPolicy, organisation: Organisation
) -> tuple[Verdict, tuple[Evidence, ...]]:
    """Our own From and no results at all: inside mail, if nothing outside ever touched it and the policy allows."""
    outside = came_from_outside(message, organisation=organisation, policy=policy)
    if outside:
        seen = Evidence("authentication:received", Verdict.UNVERIFIED, "header:Received", " ".join(outside.split()))
        return Verdict.UNVERIFIED, (seen,)
    verdict = Verdict.INTERNAL if policy.internal_without_results else Verdict.UNVERIFIED
    quote = "no results and no Received from outside"
    return verdict, (Evidence("authentication:received", verdict, "header:Received", quote),)


def _display_name(message: Message) -> tuple[Evidence, ...]:
    quote = message.header("from") or ""
    return (Evidence("authentication:display_name", Verdict.FORGED, "header:From", quote),)
