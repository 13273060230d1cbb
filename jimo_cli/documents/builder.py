"""The blocks of a document as a reader finds them, in its order, and the rows of its tables."""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from jimo_cli.documents.document import Block, Comment, Document
from jimo_cli.documents.flow import Flow, Piece
from jimo_cli.documents.lines import LINE_BREAK, is_caption

BETWEEN_CELLS = " | "
_MOST_PARAGRAPHS = 4
"""A cell with more paragraphs is a column of a page that is laid out by a table."""

_MOST_COLUMNS = 200
"""Columns that a cell covers, and those that are counted of a row: no table that is read has more."""

_PLURALS = {
    "piece of code": "pieces of code",
    "piece of struck text": "pieces of struck text",
    "piece of deleted text": "pieces of deleted text",
    "piece of hidden text": "pieces of hidden text",
    "piece of turned text": "pieces of turned text",
    "set of macros": "sets of macros",
    "rest of a page": "rests of pages",
    "page without text": "pages without text",
    "page head or foot": "page heads and feet",
    "character that the file does not name": "characters that the file does not name",
}


class _Found(NamedTuple):
    kind: str
    level: int
    piece: Piece
    place: str
    cells: Sequence[str] = ()


class _Span(NamedTuple):
    """How many columns and rows a cell covers; whether it goes on with the one above it."""

    columns: int = 1
    rows: int = 1
    goes_on: bool = False


