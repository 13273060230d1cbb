"""Series: what a fact file says of one once, and its observations, from rows there or from a table beside it."""

from __future__ import annotations

import csv
from contextlib import suppress
from decimal import Decimal
from os.path import basename, dirname, join
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import quoted, shortened
from jimo_cli.fields import SEPARATOR
from jimo_cli.model import Basis, Fact, Kind, Locator, Problem, Qualifier, Status
from jimo_cli.packs import find, read, rules, schema
from jimo_cli.packs.layout import Place
from jimo_cli.packs.observations import KEYS, Block, Rows, check_columns
from jimo_cli.packs.table import MOST_PROBLEMS, limited
from jimo_cli.packs.values import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from jimo_cli.packs.read import FactFile
    from jimo_cli.packs.table import Table


WITHOUT_VALUES: Mapping[str, Any] = dict.fromkeys(Fact._fields) | {"parts": (), "aliases": (), "basis": ()}
"""The fields of a fact of which nothing is said."""

MOST_ROWS = 1_000_000
"""Observations of one series: a build keeps in memory of which places and periods these are."""

_PIECE = 1 << 18  # bytes of a table that are read at a time
_HEAD = 1  # the line of a table that names its columns
_OF_ONE_FORM = ("columns", "rows", "table")
_WRONG_FORMS: Mapping[tuple[str, ...], tuple[str, str]] = {
    (): ("has no observations", 'add columns = […] and rows = [[…]], or table = "….csv"'),
    ("columns",): ("columns without rows", "add rows = [[…]]"),
    ("rows",): ("rows without columns", f"add columns = […], of {', '.join(schema.COLUMNS)}"),
}
_BOTH_FORMS = "both a table and rows or columns", "keep one of the two: a table has its columns in its first line"
_OF_LOCATOR = ("section", "paragraph")


class Told(NamedTuple):
    """What there is to tell of a table that was read; `is_settled` is false where it must be read again."""

    problems: Sequence[Problem]
    is_settled: bool
    is_read: bool


class Series(NamedTuple):
    """One measure over places and periods, as a fact file says it.

    `shared` are the values of the keys that its observations have in common. These are `blocks`, of several places
    or periods as `varies` says, on those `lines` by the numbers of their rows; or in the file `table`, which the
    fact file names in `line`; of a table that was read already these are `blocks` too, and `told` is what it told.
    `superseded` are the numbers of the rows of which the same place and period has one with a later status.
    """

    id: str
    path: str
    line: int
    shared: Mapping[str, Any]
    blocks: Sequence[Block] = ()
    varies: tuple[bool, bool] = (False, False)
    lines: Sequence[int] = ()
    table: str | None = None
    told: Told | None = None
    superseded: Sequence[int] = ()

    @property
    def topic(self) -> str:
        """The id of its topic."""
        return self.id.partition(".")[0]


def row_id(series: str, area: str | None, period: str | None, varies: tuple[bool, bool]) -> str:
    """Return the id of an observation: that of its series, with its place and its period where these vary."""
    parts = [part for part, is_named in zip((area, period), varies, strict=True) if is_named and part is not None]
    return "@".join([series, *parts])


def read_series(topic: str, slug: str, table: Table, shared: Mapping[str, Any], sources: schema.Works) -> Series | None:
    """Return the series of a table, None where what it says once has a problem; `shared` are those of its topic."""
    before = len(table.document.problems)
    values = {**shared, "kind": Kind.STATISTIC, **table.read(schema.SERIES_KEYS)}
    values = schema.without_foreign_defaults(values, {*table.values, "value"})
    columns = values.get("columns", ())
    _check_form(table, values)
    _check_values(table, values, sources)
    if len(table.document.problems) > before or values.get("source") == schema.MISREAD:
        return None
    of = values.get("of")
    common = {key: value for key, value in values.items() if key not in _OF_ONE_FORM}
    if of is not None and "." not in of:
        common["of"] = f"{topic}.{of}"
    path, place = table.document.path, table.document.layout.place(table.keys, "table")
    series = Series(f"{topic}.{slug}", path, place.line if place else 1, common)
    if "table" in values:
        return series._replace(table=join(dirname(path), values["table"]))
    return _with_rows(series, table, columns, values["rows"], sources)


def _check_form(table: Table, values: Mapping[str, Any]) -> None:
    """Report where a series has not just its columns with rows, or a table of its own."""
    given = tuple(key for key in _OF_ONE_FORM if key in table.values)
    if given not in {("columns", "rows"), ("table",)}:
        key = given[0] if given else None
        table.report(key, *_WRONG_FORMS.get(given, _BOTH_FORMS), rules.MISSING_KEY)
    elif "rows" in given and values.get("rows") == []:
        table.report("rows", "rows is empty", "add an observation, or remove the series", rules.MISSING_KEY)
    try:
        if "columns" in values:
            check_columns(values["columns"])
    except WrongValueError as error:
        table.report("columns", error.message, error.hint, error.code)
    name = values.get("table")
    if name is not None and (not find.is_table(name) or basename(name) != name or "\\" in name):
        hint = 'put it beside this file, and write its name: table = "….csv"'
        table.report("table", f"table is {quoted(name)}, not the name of a CSV file", hint, rules.WRONG_VALUE)


