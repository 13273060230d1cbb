"""Writing names: their terms, and what is counted of these; all at once, or some that came and went."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import places, text
from jimo_cli.fields import SEPARATOR
from jimo_cli.store.name_terms import NameTerms
from jimo_cli.store.sqlite import schema
from jimo_cli.store.sqlite.connection import fetch
from jimo_cli.store.sqlite.names import COUNTED_FROM, SqliteNames
from jimo_cli.store.sqlite.schema import hash_of
from jimo_cli.store.terms import WORD_TERMS, shorter, word_of
from jimo_cli.store.workers import shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from sqlite3 import Connection

    Name = tuple[int, str, str, Sequence[str]]
    """Id of a label, label, English label, aliases."""


# How many names a worker takes at a time: enough that handing them over costs little.
_CHUNK = 1000
_INSERT_WORD = "INSERT OR IGNORE INTO word_near VALUES (?, ?)"


class NameRow(NamedTuple):
    """The names of a label as they are written: `terms` with blanks between them."""

    label_id: int
    label: str
    label_en: str
    aliases: str
    terms: str
    hashes: list[int]


def build(db: Connection, names: Iterable[Name], *, areas: Iterable[tuple[int, str]] = (), size: int = 0) -> int:
    """Write the names into an empty database and return how many there are; the caller commits.

    `names` is read once, a chunk at a time, with ids rising in rank order. `areas` are pairs of an id
    and a place that a fact with this label is about. `size` is about how many bytes the names have:
    workers make the terms of many.
    """
    for statement in schema.NAME_TABLES.split(";\n"):
        db.execute(statement)
    count = 0
    with closing(shared(_rows, _chunks(names), size)) as prepared:
        for rows in prepared:
            count += len(rows)
            _insert(db, rows)
    _write_areas(db, areas)
    db.execute("INSERT INTO gram(gram) VALUES ('optimize')")
    _write_counts(db)
    db.execute("INSERT INTO search_size VALUES (?)", (count,))
    return count


def _chunks(names: Iterable[Name]) -> Iterator[list[Name]]:
    rest = iter(names)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _rows(names: Iterable[Name]) -> list[NameRow]:
    name_terms = NameTerms()
    rows = []
    for label_id, label, label_en, aliases in names:
        folded = [text.fold(name) for name in (label, label_en, *aliases)]
        terms = set().union(*map(name_terms.of, folded))
        hashes = {hash_of(key) for key in map(text.key, folded) if key}
        row = NameRow(label_id, label, label_en, SEPARATOR.join(aliases), " ".join(sorted(terms)), sorted(hashes))
        rows.append(row)
    return rows


def _insert(db: Connection, rows: Sequence[NameRow]) -> None:
    db.executemany("INSERT INTO label VALUES (?, ?, ?, ?)", (row[:4] for row in rows))
    db.executemany("INSERT INTO gram(rowid, t) VALUES (?, ?)", ((row.label_id, row.terms) for row in rows))
    keys = ((hashed, row.label_id) for row in rows for hashed in row.hashes)
    db.executemany("INSERT OR IGNORE INTO name_key VALUES (?, ?)", keys)


def _write_areas(db: Connection, areas: Iterable[tuple[int, str]]) -> None:
    numbers: dict[str, int] = dict(fetch(db, "SELECT name, id FROM area"))

    def pairs() -> Iterator[tuple[int, int]]:
        for label_id, area in areas:
            if area not in numbers:
                numbers[area] = add_area(db, area)
            yield numbers[area], label_id

    db.executemany("INSERT OR IGNORE INTO label_area VALUES (?, ?)", pairs())
    count_areas(db, numbers.values())


def add_area(db: Connection, name: str) -> int:
    """Write a place that facts are about, and return its number."""
    row = name, places.depth(text.fold(name))
    return db.execute("INSERT INTO area(name, labels, depth) VALUES(?, 0, ?)", row).lastrowid or 0


def count_areas(db: Connection, areas: Iterable[int]) -> None:
    """Write how many labels the facts about those places have."""
    counted = "UPDATE area SET labels = (SELECT count(*) FROM label_area WHERE area = area.id) WHERE id = ?"
    db.executemany(counted, [(area,) for area in areas])


def _write_counts(db: Connection) -> None:
    """Write how many labels have each frequent term, and the keys of all words."""
    db.execute("CREATE VIRTUAL TABLE temp.gram_terms USING fts5vocab('main', 'gram', 'row')")
    db.execute("INSERT INTO gram_count SELECT term, doc FROM temp.gram_terms WHERE doc >= ?", (COUNTED_FROM,))
    words = db.execute("SELECT term FROM temp.gram_terms WHERE term >= ? AND term < ?", WORD_TERMS)
    db.executemany(_INSERT_WORD, _near(term for (term,) in words))
    db.execute("DROP TABLE temp.gram_terms")


def _near(terms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the words among terms, with each of the keys under which they are found if misspelt."""
    for term in terms:
        if word := word_of(term):
            yield from ((key, word) for key in shorter(word))


def add(db: Connection, names: Sequence[Name]) -> None:
    """Add names to an index; their ids are new to it."""
    rows = _rows(names)
    _insert(db, rows)
    terms = _term_counts(rows)
    counted = _counted(db, terms)
    db.executemany("UPDATE gram_count SET n = n + ? WHERE term = ?", [(terms[term], term) for term in counted])
    reader = SqliteNames(db)
    for term, count in terms.items():
        if term not in counted:
            # Fewer names than are counted had it, so no more than this can have it now.
            found = len(reader.ids_with([(term,)], 1, COUNTED_FROM + count))
            if found >= COUNTED_FROM:
                db.execute("INSERT INTO gram_count VALUES (?, ?)", (term, found))
    db.executemany(_INSERT_WORD, _near(terms))
    db.execute("UPDATE search_size SET n = n + ?", (len(rows),))


def remove(db: Connection, ids: Sequence[int]) -> None:
    """Remove names from an index."""
    reader = SqliteNames(db)
    rows = _rows((names.label_id, names.label, names.label_en, names.aliases) for names in reader.of_ids(ids))
    db.executemany(
        "INSERT INTO gram(gram, rowid, t) VALUES ('delete', ?, ?)", [(row.label_id, row.terms) for row in rows]
    )
    keys = [(hashed, row.label_id) for row in rows for hashed in row.hashes]
    db.executemany("DELETE FROM name_key WHERE hash = ? AND label = ?", keys)
    db.executemany("DELETE FROM label WHERE id = ?", [(row.label_id,) for row in rows])
    terms = _term_counts(rows)
    counted = _counted(db, terms)
    db.executemany("UPDATE gram_count SET n = n - ? WHERE term = ?", [(terms[term], term) for term in counted])
    db.execute("DELETE FROM gram_count WHERE n < ?", (COUNTED_FROM,))
    gone = [term for term in terms if word_of(term) and not reader.ids_with([(term,)], 1, 1)]
    db.executemany("DELETE FROM word_near WHERE shorter = ? AND word = ?", list(_near(gone)))
    db.execute("UPDATE search_size SET n = n - ?", (len(rows),))


def _term_counts(rows: Iterable[NameRow]) -> Counter[str]:
    return Counter(term for row in rows for term in row.terms.split())


def _counted(db: Connection, terms: Iterable[str]) -> list[str]:
    """Return the terms whose counts the index holds."""
    return [term for term in terms if fetch(db, "SELECT 1 FROM gram_count WHERE term = ?", (term,))]
