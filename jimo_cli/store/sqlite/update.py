"""Updating a large index: what changed in a few files costs what those files cost, not the pack.

A copy of the index is updated and then swapped in like a new one. Where files came or went, or many
changed, where facts belong to observations or files with series changed, and where observations have several statuses,
the index is rebuilt.
"""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.fields import KINDS, SEPARATOR
from jimo_cli.packs import find
from jimo_cli.packs.schema import Works
from jimo_cli.store import integrity, states
from jimo_cli.store.sqlite import ids, topic_names, write_names
from jimo_cli.store.sqlite.build import written
from jimo_cli.store.sqlite.connection import fetch, fetch_value
from jimo_cli.store.sqlite.names import SqliteNames
from jimo_cli.store.sqlite.rows import numbers_of, read_rows
from jimo_cli.store.sqlite.schema import hash_of
from jimo_cli.store.sqlite.write_facts import printable
from jimo_cli.store.sqlite.write_series import SeriesWriter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from sqlite3 import Connection

    from jimo_cli.packs.load import Files, TopicFile
    from jimo_cli.packs.read import FactFile
    from jimo_cli.store.interface import Row
    from jimo_cli.store.sqlite.rows import FactRow, LabelNames


def update_copy(path: str, copy: str, files: Files, state: str) -> Collection[str] | None:
    """Write the index at `path` to `copy`, updated to another state of its files.

    Return the paths of those that could not be read, None where the index has to be rebuilt.
    """
    try:
        if not integrity.is_sound(path):
            return None
        shutil.copyfile(path, copy)
        with written(copy) as db:
            changed = states.changed_files(fetch_value(db, "SELECT value FROM meta WHERE key = 'state'"), state)
            return None if changed is None else _update(db, changed, files, state)
    except OSError:
        return None


def _update(db: Connection, changed: Iterable[str], files: Files, state: str) -> Collection[str] | None:
    if fetch(db, _WITH_LINKS):
        return None
    sources = Works(row[0] for row in fetch(db, "SELECT key FROM source"))
    index = IndexUpdate(db, files.tables, sources)
    by_path = {find.on_a_line(file.path): file for file in files.topics}
    tables = {find.on_a_line(path): file for path, file in files.tables.items()}
    for path in changed:
        if path in tables:
            if not index.replace_table(tables[path], by_path, sources):
                return None
            continue
        listed = by_path.get(path)
        span = listed and fetch(
            db, "SELECT topic, first, last, room FROM span WHERE path = ?", (printable(listed.path),)
        )
        if not listed or not span:
            return None
        topic, first, last, places = span[0]
        sharing = fetch_value(db, "SELECT count(*) FROM span WHERE topic = ?", (topic,))
        file = read_rows(listed, sources)
        has_series = file.series or fetch(db, "SELECT 1 FROM series WHERE path = ?", (printable(listed.path),))
        if sharing > 1 or len(file.facts) > places or has_series or index.has_links(file):
            return None
        index.remove_file(printable(listed.path), topic, first, last)
        index.write_file(file, first, places)
    index.finish()
    index.write_state(state)
    db.commit()
    return index.unread


class _Stored(NamedTuple):
    """A series as the index has it: its places are from the first on, and so many more as it has room."""

    number: int
    id: str
    path: str
    first: int
    last: int
    room: int
    label: int


