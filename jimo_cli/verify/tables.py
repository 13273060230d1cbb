"""The tables of a text: what their heads and titles say of the figures in their rows."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.claims import compare, places
from jimo_cli.claims.periods import periods_in, says_year
from jimo_cli.claims.plain import plain_of
from jimo_cli.documents.lines import has_sentence
from jimo_cli.documents.rows import BORDER, cells_of, has_figure
from jimo_cli.verify import presence
from jimo_cli.verify.index import Index, members
from jimo_cli.verify.passages import Line, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.model import Fact
    from jimo_cli.verify.passages import Passages

_MOST_TITLES = 3
"""Titles before a table that are about it: its name, its unit, the heading."""

_MOST_HEADS = 8
_MOST_ROWS = 40
"""Rows with the figure of a fact that are looked at."""

_KEPT, _LONGEST_PLACE = 4096, 40


class _Table(NamedTuple):
    """The numbers of its first and last passage, of the titles before it, and of the rows above the first figures."""

    first: int
    last: int
    titles: tuple[int, ...]
    heads: tuple[int, ...]


class _Cell(NamedTuple):
    """What is said of a cell by what stands above it and at the begin of its row: a period, places."""

    period: str
    places: list[str]


class Tables:
    """The tables of a text, and what they say of facts that cite their rows."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages.all
        self._set_of = passages.index.set_of
        self._index_of = lru_cache(_KEPT)(self._index)

    def naming(self, fact: Fact, rows: int) -> int:
        """Return those of some passages that are rows of a table and name a fact with their heads and titles."""
        found = [number for number in self._rows(rows) if presence.mentioning(self._index_of(number), fact, 1)]
        return self._set_of(found)

    def others(self, fact: Fact, rows: int) -> Iterator[str]:
        """Yield which other period and which other place the heads and the row say of the figure of a fact.

        `rows` are the cited passages with the figure; where one of them leaves it open nothing is said.
        """
        every = [*islice(members(rows), _MOST_ROWS + 1)]
        if not all(self._table_of(number) for number in every) or len(every) > _MOST_ROWS:
            return
        cells = [cell for number in every for cell in self._cells(fact, number)]
        period, place = fact.time_period, fact.reference_area
        periods = [cell.period for cell in cells]
        if period and cells and all(said and compare.are_apart(period, said) for said in periods):
            yield f"the figure is of {periods[0]} there, not of {period}"
        named = [cell.places for cell in cells]
        if place and cells and all(said and not _is_of(fact, place, said) for said in named):
            yield f"the figure is of {named[0][0]} there, not of {place}"

    def _rows(self, among: int) -> Iterator[int]:
        """Yield the numbers of passages that are rows of tables, of many the first ones."""
        if self._all:
            yield from (number for number in islice(members(among), _MOST_ROWS) if self._table_of(number))

    def _cells(self, fact: Fact, number: int) -> Iterator[_Cell]:
        """Yield what the heads and the names of a row say of each cell in it with the figure of a fact."""
        table = self._table_of(number)
        shown = cells_of(self._passages[number].text)
        heads = [cells_of(self._passages[at].text) for at in (table.heads if table else ())]
        heads = [head for head in heads if len(head) == len(shown)]
        figure = presence.figure_pattern(fact.as_written or "", fact.unit or "")
        for at, cell in enumerate(shown):
            if Index([Passage("", None, [Line(1, cell)])]).with_pattern(figure):
                period = next(filter(None, (_period_of(head[at]) for head in heads)), "")
                yield _Cell(period, [name for name in (shown[0], *(head[at] for head in heads)) if _is_place(name)])

    def _index(self, number: int) -> Index:
        """The index of a row with what is about its table, as one passage."""
        table = self._table_of(number)
        about = [self._passages[at].text for at in (*(table.titles + table.heads if table else ()), number)]
        return Index([Passage("", None, [Line(1, " ".join(about))])])

    def _table_of(self, number: int) -> _Table | None:
        at = bisect_right(self._firsts, number) - 1
        table = self._all[at] if at >= 0 else None
        return table if table and number <= table.last and self._passages[number].is_row else None

    @cached_property
    def _firsts(self) -> list[int]:
        return [table.first for table in self._all]

    @cached_property
    def _all(self) -> list[_Table]:
        """The tables of the text, in its order."""
        found: list[_Table] = []
        first, line = None, 0
        for number, passage in enumerate(self._passages):
            is_border = first is not None and BORDER.issuperset(passage.text)
            goes_on = (passage.is_row or is_border) and passage.lines[0].number == line + 1
            if first is not None and not goes_on:
                found.append(self._table(first, number - 1, found[-1] if found else None))
                first = None
            first = number if first is None and passage.is_row else first
            line = passage.lines[-1].number
        if first is not None:
            found.append(self._table(first, len(self._passages) - 1, found[-1] if found else None))
        return found

    def _table(self, first: int, last: int, before: _Table | None) -> _Table:
        """A table between two passages; without heads behind no more than titles it goes on with the one before."""
        rows = range(first, min(last, first + _MOST_HEADS) + 1)
        begin = next((at for at in rows if has_figure(cells_of(self._passages[at].text))), first)
        above = [first - back for back in range(1, _MOST_TITLES + 1) if first >= back]
        titles = tuple(takewhile(self._is_title, above))
        goes_on = before is not None and begin == first and before.last + 1 + len(titles) == first
        if before and goes_on:
            return _Table(first, last, titles + before.titles, before.heads)
        return _Table(first, last, titles, tuple(range(first, begin)))

    def _is_title(self, number: int) -> bool:
        passage = self._passages[number]
        return not passage.is_row and not has_sentence(passage.text) and not BORDER.issuperset(passage.text)


def _is_place(cell: str) -> bool:
    """Tell whether a cell is the name of a place and nothing else."""
    from jimo_cli import places as table  # noqa: PLC0415

    return len(cell) <= _LONGEST_PLACE and bool(table.ids_named(text.fold(cell.strip())))


def _is_of(fact: Fact, place: str, said: list[str]) -> bool:
    """Tell whether the place of a fact may be one of some names, or its label has them: 对美国出口额."""
    label = text.fold(fact.label)
    return any(
        places.is_same(place, name) or compare.is_around(place, name) or text.fold(name) in label for name in said
    )


def _period_of(head: str) -> str:
    """The period that the head of a column says with its year; empty for none, and for more than one."""
    found = {mention.period for mention in periods_in(plain_of(head), None) if says_year(mention.period)}
    return found.pop() if len(found) == 1 else ""
