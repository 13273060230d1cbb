"""A column of a table: its head and cells, and what it was taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.imports import cells, heads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jimo_cli.imports.layout import Layout

ALWAYS = "always "


BUT_ONLY = ", but only "


OF_LAST_YEAR = ", of the last of the years before it"


BY_POSITION = "the first column, without a head, of texts that are all different: places by that"


SECOND_PLACE = "two columns of places: of which one the figures are is not clear"


NOT_SAID = "neither its head nor its cells say what it is"


BLANK = "it is blank in the first rows"


MOST, MANY, SOME = 0.8, 0.6, 0.5
"""Shares of the cells of a column."""


class Column(NamedTuple):
    """A column, counted from 0: its head, what it is and why; of figures the measure, period or place of its head."""

    at: int
    head: str
    role: str
    why: str
    named: heads.Named = heads.Named("")
    period: str = ""
    status: str = ""
    area: str = ""
    part: str = ""
    """The part of the year in the row that the head names: JAN."""


class Cells:
    """The cells of a column in the sample, and how many of them are what."""

    def __init__(self, at: int, parts: Sequence[str], layout: Layout) -> None:
        self.at, self.parts = at, [part for part in dict.fromkeys(map(heads.joined, parts)) if part]
        self.head = " ".join(self.parts)
        self.every = [row.cells[at].strip() if at < len(row.cells) else "" for row in layout.sample]
        self.filled = [cell for cell in self.every if cell]
        self.different = [*dict.fromkeys(self.filled)]

    def share(self, is_one: Callable[[str], object]) -> float:
        """Return the share of the filled cells that are one of a kind."""
        return sum(bool(is_one(cell)) for cell in self.filled) / len(self.filled) if self.filled else 0.0

    def count(self, is_one: Callable[[str], object], what: str) -> str:
        """Return how many of the filled cells are what, in words."""
        return f"{sum(bool(is_one(cell)) for cell in self.filled)} of {len(self.filled)} cells are {what}"


def is_figure(cell: str) -> bool:
    """Tell whether a cell is a figure, or stands for one that is missing."""
    found = cells.read(cell)
    return found.value is not None or found.is_missing


def joined_label(whole: str, part: str) -> str:
    """Return the name of a measure and of a part or an aspect of it as one."""
    return f"{whole}, {part}" if (whole + part).isascii() else whole + part
