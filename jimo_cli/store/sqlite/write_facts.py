"""Writing facts: the rows of one file after another, and at the end what they have in common."""

from __future__ import annotations

import json
import os
from array import array
from collections import Counter

from jimo_cli import text
from jimo_cli.fields import KINDS, SEPARATOR
from jimo_cli.figures.period import Period
from jimo_cli.packs import links, load
from jimo_cli.packs.table import Layouts
from jimo_cli.store import states
from jimo_cli.store.sqlite import ids, schema, write_names
from jimo_cli.store.sqlite.connection import fetch, fetch_value, stream
from jimo_cli.store.sqlite.schema import hash_of, insert

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from jimo_cli.model import Problem, Topic
    from jimo_cli.packs.load import Shared, TopicFile
    from jimo_cli.store.sqlite.rows import FactRow, Frame, LabelNames


# Behind the facts of a file there are places for a quarter more of them, so that it can grow in an update.
SPARE = 16
_PROBLEM_FIELDS = 8  # from its path to what to paste
# Facts with the same names mostly follow each other; those of all facts would fill the memory.
_NAMES_AT_HAND = 10_000
_UNTIL_READ = """
CREATE TEMP TABLE name(id INTEGER PRIMARY KEY, hash INTEGER, label, label_en, aliases, counted INTEGER);
CREATE INDEX temp.name_hash ON name(hash);
CREATE TEMP TABLE new_key(hash INTEGER, position INTEGER);
CREATE TEMP TABLE new_figure(number REAL, position INTEGER);
CREATE INDEX frame_topic ON frame(topic);
"""
"""What is needed until all files are read."""

# Rows that come in order take less time than others, and a copy of a whole table leaves no page half full.
_IN_ORDER = """
CREATE TEMP TABLE ordered({1} {2}, position INTEGER, PRIMARY KEY({1}, position)) WITHOUT ROWID;
INSERT OR IGNORE INTO temp.ordered SELECT {1}, position FROM temp.new_{0} ORDER BY 1, 2;
INSERT INTO {0} SELECT * FROM temp.ordered;
DROP TABLE temp.ordered;
DROP TABLE temp.new_{0};
"""
_WITH_NAMES = "SELECT id FROM temp.name WHERE hash = ? AND label = ? AND label_en = ? AND aliases = ?"
# Only a guess of how much work the names are is needed.
_BYTES_A_LABEL = 200
_RANKED = (
    "SELECT id, label, label_en, aliases FROM temp.name ORDER BY counted DESC, length(label), label, label_en, aliases"
)


