"""Years that do not begin in January: where a table says in which month they begin, they are periods; else refused."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.imports import heads
from jimo_cli.imports.times import ENGLISH_MONTHS, NAMES_OF_MONTHS
from jimo_cli.tables.sheet import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = rf"(?P<month>{ENGLISH_MONTHS})\.?(?![a-z])"
_LAST = rf"(?P<last>{ENGLISH_MONTHS})"
_YEARS = r"\b(?:years?|fy)(?: that| which)?"
_FIRST_DAY = r"(?! ?(?:[2-9]|1[0-9]|[23][0-9])(?![0-9]))"
_LAST_DAY = r"(?! ?(?:[1-9]|1[0-9]|2[0-7])(?![0-9]))"
_SAID = (
    rf"{_YEARS} (?:begin|start|commenc)\w*(?: in| on| from)?(?: the)?(?: 1(?:st)?)?(?: of)? {_MONTH}{_FIRST_DAY}",
    rf"{_YEARS}\W{{1,3}}(?:is |are |runs? )?(?:from )?(?:1 )?{_MONTH} ?(?:[-–]|to|through) ?(?:(?:28|3[01]) )?{_LAST}",
    "(?:财年|财政年度|会计年度|学年)[^。;0-9]{0,6}(?P<month>[0-9]{1,2})月(?:1日|份)?(?:[^。;0-9]{0,6}[次翌]年(?P<last>[0-9]{1,2})月|开始)",
)
_BEGINS = [re.compile(said) for said in _SAID]
"""How a line says in which month a year begins: fiscal years begin in April, school year: September to August."""

_ENDS = re.compile(
    rf"{_YEARS} end(?:s|ed|ing)?(?: in| on)?(?: the)?(?: (?:28|29|30|31)(?:st|th)?)?(?: of)? {_MONTH}{_LAST_DAY}"
)

_TWO_YEARS = re.compile(r"([0-9]{4}) ?[-/–] ?([0-9]{2}|[0-9]{4})")
_FIRST = 300
_LONGEST = 300
_MONTHS = 12


def spelt_out(sheet: Sheet) -> Sheet:
    """Return a sheet with 2019/20 as 2019-04/2020-03 in the heads and cells, where a line says when such a year begins.

    Any other sheet comes back as it is: nobody knows what its fiscal years are.
    """
    rows = [*islice(sheet.read(), _FIRST)]
    if not any(_TWO_YEARS.fullmatch(cell.strip()) for row in rows for cell in row.cells):
        return sheet
    lines = {cell for row in rows for cell in row.cells if _LONGEST > len(cell) > len("year")}
    months = {month for line in lines if (month := first_month(line))}
    if len(months) != 1:
        return sheet
    (month,) = months

    def read() -> Iterator[Row]:
        return (Row(row.number, [_spelt(cell, month) for cell in row.cells]) for row in sheet.read())

    return Sheet(sheet.name, read)


def first_month(line: str) -> int:
    """Return the number of the month in which a line says that years begin; 0 where it does not, or only of a place."""
    folded = text.fold(line)
    ends = _ENDS.search(folded)
    begins = next((said for pattern in _BEGINS if (said := pattern.search(folded))), None)
    if not (ends or begins) or heads.title_in(line).area:
        return 0
    months = {_number(ends["month"]) % _MONTHS + 1} if ends else set()
    months |= {_number(begins["month"])} if begins else set()
    last = begins.groupdict().get("last") if begins else None
    months |= {_number(last) % _MONTHS + 1} if last else set()
    month = months.pop()
    return month if not months and 1 < month <= _MONTHS else 0


def _number(month: str) -> int:
    return int(month) if month.isdecimal() else [*NAMES_OF_MONTHS].index(month[:3]) + 1


def _spelt(cell: str, month: int) -> str:
    """A cell with two years behind each other as the months from the first to the last; any other as it is."""
    years = _TWO_YEARS.fullmatch(cell.strip()) if len(cell) <= len("2019 - 2020 ") else None
    if years is None:
        return cell
    first, last = int(years[1]), years[2]
    return f"{first}-{month:02}/{first + 1}-{month - 1:02}" if str(first + 1).endswith(last) else cell
