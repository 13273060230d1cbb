"""Rows of tables in text without markup: lines of cells with bars, tabs or wide gaps between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GAP = re.compile(" {2,}|\u3000{2,}|(?: \u3000|\u3000 )[ \u3000]*")
_FIGURE = re.compile(r"[-+−－▲△]?[0-9０-９][0-9０-９,，.．]*[ ]?[%％‰]?|\([0-9][0-9,.]*\)")
BORDER = frozenset("|-+=: ")
"""What the line between the heads of a table and its rows is made of."""

_BAR, _TAB, _WIDE = "|", "\t", " "
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


def _between(line: str) -> str:
    """What parts the cells of a line: a bar, a tab or a gap; empty where nothing does."""
    plain = line.strip()
    if not plain or len(line) > _LONGEST:
        return ""
    if plain[0] == "|" or " | " in plain:
        return _BAR
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
