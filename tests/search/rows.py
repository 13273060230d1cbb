"""Fact files and made-up labels as plain rows, and an index over them in memory or in a file."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import tomli

from jimo_cli.figures.decimals import shifted
from jimo_cli.figures.units import split_unit
from jimo_cli.search.periods_asked import asked, times_beside
from jimo_cli.store.sqlite import schema, write_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from jimo_cli.search.match import Matches

TODAY = "2026-11-27"


def period_asked(matches: Matches) -> str | None:
    """Return the one period that a query asks for beside the name of its best hit, None where it asks for none."""
    query = matches.query
    named = times_beside(query.core, query.named_times, matches.hits[0].names) if matches.hits else query.named_times
    return asked(query.core, named, TODAY).period


def quantity_key(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return the number and the dimension by which a figure is found.

    345 亿元 is 34500000000 元, 42.4 % is 42.4 %; exact. Only the index rounds the number,
    to the nearest binary fraction.
    """
    power, base = split_unit(unit)
    return shifted(value, power), base


class Row(NamedTuple):
    """A label with what belongs to it; `value` and `unit` of its first fact."""

    label_id: int
    key: str
    label: str
    label_en: str
    aliases: tuple[str, ...]
    value: Decimal | None
    unit: str
    area: str
    value_max: str | None = None
    qualifier: str | None = None


FACTS = """
CREATE TABLE frame(
    id INTEGER PRIMARY KEY, unit TEXT, qualifier TEXT, aspect TEXT, basis TEXT, among TEXT, status TEXT, series INTEGER
);
CREATE TABLE detail(position INTEGER PRIMARY KEY, value_max TEXT);
CREATE TABLE fact(position INTEGER PRIMARY KEY, label INTEGER, frame INTEGER, value TEXT);
CREATE TABLE figure(number REAL, position INTEGER, PRIMARY KEY(number, position)) WITHOUT ROWID;
"""
"""What search reads of the facts themselves."""


def read_pack(directory: Path) -> list[Row]:
    """Return the facts of a pack, statistics before things, shorter labels first."""
    found = []
    for path in sorted(directory.glob("*.toml")):
        data = tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        topic = data.get("topic", {})
        for slug, fact in data.get("fact", {}).items():
            value = fact.get("value")
            found.append(
                Row(
                    0,
                    f"{path.stem}.{slug}",
                    fact["label"],
                    fact.get("label_en", ""),
                    tuple(fact.get("aliases", ())),
                    None if value is None else Decimal(value),
                    fact.get("unit", ""),
                    fact.get("reference_area", topic.get("reference_area", "")),
                    None if "value_max" not in fact else str(fact["value_max"]),
                    fact.get("qualifier"),
                )
            )
    found.sort(key=lambda row: (row.value is None, len(row.label), row.key))
    return [row._replace(label_id=number) for number, row in enumerate(found, 1)]


def index_rows(
    rows: Sequence[Row],
    path: str = ":memory:",
    periods: int = 1,
    *,
    figures: Iterable[tuple[int, Decimal, str]] | None = None,
) -> sqlite3.Connection:
    """Return a connection with a gram index over the rows and a table of their figures."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA cache_size=-100000")
    db.execute("BEGIN")
    named = ((row.label_id, row.label, row.label_en, row.aliases) for row in rows)
    write_names.build(db, named, areas=((row.label_id, row.area) for row in rows if row.area))
    for statement in (FACTS + schema.PACK_TABLES).split(";"):
        db.execute(statement)
    if figures is None:
        figures = (
            (row.label_id, row.value + number if number else row.value, row.unit)  # a sum is rounded
            for row in rows
            if row.value is not None
            for number in range(periods)
        )
    stated = {row.label_id: (row.value_max, row.qualifier) for row in rows if row.value_max or row.qualifier}
    frames: dict[tuple[str, str | None], int] = {}
    for position, (label, value, unit) in enumerate(figures, 1):
        end, qualifier = stated.get(label, (None, None))
        frame = frames.setdefault((unit, qualifier), len(frames) + 1)
        db.execute("INSERT INTO fact VALUES (?, ?, ?, ?)", (position, label, frame, format(value, "f")))
        if end:
            db.execute("INSERT INTO detail VALUES (?, ?)", (position, end))
        for one in (value, Decimal(end)) if end else (value,):
            db.execute("INSERT INTO figure VALUES (?, ?)", (float(quantity_key(one, unit)[0]), position))
    db.executemany(
        "INSERT INTO frame(id, unit, qualifier) VALUES (?, ?, ?)",
        ((number, *frame) for frame, number in frames.items()),
    )
    db.execute("COMMIT")
    return db
