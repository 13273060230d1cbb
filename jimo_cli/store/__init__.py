"""The embedded index: facts compiled into SQLite, refreshed when a fact file changes.

The index is a cache. It is built beside its place and swapped in whole, opened read-only, and
where it cannot be kept the same tables are built in memory, so an answer never depends on it.

This is the way of every look-up: it reads text out of tables and imports next to nothing.
"""

from __future__ import annotations

import os
import sqlite3
from binascii import crc32

from jimo_cli import __version__
from jimo_cli.packs import find
from jimo_cli.store import integrity
from jimo_cli.store.sqlite.names import Grams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, TypedDict, Unpack

    Progress = Callable[[int, int], None]

    Row = tuple[str | None, ...]

    class Selection(TypedDict, total=False):
        """Which facts are wanted; what is left out, or None, lets every fact pass.

        `area` is a part of the reference area; `days` are the first and the last day (ISO 8601)
        that the period of a fact must lie in, the last one None for no end.
        """

        ids: Sequence[str]
        of: str | None
        topic: str | None
        kinds: Sequence[str]
        area: str | None
        days: tuple[str, str | None] | None
        label_id: int | None
        labels: Sequence[int]
        positions: Sequence[int]


SCHEMA = "6"

_ENDS = "CASE WHEN value_max IS NULL THEN value ELSE value || '..' || value_max END"
_AT_ONCE = 500


class Index:
    """Facts to look up. `warning` says why the index could not be kept, if it could not."""

    def __init__(self, connection: sqlite3.Connection, warning: str | None = None) -> None:
        self._connection = connection
        self.warning = warning
        self.grams = Grams(connection)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def check(self) -> None:
        """Raise sqlite3.DatabaseError where a page of the index is not as it should be."""
        (said,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            error = sqlite3.DatabaseError(said)
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
        *,
        ends: bool = False,
        limit: int | None = None,
        **selection: Unpack[Selection],
    ) -> list[Row]:
        """Return fields of the facts that fit the selection, a figure before what belongs to it.

        Every field is text as it was read, lists with `SEPARATOR` between their entries. With
        `ends` a range is given by both its ends, since the lower one alone is another figure.
        """
        columns = ", ".join(_ENDS if ends and field == "value" else field for field in fields)
        terms = list(self._terms(selection))
        where = " WHERE " + " AND ".join(term for term, _ in terms) if terms else ""
        values = [value for _, given in terms for value in given]
        # `fields` are of the vocabulary and the terms of this module; what a user says is bound.
        sql = f"SELECT {columns} FROM entry{where} ORDER BY position LIMIT ?"  # noqa: S608
        return self._all(sql, (*values, -1 if limit is None else limit))

    def fitting(self, label_ids: Sequence[int], selection: Selection) -> list[int]:
        """Return those of some labels that have a fact which fits the selection, in their order."""
        found: set[int] = set()
        for start in range(0, len(label_ids), _AT_ONCE):
            part: Selection = {**selection, "labels": label_ids[start : start + _AT_ONCE]}
            found.update(row[0] for row in self.rows(("label_id",), **part))  # type: ignore[misc]
        return [label for label in label_ids if label in found]

    def at(self, fields: Sequence[str], positions: Sequence[int], *, ends: bool = False) -> list[Row]:
        """Return fields of the facts at those positions, in the order asked for."""
        found: dict[int, Row] = {}
        for start in range(0, len(positions), _AT_ONCE):
            part = positions[start : start + _AT_ONCE]
            for row in self.rows((*fields, "position"), ends=ends, positions=part):
                found[row[-1]] = row[:-1]  # type: ignore[index]
        return [found[position] for position in positions]

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except UnicodeEncodeError:
            return []  # bytes that are no text, as a command line may hold, are in no fact

    def _terms(self, selection: Selection) -> Iterator[tuple[str, Sequence[object]]]:
        """The conditions of a selection, each with its values."""
        if selection.get("topic") is not None:
            spans = self._all("SELECT first, last FROM span WHERE topic = ?", (selection["topic"],))
            within = " OR ".join(["position BETWEEN ? AND ?"] * len(spans)) or "0"
            yield f"({within})", [end for span in spans for end in span]
        for name, term in _ONE_VALUE.items():
            value: Any = selection.get(name)
            if value is not None:
                yield term, (value,)
        for name, term in _ANY_OF.items():
            values: Any = selection.get(name)
            if values:
                yield term.format(", ".join("?" * len(values))), values
        if selection.get("ids"):
            hashes = [hash_of(fact_id) for fact_id in selection["ids"]]
            yield f"position IN (SELECT position FROM key WHERE hash IN ({', '.join('?' * len(hashes))}))", hashes  # noqa: S608
        yield from _days(selection.get("days"))


