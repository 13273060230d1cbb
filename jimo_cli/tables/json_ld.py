"""JSON-LD: the nodes of its graph as rows; of facts that `jimo export` wrote, a sheet of them and one of their works.

The words of schema.org hold what they can hold; what only jimo says has the prefix of `OWN`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from jimo_cli.fields import FIELDS, SEPARATOR
from jimo_cli.tables import json_rows
from jimo_cli.tables.json_text import JsonText, clean
from jimo_cli.tables.sheet import Row, Sheet, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH = "@graph"
OWN = "jimo:"
WORK, VARIABLE, PLACE, FACT = "work:", "variable:", "place:", "fact:"
"""The prefixes of what has a name of its own in a graph."""

NAMED = {"label": "name", "aliases": "alternateName", "description": "description"}
"""The fields of a thing, or of the measure of a figure, that schema.org has a word for."""

OF_NODE = {"id": "identifier", "value": "value", "value_max": "maxValue", "unit": "unitText"}
"""The fields of a figure that it has a word for."""

OF_MEASURE = (*NAMED, "label_en", "description_en", "parts")
"""The fields that all figures of a series have in common, which stand at its measure."""

CSL = f"{OWN}csl"
"""What a node of a work has, as text: all that is known of it."""

_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%<>\\^`{|}')


def reference(prefix: str, name: str) -> str:
    """Return what a name is called in a graph: a compact IRI."""
    return prefix + "".join(char if ord(char) > 0x9F else quote(char, safe=_SAFE) for char in name)  # noqa: PLR2004


def read(path: str) -> Workbook:
    """Return the graph of a file as rows; without a graph it is read as any JSON."""
    text = JsonText(path)
    if not text.has_list(GRAPH):
        return json_rows.read_plain(path, text)
    kind = f"JSON-LD, {text.encoding}"
    first = next((node for node in text.elements(GRAPH) if isinstance(node, dict)), {})
    if f"{OWN}kind" not in first and CSL not in first:
        return Workbook(path, kind, [json_rows.table("", lambda: text.elements(GRAPH))], [])
    sheets = [
        Sheet("facts", lambda: _facts(text)),
        Sheet("works", lambda: _works(text)),
        Sheet("topics", lambda: _topics(text)),
    ]
    return Workbook(path, kind, sheets, [])


def _facts(text: JsonText) -> Iterator[Row]:
    yield Row(1, [*FIELDS])
    measures: dict[str, dict[str, str]] = {}
    for number, node in enumerate(_nodes(text), start=2):
        if f"{OWN}kind" in node:
            said = _said(node, measures)
            yield Row(number, [said.get(field, "") for field in FIELDS])


def _said(node: dict[str, Any], measures: dict[str, dict[str, str]]) -> dict[str, str]:
    """The fields of the fact that a node is; `measures` are those that were described before."""
    measure = node.get("variableMeasured")
    if isinstance(measure, dict):
        name = str(measure.get("@id"))
        about = measures.get(name) or _of(measure)
        if "@id" in measure:
            measures.setdefault(name, about)
    else:
        about = _of(node)
    said = {**about, **_of(node, OF_NODE)}
    for field, key, inner in (("source", "subjectOf", "@id"), ("reference_area", "observationAbout", "name")):
        of = node.get(key)
        if isinstance(of, dict) and isinstance(of.get(inner), str):
            said[field] = unquote(of[inner].removeprefix(WORK)) if inner == "@id" else clean(of[inner])
    if "minValue" in node:
        said["value"] = json_rows.shown(node["minValue"])
    return said


def _of(node: dict[str, Any], words: dict[str, str] = NAMED) -> dict[str, str]:
    """The fields that a node says, by the words of schema.org and by our own."""
    found = {field: node[word] for field, word in words.items() if word in node}
    own = {key.removeprefix(OWN): value for key, value in node.items() if key.startswith(OWN)}
    return {field: _cell(value) for field, value in (found | own).items() if field in FIELDS}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return SEPARATOR.join(clean(str(entry)) for entry in value)
    return json_rows.shown(value)


def _works(text: JsonText) -> Iterator[Row]:
    yield Row(1, ["key", "csl"])
    for number, node in enumerate(_nodes(text), start=2):
        if CSL in node:
            yield Row(number, [unquote(str(node.get("@id")).removeprefix(WORK)), json_rows.shown(node[CSL])])


def _topics(text: JsonText) -> Iterator[Row]:
    yield Row(1, ["id", "label"])
    for number, node in enumerate(_nodes(text), start=2):
        topics = node.get("about")
        for topic in topics if isinstance(topics, list) else []:
            if isinstance(topic, dict):
                yield Row(number, [json_rows.shown(topic.get("termCode")), json_rows.shown(topic.get("name"))])


def _nodes(text: JsonText) -> Iterator[dict[str, Any]]:
    return (node for node in text.elements(GRAPH) if isinstance(node, dict))
