"""Lines of a paragraph or a cell as one text, as it was before it was broken into them."""

import re
from collections.abc import Iterable

from jimo_cli.documents.flow import is_wide
from jimo_cli.documents.pdf.library import Run

HAN = re.compile("[\u3400-\u9fff]")
_HYPHENATED = re.compile(r"([A-Za-z]+)[-‐]$")
_WITHIN_FIGURE = re.compile(r"[0-9][.,]$")
_BROKEN_FIGURE = re.compile(r"[0-9]\.$")


def paragraph(lines: Iterable[tuple[str, bool]]) -> str:
    """Return the lines of a paragraph as one, each given with whether a blank ends it."""
    every = list(lines)
    is_han = any(HAN.search(line) for line, _ in every)
    text, ends_blank = "", False
    for line, ends in every:
        text, ends_blank = _with_line(text, line, is_han=is_han, ends_blank=ends_blank), ends
    return text


def cell(pieces: Iterable[Run]) -> str:
    """Return the pieces of a cell from the top as one text."""
    text = ""
    for piece in pieces:
        is_broken = bool(_WITHIN_FIGURE.search(text) or HAN.search(text + piece.text))
        text = _with_line(text, piece.text, is_han=is_broken, ends_blank=False)
    return text


def is_within_figure(text: str) -> bool:
    """Tell whether the full stop that a Chinese text ends with is the point of a figure: 12.|6亿元."""
    return bool(HAN.search(text) and _BROKEN_FIGURE.search(text))


def _with_line(text: str, line: str, *, is_han: bool, ends_blank: bool) -> str:
    """A text and the line behind it, with a blank between them where they are written with blanks."""
    if not text or not line:
        return text + line
    hyphenated = _HYPHENATED.search(text)
    if hyphenated and line[0].islower():
        is_compound = text[: hyphenated.start()].endswith("-")
        return (text if is_compound else text[:-1]) + line
    if text[-1] in "-–" and line[0].isalnum():
        return text + line
    is_joined = is_wide(text[-1]) or is_wide(line[0]) or (is_han and not ends_blank and _is_figure(text[-1], line[0]))
    return text + ("" if is_joined else " ") + line


def _is_figure(before: str, behind: str) -> bool:
    """Tell whether a figure may be broken between two characters."""
    return (before.isdecimal() or before in ".,") and (behind.isdecimal() or behind in ".,%")
