"""Updating a large index: what changed in a few files costs what those files cost, not the pack.

A copy of the index is updated and then swapped in like a new one. Where files came or went, or many
changed, the index is rebuilt.
"""

from __future__ import annotations

import shutil
from decimal import Decimal

from jimo_cli import text
from jimo_cli.fields import SEPARATOR
from jimo_cli.packs.find import is_sources
from jimo_cli.store import integrity
from jimo_cli.store.sqlite import write_names
from jimo_cli.store.sqlite.build import written
from jimo_cli.store.sqlite.connection import fetch, fetch_value
from jimo_cli.store.sqlite.names import SqliteNames
from jimo_cli.store.sqlite.rows import numbers_of, read_rows
from jimo_cli.store.sqlite.schema import hash_of
from jimo_cli.store.sqlite.write_facts import IndexWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

    from jimo_cli.store.sqlite.rows import FactRow, LabelNames


WORTH_UPDATING = 4_000_000
"""A pack of fewer bytes is read whole as fast."""

UNSETTLED = "\t-1"
"""Behind the size of a file that was read while it was being changed, instead of its time."""

# Of more files than these the updates add up to what a rebuild costs.
_MOST_CHANGED = 20


def update_copy(path: str, copy: str, state: str) -> bool:
    """Write the index at `path` to `copy`, updated to another state of its files.

    Return whether that could be done; otherwise the index has to be rebuilt.
    """
    try:
        if not integrity.is_sound(path):
            return False
        shutil.copyfile(path, copy)
        with written(copy) as db:
            changed = changed_files(fetch_value(db, "SELECT value FROM meta WHERE key = 'state'"), state)
            if changed is None or not _update(db, changed):
                return False
            db.execute("UPDATE meta SET value = ? WHERE key = 'state'", (state,))
            db.commit()
    except OSError:
        return False
    return True


def changed_files(before: str, now: str) -> list[tuple[str, int]] | None:
    """Return path and size of the fact files that changed between two states.

    None where that is not all that changed, where many did, or where the pack is small.
    """
    old, new = before.split("\n"), now.split("\n")
    if [line.split("\t")[0] for line in old] != [line.split("\t")[0] for line in new]:
        return None
    files = [line.split("\t") for line in new if line.count("\t") == 2]  # noqa: PLR2004  # path, size, time
    # A file that was changed while it was read is read again, whatever it looks like now.
    both = zip(new, old, strict=True)
    changed = [line.split("\t") for line, other in both if line != other or other.endswith(UNSETTLED)]
    sizes = sum(int(size) for _, size, _ in files)
    if (
        not changed
        or sizes < WORTH_UPDATING
        or len(changed) > _MOST_CHANGED
        or any(each not in files for each in changed)
    ):
        return None
    if any(is_sources(path) for path, *_ in changed):
        return None
    return [(path, int(size)) for path, size, _ in changed]


def _update(db: Connection, changed: Iterable[tuple[str, int]]) -> bool:
    index = IndexUpdate(db)
    sources = frozenset(row[0] for row in fetch(db, "SELECT key FROM source"))
    for path, size in changed:
        span = fetch(db, "SELECT topic, first, last, room FROM span WHERE path = ?", (path,))
        if not span:
            return False
        topic, first, last, places = span[0]
        files = fetch_value(db, "SELECT count(*) FROM span WHERE topic = ?", (topic,))
        file = read_rows((path, size), sources)
        if files > 1 or len(file.facts) > places:
            return False
        index.remove_file(path, topic, first, last)
        index.write_file(file, first, places)
    index.finish()
    return True


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
            keys.append((hash_of(fact_id), position))
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
        for found in self._reader.exact(text.key(text.fold(names[0])), limit=-1):
            if (found.label, found.label_en, SEPARATOR.join(found.aliases)) == names:
                return found.label_id
        return None

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
        for label_id, area in sorted(self._places):
            self.db.execute("INSERT INTO area SELECT NULL, ?, 0 WHERE ? NOT IN (SELECT name FROM area)", (area, area))
            number = fetch_value(self.db, "SELECT id FROM area WHERE name = ?", (area,))
            is_about = "SELECT 1 FROM entry WHERE label_id = ? AND reference_area = ?"
            change = "DELETE FROM label_area WHERE area = ? AND label = ?"
            if fetch(self.db, is_about, (label_id, area)):
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
        for position in self.positions_of(fact_id):
            self._add_owners("position = ?", (position,), owners)

    def _add_owners(self, where: str, values: tuple[object, ...], owners: dict[str, str]) -> None:
        """Add which fact each of some belongs to."""
        owners.update(fetch(self.db, f"SELECT id, of FROM entry WHERE of IS NOT NULL AND {where}", values))  # noqa: S608


def _ids_of(topic: str) -> tuple[str, str]:
    """Return the bounds between which the ids of a topic lie: `/` comes right after the dot."""
    return f"{topic}.", f"{topic}/"
