"""What columns are beside each other: one of places, one of periods, parts that tell figures apart."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.claims.places import lies_in
from jimo_cli.imports import cells, heads
from jimo_cli.imports.alone import is_bare_year
from jimo_cli.imports.column import ALWAYS, BLANK, NOT_SAID, SECOND_PLACE, SOME, Cells, Column, is_figure
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
    is_about_data,
    is_of_groups,
    is_of_others,
    is_of_parts,
    role_by_word,
)
from jimo_cli.imports.times import when
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Sequence

_OF_LONG = frozenset(concepts.listed("value|values|obsvalue|observationvalue|数值|值|指标值"))
"""Heads of the only column of figures of a table that has one a row."""


_TELLS_APART = "it tells figures of the same place and period apart"


_CODE_LIKE = re.compile("[A-Z0-9_.:-]+")


_OF_PEOPLE = re.compile(
    r"\b(?:sex|gender|age|activity|industr\w*|sector|nace|isic|occupation|education|nationality|citizenship|citizen"
    r"|partner|class|category|group|type|product|commodity|duration|status|level|size|unit|geo)\b"
    "|性别|年龄|行业|产业|职业|教育|国籍|类型|类别|分组|城乡|等级|登记|産業|年齢|男女"
)
"""Heads of columns of parts of what is measured, rather than of measures."""


_SAYS_NO_PART = re.compile("_[TZXU]|T|-|N/?A", re.IGNORECASE)
"""Codes of SDMX for the total, and for what does not apply."""


_OF_PERSONS = re.compile(r"\b(?:sex|gender|ages?)\b|性别|年龄|男女")
"""Heads of what no place is by itself."""


_WITHIN = re.compile("(?<=[a-z])(?=[A-Z])")
"""Where another word begins in a head without blanks: IndicatorType."""


_KEYS = frozenset((AREA, CODE, TIME, PART))


_SINGLE = (LABEL, "unit", "status", "unit_mult")


def months_of_years(found: list[Column], seen: list[Cells]) -> list[Column]:
    """Columns of months are of the years in the rows, where there is a column of these and of nothing else."""
    times = [column for column in found if column.role == TIME]
    if len(times) == 1 and seen[times[0].at].share(is_bare_year) == 1:
        return found
    why = "of which year is not said"
    return [column._replace(role=UNCLEAR, why=f"{column.part}: {why}") if column.part else column for column in found]


def _is_dated(cell: str) -> bool:
    found = when(cell)
    return bool(found and found.period)


def one_place(found: list[Column], seen: list[Cells]) -> list[Column]:
    """Of several columns of places one is that of the row: a name before a code, the smallest of several."""
    names = [column for column in found if column.role == AREA]
    codes = [column for column in found if column.role == CODE]
    if not names:
        others = codes[1:]
        return [column._replace(role=IGNORE) if column in others else column for column in found]
    if all(is_of_others(column.head) for column in names):
        why = "places other than those of the figures, by its head"
        return [column._replace(role=BREAKDOWN, why=why) if column in names else column for column in found]
    worded = [column for column in names if role_by_word(seen[column.at].parts) == AREA]
    main = max(worded or names, key=lambda column: _narrowness(column, names, seen))
    found = [_beside_place(column, main, seen, is_sure=bool(worded)) for column in found]
    if any(column.why == SECOND_PLACE for column in found):  # then nobody knows of which one the figures are
        found[main.at] = main._replace(role=UNCLEAR, why=SECOND_PLACE)
    return found


def _narrowness(column: Column, others: list[Column], seen: list[Cells]) -> tuple[int, int, int]:
    """A key of a column of places that is the larger, the smaller these are."""
    one = seen[column.at]
    inner = sum(_lie_in(one, seen[other.at]) for other in others if other is not column)
    return len(one.different), inner, -column.at


def _beside_place(column: Column, main: Column, seen: list[Cells], *, is_sure: bool) -> Column:
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


def _are_same(names: Cells, codes: Cells) -> bool:
    """Tell whether a column has the codes of the places that another one names, as far as these are known."""
    pairs = [(heads.place_in(name), code) for name, code in zip(names.every, codes.every, strict=True)]
    known = [(place, code) for place, code in pairs if place and heads.place_of_code(code)]
    return bool(known) and sum(place == heads.place_of_code(code) for place, code in known) >= SOME * len(known)


def _lie_in(inner: Cells, outer: Cells) -> bool:
    """Tell whether the places of a column lie in those of another one, or are the same."""
    pairs = {*zip(inner.every, outer.every, strict=True)}
    return sum(one == other or lies_in(one, other) for one, other in pairs) >= SOME * len(pairs)


def _follows(one: Cells, of: Sequence[Cells]) -> bool:
    """Tell whether the cells of a column are the same wherever those of others are."""
    known: dict[tuple[str, ...], str] = {}
    for at, cell in enumerate(one.every):
        if known.setdefault(tuple(other.every[at] for other in of), cell) != cell:
            return False
    return True


def one_period(found: list[Column], seen: list[Cells]) -> list[Column]:
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


def flagged(found: list[Column], seen: list[Cells]) -> list[Column]:
    """A column of flags behind one of figures says how far these are settled, whatever its head."""
    figures = [seen[column.at] for column in found if column.role == VALUE]
    found = _by_symbol(found)
    new = [_without_grades(column, seen[column.at], figures) for column in found]
    for before, column in pairwise(found):
        is_part = is_of_parts(_WITHIN.sub(" ", column.head))  # F of Sex is no forecast, I of IndicatorType no estimate
        is_open = column.role == UNCLEAR and not column.why and not is_part
        if before.role == VALUE and is_open and all(map(_is_flag, seen[column.at].different)):
            new[column.at] = column._replace(role=STATUS, why=f"flags of column {before.at + 1}")
    return new


def _by_symbol(found: list[Column]) -> list[Column]:
    """Beside STATUS, which grades how good figures are, SYMBOL says how far they are settled: tables of StatCan."""
    others = [column for column in found if column.role != VALUE or column.why == BLANK]
    at = {text.key(text.fold(column.head)): column.at for column in others}
    if not {"symbol", "status"} <= at.keys() or found[at["status"]].role != STATUS:
        return found
    why = "grades of how sure the figures are"
    new = {at["status"]: (IGNORE, why), at["symbol"]: (STATUS, f"the head is {found[at['symbol']].head}")}
    return [
        column._replace(role=new[column.at][0], why=new[column.at][1]) if column.at in new else column
        for column in found
    ]


def _without_grades(column: Column, one: Cells, figures: Sequence[Cells]) -> Column:
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


def one_of_each(found: list[Column], seen: list[Cells]) -> list[Column]:
    """Of two columns for one thing, as a code and its name, one."""
    for role in _SINGLE:
        several = [column for column in found if column.role == role]
        if len(several) < 2 or (role == STATUS and flags_of(found)):  # noqa: PLR2004
            continue
        are_codes = [seen[column.at].share(_CODE_LIKE.fullmatch) >= SOME for column in several]
        wanted = role in {"status", "unit_mult"}  # of these the codes are known, and their names are not
        main = next(
            (column for column, is_code in zip(several, are_codes, strict=True) if is_code is wanted), several[0]
        )
        for column in several:
            if column is not main:
                role_, why = _beside_main(column, main, found, seen)
                found = [one._replace(role=role_, why=why) if one is column else one for one in found]
    return found


def _beside_main(column: Column, main: Column, found: list[Column], seen: list[Cells]) -> tuple[str, str]:
    """What a second column for one thing is, and why."""
    one, of = seen[column.at], seen[main.at]
    if column.role == LABEL and _is_more(one, of):
        return BREAKDOWN, f"{ALWAYS}{one.different[0]}"
    if _follows(one, [of]):
        return IGNORE, f"says what column {main.at + 1} says"
    rows = [seen[other.at].every for other in found if other.role in _KEYS or other is main]
    if column.role == LABEL and _repeats([*rows, one.every]) < _repeats(rows):
        return BREAKDOWN, _TELLS_APART
    return UNCLEAR, f"a second column for {column.role}"


def _is_more(one: Cells, of: Cells) -> bool:
    """Tell whether a text that is the same in all rows says more of measures than their names: seasonally adjusted."""
    if len(one.different) != 1 or _is_code(one.different[0]) or not is_of_parts(one.head):
        return False
    said = one.different[0]
    return all(said.isascii() == name.isascii() and said not in name and not _is_code(name) for name in of.different)


def names_of_rows(found: list[Column], seen: list[Cells]) -> list[Column]:
    """The first column of texts names the rows where no other does: measures, where heads are periods or places."""
    roles = {column.role for column in found}
    first = next((column for column in found if column.role == UNCLEAR and not column.why), None)
    is_wide = any(column.role == VALUE and (column.period or column.area) for column in found)
    if first is None or LABEL in roles or not is_wide or first.at > 1:
        return found
    is_repeated = len(seen[first.at].different) < len(seen[first.at].filled)
    if (is_repeated and AREA not in roles) or (AREA in roles and not any(column.period for column in found)):
        return found
    one = seen[first.at]
    are_groups = _OF_PERSONS.search(text.fold(first.head)) or (
        is_of_groups(first.head) and one.share(is_figure) >= SOME
    )
    named = first._replace(role=BREAKDOWN if are_groups else LABEL, why="its texts name the rows")
    return [named if column is first else column for column in found]


def one_value(found: list[Column], _seen: list[Cells]) -> list[Column]:
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


def alike(found: list[Column], seen: list[Cells]) -> list[Column]:
    """Columns of figures with one head and no dimension that tells them apart are unclear where their cells differ."""
    same: dict[tuple[object, ...], list[Column]] = {}
    for column in found:
        if column.role == VALUE:
            key = (column.named, _before(found, column), column.period, column.status, column.area, column.part)
            same.setdefault(key, []).append(column)
    several = [columns for columns in same.values() if len({(*seen[column.at].every,) for column in columns}) > 1]
    why = {
        column.at: f"columns {', '.join(str(one.at + 1) for one in columns)} have the same head and other figures"
        for columns in several
        for column in columns
    }
    return [column._replace(role=UNCLEAR, why=why[column.at]) if column.at in why else column for column in found]


def _before(found: Sequence[Column], column: Column) -> int:
    """Which column an aspect alone, as a growth, is of: the nearest before it; -1 for none and for any other column."""
    before = [one.at for one in found[: column.at] if one.role == VALUE and not one.named.is_partial]
    return before[-1] if before and column.named.is_partial else -1


def leftover(found: list[Column], seen: list[Cells]) -> list[Column]:
    """Texts that are the same for each place or measure say nothing of a figure; what else is left is unclear."""
    keys = [seen[column.at] for column in found if column.role in {AREA, LABEL}]
    found = _named_once([_left(column, seen[column.at], keys) for column in found], seen)
    rows = [seen[column.at].every for column in found if column.role in {AREA, CODE, TIME, PART, LABEL}]
    rows = rows or [[""] * len(one.every) for one in seen[:1]]
    for at, column in enumerate(found):
        one = seen[column.at]
        is_text = one.share(is_figure) < SOME or is_of_groups(column.head)
        if column.why == NOT_SAID and is_text and _repeats([*rows, one.every]) < _repeats(rows):
            rows.append(one.every)
            found[at] = column._replace(role=BREAKDOWN, why=_TELLS_APART)
    return _with_measure(found, seen)


def _with_measure(found: list[Column], seen: list[Cells]) -> list[Column]:
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


def _constant(column: Column, cell: str) -> Column:
    """What a column of one text is, by its head: a part of the measure of all figures, or nothing of them."""
    is_part = is_of_parts(column.head) and not _SAYS_NO_PART.fullmatch(cell)
    is_known = is_part or is_of_parts(column.head) or is_about_data(column.head)
    role = BREAKDOWN if is_part else IGNORE if is_known else UNCLEAR
    return column._replace(role=role, why=f"{ALWAYS}{cell}")


def _named_once(found: list[Column], seen: list[Cells]) -> list[Column]:
    """Of a code and its name behind it, that are the same in all rows, the name is the part of the measure."""
    new = [*found]
    for before, column in pairwise(found):
        both = [one.role == BREAKDOWN and one.why.startswith(ALWAYS) for one in (before, column)]
        code, name = (seen[one.at].different[:1] for one in (before, column))
        if all(both) and _is_code(code[0]) and not _is_code(name[0]) and _same_words(before.head, column.head):
            new[before.at] = before._replace(role=IGNORE, why=f"the code of column {column.at + 1}")
    return new


def _same_words(code: str, name: str) -> bool:
    """Tell whether the head of a code has a word of the head of its name: SEX, Sex; Element Code, Element."""
    words = [{*re.findall("[a-z]{3,}", text.fold(head).replace("_", " "))} for head in (code, name)]
    return bool(words[0] & words[1])


def _left(column: Column, one: Cells, keys: list[Cells]) -> Column:
    if column.role != UNCLEAR or column.why:
        return column
    if len(one.different) == 1 and len(one.every) > 1:
        return _constant(column, one.different[0])
    is_followed = any(_follows(one, [key]) and len(key.different) < len(key.filled) for key in keys)
    if is_followed and _OF_PERSONS.search(text.fold(column.head)):
        return column._replace(
            role=BREAKDOWN, why="a part of the measure by its head, the same for each place or measure"
        )
    if is_followed:
        return column._replace(role=IGNORE, why="the same for each place or measure")
    return column._replace(why=NOT_SAID)


FIRST = (one_place, one_period, months_of_years, flagged, one_of_each)
LAST = (names_of_rows, one_value, leftover)
"""What settles columns beside each other, in this order, before and behind what places have no head."""
