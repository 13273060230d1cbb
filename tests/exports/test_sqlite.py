"""A SQLite database of facts: figures exact and as numbers, tables that belong together, names that are found."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, Run, fact_text, make_pack


def _rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


@pytest.fixture
def database(run: Run, tmp_path: Path) -> Path:
    facts = [
        fact_text("a", label="海洋产值", value=345, reference_area="青岛市", aliases=["蓝色产值", "Marine GDP"]),
        fact_text("b", label="增速", value=-7.7, unit="%", of="a", aspect="growth", basis=["year_on_year", "real"]),
        fact_text("c", label="园区", value=5, value_max=6, qualifier="range"),
        "[fact.d]\nkind = 'statistic'\nlabel = '长'\nvalue = 7.70\n\n",
        fact_text("e", label="计划", kind="policy"),
    ]
    pack = make_pack(tmp_path / "from", {"marine.toml": HEAD + "".join(facts)})
    path = tmp_path / "facts.sqlite"
    assert run("export", "-o", str(path), "--facts", str(pack)).code == 0
    return path


def test_figures_are_exact_texts_with_a_number_beside_them_to_sort_by(database: Path) -> None:
    rows = _rows(database, "SELECT value, value_max, value_number, value_max_number FROM fact ORDER BY value_number")
    assert rows == [
        (None, None, None, None), ("-7.7", None, -7.7, None), ("5", "6", 5.0, 6.0), ("7.70", None, 7.7, None),
        ("345", None, 345.0, None),
    ]  # fmt: skip


def test_a_fact_leads_to_its_topic_work_and_place(database: Path) -> None:
    assert _rows(database, "PRAGMA foreign_key_check") == []
    assert _rows(database, "PRAGMA integrity_check") == [("ok",)]
    [(topic, title, authors, code, within)] = _rows(
        database,
        "SELECT topic.label, source.title, source.csl ->> '$.author[0].family', place.code, place.within FROM fact"
        " JOIN topic ON topic.id = fact.topic JOIN source ON source.key = fact.source"
        " JOIN place ON place.label = fact.reference_area WHERE fact.id = 'marine.a'",
    )
    assert (topic, title, authors, code, within) == ("海洋", "一篇报道", "王", "370200", "山东省")
    assert _rows(database, "SELECT citation FROM source")[0][0].startswith("王涛")


@pytest.mark.parametrize("query", ["海洋产", "色产值", "marine", "GDP"])
def test_names_are_found_by_three_characters_of_them(database: Path, query: str) -> None:
    sql = f"SELECT fact.id FROM fact_fts JOIN fact ON position = fact_fts.rowid WHERE fact_fts MATCH '{query}'"
    assert _rows(database, sql) == [("marine.a",)]


def test_the_names_are_found_after_the_file_was_compacted(database: Path) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.execute("VACUUM")
    assert _rows(database, "SELECT rowid FROM fact_fts WHERE fact_fts MATCH '海洋产'") == [(1,)]


def test_the_file_says_what_its_columns_are(database: Path) -> None:
    about = dict(_rows(database, "SELECT key, value FROM about"))
    columns = json.loads(about["datasette"])["databases"]["facts"]["tables"]["fact"]["columns"]
    names = [row[1] for row in _rows(database, "PRAGMA table_info(fact)")]
    assert {*columns} == {*names} - {"position"}
    assert all(columns.values())


def test_only_what_passes_the_filters_is_in_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "part.db"
    assert run("export", "-o", str(path), "--topic", "marine", "--limit", "3").code == 0
    assert _rows(path, "SELECT DISTINCT topic FROM fact") == [("marine",)]
    assert _rows(path, "SELECT (SELECT count(*) FROM fact), (SELECT count(*) FROM topic)") == [(3, 1)]


def test_databases_of_others_are_read_as_tables(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gdp.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute('CREATE TABLE "a ""table""" ("地区" TEXT, "年份" INTEGER, "地区生产总值（亿元）" REAL, photo BLOB)')
        rows = [("青岛市", 2022, 14920.75, b"\xff"), ("青岛市", 2023, 15760.34, None), ("烟台市", 2023, 10162.46, b"")]
        db.executemany('INSERT INTO "a ""table""" VALUES (?, ?, ?, ?)', rows)
        db.commit()
    done = run("import", str(path))
    assert "14920.75" in done.out
    assert "10162.46" in done.out


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:5000],
        lambda data: data[:100] + b"\xff" * 6000,
        lambda data: data[:16],
        lambda data: data.replace(b"label_en", b"label\xff\xfe\xff"),
    ],
)
def test_a_damaged_database_is_told(run: Run, database: Path, damage: Any) -> None:
    database.write_bytes(damage(database.read_bytes()))
    done = run("import", str(database))
    assert done.code == 2
    assert "is no SQLite database or is damaged" in done.err


# ---- with the programs of others, where they are


def test_datasette_shows_and_searches_it_as_it_is(database: Path) -> None:
    app = pytest.importorskip("datasette.app", reason="datasette is not here")
    import asyncio

    client = app.Datasette([str(database)]).client

    def rows(query: str) -> list[dict[str, Any]]:
        found = asyncio.run(client.get(f"/facts/fact.json?_shape=array&_labels=on&{query}"))
        assert found.status_code == 200
        shown: list[dict[str, Any]] = found.json()
        return shown

    [fact] = rows("_search=海洋产")
    assert (fact["id"], fact["value"], fact["source"]["value"]) == ("marine.a", "345", "daily")
    assert [row["value"] for row in rows("_sort_desc=value_number")][:2] == ["345", "7.70"]
