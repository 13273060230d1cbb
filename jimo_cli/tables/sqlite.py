"""SQLite databases: each table a sheet, in the order in which the tables were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files import database
from jimo_cli.files.database import quoted_name
from jimo_cli.tables.json_text import clean
from jimo_cli.tables.sheet import Row, Sheet, Workbook

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid"
_VIRTUAL = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'"
_MOST_TABLES = 1_000


def read(path: str) -> Workbook:
    """Return the tables of a database; raises UsageError where it is damaged, or has none."""
    with database.opened(path) as db:
        virtual = [f"{name}_" for (name,) in db.execute(_VIRTUAL)]
        names = [str(name) for (name,) in db.execute(_TABLES) if not _is_internal(str(name), virtual)]
    if not names:
        raise UsageError(f"{quoted(path)} has no tables", "name a database that has some")
    skipped = [f"{name!r}, one of more than {_MOST_TABLES} tables" for name in names[_MOST_TABLES:]]
    return Workbook(path, "SQLite database", [_sheet(path, name) for name in names[:_MOST_TABLES]], skipped)


def _is_internal(name: str, virtual: list[str]) -> bool:
    """Whether a table is SQLite's own, or one that an index of names keeps its data in."""
    return name.startswith("sqlite_") or any(name.startswith(before) for before in virtual)


def _sheet(path: str, name: str) -> Sheet:
    return Sheet(clean(name), lambda: _rows(path, name))


def _rows(path: str, name: str) -> Iterator[Row]:
    with database.opened(path) as db:
        db.text_factory = _text
        found = db.execute(f"SELECT * FROM {quoted_name(name)}")  # noqa: S608  # quoted as a name
        yield Row(1, [clean(column[0]) for column in found.description])
        for number, cells in enumerate(_each(found), start=2):
            yield Row(number, [*map(_shown, cells)])


def _each(found: sqlite3.Cursor) -> Iterator[tuple[object, ...]]:
    return iter(found)


def _text(written: bytes) -> str:
    return written.decode("utf-8", "replace")


def _shown(cell: object) -> str:
    """A cell as text; bytes, as of a picture, are nothing to read."""
    return "" if cell is None or isinstance(cell, bytes) else cell if isinstance(cell, str) else str(cell)