class _Row:
    """A row of a table: the paragraphs of each cell, and where the cells begin.

    A row that only lays out a page gives its paragraphs to the document.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self.cells: list[list[_Found]] = []
        self.starts: list[int] = []
        self.spans: dict[int, _Span] = {}
        self.is_layout = False

    def texts(self) -> list[str]:
        return [" ".join(found.piece.text for found in cell) for cell in self.cells]

    def is_data(self) -> bool:
        return len(self.cells) > 1 and all(len(cell) <= _MOST_PARAGRAPHS for cell in self.cells)


class _Grid:
    """The cells of a table row by row, merged ones in each place that they cover."""

    def __init__(self) -> None:
        self._above: list[str] = []
        self._down: dict[int, tuple[str, int]] = {}

    def row(self, row: _Row) -> list[str]:
        """Return the texts of the cells of the next row."""
        found: list[str] = []
        for number, text in enumerate(row.texts()):
            self._fill(found)
            span, at = row.spans.get(number, _Span()), len(found)
            shown = self._above[at] if span.goes_on and at < len(self._above) else text
            found += [shown] * min(span.columns, max(1, _MOST_COLUMNS - at))
            if span.rows > 1:
                self._down |= dict.fromkeys(range(at, len(found)), (shown, span.rows - 1))
        self._fill(found)
        self._above = found
        return found

    def _fill(self, found: list[str]) -> None:
        """Put in what cells of rows above cover, up to the next free place."""
        while len(found) in self._down:
            at = len(found)
            text, rows = self._down.pop(at)
            found.append(text)
            if rows > 1:
                self._down[at] = text, rows - 1


class Builder:
    """The document under construction; `place` is where a person finds what follows, "" for its line of the content.

    Without a content there are no offsets.
    """

    def __init__(self, content: str | None = None) -> None:
        self.content = content or ""
        self._has_offsets = content is not None
        self.flow = Flow()
        self.place = ""
        self.comments: list[Comment] = []
        self.skipped: Counter[str] = Counter()
        self._blocks: list[Block] = []
        self._rows: list[_Row] = []
        self._grid = _Grid()
        self._kind, self._level = "paragraph", 0

    def begin(self, kind: str = "paragraph", level: int = 0) -> None:
        """End the block, and begin one of a kind."""
        self.end()
        self._kind, self._level = kind, level
        if kind == "heading" and self._rows:
            self._lay_out(self._rows[-1])

    def end(self) -> None:
        """End the block; one without text is none."""
        piece = self.flow.take()
        if piece.text:
            self._found(_Found(self._kind, self._level, piece, self.place))
        self._kind, self._level = "paragraph", 0

    def end_as(self, kind: str, level: int) -> None:
        """End the block, whose kind shows only now."""
        self._kind, self._level = kind, level
        self.end()

    def begin_table(self) -> None:
        """Begin a table; a row with a table in a cell is layout."""
        self.end()
        self._grid = _Grid()
        if self._rows:
            self._lay_out(self._rows[-1])

    def begin_row(self) -> None:
        """Begin a row of the table."""
        self.end()
        self._rows.append(_Row(self.place))

    def begin_cell(self, position: int = 0) -> None:
        """Begin a cell of the row, at an offset of the content."""
        self.end()
        if self._rows:
            self._rows[-1].cells.append([])
            self._rows[-1].starts.append(position)

    def span(self, columns: int = 1, rows: int = 1, *, goes_on: bool = False) -> None:
        """Say how many columns and rows the last cell covers, or that it goes on with the one above it."""
        if self._rows and self._rows[-1].cells:
            spans = self._rows[-1].spans
            number = len(self._rows[-1].cells) - 1
            known = spans.get(number, _Span())
            spans[number] = _Span(max(known.columns, columns), max(known.rows, rows), known.goes_on or goes_on)

    def end_row(self, *, is_data: bool = False, cells: Sequence[str] = ()) -> None:
        """End the row; `is_data` says that it is one of figures even if it has one cell.

        `cells` are what it has in each column, where that is more than its cells.
        """
        self.end()
        if not self._rows:
            return
        row = self._rows.pop()
        if row.is_layout or not (is_data or row.is_data()):
            self._lay_out(row)
        elif any(row.cells):
            self._found(_Found("row", 0, _joined(row), row.place, cells or self._grid.row(row)))

    def add_row(self, line: str, start: int, cells: Sequence[str]) -> None:
        """Add a row that is a line of the content, as it stands there."""
        self.end()
        first = start + len(line) - len(line.lstrip())
        text = line.strip()
        self._found(_Found("row", 0, Piece(text, range(first, first + len(text))), self.place, cells))

    def drop_row(self) -> None:
        """Leave the row out."""
        self.end()
        if self._rows:
            self._rows.pop()

    def document(self, path: str) -> Document:
        """Return the document; no block can be added to it."""
        while self._rows:
            self.end_row()
        self.end()
        skipped = tuple(_counted(count, noun) for noun, count in self.skipped.items() if count)
        return Document(path, self.content, tuple(self._blocks), tuple(self.comments), skipped)

    def _lay_out(self, row: _Row) -> None:
        row.is_layout = True
        cells, row.cells, row.starts = row.cells, [], []
        for cell in cells:
            for found in cell:
                self._add(found)

    def _found(self, found: _Found) -> None:
        row = self._rows[-1] if self._rows else None
        if row is None or row.is_layout:
            self._add(found)
            return
        if not row.cells:
            row.cells.append([])
            row.starts.append(found.piece.positions[0] if found.piece.positions else 0)
        row.cells[-1].append(found)

    def _add(self, found: _Found) -> None:
        text, positions = found.piece
        kind = "caption" if found.kind == "paragraph" and is_caption(text) else found.kind
        place = found.place or self._line(positions[0])
        offsets = positions if self._has_offsets else ()
        self._blocks.append(Block(kind, found.level, text, offsets, place, tuple(found.cells)))

    def _line(self, position: int) -> str:
        return f"line {bisect_right(self._line_starts, position)}"

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in LINE_BREAK.finditer(self.content))]


def _joined(row: _Row) -> Piece:
    """The text of a row: its cells, between them what stands for their borders."""
    parts: list[str] = []
    positions = array("I")
    for cell, start in zip(row.cells, row.starts, strict=True):
        separator = BETWEEN_CELLS if parts else ""
        parts.append(separator)
        positions.extend([start] * len(separator))
        for number, found in enumerate(cell):
            text, offsets = found.piece
            if number:
                parts.append(" ")
                positions.extend(offsets[:1])
            parts.append(text)
            positions.extend(offsets)
    return Piece("".join(parts), positions)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else _PLURALS.get(noun, noun + 's')}"
