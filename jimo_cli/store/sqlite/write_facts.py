"""Building the index: reads the fact files, by all processors where there are many, and fills tables.

What many facts have in common stands once: names in `label`, kind, unit, place and source in
`frame`, the days of a period in `period`, and what few facts have in `detail`. The view `entry`
puts a fact together again. A row of a fact is so a few dozen bytes long.
"""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections import Counter
from contextlib import closing, contextmanager
from functools import partial
from hashlib import blake2b

from jimo_cli import text
from jimo_cli.fields import FIELDS, KINDS, SEPARATOR
from jimo_cli.figures.period import Period
from jimo_cli.figures.units import quantity_key
from jimo_cli.model import Locator
from jimo_cli.packs import links, load
from jimo_cli.packs.table import Layouts
from jimo_cli.store.sqlite import write_names
from jimo_cli.store.sqlite.facts import hash_of
from jimo_cli.store.sqlite.names import SqliteNames
from jimo_cli.store.workers import shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal
    from typing import Any

    from jimo_cli.model import Fact, Problem
    from jimo_cli.store.interface import NameIndex, Progress

    Text = str | None


_TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE problem(
    path TEXT, line INTEGER, message TEXT, hint TEXT, code TEXT, "column" INTEGER, width INTEGER, paste TEXT, fact TEXT
);
CREATE TABLE source(key TEXT PRIMARY KEY, csl TEXT) WITHOUT ROWID;
CREATE TABLE topic(id TEXT PRIMARY KEY, label TEXT, label_en TEXT, aliases TEXT, counts TEXT, first INTEGER);
CREATE TABLE span(path TEXT PRIMARY KEY, topic TEXT, first INTEGER, last INTEGER, room INTEGER);
CREATE TABLE topic_name(key TEXT, topic TEXT, PRIMARY KEY(key, topic)) WITHOUT ROWID;
CREATE TABLE broken(id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE frame(
    id INTEGER PRIMARY KEY, topic TEXT, kind TEXT, unit TEXT, reference_area TEXT,
    qualifier TEXT, aspect TEXT, source TEXT, section TEXT
);
CREATE TABLE period(id INTEGER PRIMARY KEY, text TEXT, first_day TEXT, last_day TEXT);
CREATE TABLE fact(
    position INTEGER PRIMARY KEY, slug TEXT, frame INTEGER, label INTEGER, period INTEGER,
    value TEXT, as_written TEXT, paragraph INTEGER
);
CREATE TABLE detail(
    position INTEGER PRIMARY KEY, of TEXT, value_max TEXT, parts TEXT, description TEXT, description_en TEXT
);
CREATE TABLE key(hash INTEGER, position INTEGER, PRIMARY KEY(hash, position)) WITHOUT ROWID;
CREATE TABLE figure(number REAL, position INTEGER, PRIMARY KEY(number, position)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX fact_label ON fact(label);
CREATE INDEX detail_of ON detail(of) WHERE of IS NOT NULL;
"""
_ENTRY = """
CREATE VIEW entry AS SELECT
    f.position,
    r.topic || '.' || f.slug AS id,
    l.label,
    f.value,
    r.unit,
    p.text AS time_period,
    r.reference_area,
    r.topic,
    r.kind,
    nullif(l.label_en, '') AS label_en,
    d.value_max,
    r.qualifier,
    d.of,
    r.aspect,
    d.parts,
    -- The parts of a reform stand behind the aliases among its names.
    nullif(
        substr(l.aliases, 1, length(l.aliases) - ifnull(length(d.parts) + (d.parts <> l.aliases), 0)), ''
    ) AS aliases,
    d.description,
    d.description_en,
    CASE WHEN f.as_written = '' THEN f.value || ifnull(r.unit, '') ELSE f.as_written END AS as_written,
    r.source,
    CASE WHEN f.paragraph IS NULL THEN r.section ELSE r.section || '¶' || f.paragraph END AS locator,
    f.label AS label_id,
    p.first_day,
    p.last_day
FROM fact AS f
JOIN frame AS r ON r.id = f.frame
JOIN label AS l ON l.id = f.label
LEFT JOIN period AS p ON p.id = f.period
LEFT JOIN detail AS d ON d.position = f.position;
"""
_CACHE_KIB = 65_536
_ROOM = 16
_PROBLEM_FIELDS = 8  # from its path to what to paste
_BYTES_A_LABEL = 200


@contextmanager
def opened(path: str) -> Iterator[sqlite3.Connection]:
    """Open an index that nobody else knows yet: a killed build leaves its own file only."""
    with closing(sqlite3.connect(path)) as connection:
        # So nothing need be journalled or synced.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        yield connection


def in_memory(directories: Sequence[str], progress: Progress | None = None) -> sqlite3.Connection:
    """Return the index for this once."""
    connection = sqlite3.connect(":memory:")
    fill(connection, directories, "", progress)
    return connection


@contextmanager
def names_in_memory(given: Iterable[tuple[int, str, str, Sequence[str]]]) -> Iterator[NameIndex]:
    """Yield an index of a few names: id, label, English label, aliases."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_TABLES)
        write_names.build(connection, given)
        yield SqliteNames(connection)


def fill(connection: sqlite3.Connection, directories: Sequence[str], state: str, progress: Progress | None) -> None:
    """Read the packs into an empty database."""
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    # Else what is sorted goes to files of its own, wherever SQLite finds a place.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.executescript(_TABLES)
    connection.execute("INSERT INTO meta VALUES('state', ?)", (state,))
    found = load.fact_files(directories)
    sources, problems = load.read_sources(load.read_document(*file) for file in found.sources)
    connection.executemany(
        "INSERT INTO source VALUES(?, ?)",
        [(source.key, json.dumps(source.csl, ensure_ascii=False, default=str)) for source in sources.values()],
    )
    tables = Tables(connection)
    tables.tell([*found.problems, *problems])
    tables.begin()
    size = sum(size for _, size in found.topics)
    with closing(shared(partial(prepared, sources=frozenset(sources)), found.topics, size)) as read:
        for done, file in enumerate(load.without_second_ids(read, found.topics, Layouts()), 1):
            tables.add(file)
            if progress:
                progress(done, len(found.topics))
    tables.finish()
    connection.commit()


def prepared(file: tuple[str, int], sources: frozenset[str]) -> load.TopicFile:
    """What a fact file holds, its facts as rows: text can be handed between processes at little cost."""
    read = load.read_topic(load.read_document(*file), sources)
    return read._replace(facts=[_row(fact) for fact in _under_their_figure(read.facts)])  # type: ignore[misc]


def _row(fact: Fact) -> tuple[Any, ...]:
    """The fields of a fact as text, and the numbers that it is found by."""
    return (
        *fact[:2],
        _plain(fact.value),
        *fact[3:7],
        fact.kind.value,
        fact.label_en,
        _plain(fact.value_max),
        fact.qualifier and fact.qualifier.value,
        fact.of,
        fact.aspect and fact.aspect.value,
        SEPARATOR.join(fact.parts) or None,
        SEPARATOR.join(fact.aliases) or None,
        *fact[15:],
        numbers_of(fact.value, fact.value_max, fact.unit),
    )


def numbers_of(value: Decimal | None, value_max: Decimal | None, unit: Text) -> list[float]:
    """Return what a figure is found by: both ends of it, counted in ones."""
    ends = dict.fromkeys(end for end in (value, value_max) if end is not None)
    return [float(quantity_key(end, unit or "")[0]) for end in ends]


def _plain(value: Decimal | None) -> Text:
    return None if value is None else format(value, "f")


def _under_their_figure(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts of a file in their order, but each followed by those that belong to it."""
    known = {fact.id for fact in facts}
    below: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.of is not None and fact.of in known:
            below.setdefault(fact.of, []).append(fact)
    reached: set[str] = set()
    # What belongs to itself in a circle is reached from nowhere; it follows at the end.
    for top in (*(fact for fact in facts if fact.of not in known), *facts):
        waiting = [top]
        while waiting:
            fact = waiting.pop()
            if fact.id not in reached:
                reached.add(fact.id)
                yield fact
                waiting.extend(reversed(below.get(fact.id, ())))


class Tables:
    """Takes the facts of one file after another, and sees to what holds between them at the end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.db = connection
        self.frames: dict[tuple[Text, ...], int] = {}
        self.periods: dict[str, int] = {}
        self._labels: dict[bytes, int] = {}
        self._things: set[int] = set()
        self._counts: dict[str, Counter[str]] = {}
        self._next = 0

    def begin(self) -> None:
        """Make what is needed until all files are read."""
        self.db.execute("CREATE TEMP TABLE name(id INTEGER PRIMARY KEY, thing INTEGER, label, label_en, aliases)")

    def add(self, file: load.TopicFile) -> None:
        """Take a file; behind its facts there stays room for some more."""
        room = len(file.facts) + len(file.facts) // 4 + _ROOM
        self.put(file, self._next, room)
        self._next += room

    def put(self, file: load.TopicFile, first: int, room: int) -> None:
        """Write the facts of a file at their place, and what is wrong with it."""
        stem = os.path.splitext(os.path.basename(file.path))[0]
        rows: list[dict[str, Any]] = [dict(zip((*FIELDS, "numbers"), fact, strict=True)) for fact in file.facts]
        span = (_text(file.path), stem, first, first + len(rows) - 1, room)
        self.db.execute("INSERT OR REPLACE INTO span VALUES(?, ?, ?, ?, ?)", span)
        self.db.executemany("INSERT OR IGNORE INTO broken VALUES(?)", [(each,) for each in file.broken])
        self.tell(file.problems)
        if file.topic:
            about = file.topic
            heading = (about.id, about.label, about.label_en, SEPARATOR.join(about.aliases) or None, "", first)
            self.db.execute("INSERT OR IGNORE INTO topic VALUES(?, ?, ?, ?, ?, ?)", heading)
            called = (about.id, about.label, about.label_en or "", *about.aliases)
            named = [(text.key(text.fold(name)), about.id) for name in called if name]
            self.db.executemany("INSERT OR IGNORE INTO topic_name VALUES(?, ?)", named)
            self._counts.setdefault(stem, Counter()).update(said["kind"] for said in rows)
        placed = list(enumerate(rows, first))
        keys = [(hash_of(said["id"]), position) for position, said in placed]
        self.db.executemany("INSERT INTO key VALUES(?, ?)", keys)
        numbers = [(number, position) for position, said in placed for number in said["numbers"]]
        self.db.executemany("INSERT INTO figure VALUES(?, ?)", numbers)
        rare = ((position, *(said[name] for name in _RARE)) for position, said in placed)
        self.db.executemany(_insert("detail", 1 + len(_RARE)), (row for row in rare if any(row[1:])))
        self.db.executemany(_insert("fact", 8), (self._fact(position, said) for position, said in placed))

    def tell(self, problems: Iterable[Problem], fact_id: str | None = None) -> None:
        """Keep problems; those of a fact among others with its id."""
        kept = (problem[:_PROBLEM_FIELDS] for problem in problems)
        rows = ((*(_text(each) if isinstance(each, str) else each for each in fields), fact_id) for fields in kept)
        self.db.executemany(_insert("problem", 9), rows)

    def _fact(self, position: int, said: dict[str, Any]) -> tuple[object, ...]:
        """The row of a fact, after what it shares with others has been seen to."""
        topic, _, slug = said["id"].partition(".")
        section, paragraph = _located(said["locator"])
        frame = (topic, *(said[name] for name in _FRAME), section)
        as_written = said["as_written"]
        if as_written is not None and as_written == (said["value"] or "") + (said["unit"] or ""):
            as_written = ""
        number = self.frames.get(frame)
        if number is None:
            number = self.frames[frame] = len(self.frames) + 1
            self.db.execute(_insert("frame", 9), (number, *frame))
        when, label = self._period(said["time_period"]), self.label(said)
        return position, slug, number, label, when, said["value"], as_written, paragraph

    def label(self, said: dict[str, Any]) -> int:
        """The number of the names that the fact is found by, until they are ranked."""
        given = names_of(said)
        thing = said["kind"] != "statistic"
        key = blake2b("\0".join(given).encode(), digest_size=16).digest()
        number = self._labels.get(key)
        if number is None:
            number = self._labels[key] = len(self._labels)
            self.db.execute("INSERT INTO temp.name VALUES(?, ?, ?, ?, ?)", (number, thing, *given))
            if thing:
                self._things.add(number)
        elif not thing and number in self._things:
            self._things.remove(number)
            self.db.execute("UPDATE temp.name SET thing = 0 WHERE id = ?", (number,))
        return number

    def _period(self, stated: Text) -> int | None:
        if stated is None:
            return None
        number = self.periods.get(stated)
        if number is None:
            number = self.periods[stated] = len(self.periods) + 1
            days = Period.parse(stated)
            row = (number, stated, days.start.isoformat(), days.until.isoformat())
            self.db.execute("INSERT INTO period VALUES(?, ?, ?, ?)", row)
        return number

    def finish(self) -> None:
        """Write what is known once all files are read."""
        self.count()
        self._rank_labels()
        self.db.executescript(_INDEXES)
        places = self.db.execute(
            "SELECT DISTINCT f.label, r.reference_area FROM fact AS f JOIN frame AS r ON r.id = f.frame"
            " WHERE r.reference_area IS NOT NULL ORDER BY 1, 2"
        )
        write_names.build(self.db, self._ranked(), areas=places, size=len(self._labels) * _BYTES_A_LABEL)
        self.db.execute("DROP TABLE temp.name")
        self.db.execute(_ENTRY)
        self.check(dict(self.db.execute("SELECT id, of FROM entry WHERE of IS NOT NULL")))

    def count(self) -> None:
        """Write how many facts of each kind the topics of the files have."""
        for topic, counts in self._counts.items():
            counted = " ".join(str(counts[kind]) for kind in KINDS)
            self.db.execute("UPDATE topic SET counts = ? WHERE id = ?", (counted, topic))

    _RANKED = (
        "SELECT id, label, label_en, aliases FROM temp.name ORDER BY thing, length(label), label, label_en, aliases"
    )

    def _rank_labels(self) -> None:
        """Number the labels anew: of two that match as well, a statistic and the shorter comes first."""
        ranks = array("Q", bytes(8 * len(self._labels)))
        for rank, (number, *_) in enumerate(self.db.execute(self._RANKED), 1):
            ranks[number] = rank
        self.db.create_function("rank_of", 1, ranks.__getitem__)
        self.db.execute("UPDATE fact SET label = rank_of(label)")

    def _ranked(self) -> Iterator[tuple[int, str, str, list[str]]]:
        for rank, (_, label, label_en, aliases) in enumerate(self.db.execute(self._RANKED), 1):
            yield rank, label, label_en, aliases.split(SEPARATOR) if aliases else []

    def check(self, owners: dict[str, str]) -> None:
        """Keep what is wrong between facts and those that they belong to."""
        layouts = Layouts()
        for problem in links.across(owners, self._is_known, self._ids):
            self.tell([layouts.placed(problem, self._path(problem.fact_id))], problem.fact_id)

    def _path(self, fact_id: str) -> str:
        (position,) = self._positions(fact_id)
        found: str = self.db.execute("SELECT path FROM span WHERE ? BETWEEN first AND last", (position,)).fetchone()[0]
        return found

    def _positions(self, fact_id: str) -> list[int]:
        same_hash = "SELECT position FROM entry WHERE id = ? AND position IN (SELECT position FROM key WHERE hash = ?)"
        return [row[0] for row in self.db.execute(same_hash, (fact_id, hash_of(fact_id)))]

    def _is_known(self, fact_id: str) -> bool:
        broken = self.db.execute("SELECT 1 FROM broken WHERE id = ?", (fact_id,)).fetchone()
        return bool(broken or self._positions(fact_id))

    def _ids(self) -> Iterator[str]:
        yield from (row[0] for row in self.db.execute("SELECT id FROM broken UNION ALL SELECT id FROM entry"))


def _text(name: str) -> str:
    """A file's name as text; what of it is none is shown by its codes."""
    return name.encode(errors="backslashreplace").decode()


_FRAME = ("kind", "unit", "reference_area", "qualifier", "aspect", "source")
_RARE = ("of", "value_max", "parts", "description", "description_en")


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES({', '.join('?' * columns)})"  # names of this module


def names_of(said: dict[str, Any]) -> tuple[str, str, str]:
    """Return what a fact is found by; the parts of a reform are names of it."""
    aliases = SEPARATOR.join(filter(None, (said["aliases"], said["parts"])))
    return said["label"], said["label_en"] or "", aliases


def _located(locator: Text) -> tuple[Text, int | None]:
    """A locator as its section, with the blank behind it, and its paragraph; one in another form as a section."""
    parsed = Locator.parse(locator or "")
    if parsed.paragraph is None or str(parsed) != locator:
        return locator, None
    return f"{parsed.section} " if parsed.section else "", parsed.paragraph