_TOPIC = "SELECT label, label_en, aliases FROM topic WHERE id = ?"
_PLACES = "SELECT DISTINCT a.name FROM fact AS f JOIN area AS a ON a.id = f.area WHERE f.position BETWEEN ? AND ?"
_OF_TABLE = """
SELECT s.id, s.name, s.path, s.first, s.last, s.room, f.label FROM series AS s
JOIN fact AS f ON f.position = (SELECT min(position) FROM fact WHERE position >= s.first) WHERE s.beside = ?
"""
_WITH_LINKS = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM series) AND (
    EXISTS (SELECT 1 FROM series WHERE of IS NOT NULL) OR EXISTS (SELECT 1 FROM problem WHERE fact IS NOT NULL)
    OR EXISTS (SELECT 1 FROM detail WHERE of LIKE '%@%' OR of IN (SELECT name FROM series))
    OR EXISTS (SELECT 1 FROM earlier)
)
"""
"""Where facts belong to observations, or some are superseded: a change may give others that id."""


class IndexUpdate(SeriesWriter):
    """Replaces the facts of some files in an index."""

    keys, figures = "key", "figure"

    def __init__(self, db: Connection, tables: Mapping[str, FactFile], sources: Works) -> None:
        super().__init__(db, tables, sources)
        self.periods = {row[1]: row[0] for row in fetch(db, "SELECT * FROM period")}
        self.areas = dict(fetch(db, "SELECT name, id FROM area"))
        self._reader = SqliteNames(db)
        self._topics: dict[str, list[Row]] = {}
        self._places: set[tuple[int, str]] = set()
        self._left: set[int] = set()
        self._known: dict[LabelNames, int] = {}
        self._with_key: dict[str, dict[LabelNames, int]] = {}
        self._new: list[write_names.Name] = []
        self._last_label: int = fetch_value(db, "SELECT ifnull(max(id), 0) FROM label")

    def remove_file(self, path: str, topic: str, first: int, last: int) -> None:
        """Remove the facts of a file, its topic and its problems."""
        self._remove_facts(first, last)
        self._topics[topic] = fetch(self.db, _TOPIC, (topic,))
        self.db.execute("DELETE FROM topic WHERE id = ?", (topic,))
        self.db.execute("DELETE FROM topic_name WHERE topic = ?", (topic,))
        self.db.execute("DELETE FROM broken WHERE id > ? AND id < ?", ids.bounds(topic))
        self.db.execute("DELETE FROM problem WHERE path = ?", (path,))

    def _remove_facts(self, first: int, last: int) -> None:
        """Remove the facts at some positions."""
        within = (first, last)
        entries = (
            "SELECT position, id, label_id, value, value_max, unit, reference_area FROM entry"
            " WHERE position BETWEEN ? AND ?"
        )
        keys, numbers = [], []
        for position, fact_id, label_id, value, value_max, unit, area in fetch(self.db, entries, within):
            keys.append((hash_of(fact_id.partition(".")[2]), position))
            low, high = (None if end is None else Decimal(end) for end in (value, value_max))
            numbers += [(number, position) for number in numbers_of(low, high, unit)]
            self._left.add(label_id)
            if area is not None:
                self._places.add((label_id, area))
        self.db.executemany("DELETE FROM key WHERE hash = ? AND position = ?", keys)
        self.db.executemany("DELETE FROM figure WHERE number = ? AND position = ?", numbers)
        self.db.execute("DELETE FROM fact WHERE position BETWEEN ? AND ?", within)
        self.db.execute("DELETE FROM detail WHERE position BETWEEN ? AND ?", within)

    def has_links(self, file: TopicFile[FactRow]) -> bool:
        """Return whether a fact of a file belongs to an observation, or names a series to belong to one."""
        owners = {row.details[0] for row in file.facts}
        return any("@" in owner or ids.is_series(self.db, owner) for owner in owners if owner)

    def replace_table(self, file: FactFile, topics: Mapping[str, FactFile], sources: Works) -> bool:
        """Replace the observations of the series with that table; return False where the index has to be rebuilt."""
        named = fetch(self.db, _OF_TABLE, (printable(file.path),))
        self.db.execute("DELETE FROM problem WHERE path = ?", (printable(file.path),))
        return bool(named) and all(self._replace_series(_Stored(*row), topics, sources) for row in named)

    def _replace_series(self, stored: _Stored, topics: Mapping[str, FactFile], sources: Works) -> bool:
        listed = topics.get(find.on_a_line(stored.path))
        read = read_rows(listed, sources) if listed else None
        series = next((series for series in read.series if series.id == stored.id), None) if read else None
        if read is None or series is None or not read.is_settled:
            return False
        within = stored.first, stored.last
        counted = fetch_value(self.db, "SELECT count(*) FROM fact WHERE position BETWEEN ? AND ?", within)
        self._remove_facts(*within)
        self._left.discard(stored.label)
        written = self.write_observations(series, stored.first, (stored.number, stored.label), stored.room)
        if written.superseded or not written.observations or written.last > stored.first + stored.room:
            return False
        of_series = "UPDATE series SET last = ?, has_area = ?, has_period = ? WHERE id = ?"
        self.db.execute(of_series, (written.last, *written.varies, stored.number))
        self.db.execute("UPDATE span SET last = max(last, ?) WHERE path = ?", (written.last, stored.path))
        areas = fetch(self.db, _PLACES, (stored.first, written.last))
        self._places.update((stored.label, area) for (area,) in areas)
        self._count_again(series.topic, KINDS.index(series.shared["kind"]), written.observations - counted)
        return True

    def _count_again(self, topic: str, kind: int, more: int) -> None:
        counts = [*map(int, fetch_value(self.db, "SELECT counts FROM topic WHERE id = ?", (topic,)).split())]
        counts[kind] += more
        self.db.execute("UPDATE topic SET counts = ? WHERE id = ?", (" ".join(map(str, counts)), topic))

    def label_of(self, row: FactRow) -> int:
        """Return the id of the label that has the names of a fact, a new one where none has."""
        names = row.names
        label_id = self._known.get(names)
        if label_id is None:
            label_id = self._known[names] = self._label_with(names) or self._new_label(*names)
        if row.reference_area is not None:
            self._places.add((label_id, row.reference_area))
        return label_id

    def _label_with(self, names: LabelNames) -> int | None:
        key = text.key(text.fold(names[0]))
        if key not in self._with_key:  # thousands of labels may differ in their aliases only
            self._with_key[key] = {
                (found.label, found.label_en, SEPARATOR.join(found.aliases)): found.label_id
                for found in self._reader.exact(key, limit=-1)
            }
        return self._with_key[key].get(names)

    def _new_label(self, label: str, label_en: str, aliases: str) -> int:
        self._last_label += 1
        self._new.append((self._last_label, label, label_en, aliases.split(SEPARATOR) if aliases else []))
        return self._last_label

    def finish(self) -> None:
        """Update what the facts share with those of other files: names, places and links."""
        self.write_counts()
        has_fact = "SELECT 1 FROM fact WHERE label = ?"
        write_names.remove(self.db, sorted(label for label in self._left if not fetch(self.db, has_fact, (label,))))
        write_names.add(self.db, self._new)
        if any(fetch(self.db, _TOPIC, (topic,)) != before for topic, before in self._topics.items()):
            topic_names.write(self.db)
        self._update_areas()
        self._check_links_again()

    def _update_areas(self) -> None:
        """Write which places the facts of each label are about that facts were added to or removed from."""
        touched = set()
        about: tuple[int, set[str]] = 0, set()
        for label_id, area in sorted(self._places):
            if about[0] != label_id:
                areas = "SELECT DISTINCT reference_area FROM entry WHERE label_id = ?"
                about = label_id, {row[0] for row in fetch(self.db, areas, (label_id,))}
            number = self.areas[area]
            change = "DELETE FROM label_area WHERE area = ? AND label = ?"
            if area in about[1]:
                change = "INSERT OR IGNORE INTO label_area VALUES(?, ?)"
            self.db.execute(change, (number, label_id))
            touched.add(number)
        write_names.count_areas(self.db, touched)
        self.db.execute("DELETE FROM area WHERE labels = 0")

    def _check_links_again(self) -> None:
        """Check the facts whose links may have changed, or had a problem, and those that these belong to."""
        reported = fetch(self.db, "DELETE FROM problem WHERE fact IS NOT NULL RETURNING fact")
        owners: dict[str, str] = {}
        for (fact_id,) in reported:
            self._add_owner(fact_id, owners)
        for topic in self._topics:
            linked = "position IN (SELECT position FROM detail WHERE of > ? AND of < ?)"
            self._add_owners(linked, ids.bounds(topic), owners)
            [span] = fetch(self.db, "SELECT first, last FROM span WHERE topic = ?", (topic,))
            self._add_owners("position BETWEEN ? AND ?", span, owners)
        waiting = list(owners.values())
        while waiting:
            fact_id = waiting.pop()
            if fact_id not in owners:
                self._add_owner(fact_id, owners)
                waiting += [owners[fact_id]] if fact_id in owners else []
        self.check_links(owners.items(), owners)

    def _add_owner(self, fact_id: str, owners: dict[str, str]) -> None:
        for position in ids.positions_of(self.db, fact_id):
            self._add_owners("position = ?", (position,), owners)

    def _add_owners(self, where: str, values: tuple[object, ...], owners: dict[str, str]) -> None:
        """Add which fact each of some belongs to."""
        owners.update(fetch(self.db, f"SELECT id, of FROM entry WHERE of IS NOT NULL AND {where}", values))  # noqa: S608
