"""`linkbot questions`: list what linkbot asks, or answer."""

from __future__ import annotations

import argparse

from linkbot.cli.acting import do, need, no_more, register
from linkbot.cli.arguments import add_act, add_config, add_json, settings_of
from linkbot.cli.exit_codes import ExitCode
from linkbot.cli.tables import moment, one_line, print_json
from linkbot.model.question import Question, Verb


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", Verb.ANSWER.value), default="list")
    parser.add_argument("words", nargs="*", metavar="ID VALUE", help="answer: the question's id, then the answer")
    parser.add_argument("--all", action="store_true", help="list: also those that are settled")
    add_act(parser)
    add_config(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    if arguments.what == Verb.ANSWER.value:
        need(words, 2, "linkbot questions answer ID VALUE (the choices stand in `linkbot questions`)")
        return do(arguments, Verb.ANSWER, words[0], " ".join(words[1:]))
    no_more(words, "linkbot questions")
    with register(settings_of(arguments)) as store:
        if store is None:
            questions: tuple[Question, ...] = ()
        else:
            with store.begin() as tx:
                questions = tx.questions(open_only=not arguments.all)
    questions = tuple(sorted(questions, key=lambda question: (not question.urgent, question.due_at, question.id)))
    if arguments.json:
        for question in questions:
            print_json(question)
    elif not questions:
        print("linkbot asks nothing.")
    else:
        print("\n\n".join(_told(question) for question in questions))
    return ExitCode.OK


def _told(question: Question) -> str:
    settled = f"{question.state.value}: {question.answer} by {question.answered_by}" if question.answer else None
    lines = [
        f"{question.id}  {question.about.value}" + ("  URGENT" if question.urgent else ""),
        f"  {one_line(question.reading)}",
        f"  They write: {one_line(question.quote)}" if question.quote.strip() else "",
        f"  About: {question.task or question.case or 'no case yet'}"
        + (f", message {question.message}" if question.message else ""),
        f"  Choices: {', '.join(question.choices)}",
        f"  Unanswered by {moment(question.due_at)}: {one_line(question.if_unanswered)}",
        f"  Settled: {settled}" if settled else "",
    ]
    return "\n".join(line for line in lines if line)
