"""The JSON Schema of a fact file, for editors that check and complete TOML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jimo_cli.packs import schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from jimo_cli.packs.values import Reader


def fact_file() -> dict[str, Any]:
    """Return the schema (draft 7) of a fact file as TOML gives it.

    Not in it, since no schema can check them: the days of a month, the facts and works that `of` and
    `source` refer to, and that value_max is above value.
    """
    fact = {
        "type": "object",
        "properties": _properties(schema.FACT_KEYS),
        "required": ["kind", "label"],
        "additionalProperties": False,
        "dependencies": {"of": ["aspect"], **{key: ["value"] for key in schema.OF_A_VALUE}},
        "if": {"properties": {"kind": {"const": "statistic"}}},
        "then": {"required": ["value"]},
        "else": {"not": {"required": ["value"]}},
        "allOf": [
            {
                "if": {"properties": {"qualifier": {"const": "range"}}, "required": ["qualifier"]},
                "then": {"required": ["value_max"]},
                "else": {"not": {"required": ["value_max"]}},
            }
        ],
    }
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
    of_all = {"required": ["topic"], "properties": {"topic": {"required": ["source"]}}}
    of_each = {"properties": {"fact": {"additionalProperties": {"required": ["source"]}}}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A fact file of jimo",
        "type": "object",
        "properties": {"topic": topic, "fact": facts},
        "required": ["topic"],
        "additionalProperties": False,
        "anyOf": [of_all, of_each],
        "definitions": {"fact": fact},
    }


def _properties(keys: Mapping[str, Reader]) -> dict[str, Any]:
    return {key: dict(reader.shape) for key, reader in keys.items()}


def lines() -> list[str]:
    """Return the lines of the schema as JSON."""
    return json.dumps(fact_file(), ensure_ascii=False, indent=2).split("\n")
