"""The facts of a file as they are written: text that processes hand each other at little cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.fields import SEPARATOR
from jimo_cli.figures.units import split_unit
from jimo_cli.model import Locator
from jimo_cli.packs import load
from jimo_cli.packs.series import with_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal
    from typing import Any

    from jimo_cli.model import Fact
    from jimo_cli.packs.read import FactFile
    from jimo_cli.packs.schema import Works
    from jimo_cli.packs.series import Series

    LabelNames = tuple[str, str, str]
    """Label, English label, aliases."""


_MOST_AT_ONCE = 6_000_000
"""Bytes of tables that are read with their fact file: as observations they take ten times as much."""

_NONE: Mapping[str, FactFile] = {}


class Frame(NamedTuple):
    """What many facts have in common; `section` is that of the locator."""

    topic: str
    kind: str
    unit: str | None
    qualifier: str | None
    aspect: str | None
    source: str
    section: str | None
    status: str | None
    basis: str | None
    among: str | None
    series: int | None = None


class FactRow(NamedTuple):
    """A fact: what it shares with others, its own fields as text, and the numbers that it is found by."""

    id: str
    frame: Frame
    names: LabelNames
    reference_area: str | None
    time_period: str | None
    value: str | None
    as_written: str | None
    paragraph: int | None
    details: tuple[str | None, ...]
    """`of`, `value_max`, `parts`, `description` and `description_en`, which few facts have."""
    numbers: list[float]


def read_rows(file: FactFile, sources: Works, tables: Mapping[str, FactFile] = _NONE) -> load.TopicFile[FactRow]:
    """Return what a fact file holds, each fact before those that belong to it.

    Of its series those are read whose tables are among the ones given, by path, as far as all of them fit into memory.
    """
    read = load.read_topic(load.read_document(file), sources)
    # Rows with equal frames or names share one object, so a process hands it over once.
    shared: dict[Any, Any] = {}
    rows = [_row(fact, shared) for fact in _under_their_figure(read.facts)]
    series = [*_with_tables(read.series, sources, tables)]
    return load.TopicFile(read.path, read.topic, rows, read.broken, read.problems, read.is_settled, series)


def _with_tables(found: Iterable[Series], sources: Works, tables: Mapping[str, FactFile]) -> Iterator[Series]:
    """Yield series with their tables, as long as these are not too large to be handed over at once."""
    room = _MOST_AT_ONCE
    for series in found:
        table = tables.get(series.table or "")
        room -= table.size if table else 0
        yield with_table(series, table, sources) if table and room >= 0 else series


def _row(fact: Fact, shared: dict[Any, Any]) -> FactRow:
    topic, _, _ = fact.id.partition(".")
    section, paragraph = located(fact.locator)
    qualifier, aspect = fact.qualifier and fact.qualifier.value, fact.aspect and fact.aspect.value
    status = fact.status and fact.status.value
    basis = SEPARATOR.join(fact.basis) or None
    frame = Frame(topic, fact.kind.value, fact.unit, qualifier, aspect, fact.source, section, status, basis, fact.among)
    parts, value = SEPARATOR.join(fact.parts), _plain(fact.value)
    names = names_of(fact.label, fact.label_en, fact.aliases, fact.parts)
    as_written = fact.as_written
    if as_written is not None and as_written == (value or "") + (fact.unit or ""):
        as_written = ""
    return FactRow(
        fact.id,
        shared.setdefault(frame, frame),
        shared.setdefault(names, names),
        fact.reference_area,
        fact.time_period,
        value,
        as_written,
        paragraph,
        (fact.of, _plain(fact.value_max), parts or None, fact.description, fact.description_en),
        numbers_of(fact.value, fact.value_max, fact.unit),
    )


def names_of(label: str, label_en: str | None, aliases: Sequence[str], parts: Sequence[str]) -> LabelNames:
    """Return the names that a fact is found by, its parts among them."""
    return label, label_en or "", SEPARATOR.join((*aliases, *parts))


def numbers_of(value: Decimal | None, value_max: Decimal | None, unit: str | None) -> list[float]:
    """Return the numbers that a figure is found by: both its ends, counted in ones."""
    # Digits with an exponent become the binary fraction that is nearest to the exact decimal.
    power = split_unit(unit or "")[0]
    return list({float(f"{end:f}e{power}") for end in (value, value_max) if end is not None})


def located(locator: str | None) -> tuple[str | None, int | None]:
    """Return the section of a locator, with the blank behind it, and its paragraph; another form is a section."""
    parsed = Locator.parse(locator or "")
    if parsed.paragraph is None or str(parsed) != locator:
        return locator, None
    return f"{parsed.section} " if parsed.section else "", parsed.paragraph


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
