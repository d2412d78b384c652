"""The words of an effect: template, facts and rows to subject, text and HTML. Pure; sends nothing and looks nothing up.

Templates run in a sandbox. Every value they print is put on one line and cleaned, so that a letter's text can neither
start a block nor end a header; HTML is escaped by the engine.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import BaseLoader, DictLoader, StrictUndefined, Template, TemplateError

from linkbot.engine.wording.blocks import blocks_of, text_of
from linkbot.engine.wording.plain import clean_lines, one_line, shortened
from linkbot.engine.wording.sandbox import Fenced, filled
from linkbot.engine.wording.vocabulary import names_of, subject_names
from linkbot.model.compose_context import ComposeContext, Composed, Worded
from linkbot.model.effect import CancelInvite, DraftReply, SendInvite
from linkbot.model.templates import Templates

FRAME = "frame.html"
SUBJECT = "Subject:"
LONGEST_SUBJECT = 250
_ANSWERED = re.compile(r"^(?:\s*(?:re|fw|fwd|aw)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)


class TemplateFault(Exception):
    """A template that is missing or cannot be filled: which one, and why."""


class _Lines(str):
    """Several lines that a filter of ours has made safe; everything else is put on one line."""

    __slots__ = ()


def quoted(text: str) -> _Lines:
    """Filter: foreign words as a quotation, each line marked."""
    return _Lines("\n".join(f"> {line.strip()}" for line in clean_lines(text).split("\n") if line.strip()))


def lines(text: str) -> tuple[str, ...]:
    """Filter: the lines of a fact that is a list."""
    return tuple(line.strip() for line in clean_lines(text).split("\n") if line.strip())


def cell(text: str) -> str:
    """Filter: a value for a table, whose columns are parted by bars."""
    return one_line(text).replace("|", "/")


def environment(loader: BaseLoader | None = None) -> Fenced:
    """The language of templates: what `rules check` parses with and mails are filled with."""
    made = Fenced(
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        finalize=lambda value: value if isinstance(value, _Lines) or not isinstance(value, str) else one_line(value),
    )
    made.filters |= {"quoted": quoted, "lines": lines, "cell": cell, "shortened": shortened}
    return made


def split_subject(source: str) -> tuple[str, str] | None:
    """The subject template of the first line, and the rest; None when the first line is no `Subject:`."""
    first, _, rest = source.lstrip("\ufeff").partition("\n")
    return (first[len(SUBJECT) :].strip(), rest) if first.startswith(SUBJECT) else None


def compose(effect: Worded, *, context: ComposeContext, templates: Templates) -> Composed:
    """What the effect says. Invitations have no HTML. Raises `TemplateFault`."""
    ombudsman = context.ombudsman.id if context.ombudsman else context.case.ombudsman if context.case else None
    name = templates.choose(effect.template, effect.role, ombudsman)
    if name is None:
        raise TemplateFault(f"there is no template {effect.template}/en.txt")
    names = names_of(effect, context)
    language = _language(templates)
    try:
        first, rest = _compiled(templates, name)
        subject = filled(first, subject_names(names))
        blocks = blocks_of(filled(rest, names))
        subject = _subject(effect, shortened(subject, LONGEST_SUBJECT), context)
        html = None
        if not isinstance(effect, SendInvite | CancelInvite):
            html = filled(language.get_template(FRAME), {"blocks": blocks, "subject": subject})
    except TemplateError as error:
        raise TemplateFault(f"{name}: {error}") from error
    return Composed(subject, text_of(blocks), html)


def _subject(effect: Worded, subject: str, context: ComposeContext) -> str:
    """A draft keeps the letter's own subject, so that the answer finds its thread on the other side too."""
    if not isinstance(effect, DraftReply) or not context.answers_subject:
        return subject
    reference = context.case.reference if context.case else ""
    return reply_subject(context.answers_subject, reference)


def reply_subject(original: str, reference: str) -> str:
    """`Re:` once, the letter's subject, and the ombudsman's reference when the subject lacks it."""
    base = _ANSWERED.sub("", one_line(original))
    if reference and re.sub(r"\D", "", reference) not in re.sub(r"\D", "", base):
        base = f"{base} - {reference}" if base else reference
    return f"Re: {base}"


@lru_cache(maxsize=256)
def _compiled(templates: Templates, name: str) -> tuple[Template, Template]:
    """Subject and text of one template; compiling costs more than filling. Raises TemplateError."""
    parts = split_subject(templates.sources[name])
    if parts is None:
        raise TemplateFault(f"{name}: the first line must begin with 'Subject:'")
    language = _language(templates)
    return language.from_string(parts[0]), language.from_string(parts[1])


@lru_cache(maxsize=4)
def _language(templates: Templates) -> Fenced:
    return environment(DictLoader(dict(templates.sources)))
