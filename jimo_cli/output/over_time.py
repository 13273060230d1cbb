"""Tables of one measure over time and places: periods down, places across."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from jimo_cli.charts.points import FLAGS, in_time
from jimo_cli.charts.spark import follow_each_other, sparkline
from jimo_cli.figures import period
from jimo_cli.figures.say import amount
from jimo_cli.output import console, tables
from jimo_cli.output.console import printable
from jimo_cli.output.fitting import GAP, Chunk, Column, FittingTable, Folded, terminal_width
from jimo_cli.output.headings import COMPUTED, counted, header, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from jimo_cli.model import Fact

    Cells = dict[str | None, dict[str | None, list[Fact]]]
    """The facts of each place by their period."""

_BETWEEN = " / "
_POINTS = "个百分点"


def over_time(
    facts: Sequence[Fact], lang: str, stated: Mapping[str, Fact], computed: Mapping[str, str]
) -> list[RenderableType]:
    """Return the tables of the facts of one measure, with as many places side by side as the width has room for.

    `stated` are the growth rates that sources state, `computed` the differences to the figure before, both by the
    id of the fact that they belong to; a table of one place has a column of them.
    """
    places: Cells = {}
    for fact in facts:
        places.setdefault(fact.reference_area, {}).setdefault(fact.time_period, []).append(fact)
    periods = sorted({fact.time_period for fact in facts}, key=in_time)
    units = {fact.unit for fact in facts}
    columns = [_place(place, places[place], periods, lang, one_unit=len(units) == 1) for place in places]
    first = Column("time_period", lambda at: _row(periods, at, lang))
    if len(places) == 1 and (stated or computed):
        columns.append(_changes(facts, periods, lang, stated, computed))
    rows = [*range(len(periods)), *([len(periods)] if console.speaks_unicode() and follow_each_other(periods) else [])]
    groups = [FittingTable([Chunk([first, *beside], rows)], lang) for beside in _side_by_side(first, columns, rows)]
    notes = [Folded(Text(COMPUTED[lang], style="dim"))] if computed and len(places) == 1 else []
    notes += _legend(facts, lang)
    above = [Folded(Text(f"{header('unit', lang)}  {printable(unit)}", style="dim")) for unit in _unit(units, lang)]
    return [Group(*above, Text(), groups[0]) if above else groups[0], *groups[1:], *notes]


def _legend(facts: Sequence[Fact], lang: str) -> list[Folded]:
    """The line that says what the marks of figures mean, where there are any."""
    marked = {fact.status for fact in facts}
    said = [f"{flag} {word(status.value, lang)}" for status, flag in FLAGS.items() if status in marked]
    return [Folded(Text(" · ".join(said), style="dim"))] if said else []


def _flagged(facts: Sequence[Fact], texts: Mapping[str, str]) -> Mapping[str, str]:
    """The figures by id, each with the mark of its status; where one has a mark, the others leave room for it."""
    flags = {fact.id: FLAGS.get(fact.status, "") if fact.status else "" for fact in facts}
    return (
        {fact_id: f"{text} {flags[fact_id] or ' '}" for fact_id, text in texts.items()}
        if any(flags.values())
        else texts
    )


def _unit(units: set[str | None], lang: str) -> list[str]:
    """The unit of all figures, where Chinese tables name it apart and there is one."""
    return [unit for unit in units if unit] if len(units) == 1 and lang == "zh" else []


def _row(periods: Sequence[str | None], at: int, lang: str) -> str:
    if at == len(periods):
        return header("trend", lang)
    written = periods[at]
    return period.in_words(written, lang) if written else ""


def _place(
    place: str | None,
    cells: Mapping[str | None, Sequence[Fact]],
    periods: Sequence[str | None],
    lang: str,
    *,
    one_unit: bool,
) -> Column:
    """The column of a place: its figures by their periods, and the line that these make."""
    facts = [fact for of_period in cells.values() for fact in of_period]
    is_bare = one_unit and lang == "zh"
    figures = tables.decimal_aligned(facts) if is_bare else {fact.id: amount(fact, lang) for fact in facts}
    texts = _flagged(facts, figures)
    is_one_unit = len({of_period[0].unit for of_period in cells.values()}) == 1
    line = sparkline(periods, _figures(cells)) if is_one_unit else ""

    def cell(at: int) -> str:
        if at == len(periods):
            return line
        found = cells.get(periods[at], ())
        return _BETWEEN.join(texts[fact.id].strip() if len(found) > 1 else texts[fact.id] for fact in found)

    return Column("value", cell, right=True, style="bold", aligned=is_bare, title=place or "")


def _figures(cells: Mapping[str | None, Sequence[Fact]]) -> dict[str | None, Decimal]:
    """The first figure of each period."""
    return {written: facts[0].value for written, facts in cells.items() if facts[0].value is not None}


def _changes(
    facts: Sequence[Fact],
    periods: Sequence[str | None],
    lang: str,
    stated: Mapping[str, Fact],
    computed: Mapping[str, str],
) -> Column:
    of_period: dict[str | None, list[str]] = {}
    for fact in facts:
        if fact.id in stated:
            of_period.setdefault(fact.time_period, []).append(amount(stated[fact.id], lang))
        elif fact.id in computed:
            of_period.setdefault(fact.time_period, []).append(_difference(fact, Decimal(computed[fact.id]), lang))

    def cell(at: int) -> str:
        return _BETWEEN.join(of_period.get(periods[at], ())) if at < len(periods) else ""

    return Column("change", cell, right=True)


def _difference(fact: Fact, difference: Decimal, lang: str) -> str:
    """The difference of a figure to the one before, marked as computed; that of two percentages is in points."""
    unit = _POINTS if fact.unit == "%" else fact.unit
    sign = "+" if difference > 0 else ""
    return f"{sign}{amount(fact._replace(value=difference, unit=unit), lang)}*"


def _side_by_side(first: Column, columns: Sequence[Column], rows: Sequence[int]) -> list[list[Column]]:
    """The columns in groups that fit the width beside the first."""
    width = terminal_width() - max(cell_len(printable(first.get(row))) for row in rows)
    groups: list[list[Column]] = [[]]
    room = width
    for column in columns:
        cells = (column.title or header(column.name, "zh"), *(column.get(row) for row in rows))
        needed = max(cell_len(printable(cell)) for cell in cells) + GAP
        if needed > room and groups[-1]:
            groups.append([])
            room = width
        groups[-1].append(column)
        room -= needed
    return groups


def titled(facts: Sequence[Fact], drawn: Sequence[RenderableType], lang: str) -> RenderableType:
    """Return the tables of a measure below its name and how many figures it has."""
    first = facts[0]
    label = (first.label_en or first.label) if lang == "en" else first.label
    area = first.reference_area if len({fact.reference_area for fact in facts}) == 1 else None
    title = f"{label} · {area}" if area else label
    parts: list[RenderableType] = []
    for part in drawn[1:]:
        parts += [Text(), part]
    return Group(tables.titled(title, counted(len(facts), "statistics", lang), drawn[0]), *parts)
