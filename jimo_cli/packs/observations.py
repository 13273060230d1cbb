"""The rows of a series: checked a block at a time, and handed on column by column.

A table may have a million rows, so each distinct cell is checked once, and figures many at a time.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import quoted
from jimo_cli.fields import SEPARATOR
from jimo_cli.model import Qualifier, Status
from jimo_cli.packs import rules, schema
from jimo_cli.packs.schema import FACT_KEYS
from jimo_cli.packs.values import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    Report = Callable[[int, int | None, WrongValueError], None]
    """Called for a problem with the number of its row, and that of its cell, None for the whole row."""


KEYS = ("reference_area", "time_period")
"""The columns that tell the observations of a series apart."""

_FIGURE = r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,30})?"
_FIGURES = re.compile(rf"{_FIGURE}(?:\n{_FIGURE})*")
_ANY_FIGURE = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_NUMBERS = ("value", "value_max")
_OF_LOCATOR = ("section", "paragraph")
_OF_A_RANGE = {"value_max", "qualifier"}
_AT_EDGE = re.compile(r"^\s|\s$|[\t\n]")
_LONGEST_PARAGRAPH = 9
_PERIOD_BITS = 30
_ROW_BITS = 32
_RANKS = {status.value: rank for rank, status in enumerate(Status)}


class Block(NamedTuple):
    """Some observations of a series: the numbers of their rows, and what each column has of them by its name.

    Cells are text as the file writes it, None where the column says nothing of a row.
    """

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[str | None]]


def check_columns(columns: Sequence[str]) -> None:
    """Raise WrongValueError where the rows of a series cannot have these columns."""
    known = f"the columns are {', '.join(schema.COLUMNS)}"
    for at, column in enumerate(columns):
        if column not in schema.COLUMNS:
            near = schema.respelt(column, schema.COLUMNS) or schema.synonym(column, schema.COLUMNS)
            hint = f"did you mean {near}?" if near else known
            raise WrongValueError(f"unknown column {quoted(column)}", hint, rules.UNKNOWN_KEY)
        if column in columns[:at]:
            raise WrongValueError(f"column {column} twice", "remove one of them")
    if "value" not in columns:
        raise WrongValueError("no column value", f"add one with the figures; {known}", rules.MISSING_KEY)


class Rows:
    """The rows of one series, checked as they come; `report` is called for each problem.

    `shared` are the fields of a fact that the observations have in common, `sources` the works that they may cite.
    """

    def __init__(
        self, shared: Mapping[str, Any], columns: Sequence[str], sources: schema.Works, report: Report
    ) -> None:
        self._shared, self._columns, self._sources, self._report = shared, columns, sources, report
        self._value = columns.index("value")
        self._texts: list[dict[str, str | None]] = [{} for _ in columns]
        self._errors: list[dict[str, WrongValueError]] = [{} for _ in columns]
        self._number: dict[str, dict[str | None, int]] = {key: {} for key in KEYS}
        self._known: set[int] = set()
        self._latest: dict[int, int] = {}
        self.superseded: list[int] = []
        """The numbers of the rows of which the same place and period has one with a later status."""

    @property
    def varies(self) -> tuple[bool, bool]:
        """Whether the observations so far are of several places, and of several periods."""
        areas, periods = (len(self._number[key]) > 1 for key in KEYS)
        return areas, periods

    def block(self, numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> Block:
        """Return the observations that some rows state; those with a problem are reported and left out.

        A row with nothing in it, or nothing but place and period, states no observation.
        """
        width = len(self._columns)
        if set(map(len, rows)) - {width}:
            self._report_ragged(numbers, rows)
            kept = [at for at, row in enumerate(rows) if len(row) == width]
            numbers, rows = [numbers[at] for at in kept], [rows[at] for at in kept]
        cells: list[Sequence[str]] = list(zip(*rows, strict=True)) or [()] * width
        if left_out := self._left_out(numbers, cells):
            kept = [at for at in range(len(numbers)) if at not in left_out]
            numbers, cells = [numbers[at] for at in kept], [[column[at] for at in kept] for column in cells]
        texts = {name: self._column(at, cells[at]) for at, name in enumerate(self._columns)}
        return self._without_second(Block(numbers, texts))

    def _report_ragged(self, numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """Report the rows of another length than the columns, unless nothing is in them."""
        for number, row in zip(numbers, rows, strict=True):
            if len(row) != len(self._columns) and any(row):
                message = f"a row of {len(row)} entries, not {len(self._columns)}"
                hint = f"give one for each of {', '.join(self._columns)}"
                self._report(number, None, WrongValueError(message, hint))

    def _left_out(self, numbers: Sequence[int], cells: Sequence[Sequence[str]]) -> set[int]:
        """Return which rows state no observation, or one with a problem; the problem is reported."""
        left_out = {at for at, cell in enumerate(cells[self._value]) if not cell}
        for at in sorted(left_out):
            self._report_empty(numbers[at], [column[at] for column in cells])
        for place, column in enumerate(cells):
            self._read(place, column)
            errors = self._errors[place]
            wrong = [at for at, cell in enumerate(column) if cell in errors] if errors else []
            for at in wrong:
                if at not in left_out:
                    self._report(numbers[at], place, errors[column[at]])
            left_out.update(wrong)
        if _OF_A_RANGE & {*self._columns} or self._shared.get("qualifier") == Qualifier.RANGE:
            left_out |= self._broken_ranges(numbers, cells, left_out)
        return left_out

    def _report_empty(self, number: int, row: Sequence[str]) -> None:
        """Report a row without a figure that states something else but place and period."""
        if any(cell for cell, column in zip(row, self._columns, strict=True) if column not in KEYS):
            hint = "add the figure, or leave all but place and period empty where none is stated"
            error = WrongValueError("an observation without a value", hint, rules.WITHOUT_VALUE)
            self._report(number, self._value, error)

    def _read(self, place: int, column: Sequence[str]) -> None:
        """Read the cells of a column that were not read before."""
        texts, errors, name = self._texts[place], self._errors[place], self._columns[place]
        found: Iterable[str]
        if name != "value":
            found = set(column) - texts.keys() - errors.keys()
        elif _FIGURES.fullmatch("\n".join(column)):
            return
        else:
            found = {cell for cell in column if cell and not _FIGURES.fullmatch(cell)}
        for cell in found:
            try:
                texts[cell] = self._text(name, cell)
            except WrongValueError as error:
                errors[cell] = WrongValueError(f"{name} {error.message}", error.hint, error.code)

    def _text(self, column: str, cell: str) -> str | None:
        """Return a cell as it is kept; raises WrongValueError for one that its column cannot have."""
        if not cell:
            if column in KEYS:
                raise WrongValueError("is empty", "fill it in, or remove the row")
            return None
        if _AT_EDGE.search(cell):
            raise WrongValueError(f"is {quoted(cell)}, with blanks around it", "remove them")
        if column in _NUMBERS:
            return _figure(cell)
        if column in _OF_LOCATOR:
            is_number = cell.isascii() and cell.isdigit() and len(cell) <= _LONGEST_PARAGRAPH
            FACT_KEYS["locator"].read({column: int(cell) if column == "paragraph" and is_number else cell})
            return cell
        value = schema.read_cell(column, cell)
        if column == "source" and (problem := schema.unknown_source({"source": cell}, self._sources)):
            raise WrongValueError(f"is not known: {quoted(cell)}", problem.hint, problem.code)
        return SEPARATOR.join(value) if isinstance(value, tuple) else cell

    def _broken_ranges(self, numbers: Sequence[int], cells: Sequence[Sequence[str]], left_out: set[int]) -> set[int]:
        """Report the rows in which the ends of the figure and its qualifier are at odds, and return which."""
        broken = set()
        suspected: Iterable[int] = range(len(numbers))
        if self._shared.get("qualifier") != Qualifier.RANGE:
            said = [column for name, column in zip(self._columns, cells, strict=True) if name in _OF_A_RANGE]
            suspected = sorted(
                {at for column in said for at, cell in enumerate(column) if cell} if any(map(any, said)) else ()
            )
        for at in suspected:
            number = numbers[at]
            if at in left_out:
                continue
            row = {name: column[at] for name, column in zip(self._columns, cells, strict=True) if column[at]}
            figures = {name: Decimal(row[name]) for name in _NUMBERS if name in row}
            for problem in schema.range_problems({**self._shared, **row, **figures}):
                self._report(number, self._value, WrongValueError(problem.message, problem.hint, problem.code))
                broken.add(at)
        return broken

    def _column(self, place: int, cells: Sequence[str]) -> Sequence[str | None]:
        texts = self._texts[place]
        if self._columns[place] == "value":
            return [texts.get(cell, cell) for cell in cells] if texts else cells
        return [texts[cell] for cell in cells]

    def _without_second(self, block: Block) -> Block:
        """Return a block without the observations of a place and a period that had one before, which are reported.

        With another status it is none of these: the later status supersedes the earlier one.
        """
        areas, periods = (self._numbered(key, block) for key in KEYS)
        keys = [area << _PERIOD_BITS | period for area, period in zip(areas, periods, strict=True)]
        if "status" not in block.columns:
            return self._without_known(block, keys)
        shared = str(self._shared.get("status") or Status.FINAL)
        ranks = [_RANKS[cell or shared] for cell in block.columns["status"]]
        new = self._without_known(block, [key * len(_RANKS) + rank for key, rank in zip(keys, ranks, strict=True)])
        self._supersede(new.numbers, dict(zip(block.numbers, zip(keys, ranks, strict=True), strict=True)))
        return new

    def _supersede(self, numbers: Iterable[int], about: Mapping[int, tuple[int, int]]) -> None:
        """Note which rows are superseded; `about` are place and period of each as one number, and its rank."""
        for number in numbers:
            key, rank = about[number]
            one, other = rank << _ROW_BITS | number, self._latest.get(key)
            if other is not None:
                self.superseded.append(min(one, other) & (1 << _ROW_BITS) - 1)
            self._latest[key] = one if other is None else max(one, other)

    def _without_known(self, block: Block, keys: Sequence[int]) -> Block:
        new = set(keys)
        if len(new) == len(keys) and self._known.isdisjoint(new):
            self._known |= new
            return block
        kept = []
        for at, key in enumerate(keys):
            if key not in self._known:
                self._known.add(key)
                kept.append(at)
                continue
            of = [column[at] or "" for name in KEYS if (column := block.columns.get(name))]
            message = f"a second observation of {', '.join(of)}" if of else "a second observation"
            hint = "keep one of the two" if len(of) > 1 else "keep one of the two, or add the column that differs"
            self._report(block.numbers[at], None, WrongValueError(message, hint, rules.SECOND_ID))
        columns = {name: [column[at] for at in kept] for name, column in block.columns.items()}
        return Block([block.numbers[at] for at in kept], columns)

    def _numbered(self, key: str, block: Block) -> Sequence[int]:
        """Return the number of the place or the period of each observation, the same for the same."""
        numbers = self._number[key]
        column = block.columns.get(key)
        if column is None:
            return [numbers.setdefault(None, 0)] * len(block.numbers)
        for text in dict.fromkeys(column):
            numbers.setdefault(text, len(numbers))
        return [numbers[text] for text in column]


def _figure(cell: str) -> str:
    """Return a figure as it is kept, with all digits that are written; raises WrongValueError for anything else."""
    if not _ANY_FIGURE.fullmatch(cell):
        raise WrongValueError(f"is {quoted(cell)}, not a number", "write digits only, with a point before decimals")
    FACT_KEYS["value"].read(Decimal(cell))
    return cell.removeprefix("+")
