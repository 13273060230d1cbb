"""Facts as an assistant reads them: as data and as text, each of them complete alone.

Some clients pass on only the data, others only the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.cite.figure import figure
from jimo_cli.errors import shortened
from jimo_cli.figures.decimals import plain
from jimo_cli.output.console import printable
from jimo_cli.serve import quoting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from typing import Any

    from jimo_cli.catalog import Catalog
    from jimo_cli.model import Fact

    Entry = dict[str, Any]

_LONGEST = 600
"""Characters of a text out of a fact file: one may be of any length."""

_MOST_ALIASES = 10


class Reply(NamedTuple):
    """The answer of a tool as data and as text; one that is an error says what to do."""

    data: dict[str, Any]
    text: str
    is_error: bool = False


def entry(catalog: Catalog, fact: Fact, lang: str) -> Entry:
    """Return a fact with its figure, hedge, place, period, source and a sentence to quote; nothing that is empty.

    The figure is text, with the digits of the source.
    """
    return _filled(
        {
            "id": fact.id,
            "quote": quoting.sentence(fact, catalog.source(fact.source), lang),
            "kind": fact.kind.value,
            "label": fact.label,
            **_figure(fact),
            "reference_area": fact.reference_area,
            "time_period": fact.time_period,
            "as_written": fact.as_written,
            "of": fact.of,
            "aspect": fact.aspect.value if fact.aspect else None,
            "basis": ", ".join(fact.basis),
            "among": fact.among,
            "description": (fact.description_en if lang == "en" else None) or fact.description,
            "parts": ", ".join(fact.parts),
            "source": quoting.work_of(catalog.source(fact.source), fact.source, lang),
            "locator": fact.locator,
        }
    )


def in_full(catalog: Catalog, fact: Fact, lang: str) -> Entry:
    """Return a fact with all that is known of it: also its other names and the facts that belong together with it."""
    related = [brief(other, lang) for other in catalog.related(fact)]
    more = {"topic": fact.topic, "label_en": fact.label_en, "aliases": ", ".join(fact.aliases[:_MOST_ALIASES])}
    return {**entry(catalog, fact, lang), **_filled(more), **({"related": related} if related else {})}


def row(fact: Fact, *, with_label: bool = False) -> Entry:
    """Return what tells a figure from the others of its measure, with the unit and the locator."""
    said = {"id": fact.id, "label": fact.label if with_label else None, **_figure(fact)}
    about = {"reference_area": fact.reference_area, "time_period": fact.time_period, "locator": fact.locator}
    return _filled({**said, **about, "source_id": fact.source})


def brief(fact: Fact, lang: str) -> Entry:
    """Return a fact in a few words: id, label, figure, place and period."""
    return _filled(
        {
            "id": fact.id,
            "label": (fact.label_en if lang == "en" else None) or fact.label,
            "figure": figure(fact, lang),
            "reference_area": fact.reference_area,
            "time_period": fact.time_period,
        }
    )


def lines(entries: Iterable[Mapping[str, Any]], first: str = "quote") -> list[str]:
    """Return entries as text with all that they have: what `first` names on a line of its own, the rest below it."""
    found = []
    for each in entries:
        rest = "; ".join(f"{key}: {_joined(value)}" for key, value in each.items() if key != first)
        found += [f"- {each[first]}", f"  {rest}"] if first in each else [f"- {rest}"]
    return found


def _joined(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    return " | ".join(map(_joined, value)) if isinstance(value, list) else str(value)


def _figure(fact: Fact) -> Entry:
    """The figure of a statistic with its hedge and how settled it is; nothing for another fact."""
    if fact.value is None:
        return {}
    return {
        "value": _digits(fact.value),
        "value_max": _digits(fact.value_max),
        "unit": fact.unit,
        "qualifier": fact.qualifier.value if fact.qualifier else "exact",
        "status": fact.status.value if fact.status else "final",
    }


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _filled(about: Mapping[str, Any]) -> Entry:
    """What is there, as a terminal and an assistant can take it: no control characters, nothing very long."""
    return {key: shortened(printable(value), _LONGEST) for key, value in about.items() if value}
