"""Who complains: the name by the regular turns of ombudsman letters, and the postcode of the resident's property.

A grammar of titles and cues, no language model: a name is taken only where the words around it say that this person
complains. Signatures, addressees and the offices of the ombudsman and the council never are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from linkbot.engine.facts.complainant_cues import CUES
from linkbot.engine.facts.name_forms import as_written
from linkbot.model.acting import Acting
from linkbot.model.evidence import Evidence
from linkbot.model.mail import Letter
from linkbot.model.reading import Complainant

_SIGN_OFF = re.compile(
    r"^[ \t]*(?:yours\s+(?:sincerely|faithfully|truly)|(?:kind|best|warm|many)\s+(?:regards|wishes|thanks)|regards|"
    r"all the best|(?:many )?thanks(?: and regards)?|sincerely)[ \t]*[,.]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SALUTED = re.compile(
    r"(?:\b(?:Dear|FAO|Attention|Attn)|(?:^|\n)[ \t]*(?:Hello|Hi|cc|To)):?[ \t]*(?:the[ \t]+)?$", re.IGNORECASE
)
_POST = (
    r"(?:investigator|ombudsman|caseworker|chief executive|director|head of|officer|manager|colleague|assessor|"
    r"adjudicator|councillor|solicitor|surveyor|inspector)\b"
)
_OFFICIAL = re.compile(
    rf"^[ \t,]*\n?[ \t]*\(?(?:the |our |your |my )?(?:\w+\s)?{_POST}|"
    r"^['’]s\s+(?:email|letter|office|team|decision)\b",
    re.IGNORECASE,
)
_MASKED = re.compile(r"\s[a-z]$")  # "Mr X": a published decision's mask, no name
_COLLEAGUE = re.compile(
    r"\b(?:colleagues?|investigator|ombudsman|officer|manager|caseworker|chief executive|councillor)[ ,]+$",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(
    r"\b(?:i(?:m|ve)|(?:do|is|was|were|did|does|have|has|had|would|could|ca|wo)nt|there?s)\b", re.I
)
_POSTCODE = re.compile(r"\b([A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?)[ \t]*(\d[ABD-HJLNP-UW-Z]{2})\b")
_OFFICE = re.compile(
    r"\b(?:P\.?\s?O\.?\s*Box|PO BOX|Ombudsman|Council|COUNCIL|Town Hall|Civic (?:Centre|Offices?)|Guildhall|County Hall"
    r"|City Hall|Offices?|Head Office|Registered|Exchange Tower|Service|Housing Association|www\.|Tel|Telephone|Phone|"
    r"0\d{2,4} \d{3})"
)
_NEAR = 55  # characters: an office's name stands close to its postcode, a landlord's somewhere in the sentence
_PROPERTY = re.compile(
    r"\b(?:property|address|lives? at|living at|home|flat|tenan\w+|resid\w+|household|of|at)\b[^\n]{0,80}$|"
    r"^[ \t]*(?:Flat\s+)?\d+[A-Za-z]?[, ]",
    re.IGNORECASE | re.MULTILINE,
)


def find_complainant(acting: Acting) -> Complainant:
    """The best-cued name as written, and the property's postcode; None for what the letter does not say."""
    name, name_evidence = _name(acting)
    postcode, postcode_evidence = _postcode(acting)
    evidence = tuple(one for one in (name_evidence, postcode_evidence) if one)
    return Complainant(name=name, postcode=postcode, evidence=evidence)


def _name(acting: Acting) -> tuple[str | None, Evidence | None]:
    times: Counter[str] = Counter()
    evidence: dict[str, Evidence] = {}
    for found, weight, place in _candidates(acting):
        key = found.casefold()
        times[key] += 1
        if key not in evidence or weight > evidence[key].weight:
            evidence[key] = place
    if not evidence:
        return None, None
    best = max(evidence, key=lambda key: (not _MASKED.search(key), evidence[key].weight, min(times[key], 5)))
    return evidence[best].quote, evidence[best]


def _candidates(acting: Acting) -> Iterator[tuple[str, float, Evidence]]:
    signers = _signers(acting)
    texts = [(acting.subject, "header:Subject")]
    texts += [(_unsigned(letter), letter.source) for letter in acting.letters]
    for text, source in texts:
        for cue in CUES:
            for match in cue.found_in(text):
                name = as_written(match[1], hasty=_no_apostrophe(text, match.end(1)))
                if _excluded(text, match.start(1), match.end(1)) or _surname(name) in signers:
                    continue
                yield name, cue.weight, Evidence("complainant", name, source, name, cue.weight, *match.span(1))


def _no_apostrophe(text: str, end: int) -> bool:
    """Whether a name's "s" before "case" or "complaint" is a possessive whose writer uses no apostrophes."""
    owns = re.match(r"\s+(?:complaint|case|concerns)\b", text[end : end + 20]) is not None
    return owns and _CONTRACTED.search(text) is not None


def _excluded(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 40) : start], text[end : end + 60]
    if _SALUTED.search(before) or _COLLEAGUE.search(before):
        return True
    return _OFFICIAL.match(after) is not None


def _signers(acting: Acting) -> set[str]:
    """Surnames of whoever writes or is written to: never the complainant."""
    people = [acting.from_, *acting.to, *acting.cc]
    names = (one.name for one in people if one and one.name)
    return {_surname(name) for name in names if " " in name.strip()} - {""}


def _surname(name: str) -> str:
    bare = re.sub(r"\(.*?\)|,.*$", "", name).strip()
    return bare.split()[-1].casefold() if bare.split() else ""


def _unsigned(letter: Letter) -> str:
    """The text with signature and boilerplate blanked, offsets kept."""
    text = letter.text
    for start, end in letter.boilerplate:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    sign_off = _SIGN_OFF.search(text)
    if sign_off is None:
        return text
    signed = re.match(r"(?:[ \t]*\n){0,3}(?:[^\n]*\n){0,3}", text[sign_off.end() :])
    end = sign_off.end() + (signed.end() if signed else 0)
    return text[: sign_off.end()] + re.sub(r"[^\n]", " ", text[sign_off.end() : end]) + text[end:]


def _postcode(acting: Acting) -> tuple[str | None, Evidence | None]:
    best: tuple[float, str, Evidence] | None = None
    texts = [(acting.subject, acting.subject, "header:Subject")]
    texts += [(_unsigned(letter), letter.text, letter.source) for letter in acting.letters]
    for searched, text, source in texts:  # an office's lines above may stand in the signature
        for match in _POSTCODE.finditer(searched):
            start = text.rfind("\n", 0, max(0, match.start())) + 1
            context = text[max(0, match.start() - 140) : match.start()]
            line = text[start : match.end()]
            if _OFFICE.search(line[-_NEAR:]) or _OFFICE.search(_block_above(text, start)):
                continue
            postcode = f"{match[1]} {match[2]}"
            weight = 2.0 if _PROPERTY.search(context) else 1.0
            seen = Evidence("postcode", postcode, source, " ".join(line.split()), weight, match.start(), match.end())
            if best is None or weight > best[0]:
                best = (weight, postcode, seen)
    return (best[1], best[2]) if best else (None, None)


def _block_above(text: str, line_start: int) -> str:
    """The lines of an address block above its postcode, when they are short (an address, not a sentence)."""
    lines: list[str] = []
    for line in reversed(text[:line_start].splitlines()):
        if not line.strip() or len(line) > 60 or len(lines) == 6:
            break
        lines.append(line)
    return "\n".join(lines)
