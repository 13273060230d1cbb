"""The observations of a series as they are to be written: checked as a look-up will, with the columns that vary."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import UsageError
from jimo_cli.fields import BETWEEN, SEPARATOR
from jimo_cli.imports.files import told
from jimo_cli.imports.toml_text import FIGURE
from jimo_cli.packs import schema
from jimo_cli.packs.observations import KEYS, Rows
from jimo_cli.packs.series import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import IO

    from jimo_cli.imports.drafts import Observation, SeriesDraft
    from jimo_cli.imports.files import Files
    from jimo_cli.packs.values import WrongValueError

FIELDS = (
    "reference_area",
    "time_period",
    "value",
    "value_max",
    "qualifier",
    "status",
    "basis",
    "as_written",
    "unit",
)
"""The columns that hold what an `Observation` has, in its order."""

COLUMNS = tuple(column for column in schema.COLUMNS if column in FIELDS)
"""The same in the usual order of columns."""

MOST_IN_FILE = 200
"""Rows that stand in the fact file itself; a longer series has a table beside it."""

_BLOCK = 8192
_OF_ROWS = ("value", "value_max", "as_written")
_TOLD = 20  # rows with a problem that are named; the others are counted

Cells = tuple[str, ...]
"""What a row states, one text for each of `FIELDS`, empty where it says nothing."""


class Observed(NamedTuple):
    """The observations of a series: `size` is their number, `common` what all state alike, `columns` are the others.

    `cells` yields them, each with one text for each of `FIELDS`; `refused` tells which were left out, and why.
    """

    size: int
    common: dict[str, str]
    columns: tuple[str, ...]
    cells: Callable[[], Iterator[Cells]]
    refused: list[str]

    def rows(self) -> Iterator[Sequence[str]]:
        """Yield the observations with one text for each of the columns."""
        places = [FIELDS.index(column) for column in self.columns]
        return ([row[place] for place in places] for row in self.cells())


def gathered(series: SeriesDraft, files: Files | None, progress: Callable[[int], None] | None = None) -> Observed:
    """Return the observations of a draft, read once; a long series is kept in a nameless file beside the output.

    An observation that a look-up would refuse is left out and told: one that is no figure, or the second of a place,
    a period and a status. Without `files` only the first are kept, for a preview. Raises UsageError where a table
    cannot hold them all.
    """
    refused: list[str] = []
    spool = _Spool(files)
    first: dict[str, str] = {}
    varying: set[str] = set()
    for block in _checked(series, refused):
        for name, column in zip(FIELDS, block, strict=True):
            known = first.setdefault(name, column[0]) if column else ""
            if name not in varying and column and (column.count(known) != len(column)):
                varying.add(name)
        spool.add(zip(*block, strict=True))
        if spool.count > MOST_ROWS:
            raise UsageError(
                f"{series.label} has more than {MOST_ROWS} observations", "split the file by place or period"
            )
        if progress is not None:
            progress(spool.count)
    common = {name: text for name, text in first.items() if text and name not in varying and name not in _OF_ROWS}
    has = {name for name, text in first.items() if text or name in varying}
    columns = tuple(name for name in COLUMNS if name in has and name not in common)
    return Observed(spool.count, common, columns, spool.cells, refused)


def _checked(series: SeriesDraft, refused: list[str]) -> Iterator[Sequence[Sequence[str]]]:
    """Yield the good observations, some thousand at a time, as columns in the order of `FIELDS`."""
    rest = iter(series.observations)
    rows: Rows | None = None
    columns: tuple[str, ...] = ()
    number = 1
    problems = _Problems(refused)
    while block := list(islice(rest, _BLOCK)):
        filled = _filled(series, block)
        if rows is None:
            # A place or a period is a column where there is any; where some have none, these are refused.
            columns = tuple(name for name in FIELDS if name not in KEYS or any(filled[name]))
            rows = Rows({}, columns, schema.Works(), problems.add)
        problems.cells = filled
        problems.first = number
        found = rows.block(range(number, number + len(block)), list(zip(*map(filled.get, columns), strict=True)))
        number += len(block)
        blank = [""] * len(found.numbers)
        yield [_plain(name, found.columns[name]) if name in columns else blank for name in FIELDS]
    problems.close()


def _filled(series: SeriesDraft, block: Sequence[Observation]) -> dict[str, list[str]]:
    """The columns of some observations, with what the series says where they say nothing."""
    shared = dict(zip(KEYS, (series.area, series.period), strict=True))
    shared |= {"status": series.status, "unit": series.unit, "basis": series.basis}
    columns: dict[str, list[str]] = {}
    for name, column in zip(FIELDS, zip(*block, strict=True), strict=True):
        otherwise = shared.get(name) or ""
        columns[name] = [otherwise if cell is None else cell for cell in column]
    columns["qualifier"] = ["" if cell == "exact" else cell for cell in columns["qualifier"]]
    columns["value"] = [cell if FIGURE.fullmatch(cell) else cell or "?" for cell in columns["value"]]
    return columns


def _plain(name: str, column: Sequence[str | None]) -> list[str]:
    if name == "basis":
        return [(cell or "").replace(SEPARATOR, BETWEEN) for cell in column]
    return [cell or "" for cell in column]


class _Problems:
    """What is told of the observations that are left out: the first ones, and how many others there are."""

    def __init__(self, refused: list[str]) -> None:
        self._refused = refused
        self._more = 0
        self.cells: dict[str, list[str]] = {}
        self.first = 1

    def add(self, number: int, _cell: int | None, error: WrongValueError) -> None:
        """Tell a problem with the observation of a number."""
        if len(self._refused) >= _TOLD:
            self._more += 1
            return
        at = number - self.first
        what = [self.cells[name][at] for name in (*KEYS, "value") if self.cells[name][at]]
        self._refused.append(f"{', '.join(what)}: {error.message}")

    def close(self) -> None:
        """Count those that were not told."""
        if self._more:
            self._refused.append(f"{self._more} more observations are left out")


class _Spool:
    """Rows that are kept in memory as long as they are few, then in a nameless file."""

    def __init__(self, files: Files | None) -> None:
        self._files = files
        self._few: list[Cells] = []
        self._file: IO[str] | None = None
        self.count = 0

    def add(self, rows: Iterable[Cells]) -> None:
        """Keep some rows."""
        block = list(rows)
        self.count += len(block)
        if self._file is None:
            self._few += block if self._files is not None else block[: MOST_IN_FILE - len(self._few)]
            if self._files is None or len(self._few) <= MOST_IN_FILE:
                return
            block, self._few = self._few, []
            self._file = self._files.scratch()
        with told(self._files.directory if self._files else ""):
            csv.writer(self._file).writerows(block)

    def cells(self) -> Iterator[Cells]:
        """Yield the rows, from the first, each time this is called."""
        if self._file is None:
            yield from self._few
            return
        self._file.seek(0)
        yield from map(tuple, csv.reader(self._file))
