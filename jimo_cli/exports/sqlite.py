"""A SQLite database of facts: exact figures as text, numbers to sort by, an index of names.

`datasette FILE` shows it as it is: keys of other tables are links, and the full-text table is its search.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jimo_cli.exports import works
from jimo_cli.exports.facts import ENDS, TITLE, about, listed
from jimo_cli.fields import BETWEEN, FIELDS, LISTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from jimo_cli.exports.facts import Facts

_REFERENCES = {"topic": "topic(id)", "source": "source(key)", "reference_area": "place(label)"}
_REQUIRED = frozenset(("label", "topic", "kind", "source"))
_SEARCHED = ("label", "label_en", "aliases")
_TABLES = """
CREATE TABLE topic (id TEXT PRIMARY KEY, label TEXT NOT NULL, label_en TEXT, aliases TEXT);
CREATE TABLE source (
    key TEXT PRIMARY KEY, citation TEXT NOT NULL, title TEXT, type TEXT, issued TEXT, url TEXT, csl TEXT NOT NULL
);
CREATE TABLE place (label TEXT PRIMARY KEY, label_en TEXT, code TEXT, within TEXT);
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)
"""


def write(facts: Facts, path: str, name: str) -> None:
    """Write the facts into the empty file of a path; raises OutputError where it cannot be written."""
    from jimo_cli.files import database  # noqa: PLC0415

    with database.made(path) as db:
        for statement in (*_TABLES.split(";"), _fact_table()):
            db.execute(statement)
        _add_facts(db, facts)
        _add_topics(db, facts)
        _add_sources(db, facts)
        _add_places(db, facts)
        _add_names(db)
        db.executemany("INSERT INTO about VALUES (?, ?)", _about(name))


def _fact_table() -> str:
    columns = ["position INTEGER PRIMARY KEY", *map(_column, FIELDS), *(f"{end}_number REAL" for end in ENDS)]
    return f"CREATE TABLE fact ({', '.join(columns)})"


def _column(field: str) -> str:
    if field == "id":
        return "id TEXT NOT NULL UNIQUE"
    references = f" REFERENCES {_REFERENCES[field]}" if field in _REFERENCES else ""
    return f'"{field}" TEXT{" NOT NULL" if field in _REQUIRED else ""}{references}'


def _add_facts(db: sqlite3.Connection, facts: Facts) -> None:
    lists = [at for at, field in enumerate(FIELDS) if field in LISTS]

    def rows() -> Iterator[list[str | int | None]]:
        for position, row in enumerate(facts.rows(), start=1):
            cells: list[str | int | None] = [position, *row]
            for at in lists:
                cells[at + 1] = listed(row[at])
            yield cells

    # The marks have numbers, so that a number is made of the very text that stands beside it.
    marks = [f"?{at}" for at in range(1, len(FIELDS) + 2)]
    numbers = [f"CAST({marks[FIELDS.index(end) + 1]} AS REAL)" for end in ENDS]
    db.executemany(f"INSERT INTO fact VALUES ({', '.join((*marks, *numbers))})", rows())  # noqa: S608


def _add_topics(db: sqlite3.Connection, facts: Facts) -> None:
    rows = ((topic.id, topic.label, topic.label_en, BETWEEN.join(topic.aliases) or None) for topic in facts.topics())
    db.executemany("INSERT INTO topic VALUES (?, ?, ?, ?)", rows)
    db.execute("DELETE FROM topic WHERE id NOT IN (SELECT topic FROM fact)")


def _add_sources(db: sqlite3.Connection, facts: Facts) -> None:
    for (key,) in db.execute("SELECT source FROM fact GROUP BY source ORDER BY min(position)").fetchall():
        csl = facts.source(key)
        item = works.item(key, csl)
        said = (csl.get("title"), csl.get("type"), works.day(item), csl.get("URL"))
        values = (key, facts.citation(key), *said, json.dumps(item, ensure_ascii=False))
        db.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def _add_places(db: sqlite3.Connection, facts: Facts) -> None:
    sql = (
        "SELECT reference_area FROM fact WHERE reference_area IS NOT NULL"
        " GROUP BY reference_area ORDER BY min(position)"
    )
    rows = ((name, *facts.place(name)) for (name,) in db.execute(sql).fetchall())
    db.executemany("INSERT INTO place VALUES (?, ?, ?, ?)", rows)


def _add_names(db: sqlite3.Connection) -> None:
    """Add the full-text table: three characters at least of a name, in any language, find it."""
    columns = ", ".join(_SEARCHED)
    # Datasette knows the table that a full-text table is of by just these quotes.
    db.execute(
        f'CREATE VIRTUAL TABLE fact_fts USING fts5({columns}, content="fact", content_rowid="position",'
        " tokenize='trigram')"
    )
    db.execute("INSERT INTO fact_fts (fact_fts) VALUES ('rebuild')")
    for column in ("topic", "reference_area", "source"):
        db.execute(f"CREATE INDEX fact_{column} ON fact ({column})")


def _about(name: str) -> Iterator[tuple[str, str]]:
    """What the file says of itself: a title, and the metadata that Datasette takes with -m."""
    yield "title", TITLE
    yield "fields", BETWEEN.join(FIELDS)
    columns = {field: about(field) for field in FIELDS}
    columns |= {f"{end}_number": f"{end} as a number to sort by; {end} has the exact digits." for end in ENDS}
    fact = {"sort": "position", "facets": ["topic", "kind", "reference_area", "time_period"], "columns": columns}
    tables = {"fact": fact, "topic": {"label_column": "label"}, "source": {"label_column": "title"}}
    database = name.rpartition(".")[0] or name
    yield "datasette", json.dumps({"title": TITLE, "databases": {database: {"tables": tables}}}, ensure_ascii=False)
