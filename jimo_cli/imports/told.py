"""What became no fact, told once for each reason: the first ones with their places, the others by their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.errors import shortened
from jimo_cli.imports.drafts import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 100
_LONGEST = 120


def cell_name(row: int, at: int) -> str:
    """Return the name of a cell as spreadsheets have it, of a column counted from 0: C7."""
    letters, at = "", at + 1
    while at:
        at, letter = divmod(at - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


class Told:
    """What was skipped so far, of each reason only the first ones."""

    def __init__(self) -> None:
        self._found: list[Skipped] = []
        self._counts: dict[str, int] = {}
        self.unclear: dict[str, None] = {}

    def row(self, row: int, what: str, why: str) -> None:
        """Tell of a row that was skipped."""
        self._add(f"row {row}", what, why)

    def cell(self, row: int, at: int, what: str, why: str) -> None:
        """Tell of a cell that was skipped, of a column counted from 0."""
        if self._counts.get(why, 0) < _MOST:
            self._add(f"cell {cell_name(row, at)}", what, why)
        else:
            self._counts[why] += 1

    def once(self, row: int, at: int, what: str, why: str) -> None:
        """Tell of the first one of some cells that were skipped for one reason."""
        if why not in self._counts:
            self.cell(row, at, what, why)

    def _add(self, where: str, what: str, why: str) -> None:
        count = self._counts[why] = self._counts.get(why, 0) + 1
        if count <= _MOST:
            self._found.append(Skipped(where, shortened(what, _LONGEST), why))

    def skipped(self) -> Iterator[Skipped]:
        """Yield what was skipped, and of what reason there is more than is told."""
        yield from self._found
        for why, count in self._counts.items():
            if count > _MOST:
                yield Skipped(f"{count - _MOST} more", "", why)
