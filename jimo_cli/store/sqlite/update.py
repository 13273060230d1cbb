"""Updating a large index: what changed in a few files costs what those files cost, not the pack.

A copy of the index is updated and then swapped in like a new one. Where files came or went, or many
changed, the index is rebuilt.
"""

from __future__ import annotations

import shutil
from decimal import Decimal

from jimo_cli import places, text
from jimo_cli.fields import SEPARATOR
from jimo_cli.packs import find
from jimo_cli.packs.schema import Works
from jimo_cli.store import integrity, states
from jimo_cli.store.sqlite import write_names
from jimo_cli.store.sqlite.build import written
from jimo_cli.store.sqlite.connection import fetch, fetch_value
from jimo_cli.store.sqlite.facts import found_by_id
from jimo_cli.store.sqlite.names import SqliteNames
from jimo_cli.store.sqlite.rows import numbers_of, read_rows
from jimo_cli.store.sqlite.schema import hash_of
from jimo_cli.store.sqlite.write_facts import IndexWriter, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from sqlite3 import Connection

    from jimo_cli.packs.load import Files
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
    index = IndexUpdate(db)
    by_path = {find.on_a_line(file.path): file for file in files.topics}
    sources = Works(row[0] for row in fetch(db, "SELECT key FROM source"))
    for path in changed:
        listed = by_path.get(path)
        span = listed and fetch(
            db, "SELECT topic, first, last, room FROM span WHERE path = ?", (printable(listed.path),)
        )
        if not listed or not span:
            return None
        topic, first, last, places = span[0]
        sharing = fetch_value(db, "SELECT count(*) FROM span WHERE topic = ?", (topic,))
        file = read_rows(listed, sources)
        if sharing > 1 or len(file.facts) > places:
            return None
        index.remove_file(printable(listed.path), topic, first, last)
        index.write_file(file, first, places)
    index.finish()
    index.write_state(state)
    db.commit()
    return index.unread


class IndexUpdate(IndexWriter):
    """Replaces the facts of some files in an index."""

    def __init__(self, db: Connection) -> None:
        super().__init__(db)
        self.frames = {tuple(row[1:]): row[0] for row in fetch(db, "SELECT * FROM frame")}
        self.periods = {row[1]: row[0] for row in fetch(db, "SELECT * FROM period")}
        self._reader = SqliteNames(db)
        self._topics: set[str] = set()
        self._places: set[tuple[int, str]] = set()
        self._left: set[int] = set()
        self._known: dict[LabelNames, int] = {}
        self._with_key: dict[str, dict[LabelNames, int]] = {}
        self._new: list[write_names.Name] = []
        self._last_label: int = fetch_value(db, "SELECT ifnull(max(id), 0) FROM label")

    def remove_file(self, path: str, topic: str, first: int, last: int) -> None:
        """Remove the facts of a file, its topic and its problems."""
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
        self.db.execute("DELETE FROM topic WHERE id = ?", (topic,))
        self.db.execute("DELETE FROM topic_name WHERE topic = ?", (topic,))
        self.db.execute("DELETE FROM broken WHERE id > ? AND id < ?", _ids_of(topic))
        self.db.execute("DELETE FROM problem WHERE path = ?", (path,))
        self._topics.add(topic)

    def label_of(self, row: FactRow) -> int:
        """Return the id of the label that has the names of a fact, a new one where none has."""
        names = row.names
        label_id = self._known.get(names)
        if label_id is None:
            label_id = self._known[names] = self._label_with(names) or self._new_label(*names)
        if row.frame.reference_area is not None:
            self._places.add((label_id, row.frame.reference_area))
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
            self.db.execute(write_names.INSERT_AREA, (None, area, places.depth(text.fold(area)), area))
            number = fetch_value(self.db, "SELECT id FROM area WHERE name = ?", (area,))
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
            self._add_owners(linked, _ids_of(topic), owners)
            [span] = fetch(self.db, "SELECT first, last FROM span WHERE topic = ?", (topic,))
            self._add_owners("position BETWEEN ? AND ?", span, owners)
        waiting = list(owners.values())
        while waiting:
            fact_id = waiting.pop()
            if fact_id not in owners:
                self._add_owner(fact_id, owners)
                waiting += [owners[fact_id]] if fact_id in owners else []
        self.check_links(owners)

    def _add_owner(self, fact_id: str, owners: dict[str, str]) -> None:
        for position, _ in found_by_id(self.db, fact_id):
            self._add_owners("position = ?", (position,), owners)

    def _add_owners(self, where: str, values: tuple[object, ...], owners: dict[str, str]) -> None:
        """Add which fact each of some belongs to."""
        owners.update(fetch(self.db, f"SELECT id, of FROM entry WHERE of IS NOT NULL AND {where}", values))  # noqa: S608


def _ids_of(topic: str) -> tuple[str, str]:
    """Return the bounds between which the ids of a topic lie: `/` comes right after the dot."""
    return f"{topic}.", f"{topic}/"
