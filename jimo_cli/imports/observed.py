"""The observations of a series as they are to be written: checked as a look-up will, with the columns that vary."""

from __future__ import annotations

import csv
import io
import os
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import UsageError
from jimo_cli.fields import BETWEEN, SEPARATOR
from jimo_cli.imports.drafts import ReadAgain
from jimo_cli.imports.files import told
from jimo_cli.packs import schema
from jimo_cli.packs.observations import KEYS, Rows
from jimo_cli.packs.series import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    "section",
    "paragraph",
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
    """Return the observations of a draft, mostly read once; a long series is kept in a nameless file beside the output.

    An observation that a look-up would refuse is left out and told: one that is no figure, or the second of a place,
    a period and a status. Without `files` only the first are kept, for a preview. Raises UsageError where a table
    cannot hold them all.
    """
    try:
        return _gathered(series, files, progress)
    except ReadAgain:
        return _gathered(series, files, progress)


def _gathered(series: SeriesDraft, files: Files | None, progress: Callable[[int], None] | None) -> Observed:
    spool, checked = _Spool(files), _Checked()
    first: dict[str, str] = {}
    varying: set[str] = set()
    rest = iter(series.observations)
    while block := list(islice(rest, _BLOCK)):
        columns = checked.good(_filled(series, block), spool)
        for name, column in columns.items():
            known = first.setdefault(name, column[0]) if column else ""
            if name not in varying and column and column.count(known) != len(column):
                varying.add(name)
        spool.add(zip(*columns.values(), strict=True))
        if spool.size > MOST_ROWS:
            hint = "split the file by place or period"
            raise UsageError(f"{series.label} has more than {MOST_ROWS} observations", hint)
        if progress is not None:
            progress(spool.size)
    common = {name: text for name, text in first.items() if text and name not in varying and name not in _OF_ROWS}
    has = {name for name, text in first.items() if text or name in varying}
    columns_left = tuple(name for name in COLUMNS if name in has and name not in common)
    return Observed(spool.size, common, columns_left, spool.cells, checked.refused())


class _Checked:
    """Observations checked as those of a series are when they are looked up."""

    def __init__(self) -> None:
        self._columns: tuple[str, ...] = ()
        self._rows: Rows | None = None
        self._next = 1
        self._told: list[str] = []
        self._more = 0
        self._cells: Mapping[str, Sequence[str]] = {}

    def good(self, cells: Mapping[str, Sequence[str]], spool: _Spool) -> dict[str, Sequence[str]]:
        """Return the columns of the good ones of some observations; those before are in the spool."""
        self._cells = cells
        rows = self._of_columns({name for name in FIELDS if any(cells[name])}, spool)
        size = len(cells["value"])
        numbers: Sequence[int] = range(self._next, self._next + size)
        chosen = [cells[name] for name in self._columns]
        if unplaced := [name for name in KEYS if name not in self._columns and any(cells[name])]:
            kept = [at for at in range(size) if not any(cells[name][at] for name in unplaced)]
            for at in {*range(size)}.difference(kept):
                self._tell(at, f"the first figures have no {unplaced[0]}")
            numbers, chosen = [numbers[at] for at in kept], [[column[at] for at in kept] for column in chosen]
        found = rows.block(numbers, [*zip(*chosen, strict=True)])
        self._next += size
        blank = [""] * len(found.numbers)
        return {name: _plain(name, found.columns[name]) if name in self._columns else blank for name in FIELDS}

    def _of_columns(self, used: set[str], spool: _Spool) -> Rows:
        """The rows with all columns that are used so far: a column that is always empty would cost time and memory."""
        if self._rows is not None:
            # A place or a period that comes late would make others of those that were kept before.
            used = {*self._columns, *(used.difference(KEYS))}
        columns = tuple(name for name in FIELDS if name in used or name == "value")
        if self._rows is None or columns != self._columns:
            self._columns = columns
            self._rows = Rows({}, columns, schema.Works(), self._report)
            places = [FIELDS.index(name) for name in columns]
            before = spool.cells()
            while block := [[row[place] for place in places] for row in islice(before, _BLOCK)]:
                self._rows.block(range(len(block)), block)
        return self._rows

    def _report(self, number: int, _cell: int | None, error: WrongValueError) -> None:
        self._tell(number - self._next, error.message)

    def _tell(self, at: int, message: str) -> None:
        if len(self._told) >= _TOLD:
            self._more += 1
            return
        what = [self._cells[name][at] for name in (*KEYS, "value") if self._cells[name][at]]
        self._told.append(f"{', '.join(what)}: {message}")

    def refused(self) -> list[str]:
        """Return what is told of those that were left out: the first ones, and how many others there are."""
        self._rows = None  # with a mark for each row, and a way back to here that would keep it
        return [*self._told, *([f"{self._more} more observations are left out"] if self._more else [])]


def _filled(series: SeriesDraft, block: Sequence[Observation]) -> dict[str, Sequence[str]]:
    """The columns of some observations, with what the series says where they say nothing."""
    shared = dict(zip(KEYS, (series.area, series.period), strict=True))
    shared |= {"status": series.status, "unit": series.unit, "basis": series.basis, "section": series.section}
    columns: dict[str, Sequence[str]] = {}
    for name, column in zip(FIELDS, zip(*block, strict=True), strict=True):
        otherwise = shared.get(name) or ""
        is_said = column.count(None) < len(column)
        columns[name] = (
            [otherwise if cell is None else cell for cell in column] if is_said else [otherwise] * len(column)
        )
    if "exact" in columns["qualifier"]:
        columns["qualifier"] = ["" if cell == "exact" else cell for cell in columns["qualifier"]]
    if "" in columns["value"]:  # such a row would be passed over without a word
        columns["value"] = [cell or "?" for cell in columns["value"]]
    return columns


def _plain(name: str, column: Sequence[str | None]) -> Sequence[str]:
    plain = [cell or "" for cell in column]
    return [cell.replace(SEPARATOR, BETWEEN) for cell in plain] if name == "basis" else plain


class _Spool:
    """Rows that are kept in memory as long as they are few, then in pieces of a nameless file that all series share."""

    def __init__(self, files: Files | None) -> None:
        self._files = files
        self._few: list[Cells] = []
        self._file: IO[bytes] | None = None
        self._pieces: list[tuple[int, int]] = []
        self.size = 0

    def add(self, rows: Iterable[Cells]) -> None:
        """Keep some rows."""
        block = list(rows)
        self.size += len(block)
        if self._file is None:
            self._few += block if self._files is not None else block[: MOST_IN_FILE - len(self._few)]
            if self._files is None or len(self._few) <= MOST_IN_FILE:
                return
            block, self._few = self._few, []
            self._file = self._files.scratch()
        text = io.StringIO()
        csv.writer(text).writerows(block)
        piece = text.getvalue().encode()
        with told(self._files.directory if self._files else ""):
            self._pieces.append((self._file.seek(0, os.SEEK_END), len(piece)))
            self._file.write(piece)
            self._file.flush()

    def cells(self) -> Iterator[Cells]:
        """Yield the rows, from the first, each time this is called."""
        if self._file is None:
            yield from self._few
            return
        for start, length in self._pieces:
            self._file.seek(start)
            text = io.StringIO(self._file.read(length).decode(), newline="")
            yield from map(tuple, csv.reader(text))
