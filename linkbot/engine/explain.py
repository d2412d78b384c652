"""Telling why: one reading and its decision as the object `explain --json` prints, and as text for a person.

Both tell the same story from the same values. Keys are a contract with other programs (design, section 7): always all
present, lists never null, fields may be added and never removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from linkbot.engine.casework.targets import match_outcome
from linkbot.engine.explain_dates import deadline_json, deadline_line, mention_json, mention_line
from linkbot.engine.explain_items import finding_json, item_json, item_line
from linkbot.model.authentication import Authentication
from linkbot.model.decision import Decision, Known
from linkbot.model.effect import CancelInvite, Effect, SendInvite, SendReport
from linkbot.model.evidence import Evidence
from linkbot.model.reading import Reading

Json = dict[str, object]


def as_json(file: str, reading: Reading, *, known: Known, decision: Decision) -> Json:
    """One message, whole."""
    outcome, case = match_outcome(reading, known)
    return {
        "file": file,
        "message_id": reading.message_id,
        "authentication": {
            "verdict": reading.authentication.verdict.value,
            "from_domain": reading.authentication.from_domain,
            "look_alike_of": reading.authentication.look_alike_of,
            "methods": {method: result.value for method, result in reading.authentication.methods},
            "why": reading.authentication.why,
        },
        "gate": reading.gate,
        "kind": reading.kind,
        "also": list(reading.classification.also),
        "certainty": reading.classification.certainty.value,
        "ombudsman": reading.ombudsman,
        "references": list(reading.references.about),
        "mentioned_references": list(reading.references.mentioned),
        "our_references": list(reading.references.ours),
        "complainant": reading.complainant.name,
        "postcode": reading.complainant.postcode,
        "letter_date": _day(reading.letter_date),
        "match": {"outcome": outcome.value, "case": case},
        "deadlines": [deadline_json(deadline) for deadline in reading.deadlines],
        "items": [item_json(item) for item in reading.items],
        "disposition": decision.disposition.value if known.checked else reading.disposition.value,
        "reasons": list(dict.fromkeys((*reading.reasons, *decision.reasons))),
        "evidence": [_evidence(evidence) for evidence in _all_evidence(reading)],
        "rivals": [{"kind": rival.kind, "score": round(rival.score, 2)} for rival in reading.classification.rivals],
        "would": list(_would(decision)),
        "forwarded": reading.forwarded,
        "service": {"id": reading.service.service, "certain": reading.service.certain},
        "score": round(reading.classification.score, 2),
        "margin": round(reading.classification.margin, 2),
        "unreadable": list(reading.unreadable),
        "missed_on": [_day(day) for day in reading.missed_on],
        "marks": [
            {"mark": mark.kind.value, "source": mark.evidence.source, "quote": mark.evidence.quote}
            for mark in reading.marks
        ],
        "publication_on": _day(reading.publication_on),
        "findings": [finding_json(finding) for finding in reading.findings],
        "dates": [mention_json(mention) for mention in reading.mentions],
        "doubts": [{"code": doubt.code, "sentence": doubt.sentence, "quote": doubt.quote} for doubt in reading.doubts],
    }


def unreadable_json(file: str, why: str) -> Json:
    """The line of a file that could not be read at all: every key there, nothing claimed."""
    return {
        "file": file,
        "message_id": None,
        "authentication": {
            "verdict": "unverified",
            "from_domain": None,
            "look_alike_of": None,
            "methods": {},
            "why": why,
        },
        "gate": "unreadable",
        "kind": None,
        "also": [],
        "certainty": "unclear",
        "ombudsman": None,
        "references": [],
        "mentioned_references": [],
        "our_references": [],
        "complainant": None,
        "postcode": None,
        "letter_date": None,
        "match": {"outcome": "unchecked", "case": None},
        "deadlines": [],
        "items": [],
        "disposition": "review",
        "reasons": [why],
        "evidence": [],
        "rivals": [],
        "would": [],
        "forwarded": False,
        "service": {"id": None, "certain": False},
        "score": 0.0,
        "margin": 0.0,
        "unreadable": [],
        "missed_on": [],
        "findings": [],
        "marks": [],
        "publication_on": None,
        "dates": [],
        "doubts": [],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _evidence(evidence: Evidence) -> Json:
    return {
        "signal": evidence.signal,
        "kind": evidence.claim,
        "source": evidence.source,
        "quote": evidence.quote,
        "weight": round(evidence.weight, 2),
    }


def _all_evidence(reading: Reading) -> Iterable[Evidence]:
    return (*reading.classification.hits, *reading.evidence)


def _would(decision: Decision) -> Iterable[Json]:
    for task in decision.tasks:
        if task.version == 0:
            yield {"effect": "create_task", "to": [task.owner], "on": _day(task.due_on), "template": None}
    for intent in decision.intents:
        effect = intent.effect
        yield {
            "effect": effect.effect,
            "to": list(getattr(effect, "to", ())),
            "on": _day(effect_day(effect)),
            "template": getattr(effect, "template", None),
            "held": intent.held,
        }


def effect_day(effect: Effect) -> date | None:
    """`due_on` of a printed effect: of an invitation the day of the entry, of a task its safe date."""
    match effect:
        case SendInvite() | CancelInvite():
            return effect.entry_on
        case SendReport():
            return effect.due_on
        case _:
            return getattr(effect, "due_on", None)


def as_text(file: str, reading: Reading, *, known: Known, decision: Decision, why_not: str | None = None) -> str:
    """The same for a person in a terminal."""
    outcome, case = match_outcome(reading, known)
    kind = (reading.kind or "unknown").replace("_", " ")
    also = (
        f" (also {', '.join(k.replace('_', ' ') for k in reading.classification.also)})"
        if reading.classification.also
        else ""
    )
    sure = f"score {reading.classification.score:.1f}, margin {reading.classification.margin:.1f}"
    lines = [
        f"{file}",
        f"  {reading.disposition.value.upper()}  {kind}{also}, {reading.classification.certainty.value} ({sure})",
        f"  sender      {reading.authentication.verdict.value}: {reading.authentication.from_domain or 'no From'}"
        + (f", imitates {reading.authentication.look_alike_of}" if reading.authentication.look_alike_of else "")
        + (f"; gate {reading.gate}" if reading.gate else ""),
        *_sender(reading.authentication),
        f"  case        {case or 'none'} ({outcome.value})"
        + (f"; mentions {', '.join(reading.references.mentioned)}" if reading.references.mentioned else "")
        + (f"; ours {', '.join(reading.references.ours)}" if reading.references.ours else ""),
        f"  letter      {_day(reading.letter_date) or 'no date'} ({reading.letter_date_source or '-'})"
        + (f", about {reading.complainant.name}" if reading.complainant.name else "")
        + (f"; service {reading.service.service}" if reading.service.service else ""),
    ]
    lines += [f"  because     {reason}" for reason in dict.fromkeys((*reading.reasons, *decision.reasons))]
    for hit in sorted(reading.classification.hits, key=lambda hit: -abs(hit.weight))[:8]:
        lines.append(f"  evidence    {hit.weight:+.1f} {hit.signal} in {hit.source}: “{_short(hit.quote)}”")
    for rival in reading.classification.rivals[:3]:
        lines.append(f"  rival       {rival.kind.replace('_', ' ')} ({rival.score:.1f})")
    wanted = why_not or (reading.classification.rivals[0].kind if reading.classification.rivals else None)
    for miss in [m for m in reading.classification.misses if m.kind == wanted][:6]:
        lines.append(f"  missing     {miss.kind.replace('_', ' ')}: {miss.signal} ({miss.why})")
    lines += [deadline_line(deadline, _short(deadline.phrase)) for deadline in reading.deadlines]
    told = {deadline.on for deadline in reading.deadlines}
    others = [mention for mention in reading.mentions if not mention.taken and mention.on not in told]
    lines += [mention_line(mention, _short(mention.phrase)) for mention in others]
    lines += [item_line(item, _short(item.text, 150)) for item in reading.items]
    lines += [f"  finding     {_short(str(finding), 150)}" for finding in reading.findings]
    lines += [
        f"  mark        {mark.kind} in {mark.evidence.source}: “{_short(mark.evidence.quote)}”"
        for mark in reading.marks
    ]
    if reading.publication_on:
        lines.append(f"  published   on {_day(reading.publication_on)}, the letter says")
    for row in _would(decision):
        to = ", ".join(str(x) for x in row["to"]) if isinstance(row["to"], list) else ""
        day = f" on {row['on']}" if row["on"] else ""
        name = f" {row['template']}" if row.get("template") else ""
        held = " (held for a person)" if row.get("held") else ""
        lines.append(f"  would       {row['effect']}{name}{' to ' + to if to else ''}{day}{held}")
    return "\n".join(lines)


def _sender(authentication: Authentication) -> Iterable[str]:
    """Why the sender is believed or not, and the words of the header that decided it."""
    if authentication.why:
        yield f"              {authentication.why}"
    for one in authentication.evidence:
        if one.quote and one.quote not in authentication.why:
            yield f"              {one.source}: “{_short(one.quote)}”"


def _short(text: str, most: int = 110) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
