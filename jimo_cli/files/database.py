"""SQLite files that are handed on to other programs, or come from them; the index has its own connections."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from jimo_cli.errors import OutputError, UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_CELL = 16 * 2**20


@contextmanager
def made(path: str) -> Iterator[sqlite3.Connection]:
    """Yield a new database in an empty file, complete when the block ends; raises OutputError where it cannot be.

    It has no journal: whoever makes the file throws away one that was not completed.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.execute("BEGIN")
            yield db
            db.execute("COMMIT")
    except sqlite3.Error as error:
        hint = "free some space, or name a place that you may write to"
        raise OutputError(f"the database cannot be written ({error})", hint) from None


@contextmanager
def opened(path: str) -> Iterator[sqlite3.Connection]:
    """Yield a database, only to be read; raises UsageError where the file is none, or is damaged."""
    try:
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)) as db:
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL)
            db.execute("PRAGMA trusted_schema = OFF")
            yield db
    except (sqlite3.Error, UnicodeError) as error:  # a name or a head that is no UTF-8
        raise UsageError(f"{quoted(path)} is no SQLite database or is damaged ({error})", "save it again") from None


def quoted_name(name: str) -> str:
    """Return the name of a table or a column as SQL has it, whatever its characters."""
    return '"' + name.replace('"', '""') + '"'
