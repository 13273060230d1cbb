"""The facts of an index in SQLite, read as rows of text.

This is the way of every look-up: it imports next to nothing.
"""

from __future__ import annotations

from jimo_cli.errors import StoreDamagedError
from jimo_cli.fields import CITATION
from jimo_cli.store import integrity
from jimo_cli.store.filters import EVERY_FACT
from jimo_cli.store.sqlite import connection, ids
from jimo_cli.store.sqlite.connection import fetch, fetch_value, marks, parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection
    from typing import Any

    from jimo_cli.store.citations import Citing
    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import NameIndex, Placed, Row
    from jimo_cli.store.sqlite.blocks import Condition

# A statement may be given few values; as many packs rarely have files of one topic.
_MOST_SPANS = 100
_OF_SERIES = "position BETWEEN (SELECT first FROM series WHERE name = ?) AND (SELECT last FROM series WHERE name = ?)"
_SHOW_RANGE = "CASE WHEN value_max IS NULL THEN value ELSE value || '..' || value_max END"


def open_index(path: str, state: str | None = None) -> SqliteStore | None:
    """Return the index at that path, None where there is none, a damaged one, or one of another state."""
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    db = None
    try:
        if integrity.is_sound(path):
            db = connection.connect(f"file:{escaped}?mode=ro&immutable=1", uri=True)
            db.execute("PRAGMA temp_store = MEMORY")  # sorting writes no file either
            found = fetch_value(db, "SELECT value FROM meta WHERE key = 'state'")
            if found is not None and (state in (None, found) or _is_current(found, state)):
                return SqliteStore(db, source=(path, found))
    except (OSError, connection.Error, StoreDamagedError):
        pass
    if db is not None:
        db.close()
    return None


def _is_current(found: str, state: str) -> bool:
    from jimo_cli.store import states  # noqa: PLC0415  # most indexes are of just this state

    return states.is_current(found, state)


