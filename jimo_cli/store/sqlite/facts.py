"""The facts of an index in SQLite, read as rows of text.

This is the way of every look-up: it imports next to nothing.
"""

from __future__ import annotations

import sqlite3
from binascii import crc32

from jimo_cli.store.interface import EVERY_FACT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jimo_cli.store.interface import Filters, NameIndex, Placed, Row

    Condition = tuple[str, Sequence[object]]
    """A term of SQL with the values that it is given."""

_SHOW_RANGE = "CASE WHEN value_max IS NULL THEN value ELSE value || '..' || value_max END"
_AT_ONCE = 500


class SqliteStore:
    """Facts to look up; see `interface.Store`."""

    def __init__(self, connection: sqlite3.Connection, warning: str | None = None) -> None:
        self._connection = connection
        self.warning = warning
        self._names: tuple[Filters, NameIndex] | None = None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def check(self) -> None:
        """Raise sqlite3.DatabaseError where a page of the index is not as it should be."""
        (found,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            error = sqlite3.DatabaseError(found)
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error

    def problems(self) -> list[tuple[Any, ...]]:
        """Return what is wrong in the fact files, each with the fields of a `Problem`."""
        return self._all(
            'SELECT path, line, message, hint, code, "column", width, paste FROM problem ORDER BY path, line, rowid'
        )

    def topics(self) -> list[Row]:
        """Return `TOPIC_FIELDS` of the topics, in the order of their files."""
        rows = self._all("SELECT id, label, label_en, aliases, counts FROM topic ORDER BY first")
        return [
            (topic, label, str(sum(map(int, counts.split()))), *counts.split(), label_en, aliases)
            for topic, label, label_en, aliases, counts in rows
        ]

    def topic_named(self, key: str) -> str | None:
        """Return the id of the topic that a folded name is one of, None where it is none."""
        found = self._all("SELECT topic FROM topic_name WHERE key = ? ORDER BY topic LIMIT 1", (key,))
        return found[0][0] if found else None

    def source(self, key: str) -> str | None:
        """Return the cited work of that key as CSL-JSON, None where there is none."""
        found = self._all("SELECT csl FROM source WHERE key = ?", (key,))
        return found[0][0] if found else None

    def rows(
        self,
        fields: Sequence[str],
        filters: Filters = EVERY_FACT,
        *,
        limit: int | None = None,
        show_range: bool = False,
    ) -> list[Row]:
        """Return fields of the facts that pass, in order: a figure before what belongs to it."""
        return self._entries(_columns(fields, show_range=show_range), self._conditions(filters), limit)

    def rows_with_ids(self, fields: Sequence[str], ids: Sequence[str], *, show_range: bool = False) -> list[Row]:
        """Return fields of the facts with those ids, in the order asked for; an unknown id has no row."""
        found: dict[str, Row] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            hashes = [hash_of(fact_id) for fact_id in part]
            with_hash = f"position IN (SELECT position FROM key WHERE hash IN ({_marks(hashes)}))"  # noqa: S608 - marks only
            conditions = [(with_hash, hashes), (f"id IN ({_marks(part)})", part)]
            for row in self._entries(_columns(("id", *fields), show_range=show_range), conditions):
                found[str(row[0])] = row[1:]
        return [found[fact_id] for fact_id in ids if fact_id in found]

    def rows_at(self, fields: Sequence[str], positions: Sequence[int], *, show_range: bool = False) -> list[Row]:
        """Return fields of the facts at those positions, in the order asked for."""
        found: dict[int, Row] = {}
        for start in range(0, len(positions), _AT_ONCE):
            part = positions[start : start + _AT_ONCE]
            for row in self._entries(
                _columns(("position", *fields), show_range=show_range), [(f"position IN ({_marks(part)})", part)]
            ):
                found[row[0]] = row[1:]
        return [found[position] for position in positions]

    def rows_belonging_to(self, fields: Sequence[str], fact_id: str) -> list[Row]:
        """Return fields of the shares and growth rates of a fact, in order."""
        belongs = "position IN (SELECT position FROM detail WHERE of = ?)"
        return self._entries(_columns(fields), [(belongs, (fact_id,))])

    def placed(self, filters: Filters, *, label_id: int | None = None, position: int | None = None) -> list[Placed]:
        """Return where facts stand that pass: all, those of a label, or the one at a position."""
        conditions = [*self._conditions(filters)]
        if label_id is not None:
            conditions.append(("label_id = ?", (label_id,)))
        if position is not None:
            conditions.append(("position = ?", (position,)))
        return self._entries("position, time_period, reference_area, kind", conditions)

    def names(self, filters: Filters = EVERY_FACT) -> NameIndex:
        """Return the names of the facts that pass."""
        if self._names is None or self._names[0] is not filters:
            from jimo_cli.store.sqlite.names import SqliteNames  # noqa: PLC0415  # a look-up by id needs no names

            def passing(labels: list[int]) -> list[int]:
                return self._passing(labels, filters)

            self._names = filters, SqliteNames(self._connection, passing if filters else None)
        return self._names[1]

    def _passing(self, labels: Sequence[int], filters: Filters) -> list[int]:
        """Those of some labels that have a fact which passes, in their order."""
        found: set[int] = set()
        for start in range(0, len(labels), _AT_ONCE):
            part = labels[start : start + _AT_ONCE]
            conditions = [*self._conditions(filters), (f"label_id IN ({_marks(part)})", part)]
            found.update(row[0] for row in self._entries("label_id", conditions))
        return [label for label in labels if label in found]

    def _entries(self, columns: str, conditions: Sequence[Condition], limit: int | None = None) -> list[Any]:
        where = " WHERE " + " AND ".join(term for term, _ in conditions) if conditions else ""
        values = [value for _, given in conditions for value in given]
        # Columns and terms are of this module; what a user typed is bound.
        sql = f"SELECT {columns} FROM entry{where} ORDER BY position LIMIT ?"  # noqa: S608
        return self._all(sql, (*values, -1 if limit is None else limit))

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:
            return []  # bytes that are no text, as a command line may hold, are in no fact

    def _conditions(self, filters: Filters) -> list[Condition]:
        """The conditions that filters come to."""
        found: list[Condition] = []
        if filters.topic is not None:
            spans = self._all("SELECT first, last FROM span WHERE topic = ?", (filters.topic,))
            within = " OR ".join(["position BETWEEN ? AND ?"] * len(spans)) or "0"
            found.append((f"({within})", [end for span in spans for end in span]))
        if filters.area is not None:
            found.append(("instr(reference_area, ?)", (filters.area,)))
        if filters.kinds:
            found.append((f"kind IN ({_marks(filters.kinds)})", filters.kinds))
        if filters.days is not None:
            first, last = filters.days
            found.append(("first_day >= ?", (first,)))
            if last is not None:
                found.append(("last_day <= ?", (last,)))
        return found


def _columns(fields: Sequence[str], *, show_range: bool = False) -> str:
    return ", ".join(_SHOW_RANGE if show_range and field == "value" else field for field in fields)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def hash_of(fact_id: str) -> int:
    """Return the number under which a fact is found; what it finds is held against the id."""
    return crc32(fact_id.encode(errors="surrogatepass"))