_ONE_VALUE = {
    "of": "position IN (SELECT position FROM detail WHERE of = ?)",
    "label_id": "label_id = ?",
    "area": "instr(reference_area, ?)",
}
_ANY_OF = {"ids": "id IN ({})", "labels": "label_id IN ({})", "kinds": "kind IN ({})", "positions": "position IN ({})"}


def _days(days: tuple[str, str | None] | None) -> Iterator[tuple[str, Sequence[object]]]:
    if days is not None:
        yield "first_day >= ?", (days[0],)
        if days[1] is not None:
            yield "last_day <= ?", (days[1],)


def hash_of(fact_id: str) -> int:
    """Return the number under which a fact is found; what it finds is held against the id."""
    return crc32(fact_id.encode(errors="surrogatepass"))


def open_index(directories: Sequence[str], cache: str | None, progress: Progress | None = None) -> Index:
    """Return the index of the packs, built anew if a file, the pack list or the program changed.

    `cache` is the directory that it is kept in, None for none. `progress` hears of each file that
    was read: how many, of how many.
    """
    state = f"{SCHEMA}\n{__version__}\n{find.state(directories)}"
    path = None if cache is None else _place(directories, cache)
    kept = None if path is None else _kept(path, state)
    if kept is not None:
        return Index(kept)
    from jimo_cli.store import cache as keep  # noqa: PLC0415  # an index that stands needs none of it
    from jimo_cli.store.sqlite import write_facts as build  # noqa: PLC0415

    reason = "there is no directory for it; set XDG_CACHE_HOME to have one"
    if path is not None:
        try:
            keep.keep(path, directories, state, progress)
        except (OSError, sqlite3.Error) as error:
            reason = f"{path}: {error}"
        else:
            kept = _kept(path, None)
            reason = f"{path} cannot be read back"
    if kept is not None:
        return Index(kept)
    warning = f"the index cannot be kept, so every look-up reads all fact files ({reason})"
    return Index(build.in_memory(directories, progress), warning)


def discard(directories: Sequence[str], cache: str | None) -> bool:
    """Remove the index kept for the packs; return whether there is none now."""
    if cache is None:
        return False
    try:
        os.remove(_place(directories, cache))
    except OSError:
        return False
    return True


def _place(directories: Sequence[str], cache: str) -> str:
    """Where the index is kept: each list of packs has its own, and so has each version of the program."""
    name = crc32("\n".join((SCHEMA, __version__, *directories)).encode(errors="surrogatepass"))
    return os.path.join(cache, f"index-{name:08x}.sqlite")


def _kept(path: str, state: str | None) -> sqlite3.Connection | None:
    """The index at that path, None where there is none, a broken one, or one of another state."""
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        if not integrity.is_sound(path):
            return None
        connection = sqlite3.connect(f"file:{escaped}?mode=ro&immutable=1", uri=True)
    except (OSError, sqlite3.Error):
        return None
    try:
        connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted goes to no file either
        found = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
    except sqlite3.Error:
        found = None
    if found is None or (state is not None and found[0] != state):
        connection.close()
        return None
    return connection


def is_current(path: str, state: str) -> bool:
    """Return whether the index at that path is whole and of that state of the fact files."""
    kept = _kept(path, state)
    if kept is not None:
        kept.close()
    return kept is not None
