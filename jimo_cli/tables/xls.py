"""Workbooks of Excel before 2007 (.xls), through python-calamine."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from jimo_cli import files
from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.archive import is_encrypted
from jimo_cli.files.stable import StableFile
from jimo_cli.tables import worker
from jimo_cli.tables.formats import general
from jimo_cli.tables.json_text import clean
from jimo_cli.tables.merged import Merged, Range
from jimo_cli.tables.sheet import Row, Sheet, Workbook

MOST_BYTES = 128 * 2**20
_LOST = "how numbers are shown: .xls gives stored values"


def read(path: str) -> Workbook:
    """Return the sheets of a workbook that are not hidden; raises UsageError where it is damaged or has a password."""
    file = StableFile(path, "a workbook")
    if is_encrypted(files.contents(path, MOST_BYTES, "a workbook", "save it as .xlsx")):
        raise UsageError(f"{quoted(path)} is encrypted", "save it without a password")
    if not find_spec("python_calamine"):
        message = f"{quoted(path)} is in the format of Excel before 2007, whose reader is not installed"
        raise UsageError(message, "run: pip install 'jimo[xls]', or save it as .xlsx")
    skipped = [_LOST]
    sheets = []
    (described,) = _lines(file)
    for name, visible, kind in described:
        if not visible.endswith(".Visible"):
            skipped.append(f"hidden sheet {clean(name)!r}")
        elif kind.endswith(".WorkSheet"):
            sheets.append(Sheet(clean(name), _reader(file, name)))
        else:
            skipped.append(f"sheet {clean(name)!r}, which has no cells")
    return Workbook(path, "XLS", sheets, skipped)


def _lines(file: StableFile, *sheets: str) -> Iterator[Any]:
    hint = "open it in a spreadsheet and save it again as .xlsx"
    return worker.told(file, "xls_worker.py", *sheets, kind="workbook of Excel", hint=hint)


def _reader(file: StableFile, name: str) -> Callable[[], Iterator[Row]]:
    return lambda: _rows(file, name)


def _rows(file: StableFile, name: str) -> Iterator[Row]:
    lines = _lines(file, name)
    merged = Merged()
    for (top, left), (bottom, right) in next(lines, ()):
        merged.add(top + 1, Range(left, right, bottom + 1))
    for number, values in enumerate(lines, start=1):
        cells = [_text(value) for value in values]
        merged.fill(number, cells)
        if any(cells):
            yield Row(number, cells)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return general(f"{value:.15g}")
    return clean(str(value))
