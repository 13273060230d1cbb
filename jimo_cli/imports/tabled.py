"""The figures in the tables of a text as drafts of facts, each named by its row and by the heads of its column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import places as table
from jimo_cli import text as characters
from jimo_cli.claims.periods import periods_in, says_year
from jimo_cli.claims.plain import plain_of
from jimo_cli.figures.amount import printed_amount
from jimo_cli.imports.drafts import FactDraft, Skipped
from jimo_cli.imports.seen import cells_of
from jimo_cli.model import Kind, Qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.verify.passages import Passage

_UNIT = re.compile(r"[(（]([^()（）]{1,12})[)）]\s*$")
_UNIT_OF_ALL = re.compile(r"单位\s*[:：]\s*([^\s|)）,，;；]{1,12})")
_BARE = re.compile(r"[-+−－]?[0-9][0-9,]*(?:\.[0-9]+)?")
_MISSING = {"": "blank", "-": "nil", "－": "nil", "—": "nil", "…": "not available", "..": "not available"}
_MISSING |= {"...": "not available", "……": "not available", "x": "suppressed", "c": "suppressed", "/": "nil"}


class Tabled(NamedTuple):
    """The figures of a table, the row of each, and the cells of rows with figures that have none."""

    facts: list[FactDraft]
    rows: list[str]
    skipped: list[Skipped]


class _Head(NamedTuple):
    """What the head of a column or of a row says: the measure that it names, the unit, the period, the place."""

    name: str
    unit: str = ""
    period: str | None = None
    area: str | None = None


def facts_of(passages: Sequence[Passage], before: str, place: str | None) -> Tabled:
    """Return the figures of a table, whose rows are passages; `before` are the last words before it.

    A head that is a year or a place is the period or the place of its figures, `place` is that of the document.
    """
    found = Tabled([], [], [])
    rows = [(passage, cells_of(passage.text)) for passage in passages]
    heads: list[_Head] = []
    unit_of_all = _UNIT_OF_ALL.search(" ".join([before, *(passage.text for passage in passages[:2])]))
    unit = unit_of_all[1] if unit_of_all else ""
    for passage, row in rows:
        if not any(map(_is_figure, row[1:])):
            heads = [_head(cell) for cell in row] if any(row[1:]) else heads
            continue
        first = _head(row[0])
        for number, cell in enumerate(row[1:], 1):
            head = heads[number] if number < len(heads) else _Head("")
            why = _MISSING.get(cell.strip())
            if why or not _is_figure(cell):
                found.skipped.append(Skipped(f"{passage.locator}, cell {number + 1}", cell, why or "no figure"))
                continue
            found.facts.append(_fact(cell.strip(), passage, first, head, _Head("", unit, area=place)))
            found.rows.append(row[0].strip() or head.name)
    return found


def _fact(cell: str, passage: Passage, first: _Head, head: _Head, every: _Head) -> FactDraft:
    names = [each.name for each in (first, head) if each.name]
    label = "".join(dict.fromkeys(names)) or first.area or every.area or cell
    amount = printed_amount(cell)
    unit = (amount.full_unit if amount else "") or head.unit or first.unit or every.unit
    hedge = amount.qualifier if amount else None
    return FactDraft(
        str(Kind.STATISTIC),
        label,
        value=amount.digits(amount.low, amount.power) if amount else cell,
        value_max=amount.digits(amount.high, amount.power) if amount and amount.high is not None else None,
        qualifier=None if hedge in {None, Qualifier.EXACT} else str(hedge),
        unit=unit or None,
        time_period=first.period or head.period or every.period,
        reference_area=first.area or head.area or every.area,
        as_written=cell,
        section=passage.section,
        paragraph=passage.number,
        checks={"": f"a table: {passage.text.strip()}"[:80]},
    )


def _is_figure(cell: str) -> bool:
    shown = cell.strip()
    is_year = bool(periods_in(plain_of(shown), None)) and not _BARE.fullmatch(shown)
    return not is_year and any(map(str.isdigit, shown)) and printed_amount(shown) is not None


def _head(cell: str) -> _Head:
    """What a head says: 产值（亿元）, 2023年, 云泽市."""
    unit = _UNIT.search(cell)
    name = (cell[: unit.start()] if unit else cell).strip()
    plain = plain_of(name)
    year = re.fullmatch("(?:19|20)[0-9]{2}", plain)
    mentions = [one for one in periods_in(plain, None) if (one.start, one.end) == (0, len(plain))]
    period = year[0] if year else mentions[0].period if mentions and says_year(mentions[0].period) else None
    ids = () if period else table.ids_named(characters.fold(name))
    area = table.label_of(ids[0], "zh") if len(ids) == 1 else None
    return _Head("" if period or area else name, unit[1] if unit else "", period, area)
