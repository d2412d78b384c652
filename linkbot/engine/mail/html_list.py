"""The numbers and bullets a browser would print before list items: orders and questions are named by them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class HtmlList:
    """One list under way. `kind` is an HTML list type (1, a, A, i, I) or `-` for bullets."""

    kind: str
    number: int

    @classmethod
    def of(cls, tag: str, attributes: dict[str, str | None]) -> HtmlList:
        kind = attributes.get("type") or "1"
        ordered = kind if kind in ("1", "a", "A", "i", "I") else "1"
        return cls(ordered if tag == "ol" else "-", _number(attributes.get("start"), 1))

    def marker(self, attributes: dict[str, str | None]) -> str:
        """What stands before the next item."""
        if self.kind == "-":
            return "- "
        number = _number(attributes.get("value"), self.number)
        self.number = number + 1
        return f"{label(self.kind, number)}. "


def _number(value: str | None, default: int) -> int:
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else default


def label(kind: str, number: int) -> str:
    """A number in a style: 1, a, A, i, I."""
    if kind in ("a", "A"):
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters if kind == "a" else letters.upper()
    if kind in ("i", "I") and 0 < number < 400:
        return roman(number) if kind == "i" else roman(number).upper()
    return str(number)


def roman(number: int) -> str:
    """Lower-case Roman numerals of 1 to 399."""
    text = ""
    for value, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv")):
        count, number = divmod(number, value)
        text += letters * count
    return text + "i" * number
