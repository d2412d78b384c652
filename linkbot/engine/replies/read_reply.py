"""A whole reply: each thing it answers as an act, each line that must be asked back with the reason. Pure.

Who wrote it and whether they may is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkbot.engine.replies.lines import ReplyText, Said, reply_text
from linkbot.engine.replies.of_evidence import SOME_POINTS, evidence_answer, split_answer
from linkbot.engine.replies.plain_words import forms, has_caution, plain
from linkbot.engine.replies.understand import Lexicon, Meaning, Unsure, kind_named, understand
from linkbot.model.question import About, Verb
from linkbot.model.reply import Answerable, Answers, Given, Unclear

NOT_FOUND = "linkbot found no answer above the quoted text. Write it at the top of your reply."
CONDITION = "This is more than an answer, and linkbot does nothing on a condition. Give the answer alone, or wait."
ALL_OR_ONE = "Is all of it received, or the point of that number? Write: all received, or: received 1."
TWICE = "It was answered twice, and differently."

_TASK = re.compile(r"^\W*(?P<task>(?:[A-Za-z]{2,6}\s*)?\d[\d ]{5,13}/\s?\d{1,4}(?!\d))\s*[:,=>.\-–]*\s*(?P<said>\S.*)$")
_FILE = re.compile(
    r"^\W*(?P<verb>leave out|include)\s+(?P<file>e-[0-9a-f]{12})\s*[:,.–-]?\s*(?P<why>.*)$", re.IGNORECASE
)
_TRUST = re.compile(r"^\W*trust[\s:]+(?P<kind>\S.*?)[\s:,=>.\-–]+(?P<how>on|off)\W*$", re.IGNORECASE)
_REASSIGN = re.compile(r"^(?:reassign(?:ed)?|assign|give(?: it)?|move)\s+to\s+(?P<who>\S+)\W*$", re.IGNORECASE)


def read_reply(text: str, answerable: Sequence[Answerable], lexicon: Lexicon, *, tasks: bool = False) -> Answers:
    """`text`: what the sender wrote anew, no quoted history. `tasks`: lines that name a task by its id count too,
    and those that say `trust` and a kind.
    """
    things = {thing.number: thing for thing in answerable}
    words = reply_text(text, things, lexicon.words)
    given: dict[int | str, Given] = {}
    unclear: list[Unclear] = []
    paragraphs = [
        [line for line in paragraph if not (tasks and _stands_alone(line, given, unclear, lexicon))]
        for paragraph in words.free
    ]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    if not words.said and len(things) == 1 and paragraphs:
        (only,) = things.values()
        first, *more = paragraphs.pop(0)
        _take(Said((only.number,), first, " ".join(more)), things, given, unclear, lexicon)
    elif len(things) == 1 and (doubt := _all_or_one(words, things)) is not None:
        unclear.append(doubt)
    elif len(things) == 1 and (bare := _bare(words, things, lexicon)) is not None:
        given[bare.number or 0] = bare
    else:
        for said in words.said:
            _take(said, things, given, unclear, lexicon)
    free = [line for paragraph in paragraphs for line in paragraph]
    _heed_cautions(free, given, unclear, lexicon)
    answered = {number for number in given if isinstance(number, int)} | {u.number for u in unclear}
    if not given and not unclear:
        unclear.append(Unclear(None, " ".join(free)[:200], NOT_FOUND))
    return Answers(
        tuple(given[key] for key in given),
        tuple(
            u for at, u in enumerate(unclear) if u not in unclear[:at] and (u.number is None or u.number in answered)
        ),
    )


def _take(
    said: Said, things: dict[int, Answerable], given: dict[int | str, Given], unclear: list[Unclear], lexicon: Lexicon
) -> None:
    """One answer, for each of its numbers."""
    for number in said.numbers:
        thing, quote = things[number], f"{said.words} {said.more}".strip()
        try:
            verb, value = _meaning(said, thing, lexicon)
        except Unsure as why:
            unclear.append(Unclear(number, quote[:200], str(why)))
            continue
        act = Given(number, thing.target, verb, value, quote[:200])
        before = given.get(number)
        if before is not None and (before.verb, before.value) != (verb, value):
            del given[number]
            unclear.append(Unclear(number, quote[:200], TWICE))
        elif not any(u.number == number for u in unclear):
            given[number] = act


def _meaning(said: Said, thing: Answerable, lexicon: Lexicon) -> Meaning:
    """An answer may be wrapped over lines; else its first line stands alone and what follows must be harmless."""
    whole = f"{said.words} {said.more}".strip()
    try:
        return understand(whole, thing, lexicon)
    except Unsure:
        if has_caution(whole, lexicon.words):
            raise Unsure(CONDITION) from None
        if not said.more:
            raise
    return understand(said.words, thing, lexicon)


def _all_or_one(words: ReplyText, things: dict[int, Answerable]) -> Unclear | None:
    """`1 received` of a mail that asks about one task of several points: the whole, or its first point?"""
    (only,) = things.values()
    asked = only.question
    if asked is None or asked.about is not About.EVIDENCE or SOME_POINTS not in asked.choices:
        return None
    if len(words.said) != 1:
        return None
    (said,) = words.said
    if said.words.casefold().strip(" .") != "received":
        return None
    return Unclear(only.number, f"{only.number} {said.words}", ALL_OR_ONE)


def _bare(words: ReplyText, things: dict[int, Answerable], lexicon: Lexicon) -> Given | None:
    """`1 December 2026` as the answer to a mail with one question: its number is the day's, not the question's."""
    (only,) = things.values()
    if len(words.said) != 1 or words.free:
        return None
    said = f"{only.number} {words.said[0].words}"
    try:
        verb, value = understand(said, only, lexicon)
    except Unsure:
        return None
    return Given(only.number, only.target, verb, value, said)


def _heed_cautions(
    free: Sequence[str], given: dict[int | str, Given], unclear: list[Unclear], lexicon: Lexicon
) -> None:
    """A remark beside the answers that sets a condition touches the numbers it names, or all of them."""
    for line in free:
        if not has_caution(line, lexicon.words):
            continue
        named = {int(number) for number in re.findall(r"(?<![\d/])\d{1,3}(?![\d/])", line)} & {
            number for number in given if isinstance(number, int)
        }
        for key in [key for key in given if not named or key in named]:
            taken = given.pop(key)
            unclear.append(Unclear(taken.number, f"{taken.said} / {line}"[:200], CONDITION))


def _stands_alone(line: str, given: dict[int | str, Given], unclear: list[Unclear], lexicon: Lexicon) -> bool:
    """A line that needs no number, because it names what it is about."""
    return (
        _about_a_file(line, given)
        or _about_a_task(line, given, unclear, lexicon)
        or _about_a_kind(line, given, unclear, lexicon)
    )


def _about_a_file(line: str, given: dict[int | str, Given]) -> bool:
    """`leave out e-0123456789ab: it names a neighbour`, `include e-0123456789ab`."""
    found = _FILE.match(line)
    if found is None:
        return False
    verb = Verb.INCLUDE if found["verb"].casefold() == "include" else Verb.LEAVE_OUT
    given[found["file"].casefold()] = Given(
        None, found["file"].casefold(), verb, found["why"].strip() or None, line[:200]
    )
    return True


def _about_a_task(line: str, given: dict[int | str, Given], unclear: list[Unclear], lexicon: Lexicon) -> bool:
    """`202312345/2 submitted`, `HO 202312345/2: reassign to repairs`."""
    found = _TASK.match(line)
    if found is None:
        return False
    task, said = " ".join(found["task"].split()), found["said"]
    reassigned = _REASSIGN.match(said.strip())
    known = {plain(name): verb for name, verb in lexicon.words.tasks}
    verb = next((known[form] for form in forms(said, lexicon.words) if form in known), None)
    marked = evidence_answer(said, lexicon.words)
    if marked is not None:
        name, value = split_answer(marked)
        given[task] = Given(None, task, Verb(name), value, line[:200])
    elif reassigned is not None:
        given[task] = Given(None, task, Verb.REASSIGN, reassigned["who"].strip(".,;"), line[:200])
    elif verb is not None:
        given[task] = Given(None, task, verb, None, line[:200])
    else:
        names = ", ".join(dict.fromkeys(verb.value for verb in known.values()))
        unclear.append(Unclear(None, line[:200], f"Of a task you can say: {names}, or: reassign to somebody."))
    return True


def _about_a_kind(line: str, given: dict[int | str, Given], unclear: list[Unclear], lexicon: Lexicon) -> bool:
    """`trust first chaser on`, `Trust: information request off`."""
    found = _TRUST.match(line)
    if found is None:
        return False
    kind = kind_named(found["kind"], lexicon)
    if kind is None:
        unclear.append(Unclear(None, line[:200], "Which kind? `linkbot rules trust` lists them."))
    else:
        given[f"trust {kind}"] = Given(None, kind, Verb.TRUST, found["how"].casefold(), line[:200])
    return True
