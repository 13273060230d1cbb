"""Time series of the British statistics office: rows of properties above years, quarters and months."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.imports import heads
from jimo_cli.tables.sheet import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMES = frozenset(
    ("title", "cdid", "sourcedatasetid", "preunit", "unit", "releasedate", "nextrelease", "importantnotes")
)
"""The properties, by the letters of their names."""

_IN_HEADS = frozenset(("title", "preunit", "unit"))
_FEWEST, _MOST = 4, 12
_MULTIPLES = {"m": "million", "bn": "billion", "000s": "thousand", "000's": "thousand", "thousands": "thousand"}


def headed(sheet: Sheet) -> Sheet:
    """Return a sheet in which a head with the title and the unit of each column stands in place of properties.

    What else these say of all columns stands above it. Any other sheet comes back as it is.
    """
    properties = [*takewhile(_is_property, islice(sheet.read(), _MOST))]
    of = {_name(row): row for row in properties}
    if len(of) < _FEWEST or next(iter(of)) != "title" or "unit" not in of:
        return sheet
    width = max(len(row.cells) for row in properties)
    titles, before, behind = (_cells(of.get(name), width) for name in ("title", "preunit", "unit"))
    head = ["Period", *map(_head, titles[1:], before[1:], behind[1:])]
    above = {row.number: said for row in properties if (said := _said_of_all(row))}
    last = properties[-1].number
    if last in above:
        said = above.pop(last)
        above[last - 1] = "; ".join(filter(None, (above.get(last - 1), said)))

    def rows() -> Iterator[Row]:
        yield from (Row(number, [said]) for number, said in sorted(above.items()))
        yield Row(last, head)
        yield from (row for row in sheet.read() if row.number > last)

    return Sheet(sheet.name, rows)


def _name(row: Row) -> str:
    return text.key(text.fold(row.cells[0])) if row.cells else ""


def _is_property(row: Row) -> bool:
    return _name(row) in NAMES


def _cells(row: Row | None, width: int) -> list[str]:
    shown = [cell.strip() for cell in row.cells] if row else []
    return shown + [""] * (width - len(shown))


def _said_of_all(row: Row) -> str:
    """What a property says of all columns alike, with its name; empty for one that is in the heads, or of none."""
    values: Sequence[str] = [*dict.fromkeys(cell.strip() for cell in row.cells[1:] if cell.strip())]
    is_told = len(values) == 1 and (_name(row) not in _IN_HEADS or _name(row) == "title")
    return f"{row.cells[0].strip()}: {values[0]}" if is_told else ""


def _head(title: str, before: str, behind: str) -> str:
    """The head of a column: its title, with the unit in brackets where it is one; m alone may be anything."""
    label = title.removesuffix(f"{before}{behind}").rstrip(" :-") or title
    word = _MULTIPLES.get(behind.lower(), behind)
    said = f"{before} {word}".strip()
    if not said or (behind.lower() == "m" and not before):
        return title
    return f"{label} ({said})" if heads.unit_in(said) else f"{title} ({said})"
