"""Spreadsheets of OpenDocument (.ods): the texts of their cells as they are shown, read as a stream."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.archive import Archive, Target, attribute, reported
from jimo_cli.files.stable import StableFile
from jimo_cli.tables.bounds import MOST_CELLS, MOST_ROWS, SPLIT, most_xml
from jimo_cli.tables.formats import general
from jimo_cli.tables.merged import MOST_COLUMNS, Merged, Range
from jimo_cli.tables.notes import Notes
from jimo_cli.tables.sheet import Row, Sheet, Workbook

_REPAIR = "open it in a spreadsheet and save it again as .ods"
_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_LEFT_OUT = {"tracked-changes", "annotation", "shapes", "forms", "ruby-text"}
_TEXTS = ("string-value", "date-value", "time-value", "boolean-value")
_SWAPPED = {ord(","): ".", ord("."): ","}
_DIGITS = re.compile(r"[0-9]+(\.[0-9]+)?")
_YEAR = re.compile(r"[12][0-9]{3}(?![0-9])")


def read(path: str) -> Workbook:
    """Return the sheets of a spreadsheet that are not hidden; raises UsageError where it is damaged."""
    book = _Book(path)
    sheets = [Sheet(name, book.reader(index, name)) for index, name in book.sheets]
    return Workbook(path, "ODS", sheets, book.notes.skipped)


class _Book:
    """A spreadsheet: its sheets by their places in the file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = StableFile(path, "a spreadsheet")
        self.notes = Notes()
        with self._open() as archive:
            manifest, tables = _Manifest(path), _Tables()
            archive.parse(_MANIFEST, manifest)
            archive.parse(_CONTENT, tables)
            if not tables.is_spreadsheet:
                raise UsageError(f"{quoted(path)} is no spreadsheet", "name an .ods file, or one of text")
        self.sheets: list[tuple[int, str]] = []
        for index, (name, style) in enumerate(tables.all):
            if style in tables.hidden_styles:
                self.notes.add(f"hidden sheet {name!r}")
            else:
                self.sheets.append((index, name))

    def reader(self, index: int, name: str) -> Callable[[], Iterator[Row]]:
        """Return what reads a sheet."""
        return lambda: self._rows(index, name)

    @contextmanager
    def _open(self) -> Iterator[Archive]:
        with reported(self._path, "OpenDocument spreadsheet", _REPAIR), self._file.reading() as file:
            yield Archive(self._path, file, most_xml(self._file.size), SPLIT)

    def _rows(self, index: int, name: str) -> Iterator[Row]:
        sheet = _Sheet(index)
        with self._open() as archive:
            for _ in archive.feed(_CONTENT, sheet):
                while sheet.rows:
                    rows, sheet.rows = sheet.rows, []
                    for times, row in rows:
                        yield from (Row(row.number + at, list(row.cells)) for at in range(times))
                if sheet.is_done:
                    break
        self.notes.count(sheet.hidden_rows, "hidden row", name)
        self.notes.count(len(sheet.hidden_columns), "hidden column", name)


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Manifest(Target):
    """What the file says of its parts: one with a password has some that are encrypted."""

    def __init__(self, path: str) -> None:
        self._path = path

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if _local(tag) == "encryption-data":
            raise UsageError(f"{quoted(self._path)} is encrypted", "save it without a password")


