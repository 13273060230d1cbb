"""A field of a fact is the same everywhere: in a fact file, in Python, in the index, in every output."""

import sqlite3
from contextlib import closing

import pytest

from jimo_cli.commands.help_topics import FIELDS_HELP
from jimo_cli.fields import (
    FACT_FIELDS,
    FIELDS,
    HIT_FIELDS,
    KINDS,
    LISTS,
    NUMBERS,
    RESULT_FIELDS,
    SERIES_FIELDS,
    STATUSES,
    TOPIC_FIELDS,
    UNCOVERED_FIELDS,
)
from jimo_cli.model import Fact, Hit, Kind, Status
from jimo_cli.output import headings
from jimo_cli.packs import schema
from jimo_cli.store.sqlite import schema as tables


def test_a_fact_has_the_fields_of_every_output_in_their_order() -> None:
    assert Fact._fields == FIELDS
    assert set(Hit._fields[1:]) == {*HIT_FIELDS} - {*FACT_FIELDS}
    assert FACT_FIELDS[:-1] == FIELDS
    assert {"citation"} == {FACT_FIELDS[-1], SERIES_FIELDS[-1], HIT_FIELDS[-1]}
    assert tuple(Kind) == KINDS
    assert tuple(Status) == STATUSES
    assert {*NUMBERS, *LISTS} <= {*HIT_FIELDS, *SERIES_FIELDS, *TOPIC_FIELDS, *UNCOVERED_FIELDS}


def test_every_key_of_a_fact_file_is_a_field_and_the_others_are_derived() -> None:
    assert {*FIELDS} - {*schema.FACT_KEYS} == {"id", "topic"}
    assert {*schema.FACT_KEYS} <= {*FIELDS}
    assert {*schema.TOPIC_KEYS} <= {*schema.FACT_KEYS}


def test_the_index_has_every_field_of_a_fact() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(tables.TABLES + tables.NAME_TABLES + tables.ENTRY)
        columns = [column[1] for column in db.execute("PRAGMA table_info(entry)")]
    assert {*FIELDS} <= {*columns}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_has_a_heading(lang: str) -> None:
    names = {*HIT_FIELDS, *SERIES_FIELDS, *TOPIC_FIELDS, *RESULT_FIELDS, *UNCOVERED_FIELDS}
    assert all(headings.header(name, lang) for name in names)


def test_the_help_names_every_field() -> None:
    assert all(name in FIELDS_HELP for name in (*HIT_FIELDS, *RESULT_FIELDS, *UNCOVERED_FIELDS))
