"""Data packages (datapackage.json): each resource in CSV a sheet, as the package describes it.

A package is a directory, or an archive of one. Its list of cited works (CSL-JSON) is a sheet of keys and works.
"""

import codecs
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.stable import StableFile, ZippedFile
from jimo_cli.tables import delimited, json_rows
from jimo_cli.tables.charset import Charset, charset
from jimo_cli.tables.json_text import JsonText, clean
from jimo_cli.tables.notes import Notes
from jimo_cli.tables.sheet import Row, Sheet, Workbook

DESCRIPTION = "datapackage.json"
MOST_BYTES = 16 * 2**20
_MOST_PARTS = 1_000
_CSV = {"", "csv", "tsv"}
_SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
_HINT = "see datapackage.org for the format"
_WORKS = "citationstyles.csl"
"""In the media type of a list of cited works."""

_FILES = "the files of the package"


def description_in(names: Collection[str]) -> str:
    """Return which file of an archive describes a package: it stands at the top, or in the one directory there."""
    found = [name for name in names if name.rpartition("/")[2] == DESCRIPTION and name.count("/") <= 1]
    return min(found, key=len, default="")


def read(path: str) -> Workbook:
    """Return the resources of a data package; raises UsageError where the description or a file is not right."""
    description = os.path.join(path, DESCRIPTION) if os.path.isdir(path) else path
    folder = os.path.dirname(description)
    return _workbook(path, description, JsonText(description), lambda part: StableFile(_inside(folder, part), _FILES))


def read_zipped(path: str, description: str) -> Workbook:
    """Return the resources of a data package in an archive, in which a file describes it; raises as `read` does."""
    before = description.removesuffix(DESCRIPTION)
    text = JsonText(ZippedFile(path, description, _FILES))
    return _workbook(
        path, f"{path}/{description}", text, lambda part: ZippedFile(path, before + _relative(part), _FILES)
    )


def _workbook(path: str, description: str, text: JsonText, file: Callable[[str], StableFile]) -> Workbook:
    if text.size > MOST_BYTES:
        raise UsageError(f"{quoted(description)} is too large", f"the limit is {MOST_BYTES // 2**20} MB")
    package = text.whole()
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        raise UsageError(f"{quoted(description)} has no list of resources", _HINT)
    notes = Notes()
    sheets = []
    for index, described in enumerate(resources, start=1):
        if not isinstance(described, dict):
            raise UsageError(f"{quoted(description)}: resource {index} is no object", _HINT)
        whole = _text(package, "title") if len(resources) == 1 else ""
        resource = _Resource(description, file, described, f"resource {index}", whole)
        if sheet := resource.sheet():
            sheets.append(sheet)
        else:
            notes.add(f"{resource.name!r}, which is not in CSV")
    return Workbook(path, "data package", sheets, notes.skipped)