class IndexWriter:
    """Writes the facts of one file after another into an empty index.

    Labels are numbered as they come until `finish` ranks them. In memory is what the facts of a topic share, not
    what all have: names are looked up in a table. Slugs and figures are put in order once all are known.
    """

    keys, figures = "temp.new_key", "temp.new_figure"
    """The tables that they are written to."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self._frames: dict[tuple[str | int | None, ...], int] = {}
        self._frames_of = ""
        self._last_frame: int = fetch_value(db, "SELECT ifnull(max(id), 0) FROM frame")
        self.periods: dict[str, int] = {}
        self.areas: dict[str, int] = {}
        self._labels: dict[LabelNames, int] = {}
        self._last_name = -1
        self._counts: dict[str, Counter[str]] = {}
        self.next_position = 0
        self._unsettled: set[str] = set()
        self.unread: set[str] = set()
        """The paths of the files that an error of a moment kept from being read."""

    def begin(self) -> None:
        """Create the table of labels, and what else is needed until all files are read."""
        self.db.executescript(_UNTIL_READ)

    def append_file(self, file: TopicFile[FactRow]) -> None:
        """Write a file behind the last one, with some places left for more facts."""
        places = len(file.facts) + len(file.facts) // 4 + SPARE
        self.write_file(file, self.next_position, places)
        self.next_position += places

    def extend_file(self, path: str, last: int, end: int) -> None:
        """Count what was written behind a file up to a position as part of it; what follows begins behind the end."""
        self.db.execute("UPDATE span SET last = ? WHERE path = ?", (last, printable(path)))
        self.next_position = end + 1

    def write_file(self, file: TopicFile[FactRow], first: int, places: int) -> None:
        """Write the facts of a file from that position on, its topic and its problems."""
        stem = os.path.splitext(os.path.basename(file.path))[0]
        span = (printable(file.path), stem, first, first + len(file.facts) - 1, places)
        self.db.execute("INSERT OR REPLACE INTO span VALUES(?, ?, ?, ?, ?)", span)
        self.db.executemany("INSERT OR IGNORE INTO broken VALUES(?)", [(fact_id,) for fact_id in file.broken])
        self.add_problems(file.problems)
        self.note(file.path, is_settled=file.is_settled, is_read=file.topic is not None)
        if file.topic:
            self._write_topic(file.topic, first)
            self.count(stem, Counter(row.frame.kind for row in file.facts))
        placed = list(enumerate(file.facts, first))
        self.db.executemany(insert(self.keys, 2), [(hash_of(_slug_of(row)), position) for position, row in placed])
        numbers = [(number, position) for position, row in placed for number in row.numbers]
        self.db.executemany(insert(self.figures, 2), numbers)
        details = ((position, *row.details) for position, row in placed if any(row.details))
        self.db.executemany(insert("detail", 6), details)
        self.db.executemany(insert("fact", 9), (self._fact(position, row) for position, row in placed))

    def count(self, topic: str, kinds: Mapping[str, int]) -> None:
        """Count facts of a topic by their kinds."""
        self._counts.setdefault(topic, Counter()).update(kinds)

    def note(self, path: str, *, is_settled: bool, is_read: bool) -> None:
        """Note that a file was read, or could not be; one that is not settled is to be read again the next time."""
        if not is_settled:
            self._unsettled.add(path)
            if not is_read:
                self.unread.add(path)

    def write_state(self, state: str) -> None:
        """Write the state of the files that were listed, without those that are to be read again."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES('state', ?)", (states.without(state, self._unsettled),))

    def _write_topic(self, topic: Topic, first: int) -> None:
        row = (topic.id, topic.label, topic.label_en, SEPARATOR.join(topic.aliases) or None, "", first)
        self.db.execute("INSERT OR IGNORE INTO topic VALUES(?, ?, ?, ?, ?, ?)", row)
        names = (topic.id, topic.label, topic.label_en or "", *topic.aliases)
        keys = [(text.key(text.fold(name)), topic.id) for name in names if name]
        self.db.executemany("INSERT OR IGNORE INTO topic_name VALUES(?, ?)", keys)

    def add_shared(self, shared: Shared) -> None:
        """Write the cited works, and the places and terms with the names that they are found by."""
        works = (
            (key, json.dumps(source.csl, ensure_ascii=False, default=str)) for key, source in shared.sources.items()
        )
        self.db.executemany(insert("source", 2), works)
        for number, place in enumerate(shared.places):
            self.db.execute(insert("place", 7), (number, *map(_joined, place)))
        for number, term in enumerate(shared.terms):
            self.db.execute(insert("term", 6), (number, *map(_joined, term)))
            keys = {text.key(text.fold(word)) for word in (*term.words, *term.loose)}
            self.db.executemany(insert("term_name", 2), [(key, number) for key in keys])

    def add_problems(self, problems: Iterable[Problem], fact: str | None = None) -> None:
        """Write problems; those of facts with their links have an empty fact."""
        rows = (
            (*(printable(value) if isinstance(value, str) else value for value in problem[:_PROBLEM_FIELDS]), fact)
            for problem in problems
        )
        self.db.executemany(insert("problem", 9), rows)

    def _fact(self, position: int, row: FactRow) -> tuple[object, ...]:
        """Return the row of the table `fact`, after what it shares with others is written."""
        about = self.frame_of(row.frame), self.label_of(row), self.area_of(row.reference_area)
        return (
            position,
            _slug_of(row),
            *about,
            self.period_of(row.time_period),
            row.value,
            row.as_written,
            row.paragraph,
        )

    def frame_of(self, frame: Frame) -> int:
        """Return the number of what facts have in common, a new one where none before had it."""
        if frame.topic != self._frames_of:
            known = fetch(self.db, "SELECT * FROM frame WHERE topic = ?", (frame.topic,))
            self._frames, self._frames_of = {tuple(row[1:]): row[0] for row in known}, frame.topic
        number = self._frames.get(frame)
        if number is None:
            number = self._frames[frame] = self._last_frame = self._last_frame + 1
            self.db.execute(insert("frame", 12), (number, *frame))
        return number

    def label_of(self, row: FactRow) -> int:
        """Return the number of the label that a fact has, a new one where no fact before has those names."""
        return self.label_named(row.names)

    def label_named(self, names: LabelNames) -> int:
        """Return the number of the label with those names, a new one where no fact before has them."""
        number = self._labels.get(names)
        if number is None:
            if len(self._labels) >= _NAMES_AT_HAND:
                self._labels.clear()
            number = self._labels[names] = self._number_of(names)
        return number

    def _number_of(self, names: LabelNames) -> int:
        """The number of a label in the table of all; a new row where none has those names."""
        key = hash_of("\0".join(names))
        found = fetch(self.db, _WITH_NAMES, (key, *names))
        if found:
            return int(found[0][0])
        self._last_name += 1
        self.db.execute("INSERT INTO temp.name VALUES(?, ?, ?, ?, ?, 0)", (self._last_name, key, *names))
        return self._last_name

    def area_of(self, name: str | None) -> int | None:
        """Return the number of a place, a new one where no fact before is about it."""
        if name is None:
            return None
        number = self.areas.get(name)
        if number is None:
            number = self.areas[name] = write_names.add_area(self.db, name)
        return number

    def period_of(self, written: str | None) -> int | None:
        """Return the number of a period, a new one where no fact before is of it."""
        if written is None:
            return None
        number = self.periods.get(written)
        if number is None:
            number = self.periods[written] = len(self.periods) + 1
            days = Period.parse(written)
            self.db.execute(insert("period", 4), (number, written, days.start.isoformat(), days.until.isoformat()))
        return number

    def finish(self) -> None:
        """Write what is known once all files are read."""
        self.write_counts()
        for columns in (("key", "hash", "INTEGER"), ("figure", "number", "REAL")):
            self.db.executescript(_IN_ORDER.format(*columns))
        self._rank_labels()
        self.db.execute("DROP INDEX frame_topic")
        self.db.executescript(schema.INDEXES)
        areas = self.db.execute(
            "SELECT f.label, a.name FROM (SELECT DISTINCT label, area FROM fact WHERE area IS NOT NULL) AS f"
            " JOIN area AS a ON a.id = f.area ORDER BY 1, 2"
        )
        write_names.build(self.db, self._ranked(), areas=areas, size=self._last_name * _BYTES_A_LABEL)
        self.db.execute("DROP TABLE temp.name")
        self.db.executescript(schema.ENTRY)
        more = self.link_facts()
        self.check_links(self.owners(), dict(self.owners(between=True)), more)

    def write_counts(self) -> None:
        """Write how many facts of each kind the topics of the files have."""
        for topic, counts in self._counts.items():
            counted = " ".join(str(counts[kind]) for kind in KINDS)
            self.db.execute("UPDATE topic SET counts = ? WHERE id = ?", (counted, topic))

    def _rank_labels(self) -> None:
        """Number the labels by rank: of two that match as well, a statistic and the shorter comes first."""
        statistics = "SELECT f.label FROM fact AS f JOIN frame AS r ON r.id = f.frame WHERE r.kind = 'statistic'"
        self.db.execute(f"UPDATE temp.name SET counted = 1 WHERE id IN ({statistics})")  # noqa: S608 - of this line
        ranks = array("I", [0]) * (self._last_name + 1)
        for rank, (number, *_) in enumerate(self.db.execute(_RANKED), 1):
            ranks[number] = rank
        self.db.create_function("rank_of", 1, ranks.__getitem__)
        self.db.execute("UPDATE fact SET label = rank_of(label)")

    def _ranked(self) -> Iterator[write_names.Name]:
        for rank, (_, label, label_en, aliases) in enumerate(self.db.execute(_RANKED), 1):
            yield rank, label, label_en, aliases.split(SEPARATOR) if aliases else []

    def link_facts(self) -> list[Problem]:
        """Write which facts others belong to that is not known before all are written; return the problems with it."""
        return []

    def owners(self, *, between: bool = False) -> Iterator[links.Owned]:
        """Yield which fact each belongs to; with `between` only of those that others belong to in turn."""
        belong_to_it = " AND EXISTS (SELECT 1 FROM detail AS d WHERE d.of = entry.id)" if between else ""
        return stream(self.db, f"SELECT id, of FROM entry WHERE of IS NOT NULL{belong_to_it}")  # noqa: S608

    def check_links(
        self, owners: Iterable[links.Owned], between: Mapping[str, str], more: Sequence[Problem] = ()
    ) -> None:
        """Write the problems of facts with the facts that they belong to, by id, and which facts have one.

        See `links.across`; `more` are problems that are known already.
        """
        layouts = Layouts()
        found = [*links.across(owners, between, self._is_known, self._ids), *more]
        paths = {problem.fact_id: self.path_of(problem.fact_id) for problem in found}

        def placed(problem: Problem) -> Problem:
            return self.placed(problem, paths[problem.fact_id], layouts)

        self.add_problems(load.across_files(found, lambda problem: paths[problem.fact_id], placed), "")
        # The fact is noted also where no more problems of its file are reported: an update checks it again.
        noted = [(printable(path), fact_id) for fact_id, path in paths.items()]
        self.db.executemany("INSERT INTO problem(path, fact) VALUES(?, ?)", noted)

    def placed(self, problem: Problem, path: str, layouts: Layouts) -> Problem:
        """Return a problem of a fact with its place in the file at a path."""
        return layouts.placed(problem, path)

    def path_of(self, fact_id: str) -> str:
        """Return the path of the file that states a fact."""
        [position, *_] = ids.positions_of(self.db, fact_id)
        within = "SELECT path FROM span WHERE topic = ? AND ? BETWEEN first AND last"
        path: str = fetch_value(self.db, within, (fact_id.partition(".")[0], position))
        return path

    def _is_known(self, fact_id: str) -> bool:
        is_broken = fetch(self.db, "SELECT 1 FROM broken WHERE id = ?", (fact_id,))
        return bool(is_broken or ids.is_series(self.db, fact_id) or ids.positions_of(self.db, fact_id))

    def _ids(self) -> list[str]:
        return [row[0] for row in (*fetch(self.db, "SELECT id FROM broken"), *ids.every(self.db))]


def _slug_of(row: FactRow) -> str:
    return row.id[len(row.frame.topic) + 1 :]


def _joined(value: object) -> object:
    """Return a text, or the entries of a list as one; None for an empty list."""
    return (SEPARATOR.join(value) or None) if isinstance(value, tuple) else value


def printable(value: str) -> str:
    """Return text with the bytes of a file's name that are no text as their codes."""
    return value.encode(errors="backslashreplace").decode()
