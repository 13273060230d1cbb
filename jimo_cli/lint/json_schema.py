"""The JSON Schema of a fact file, for editors that check and complete TOML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jimo_cli.packs import schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from jimo_cli.packs.values import Reader


_VALUE_AND_KIND = {
    "if": {"properties": {"kind": {"const": "statistic"}}},
    "then": {"required": ["value"]},
    "else": {"not": {"required": ["value"]}},
}
_BOTH_ENDS_OF_A_RANGE = {
    "if": {"properties": {"qualifier": {"const": "range"}}, "required": ["qualifier"]},
    "then": {"required": ["value_max"]},
    "else": {"not": {"required": ["value_max"]}},
}
_SOURCE_IN_TOPIC = {"required": ["topic"], "properties": {"topic": {"required": ["source"]}}}
_SOURCE_IN_EACH_FACT = {"properties": {"fact": {"additionalProperties": {"required": ["source"]}}}}


def fact_file() -> dict[str, Any]:
    """Return the schema (draft 7) of a fact file as TOML gives it.

    Not in it, since no schema can check them: the days of a month, the facts and works that `of` and
    `source` refer to, and that value_max is above value.
    """
    topic = {
        "type": "object",
        "description": "The heading that the facts of the file are grouped under, and what holds for all of them.",
        "properties": _properties(schema.TOPIC_KEYS),
        "required": ["label"],
        "additionalProperties": False,
    }
    facts = {
        "type": "object",
        "description": "The facts, each by its slug.",
        "propertyNames": {"pattern": f"^{schema.SLUG}$"},
        "additionalProperties": {"$ref": "#/definitions/fact"},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A fact file of jimo",
        "type": "object",
        "properties": {"topic": topic, "fact": facts},
        "required": ["topic"],
        "additionalProperties": False,
        "anyOf": [_SOURCE_IN_TOPIC, _SOURCE_IN_EACH_FACT],
        "definitions": {"fact": _fact()},
    }


def _fact() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": _properties(schema.FACT_KEYS),
        "required": ["kind", "label"],
        "additionalProperties": False,
        "dependencies": {"of": ["aspect"], **{key: ["value"] for key in schema.OF_A_VALUE}},
        **_VALUE_AND_KIND,
        "allOf": [_BOTH_ENDS_OF_A_RANGE],
    }


def _properties(keys: Mapping[str, Reader]) -> dict[str, Any]:
    return {key: dict(reader.shape) for key, reader in keys.items()}


def lines() -> list[str]:
    """Return the lines of the schema as JSON."""
    return json.dumps(fact_file(), ensure_ascii=False, indent=2).split("\n")
