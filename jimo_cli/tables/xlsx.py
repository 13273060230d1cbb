"""Workbooks of Excel (.xlsx, .xlsm): their cells as they are shown, read as a stream."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.archive import Archive, Target, attribute, reported
from jimo_cli.files.stable import StableFile
from jimo_cli.tables.bounds import MOST_ROWS, SPLIT, most_xml
from jimo_cli.tables.formats import BUILT_IN, Show, general, shower
from jimo_cli.tables.merged import MOST_COLUMNS, Merged, column
from jimo_cli.tables.notes import Notes
from jimo_cli.tables.sheet import Row, Sheet, Workbook

_REPAIR = "open it in a spreadsheet and save it again as .xlsx"
_MOST_STRINGS = 256 * 2**20
_OVERLAP = 200
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([$A-Z0-9:]+)[\"']")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ON = {"1", "true", "on"}


class _Part(NamedTuple):
    name: str
    path: str


def read(path: str) -> Workbook:
    """Return the sheets of a workbook that are not hidden; raises UsageError where it is damaged."""
    book = _Book(path)
    return Workbook(path, book.kind, [Sheet(part.name, book.reader(part)) for part in book.sheets], book.notes.skipped)


class _Book:
    """A workbook: its sheets, and what all of them share."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = StableFile(path, "a workbook")
        self._strings: list[str] | None = None
        with self._open() as archive:
            relations = _Relations()
            archive.parse("_rels/.rels", relations)
            main = relations.main()
            if main not in archive.names:
                raise UsageError(f"{quoted(path)} is no workbook of Excel", "name an .xlsx file, or one of text")
            workbook, styles = _Workbook(), _Styles()
            archive.parse(main, workbook)
            folder, _, base = main.rpartition("/")
            parts = _Relations(folder)
            archive.parse(f"{folder}/_rels/{base}.rels", parts)
            archive.parse(parts.of("/styles"), styles)
            self._strings_path = parts.of("/sharedStrings")
            has_macros = any(name.endswith("vbaProject.bin") for name in archive.names)
        self.kind = "XLSX with macros" if has_macros else "XLSX"
        self._shows, unknown = styles.showers(is_1904=workbook.is_1904)
        self.notes = Notes(["macros, which are not run"] * has_macros)
        self._unknown = unknown
        self.sheets = self._visible(workbook, parts)

    def reader(self, part: _Part) -> Callable[[], Iterator[Row]]:
        """Return what reads a sheet."""
        return lambda: self._rows(part)

    def _visible(self, workbook: "_Workbook", parts: "_Relations") -> list[_Part]:
        visible = []
        for name, relation, is_hidden in workbook.sheets:
            kind, path = parts.targets.get(relation, ("", ""))
            if is_hidden:
                self.notes.add(f"hidden sheet {name!r}")
            elif kind.endswith("/worksheet"):
                visible.append(_Part(name, path))
            else:
                self.notes.add(f"sheet {name!r}, which has no cells")
        return visible

    @contextmanager
    def _open(self) -> Iterator[Archive]:
        with reported(self._path, "workbook of Excel", _REPAIR), self._file.reading() as file:
            yield Archive(self._path, file, most_xml(self._file.size), SPLIT)

    def _rows(self, part: _Part) -> Iterator[Row]:
        with self._open() as archive:
            if self._strings is None:
                strings = _Strings()
                archive.parse(self._strings_path, strings)
                self._strings = strings.all
            sheet = _Sheet(self._shows, self._strings, Merged(_merged(archive, part.path)))
            for _ in archive.feed(part.path, sheet):
                yield from sheet.rows
                sheet.rows.clear()
        self._tell(sheet, part.name)

    def _tell(self, sheet: "_Sheet", name: str) -> None:
        self.notes.count(sheet.hidden_rows, "hidden row", name)
        self.notes.count(len(sheet.hidden_columns), "hidden column", name)
        self.notes.count(sheet.empty_formulas, "formula", name, " without a stored result")
        for style in sorted(sheet.styles & self._unknown.keys()):
            self.notes.add(f"number format {self._unknown[style]!r} in {name!r}: stored values are given")


