"""What must hold of any reading, checked against the octets and the letters by other means than linkbot's own.

Whatever makes somebody act (a reference, an item, a date, a quote) stands in words in the letters that act; and nobody
is trusted whose message does not bear our own receiver's pass on top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkbot.engine.read import Look
from linkbot.model.authentication import Verdict
from linkbot.model.evidence import Evidence
from linkbot.model.mail import Message
from linkbot.model.organisation import AuthenticationPolicy
from linkbot.model.reading import Disposition, Reading

_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


def broken_promises(octets: bytes, seen: Look, reading: Reading, *, policy: AuthenticationPolicy) -> Iterator[str]:
    """Each promise this reading does not keep, in words."""
    verdict = reading.authentication.verdict
    if verdict is Verdict.TRUSTED and not _passed_on_top(octets, policy):
        yield "trusted, and no pass of our receiver is the topmost"
    if reading.disposition is not Disposition.ACT:
        return
    if verdict is not Verdict.TRUSTED and not (verdict is Verdict.INTERNAL and reading.forwarded):
        yield f"it acts on {verdict.value} mail"
    letters = _flat(" ".join(letter.text for letter in seen.acting.letters))
    everything = _flat(" ".join((letters, seen.acting.subject, *seen.acting.attachment_names, *_all(seen.message))))
    digits = re.sub(r"[^\w]", "", everything)
    for reference in reading.references.about:
        if re.sub(r"\D", "", reference) not in digits:
            yield f"the reference {reference} stands nowhere"
    words = set(_WORDS.findall(letters))
    for item in reading.items:
        strange = [word for word in _WORDS.findall(_flat(item.text)) if word not in words]
        if strange:
            yield f"an item holds words that no acting letter holds: {strange[:5]}"
    deadlines = [*reading.deadlines, *(item.deadline for item in reading.items if item.deadline)]
    for one in deadlines:
        if _flat(one.phrase) not in everything:
            yield f"a date rests on words that stand nowhere: {one.phrase!r}"
        run_together = re.sub(r"(?<=\d) (?=\d)", "", one.phrase)  # a PDF's "1 5 December"
        numbers = {int(number) for number in re.findall(r"\d{1,2}(?!\d)", f"{one.phrase} {run_together}")}
        if one.stated and one.on and numbers and _MONTH.search(one.phrase) and one.on.day not in numbers:
            yield f"{one.on} is not the day that is written: {one.phrase!r}"
    for hit in (*reading.classification.hits, *reading.references.evidence, *reading.complainant.evidence):
        if _is_quote(hit) and _flat(hit.quote) not in everything:
            yield f"{hit.signal} quotes what stands nowhere: {hit.quote[:80]!r}"


def _passed_on_top(octets: bytes, policy: AuthenticationPolicy) -> bool:
    """Read without linkbot's parser: the first such line of the header block, unfolded."""
    head = re.split(rb"\r?\n\r?\n", octets, maxsplit=1)[0].replace(b"\r\n", b"\n")
    lines = re.sub(rb"\n[ \t]", b" ", head).split(b"\n")
    top = next((one for one in lines if one.lower().startswith(b"authentication-results:")), b"").lower()
    name, _, rest = top.partition(b":")[2].partition(b";")
    ours = any(receiver.encode() in name for receiver in policy.receivers)
    said = rest if ours else name + rest
    return (ours or (policy.microsoft and b"=" in name)) and b"=pass" in said.replace(b" ", b"")


def _is_quote(hit: Evidence) -> bool:
    """Some signals tell of the shape of a letter in words of ours: they quote nothing."""
    shapes = ("attached", "document_file", "short", "no_case_mark", "gate")
    return not any(shape in hit.signal for shape in shapes)


def _all(message: Message) -> Iterator[str]:
    for one in message.letters:
        yield from (one.text, one.subject or "", one.filename or "")
    yield from (value for _, value in message.headers)
    yield message.subject


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
