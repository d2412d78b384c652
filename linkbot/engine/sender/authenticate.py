"""Is this message really from whom it says? One verdict, from our own receiver's results only, with its evidence.

It decides on From alone; what a message says, and whether it may act, is decided elsewhere. RFC 8601 sections 5-7
(which results may be believed), RFC 7489 (alignment); Microsoft's form is believed only where the policy says so.
"""

from __future__ import annotations

from dataclasses import replace

from linkbot.engine.sender.believed import RESULTS, Believed, believed
from linkbot.engine.sender.claimed_name import claimed_name
from linkbot.engine.sender.finding import Finding, finding
from linkbot.engine.sender.look_alike import look_alike
from linkbot.engine.sender.odd_headers import beyond_the_signature, filter_objects, odd_from
from linkbot.engine.sender.trail import came_from_outside, says_internal
from linkbot.model.authentication import Authentication, MethodResult, Verdict
from linkbot.model.authentication_results import AuthenticationResults
from linkbot.model.evidence import Evidence
from linkbot.model.mail import Message
from linkbot.model.ombudsman import Ombudsmen
from linkbot.model.organisation import AuthenticationPolicy, Organisation

_HEADER = "header:Authentication-Results"
_FROM = "header:From"


def authenticate(
    message: Message, *, policy: AuthenticationPolicy, organisation: Organisation, ombudsmen: Ombudsmen
) -> Authentication:
    """The verdict on a message's From. Total: whatever is missing or odd makes it `unverified`, never trusted."""
    domain = message.from_.domain if message.from_ else None
    ombudsman = ombudsmen.of_domain(domain)
    oddity = odd_from(message)
    if oddity or domain is None:
        quote = f"{oddity}: {message.header('from') or ''}"
        return _told(Authentication(Verdict.UNVERIFIED, domain, None), "authentication:from", _FROM, quote, f"{oddity}")
    source = believed(message, policy, organisation)
    found = finding(message, source.results, domain, sealers=policy.arc_sealers) if source.results else None
    methods = tuple((one.method, one.result) for one in source.results.readings) if source.results else ()
    imitation = look_alike(domain, ombudsmen=ombudsmen, organisation=organisation)
    if imitation:
        claim = f"{domain} imitates {imitation.of}: {imitation.how}"
        verdict = Authentication(Verdict.FORGED, domain, None, methods, imitation.of)
        return _told(verdict, "authentication:look_alike", _FROM, claim, f"the domain in From, {claim}")

    own = domain in organisation.domains
    so_far = Authentication(Verdict.UNVERIFIED, domain, ombudsman.id if ombudsman else None, methods)
    if own and _is_silent(message, source.results, policy):
        return _without_results(replace(so_far, ombudsman=None), message, policy, organisation)
    if not ombudsman and not own and not (found and found.result is MethodResult.FAIL):
        passed = found is not None and found.result is MethodResult.PASS
        claimed = claimed_name(message, ombudsmen=ombudsmen, organisation=organisation, passed=passed)
        if claimed:
            verdict = replace(so_far, verdict=Verdict.FORGED, look_alike_of=claimed)
            why = f"the name in From claims to be {claimed}, and the address is at {domain}"
            return _told(verdict, "authentication:display_name", _FROM, message.header("from") or "", why)
    if found is None:
        return _told(so_far, "authentication:results", _HEADER, source.note, source.note)
    return _judged(so_far, message, found, source, policy, ombudsman is not None or own)


def _judged(
    so_far: Authentication,
    message: Message,
    found: Finding,
    source: Believed,
    policy: AuthenticationPolicy,
    known: bool,
) -> Authentication:
    """The verdict the believed header leads to, unless the message itself speaks against it."""
    verdict, why = Verdict.UNVERIFIED, f"{source.note}: {found.why}"
    if found.result is MethodResult.FAIL:
        verdict = Verdict.FORGED
    elif found.result is MethodResult.PASS and known:
        objection = beyond_the_signature(message) or filter_objects(message, policy)
        if objection:
            return _told(so_far, "authentication:headers", "header", objection, f"{why}; but {objection}")
        verdict = Verdict.TRUSTED if so_far.ombudsman else Verdict.INTERNAL
    evidence = tuple(
        Evidence(f"authentication:{one.method}", verdict.value, _HEADER, one.quote) for one in found.by
    ) or (Evidence("authentication:results", verdict.value, _HEADER, "holds no result"),)
    return replace(so_far, verdict=verdict, evidence=evidence, why=why)


def _is_silent(message: Message, results: AuthenticationResults | None, policy: AuthenticationPolicy) -> bool:
    """No results at all; or Exchange Online's on mail it marks as written inside, which say `none` to everything."""
    if message.header(RESULTS) is None:
        return True
    if results is None or not says_internal(message, policy):
        return False
    return all(one.word == "none" for one in results.readings)


def _without_results(
    so_far: Authentication, message: Message, policy: AuthenticationPolicy, organisation: Organisation
) -> Authentication:
    """Our own From and no results: inside mail, if nothing outside ever touched it and the policy allows."""
    outside = came_from_outside(message, organisation=organisation, policy=policy)
    quote = " ".join(outside.split()) if outside else "no results and no Received from outside"
    if outside:
        why = "it has no results of our receiver, and its Received headers show that it came from outside"
    elif policy.internal_without_results:
        so_far = replace(so_far, verdict=Verdict.INTERNAL)
        why = "From is our own domain, and no Received header shows that it came from outside"
    else:
        why = "it has no results of our receiver, and authentication.internal_without_results is false"
    return _told(so_far, "authentication:received", "header:Received", quote, why)


def _told(verdict: Authentication, signal: str, source: str, quote: str, why: str) -> Authentication:
    return replace(verdict, evidence=(Evidence(signal, verdict.verdict.value, source, quote),), why=why)
