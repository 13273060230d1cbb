"""Rows that are a part of what a row above them names, as 城镇 and 农村 below 居民收入."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.imports import heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jimo_cli.imports.plan import OfRow
    from jimo_cli.tables.sheet import Row

_PART = re.compile("(?:城镇|农村|乡村|城市|男性|女性|男|女)(?:居民)?|urban|rural|males?|females?|men|women")
"""Names of rows that say nothing without what they are a part of."""

_DIVIDES = re.compile("按.+分|by ")
"""Begins the heading of parts of what stands above it."""


class Groups:
    """Follows the names of rows from the top of a table, and joins those of parts to what stands above them."""

    def __init__(self, at: int | None, again: frozenset[str]) -> None:
        self._at, self._again = at, again
        self._above, self._is_heading = "", False

    @classmethod
    def of(cls, rows: Iterable[Row], at: int | None) -> Groups:
        """Return what joins the names in a column, of which those below several headings need them, by some rows.

        Without a column it joins nothing.
        """
        if at is None:
            return cls(None, frozenset())
        heading = ""
        below: dict[str, set[str]] = {}
        for row in rows:
            name = row.cells[at].strip() if at < len(row.cells) else ""
            if is_heading(row.cells, at):
                heading = name
            elif name:
                below.setdefault(name, set()).add(heading)
        return cls(at, frozenset(name for name, headings in below.items() if len(headings) > 1))

    def begin(self) -> None:
        """Begin at the top again."""
        self._above, self._is_heading = "", False

    def heading(self, shown: Sequence[str]) -> None:
        """Take in a row without figures."""
        if self._at is None or not is_heading(shown, self._at):
            return
        if not (self._above and _DIVIDES.match(text.fold(shown[self._at]).strip())):
            self._above, self._is_heading = shown[self._at].strip(), True

    def joined(self, of_row: OfRow) -> OfRow:
        """Return what a row with figures says of its measure, with what it is a part of."""
        if self._at is None:
            return of_row
        name = of_row.label.strip()
        part = heads.named(name)
        is_part = _PART.fullmatch(text.fold(part.label)) or (self._is_heading and name in self._again)
        if not is_part:
            self._above, self._is_heading = name, False
        if not is_part or not self._above:
            return of_row
        whole = heads.named(self._above)
        unit = of_row.unit.strip() or part.unit or whole.unit
        return of_row._replace(label=f"{whole.label}, {part.label}", unit=unit)


def is_heading(shown: Sequence[str], at: int) -> bool:
    """Tell whether a row has a text in one column, and nothing in the others."""
    return at < len(shown) and bool(shown[at].strip()) and not any(map(str.strip, (*shown[:at], *shown[at + 1 :])))
