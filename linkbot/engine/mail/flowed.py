"""format=flowed text (RFC 3676) back to paragraphs, so that a sentence stands on one line again."""

from __future__ import annotations

import re


def unflow(text: str, *, delete_space: bool) -> str:
    """Lines that end in a blank go on in the next line of the same quote depth; the signature mark never does."""
    lines: list[str] = []
    open_depth = -1
    for raw in text.replace("\r\n", "\n").split("\n"):
        quote = re.match(r">*", raw)
        depth = len(quote[0]) if quote else 0
        line = raw[depth:].removeprefix(" ")
        if depth == open_depth and lines and line != "-- ":
            lines[-1] += line
        else:
            lines.append(f"{'>' * depth} {line}" if depth else line)
        if line.endswith(" ") and line != "-- ":
            open_depth = depth
            lines[-1] = lines[-1][:-1] if delete_space else lines[-1]
        else:
            open_depth = -1
    return "\n".join(lines)
