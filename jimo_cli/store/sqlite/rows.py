"""The facts of a file as rows of text: what processes hand each other, and what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.fields import SEPARATOR
from jimo_cli.figures.typed import quantity_key
from jimo_cli.packs import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from jimo_cli.model import Fact


class FactRow(NamedTuple):
    """The fields of a fact as text, in the order of `FIELDS`, and the numbers that it is found by."""

    id: str
    label: str
    value: str | None
    unit: str | None
    time_period: str | None
    reference_area: str | None
    topic: str
    kind: str
    label_en: str | None
    value_max: str | None
    qualifier: str | None
    of: str | None
    aspect: str | None
    parts: str | None
    aliases: str | None
    description: str | None
    description_en: str | None
    as_written: str | None
    source: str
    locator: str | None
    numbers: list[float]

    @property
    def names(self) -> tuple[str, str, str]:
        """What the fact is found by: label, English label, aliases; the parts of a reform are names of it."""
        return self.label, self.label_en or "", SEPARATOR.join(filter(None, (self.aliases, self.parts)))


def read_rows(file: tuple[str, int], sources: frozenset[str]) -> load.TopicFile[FactRow]:
    """Return what the fact file of that path and size holds, each fact before those that belong to it."""
    path, topic, facts, broken, problems = load.read_topic(*file, sources)
    return load.TopicFile(path, topic, [_row(fact) for fact in _under_their_figure(facts)], broken, problems)


def _row(fact: Fact) -> FactRow:
    return FactRow(
        fact.id,
        fact.label,
        _plain(fact.value),
        fact.unit,
        fact.time_period,
        fact.reference_area,
        fact.topic,
        fact.kind.value,
        fact.label_en,
        _plain(fact.value_max),
        fact.qualifier and fact.qualifier.value,
        fact.of,
        fact.aspect and fact.aspect.value,
        SEPARATOR.join(fact.parts) or None,
        SEPARATOR.join(fact.aliases) or None,
        fact.description,
        fact.description_en,
        fact.as_written,
        fact.source,
        fact.locator,
        numbers_of(fact.value, fact.value_max, fact.unit),
    )


def numbers_of(value: Decimal | None, value_max: Decimal | None, unit: str | None) -> list[float]:
    """Return what a figure is found by: both ends of it, counted in ones."""
    ends = dict.fromkeys(end for end in (value, value_max) if end is not None)
    return [float(quantity_key(end, unit or "")[0]) for end in ends]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _under_their_figure(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the facts of a file in their order, but each followed by those that belong to it."""
    known = {fact.id for fact in facts}
    below: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.of is not None and fact.of in known:
            below.setdefault(fact.of, []).append(fact)
    reached: set[str] = set()
    # Facts that belong to each other in a cycle are reached from none; they follow at the end.
    for top in (*(fact for fact in facts if fact.of not in known), *facts):
        waiting = [top]
        while waiting:
            fact = waiting.pop()
            if fact.id not in reached:
                reached.add(fact.id)
                yield fact
                waiting.extend(reversed(below.get(fact.id, ())))
