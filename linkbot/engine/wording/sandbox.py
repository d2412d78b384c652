"""The fence around templates: no way to Python, no chance, no work without end. What is refused is a TemplateError.

Templates are the council's own and checked; this holds when one is wrong all the same, for a mail that cannot be
written is told and waits, while a worker that hangs tells nobody. What values may look like is `compose`'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Template, TemplateRuntimeError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 1_000_000  # characters of one filled template: a mail of ours has a few thousand
_LONGEST_PRODUCT = 10_000
_NOT_HERE = ("safe", "attr", "random", "center", "indent", "format", "pprint", "xmlattr", "urlize", "tojson")
_FAULTS = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)


class Fenced(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without what makes much out of little, what draws lots, and what turns escaping off."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for name in ("range", "lipsum"):
            del self.globals[name]
        for name in _NOT_HERE:
            del self.filters[name]

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Products of numbers within reason; texts are neither multiplied nor formatted this way."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or not numbers or (operator == "*" and abs(left * right) > _LONGEST_PRODUCT):
            raise SecurityError(f"a template may not reckon with {operator!r} here")
        return super().call_binop(context, operator, left, right)


def filled(template: Template, names: Mapping[str, object]) -> str:
    """The filled template. Raises TemplateError, whatever went wrong in it."""
    pieces: list[str] = []
    total = 0
    try:
        for piece in template.generate(names):
            pieces.append(piece)
            total += len(piece)
            if total > LONGEST:
                raise TemplateRuntimeError(f"it makes more than {LONGEST} characters")
    except _FAULTS as error:
        raise TemplateRuntimeError(f"it cannot be filled: {type(error).__name__}") from error
    return "".join(pieces)
