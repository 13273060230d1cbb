"""Writing the gram index: cutting names into grams, and keeping what is counted of them right."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

from jimo_cli import text
from jimo_cli.fields import SEPARATOR
from jimo_cli.store.sqlite.names import COUNTED_FROM, SqliteNames, any_of
from jimo_cli.store.terms import Tokens, hash_of, shorter
from jimo_cli.store.workers import shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

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
CREATE TABLE area(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, labels INTEGER NOT NULL);
CREATE TABLE label_area(
    area INTEGER NOT NULL, label INTEGER NOT NULL, PRIMARY KEY(area, label)) WITHOUT ROWID;
CREATE TABLE search_size(n INTEGER NOT NULL);
"""
_CHUNK = 1000


def _prepare(chunk: Sequence[Name]) -> list[Prepared]:
    """Return the rows of some names: the label row, its terms, its hashes."""
    tokens = Tokens()
    rows = []
    for label_id, label, label_en, aliases in chunk:
        found: set[str] = set()
        keys = set()
        for name in (label, label_en, *aliases):
            folded = text.fold(name)
            keys.add(text.key(folded))
            tokens.of_name(folded, found)
        hashes = tuple(sorted(hash_of(key) for key in keys if key))
        row = (label_id, label, label_en, SEPARATOR.join(aliases), " ".join(sorted(found)), hashes)
        rows.append(row)
    return rows


def build(
    db: sqlite3.Connection,
    names: Iterable[Name],
    *,
    areas: Iterable[tuple[int, str]] = (),
    size: int = 0,
) -> int:
    """Write the index into an empty database and return the number of names.

    `names` is read once, a thousand at a time: id, label, English label, aliases;
    ids rise in static rank order. `areas` are pairs of an id and a place that a fact
    with this label is about. `size` is about how many
    bytes the names have; many are cut into terms by several processes. The caller begins and commits the transaction.
    """
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            db.execute(statement)
    count = 0
    with closing(shared(_prepare, _chunks(names), size)) as prepared:
        for rows in prepared:
            count += len(rows)
            _insert(db, rows)
    _write_areas(db, areas)
    db.execute("INSERT INTO gram(gram) VALUES ('optimize')")
    _write_counts(db)
    db.execute("INSERT INTO search_size VALUES (?)", (count,))
    return count


def _insert(db: sqlite3.Connection, rows: Sequence[Prepared]) -> None:
    db.executemany("INSERT INTO label VALUES (?, ?, ?, ?)", (row[:4] for row in rows))
    db.executemany("INSERT INTO gram(rowid, t) VALUES (?, ?)", ((row[0], row[4]) for row in rows))
    keys = ((hashed, row[0]) for row in rows for hashed in row[5])
    db.executemany("INSERT OR IGNORE INTO name_key VALUES (?, ?)", keys)


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


def _write_areas(db: sqlite3.Connection, areas: Iterable[tuple[int, str]]) -> None:
    ids: dict[str, int] = {}
    db.executemany(
        "INSERT OR IGNORE INTO label_area VALUES (?, ?)",
        ((ids.setdefault(area, len(ids) + 1), label) for label, area in areas),
    )
    db.executemany("INSERT INTO area VALUES (?, ?, 0)", ((number, area) for area, number in ids.items()))
    count_areas(db, ids.values())


def count_areas(db: sqlite3.Connection, areas: Iterable[int]) -> None:
    """Write how many labels the facts about those places have."""
    counted = "UPDATE area SET labels = (SELECT count(*) FROM label_area WHERE area = area.id) WHERE id = ?"
    db.executemany(counted, [(area,) for area in areas])


def _write_counts(db: sqlite3.Connection) -> None:
    """Write how many names have each frequent term, and the words one letter short."""
    db.execute("CREATE VIRTUAL TABLE temp.gram_terms USING fts5vocab('main', 'gram', 'row')")
    db.execute("INSERT INTO gram_count SELECT term, doc FROM temp.gram_terms WHERE doc >= ?", (COUNTED_FROM,))
    words = db.execute("SELECT substr(term, 2) FROM temp.gram_terms WHERE term >= '2a' AND term < '3'")
    db.executemany(
        "INSERT OR IGNORE INTO word_near VALUES (?, ?)",
        ((short, word) for (word,) in words for short in shorter(word)),
    )
    db.execute("DROP TABLE temp.gram_terms")


def add(db: sqlite3.Connection, names: Sequence[Name]) -> None:
    """Add names to an index that stands; their ids are new to it."""
    rows = _prepare(names)
    _insert(db, rows)
    terms = _terms(rows)
    known = _counted(db, terms)
    db.executemany("UPDATE gram_count SET n = n + ? WHERE term = ?", [(terms[term], term) for term in known])
    reader = SqliteNames(db)
    for term, count in terms.items():
        if term not in known:
            # It was in fewer names than are counted, so this is how many it can be in now.
            found = len(reader.match(any_of([term]), COUNTED_FROM + count))
            if found >= COUNTED_FROM:
                db.execute("INSERT INTO gram_count VALUES (?, ?)", (term, found))
    words = [term[1:] for term in terms if _is_word(term)]
    near = ((short, word) for word in words for short in shorter(word))
    db.executemany("INSERT OR IGNORE INTO word_near VALUES (?, ?)", near)
    db.execute("UPDATE search_size SET n = n + ?", (len(rows),))


def remove(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Take names out of an index that stands."""
    rows = _prepare([(one.label_id, one.label, one.label_en, one.aliases) for one in SqliteNames(db).of_ids(ids)])
    db.executemany("INSERT INTO gram(gram, rowid, t) VALUES ('delete', ?, ?)", [(row[0], row[4]) for row in rows])
    keys = [(hashed, row[0]) for row in rows for hashed in row[5]]
    db.executemany("DELETE FROM name_key WHERE hash = ? AND label = ?", keys)
    db.executemany("DELETE FROM label WHERE id = ?", [(row[0],) for row in rows])
    terms = _terms(rows)
    known = _counted(db, terms)
    db.executemany("UPDATE gram_count SET n = n - ? WHERE term = ?", [(terms[term], term) for term in known])
    db.execute("DELETE FROM gram_count WHERE n < ?", (COUNTED_FROM,))
    reader = SqliteNames(db)
    gone = [term[1:] for term in terms if _is_word(term) and not reader.match(any_of([term]), 1)]
    near = [(short, word) for word in gone for short in shorter(word)]
    db.executemany("DELETE FROM word_near WHERE shorter = ? AND word = ?", near)
    db.execute("UPDATE search_size SET n = n - ?", (len(rows),))


def _terms(rows: Sequence[Prepared]) -> Counter[str]:
    """How many of the rows have each term."""
    return Counter(term for row in rows for term in row[4].split())


def _is_word(term: str) -> bool:
    return term[0] == "2" and term[1:2] >= "a"


def _counted(db: sqlite3.Connection, terms: Iterable[str]) -> list[str]:
    """Which of the terms are counted."""
    return [term for term in terms if db.execute("SELECT 1 FROM gram_count WHERE term = ?", (term,)).fetchone()]
