"""A data package of facts: CSV, and beside it what each column is, for people and for two kinds of programs.

`datapackage.json` follows Data Package 2.0, `csv-metadata.json` CSV on the Web, `sources.csl.json` has the cited works.
The CSV is exact: no cell is changed for spreadsheets.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from jimo_cli import fields
from jimo_cli.exports import works
from jimo_cli.exports.facts import ENDS, TITLE, about, listed
from jimo_cli.fields import BETWEEN, FIELDS, LISTS, SEPARATOR
from jimo_cli.model import Aspect, Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.exports.facts import Facts
    from jimo_cli.store.interface import Row

DESCRIPTION = "datapackage.json"
_WORKS = "sources.csl.json"
_BLOCK = 1024
_REQUIRED = frozenset(("id", "label", "topic", "kind", "source", "key"))
_ONE_OF = {
    "kind": fields.KINDS,
    "status": fields.STATUSES,
    "qualifier": tuple(Qualifier),
    "aspect": tuple(Aspect),
}


class _Table(NamedTuple):
    """A CSV file: its columns, what tells its rows apart, and which columns name rows of other tables."""

    name: str
    columns: tuple[str, ...]
    key: str
    names_rows_of: tuple[tuple[str, str, str], ...] = ()


_TABLES = (
    _Table("facts", FIELDS, "id", (("topic", "topics", "id"), ("reference_area", "places", "label"))),
    _Table("topics", ("id", "label", "label_en", "aliases"), "id"),
    _Table("places", ("label", "label_en", "code", "within"), "label"),
)
_FACTS, _TOPICS, _PLACES = _TABLES


def files(facts: Facts) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the names of the files and what is in each, to be read before the next one is asked for."""
    used = _Used()
    sums: dict[str, tuple[int, str]] = {}
    for table, rows in (
        (_FACTS, used.noting(facts.rows())),
        (_TOPICS, _topics(facts, used)),
        (_PLACES, _places(facts, used)),
    ):
        yield f"{table.name}.csv", _summed(table.name, _records(table.columns, rows), sums)
    cited = [works.item(key, facts.source(key)) for key in used.sources]
    yield _WORKS, _summed("sources", iter([_json(cited)]), sums)
    yield "csv-metadata.json", iter([_json(_csvw())])
    yield DESCRIPTION, iter([_json(_package(cited, sums))])


def write(facts: Facts, path: str, _: str) -> None:
    """Write the package as one archive into the empty file of a path."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, pieces in files(facts):
            with archive.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)


class _Used:
    """The topics, works and places that facts name, each once, in their order."""

    def __init__(self) -> None:
        self.topics: dict[str, None] = {}
        self.sources: dict[str, None] = {}
        self.places: dict[str, None] = {}

    def noting(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows, each once it is noted what it names."""
        topic, source, area = map(FIELDS.index, ("topic", "source", "reference_area"))
        for row in rows:
            self.topics[row[topic] or ""] = None
            self.sources[row[source] or ""] = None
            if name := row[area]:
                self.places[name] = None
            yield row


def _topics(facts: Facts, used: _Used) -> Iterator[Row]:
    """Made once the facts were read, as the places are."""
    for topic in facts.topics():
        if topic.id in used.topics:
            yield topic.id, topic.label, topic.label_en, SEPARATOR.join(topic.aliases)


def _places(facts: Facts, used: _Used) -> Iterator[Row]:
    yield from ((name, *facts.place(name)) for name in used.places)


def _records(columns: Sequence[str], rows: Iterator[Row]) -> Iterator[bytes]:
    """Yield CSV as it is exchanged (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    lists = [at for at, column in enumerate(columns) if column in LISTS]
    writer.writerow(columns)
    while True:
        block = [[*row] for row in islice(rows, _BLOCK)]
        for row in block:
            for at in lists:
                row[at] = listed(row[at])
        writer.writerows(block)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
        if not block:
            return


def _summed(name: str, pieces: Iterator[bytes], sums: dict[str, tuple[int, str]]) -> Iterator[bytes]:
    """Yield the pieces of a file, and note how large it is and its digest."""
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
        yield piece
    sums[name] = size, digest.hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


# ---- Data Package


def _package(cited: Sequence[dict[str, Any]], sums: dict[str, tuple[int, str]]) -> dict[str, Any]:
    resources = [
        {
            "name": table.name,
            "type": "table",
            "path": f"{table.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            **_sum(sums[table.name]),
            "schema": _schema(table),
        }
        for table in _TABLES
    ]
    of_works = {"name": "sources", "path": _WORKS, "format": "json", "mediatype": works.MEDIA_TYPE, "encoding": "utf-8"}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "facts",
        "title": TITLE,
        "sources": [_source(one) for one in cited],
        "resources": [*resources, of_works | _sum(sums["sources"])],
    }


def _sum(summed: tuple[int, str]) -> dict[str, Any]:
    size, digest = summed
    return {"bytes": size, "hash": f"sha256:{digest}"}


def _source(work: dict[str, Any]) -> dict[str, str]:
    path = str(work.get("URL") or "")
    is_address = path.startswith(("http://", "https://"))
    return {"title": str(work.get("title") or work["id"]), **({"path": path} if is_address else {})}


def _schema(table: _Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [table.key],
    }
    if table.names_rows_of:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [key]}}
            for column, other, key in table.names_rows_of
        ]
    return schema


def _field(column: str) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column in _REQUIRED else {}
    if column in _ONE_OF:
        limits["enum"] = [*map(str, _ONE_OF[column])]
    field: dict[str, Any] = {"name": column, "type": "number" if column in ENDS else "string"}
    if column in LISTS:
        field |= {"type": "list", "delimiter": BETWEEN}
    description = about(column)
    return field | ({"description": description} if description else {}) | ({"constraints": limits} if limits else {})


# ---- CSV on the Web


def _csvw() -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": TITLE,
        "tables": [_table(table) for table in _TABLES],
    }


def _table(table: _Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns], "primaryKey": table.key}
    if table.names_rows_of:
        schema["foreignKeys"] = [
            {"columnReference": column, "reference": {"resource": f"{other}.csv", "columnReference": key}}
            for column, other, key in table.names_rows_of
        ]
    return {"url": f"{table.name}.csv", "tableSchema": schema}


def _column(column: str) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column, "titles": column, "datatype": "decimal" if column in ENDS else "string"}
    if column in LISTS:
        made["separator"] = BETWEEN
    if column in _REQUIRED:
        made["required"] = True
    description = about(column)
    return made | ({"dc:description": description} if description else {})
