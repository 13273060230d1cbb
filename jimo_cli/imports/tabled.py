"""The figures in the tables of a text as drafts of facts, read as the tables of files are.

What stands around a table is read with it: its caption and the line of its unit as titles above the heads, notes as
rows below them. What these leave open of place and period the text around it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims.places import CHINA, full_name
from jimo_cli.figures.amount import printed_amount
from jimo_cli.figures.period import Period
from jimo_cli.imports import cells, heads, mapping, roles, rows
from jimo_cli.imports.around import About, Context, Said, context_of, period_of, place_of
from jimo_cli.imports.drafts import ColumnGuess, FactDraft, Skipped
from jimo_cli.imports.plan import plan_of
from jimo_cli.imports.reader import Reader
from jimo_cli.imports.times import when
from jimo_cli.imports.told import Told
from jimo_cli.model import Aspect, Kind
from jimo_cli.tables.sheet import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.imports.column import Column
    from jimo_cli.imports.plan import Plan
    from jimo_cli.imports.reader import Figure
    from jimo_cli.imports.seen import Table, TableRow

_NATION = "全国"
_AGE = re.compile("[岁年强]")
_NAMES_OF_ROWS, _FIGURES = "指标", "数值"
_WHERE = re.compile("^(?:row |cell ([A-Z]+))([0-9]+)$")
_WITHOUT_HEAD = "figures without a head"
"""What a column is told to be of which only the cells say something; in a document they are figures all the same."""


class Tabled(NamedTuple):
    """The figures of a table, the words beside each, what its columns are, what was skipped and what is not clear."""

    facts: list[FactDraft]
    words: list[str]
    columns: list[ColumnGuess]
    skipped: list[Skipped]
    unclear: list[str]


def facts_of(table: Table, number: int, about: About) -> Tabled:
    """Return the figures of a table, the `number`-th of its document: each of the measure, place and period it has."""
    context = context_of(table, about)
    period, place = period_of(context, about), place_of(context, about)
    plan, is_of_year = _plan(table, context, about, mapping.NOTHING._replace(period=period.value, area=place.value))
    told = Told()
    figures = _figures(Reader(plan), told) if plan.values and not plan.is_torn else []
    by_line = {row.number: row for row in table.rows}
    checks = {"time_period": period.words if is_of_year or plan.period == period.value else ""}
    facts = [_fact(figure, plan, by_line[figure.row], number) for figure in figures]
    facts = [_with(fact, place, checks) for fact in facts]
    return Tabled(
        _linked(facts, figures),
        [_words(figure, plan, by_line[figure.row]) for figure in figures],
        [ColumnGuess(one.at + 1, f"table {number}: {one.head}", one.role, one.why) for one in plan.columns],
        [one._replace(where=_where(one.where, by_line)) for one in told.skipped() if _is_of(one.where, by_line)],
        [f"table {number}: {what}" for what in (*rows.unclear_columns(plan), *told.unclear)],
    )


def _figures(reader: Reader, told: Told) -> list[Figure]:
    """The figures of a table, without those that differ for one place and period."""
    found = [*reader.figures(told)]
    return [*reader.figures(Told())] if reader.refused else found


# ---- what is read


def _plan(table: Table, context: Context, about: About, said: mapping.Mapping) -> tuple[Plan, bool]:
    """How a table is read, and whether the year of its rows is that of the text around it.

    What a file leaves to a person is said of its first column and of figures without a head.
    """
    sheet = _sheet(table, context, with_heads=_begins_with_figures(table))
    name = (heads.title_in(about.title).label or about.title).replace("/", " ")
    plan = plan_of(sheet, name, said)
    if not plan.layout.head:
        plan = plan_of(_sheet(table, context, with_heads=True), name, said)
    said = said._replace(columns=_said_of_columns(plan))
    plan = plan_of(plan.sheet, name, said) if said.columns else plan
    of_year = _of_year(plan, said.period)
    return _dated(plan_of(of_year, name, said) if of_year else plan), of_year is not None


def _of_year(plan: Plan, period: str) -> Sheet | None:
    """A sheet whose rows are parts of a year that does not stand in them, with the year of a period; None for others.

    They are of that year where they stand in their order and none ends behind the period, so that they are of no two.
    """
    at, year = plan.at(roles.TIME), period[:4]
    shown = [row.cells[at].strip() for row in plan.layout.sample if at is not None and at < len(row.cells)]
    bare = [found is not None and not found.period for found in map(when, shown)]
    named = [found.period for found in (when(cell, year) for cell in shown) if found and found.period]
    if at is None or not year.isdecimal() or not any(bare) or len(named) < len(shown) or named != sorted(named):
        return None
    if Period.parse(named[-1]).until > Period.parse(period).until:
        return None

    def read() -> Iterator[Row]:
        for number, row in plan.sheet.read():
            cell = row[at].strip() if at < len(row) else ""
            dated = f"{cell} {year}" if cell.isascii() else f"{year}年{cell}"
            is_bare = number >= plan.layout.first and cell in shown and when(dated)
            yield Row(number, [*row[:at], dated, *row[at + 1 :]] if is_bare else row)

    return Sheet("", read)


def _dated(plan: Plan) -> Plan:
    """A plan in which a rate is of the period of the figures that it stands behind, if all with a period have one.

    One behind two years is of the later one; which period any other is of is not clear.
    """
    owners = _owners(plan.values)
    if plan.at(roles.TIME) is not None or not owners:
        return plan
    dated = [column for column in plan.values if column.period]
    is_each = {column.at for column in dated} == {*owners.values()}
    last = max(column.period for column in dated)
    is_after = last.isdecimal() and str(int(last) - 1) in {column.period for column in dated}
    found = [*plan.columns]
    for at, owner in owners.items():
        period = plan.columns[owner].period
        if is_each or (is_after and period == last):
            found[at] = found[at]._replace(period=period, why=f"{found[at].why}, of the period before it")
        else:
            found[at] = found[at]._replace(role=roles.UNCLEAR, why="of which period its figures are is not said")
    return plan._replace(columns=found, values=[column for column in found if column.role == roles.VALUE])


def _owners(values: Sequence[Column]) -> dict[int, int]:
    """The columns of rates without a period, each with the one before them of figures that have one."""
    found: dict[int, int] = {}
    owner: Column | None = None
    for column in values:
        if not column.named.is_partial:
            owner = column
        elif owner and owner.period and not column.period:
            found[column.at] = owner.at
    return found


def _begins_with_figures(table: Table) -> bool:
    """Tell whether the first row is one of figures, and no heads as years and ages are."""
    shown = [cell.strip() for cell in table.rows[0].cells[1:] if cell.strip()]
    found = [cells.read(cell) for cell in shown if when(cell) is None and not _AGE.search(cell)]
    return bool(found) and len(found) == len(shown) and all(one.value is not None for one in found)


def _said_of_columns(plan: Plan) -> dict[str, str]:
    keys = mapping.keys_of(column.head for column in plan.columns)
    known = {column.role for column in plan.columns}
    found = {
        key: roles.VALUE
        for key, column in zip(keys, plan.columns, strict=True)
        if column.role == roles.UNCLEAR and column.why == _WITHOUT_HEAD
    }
    if known & {roles.AREA, roles.CODE, roles.TIME, roles.LABEL} or not keys:
        return found
    first = next((at for at, column in enumerate(plan.columns) if _names_rows(plan, column.at)), None)
    return found if first is None else {**found, keys[first]: roles.LABEL}


def _names_rows(plan: Plan, at: int) -> bool:
    """Tell whether a column has texts, and hardly any figure."""
    shown = [row.cells[at].strip() for row in plan.layout.sample if at < len(row.cells)]
    texts = [cell for cell in shown if cell and cells.read(cell).value is None]
    return len(texts) * 2 > len(shown)


def _sheet(table: Table, context: Context, *, with_heads: bool) -> Sheet:
    """A table as a sheet, with its title and unit above and its notes below; its rows by their lines in the text."""
    first, last = table.rows[0].number, table.rows[-1].number
    width = max(len(row.cells) for row in table.rows)

    def read() -> Iterator[Row]:
        for number, words in ((first - 3, context.title), (first - 2, context.unit and f"单位：{context.unit}")):
            if words:
                yield Row(number, [words])
        if with_heads:
            yield Row(first - 1, [_NAMES_OF_ROWS, *[_FIGURES] * (width - 1)])
        for row in table.rows:
            yield Row(row.number, [*row.cells])
        for number, words in enumerate(context.notes, last + 1):
            yield Row(number, [words])

    return Sheet("", read)


# ---- what it makes


def _fact(figure: Figure, plan: Plan, row: TableRow, number: int) -> FactDraft:
    measure, seen = figure.measure, figure.observation
    checks = {"label": measure.of, "unit": measure.label if measure.is_unit_guessed else ""}
    checks |= {"reference_area": plan.checks["reference_area"], "status": plan.checks["status"]}
    shown = cells.without_mark(row.cells[figure.at].strip())[0]
    return FactDraft(
        str(Kind.STATISTIC),
        measure.label,
        measure.label_en,
        aspect=measure.aspect,
        basis=measure.basis,
        value=seen.value,
        value_max=seen.value_max,
        qualifier=seen.qualifier,
        status=seen.status,
        unit=seen.unit or measure.unit or None,
        time_period=seen.period,
        reference_area=seen.area,
        as_written=seen.as_written or (shown if printed_amount(shown) else seen.value),
        section=row.passage.section,
        paragraph=row.passage.number,
        checks=checks,
        table=number,
    )


def _with(fact: FactDraft, place: Said, checks: dict[str, str]) -> FactDraft:
    """A fact with what the text around its table says of it."""
    found = {**fact.checks, **checks}
    area = fact.reference_area
    if area == place.value and place.value:
        found["reference_area"] = place.words
    return fact._replace(
        reference_area=None if not area else CHINA if area == _NATION else full_name(area),
        checks={key: words for key, words in found.items() if words},
    )


def _linked(facts: Sequence[FactDraft], figures: Sequence[Figure]) -> list[FactDraft]:
    """The facts, a growth and a share with the level of the same row, if that has only one of its place and period."""
    levels: dict[object, list[int]] = {}
    for at, (fact, figure) in enumerate(zip(facts, figures, strict=True)):
        if fact.aspect is None:
            levels.setdefault((figure.row, fact.time_period, fact.reference_area), []).append(at)
    found = []
    for fact, figure in zip(facts, figures, strict=True):
        of = levels.get((figure.row, fact.time_period, fact.reference_area), [])
        is_part = fact.aspect in {Aspect.GROWTH, Aspect.SHARE} and len(of) == 1
        found.append(fact._replace(of=of[0]) if is_part else fact)
    return found


def _words(figure: Figure, plan: Plan, row: TableRow) -> str:
    """The words beside a figure in its row and above it, for a label of last resort that no other figure has."""
    names = (cell.strip() for cell in row.cells if cell.strip() and cells.read(cell).value is None)
    return f"{next(names, '')} {plan.columns[figure.at].head}".strip() or figure.measure.label


def _is_of(where: str, by_line: dict[int, TableRow]) -> bool:
    """Tell whether what was skipped stands in the table, and not in the texts around it."""
    found = _WHERE.match(where)
    return found is None or int(found[2]) in by_line


def _where(where: str, by_line: dict[int, TableRow]) -> str:
    """Where a row or a cell stands in the document."""
    found = _WHERE.match(where)
    if found is None:
        return where
    place = by_line[int(found[2])].block.locator
    return f"{place}, column {found[1]}" if found[1] else place
