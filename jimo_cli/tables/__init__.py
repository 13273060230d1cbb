"""Files of rows, of every type, as sheets of cells that hold what a person sees.

>>> from jimo_cli import tables
>>> workbook = tables.read("gdp.xlsx")
>>> [row.cells for row in workbook.sheets[0].read()]
"""

import os
from zipfile import BadZipFile, ZipFile

from jimo_cli import files
from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.archive import OLE
from jimo_cli.tables.sheet import Row, Sheet, Workbook

__all__ = ["Row", "Sheet", "Workbook", "is_table", "read"]

DESCRIPTION = "datapackage.json"
MAGIC = b"SQLite format 3\0"
_PARQUET = b"PAR1"
_ARCHIVE = b"PK\x03\x04"
_JSON = (".json", ".jsonl", ".ndjson", ".jsonld")
_OFFICE_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods")
_DATABASES = (".sqlite", ".sqlite3", ".db", ".parquet")
_SUFFIXES = (".csv", ".tsv", ".tab", *_OFFICE_SUFFIXES, *_JSON, *_DATABASES)
_BEFORE_TEXT = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the first character of a text that shows its type."""

_BEGINNING = 2**16
_OTHERS = (
    (b"%PDF", "a PDF file", "save its table as CSV or .xlsx"),
    (b"{\\rtf", "a rich text file", "save its table as CSV or .xlsx"),
    (b"\x1f\x8b", "compressed", "unpack it"),
    (b"PK\x05\x06", "an empty archive", "save it again"),
)
"""What files that are no table begin with, what they are, and what to do with them."""

_PAGE = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<!--", b"<style", b"<div")
_MARKUP = (b"<?xml", b"<workbook", b"<?mso")
_OFFICE = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "save it as .xlsx"),
    ("word/document.xml", "a Word document", "give it the suffix .docx"),
    ("ppt/presentation.xml", "a presentation", "save its table as CSV or .xlsx"),
)


def is_table(path: str) -> bool:
    """Return whether a path is that of a file of rows, by its suffix; without a known one by what is in it."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in _SUFFIXES or os.path.basename(path) == DESCRIPTION:
        return True
    if os.path.isdir(path):
        return os.path.isfile(os.path.join(path, DESCRIPTION))
    if suffix == ".zip":
        from jimo_cli.tables import package  # noqa: PLC0415

        return bool(package.description_in(_names(path)))
    if suffix not in {"", ".txt", ".dat"}:
        return False
    try:
        with files.opened(path, "a file") as file:
            beginning = file.read(_BEGINNING)
    except (UsageError, OSError):
        return False
    return _is_workbook(path) if beginning.startswith(_ARCHIVE) else _is_divided(beginning)


def read(path: str) -> Workbook:
    """Return the sheets of a file of rows, its type by what is in it.

    Raises UsageError where it is missing, damaged, or of a type that is not read; so does reading the rows.
    """
    if os.path.isdir(path) or os.path.basename(path) == DESCRIPTION:
        from jimo_cli.tables import package  # noqa: PLC0415  # each reader is imported where it is needed

        return package.read(path)
    with files.opened(path, "a file of rows, or a data package") as file:
        beginning = file.read(_BEGINNING)
    if beginning.startswith((_ARCHIVE, OLE)):
        return _office(path, beginning)
    if beginning.startswith(MAGIC):
        from jimo_cli.tables import sqlite  # noqa: PLC0415

        return sqlite.read(path)
    if beginning.startswith(_PARQUET):
        from jimo_cli.tables import parquet  # noqa: PLC0415

        return parquet.read(path)
    for start, kind, hint in _OTHERS:
        if beginning.startswith(start):
            raise UsageError(f"{quoted(path)} is {kind}", hint)
    suffix = os.path.splitext(path)[1].lower()
    workbook = _text(path, beginning.lstrip(_BEFORE_TEXT).lower(), suffix)
    if suffix in _OFFICE_SUFFIXES:
        return workbook._replace(kind=f"{workbook.kind}, though its name ends in {suffix}")
    return workbook


def _text(path: str, beginning: bytes, suffix: str) -> Workbook:
    if beginning.startswith(_PAGE) or (beginning.startswith(b"<?xml") and b"<html" in beginning):
        from jimo_cli.tables import pages  # noqa: PLC0415

        return pages.read(path)
    if beginning.startswith(_MARKUP):
        raise UsageError(f"{quoted(path)} is XML", "open it in a spreadsheet and save it as .xlsx")
    if suffix in _JSON or (beginning[:1] in {b"{", b"["} and suffix not in _SUFFIXES):
        if suffix == ".jsonld":
            from jimo_cli.tables import json_ld  # noqa: PLC0415

            return json_ld.read(path)
        from jimo_cli.tables import json_rows  # noqa: PLC0415

        return json_rows.read(path)
    from jimo_cli.tables import delimited  # noqa: PLC0415

    return delimited.read(path)


def _office(path: str, beginning: bytes) -> Workbook:
    if beginning.startswith(OLE):
        from jimo_cli.tables import xls  # noqa: PLC0415

        return xls.read(path)
    from jimo_cli.tables import package  # noqa: PLC0415

    names = _names(path)
    if description := package.description_in(names):
        return package.read_zipped(path, description)
    for name, kind, hint in _OFFICE:
        if name in names:
            raise UsageError(f"{quoted(path)} is {kind}", hint)
    if "content.xml" in names:
        from jimo_cli.tables import ods  # noqa: PLC0415

        return ods.read(path)
    from jimo_cli.tables import xlsx  # noqa: PLC0415

    return xlsx.read(path)


def _names(path: str) -> frozenset[str]:
    try:
        with files.opened(path, "a workbook") as file, ZipFile(file) as archive:
            return frozenset(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()  # the reader of workbooks says what is wrong


def _is_workbook(path: str) -> bool:
    names = _names(path)
    return "content.xml" in names or any(name.startswith("xl/") for name in names)


def _is_divided(beginning: bytes) -> bool:
    from jimo_cli.tables import delimited  # noqa: PLC0415

    lines = beginning.rpartition(b"\n")[0] if len(beginning) == _BEGINNING else beginning
    for encoding in ("utf-16",) if lines.startswith(files.UTF_16) else files.TEXT_ENCODINGS:
        try:
            return delimited.looks_divided(lines.decode(encoding))
        except UnicodeError:
            continue
    return False
