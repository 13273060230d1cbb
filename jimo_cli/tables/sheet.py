"""A file of rows as the rest of the program sees it, whatever type it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Row(NamedTuple):
    """A row: the number of its line or its row, from 1, and its cells as a person sees them.

    7.70 is "7.70", a cell that is shown as 7.0% is "7.0%", a day ISO 8601, a blank cell "". A cell that covers several
    has its text in each of them.
    """

    number: int
    cells: list[str]


class Sheet(NamedTuple):
    """A sheet of a workbook, or the table of a file.

    `name` is empty where the file has none for it. Each call of `read` reads from the beginning, as the rows are asked
    for.
    """

    name: str
    read: Callable[[], Iterator[Row]]


class Workbook(NamedTuple):
    """A file of rows: its type in plain words, its sheets, and what of it is not read.

    `skipped` is complete once the sheets were read to their ends.
    """

    path: str
    kind: str
    sheets: Sequence[Sheet]
    skipped: list[str]