class SqliteStore:
    """Facts to look up; see `interface.Store`."""

    def __init__(self, db: Connection, warning: str | None = None, source: tuple[str, str] | None = None) -> None:
        self._db = db
        self.warning = warning
        self._source = source
        self._names: tuple[Filters, NameIndex] | None = None
        self._topics: Connection | None = None

    def close(self) -> None:
        """Close the store; nothing is read afterwards."""
        self._db.close()
        if self._topics is not None:
            self._topics.close()

    def reopened(self) -> SqliteStore:
        """Return the same facts by a connection of its own.

        Raises StoreDamagedError where they are in no file, or others are by now.
        """
        opened = open_index(*self._source) if self._source else None
        if opened is None:
            raise StoreDamagedError("the index cannot be opened again")
        return opened

    def problems(self) -> list[tuple[Any, ...]]:
        """Return the problems of the fact files, as the fields of a `Problem`, by path and line."""
        return fetch(
            self._db,
            'SELECT path, line, message, hint, code, "column", width, paste FROM problem'
            " WHERE message IS NOT NULL ORDER BY path, line, rowid",
        )

    def topics(self) -> list[Row]:
        """Return `TOPIC_FIELDS` of the topics, in the order of their files."""
        rows = fetch(self._db, "SELECT id, label, label_en, aliases, counts FROM topic ORDER BY first")
        return [
            (topic, label, str(sum(map(int, counts.split()))), *counts.split(), label_en, aliases)
            for topic, label, label_en, aliases, counts in rows
        ]

    def topic_called(self, name: str) -> str | None:
        """Return the id of the first topic with this very id or label, None where none has it."""
        sql = "SELECT id FROM topic WHERE id = ? OR label = ? ORDER BY first LIMIT 1"
        found: str | None = fetch_value(self._db, sql, (name, name))
        return found

    def topic_names(self) -> NameIndex:
        """Return the names of the topics, numbered in their order from 0: the first alias of each is its id."""
        if self._topics is None:
            from jimo_cli.store.sqlite import topic_names  # noqa: PLC0415  # a topic is mostly named as it is

            self._topics = topic_names.connected(self._db)
        from jimo_cli.store.sqlite.names import SqliteNames  # noqa: PLC0415

        return SqliteNames(self._topics)

    def topic_named(self, key: str) -> str | None:
        """Return the id of the topic with this folded name, None where none has it."""
        found: str | None = fetch_value(self._db, "SELECT min(topic) FROM topic_name WHERE key = ?", (key,))
        return found

    def ids(self, topic: str | None = None) -> list[Row]:
        """Return id and label of each fact in order, of each series its own instead of its observations'."""
        return ids.every(self._db, topic)

    def some_ids(self, limit: int, topic: str | None = None) -> list[Row]:
        """Return what `ids` does in any order, and no more than `limit`: no other row is read."""
        return ids.some(self._db, limit, topic)

    def series_named(self, fact_ids: Sequence[str]) -> list[Row]:
        """Return id and label of the series with those ids, in the order of these; another id has no row."""
        return ids.series_named(self._db, fact_ids)

    def series_with_slug(self, slug: str, limit: int) -> list[Row]:
        """Return id and label of the first series, `limit` at most, with that slug in any topic."""
        return ids.series_with_slug(self._db, slug, limit)

    def source(self, key: str) -> str | None:
        """Return the cited work of that key as CSL-JSON, None where there is none."""
        found: str | None = fetch_value(self._db, "SELECT csl FROM source WHERE key = ?", (key,))
        return found

    def rows(
        self,
        fields: Sequence[str],
        filters: Filters = EVERY_FACT,
        *,
        limit: int | None = None,
        show_range: bool = False,
    ) -> list[Row]:
        """Return fields of the facts that pass, in order: a figure before what belongs to it."""
        return [*self.stream(fields, filters, limit=limit, show_range=show_range)]

    def stream(
        self,
        fields: Sequence[str],
        filters: Filters = EVERY_FACT,
        *,
        limit: int | None = None,
        show_range: bool = False,
    ) -> Iterator[Row]:
        """Yield what `rows` returns, each row read when it is asked for."""
        from jimo_cli.store.sqlite import blocks  # noqa: PLC0415  # most searches have no filter

        if CITATION in fields:
            citing = self._citing(fields)
            yield from citing.rows(self.stream(citing.needed, filters, limit=limit, show_range=show_range))
            return
        passing = blocks.conditions(self._db, filters)
        every = [*passing.values()]
        if filters.series and filters.topic:
            every.append(self._within(filters.topic))
        columns = _columns(fields, show_range=show_range)
        for stretch in blocks.stretches(self._db, filters, passing):
            query = _query(columns, [("position BETWEEN ? AND ?", stretch), *every], limit)
            for row in connection.stream(self._db, *query):
                yield row
                limit = None if limit is None else limit - 1
            if limit == 0:
                return

    def rows_with_ids(self, fields: Sequence[str], fact_ids: Sequence[str], *, show_range: bool = False) -> list[Row]:
        """Return fields of the facts with those ids, in the order of these; an unknown id has no row."""
        positions = [
            position
            for fact_id in fact_ids
            for position in ids.positions_of(self._db, fact_id) or ids.superseded_named(self._db, fact_id)
        ]
        return self.rows_at(fields, positions, show_range=show_range)

    def rows_at(self, fields: Sequence[str], positions: Sequence[int], *, show_range: bool = False) -> list[Row]:
        """Return fields of the facts at those positions, in the order of these."""
        if CITATION in fields:
            citing = self._citing(fields)
            return [*citing.rows(self.rows_at(citing.needed, positions, show_range=show_range))]
        columns = ["position", *_columns(fields, show_range=show_range)]
        found = self._by_key(columns, "position IN ({})", positions)
        if missing := [position for position in positions if position not in found]:
            for part in parts(missing):
                sql = f"SELECT {', '.join(columns)} FROM earlier_entry WHERE position IN ({marks(part)})"  # noqa: S608
                found.update((row[0], row[1:]) for row in fetch(self._db, sql, part))
        return [found[position] for position in positions]

    def _citing(self, fields: Sequence[str]) -> Citing:
        from jimo_cli.store.citations import Citing  # noqa: PLC0415  # few look-ups ask for it

        return Citing(fields, self.source)

    def superseded_by(self, positions: Sequence[int]) -> list[int]:
        """Return the positions of the figures that those at some positions supersede by a later status."""
        return ids.superseded_by(self._db, positions)

    def positions_with_slug(self, slug: str, limit: int) -> list[int]:
        """Return the first positions, `limit` at most, of the facts with that slug in any topic."""
        return ids.facts_with_slug(self._db, slug, limit)

    def rows_belonging_to(self, fields: Sequence[str], fact_id: str) -> list[Row]:
        """Return fields of the shares and growth rates of a fact, in order."""
        return self.rows_at(fields, ids.belonging_to(self._db, fact_id))

    def placed(
        self,
        filters: Filters,
        *,
        label_id: int | None = None,
        position: int | None = None,
        area: str | None = None,
    ) -> list[Placed]:
        """Return the places of the facts that pass: of all, of those with a label, of the one at a position.

        With `area` only those about this place, and those that state none.
        """
        conditions = [*self._conditions(filters)]
        if label_id is not None:
            conditions.append(("label_id = ?", (label_id,)))
        if position is not None:
            conditions.append(("position = ?", (position,)))
        if area is not None:
            conditions.append(("(reference_area = ? OR reference_area IS NULL)", (area,)))
        return self._entries(("position", "time_period", "reference_area", "kind"), conditions)

    def names(self, filters: Filters = EVERY_FACT) -> NameIndex:
        """Return the names of the facts that pass."""
        if self._names is None or self._names[0] is not filters:
            from jimo_cli.store.sqlite.names import SqliteNames  # noqa: PLC0415  # a look-up by id needs no names

            only = (lambda label_ids: self._passing(label_ids, filters)) if filters else None
            self._names = filters, SqliteNames(self._db, only)
        return self._names[1]

    def _passing(self, labels: Sequence[int], filters: Filters) -> list[int]:
        """Return those of some labels that have a fact which passes, in their order."""
        found = self._by_key(["label_id"], "label_id IN ({})", labels, filters)
        return [label for label in labels if label in found]

    def _by_key(
        self, columns: Sequence[str], condition: str, values: Sequence[object], filters: Filters = EVERY_FACT
    ) -> dict[object, Row]:
        """Return columns of the facts whose values meet a condition, by the first column."""
        found: dict[object, Row] = {}
        common = self._conditions(filters)
        for part in parts(values):
            rows = self._entries(columns, [*common, (condition.format(marks(part)), part)])
            found.update((row[0], row[1:]) for row in rows)
        return found

    def _entries(self, columns: Sequence[str], conditions: Sequence[Condition]) -> list[Any]:
        return fetch(self._db, *_query(columns, conditions))

    def _conditions(self, filters: Filters) -> list[Condition]:
        if not filters:
            return []
        from jimo_cli.store.sqlite import blocks  # noqa: PLC0415  # most searches have no filter

        found = [*blocks.conditions(self._db, filters).values()]
        if filters.series:
            found.append((_OF_SERIES, (filters.series, filters.series)))
        if filters.topic:
            found.append(self._within(filters.topic))
        return found

    def _within(self, topics: Sequence[str]) -> Condition:
        """Return the condition that a fact is in one of the files of some topics."""
        are_those = f"topic IN ({marks(topics)})"
        spans = fetch(self._db, f"SELECT first, last FROM span WHERE {are_those}", topics)  # noqa: S608
        if len(spans) > _MOST_SPANS:
            of_topic = "SELECT f.position FROM span AS s JOIN fact AS f ON f.position BETWEEN s.first AND s.last"
            return f"position IN ({of_topic} WHERE s.{are_those})", topics
        return _any_of("position BETWEEN ? AND ?", spans)


def _query(
    columns: Sequence[str], conditions: Sequence[Condition], limit: int | None = None
) -> tuple[str, Sequence[object]]:
    """The statement that reads the facts that meet all conditions, and the values that are bound to it."""
    where = " WHERE " + " AND ".join(sql for sql, _ in conditions) if conditions else ""
    values = [value for _, bound in conditions for value in bound]
    # Columns and conditions are those of this module; whatever a user typed is bound.
    sql = f"SELECT {', '.join(columns)} FROM entry{where} ORDER BY position LIMIT ?"  # noqa: S608
    return sql, (*values, -1 if limit is None else limit)


def _any_of(condition: str, values: Sequence[Sequence[object]]) -> Condition:
    """A condition that holds where it does for one of the values; none meets it where there are none."""
    return f"({' OR '.join([condition] * len(values)) or '0'})", [part for value in values for part in value]


def _columns(fields: Sequence[str], *, show_range: bool) -> list[str]:
    return [_SHOW_RANGE if show_range and field == "value" else field for field in fields]
