"""Connections to SQLite: the one place that knows its module, and which of its errors are damage."""

from __future__ import annotations

from jimo_cli.errors import StoreDamagedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection
    from typing import Any
else:
    try:
        # All that `sqlite3` adds to it is dates, which no table has; they cost a look-up a millisecond.
        import _sqlite3 as sqlite3
    except ImportError:
        import sqlite3

connect, Error = sqlite3.connect, sqlite3.Error

# SQLITE_IOERR, SQLITE_CORRUPT and SQLITE_NOTADB: any other error is no damage but a bug.
_DAMAGE = (10, 11, 26)
_UNDECODABLE = "Could not decode to UTF-8"
# Every SQLite allows a statement 999 values; filters need some of them.
_AT_ONCE = 500


def fetch(connection: Connection, sql: str, values: Sequence[object] = ()) -> list[Any]:
    """Return all rows of a query; none where a value holds bytes that are no text, for no table has such.

    Raises StoreDamagedError where the database is damaged.
    """
    try:
        return connection.execute(sql, values).fetchall()
    except UnicodeEncodeError:
        return []
    except sqlite3.DatabaseError as error:
        raise _named(error) from error


def stream(connection: Connection, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
    """Yield the rows that `fetch` returns, each read when it is asked for; raises as that does."""
    try:
        # With `yield from` the cursor would be closed as well, which fails where the connection is closed before.
        for row in connection.execute(sql, values):  # noqa: UP028
            yield row
    except UnicodeEncodeError:
        return
    except sqlite3.DatabaseError as error:
        raise _named(error) from error


def _named(error: sqlite3.DatabaseError) -> Exception:
    """The error itself, or what damage is called."""
    # Text that is not UTF-8 is found by the module, which has no code for it.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    is_damage = code in _DAMAGE or str(error).startswith(_UNDECODABLE)
    return StoreDamagedError(str(error)) if is_damage else error


def fetch_value(connection: Connection, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401  # of any column
    """Return the first column of the first row of a query, None where it has no row; raises as `fetch` does."""
    rows = fetch(connection, sql, values)
    return rows[0][0] if rows else None


def parts(values: Sequence[Any]) -> list[Sequence[Any]]:
    """Return the values in parts that one statement can take."""
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]


def marks(values: Sequence[object]) -> str:
    """Return the marks that so many values are bound to."""
    return ", ".join("?" * len(values))
