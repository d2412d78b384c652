"""What can be known to be wrong with one template before it is filled: syntax, names, filters, included pieces.

Values are not tried: a template that passes may still read badly, which the golden renderings show.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from linkbot.engine.wording.compose import FRAME, environment, split_subject
from linkbot.engine.wording.vocabulary import NAMES, PARTS, SUBJECT_NAMES
from linkbot.toml_document import nearest

SHARED = "parts/"  # pieces that other templates include, mostly inside loops
DEEPEST_LOOPS = 3
FRAME_NAMES = frozenset({"blocks", "subject"})
_FIELDS = dict(PARTS.values())


@dataclass(frozen=True)
class TemplateDoubt:
    line: int
    message: str


def doubts_about(name: str, source: str, known: Collection[str]) -> tuple[TemplateDoubt, ...]:
    """Everything wrong with the template `name`; `known` are the names of all templates it may include."""
    if name == FRAME:
        return tuple(_doubts(source, FRAME_NAMES, known))
    if name.startswith(SHARED):
        return tuple(_doubts(source, NAMES | _FIELDS.keys(), known))
    parts = split_subject(source)
    if parts is None or not parts[0]:
        return (TemplateDoubt(1, "the first line must be the subject: 'Subject: ...'"),)
    subject = _doubts(parts[0], SUBJECT_NAMES, known, where="in a subject (names and facts of a case stay out of it)")
    return (*subject, *_doubts(parts[1], NAMES, known, before=1))


def _doubts(
    source: str, names: Collection[str], known: Collection[str], *, where: str = "here", before: int = 0
) -> Iterator[TemplateDoubt]:
    language = environment()
    try:
        tree = language.parse(source)
    except TemplateSyntaxError as error:
        yield TemplateDoubt(error.lineno + before, f"cannot be understood: {error.message}")
        return
    for kind, members in ((nodes.Filter, language.filters), (nodes.Test, language.tests)):
        for used in tree.find_all(kind):
            if used.name not in members:
                hint = nearest(used.name, sorted(members))
                yield TemplateDoubt(used.lineno + before, f"there is no filter or test {used.name!r}{hint}")
                return  # Jinja cannot tell the names of a template that it could not compile
    unknown = find_undeclared_variables(tree) - set(names)
    for node in tree.find_all(nodes.Name):
        if node.name in unknown and node.ctx == "load":
            unknown.discard(node.name)
            hint = nearest(node.name, sorted(names))
            yield TemplateDoubt(node.lineno + before, f"the name {node.name!r} means nothing {where}{hint}")
    for loop in tree.find_all(nodes.For):
        yield from _loop(loop, before)
        if _depth(loop) > DEEPEST_LOOPS:
            yield TemplateDoubt(loop.lineno + before, f"loops more than {DEEPEST_LOOPS} deep: no mail needs that")
    for get in tree.find_all(nodes.Getattr):
        owner = get.node.name if isinstance(get.node, nodes.Name) else ""
        if owner in _FIELDS and get.attr not in _FIELDS[owner]:
            hint = nearest(get.attr, sorted(_FIELDS[owner]))
            yield TemplateDoubt(get.lineno + before, f"a {owner} has no {get.attr!r}{hint}")
    for include in tree.find_all(nodes.Include):
        wanted = include.template.value if isinstance(include.template, nodes.Const) else None
        if wanted not in known:
            yield TemplateDoubt(include.lineno + before, f"there is no template {wanted!r} to include")


def _depth(loop: nodes.For) -> int:
    return 1 + max((_depth(inner) for inner in loop.find_all(nodes.For)), default=0)


def _loop(loop: nodes.For, before: int) -> Iterator[TemplateDoubt]:
    """Lists are walked under one agreed name, so that what their members know can be checked."""
    over: nodes.Node | None = loop.iter
    while isinstance(over, nodes.Getitem | nodes.Filter):  # tasks[:1], tasks | sort(…)
        over = over.node
    name = over.name if isinstance(over, nodes.Name) else over.attr if isinstance(over, nodes.Getattr) else ""
    agreed = PARTS.get(name)
    if agreed is not None and not (isinstance(loop.target, nodes.Name) and loop.target.name == agreed[0]):
        yield TemplateDoubt(
            loop.lineno + before, f"write 'for {agreed[0]} in {name}', so that its fields can be checked"
        )
