"""What each column of a table is, by the words of its head and by what its cells are, with the reason in words."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from jimo_cli.imports import beside, mapping
from jimo_cli.imports.alone import PERIOD_CODE, guess, of_head
from jimo_cli.imports.column import BLANK, OF_LAST_YEAR, SOME, Cells, Column
from jimo_cli.imports.roles import IGNORE, TIME, UNCLEAR, VALUE
from jimo_cli.imports.times import BEGUN, FISCAL, are_fiscal, begun, says_fiscal, when, within
from jimo_cli.imports.unheaded import places_by_position
from jimo_cli.model import Aspect

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from jimo_cli.imports.layout import Layout


def columns_of(
    layout: Layout, said: mapping.Mapping, year: str, roles: Mapping[str, str], *, is_dated: bool
) -> list[Column]:
    """Return what each column is; `year` is the one that heads may name parts of, `roles` what the file says by heads.

    `is_dated` says that the title has the period of figures of which no row and no head says another one.
    """
    seen = [Cells(at, parts, layout) for at, parts in enumerate(layout.heads)]
    keys = mapping.keys_of(cells_.head for cells_ in seen)
    found = [
        _said(one, said.columns[key], year) if key in said.columns else _by_file(one, roles) or guess(one, year)
        for one, key in zip(seen, keys, strict=True)
    ]
    fixed = {at for at, key in enumerate(keys) if key in said.columns}
    titles = " ".join(words for _, kind, words in layout.about if kind == "title")
    by_position = partial(places_by_position, titles)
    for settle in (*beside.FIRST, by_position, *beside.LAST):
        found = [column if column.at in fixed else new for column, new in zip(found, settle(found, seen), strict=True)]
    found = _without_odd_periods(found, fixed, titles)
    found = found if is_dated else _with_periods(found)
    return [column if column.at in fixed else new for column, new in zip(found, beside.alike(found, seen), strict=True)]


def _without_odd_periods(found: list[Column], fixed: Container[int], titles: str) -> list[Column]:
    """Heads like 2010-11 and 2011-12 side by side are no months, days that each begin a month are more than days.

    Below a title that says so years are fiscal ones.
    """
    dated = [column for column in found if column.role == VALUE and column.period and column.at not in fixed]
    kind = "" if len({column.period for column in dated}) == 1 else begun([column.period for column in dated])
    for column in dated:
        period = within(column.period, kind) if kind else column.period
        is_fiscal = says_fiscal(titles) and "/" not in column.period
        if is_fiscal or are_fiscal((one.head for one in dated), 1):
            found[column.at] = column._replace(role=UNCLEAR, why=f"{column.head}: {FISCAL}")
        elif not period:
            found[column.at] = column._replace(role=UNCLEAR, why=f"{column.head}: {BEGUN}")
        else:
            found[column.at] = column._replace(period=period)
    return found


def _with_periods(found: list[Column]) -> list[Column]:
    """Beside heads that are periods, a rate is of the only one that there is; other figures are of none.

    A growth behind a year and the one before is of the later one.
    """
    known = {column.period for column in found if column.role == VALUE and column.period}
    if not known or any(column.role == TIME for column in found):
        return found
    last = max(known)
    period = known.pop() if len(known) == 1 else ""
    is_last = PERIOD_CODE.fullmatch(last) and str(int(last) - 1) in known
    new = [_with_period(column, period) if column.role == VALUE and not column.period else column for column in found]
    for before, column in pairwise(found):
        is_growth = column.named.aspect == Aspect.GROWTH and column.named.is_partial and not column.period
        if is_last and is_growth and column.role == VALUE and before.period:
            new[column.at] = column._replace(period=last, why=f"{column.why}{OF_LAST_YEAR}")
    return new


def _with_period(column: Column, period: str) -> Column:
    if column.why == BLANK:
        return column._replace(role=IGNORE)
    if period and column.named.is_partial:
        return column._replace(period=period, why=f"{column.why}, of the period beside it")
    return column._replace(role=UNCLEAR, why="of which period its figures are is not said")


def _said(one: Cells, role: str, year: str) -> Column:
    column = Column(one.at, one.head, role, "the mapping says so")
    return of_head(one, column, year) if role == VALUE else column


def _by_file(one: Cells, roles: Mapping[str, str]) -> Column | None:
    """What a file says that a column is, where its cells do not speak against it."""
    role = roles.get(one.head, "")
    if not one.filled or not role or (role == TIME and one.share(when) < SOME):
        return None
    return Column(one.at, one.head, role, "the file says so")