def _merged(archive: Archive, path: str) -> Iterator[str]:
    """The ranges of merged cells, which stand behind the rows: found without parsing these."""
    if path not in archive.names:
        raise ValueError(f"no part {path!r}")
    before = b""
    for index, chunk in enumerate(archive.chunks(path)):
        if not index and chunk[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise ValueError("a sheet in UTF-16")
        if b"mergeCell" in chunk or b"mergeCell" in before:
            text = before + chunk
            last = 0
            for found in _MERGE.finditer(text):
                yield found[1].decode("ascii")
                last = found.end()
            before = text[max(last, len(text) - _OVERLAP) :]
        else:
            before = chunk[-_OVERLAP:]


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Relations(Target):
    """The parts that a part names: their kinds and paths by the keys it has for them."""

    def __init__(self, folder: str = "") -> None:
        self._folder = folder
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        if "Id" in attributes and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
            self.targets[attributes["Id"]] = attributes.get("Type", ""), path

    def of(self, kind: str) -> str:
        """Return the path of the first part of a kind; empty where there is none."""
        return next((path for type_, path in self.targets.values() if type_.endswith(kind)), "")

    def main(self) -> str:
        """Return the path of the workbook."""
        return self.of("/officeDocument") or "xl/workbook.xml"


class _Workbook(Target):
    """The sheets of a workbook: name, key and whether it is hidden."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if _local(tag) == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attribute(attributes, "id"), is_hidden))
        elif _local(tag) == "workbookPr":
            self.is_1904 = attributes.get("date1904") in _ON


class _Styles(Target):
    """The number formats of cells by their style."""

    def __init__(self) -> None:
        self._codes = dict(BUILT_IN)
        self._of_style: list[int] = []
        self._is_of_cells = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "numFmt":
            self._codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "General")
        elif name == "cellXfs":
            self._is_of_cells = True
        elif name == "xf" and self._is_of_cells:
            self._of_style.append(int(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if _local(tag) == "cellXfs":
            self._is_of_cells = False

    def showers(self, *, is_1904: bool) -> tuple[dict[str, Show], dict[str, str]]:
        """Return how each style shows numbers, and the formats that cannot be followed by style."""
        shows, unknown = {}, {}
        for style, number in enumerate(self._of_style):
            code = self._codes.get(number, "General")
            shows[str(style)], is_known = shower(code, is_1904=is_1904)
            if not is_known:
                unknown[str(style)] = code
        return shows, unknown


class _Strings(Target):
    """The texts that cells share: rich ones joined, without how they are read aloud."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._parts: list[str] = []
        self._is_text = self._is_phonetic = False
        self._left = _MOST_STRINGS

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "t":
            self._is_text = not self._is_phonetic
        elif name == "rPh":
            self._is_phonetic = True

    def data(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)
            self._left -= len(text)
            if self._left < 0:
                raise UsageError("the workbook has too much text to be read", SPLIT)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "si":
            self.all.append(_unescaped("".join(self._parts)))
            self._parts.clear()


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).encode("utf-8", "replace").decode("utf-8")


class _Sheet(Target):
    """The rows of a sheet, taken from `rows` as they come."""

    def __init__(self, shows: Mapping[str, Show], strings: list[str], merged: Merged) -> None:
        self._shows = shows
        self._strings = strings
        self._merged = merged
        self._columns: dict[str, int] = {}
        self._hidden: set[int] = set()
        self.rows: list[Row] = []
        self.hidden_rows = self.empty_formulas = 0
        self.hidden_columns: set[int] = set()
        self.styles: set[str] = set()
        self._number = 0
        self._is_hidden = self._is_text = self._is_phonetic = self._is_formula = False
        self._cells: list[str] = []
        self._parts: list[str] = []
        self._cell: Mapping[str, str] = {}
        self._starts = {"row": self._start_row, "c": self._start_cell, "v": self._start_text, "t": self._start_text,
                        "f": self._start_formula, "rPh": self._start_phonetic, "col": self._hide}  # fmt: skip
        self._ends = {"row": self._end_row, "c": self._end_cell, "v": self._end_text, "t": self._end_text,
                      "rPh": self._end_phonetic}  # fmt: skip

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if begin := self._starts.get(_local(tag)):
            begin(attributes)

    def end(self, tag: str) -> None:
        if finish := self._ends.get(_local(tag)):
            finish()

    def data(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)

    def _hide(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in _ON:
            first, last = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            self._hidden.update(range(max(0, first - 1), min(last, MOST_COLUMNS)))

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = int(attributes.get("r", self._number + 1))
        if not self._number < number <= MOST_ROWS:
            raise ValueError(f"row {number} behind row {self._number}")
        self._number = number
        self._is_hidden = attributes.get("hidden") in _ON
        self._cells = []

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell = attributes
        self._parts.clear()
        self._is_formula = False

    def _start_text(self, _attributes: Mapping[str, str]) -> None:
        self._is_text = not self._is_phonetic

    def _end_text(self) -> None:
        self._is_text = False

    def _start_formula(self, _attributes: Mapping[str, str]) -> None:
        self._is_formula = True

    def _start_phonetic(self, _attributes: Mapping[str, str]) -> None:
        self._is_phonetic = True

    def _end_phonetic(self) -> None:
        self._is_phonetic = False

    def _end_cell(self) -> None:
        at = self._column(self._cell.get("r", ""))
        text = self._text("".join(self._parts)) if self._parts else ""
        self.empty_formulas += self._is_formula and not self._parts and self._cell.get("t") != "str"
        missing = at - len(self._cells)
        if missing:
            self._cells.extend([""] * missing)
        if missing < 0:
            self._cells[at] = text
        else:
            self._cells.append(text)

    def _column(self, cell: str) -> int:
        letters = cell.rstrip("0123456789")
        if not letters:
            if len(self._cells) >= MOST_COLUMNS:
                raise ValueError("more columns than a sheet has")
            return len(self._cells)
        if letters not in self._columns:
            self._columns[letters] = column(letters)
        return self._columns[letters]

    def _text(self, text: str) -> str:
        kind = self._cell.get("t", "n")
        if kind == "n":
            style = self._cell.get("s", "0")
            self.styles.add(style)
            return self._shows.get(style, general)(text.strip())
        if kind == "s":
            index = int(text)
            if not 0 <= index < len(self._strings):
                raise ValueError(f"no shared text {index}")
            return self._strings[index]
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text, text)
        return _unescaped(text)

    def _end_row(self) -> None:
        cells = self._cells
        self._merged.fill(self._number, cells)
        if not any(cells):
            return
        if self._is_hidden:
            self.hidden_rows += 1
            return
        if self._hidden:
            self.hidden_columns.update(at for at in self._hidden if at < len(cells) and cells[at])
            cells = [text for at, text in enumerate(cells) if at not in self._hidden]
        self.rows.append(Row(self._number, cells))
