"""Parquet files: their rows as a sheet; of what `jimo export` wrote, one of the works and one of the topics too."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from jimo_cli.errors import UsageError, quoted
from jimo_cli.fields import SEPARATOR
from jimo_cli.files.stable import StableFile
from jimo_cli.tables import worker
from jimo_cli.tables.json_text import clean
from jimo_cli.tables.sheet import Row, Sheet, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_OTHERS = {
    "works": {"source": "key", "source_csl": "csl"},
    "topics": {"topic": "id", "topic_label": "label"},
}
"""What stands at each fact, as sheets of its own: their columns, and how these are called there."""


def read(path: str) -> Workbook:
    """Return the rows of a file; raises UsageError where it is damaged, or the library for it is not here."""
    if not find_spec("arro3"):
        hint = "run pip install 'jimo[parquet]', or save it as CSV"
        raise UsageError(f"{quoted(path)} is a Parquet file, whose reader is not installed", hint)
    file = StableFile(path, "a Parquet file")
    names = {*next(_lines(file))}
    sheets = [Sheet("", _reader(file))]
    sheets += [Sheet(name, _reader(file, columns)) for name, columns in _OTHERS.items() if {*columns} <= names]
    return Workbook(path, "Parquet", sheets, [])


def _lines(file: StableFile, *columns: str) -> Iterator[Any]:
    return worker.told(file, "parquet_worker.py", *columns, kind="Parquet file", hint="save it again")


def _reader(file: StableFile, columns: Mapping[str, str] | None = None) -> Callable[[], Iterator[Row]]:
    """What reads all of a file, or some columns with other names, each row of these once."""
    return lambda: _rows(_lines(file, *(columns or ())), columns or {})


def _rows(lines: Iterator[Any], called: Mapping[str, str]) -> Iterator[Row]:
    yield Row(1, [called.get(name) or clean(name) for name in next(lines)])
    for number, cells in enumerate(lines, start=2):
        yield Row(number, [*map(_shown, cells)])


def _shown(cell: object) -> str:
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, list):
        return SEPARATOR.join(map(_shown, cell))
    return "" if cell is None else str(cell)
