"""Rows of tables in text without markup: lines of cells with bars, tabs or wide gaps between them."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GAP = re.compile(" {2,}|\u3000{2,}|(?: \u3000|\u3000 )[ \u3000]*")
_FIGURE = re.compile(r"[-+−－▲△]?[0-9０-９][0-9０-９,，.．]*[ ]?[%％‰]?|\([0-9][0-9,.]*\)")
BORDER = frozenset("|-+=: ")
"""What the line between the heads of a table and its rows is made of."""

_BAR, _TAB, _WIDE = "|", "\t", " "
_TITLE = re.compile(r"单\s*位\s*[:：]|^(?:附?表|图|table|figure)\s*[0-9一二三四五六七八九十]", re.IGNORECASE)
"""Is in a caption or the line of a unit, which wide gaps may part as well."""

_FEWEST, _LONGEST_CELL = 2, 40
_LONGEST = 2000
"""Characters of the longest line that is looked at."""


def cells_of(line: str) -> list[str]:
    """Return the cells of a line, one where nothing parts it: | 云泽市 | 345.2 |."""
    between = _between(line)
    if between == _BAR:
        plain = line.strip()
        plain = plain.removeprefix("|")
        return [cell.strip() for cell in plain.removesuffix("|").split("|")]
    if between == _TAB:
        return [cell.strip() for cell in line.rstrip().split("\t")]
    return [cell.strip() for cell in _GAP.split(line.strip())] if between else [line.strip()]


def rows_in(lines: Sequence[str]) -> frozenset[int]:
    """Return which lines are rows of tables, counted from 0.

    A line that begins with a bar is one, but for a border below one. Lines with tabs or wide gaps are, where two or
    more follow each other and as many as not have a figure of their own behind their first cell; so a heading with a
    gap in it is none.
    """
    found: set[int] = set()
    run: list[int] = []
    last = ""
    for number, line in enumerate(lines):
        if run and BORDER.issuperset(line) and line.strip():
            continue
        between = _between(line)
        if between != last:
            found.update(_table_of(run, lines, last))
            run, last = [], between
        if between:
            run.append(number)
    found.update(_table_of(run, lines, last))
    return frozenset(found)


def cells_by_line(lines: Sequence[str], rows: frozenset[int]) -> dict[int, list[str]]:
    """Return the cells of the rows among some lines; those with wide gaps stand in the column that they are below.

    Where a row of these leaves cells blank and it is not certain which, all of it is one cell.
    """
    found = {number: cells_of(lines[number]) for number in rows}
    run: list[int] = []
    for number in (*sorted(rows), -1):
        is_wide = number in rows and _between(lines[number]) == _WIDE
        if run and (not is_wide or number != run[-1] + 1):
            columns, width = _columns_in([lines[each] for each in run]), max(len(found[each]) for each in run)
            found |= {each: placed(found[each], at, width) for each, at in zip(run, columns, strict=True)}
            run = []
        run += [number] if is_wide else []
    return found


Span = tuple[float, float]


def in_columns(rows: Sequence[Sequence[Span]]) -> list[list[int] | None]:
    """Return in which column each cell of the rows of a table stands, by where the cells begin and end.

    The columns are those of the rows with the most cells. None is for a row of which that is not certain.
    """
    width = max(map(len, rows))
    full = [row for row in rows if len(row) == width]
    columns = [(min(row[at][0] for row in full), max(row[at][1] for row in full)) for at in range(width)]
    is_apart = all(left[1] <= right[0] for left, right in pairwise(columns))
    return [_columns_of(row, columns) if len(row) < width and is_apart else _in_order(row, width) for row in rows]


def _in_order(row: Sequence[Span], width: int) -> list[int] | None:
    return [*range(width)] if len(row) == width else None


def _columns_of(row: Sequence[Span], columns: Sequence[Span]) -> list[int] | None:
    found = [[at for at, (left, right) in enumerate(columns) if start < right and left < end] for start, end in row]
    if any(len(each) != 1 for each in found) or len({each[0] for each in found}) < len(found):
        return None
    return [each[0] for each in found]


def placed(cells: Sequence[str], columns: Sequence[int] | None, width: int) -> list[str]:
    """Return the cells of a row in their columns, blank ones between them; as one where the columns are not known."""
    if columns is None:
        return [" ".join(cells)]
    found = [""] * width
    for at, cell in zip(columns, cells, strict=True):
        found[at] = cell
    return found


def _columns_in(lines: Sequence[str]) -> list[list[int] | None]:
    """The columns of cells with wide gaps, by their places in a terminal, or else by the characters before them."""
    by_place = in_columns([_spans(line, 2) for line in lines])
    return by_place if None not in by_place else in_columns([_spans(line, 1) for line in lines])


def _spans(line: str, of_wide: int) -> list[Span]:
    """Where the cells of a line with wide gaps begin and end; `of_wide` is the width of Han characters."""
    begin = len(line) - len(line.lstrip())
    at = [0, *accumulate(of_wide if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)]
    ends = [*(match.span() for match in _GAP.finditer(line.rstrip(), begin)), (len(line.rstrip()), 0)]
    found, start = [], begin
    for end, following in ends:
        found.append((float(at[start]), float(at[end])))
        start = following
    return found


def _between(line: str) -> str:
    """What parts the cells of a line: a bar, a tab or a gap; empty where nothing does."""
    plain = line.strip()
    if not plain or len(line) > _LONGEST:
        return ""
    if plain[0] == "|" or " | " in plain:
        return _BAR
    if _TITLE.search(plain):
        return ""
    if "\t" in plain:
        return _TAB
    return _WIDE if ("  " in plain or "\u3000" in plain) and _GAP.search(plain) else ""


def _table_of(run: Sequence[int], lines: Sequence[str], between: str) -> Iterable[int]:
    """The rows among lines that follow each other and have the same between their cells."""
    if between == _BAR and all(lines[number].lstrip().startswith("|") for number in run):
        return run
    with_figure = [number for number in run if has_figure(cells_of(lines[number]))]
    is_table = len(run) >= _FEWEST and len(with_figure) * 2 >= len(run)
    return run if is_table else [number for number in run if lines[number].lstrip().startswith("|")]


def has_figure(cells: Sequence[str]) -> bool:
    """Tell whether a cell behind the first is a figure, and none is as long as a sentence."""
    return any(map(_FIGURE.fullmatch, cells[1:])) and all(len(cell) <= _LONGEST_CELL for cell in cells)
