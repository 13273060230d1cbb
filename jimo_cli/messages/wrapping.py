"""Lines of text that fit a width in cells: a Chinese character takes two, and a line may end behind any of them."""

from __future__ import annotations

import re
import textwrap
from functools import cache

_NEVER_FIRST = "，。；：？！、）】》”’%"
_NEVER_LAST = "（【《“‘"


@cache
def _pieces() -> re.Pattern[str]:
    """A word, a blank or a Chinese character, with the marks that may not part from it; English lines need none."""
    wide = r"\u2e80-\u9fff\uff00-\uffef"
    return re.compile(rf"[{_NEVER_LAST}]*(?: +|[{wide}]|[^ {wide}]+)[{_NEVER_FIRST}]*")


def width(text: str) -> int:
    """Return how many cells a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width  # noqa: PLC0415  # English needs none of it

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, cells: int, before: str, below: str) -> list[str]:
    """Return a text in lines, the first behind one indent and the others behind another."""
    if text.isascii() and before.isascii():
        return textwrap.wrap(text, cells, initial_indent=before, subsequent_indent=below)
    lines, line, taken = list[str](), before, width(before)
    is_empty = True
    for piece in _pieces().findall(" ".join(text.split("\n"))):
        needed = width(piece.rstrip(" "))
        if not is_empty and taken + needed > cells:
            lines.append(line.rstrip(" "))
            line, taken, is_empty = below, width(below), True
        if not (is_empty and piece.isspace()):
            line, taken, is_empty = line + piece, taken + width(piece), False
    return [*lines, line.rstrip(" ")]


def shortened(text: str, cells: int) -> str:
    """Return a text on one line, cut where it is wider."""
    if text.isascii():
        return textwrap.shorten(text, cells, placeholder="...")
    if width(text) <= cells:
        return text
    end = len(text)
    while width(text[:end]) > cells - 3:
        end -= 1
    return f"{text[:end]}..."
