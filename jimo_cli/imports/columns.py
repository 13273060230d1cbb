"""What each column of a table is, by the words of its head and by what its cells are, with the reason in words."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import measures, text
from jimo_cli.claims.places import lies_in
from jimo_cli.imports import cells, heads, mapping
from jimo_cli.imports.roles import (
    AREA,
    BREAKDOWN,
    CODE,
    IGNORE,
    LABEL,
    PART,
    STATUS,
    TIME,
    UNCLEAR,
    VALUE,
    role_by_word,
    role_of,
)
from jimo_cli.imports.times import BEGUN, FISCAL, When, are_fiscal, begun, when, within
from jimo_cli.model import Aspect
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from jimo_cli.imports.layout import Layout

_OTHER_PERIOD = frozenset(
    concepts.listed("上年同期|去年同期|上年|去年|上期|上月|同期|累计|本年累计|自年初累计|本月|当月|本季")
)
_OF_LONG = frozenset(concepts.listed("value|values|obsvalue|observationvalue|数值|值|指标值"))
"""Heads of the only column of figures of a table that has one a row."""

ALWAYS = "always "
BUT_ONLY = ", but only "
OF_LAST_YEAR = ", of the last of the years before it"
BY_POSITION = "the first column, without a head, of texts that are all different: places by that"
SECOND_PLACE = "two columns of places: of which one the figures are is not clear"
_TELLS_APART = "it tells figures of the same place and period apart"
_NOT_SAID = "neither its head nor its cells say what it is"
_BLANK = "it is blank in the first rows"
_MOST, _MANY, _SOME = 0.8, 0.6, 0.5
_CODE_LIKE = re.compile("[A-Z0-9_.:-]+")
_PLACE_CODE = re.compile("[0-9]{6}")
_PERIOD_CODE = re.compile("[0-9]{4}")
_FEW = 0.2
_OF_PLACES = re.compile(
    r"\bby (?:\w+ )?(?:state|count(?:y|ry)|region|prefecture|province|district|municipality|cit(?:y|ies)|area)\b"
    "|分(?:地区|省|市|县|区县|国别)|各(?:省|市|县|区|地区|国|都道府县)|都道府[县県]|市区町村"
)
"""What a title says of a table whose rows are places."""

_OF_PARTS = re.compile(
    r"\bby (?:\w+ )*?(?:industr|sector|age|sex|gender|type|kind|product|occupation|commodit)|分行业|按"
)
_PLACE_END = re.compile(
    r"[^\s](?:\s(?:county|parish|borough|prefecture|province|district|oblast|krai|region|city|municipality|state)|-ken)$"
    "|.[都道府県县市区州郡町村省旗]$",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"\b(?:sex|gender|age|activity|industr\w*|sector|nace|isic|occupation|education|nationality|citizenship|citizen"
    r"|partner|class|category|group|type|product|commodity|duration|status|level|size|unit|geo)\b"
    "|性别|年龄|行业|产业|职业|教育|国籍|类型|类别|分组|城乡|等级|登记|産業|年齢|男女"
)
"""Heads of columns of parts of what is measured, rather than of measures."""

_NO_PLACE = re.compile(
    r"\b(?:male|female|men|women|urban|rural|industr|manufactur|agricultur|construction|services|mining|trade|other"
    r"|others|years|age|rate|index|number|average|persons|people|household|income|expenditure|food|goods|product)"
    "|城镇|农村|男|女|业$|其他|其中|[率数量额值]$"
)
_MONTH_ALONE = re.compile(
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:1[0-2]|[1-9])月"
)
_KEYS = frozenset((AREA, CODE, TIME, PART))
_SINGLE = (LABEL, "unit", "status", "unit_mult")


class Column(NamedTuple):
    """A column, counted from 0: its head, what it is and why; of figures the measure, period or place of its head."""

    at: int
    head: str
    role: str
    why: str
    named: heads.Named = heads.Named("")
    period: str = ""
    status: str = ""
    area: str = ""
    part: str = ""
    """The part of the year in the row that the head names: JAN."""


class _Cells:
    """The cells of a column in the sample, and how many of them are what."""

    def __init__(self, at: int, parts: Sequence[str], layout: Layout) -> None:
        self.at, self.parts = at, [part for part in dict.fromkeys(map(heads.joined, parts)) if part]
        self.head = " ".join(self.parts)
        self.every = [row.cells[at].strip() if at < len(row.cells) else "" for row in layout.sample]
        self.filled = [cell for cell in self.every if cell]
        self.different = [*dict.fromkeys(self.filled)]

    def share(self, is_one: Callable[[str], object]) -> float:
        return sum(bool(is_one(cell)) for cell in self.filled) / len(self.filled) if self.filled else 0.0

    def count(self, is_one: Callable[[str], object], what: str) -> str:
        return f"{sum(bool(is_one(cell)) for cell in self.filled)} of {len(self.filled)} cells are {what}"


def columns_of(
    layout: Layout, said: mapping.Mapping, year: str, roles: Mapping[str, str], *, is_dated: bool
) -> list[Column]:
    """Return what each column is; `year` is the one that heads may name parts of, `roles` what the file says by heads.

    `is_dated` says that the title has the period of figures of which no row and no head says another one.
    """
    seen = [_Cells(at, parts, layout) for at, parts in enumerate(layout.heads)]
    keys = mapping.keys_of(cells_.head for cells_ in seen)
    found = [
        _said(one, said.columns[key], year) if key in said.columns else _by_file(one, roles) or _guess(one, year)
        for one, key in zip(seen, keys, strict=True)
    ]
    fixed = {at for at, key in enumerate(keys) if key in said.columns}
    titles = " ".join(words for _, kind, words in layout.about if kind == "title")
    by_position = partial(_places_by_position, titles)
    for settle in (_one_place, _times, _months, _flags, _one_of_each, by_position, _names_of_rows, _values, _leftover):
        found = [column if column.at in fixed else new for column, new in zip(found, settle(found, seen), strict=True)]
    found = _without_odd_periods(found, fixed)
    return found if is_dated else _with_periods(found)


def _without_odd_periods(found: list[Column], fixed: Container[int]) -> list[Column]:
    """Heads like 2010-11 and 2011-12 side by side are no months, days that each begin a month are more than days."""
    dated = [column for column in found if column.role == VALUE and column.period and column.at not in fixed]
    kind = "" if len({column.period for column in dated}) == 1 else begun([column.period for column in dated])
    for column in dated:
        period = within(column.period, kind) if kind else column.period
        if are_fiscal(one.head for one in dated):
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
    is_last = _PERIOD_CODE.fullmatch(last) and str(int(last) - 1) in known
    new = [_with_period(column, period) if column.role == VALUE and not column.period else column for column in found]
    for before, column in pairwise(found):
        is_growth = column.named.aspect == Aspect.GROWTH and column.named.is_partial and not column.period
        if is_last and is_growth and column.role == VALUE and before.period:
            new[column.at] = column._replace(period=last, why=f"{column.why}{OF_LAST_YEAR}")
    return new


def _with_period(column: Column, period: str) -> Column:
    if column.why == _BLANK:
        return column._replace(role=IGNORE)
    if period and column.named.is_partial:
        return column._replace(period=period, why=f"{column.why}, of the period beside it")
    return column._replace(role=UNCLEAR, why="of which period its figures are is not said")


def _said(one: _Cells, role: str, year: str) -> Column:
    column = Column(one.at, one.head, role, "the mapping says so")
    return _of_head(one, column, year) if role == VALUE else column


def _by_file(one: _Cells, roles: Mapping[str, str]) -> Column | None:
    """What a file says that a column is, where its cells do not speak against it."""
    role = roles.get(one.head, "")
    if not one.filled or not role or (role == TIME and one.share(when) < _SOME):
        return None
    return Column(one.at, one.head, role, "the file says so")


def _is_figure(cell: str) -> bool:
    found = cells.read(cell)
    return found.value is not None or found.is_missing


def _guess(one: _Cells, year: str) -> Column:
    """What a column is by itself."""
    word = role_by_word(one.parts)
    if not one.filled:  # it may have figures further down
        blank = Column(one.at, one.head, IGNORE, _BLANK)
        return blank if word or not one.head else _of_head(one, blank._replace(role=VALUE), year)
    figures = one.share(_is_figure)
    by_word = _by_word(one, word, figures)
    if by_word is not None:
        return by_word
    if word == VALUE or (figures >= _SOME and not _is_key(one)):
        return _of_figures(one, word, year)
    return _by_cells(one)


def _is_key(one: _Cells) -> bool:
    """Tell whether all cells name periods or codes of places, as figures do by chance only."""
    return one.share(lambda cell: _is_year(cell) and not _PERIOD_CODE.fullmatch(cell)) >= _MOST


def _by_word(one: _Cells, word: str, figures: float) -> Column | None:
    """What a column is by its head, where its cells do not speak against it."""
    why = f"the head is {one.head}"
    if word == TIME:
        return _by_time_word(one, why)
    if word in {AREA, CODE}:
        return _by_place_word(one, word, figures)
    if (
        word in {LABEL, "unit", "status"}
        and figures >= _MOST
        and one.share(lambda cell: not heads.unit_in(cell)) > _SOME
    ):
        return None
    if word in {LABEL, "unit", "unit_mult", "status", IGNORE}:
        return Column(one.at, one.head, word, why)
    return None


def _by_time_word(one: _Cells, why: str) -> Column:
    if one.share(when) >= _SOME:
        return Column(one.at, one.head, TIME, f"{why}, {one.count(when, 'periods')}")
    if one.share(lambda cell: _part_of(cell, one.head)) >= _MOST:
        return Column(
            one.at, one.head, PART, f"{why}, {one.count(lambda cell: _part_of(cell, one.head), 'parts of a year')}"
        )
    return Column(one.at, one.head, UNCLEAR, f"{why}{BUT_ONLY}{one.count(when, 'periods')}")


def _part_of(cell: str, head: str) -> bool:
    return bool(joined_period("2000", cell, head).period)


def joined_period(year: str, part: str, head: str) -> When:
    """Return the period of a year and a part of it in columns of their own, as 2023 and 5 below 月份."""
    folded = text.fold(head)
    shown = part.strip()
    if shown.isdecimal():
        kind = "Q" if "季" in folded or "quarter" in folded else "M"
        tried = [f"{year}{kind}{shown}"]
    else:
        tried = [f"{year}年{shown}", f"{year}{shown}", f"{shown} {year}"]
    found = (when(each) for each in tried)
    return next((each for each in found if each and each.period), When("", why="no part of a year"))


def _by_place_word(one: _Cells, word: str, figures: float) -> Column | None:
    codes = one.share(heads.place_of_code)
    named = one.share(heads.place_in)
    if named >= _SOME or (word == AREA and codes < _SOME and figures < _SOME):
        return Column(one.at, one.head, AREA, f"the head is {one.head}, {one.count(heads.place_in, 'known places')}")
    if codes >= _SOME:
        return Column(one.at, one.head, CODE, one.count(heads.place_of_code, "codes of places"))
    return Column(one.at, one.head, IGNORE, f"the head is {one.head}: codes are no figures")


def _of_figures(one: _Cells, word: str, year: str) -> Column:
    """What a column of figures is: figures, or years, codes and counts of rows that only look like these."""
    column = _of_head(one, Column(one.at, one.head, VALUE, one.count(_is_figure, "figures")), year)
    if word == VALUE or column.period or column.area:
        return column
    if not one.head or one.head.lower().startswith("unnamed"):
        return _without_head(one)
    if measures.ids_of(text.fold(column.named.label)):
        return column
    if one.share(_is_bare_year) == 1:
        return column._replace(role=UNCLEAR, why="its cells may be years, codes or figures")
    if one.share(lambda cell: _PLACE_CODE.fullmatch(cell) and heads.place_of_code(cell)) == 1:
        return column._replace(role=CODE, why=one.count(heads.place_of_code, "codes of places"))
    return column


def _without_head(one: _Cells) -> Column:
    """What a column of figures without a head is: years, a count of the rows, or not clear."""
    if one.share(_is_bare_year) == 1:
        return Column(one.at, one.head, TIME, one.count(_is_year, "years"))
    if _counts_rows(one):
        return Column(one.at, one.head, IGNORE, "it counts the rows")
    return Column(one.at, one.head, UNCLEAR, "figures without a head")


def _is_bare_year(cell: str) -> bool:
    return _PERIOD_CODE.fullmatch(cell) is not None and _is_year(cell)


def _is_year(cell: str) -> bool:
    found = when(cell)
    return bool(found) and "1700" <= cell[:4] <= "2199"


def _counts_rows(one: _Cells) -> bool:
    numbers = [int(cell) for cell in one.filled if re.fullmatch("[0-9]{1,9}", cell)]
    return len(numbers) == len(one.filled) and all(after == before + 1 for before, after in pairwise(numbers))


def _by_cells(one: _Cells) -> Column:
    """What a column of texts is."""
    if one.share(when) >= _MOST and one.share(_is_year) >= _SOME:
        return Column(one.at, one.head, TIME, one.count(when, "periods"))
    if one.share(heads.place_in) >= _MANY:
        return Column(one.at, one.head, AREA, one.count(heads.place_in, "known places"))
    if one.share(heads.place_of_code) >= _MOST:
        return Column(one.at, one.head, CODE, one.count(heads.place_of_code, "codes of places"))
    is_measure: Callable[[str], object] = lambda cell: measures.ids_of(text.fold(heads.named(cell).label))  # noqa: E731
    if one.share(is_measure) >= _SOME:
        return Column(one.at, one.head, LABEL, one.count(is_measure, "known measures"))
    return Column(one.at, one.head, UNCLEAR, "", _combined([heads.named(part) for part in one.parts]))


def _of_head(one: _Cells, column: Column, year: str) -> Column:
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
        elif not area and heads.place_in(part) and not measures.ids_of(text.fold(part)):
            area = heads.joined(part)
        else:
            rest.append(heads.named(part))
    return column._replace(period=period, status=status, area=area, named=_combined(rest))


def _with_part_of_year(parts: Sequence[str]) -> list[str]:
    """The parts of a head, of which a year and a part of it, in rows that others stand between, are one."""
    year = next((part for part in parts if _is_bare_year(part.strip())), None)
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


def _months(found: list[Column], seen: list[_Cells]) -> list[Column]:
    """Columns of months are of the years in the rows, where there is a column of these and of nothing else."""
    times = [column for column in found if column.role == TIME]
    if len(times) == 1 and seen[times[0].at].share(_is_bare_year) == 1:
        return found
    why = "of which year is not said"
    return [column._replace(role=UNCLEAR, why=f"{column.part}: {why}") if column.part else column for column in found]


def _combined(parts: Sequence[heads.Named]) -> heads.Named:
    """The measure of several rows of a head: a unit below, an aspect of what is above, a word for the figure itself."""
    found = heads.Named("")
    for part in parts:
        is_unit = bool(heads.unit_in(part.label)) and (bool(found.label) or part.label in {"%", "‰"})
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


def joined_label(whole: str, part: str) -> str:
    """Return the name of a measure and of a part or an aspect of it as one."""
    return f"{whole}, {part}" if (whole + part).isascii() else whole + part


# ---- what columns are beside each other


def _is_dated(cell: str) -> bool:
    found = when(cell)
    return bool(found and found.period)


def _one_place(found: list[Column], seen: list[_Cells]) -> list[Column]:
    """Of several columns of places one is that of the row: a name before a code, the smallest of several."""
    names = [column for column in found if column.role == AREA]
    codes = [column for column in found if column.role == CODE]
    if not names:
        others = codes[1:]
        return [column._replace(role=IGNORE) if column in others else column for column in found]
    worded = [column for column in names if role_by_word(seen[column.at].parts) == AREA]
    main = max(worded or names, key=lambda column: _narrowness(column, names, seen))
    found = [_beside_place(column, main, seen, is_sure=bool(worded)) for column in found]
    if any(column.why == SECOND_PLACE for column in found):  # then nobody knows of which one the figures are
        found[main.at] = main._replace(role=UNCLEAR, why=SECOND_PLACE)
    return found


def _narrowness(column: Column, others: list[Column], seen: list[_Cells]) -> tuple[int, int, int]:
    """A key of a column of places that is the larger, the smaller these are."""
    one = seen[column.at]
    inner = sum(_lie_in(one, seen[other.at]) for other in others if other is not column)
    return len(one.different), inner, -column.at


def _beside_place(column: Column, main: Column, seen: list[_Cells], *, is_sure: bool) -> Column:
    """What a column of places or their codes is beside that of the row, which `is_sure` says to be one by its head."""
    if column.role not in {AREA, CODE} or column is main:
        return column
    one, of_row = seen[column.at], seen[main.at]
    is_same = _follows(one, [of_row])
    if column.role == CODE and (is_same or _are_same(of_row, one)):
        return column._replace(role=IGNORE, why=f"{column.why}; the names are in column {main.at + 1}")
    is_wider = is_same and (1 < len(one.different) < len(of_row.different) or _lie_in(of_row, one))
    if is_wider:
        return column._replace(role=IGNORE, why=f"the same for each place of column {main.at + 1}")
    if is_sure and (column.role == CODE or role_by_word(one.parts) != AREA):
        return column._replace(role=BREAKDOWN, why="places beside those of the row")
    return column._replace(role=UNCLEAR, why=SECOND_PLACE)


def _are_same(names: _Cells, codes: _Cells) -> bool:
    """Tell whether a column has the codes of the places that another one names, as far as these are known."""
    pairs = [(heads.place_in(name), code) for name, code in zip(names.every, codes.every, strict=True)]
    known = [(place, code) for place, code in pairs if place and heads.place_of_code(code)]
    return bool(known) and sum(place == heads.place_of_code(code) for place, code in known) >= _SOME * len(known)


def _lie_in(inner: _Cells, outer: _Cells) -> bool:
    """Tell whether the places of a column lie in those of another one, or are the same."""
    pairs = {*zip(inner.every, outer.every, strict=True)}
    return sum(one == other or lies_in(one, other) for one, other in pairs) >= _SOME * len(pairs)


def _follows(one: _Cells, of: Sequence[_Cells]) -> bool:
    """Tell whether the cells of a column are the same wherever those of others are."""
    known: dict[tuple[str, ...], str] = {}
    for at, cell in enumerate(one.every):
        if known.setdefault(tuple(other.every[at] for other in of), cell) != cell:
            return False
    return True


def _times(found: list[Column], seen: list[_Cells]) -> list[Column]:
    """Of several columns of periods one is that of the row, unless one is a part of the year in the other."""
    times = [column for column in found if column.role == TIME]
    parts = [column for column in found if column.role == PART]
    if parts and not times:
        return [
            column._replace(role=UNCLEAR, why="a part of a year, without a column of years")
            if column in parts
            else column
            for column in found
        ]
    main = max(times, key=lambda column: seen[column.at].share(_is_dated), default=None)
    for column in times:
        if main is None or column is main:
            continue
        same = seen[column.at].every == seen[main.at].every or _follows(seen[column.at], [seen[main.at]])
        role, why = (IGNORE, f"the same as column {main.at + 1}") if same else (UNCLEAR, "a second column of periods")
        found = [column._replace(role=role, why=why) if column is one else one for one in found]
    return found


def _flags(found: list[Column], seen: list[_Cells]) -> list[Column]:
    """A column of flags behind one of figures says how far these are settled, whatever its head."""
    figures = [seen[column.at] for column in found if column.role == VALUE]
    new = [_without_grades(column, seen[column.at], figures) for column in found]
    for before, column in pairwise(found):
        is_open = column.role == UNCLEAR and not column.why
        if before.role == VALUE and is_open and all(map(_is_flag, seen[column.at].different)):
            new[column.at] = column._replace(role=STATUS, why=f"flags of column {before.at + 1}")
    return new


def _without_grades(column: Column, one: _Cells, figures: Sequence[_Cells]) -> Column:
    """A column of flags, unless these are grades from A to F: C stands beside figures, as no flag of SDMX does."""
    if column.role != STATUS or not {*one.different} <= {*"ABCDEF"}:
        return column
    graded = (of.every[at] for of in figures for at, flag in enumerate(one.every) if flag == "C")
    is_graded = any(cells.read(cell).value is not None for cell in graded)
    return column._replace(role=IGNORE, why="grades of how sure the figures are") if is_graded else column


def _is_flag(cell: str) -> bool:
    is_known = cells.status_of(cell) is not None or bool(cells.missing_by(cell))
    return is_known and re.fullmatch("[A-Za-z]{1,3}", cell) is not None


def flags_of(found: Sequence[Column]) -> dict[int, int]:
    """Return which column of flags each column of figures has behind it, where each column of flags is such a one."""
    pairs = [(one.at, other.at) for one, other in pairwise(found) if one.role == VALUE and other.role == STATUS]
    return dict(pairs) if len(pairs) == sum(column.role == STATUS for column in found) > 1 else {}


def _one_of_each(found: list[Column], seen: list[_Cells]) -> list[Column]:
    """Of two columns for one thing, as a code and its name, one."""
    for role in _SINGLE:
        several = [column for column in found if column.role == role]
        if len(several) < 2 or (role == STATUS and flags_of(found)):  # noqa: PLR2004
            continue
        are_codes = [seen[column.at].share(_CODE_LIKE.fullmatch) >= _SOME for column in several]
        wanted = role in {"status", "unit_mult"}  # of these the codes are known, and their names are not
        main = next(
            (column for column, is_code in zip(several, are_codes, strict=True) if is_code is wanted), several[0]
        )
        for column in several:
            if column is not main:
                same = _follows(seen[column.at], [seen[main.at]])
                rows = [seen[other.at].every for other in found if other.role in _KEYS or other is main]
                tells = role == LABEL and _repeats([*rows, seen[column.at].every]) < _repeats(rows)
                new = (
                    (IGNORE, f"says what column {main.at + 1} says")
                    if same
                    else (BREAKDOWN, _TELLS_APART)
                    if tells
                    else (UNCLEAR, f"a second column for {role}")
                )
                found = [one._replace(role=new[0], why=new[1]) if one is column else one for one in found]
    return found


def _places_by_position(titles: str, found: list[Column], seen: list[_Cells]) -> list[Column]:
    """The first column without a head names places that nobody knows, where each row has another text and figures."""
    first = found[0]
    is_alone = first.role == UNCLEAR and not first.why and not first.head
    others = [column for column in found[1:] if column.why != _BLANK]
    figures = [column for column in others if column.role == VALUE]
    if not is_alone or not figures or any(column.role not in {VALUE, IGNORE} for column in others):
        return found
    one = seen[0]
    is_each = len(one.filled) == len(one.every) == len(one.different) > 1
    is_strict = not any(column.named.label and not column.named.is_partial for column in figures)
    if not is_each or any(column.area for column in figures) or not _may_be_places(one, titles, is_strict=is_strict):
        return found
    return [first._replace(role=AREA, why=BY_POSITION), *found[1:]]


def _may_be_places(one: _Cells, titles: str, *, is_strict: bool) -> bool:
    """Tell whether texts may be names of places: some are known, or the title says so, or they end as such do.

    Where that is not `is_strict`, it is enough that nothing else is said of them: by their titles, or by what they are.
    """
    if _OF_PLACES.search(text.fold(titles)) or one.share(_ends_as_place) >= _SOME:
        return True
    if one.share(heads.place_in) > _FEW:
        return True
    is_of_place = bool(heads.title_in(titles).area) or _OF_PARTS.search(text.fold(titles))
    return not is_strict and not is_of_place and not one.share(_is_no_place)


def _ends_as_place(cell: str) -> bool:
    return _PLACE_END.search(heads.without_lead(cell)) is not None


def _is_no_place(cell: str) -> bool:
    """Tell whether a text is no name of a place: it has digits, a unit, a measure or a word for a part of people."""
    folded = text.fold(cell)
    named = heads.named(cell)
    return bool(re.search("[0-9]", folded) or named.unit or measures.ids_of(folded) or _NO_PLACE.search(folded))


def _names_of_rows(found: list[Column], seen: list[_Cells]) -> list[Column]:
    """The first column of texts names the rows where no other does: measures, where heads are periods or places."""
    roles = {column.role for column in found}
    first = next((column for column in found if column.role == UNCLEAR and not column.why), None)
    is_wide = any(column.role == VALUE and (column.period or column.area) for column in found)
    if first is None or LABEL in roles or not is_wide or first.at > 1:
        return found
    is_repeated = len(seen[first.at].different) < len(seen[first.at].filled)
    if (is_repeated and AREA not in roles) or (AREA in roles and not any(column.period for column in found)):
        return found
    named = first._replace(role=LABEL, why="its texts name the rows")
    return [named if column is first else column for column in found]


def _values(found: list[Column], _seen: list[_Cells]) -> list[Column]:
    """Beside a column of values and one that names their measures, other figures are not theirs."""
    plain = [column for column in found if column.role == VALUE and not column.named.label and not column.period]
    is_long = any(text.key(text.fold(column.head)) in _OF_LONG for column in plain)
    if len(plain) != 1 or not (is_long or any(column.role == LABEL for column in found)):
        return found
    why = f"figures beside those of column {plain[0].at + 1}"
    return [
        column._replace(role=UNCLEAR, why=why)
        if column.role == VALUE
        and column is not plain[0]
        and not (column.named.is_partial or column.period or column.area)
        else column
        for column in found
    ]


def _leftover(found: list[Column], seen: list[_Cells]) -> list[Column]:
    """Texts that are the same for each place or measure say nothing of a figure; what else is left is unclear."""
    keys = [seen[column.at] for column in found if column.role in {AREA, LABEL}]
    found = [_left(column, seen[column.at], keys) for column in found]
    rows = [seen[column.at].every for column in found if column.role in {AREA, CODE, TIME, PART, LABEL}]
    rows = rows or [[""] * len(one.every) for one in seen[:1]]
    for at, column in enumerate(found):
        one = seen[column.at]
        if column.why == _NOT_SAID and one.share(_is_figure) < _SOME and _repeats([*rows, one.every]) < _repeats(rows):
            rows.append(one.every)
            found[at] = column._replace(role=BREAKDOWN, why=_TELLS_APART)
    return _with_measure(found, seen)


def _with_measure(found: list[Column], seen: list[_Cells]) -> list[Column]:
    """Of the columns that tell figures apart the only one that is of no people or trades names the measures.

    That is so only where no other column and no head of figures does.
    """
    figures = [column for column in found if column.role == VALUE]
    is_named = any(column.role == LABEL for column in found) or any(column.named.label for column in figures)
    parts = [column for column in found if column.why == _TELLS_APART]
    others = [column for column in parts if not _OF_PEOPLE.search(text.fold(column.head))]
    if is_named or len(figures) != 1 or len(others) != 1 or any(map(_is_code, seen[others[0].at].different)):
        return found
    named = others[0]._replace(role=LABEL, why="its texts tell figures of the same place and period apart")
    return [named if column is others[0] else column for column in found]


def _is_code(cell: str) -> bool:
    return _CODE_LIKE.fullmatch(cell) is not None


def _repeats(rows: Sequence[Sequence[str]]) -> int:
    """How many rows have the same cells in some columns as a row before."""
    keys = [*zip(*rows, strict=True)]
    return len(keys) - len({*keys})


def _left(column: Column, one: _Cells, keys: list[_Cells]) -> Column:
    if column.role != UNCLEAR or column.why:
        return column
    if len(one.different) == 1 and len(one.every) > 1:
        return column._replace(role=IGNORE, why=f"{ALWAYS}{one.different[0]}")
    if any(_follows(one, [key]) and len(key.different) < len(key.filled) for key in keys):
        return column._replace(role=IGNORE, why="the same for each place or measure")
    return column._replace(why=_NOT_SAID)
