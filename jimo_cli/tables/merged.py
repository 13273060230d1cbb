"""Cells that cover several: their text in each of them, as the rows go by."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

MOST_COLUMNS = 16_384
"""The columns of a sheet."""

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$")
_MOST_WIDTH = 500
"""The columns that one cell's text is repeated in: the titles of wide tables cover some dozens."""


class Range(NamedTuple):
    """What a cell covers: its columns from 0, both ends included, and the last of its rows from 1."""

    left: int
    right: int
    bottom: int


class Merged:
    """The merged cells of a sheet by their ranges as a file names them, A1:C2."""

    def __init__(self, ranges: Iterable[str] = ()) -> None:
        self._by_top: defaultdict[int, list[Range]] = defaultdict(list)
        self._active: list[tuple[Range, str]] = []
        for text in ranges:
            first, _, last = text.partition(":")
            (left, top), (right, bottom) = position(first), position(last or first)
            self.add(top, Range(left, right, bottom))

    def add(self, top: int, area: Range) -> None:
        """Add a range whose first cell stands in a row that is not filled yet."""
        self._by_top[top].append(area)

    def cover(self, area: Range, text: str) -> None:
        """Repeat a text in a range, from the next row that is filled on."""
        if text:
            right = min(area.right, area.left + _MOST_WIDTH - 1, MOST_COLUMNS - 1)
            self._active.append((area._replace(right=right), text))

    def fill(self, number: int, cells: list[str]) -> None:
        """Repeat the texts of merged cells in a row, the next of the sheet."""
        if not self._by_top and not self._active:
            return
        self._active = [item for item in self._active if item[0].bottom >= number]
        for area in self._by_top.pop(number, ()):
            self.cover(area, cells[area.left] if area.left < len(cells) else "")
        for area, text in self._active:
            cells.extend([""] * (area.right + 1 - len(cells)))
            cells[area.left : area.right + 1] = [text] * (area.right + 1 - area.left)


def column(letters: str) -> int:
    """Return the number of a column from 0; raises ValueError where the letters are none."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(f"a cell in column {letters[:10]!r}")
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= MOST_COLUMNS:
        raise ValueError(f"a cell in column {letters[:10]!r}")
    return number - 1


def position(cell: str) -> tuple[int, int]:
    """Return the column of a cell from 0, and its row from 1; raises ValueError where the text names none."""
    found = _CELL.match(cell)
    if not found:
        raise ValueError(f"a cell {cell[:20]!r}")
    return column(found[1]), int(found[2])
