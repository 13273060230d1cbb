"""The gram index: which names share which pieces of text and sound. All SQL of search is here.

Distinct names are indexed, not facts. A full-text table (FTS5, contentless, without
positions) serves as a boolean index of grams:

    海洋        two neighbouring Han characters
    hai_yan     two neighbouring accent classes of syllables, for every reading
    1hys        three neighbouring initials (two, if the name has no more)
    2marine     a Latin word without its plural ending
    345 as 3345 a number (a point becomes `_`)
    9growth     a name that speaks of growth, or of a share

Ids are given in static rank order: of names that match as well, the lower id comes
first, and an expression that matches too many yields the lowest ids.
"""

from __future__ import annotations

import zlib
from itertools import chain, pairwise

from jimo_cli import text
from jimo_cli.query import concepts_of
from jimo_cli.vocabulary import SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    Name = tuple[int, str, str, Sequence[str]]
    Prepared = tuple[int, str, str, str, str, tuple[int, ...]]

_SCHEMA = """
CREATE TABLE label(
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, label_en TEXT NOT NULL, aliases TEXT NOT NULL);
CREATE TABLE name_key(
    hash INTEGER NOT NULL, label INTEGER NOT NULL, PRIMARY KEY(hash, label)) WITHOUT ROWID;
CREATE VIRTUAL TABLE gram USING fts5(
    t, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'");
CREATE TABLE gram_count(term TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE word_near(
    shorter TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY(shorter, word)) WITHOUT ROWID;
CREATE TABLE area(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE label_area(
    area INTEGER NOT NULL, label INTEGER NOT NULL, PRIMARY KEY(area, label)) WITHOUT ROWID;
CREATE TABLE search_size(n INTEGER NOT NULL);
"""
_COUNTED_FROM = 32
"""Terms in fewer names are counted when they are asked for: it takes microseconds."""

_CHUNK = 1000
_POOL_FROM = 20_000
_SHORTEST_MISSPELT = 4
_AT_ONCE = 400
_MOST_COUNTS = 50_000
"""Counts that a reader keeps; then it begins anew, so that it stays small."""


# ---- what a name is made of


def pair_terms(run: str) -> list[str]:
    """Return the pairs of neighbours of a run of Han characters; a lone character is itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def sound_terms(classes: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the sound terms of neighbouring characters, each as all its possible readings."""
    return [tuple(f"{one}_{two}" for one in first for two in second) for first, second in pairwise(classes)]


