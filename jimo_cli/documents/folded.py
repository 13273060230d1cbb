"""Texts as they are compared: in half width, lower case and simplified characters."""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from jimo_cli import text

_LONGEST_LIGATURE = 6  # ㌖ is キロメートル
_MOST_CHARACTERS = 10_000  # of which is kept what they are folded to

# Blanks that separate the thousands of a number as a comma does.
_THOUSANDS = re.compile(r"(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")

# A minus sign with a blank behind it is one; of a hyphen nobody knows.
_SPACED_MINUS = re.compile("−([ \u00a0\u3000]++)(?=[0-9])")
# A sign between digits multiplies, and an underscore within a word is a part of it.
_EMPHASIS = re.compile(
    r"(?<![0-9*\\])(?P<mark>\*{1,3})(?=[^\s*])[^*]++(?<=\S)(?P=mark)"
    r"|(?<![a-z0-9_\\])(?P<line>_{1,3})(?=[^\s_])[^_]++(?<=\S)(?P=line)(?![a-z0-9_])"
)


class Folded(NamedTuple):
    """A text as it is compared, and for each of its characters the position in what it was made from."""

    text: str
    positions: Sequence[int]


def folded(original: str) -> Folded:
    """Return a text in half width, lower case and simplified characters; line breaks become blanks.

    The marks of emphasis in Markdown are left out: **345**万人.
    """
    found = _with_emphasis(original)
    return _without_emphasis(found) if "*" in found.text or "_" in found.text else found


def _without_emphasis(found: Folded) -> Folded:
    marks = [span for match in _EMPHASIS.finditer(found.text) for span in _marks(match)]
    if not marks:
        return found
    parts: list[str] = []
    positions = array("I")
    last = 0
    for start, end in (*marks, (len(found.text), len(found.text))):
        parts.append(found.text[last:start])
        positions.extend(found.positions[last:start])
        last = end
    return Folded("".join(parts), positions)


def _marks(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Both marks of an emphasis."""
    size = len(match["mark"] or match["line"])
    return (match.start(), match.start() + size), (match.end() - size, match.end())


def _with_emphasis(original: str) -> Folded:
    original = _SPACED_MINUS.sub(r"\1−", _THOUSANDS.sub(",", original))
    plain = text.fold(original)
    if len(plain) == len(original) and unicodedata.is_normalized("NFKC", plain):
        return Folded(original if plain == original else plain, range(len(original)))
    parts = [_folded(char) for char in original]
    positions = array("I")
    for position, part in enumerate(parts):
        positions.extend([position] * len(part))
    return Folded("".join(parts), positions)


@lru_cache(_MOST_CHARACTERS)
def _folded(char: str) -> str:
    """A character folded, except one that is a number by itself (① ② ½) or stands for a sentence (ﷺ)."""
    if unicodedata.category(char) == "No":
        return char
    normal = unicodedata.normalize("NFKC", char)
    return text.fold(normal if len(normal) <= _LONGEST_LIGATURE else char)
