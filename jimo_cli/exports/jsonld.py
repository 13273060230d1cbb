"""JSON-LD in the words of schema.org: Observation, StatisticalVariable, Place, works and the Dataset of all.

A node stands on a line, and is written before the next fact is read. Numbers keep their digits.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from jimo_cli.exports import works
from jimo_cli.exports.facts import TITLE
from jimo_cli.fields import FIELDS, LISTS, SEPARATOR
from jimo_cli.figures.period import Period, duration
from jimo_cli.model import Kind
from jimo_cli.tables.json_ld import CSL, FACT, GRAPH, NAMED, OF_MEASURE, OF_NODE, OWN, PLACE, VARIABLE, WORK, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jimo_cli.exports.facts import Facts

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "jimo": "urn:jimo:field:",
    **{prefix[:-1]: f"urn:jimo:{prefix}" for prefix in (FACT, VARIABLE, PLACE, WORK)},
}
_DESCRIPTION = (
    "Figures and other facts, each with the unit, period and place that its source states, and where it stands."
)
_TYPES = {Kind.STATISTIC: "Observation", Kind.ORGANIZATION: "Organization", Kind.PROJECT: "Project"}
_TYPES_OF_WORKS = {
    "article-newspaper": "NewsArticle", "article-journal": "ScholarlyArticle", "book": "Book", "dataset": "Dataset",
    "legislation": "Legislation", "report": "Report", "webpage": "WebPage",
}  # fmt: skip
_ELSEWHERE = frozenset((*OF_NODE, "source", "reference_area"))
_MOST_KNOWN = 50_000
"""Names of nodes that are remembered; a node that is written once more says the same."""


def lines(facts: Facts) -> Iterator[str]:
    """Yield the lines of the graph."""
    yield f'{{"@context": {json.dumps(_CONTEXT)},'
    yield f'"{GRAPH}": ['
    known, topics = _Known(), dict.fromkeys([""])
    encode = json.JSONEncoder(ensure_ascii=facts.ascii_only).encode

    def line(node: Mapping[str, Any], numbers: str = "") -> str:
        return f"{encode(node)[:-1]}{numbers}}},"

    for row in facts.rows():
        said = {field: cell for field, cell in zip(FIELDS, row, strict=True) if cell is not None}
        topics[said["topic"]] = None
        if known.is_new(work := reference(WORK, said["source"])):
            yield line(_work(facts, said["source"], work))
        area = said.get("reference_area", "")
        if area and known.is_new(place := reference(PLACE, area)):
            yield line(_place(facts, area, place))
        yield line(_fact(facts, said, known), _numbers(said))
    yield line(_dataset(facts, topics))[:-1]
    yield "]}"


class _Known:
    """The names of nodes that were written."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def is_new(self, name: str) -> bool:
        """Return whether a node was not written yet; it is from then on."""
        if name in self._names:
            return False
        if len(self._names) == _MOST_KNOWN:
            self._names.clear()
        self._names.add(name)
        return True


def _numbers(said: Mapping[str, str]) -> str:
    """The figures of a fact by their keys, in the digits that they have."""
    if "value" not in said:
        return ""
    high = said.get("value_max")
    return f', "minValue": {said["value"]}, "maxValue": {high}' if high else f', "value": {said["value"]}'


def _fact(facts: Facts, said: Mapping[str, str], known: _Known) -> dict[str, Any]:
    kind = Kind(said["kind"])
    source = said["source"]
    node: dict[str, Any] = {
        "@id": reference(FACT, said["id"]),
        "@type": _TYPES.get(kind, "Thing"),
        "identifier": said["id"],
        **_named(said, known, is_figure=kind == Kind.STATISTIC),
        **({"unitText": said["unit"]} if "unit" in said else {}),
        **_time(said.get("time_period", "")),
    }
    if area := said.get("reference_area"):
        node["observationAbout"] = {"@id": reference(PLACE, area), "name": area}
    node |= {f"{OWN}{field}": _value(field, cell) for field, cell in said.items() if field not in _SAID_ELSEWHERE}
    node["subjectOf"] = {"@id": reference(WORK, source)}
    node["citation"] = facts.citation(source, said.get("locator"))
    return node


_SAID_ELSEWHERE = _ELSEWHERE | {*OF_MEASURE}


def _named(said: Mapping[str, str], known: _Known, *, is_figure: bool) -> dict[str, Any]:
    """What a thing is called and is; of a figure what its measure is, once of those of a series."""
    about = {NAMED.get(field, f"{OWN}{field}"): _value(field, said[field]) for field in OF_MEASURE if field in said}
    if not is_figure:
        return about
    series, mark, _ = said["id"].partition("@")
    if not mark:
        return {"variableMeasured": {"@type": "StatisticalVariable", **about}}
    measure = reference(VARIABLE, series)
    is_new = known.is_new(measure)
    return {"variableMeasured": {"@id": measure, **({"@type": "StatisticalVariable", **about} if is_new else {})}}


def _value(field: str, cell: str) -> str | list[str]:
    return cell.split(SEPARATOR) if field in LISTS else cell


@cache
def _time(period: str) -> dict[str, str]:
    """When a period begins, to the day, month or year, and how long it is, if it has ended."""
    if not period:
        return {}
    start, end = Period.parse(period)
    if end is None:
        return {"observationDate": str(start)}
    length = duration(start, end)
    at = str(start) if length.endswith("D") else f"{start:%Y-%m}"
    return {"observationDate": at.removesuffix("-01") if length.endswith("Y") else at, "observationPeriod": length}


def _work(facts: Facts, key: str, name: str) -> dict[str, Any]:
    csl = facts.source(key)
    item = works.item(key, csl)
    node: dict[str, Any] = {
        "@id": name,
        "@type": _TYPES_OF_WORKS.get(str(csl.get("type")), "CreativeWork"),
        "name": csl.get("title") or key,
        "author": [_author(one) for one in item.get("author", [])],
        "datePublished": works.day(item),
        "isPartOf": _called("CreativeWork", csl.get("container-title")),
        "publisher": _called("Organization", csl.get("publisher")),
        "inLanguage": csl.get("language"),
        "url": csl.get("URL"),
        "creditText": facts.citation(key),
        CSL: json.dumps(item, ensure_ascii=False),
    }
    return {word: value for word, value in node.items() if value}


def _author(name: object) -> dict[str, Any]:
    said = name if isinstance(name, dict) else {"literal": str(name)}
    if "family" in said or "given" in said:
        named = {"familyName": said.get("family"), "givenName": said.get("given")}
        return {"@type": "Person", **{word: value for word, value in named.items() if value}}
    return {"@type": "Thing", "name": str(said.get("literal", ""))}


def _called(kind: str, name: object) -> dict[str, str] | None:
    return {"@type": kind, "name": str(name)} if name else None


def _place(facts: Facts, name: str, node_name: str) -> dict[str, Any]:
    label_en, code, within = facts.place(name)
    node = {
        "@id": node_name,
        "@type": "Place",
        "name": name,
        "alternateName": label_en,
        "identifier": code,
        "containedInPlace": _called("Place", within),
    }
    return {word: value for word, value in node.items() if value}


def _dataset(facts: Facts, used: Mapping[str, None]) -> dict[str, Any]:
    """The node of all: what it holds, and the topics of it."""
    topics = [
        {"@type": "DefinedTerm", "termCode": topic.id, "name": topic.label}
        | ({"alternateName": topic.label_en} if topic.label_en else {})
        for topic in facts.topics()
        if topic.id in used
    ]
    return {"@type": "Dataset", "name": TITLE, "description": _DESCRIPTION, "about": topics}
