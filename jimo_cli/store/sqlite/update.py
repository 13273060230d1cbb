"""Refreshing a large index: what changed in a few files costs what those files cost, not the pack.

A copy of the index is mended and then swapped in like a new one. Where the files are not the same
ones as before, or not just a few of them changed, the index is built anew.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from decimal import Decimal

from jimo_cli import text
from jimo_cli.fields import SEPARATOR
from jimo_cli.packs.find import SOURCES
from jimo_cli.store import integrity
from jimo_cli.store.sqlite import write_names
from jimo_cli.store.sqlite.facts import hash_of
from jimo_cli.store.sqlite.names import SqliteNames
from jimo_cli.store.sqlite.write_facts import Tables, names_of, numbers_of, opened, prepared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


# A smaller pack is read whole as fast.
WORTH_MENDING = 4_000_000
_FEW = 20
UNSETTLED = "\t-1"
"""Behind the size of a file that was read while it was being changed, instead of its time."""


def copy_and_mend(path: str, beside: str, state: str) -> bool:
    """Write the index at `path`, mended to another state of its files, to `beside`.

    Return whether that could be done; where not, the index has to be built anew.
    """
    try:
        if not integrity.is_sound(path):
            return False
        shutil.copyfile(path, beside)
        with opened(beside) as connection:
            (before,) = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
            changed = changed_files(before, state)
            if changed is None or not _mended(connection, changed):
                return False
            connection.execute("UPDATE meta SET value = ? WHERE key = 'state'", (state,))
            connection.commit()
    except (OSError, sqlite3.Error, TypeError):
        return False
    return True


def changed_files(before: str, now: str) -> list[tuple[str, int]] | None:
    """Return path and size of the fact files that changed between two states.

    None where that is not all that changed, where many did, or where all are soon read.
    """
    old, new = before.split("\n"), now.split("\n")
    if [line.split("\t")[0] for line in old] != [line.split("\t")[0] for line in new]:
        return None
    files = [line.split("\t") for line in new if line.count("\t") == 2]  # noqa: PLR2004  # path, size, time
    # What was read while it was being changed is read again, whatever it looks like now.
    both = zip(new, old, strict=True)
    changed = [line.split("\t") for line, other in both if line != other or other.endswith(UNSETTLED)]
    sizes = sum(int(size) for _, size, _ in files)
    if not changed or sizes < WORTH_MENDING or len(changed) > _FEW or any(each not in files for each in changed):
        return None
    if any(os.path.basename(path) == SOURCES for path, *_ in changed):
        return None
    return [(path, int(size)) for path, size, _ in changed]


def _mended(connection: sqlite3.Connection, changed: Iterable[tuple[str, int]]) -> bool:
    tables = _Standing(connection)
    sources = frozenset(row[0] for row in connection.execute("SELECT key FROM source"))
    for path, size in changed:
        span = connection.execute("SELECT topic, first, last, room FROM span WHERE path = ?", (path,)).fetchone()
        if span is None:
            return False
        topic, first, last, room = span
        (files,) = connection.execute("SELECT count(*) FROM span WHERE topic = ?", (topic,)).fetchone()
        file = prepared((path, size), sources)
        if files > 1 or len(file.facts) > room:
            return False
        tables.drop(path, topic, first, last)
        tables.put(file, first, room)
    tables.settle()
    return True


class _Standing(Tables):
    """The tables of an index that stands, in which the facts of some files are replaced."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.frames = {tuple(row[1:]): row[0] for row in connection.execute("SELECT * FROM frame")}
        self.periods = {row[1]: row[0] for row in connection.execute("SELECT * FROM period")}
        self._grams = SqliteNames(connection)
        self._topics: set[str] = set()
        self._places: set[tuple[int, str]] = set()
        self._dropped: set[int] = set()
        self._known: dict[tuple[str, str, str], int] = {}
        self._new: list[tuple[int, str, str, list[str]]] = []
        self._last_label: int = connection.execute("SELECT ifnull(max(id), 0) FROM label").fetchone()[0]

    def drop(self, path: str, topic: str, first: int, last: int) -> None:
        """Take out the facts of a file, and what was wrong with it."""
        within = (first, last)
        columns = "position, id, label_id, value, value_max, unit, reference_area"
        rows = self.db.execute(f"SELECT {columns} FROM entry WHERE position BETWEEN ? AND ?", within)  # noqa: S608
        keys, numbers = [], []
        for position, fact_id, label, value, value_max, unit, place in rows:
            keys.append((hash_of(fact_id), position))
            low, high = (None if end is None else Decimal(end) for end in (value, value_max))
            numbers += [(number, position) for number in numbers_of(low, high, unit)]
            self._dropped.add(label)
            if place is not None:
                self._places.add((label, place))
        self.db.executemany("DELETE FROM key WHERE hash = ? AND position = ?", keys)
        self.db.executemany("DELETE FROM figure WHERE number = ? AND position = ?", numbers)
        self.db.execute("DELETE FROM fact WHERE position BETWEEN ? AND ?", within)
        self.db.execute("DELETE FROM detail WHERE position BETWEEN ? AND ?", within)
        self.db.execute("DELETE FROM topic WHERE id = ?", (topic,))
        self.db.execute("DELETE FROM topic_name WHERE topic = ?", (topic,))
        self.db.execute("DELETE FROM broken WHERE id > ? AND id < ?", _of_topic(topic))
        self.db.execute("DELETE FROM problem WHERE path = ?", (path,))
        self._topics.add(topic)

    def label(self, said: dict[str, Any]) -> int:
        """The number of the names that the fact is found by: the one that they have, or a new one."""
        given = names_of(said)
        number = self._known.get(given)
        if number is None:
            number = self._known[given] = self._standing(given) or self._added(given)
        if said["reference_area"] is not None:
            self._places.add((number, said["reference_area"]))
        return number

    def _standing(self, given: tuple[str, str, str]) -> int | None:
        for one in self._grams.exact(text.key(text.fold(given[0])), limit=-1):
            if (one.label, one.label_en, SEPARATOR.join(one.aliases)) == given:
                return one.label_id
        return None

    def _added(self, given: tuple[str, str, str]) -> int:
        self._last_label += 1
        label, label_en, aliases = given
        self._new.append((self._last_label, label, label_en, aliases.split(SEPARATOR) if aliases else []))
        return self._last_label

    def settle(self) -> None:
        """See to what the facts put in and taken out have in common with the others."""
        self.count()
        has_fact = "SELECT 1 FROM fact WHERE label = ?"
        gone = [label for label in self._dropped if not self.db.execute(has_fact, (label,)).fetchone()]
        write_names.remove(self.db, sorted(gone))
        write_names.add(self.db, self._new)
        self._settle_places()
        self._check_again()

    def _check_again(self) -> None:
        """Check who belongs to whom wherever that may have changed, or was not right before."""
        told = [row[0] for row in self.db.execute("DELETE FROM problem WHERE fact IS NOT NULL RETURNING fact")]
        owners: dict[str, str] = {}
        for fact_id in told:
            for position in self._positions(fact_id):
                self._gather("position = ?", (position,), owners)
        for topic in self._topics:
            of = "position IN (SELECT position FROM detail WHERE of > ? AND of < ?)"
            self._gather(of, _of_topic(topic), owners)
            (span,) = self.db.execute("SELECT first, last FROM span WHERE topic = ?", (topic,)).fetchall()
            self._gather("position BETWEEN ? AND ?", span, owners)
        waiting = list(owners.values())
        while waiting:
            owner = waiting.pop()
            for position in [] if owner in owners else self._positions(owner):
                self._gather("position = ?", (position,), owners)
                waiting += [owners[owner]] if owner in owners else []
        self.check(owners)

    def _gather(self, where: str, values: tuple[object, ...], owners: dict[str, str]) -> None:
        """Add the facts of a part of the base that belong to one to those already gathered."""
        owners.update(self.db.execute(f"SELECT id, of FROM entry WHERE of IS NOT NULL AND {where}", values))  # noqa: S608

    def _settle_places(self) -> None:
        """Write for each label that came or went which places its facts are about."""
        touched = set()
        for label, place in sorted(self._places):
            self.db.execute("INSERT INTO area SELECT NULL, ?, 0 WHERE ? NOT IN (SELECT name FROM area)", (place, place))
            (number,) = self.db.execute("SELECT id FROM area WHERE name = ?", (place,)).fetchone()
            about = "SELECT 1 FROM entry WHERE label_id = ? AND reference_area = ?"
            change = "INSERT OR IGNORE INTO label_area VALUES(?, ?)"
            if not self.db.execute(about, (label, place)).fetchone():
                change = "DELETE FROM label_area WHERE area = ? AND label = ?"
            self.db.execute(change, (number, label))
            touched.add(number)
        write_names.count_areas(self.db, touched)
        self.db.execute("DELETE FROM area WHERE labels = 0")


def _of_topic(topic: str) -> tuple[str, str]:
    """The bounds between which the ids of a topic lie: `/` comes right after the dot."""
    return f"{topic}.", f"{topic}/"