class _Tokens:
    """Makes the terms of names; keeps what it learns about characters."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def _of_char(self, char: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        known = self._known.get(char)
        if known is None:
            initials = tuple(dict.fromkeys(reading[0] for reading in text.han().frequent(char)))
            known = self._known[char] = (text.sound_classes(char), initials)
        return known

    def _of_han(self, run: str, found: set[str]) -> None:
        found.update(pair_terms(run))
        known = [self._of_char(char) for char in run]
        classes = [classes for classes, _ in known]
        if len(run) == 1:
            found.update(f"{sound}_" for sound in classes[0])
        for terms in sound_terms(classes):
            found.update(terms)
        _initials([initials for _, initials in known], found)

    def of_name(self, folded: str, found: set[str]) -> None:
        """Add the terms of one folded name."""
        joined = ""
        for run in [*text.runs(folded), ""]:
            if run and text.is_han(run[0]):
                joined += run  # only marks part neighbouring runs of Han characters
                continue
            if joined:
                self._of_han(joined, found)
                joined = ""
            if run:
                found.add("3" + run.replace(".", "_") if run[0] <= "9" else "2" + text.stem(run))
        found.update("9" + concept for concept in concepts_of(folded))


def _initials(initials: Sequence[Sequence[str]], found: set[str]) -> None:
    """Add the terms of initials of one run."""
    if len(initials) == 2:  # noqa: PLR2004
        found.update(f"1{one}{two}" for one in initials[0] for two in initials[1])
    for at in range(len(initials) - 2):
        found.update(
            f"1{one}{two}{three}" for one in initials[at] for two in initials[at + 1] for three in initials[at + 2]
        )


def _hash(folded_key: str) -> int:
    """Return the hash under which a name is found; what it finds is held against the name."""
    return zlib.crc32(folded_key.encode())


def _prepare(chunk: Sequence[Name]) -> list[Prepared]:
    """Return the rows of some names: the label row, its terms, its hashes."""
    tokens = _Tokens()
    rows = []
    for label_id, label, label_en, aliases in chunk:
        found: set[str] = set()
        keys = set()
        for name in (label, label_en, *aliases):
            folded = text.fold(name)
            keys.add(text.key(folded))
            tokens.of_name(folded, found)
        hashes = tuple(sorted(_hash(key) for key in keys if key))
        row = (label_id, label, label_en, SEPARATOR.join(aliases), " ".join(sorted(found)), hashes)
        rows.append(row)
    return rows


# ---- building


def build(
    db: sqlite3.Connection,
    names: Iterable[Name],
    *,
    areas: Iterable[tuple[int, str]] = (),
    workers: int | None = None,
) -> int:
    """Write the index into an empty database and return the number of names.

    `names` is read once, a thousand at a time: id, label, English label, aliases;
    ids rise in static rank order. `areas` are pairs of an id and a place that a fact
    with this label is about. Names are cut into terms by `workers` processes when
    there are more than 20,000 of them; None means one for each processor. The caller
    begins and commits the transaction.
    """
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            db.execute(statement)
    count = 0
    for rows in _prepared(_chunks(names), workers):
        count += len(rows)
        db.executemany("INSERT INTO label VALUES (?, ?, ?, ?)", (row[:4] for row in rows))
        db.executemany("INSERT INTO gram(rowid, t) VALUES (?, ?)", ((row[0], row[4]) for row in rows))
        db.executemany(
            "INSERT OR IGNORE INTO name_key VALUES (?, ?)",
            ((hashed, row[0]) for row in rows for hashed in row[5]),
        )
    _write_areas(db, areas)
    db.execute("INSERT INTO gram(gram) VALUES ('optimize')")
    _write_counts(db)
    db.execute("INSERT INTO search_size VALUES (?)", (count,))
    return count


def _chunks(names: Iterable[Name]) -> Iterator[list[Name]]:
    """Yield the names in lists of a thousand."""
    chunk: list[Name] = []
    for name in names:
        chunk.append(name)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _prepared(chunks: Iterator[list[Name]], workers: int | None) -> Iterator[list[Prepared]]:
    """Yield the rows of each chunk in order; by several processes if there are many."""
    waiting = []
    for chunk in chunks:
        waiting.append(chunk)
        if len(waiting) * _CHUNK > _POOL_FROM:
            break
    else:
        yield from map(_prepare, waiting)
        return
    yield from _prepared_by_pool(waiting, chunks, workers)


def _prepared_by_pool(
    waiting: list[list[Name]], chunks: Iterator[list[Name]], workers: int | None
) -> Iterator[list[Prepared]]:
    """Yield the rows of each chunk in order, never holding more than a few chunks of rows."""
    import multiprocessing  # noqa: PLC0415 - only a large build needs it
    from collections import deque  # noqa: PLC0415

    with multiprocessing.Pool(workers) as pool:
        limit = 2 * (workers or multiprocessing.cpu_count()) + 1
        running = deque()  # type: ignore[var-annotated]
        for chunk in chain(waiting, chunks):
            running.append(pool.apply_async(_prepare, (chunk,)))
            if len(running) >= limit:
                yield running.popleft().get()
        while running:
            yield running.popleft().get()


def _write_areas(db: sqlite3.Connection, areas: Iterable[tuple[int, str]]) -> None:
    ids: dict[str, int] = {}
    db.executemany(
        "INSERT OR IGNORE INTO label_area VALUES (?, ?)",
        ((ids.setdefault(area, len(ids) + 1), label) for label, area in areas),
    )
    db.executemany("INSERT INTO area VALUES (?, ?)", ((number, area) for area, number in ids.items()))


def _write_counts(db: sqlite3.Connection) -> None:
    """Write how many names have each frequent term, and the words one letter short."""
    db.execute("CREATE VIRTUAL TABLE temp.gram_terms USING fts5vocab('main', 'gram', 'row')")
    db.execute("INSERT INTO gram_count SELECT term, doc FROM temp.gram_terms WHERE doc >= ?", (_COUNTED_FROM,))
    words = db.execute("SELECT substr(term, 2) FROM temp.gram_terms WHERE term >= '2a' AND term < '3'")
    db.executemany(
        "INSERT OR IGNORE INTO word_near VALUES (?, ?)",
        ((shorter, word) for (word,) in words for shorter in _shorter(word)),
    )
    db.execute("DROP TABLE temp.gram_terms")


def _shorter(word: str) -> set[str]:
    """Return the keys under which a misspelt word is found: itself, and without each letter."""
    if len(word) < _SHORTEST_MISSPELT:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


# ---- reading


class Form:
    """One name of a label: its field, and what it is when folded, as key, as Latin words."""

    __slots__ = ("field", "folded", "key", "words")

    def __init__(self, field: str, name: str) -> None:
        """Fold the name."""
        self.field = field
        self.folded = text.fold(name)
        self.key = text.key(self.folded)
        self.words = frozenset(text.words(self.folded))


class Names:
    """The names of one label."""

    __slots__ = ("_concepts", "_forms", "aliases", "label", "label_en", "label_id")

    def __init__(self, label_id: int, label: str, label_en: str, aliases: str) -> None:
        """Take a row of the label table."""
        self.label_id = label_id
        self.label = label
        self.label_en = label_en
        self.aliases = aliases.split(SEPARATOR) if aliases else []
        self._forms: list[Form] = []
        self._concepts: set[str] | None = None

    @property
    def forms(self) -> list[Form]:
        """The names as they are compared: the label first, then the English one, then aliases."""
        if not self._forms:
            fields = [("label", self.label), ("label_en", self.label_en)]
            fields += [("alias", alias) for alias in self.aliases]
            self._forms = [Form(field, name) for field, name in fields if name]
        return self._forms

    @property
    def concepts(self) -> set[str]:
        """Growth or share, if one of the names speaks of it."""
        if self._concepts is None:
            self._concepts = set().union(*(concepts_of(form.folded) for form in self.forms))
        return self._concepts

    def field_with_key(self, folded_key: str) -> str:
        """Return the field whose name folds to this key: `label`, `label_en`, `alias` or nothing."""
        return next((form.field for form in self.forms if form.key == folded_key), "")


class Grams:
    """Reads a gram index. One object serves one thread."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Take an open connection; nothing is read yet."""
        self._db = db
        self._size: int | None = None
        self._counts: dict[str, int] = {}
        self._areas: dict[str, int] | None = None
        self._home: int | None = None

    @property
    def size(self) -> int:
        """The number of names."""
        if self._size is None:
            self._size = int(self._db.execute("SELECT n FROM search_size").fetchone()[0])
        return self._size

    @property
    def areas(self) -> dict[str, int]:
        """Places that facts are about, each with its number, longest name first."""
        if self._areas is None:
            rows = self._db.execute("SELECT name, id FROM area ORDER BY length(name) DESC, name")
            self._areas = dict(rows.fetchall())
            most = (
                self._db.execute(
                    "SELECT area, count(*) AS n FROM label_area GROUP BY area ORDER BY n DESC, area LIMIT 1"
                ).fetchone()
                if self._areas
                else None
            )
            self._home = most[0] if most and most[1] * 2 > self.size else None
        return self._areas

    def is_about(self, label_id: int, area: str) -> bool:
        """Tell whether a fact with this label is about a place.

        The place that most of the facts are about counts for every label.
        """
        number = self.areas.get(area)
        if number is None or number == self._home:
            return number is not None
        found = self._db.execute("SELECT 1 FROM label_area WHERE area = ? AND label = ?", (number, label_id))
        return found.fetchone() is not None

    def exact(self, folded_key: str, limit: int = 50) -> list[Names]:
        """Return the labels that have this name when folded, by id."""
        if not folded_key:
            return []
        rows = self._db.execute(
            "SELECT l.id, l.label, l.label_en, l.aliases FROM name_key AS k JOIN label AS l ON l.id = k.label"
            " WHERE k.hash = ? ORDER BY l.id LIMIT ?",
            (_hash(folded_key), limit),
        )
        found = [Names(*row) for row in rows]
        return [names for names in found if names.field_with_key(folded_key)]

    def names(self, ids: Collection[int]) -> list[Names]:
        """Return the names of the labels, by id."""
        found: list[Names] = []
        wanted = sorted(ids)
        for start in range(0, len(wanted), _AT_ONCE):
            part = ",".join(str(int(one)) for one in wanted[start : start + _AT_ONCE])
            rows = self._db.execute(
                f"SELECT id, label, label_en, aliases FROM label WHERE id IN ({part}) ORDER BY id"  # noqa: S608 - numbers only
            )
            found += [Names(*row) for row in rows]
        return found

    def learn(self, terms: Iterable[str]) -> None:
        """Look up how many names have each term, all at once."""
        if len(self._counts) > _MOST_COUNTS:
            self._counts.clear()
        unknown = list({term for term in terms if term not in self._counts and term[-1] != "*"})
        for start in range(0, len(unknown), _AT_ONCE):
            part = unknown[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(f"SELECT term, n FROM gram_count WHERE term IN ({marks})", part)  # noqa: S608 - marks only
            self._counts.update(rows.fetchall())
        for term in unknown:
            if term not in self._counts:
                self._counts[term] = len(self.match(_quoted(term), _COUNTED_FROM))

    def count(self, term: str) -> int:
        """Return how many names have a term; a guess for one that ends in `*`, a beginning."""
        if term.endswith("*"):
            return max(1, self.size // 50)
        if term not in self._counts:
            self.learn((term,))
        return self._counts[term]

    def match(self, expression: str, limit: int) -> list[int]:
        """Return the lowest ids whose terms satisfy an expression made by `any_of` and `all_of`."""
        rows = self._db.execute("SELECT rowid FROM gram WHERE gram MATCH ? LIMIT ?", (expression, limit))
        return [row[0] for row in rows]

    def words_near(self, word: str) -> list[str]:
        """Return the Latin words of the index about one letter away, nearest length first."""
        keys = sorted(_shorter(word))
        if not keys:
            return []
        marks = ",".join("?" * len(keys))
        query = f"SELECT DISTINCT word FROM word_near WHERE shorter IN ({marks})"  # noqa: S608 - marks only
        rows = self._db.execute(query, keys)
        return sorted((row[0] for row in rows), key=lambda near: (abs(len(near) - len(word)), near))

    def facts_valued(self, low: float, high: float, limit: int = 200) -> list[tuple[int, int, str]]:
        """Return row, label and unit of the facts whose number lies between two bounds, in order of label."""
        rows = self._db.execute(
            "SELECT g.position, f.label, r.unit FROM figure AS g JOIN fact AS f ON f.position = g.position"
            " JOIN frame AS r ON r.id = f.frame WHERE g.number BETWEEN ? AND ? ORDER BY f.label, g.position LIMIT ?",
            (low, high, limit),
        )
        return [(int(row[0]), int(row[1]), str(row[2] or "")) for row in rows]


def _quoted(term: str) -> str:
    """Return a term as FTS5 reads it; terms hold letters, digits, Han characters and `_` only."""
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'


def any_of(terms: Sequence[str]) -> str:
    """Return the expression for names with any of the terms."""
    quoted = [_quoted(term) for term in terms]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def all_of(expressions: Sequence[str]) -> str:
    """Return the expression for names that satisfy all expressions."""
    return f"({' AND '.join(expressions)})"


def either(expressions: Sequence[str]) -> str:
    """Return the expression for names that satisfy one of the expressions."""
    return " OR ".join(expressions)
