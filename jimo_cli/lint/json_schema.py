"""The JSON Schema of fact files, for editors that check and complete TOML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jimo_cli.packs import schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from jimo_cli.packs.values import Reader


_VALUE_AND_KIND = {
    "if": {"required": ["kind"]},
    "then": {
        "if": {"properties": {"kind": {"const": "statistic"}}},
        "then": {"required": ["value"]},
        "else": {"not": {"required": ["value"]}},
    },
}
_BOTH_ENDS_OF_A_RANGE = {
    "if": {"properties": {"qualifier": {"const": "range"}}, "required": ["qualifier"]},
    "then": {"required": ["value_max"]},
    "else": {"not": {"required": ["value_max"]}},
}
_ROWS_OR_TABLE = [
    {"required": ["columns", "rows"], "not": {"required": ["table"]}},
    {"required": ["table"], "not": {"anyOf": [{"required": ["columns"]}, {"required": ["rows"]}]}},
]


def _in_topic_or_each(key: str, *tables: str) -> dict[str, Any]:
    """Return the schema of a key that is under [topic] or in each entry of some tables."""
    in_each = {table: {"additionalProperties": {"required": [key]}} for table in tables}
    in_topic = {"required": ["topic"], "properties": {"topic": {"required": [key]}}}
    return {"anyOf": [in_topic, {"properties": in_each}]}


_OF_A_TOPIC = {
    "required": ["topic"],
    "not": {"anyOf": [{"required": ["place"]}, {"required": ["term"]}]},
    "allOf": [_in_topic_or_each("source", "fact"), _in_topic_or_each("kind", "fact")],
}
_OF_PLACES = {"required": ["place"], "maxProperties": 1}
_OF_TERMS = {"required": ["term"], "maxProperties": 1}


def fact_file() -> dict[str, Any]:
    """Return the schema (draft 7) of a fact file, or of `places.toml` or `terms.toml`, as TOML gives it.

    Not in it, since no schema can check them: the days of a month, the facts and works that `of` and
    `source` refer to, that value_max is above value, what the entries of a row are, the source of a series, which
    a column may name, and what is known of places and measures.
    """
    heading = "The heading that the facts of the file are grouped under, and what holds for all of them."
    topic = {"description": heading, **_table(schema.TOPIC_KEYS, "label")}
    tables = {
        "fact": _tables("The facts, each by its slug.", {"$ref": "#/definitions/fact"}),
        "series": _tables("Measures over places and periods, each by its slug.", {"$ref": "#/definitions/series"}),
        "place": _tables("The places of places.toml, each by its slug.", _table(schema.PLACE_KEYS, "label")),
        "term": _tables("The terms of terms.toml, each by its slug.", _table(schema.TERM_KEYS, "words")),
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A fact file of jimo",
        "type": "object",
        "properties": {"topic": topic, **tables},
        "additionalProperties": False,
        "oneOf": [_OF_A_TOPIC, _OF_PLACES, _OF_TERMS],
        "definitions": {"fact": _fact(), "series": _series()},
    }


def _fact() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": _properties(schema.FACT_KEYS),
        "required": ["label"],
        "additionalProperties": False,
        "dependencies": {"of": ["aspect"], **{key: ["value"] for key in schema.OF_A_VALUE}},
        **_VALUE_AND_KIND,
        "allOf": [_BOTH_ENDS_OF_A_RANGE],
    }


def _tables(description: str, table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "propertyNames": {"pattern": f"^{schema.SLUG}$"},
        "additionalProperties": table,
    }


def _table(keys: Mapping[str, Reader], required: str) -> dict[str, Any]:
    return {"type": "object", "properties": _properties(keys), "required": [required], "additionalProperties": False}


def _series() -> dict[str, Any]:
    columns = {**schema.SERIES_KEYS["columns"].shape, "items": {"enum": list(schema.COLUMNS)}, "uniqueItems": True}
    return {
        "type": "object",
        "properties": {**_properties(schema.SERIES_KEYS), "kind": {"const": "statistic"}, "columns": columns},
        "required": ["label"],
        "additionalProperties": False,
        "dependencies": {"of": ["aspect"]},
        "oneOf": _ROWS_OR_TABLE,
    }


def _properties(keys: Mapping[str, Reader]) -> dict[str, Any]:
    return {key: dict(reader.shape) for key, reader in keys.items()}


def lines() -> list[str]:
    """Return the lines of the schema as JSON."""
    return json.dumps(fact_file(), ensure_ascii=False, indent=2).split("\n")