class _Resource:
    """A resource as the package describes it."""

    def __init__(
        self,
        description: str,
        file: Callable[[str], StableFile],
        described: Mapping[str, Any],
        name: str,
        whole: str,
    ) -> None:
        """Take in the description of a resource; `whole` is the title of the package that has no other one."""
        self._description = description
        self._file = file
        self._described = described
        self.name = _text(described, "title") or whole or _text(described, "name") or name

    def sheet(self) -> Sheet | None:
        """Return the sheet that it is; None where it is not in CSV."""
        described = self._described
        if isinstance(described.get("data"), list):
            return self._cleared(json_rows.table(self.name, lambda: described["data"]))
        paths = described.get("path")
        parts = [part for part in (paths if isinstance(paths, list) else [paths]) if isinstance(part, str)]
        if not 0 < len(parts) <= _MOST_PARTS:
            raise self._wrong("has no path")
        if _WORKS in _text(described, "mediatype"):
            return _works(JsonText(self._of_package(parts[0])))
        if _text(described, "format").lower() not in _CSV or described.get("compression"):
            return None
        if not all(part.lower().endswith(_SUFFIXES) for part in parts):
            return None
        sheets = [self._part(part, index) for index, part in enumerate(parts)]
        return self._cleared(Sheet(self.name, _joined(sheets)) if len(sheets) > 1 else sheets[0])

    def _part(self, part: str, index: int) -> Sheet:
        file = self._of_package(part)
        dialect = self._dialect(part)
        sheet = delimited.sheet(file, self._encoding(file), dialect, self.name)
        return self._headed(sheet) if not index else sheet

    def _of_package(self, part: str) -> StableFile:
        try:
            return self._file(part)
        except _OutsideError as error:
            raise self._wrong(f"has the path {quoted(part)}, which {error} outside of the package") from None

    def _encoding(self, file: StableFile) -> Charset:
        named = _text(self._described, "encoding")
        with file.reading() as stream:
            if not named or named.lower() in {"utf-8", "utf8"}:
                return charset(file.path, stream)
        try:
            codec = codecs.lookup(named)
        except (LookupError, ValueError):
            raise self._wrong(f"is in an unknown encoding {quoted(named)}") from None
        if not getattr(codec, "_is_text_encoding", True):
            raise self._wrong(f"is in an unknown encoding {quoted(named)}")
        return Charset(codec.name, named)

    def _dialect(self, part: str) -> delimited.Dialect:
        dialect = self._described.get("dialect")
        dialect = dialect if isinstance(dialect, dict) else {}
        known = delimited.Dialect("\t" if part.lower().endswith((".tsv", ".tab")) else ",")
        found = delimited.Dialect(
            delimiter=_character(dialect, "delimiter") or known.delimiter,
            quote=_character(dialect, "quoteChar") or known.quote,
            doubles_quotes=dialect.get("doubleQuote") is not False,
            escape=_character(dialect, "escapeChar"),
            skips_blanks=dialect.get("skipInitialSpace") is True,
            comment=_character(dialect, "commentChar"),
        )
        marks = [mark for mark in (found.delimiter, found.quote, found.escape, found.comment) if mark]
        if len(set(marks)) != len(marks) or set(marks) & set("\r\n\0"):
            raise self._wrong("has a dialect whose characters cannot be told apart")
        return found

    def _headed(self, sheet: Sheet) -> Sheet:
        """The sheet under a head row of its fields, where its file has none."""
        dialect, schema = self._described.get("dialect"), self._described.get("schema")
        if not isinstance(dialect, dict) or dialect.get("header") is not False:
            return sheet
        fields = schema.get("fields") if isinstance(schema, dict) else None
        names = [_text(field, "name") for field in fields if isinstance(field, dict)] if fields else []
        return Sheet(sheet.name, lambda: _under(names, sheet)) if any(names) else sheet

    def _cleared(self, sheet: Sheet) -> Sheet:
        """The sheet with nothing where the package says that a value is missing."""
        schema = self._described.get("schema")
        missing = schema.get("missingValues") if isinstance(schema, dict) else None
        if not isinstance(missing, list):
            return sheet
        values = [_text(value, "value") if isinstance(value, dict) else value for value in missing]
        marks = frozenset(value for value in values if isinstance(value, str) and value)
        return Sheet(sheet.name, lambda: _without(marks, sheet)) if marks else sheet

    def _wrong(self, what: str) -> UsageError:
        return UsageError(f"{quoted(self._description)}: {quoted(self.name)} {what}", _HINT)


class _OutsideError(Exception):
    """A file does not stand in the directory of its package."""


def _relative(part: str) -> str:
    """A path within a package as it is; raises _OutsideError for any other one."""
    if "\0" in part or "://" in part or os.path.isabs(part) or ".." in part.replace("\\", "/").split("/"):
        raise _OutsideError("is")
    return part


def _inside(folder: str, part: str) -> str:
    """The path of a file of the package, which has to stand in its directory; raises _OutsideError."""
    path = os.path.join(folder, _relative(part))
    real = os.path.realpath(folder)
    if os.path.commonpath([real, os.path.realpath(path)]) != real:
        raise _OutsideError("leads")
    return path


def _works(text: JsonText) -> Sheet | None:
    """The cited works as a sheet, each by its key; None where the file is no list of them."""
    works = text.whole(json.JSONDecoder()) if text.size <= MOST_BYTES else None
    if not isinstance(works, list) or not all(isinstance(work, dict) for work in works):
        return None
    rows = [Row(at, [clean(str(work.get("id", ""))), json.dumps(work)]) for at, work in enumerate(works, start=2)]
    return Sheet("works", lambda: iter([Row(1, ["key", "csl"]), *rows]))


def _joined(sheets: Sequence[Sheet]) -> Callable[[], Iterator[Row]]:
    return lambda: (row for sheet in sheets for row in sheet.read())


def _under(names: list[str], sheet: Sheet) -> Iterator[Row]:
    yield Row(1, names)
    for row in sheet.read():
        yield Row(row.number + 1, row.cells)


def _without(marks: frozenset[str], sheet: Sheet) -> Iterator[Row]:
    for row in sheet.read():
        yield Row(row.number, ["" if cell in marks else cell for cell in row.cells])


def _text(described: Mapping[str, Any], key: str) -> str:
    value = described.get(key)
    return clean(value) if isinstance(value, str) else ""


def _character(dialect: Mapping[str, Any], key: str) -> str | None:
    value = dialect.get(key)
    return value if isinstance(value, str) and len(value) == 1 else None
