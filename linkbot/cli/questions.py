"""`linkbot questions`: list what linkbot asks, or answer."""

from __future__ import annotations

import argparse
import re
from itertools import takewhile

from linkbot.cli.acting import do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import moment, one_line, print_json
from linkbot.model.question import About, Question, Verb

_ID = re.compile(r"q-[0-9a-f]{10}")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", Verb.ANSWER.value), default="list")
    parser.add_argument(
        "words", nargs="*", metavar="ID VALUE", help="answer: the question's id (or several), then the answer"
    )
    parser.add_argument("--all", action="store_true", help="list: also those that are settled")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    if arguments.what == Verb.ANSWER.value:
        need(words, 2, "linkbot questions answer ID VALUE (or several ids; the choices stand in `linkbot questions`)")
        ids = list(takewhile(lambda word: _ID.fullmatch(word), words[:-1])) or words[:1]
        value = " ".join(words[len(ids) :])
        return max(do(arguments, Verb.ANSWER, id, value) for id in ids)
    no_more(words, "linkbot questions")
    with register(settings_of(arguments)) as store:
        if store is None:
            questions: tuple[Question, ...] = ()
        else:
            with store.begin() as tx:
                questions = tx.questions(open_only=not arguments.all)
    questions = tuple(sorted(questions, key=lambda q: (q.about is About.CHECK, not q.urgent, q.due_at, q.id)))
    if arguments.json:
        for question in questions:
            print_json(question)
    elif not questions:
        print("linkbot asks nothing.")
    else:
        print("\n\n".join(_told(question) for question in questions))
    return ExitCode.OK


def _told(question: Question) -> str:
    alternatives = enumerate(zip(question.choices, question.told, strict=False), 1)
    settled = f"{question.state.value}: {question.answer} by {question.answered_by}" if question.answer else None
    lines = [
        f"{question.id}  {question.about.value}" + ("  URGENT" if question.urgent else ""),
        f"  {one_line(question.reading)}",
        f"  They write: {one_line(question.quote)}" if question.quote.strip() else "",
        f"  About: {question.task or question.case or 'no case yet'}"
        + (f", message {question.message}" if question.message else ""),
        *(f"  {number} = {choice}: {told}" for number, (choice, told) in alternatives),
        f"  Choices: {', '.join(question.choices)}",
        f"  Unanswered by {moment(question.due_at)}: {one_line(question.if_unanswered)}",
        f"  Settled: {settled}" if settled else "",
    ]
    return "\n".join(line for line in lines if line)
