"""Sheets that pack several things into a cell, taken apart: Eurostat's first column, SDMX with codes and names."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from jimo_cli.tables.sheet import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CODED = re.compile("([A-Z][A-Z0-9_]*): (.+)")
_AXES = re.compile(r"[A-Za-z_]+\\[A-Za-z_]+")
"""A head that names what stands below it and what stands beside it: geo\\TIME_PERIOD."""

_KEPT_CODES = frozenset(("OBS_STATUS", "UNIT_MULT", "FREQ", "DECIMALS"))
_FEWEST = 3
_DAY = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})")
_MONTHS, _LAST_DAY = 12, 31
_LONGEST_DAY = 12
_FIRST = 300
"""Rows in which is looked for a day that shows in which order days are."""


def unpacked(sheet: Sheet) -> Sheet:
    """Return a sheet in whose cells is one thing each; any other sheet as it is."""
    head = next(iter(sheet.read()), Row(0, []))
    first = head.cells[0] if head.cells else ""
    if "," in first and "\\" in first:
        return Sheet(sheet.name, _with(sheet, _split_first))
    if any(_AXES.fullmatch(cell) for cell in head.cells):
        downwards = [cell.partition("\\")[0] for cell in head.cells]
        return Sheet(sheet.name, _with(sheet, lambda row: downwards if row.number == head.number else row.cells))
    coded = [_CODED.fullmatch(cell.strip()) for cell in head.cells]
    if sum(found is not None for found in coded) < _FEWEST:
        return sheet
    ids = [found[1] if found else "" for found in coded]
    heads = [found[1] if found else cell for found, cell in zip(coded, head.cells, strict=True)]
    return Sheet(sheet.name, _with(sheet, lambda row: heads if row.number == head.number else _named(row, ids)))


def dated(sheet: Sheet) -> Sheet:
    """Return a sheet with its days in ISO 8601, of columns where some day shows what stands first; else as it is."""
    orders: dict[int, str] = {}
    for at, cells in _days(sheet).items():
        firsts, seconds = [max(int(day[which]) for day in cells) for which in (1, 3)]
        if firsts > _MONTHS >= seconds and firsts <= _LAST_DAY:
            orders[at] = r"\4-\3-\1"
        elif seconds > _MONTHS >= firsts and seconds <= _LAST_DAY:
            orders[at] = r"\4-\1-\3"
    return Sheet(sheet.name, _with(sheet, lambda row: _with_iso(row, orders))) if orders else sheet


def _days(sheet: Sheet) -> dict[int, list[re.Match[str]]]:
    """The days by column of the first rows, where the year stands last."""
    found: dict[int, list[re.Match[str]]] = {}
    for row in islice(sheet.read(), _FIRST):
        for at, cell in enumerate(row.cells):
            if len(cell) <= _LONGEST_DAY and (day := _DAY.fullmatch(cell.strip())):
                found.setdefault(at, []).append(day)
    return found


def _with_iso(row: Row, orders: dict[int, str]) -> list[str]:
    shown = [*row.cells]
    for at, order in orders.items():
        day = _DAY.fullmatch(shown[at].strip()) if at < len(shown) else None
        if day:
            year, first, second = day.expand(order).split("-")
            shown[at] = f"{year}-{first:0>2}-{second:0>2}"
    return shown


def _with(sheet: Sheet, cells_of: Callable[[Row], list[str]]) -> Callable[[], Iterator[Row]]:
    return lambda: (Row(row.number, cells_of(row)) for row in sheet.read())


def _split_first(row: Row) -> list[str]:
    """The cells of a row of Eurostat, of which the first has the keys of the row, parted by commas."""
    first = row.cells[0] if row.cells else ""
    return [*first.partition("\\")[0].split(","), *row.cells[1:]]


def _named(row: Row, ids: list[str]) -> list[str]:
    """The cells of a row of codes with their names (CN: China): the names, but of flags and multipliers the codes."""
    found = []
    for at, cell in enumerate(row.cells):
        code, colon, name = cell.partition(": ")
        is_coded = colon and at < len(ids) and ids[at]
        found.append((code if ids[at] in _KEPT_CODES else name) if is_coded else cell)
    return found
