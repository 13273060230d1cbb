"""The JSON Schema of a fact file, for editors that check and complete TOML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jimo_cli.packs import schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


_MEANINGS = {
    "kind": "What sort of thing the fact states.",
    "of": "The fact that a growth rate or a share belongs to: a slug of this file, or topic.slug.",
    "aspect": "What a statistic says about the fact it belongs to.",
    "label": "The name of what is measured, or of the thing.",
    "label_en": "The same in English.",
    "value": "The exact figure, in the unit; of a range the lower end.",
    "value_max": "The upper end of a range.",
    "qualifier": "How the source hedges the figure; exact where it does not.",
    "unit": "What is counted, as the source counts: 亿元, %, 家, 人次.",
    "time_period": "ISO 8601 with the halves and quarters of SDMX: 2024, 2024-06, 2024-S1, 2024-01-01/.., P3Y/2024.",
    "reference_area": "The place that the fact is about.",
    "as_written": "The figure as the source prints it, nothing around it: 50余所.",
    "source": "The cited work, a key of sources.toml.",
    "locator": "Where in the source: section heading and paragraph number.",
    "parts": "The named parts of a mechanism, or of a figure.",
    "aliases": "Other words that people use for it, in any language.",
    "description": "One or two sentences, where a label is not enough.",
    "description_en": "The same in English.",
}


def fact_file() -> dict[str, Any]:
    """Return the schema (draft 7) of a fact file as TOML gives it.

    What a schema cannot say is left to the loader: that a period is on the calendar, that `of` and
    `source` lead somewhere, and that value_max is above value.
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


def lines() -> list[str]:
    """Return the lines of the schema as JSON."""
    return json.dumps(fact_file(), ensure_ascii=False, indent=2).split("\n")


def _properties(keys: Mapping[str, schema.Reader]) -> dict[str, Any]:
    return {key: {"description": _MEANINGS[key], **reader.shape} for key, reader in keys.items()}
