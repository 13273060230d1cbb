"""What a column of a table is by its own head and its own cells."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from jimo_cli import measures, text
from jimo_cli.figures import units
from jimo_cli.figures.printed import is_money
from jimo_cli.imports import cells, heads
from jimo_cli.imports.column import BLANK, BUT_ONLY, MANY, MOST, SOME, Cells, Column, is_figure, joined_label
from jimo_cli.imports.roles import (
    AREA,
    CODE,
    IGNORE,
    LABEL,
    PART,
    TIME,
    UNCLEAR,
    VALUE,
    is_of_groups,
    role_by_word,
    role_of,
)
from jimo_cli.imports.times import FISCAL, When, below, part_named, says_fiscal, when
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OTHER_PERIOD = frozenset(
    concepts.listed("上年同期|去年同期|上年|去年|上期|上月|同期|累计|本年累计|自年初累计|本月|当月|本季")
)


_PLACE_CODE = re.compile("[0-9]{6}")


PERIOD_CODE = re.compile("[0-9]{4}")


_MONTH_ALONE = re.compile(
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:1[0-2]|[1-9])月"
)


_OF_EXCHANGE = re.compile("汇率|汇价|牌价|中间价|exchange rate")
"""Measures of money in another money: 美元 below 汇率 is what the rate is of, not its unit."""


def guess(one: Cells, year: str) -> Column:
    """What a column is by itself."""
    word = role_by_word(one.parts)
    if says_fiscal(one.head) and one.share(_is_calendar) >= SOME:
        return Column(one.at, one.head, UNCLEAR, FISCAL)
    if not one.filled:  # it may have figures further down
        blank = Column(one.at, one.head, IGNORE, BLANK)
        return blank if word or not one.head else of_head(one, blank._replace(role=VALUE), year)
    figures = one.share(is_figure)
    by_word = _by_word(one, word, figures)
    if by_word is not None:
        return by_word
    are_groups = is_of_groups(one.head) and one.share(cells.PLAIN) < SOME
    if word == VALUE or (figures >= SOME and not _is_key(one) and not are_groups):
        return _of_figures(one, word, year)
    return _by_cells(one)


def _is_calendar(cell: str) -> bool:
    """Tell whether a cell names a period of the calendar rather than its first and last month."""
    found = when(cell)
    return found is not None and bool(found.period) and "/" not in found.period


def _is_key(one: Cells) -> bool:
    """Tell whether all cells name periods or codes of places, as figures do by chance only."""
    return one.share(lambda cell: _is_year(cell) and not PERIOD_CODE.fullmatch(cell)) >= MOST


def _by_word(one: Cells, word: str, figures: float) -> Column | None:
    """What a column is by its head, where its cells do not speak against it."""
    why = f"the head is {one.head}"
    if word == TIME:
        return _by_time_word(one, why)
    if word in {AREA, CODE}:
        return _by_place_word(one, word, figures)
    if word in {LABEL, "unit", "status"} and figures >= MOST and one.share(lambda cell: not heads.unit_in(cell)) > SOME:
        return None
    if word in {LABEL, "unit", "unit_mult", "status", IGNORE}:
        return Column(one.at, one.head, word, why)
    return None


def _by_time_word(one: Cells, why: str) -> Column:
    is_period: Callable[[str], object] = lambda cell: when(below(one.head, cell))  # noqa: E731
    if one.share(is_period) >= SOME:
        return Column(one.at, one.head, TIME, f"{why}, {one.count(is_period, 'periods')}")
    if one.share(lambda cell: _part_of(cell, one.head)) >= MOST:
        return Column(
            one.at, one.head, PART, f"{why}, {one.count(lambda cell: _part_of(cell, one.head), 'parts of a year')}"
        )
    return Column(one.at, one.head, UNCLEAR, f"{why}{BUT_ONLY}{one.count(when, 'periods')}")


def _part_of(cell: str, head: str) -> bool:
    return bool(joined_period("2000", cell, head).period)


def joined_period(year: str, part: str, head: str) -> When:
    """Return the period of a year and a part of it in columns of their own, as 2023 and 5 below 月份."""
    shown = part.strip()
    if shown.isdecimal():
        tried = [f"{year}{part_named(head) or 'M'}{shown}"]
    else:
        tried = [f"{year}年{shown}", f"{year}{shown}", f"{shown} {year}"]
    found = (when(each) for each in tried)
    return next((each for each in found if each and each.period), When("", why="no part of a year"))


def _by_place_word(one: Cells, word: str, figures: float) -> Column | None:
    codes = one.share(heads.place_of_code)
    named = one.share(heads.place_in)
    if named >= SOME or (word == AREA and codes < SOME and figures < SOME):
        return Column(one.at, one.head, AREA, f"the head is {one.head}, {one.count(heads.place_in, 'known places')}")
    if codes >= SOME:
        return Column(one.at, one.head, CODE, one.count(heads.place_of_code, "codes of places"))
    if one.share(_is_measured):
        return None
    return Column(one.at, one.head, IGNORE, f"the head is {one.head}: codes are no figures")


def _is_measured(cell: str) -> bool:
    """Tell whether a figure has decimals or thousands, as no code has."""
    return is_figure(cell) and re.search("[0-9][.,][0-9]", cell) is not None


def _of_figures(one: Cells, word: str, year: str) -> Column:
    """What a column of figures is: figures, or years, codes and counts of rows that only look like these."""
    column = of_head(one, Column(one.at, one.head, VALUE, one.count(is_figure, "figures")), year)
    if word == VALUE or column.period or column.area:
        return column
    if not one.head or one.head.lower().startswith("unnamed"):
        return _without_head(one)
    if measures.ids_of(text.fold(column.named.label)):
        return column
    if one.share(is_bare_year) == 1:
        return column._replace(role=UNCLEAR, why="its cells may be years, codes or figures")
    if one.share(lambda cell: _PLACE_CODE.fullmatch(cell) and heads.place_of_code(cell)) == 1:
        return column._replace(role=CODE, why=one.count(heads.place_of_code, "codes of places"))
    return column


def _without_head(one: Cells) -> Column:
    """What a column of figures without a head is: years, a count of the rows, or not clear."""
    if one.share(is_bare_year) == 1:
        return Column(one.at, one.head, TIME, one.count(_is_year, "years"))
    if _counts_rows(one):
        return Column(one.at, one.head, IGNORE, "it counts the rows")
    return Column(one.at, one.head, UNCLEAR, "figures without a head")


def is_bare_year(cell: str) -> bool:
    """Tell whether a cell is four digits that are a year."""
    return PERIOD_CODE.fullmatch(cell) is not None and _is_year(cell)


def _is_year(cell: str) -> bool:
    found = when(cell)
    return bool(found) and "1700" <= cell[:4] <= "2199"


def _counts_rows(one: Cells) -> bool:
    numbers = [int(cell) for cell in one.filled if re.fullmatch("[0-9]{1,9}", cell)]
    return len(numbers) == len(one.filled) and all(after == before + 1 for before, after in pairwise(numbers))


def _by_cells(one: Cells) -> Column:
    """What a column of texts is."""
    if one.share(when) >= MOST and one.share(_is_year) >= SOME:
        return Column(one.at, one.head, TIME, one.count(when, "periods"))
    if one.share(heads.place_in) >= MANY:
        return Column(one.at, one.head, AREA, one.count(heads.place_in, "known places"))
    if one.share(heads.place_of_code) >= MOST:
        return Column(one.at, one.head, CODE, one.count(heads.place_of_code, "codes of places"))
    is_measure: Callable[[str], object] = lambda cell: measures.ids_of(text.fold(heads.named(cell).label))  # noqa: E731
    if one.share(is_measure) >= SOME:
        return Column(one.at, one.head, LABEL, one.count(is_measure, "known measures"))
    return Column(one.at, one.head, UNCLEAR, "", _combined([heads.named(part) for part in one.parts]))


def of_head(one: Cells, column: Column, year: str) -> Column:
    """A column of figures with what the parts of its head say: a period, a place, a measure with unit and aspect."""
    parts = _with_part_of_year(one.parts)
    period, status = "", ""
    if len(parts) == 1 and _MONTH_ALONE.fullmatch(text.fold(parts[0])):
        return _of_month(column, parts[0], year)
    whole = when("".join(parts), year) if len(parts) > 1 else None
    if whole and whole.period:
        return column._replace(period=whole.period, status=whole.status, why=f"{column.why}, of a period")
    rest: list[heads.Named] = []
    area = ""
    for part in parts:
        found, left = heads.split_period(part, year)
        if found and found.period:
            period, status = found.period, found.status
            of_left = cells.status_of(left)
            status = status or of_left or ""
            rest += [heads.named(left)] if of_left is None else []
        elif found:
            return column._replace(role=UNCLEAR, why=f"{part}: {found.why}")
        elif text.key(text.fold(part)) in _OTHER_PERIOD:
            return column._replace(role=UNCLEAR, why=f"{part}: of which period is not said")
        else:
            place, named = ("", heads.named(part)) if area else _place_of(part)
            area, rest = area or place, [*rest, named]
    return column._replace(period=period, status=status, area=area, named=_combined(rest))


def _place_of(part: str) -> tuple[str, heads.Named]:
    """The place that a part of a head names, empty where it names none, and what else it says: 澳门（亿澳门元）.

    With another unit than one of money it may be a thing: Turkey (tonnes).
    """
    if heads.place_in(part) and not measures.ids_of(text.fold(part)):
        return heads.joined(part), heads.Named("")
    named = heads.named(part)
    if named.unit and heads.place_in(named.label) and is_money(units.without_magnitude(named.unit)[1]):
        return named.label, heads.Named("", unit=named.unit)
    return "", named


def _with_part_of_year(parts: Sequence[str]) -> list[str]:
    """The parts of a head, of which a year and a part of it, in rows that others stand between, are one."""
    year = next((part for part in parts if is_bare_year(part.strip())), None)
    for part in parts if year else ():
        found = None if part is year or part.strip().isdecimal() else joined_period(year or "", part, "").period
        if found:
            return [found if each is year else each for each in parts if each is not part]
    return [*parts]


def _of_month(column: Column, month: str, year: str) -> Column:
    """A column of a month, of a year that is known or else stands in each row."""
    if year:
        return column._replace(period=joined_period(year, month, "").period, why=f"{column.why}, of a period")
    return column._replace(part=month, why=f"{column.why}, of a month of the year in the row")


def _combined(parts: Sequence[heads.Named]) -> heads.Named:
    """The measure of several rows of a head: a unit below, an aspect of what is above, a word for the figure itself."""
    found = heads.Named("")
    for part in parts:
        is_unit = bool(heads.unit_in(part.label)) and (bool(found.label) or part.label in {"%", "‰"})
        is_unit = is_unit and not _OF_EXCHANGE.search(text.fold(found.label))
        unit = (heads.unit_in(part.label) if is_unit else part.unit) or found.unit
        if is_unit or not part.label or role_of(part.label) == VALUE:
            found = found._replace(unit=unit)
        elif not found.label:
            found = part._replace(unit=unit)
        else:
            label_en = f"{found.label_en} {part.label_en}" if found.label_en and part.label_en else None
            label = joined_label(found.label, part.label)
            found = part._replace(label=label, label_en=label_en, unit=unit, is_partial=False)
    return found
