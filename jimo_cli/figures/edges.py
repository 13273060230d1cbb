"""Where a figure of running text begins and ends: its minus sign, the rest of its number, of its unit.

All texts are folded. A check looks at a few characters on either side, so that its time does not depend
on the length of a text.
"""

from __future__ import annotations

import re

from jimo_cli.figures.numerals import MAGNITUDES, NUMERALS, UNITS_LIKE_MAGNITUDES
from jimo_cli.figures.units import COUNTING, is_known, is_rate, is_same_unit, split_unit, unit_end

_NEAR = 16
"""Characters before a figure that are looked at."""

_STEPS = f"(?:(?!{'|'.join(UNITS_LIKE_MAGNITUDES)})[百千万亿])"
_WORDS = "|".join(sorted(filter(str.isascii, MAGNITUDES), key=len, reverse=True))
_MAGNITUDE = rf"(?:{_STEPS}{{1,3}}|\s?(?:{_WORDS})(?![a-z]))"
MAGNITUDE = rf"(?:\s?(?:[余多几]|来(?={'|'.join(COUNTING)}|[万亿])))?(?:\s?{_MAGNITUDE})?(?:\s?[余多])?"
"""A pattern for what stands between a number and its unit: hedges and a magnitude."""

_REST = re.compile(MAGNITUDE)
_NUMBERS = re.compile(f"(?<![a-z])[0-9][0-9,.]*|[{NUMERALS}]+")
# With blanks on both sides the magnitude is one within a number, with one alone the next column of a table.
_TAIL = re.compile(rf"[0-9{NUMERALS}余多](?:[百千万亿][零〇]?|\s[百千万亿]{{1,2}}\s(?:[零〇]\s?)?)$")
_HEAD = re.compile(rf"\s[百千万亿]\s[零〇]?\s?[0-9{NUMERALS}]")

# 负 at the end of a word is no sign: 减负, 税负.
_NEGATIVE = re.compile(
    "(?:(?<![减担抱肩胜背自辜欺亏身税重正债轻])负(?:增长)?(?:了|为|达|超|的)?|零下|minus|negative)\\s*$"
)
_MARKED = re.compile(r"\S\s*[▲△▼▽]\s?$")
_MINUS = re.compile(r"(?<!-)-\s*$")
_DASH = re.compile(r"(?:^|\s)-\s+$")
_CELL = re.compile(r"[|\t]\s*-\s+$")
_MEASURED = ("%", "‰", "度", "°c")
_COUNTED = re.compile(rf"(?:-|[0-9{NUMERALS}%](?:[^\W\d_年月日季度]{{1,4}})?)\s*$")


def has_minus(folded: str, start: int, end: int) -> bool:
    """Return whether a minus sign stands before the figure from `start` to `end`, however it is printed.

    Signs are a hyphen or its like, 负, 负增长, 零下, and a triangle that begins no line. A hyphen between two
    blanks is a dash, unless the figure is one of %, ‰ or degrees; at the head of a line it begins an entry.
    """
    before = folded[max(0, start - _NEAR) : start]
    if _NEGATIVE.search(before) or _MARKED.search(before):
        return True
    if _MINUS.search(before) is None:
        return False
    is_entry = start <= _NEAR and before.strip() == "-" and before[-1].isspace()
    is_dash = _DASH.search(before) is not None and not _CELL.search(before)
    return not is_entry and (not is_dash or folded[start:end].endswith(_MEASURED))


def is_tail(folded: str, start: int) -> bool:
    """Return whether the number at a position goes on one before it: the 3000万 of 10亿3000万."""
    return _TAIL.search(folded[max(0, start - _NEAR) : start]) is not None


def is_dash(folded: str, start: int) -> bool:
    """Return whether the hyphen at a position is no minus sign: that of a range, or a part of a dash.

    With a blank before it and none behind it is that of the next number, or of the next cell: 78.5 -5.1.
    """
    if folded[start - 1 : start].isspace() and folded[start + 1 : start + 2].isdigit():
        return False
    return _COUNTED.search(folded[max(0, start - _NEAR) : start]) is not None


def figure_end(folded: str, number_end: int) -> int:
    """Return where the figure whose number ends at a position ends with its magnitude and its unit."""
    return unit_end(folded, _behind(folded, number_end))


def is_cut(folded: str, start: int, end: int, unit: str = "") -> bool:
    """Return whether a figure goes on behind `end`: 3.5万吨 in 3.5万吨公里, 345亿 in 345亿美元.

    A figure without its unit, that a fact says is `unit`, is not one of another known unit.
    """
    number_end = _last_number(folded, start, end)
    if number_end is None:
        return False
    begin = _behind(folded, number_end)
    stop = unit_end(folded, begin)
    if is_rate(folded, end) or _HEAD.match(folded, end - 2):
        return True
    if begin < end:
        return stop > end and not is_same_unit(folded[begin:end].strip(), folded[begin:stop].strip())
    if begin > end:
        return True
    base = split_unit(unit)[1] if unit else ""
    return stop > begin and is_known(base) and not is_same_unit(folded[begin:stop].strip(), base)


def _behind(folded: str, number_end: int) -> int:
    """Return where the hedges and the magnitude behind a number end."""
    found = _REST.match(folded, number_end)
    return found.end() if found else number_end


def _last_number(folded: str, start: int, end: int) -> int | None:
    """Return where the last number within a figure ends, without the 千 of 千瓦."""
    last = None
    for match in _NUMBERS.finditer(folded, start, end):
        stop = match.end() - folded.startswith(UNITS_LIKE_MAGNITUDES, match.end() - 1)
        last = stop if stop > match.start() else last
    return last