class _Tables(Target):
    """The sheets: name and style; and the styles of those that are hidden."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []
        self.hidden_styles: set[str] = set()
        self.is_spreadsheet = False
        self._style = ""
        self._depth = self._left_out = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name in _LEFT_OUT:
            self._left_out += 1
        elif name == "table":
            if not self._depth and not self._left_out:
                self.all.append((attribute(attributes, "name"), attribute(attributes, "style-name")))
            self._depth += 1
        elif name == "spreadsheet":
            self.is_spreadsheet = True
        elif name == "style":
            self._style = attribute(attributes, "name")
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self.hidden_styles.add(self._style)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in _LEFT_OUT:
            self._left_out -= 1
        elif name == "table":
            self._depth -= 1


class _Sheet(Target):
    """The rows of one of the tables, each with how often it stands, taken from `rows` as they come."""

    def __init__(self, index: int) -> None:
        self._left = index + 1
        self._depth = self._left_out = 0
        self._merged = Merged()
        self.rows: list[tuple[int, Row]] = []
        self.is_done = False
        self.hidden_rows = 0
        self.hidden_columns: set[int] = set()
        self._hidden: set[int] = set()
        self._columns = 0
        self._number = 1
        self._repeated = 0
        self._row: dict[str, str] = {}
        self._cells: list[str] = []
        self._blanks = 0
        self._cell: dict[str, str] = {}
        self._parts: list[str] = []
        self._texts = 0
        self._is_text = False
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "table-column": self._hide, "table-row": self._start_row, "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell, "p": self._start_text, "s": self._add_blanks,
            "tab": lambda _: self._parts.append(" "), "line-break": lambda _: self._parts.append("\n"),
        }  # fmt: skip
        self._ends: dict[str, Callable[[], None]] = {
            "table-row": self._end_row, "table-cell": self._end_cell, "covered-table-cell": self._end_covered,
            "p": self._end_text,
        }  # fmt: skip

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name in _LEFT_OUT:
            self._left_out += 1
        elif self._left_out:
            return
        elif name == "table":
            self._left -= not self._depth
            self._depth += 1
        elif self._depth == 1 and not self._left and (begin := self._starts.get(name)):
            begin(attributes)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in _LEFT_OUT:
            self._left_out -= 1
        elif self._left_out:
            return
        elif name == "table":
            self._depth -= 1
            self.is_done |= not self._left
            self._left -= not self._left and not self._depth
        elif self._depth == 1 and not self._left and (finish := self._ends.get(name)):
            finish()

    def data(self, text: str) -> None:
        if self._is_text and not self._left_out:
            self._parts.append(text)

    def _hide(self, attributes: Mapping[str, str]) -> None:
        count = _count(attribute(attributes, "number-columns-repeated"), MOST_COLUMNS)
        if attribute(attributes, "visibility") in {"collapse", "filter"}:
            self._hidden.update(range(self._columns, min(self._columns + count, MOST_COLUMNS)))
        self._columns += count

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = {_local(key): value for key, value in attributes.items()}
        self._cells, self._blanks = [], 0

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell = {_local(key): value for key, value in attributes.items()}
        self._parts.clear()
        self._texts = 0

    def _start_text(self, _attributes: Mapping[str, str]) -> None:
        if self._texts:
            self._parts.append("\n")
        self._texts += 1
        self._is_text = True

    def _end_text(self) -> None:
        self._is_text = False

    def _add_blanks(self, attributes: Mapping[str, str]) -> None:
        self._parts.append(" " * _count(attribute(attributes, "c"), MOST_COLUMNS))

    def _end_covered(self) -> None:
        self._add("", _count(self._cell.get("number-columns-repeated", ""), MOST_COLUMNS))

    def _end_cell(self) -> None:
        cell = self._cell
        text = self._text()
        right = _count(cell.get("number-columns-spanned", ""), MOST_COLUMNS)
        down = _count(cell.get("number-rows-spanned", ""), MOST_ROWS)
        if right > 1 or down > 1:
            at = len(self._cells) + self._blanks
            self._merged.cover(Range(at, at + right - 1, self._number + down - 1), text)
        self._add(text, _count(cell.get("number-columns-repeated", ""), MOST_COLUMNS))

    def _text(self) -> str:
        """The text of a cell as it is shown; a day whose year does not stand first as ISO 8601, decimals by a point."""
        cell = self._cell
        text = "".join(self._parts)
        if not self._texts:
            return next((cell[name] for name in _TEXTS if name in cell), general(cell.get("value", "")))
        if cell.get("value-type") == "date" and not _YEAR.match(text):
            return cell.get("date-value", text)
        if "," in text and "value" in cell:
            return _with_points(text, cell["value"], is_percentage=cell.get("value-type") == "percentage")
        return text

    def _add(self, text: str, times: int) -> None:
        if not text:
            self._blanks += times
            return
        if len(self._cells) + self._blanks + times > MOST_COLUMNS:
            raise ValueError("more columns than a sheet has")
        self._repeat(times - 1)
        self._cells += [""] * self._blanks + [text] * times
        self._blanks = 0

    def _repeat(self, cells: int) -> None:
        self._repeated += cells
        if self._repeated > MOST_CELLS:
            raise UsageError("a sheet repeats more rows and cells than can be read", SPLIT)

    def _end_row(self) -> None:
        times = _count(self._row.get("number-rows-repeated", ""), MOST_ROWS)
        cells, number = self._cells, self._number
        self._number += times
        self._merged.fill(number, cells)
        if not any(cells):
            return
        if number + times - 1 > MOST_ROWS:
            raise ValueError("more rows than a sheet has")
        if self._row.get("visibility", "visible") != "visible":
            self.hidden_rows += times
            return
        self._repeat((times - 1) * len(cells))
        if self._hidden:
            self.hidden_columns.update(at for at in self._hidden if at < len(cells) and cells[at])
            cells = [text for at, text in enumerate(cells) if at not in self._hidden]
        self.rows.append((times, Row(number, cells)))


def _with_points(text: str, value: str, *, is_percentage: bool) -> str:
    """A number as it is shown, by a point where its decimals stand behind a comma, as the stored value tells."""
    try:
        stored = Decimal(value).scaleb(2 * is_percentage)
    except ArithmeticError:
        raise ValueError(f"a cell of value {value[:20]!r}") from None
    swapped = text.translate(_SWAPPED)
    return swapped if not _is_shown(stored, text) and _is_shown(stored, swapped) else text


def _is_shown(stored: Decimal, text: str) -> bool:
    """Whether a text with commas between thousands shows a number, as far as it has digits."""
    digits = _DIGITS.search(text.replace(",", ""))
    if not digits:
        return False
    shown = Decimal(digits[0])
    return abs(abs(stored) - shown) <= Decimal(5).scaleb(int(shown.as_tuple().exponent) - 1)


def _count(text: str, most: int) -> int:
    """How often a thing stands there; raises ValueError where the text is no number."""
    return max(1, min(int(text), most)) if text else 1
