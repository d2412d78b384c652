"""`rules/replies.toml` into the words of answers by mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from pathlib import Path

from linkbot.model.question import Verb
from linkbot.model.reply import ReplyWords
from linkbot.rulebook.phrase_check import phrases
from linkbot.toml_document import Fault, Table, read_toml

_TASK_VERBS = (Verb.DONE, Verb.RECEIVED, Verb.SUBMITTED, Verb.SATISFIED, Verb.WITHDRAW)
_IN_ORDER = ("greetings", "sign_offs")
_PHRASES = ("not_ours", "more_time", "finished", "nothing_held")


def load_replies(path: Path, kinds: Collection[str], faults: list[Fault]) -> ReplyWords:
    """`kinds`: the ids there are; a word for another kind, or for no act on a task, is a fault."""
    root = read_toml(path, faults)
    listed: dict[str, tuple[str, ...]] = {}
    for field in fields(ReplyWords):
        if field.name in _PHRASES:
            listed[field.name] = phrases(root, field.name)
        elif field.name not in ("kinds", "tasks"):
            needed = field.name != "courtesy"
            listed[field.name] = tuple(word.casefold() for word in root.texts(field.name, required=needed))
    named, acts = root.table("kinds", required=True), root.table("tasks", required=True)
    words = ReplyWords(
        **{name: frozenset(words) for name, words in listed.items() if name not in (*_IN_ORDER, "fillers")},
        greetings=listed["greetings"],
        sign_offs=listed["sign_offs"],
        fillers=tuple(sorted(listed["fillers"], key=len, reverse=True)),
        kinds=tuple(_kinds(named, kinds)),
        tasks=tuple(_acts(acts)),
    )
    for table in (named, acts, root):
        table.finish()
    return words


def _kinds(table: Table, kinds: Collection[str]) -> list[tuple[str, str]]:
    pairs = [(said.casefold(), table.text(said)) for said in table.names()]
    for said, kind in pairs:
        if kinds and kind not in kinds:
            table.fault(f"{said!r} stands for {kind!r}, which is no kind", said)
    return pairs


def _acts(table: Table) -> list[tuple[str, Verb]]:
    pairs = []
    for said in table.names():
        name = table.text(said)
        verb = next((verb for verb in _TASK_VERBS if verb.value == name), None)
        if verb is None:
            table.fault(f"{said!r} stands for {name!r}: it may be {', '.join(_TASK_VERBS)}", said)
        else:
            pairs.append((said.casefold(), verb))
    return pairs