def _check_values(table: Table, values: Mapping[str, Any], sources: schema.Works) -> None:
    """Report the problems between what a series says once; a column may say the rest."""
    columns = values.get("columns", schema.COLUMNS)
    of_rows = dict.fromkeys(column for column in (*columns, "value") if column not in values)
    known = table.with_misread({**dict.fromkeys(of_rows, schema.MISREAD), **values}, schema.SERIES_KEYS)
    for problem in schema.problems(known, sources):
        table.add(problem)


def _with_rows(
    series: Series, table: Table, columns: Sequence[str], rows: Sequence[Sequence[object]], sources: schema.Works
) -> Series:
    """Return a series with the observations of its rows; a row with a problem is reported and left out."""
    places = _places(table, len(rows))

    def report(number: int, _cell: int | None, error: WrongValueError) -> None:
        table.add_at(places[number], error.message, error.hint, error.code)

    checked = Rows(series.shared, columns, sources, report)
    texts: list[list[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows):
        try:
            texts.append([_text(column, cell) for column, cell in zip(columns, row, strict=False)])
        except WrongValueError as error:
            report(number, None, error)
            continue
        texts[-1] += [""] * (len(row) - len(columns))
        numbers.append(number)
    block = checked.block(numbers, texts)
    lines = [place.line for place in places]
    return series._replace(blocks=(block,), varies=checked.varies, lines=lines, superseded=checked.superseded)


def _places(table: Table, rows: int) -> Sequence[Place]:
    """Return the place of each row, that of all where they cannot be told apart."""
    layout = table.document.layout
    stated = layout.statement(*table.keys, "rows")
    if stated and len(stated.entries) == rows:
        return [layout.at(*span) for span in stated.entries]
    return [layout.place(table.keys, "rows") or Place(1, 1, 1)] * rows


def _text(column: str, cell: object) -> str:
    """Return an entry of a row as text; raises WrongValueError for one of another type than its column has."""
    if cell == "":
        return ""
    try:
        if column in _OF_LOCATOR:
            schema.FACT_KEYS["locator"].read({column: cell})
            return str(cell)
        value = schema.read_cell(column, cell)
    except WrongValueError as error:
        raise WrongValueError(f"{column} {error.message}", error.hint, error.code) from None
    return format(value, "f") if isinstance(value, Decimal) else str(cell)


class TableFile:
    """A table beside a fact file, of the observations of a series: its blocks as they are read, then what it told.

    `file` is the file as it was listed, None where there is none.
    """

    def __init__(self, series: Series, file: FactFile | None, sources: schema.Works, most: int = MOST_PROBLEMS) -> None:
        self._series, self._file, self._sources, self._most = series, file, sources, most
        self._problems: list[Problem] = []
        self.path = series.table or ""
        self._is_settled = True
        self._is_read = False
        self.varies = (False, False)
        self.superseded: Sequence[int] = ()

    @property
    def told(self) -> Told:
        """What there is to tell of the lines that were read."""
        return Told(limited(self._problems, self._most), self._is_settled, self._is_read)

    def blocks(self) -> Iterator[Block]:
        """Yield the observations, a block at a time, numbered by their lines."""
        content = self._content()
        if content is None:
            return
        start = content.find(b"\n") + 1 or len(content)
        try:
            columns = self._columns(content[:start].decode())
        except WrongValueError as error:
            self._report(_HEAD, None, error)
            return
        rows = Rows(self._series.shared, columns, self._sources, self._report)
        line = _HEAD + 1
        is_empty = True
        for piece in _pieces(content, start):
            lines = piece.decode().replace("\r\n", "\n").removesuffix("\n").split("\n")
            block = rows.block(*self._rows(line, lines))
            line += len(lines)
            if block.numbers:
                is_empty = False
                self.varies, self.superseded = rows.varies, rows.superseded
                yield block
        if is_empty and not self._problems:
            hint = "add one below the first line, or remove the series"
            self._report(_HEAD, None, WrongValueError("no observations", hint))

    def _content(self) -> bytes | None:
        """Return the bytes of the table, all of them UTF-8; None where it cannot be read, which is reported."""
        series = self._series
        if self._file is None:
            hint = f"add {basename(self.path)} to this directory, or correct its name"
            message = f"[series.{series.id.partition('.')[2]}] no table {quoted(basename(self.path))}"
            self._problems.append(Problem(series.path, series.line, message, hint, rules.UNREADABLE))
            return None
        try:
            content, self._is_settled = read.read(self._file)
            content = read.table_of(content)
        except (OSError, ValueError, MemoryError) as error:
            self._problems.append(Problem(self.path, None, *read.why_unreadable(error), rules.UNREADABLE))
            self._is_settled = self._is_settled and (self._file.size < 0 or isinstance(error, ValueError))
            return None
        self._is_read = True
        if problem := _not_text(content):
            self._problems.append(Problem(self.path, *problem, rules.UNREADABLE))
            return None
        return content

    def _columns(self, head: str) -> Sequence[str]:
        """Return the names in the head row; raises WrongValueError where they cannot be the columns."""
        columns = _entries(head.rstrip("\r\n"))
        check_columns(columns)
        if "source" not in columns and "source" not in self._series.shared:
            raise WrongValueError("no column source", "add it, or source to the series", rules.MISSING_KEY)
        return columns

    def _rows(self, first: int, lines: Sequence[str]) -> tuple[Sequence[int], Sequence[Sequence[str]]]:
        """Return the rows of some lines, each with its number; a line that is no row is reported.

        Every row is one line: a quote that is never closed must not take in what follows.
        """
        rows: list[list[str]] = []
        with suppress(csv.Error):
            if not any(map(_is_open, lines)):
                rows = list(csv.reader(lines, strict=True))
        if len(rows) == len(lines):
            return range(first, first + len(lines)), rows
        rows, numbers = [], []
        for number, line in enumerate(lines, first):
            try:
                rows.append(_entries(line))
                numbers.append(number)
            except WrongValueError as error:
                self._report(number, None, error)
        return numbers, rows

    def _report(self, line: int, _cell: int | None, error: WrongValueError) -> None:
        if len(self._problems) >= self._most:
            self._problems.append(self._problems[-1])  # only counted
            return
        self._problems.append(Problem(self.path, line, shortened(error.message), shortened(error.hint), error.code))


def with_table(series: Series, file: FactFile, sources: schema.Works) -> Series:
    """Return a series with the observations of its table, all at once."""
    table = TableFile(series, file, sources)
    blocks = [*table.blocks()]
    return series._replace(blocks=blocks, varies=table.varies, told=table.told, superseded=table.superseded)


def _not_text(content: bytes) -> tuple[int, str, str] | None:
    """Return the line, message and hint of what is no text or too much in a table, None where all of it is."""
    if (at := content.find(b"\0")) >= 0:
        return content.count(b"\n", 0, at) + 1, "contains a NUL byte", "save the file as plain UTF-8 text"
    line = 1
    for piece in _pieces(content):
        try:
            piece.decode()
        except UnicodeDecodeError as error:
            line += piece.count(b"\n", 0, error.start)
            return line, f"not UTF-8 (byte {error.start} of the line)", "save the file as UTF-8"
        line += piece.count(b"\n")
    if line > MOST_ROWS + 2:
        return 1, f"has more than {MOST_ROWS} rows", "split the series in two, each with its own table"
    return None


def _pieces(content: bytes, start: int = 0) -> Iterator[bytes]:
    """Yield whole lines of a table from a place on, many at a time."""
    while start < len(content):
        end = content.find(b"\n", start + _PIECE) + 1 or len(content)
        yield content[start:end]
        start = end


def _is_open(line: str) -> bool:
    """Return whether a quote of a line is closed on no other than another line, or was opened there."""
    return line.count('"') % 2 == 1


def _entries(line: str) -> list[str]:
    """Return the entries of a line; raises WrongValueError where it is not a row by itself."""
    hint = "write each row on one line, and a quote within quotes twice"
    if _is_open(line):
        raise WrongValueError("not a row of CSV (a quote that is not closed)", hint)
    try:
        [row] = csv.reader((line,), strict=True)
    except csv.Error as error:
        raise WrongValueError(f"not a row of CSV ({error})", hint) from None
    return row


def facts_of(series: Series) -> Iterator[tuple[Fact, int]]:
    """Yield the observations of a series as facts, each with the number of its row, but none that is superseded."""
    shared = {key: value for key, value in series.shared.items() if key in Fact._fields}
    superseded = {*series.superseded}
    for block in series.blocks:
        names = list(block.columns)
        for number, *cells in zip(block.numbers, *block.columns.values(), strict=True):
            row = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
            if number not in superseded:
                yield _fact(series.id, shared, row, series.varies), number


def _fact(series_id: str, shared: Mapping[str, Any], row: Mapping[str, str], varies: tuple[bool, bool]) -> Fact:
    values = {**shared, **{name: cell for name, cell in row.items() if name not in _OF_LOCATOR}}
    area, period = (values.get(key) for key in KEYS)
    status, basis = values.get("status"), row.get("basis")
    derived = {
        "id": row_id(series_id, area, period, varies),
        "topic": series_id.partition(".")[0],
        "value": Decimal(row["value"]),
        "value_max": Decimal(row["value_max"]) if "value_max" in row else None,
        "qualifier": Qualifier(values.get("qualifier", Qualifier.EXACT)),
        "status": Status(status) if status else None,
        "basis": tuple(map(Basis, basis.split(SEPARATOR))) if basis else shared.get("basis", ()),
        "locator": located(shared.get("locator"), row.get("section"), row.get("paragraph")),
    }
    return Fact(**{**WITHOUT_VALUES, **values, **derived})


def located(shared: str | None, section: str | None, paragraph: str | None) -> str | None:
    """Return the locator of an observation: that of its series, with section and paragraph of its own."""
    if section is None and paragraph is None:
        return shared
    common = Locator.parse(shared) if shared else Locator(None)
    number = common.paragraph if paragraph is None else int(paragraph)
    return str(Locator(section or common.section, number)).strip()
